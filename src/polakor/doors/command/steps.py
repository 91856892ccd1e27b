"""One step of preparation in a process of its own: ``python -m polakor.doors.command.steps NAME``.

A room that needs something prepared adds a function here and a line in ``prepare.STEPS``. What a
function prints with SHOWN in front is shown at the terminal; all else goes to the log.
"""

import sys
import traceback
from collections.abc import Callable
from importlib import import_module

from polakor.doors.command import build
from polakor.doors.command.errors import CommandFailure, say
from polakor.doors.command.home import home_at
from polakor.doors.command.prepare import SHOWN


def migrations() -> None:
    """Apply the migrations of every room and of the packages, as the owner."""
    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=1)


def messages() -> None:
    """Compile the catalogues."""
    count = build.make_messages(home_at(None).folder / "messages")
    say(f"{SHOWN}{count} Khmer messages")


def static() -> None:
    """Turn fonts into WOFF2 and collect the static files."""
    build.collect_static(home_at(None))


def pack() -> None:
    """Load the country pack named by POLAKOR_PACK, and its places."""
    from django.apps import apps

    if not apps.is_installed("polakor.reference"):
        return
    from polakor.doors.command import loading

    loading.report(loading.describe(loading.load_pack()), SHOWN)


def demo() -> None:
    """Make the demonstration: accounts and people who never lived."""
    from django.apps import apps

    if apps.is_installed("polakor.registry"):
        _call("polakor.doors.command.demo", "make")


def _call(module: str, function: str, *values: object) -> None:
    """Call a function of a module that a room may not have brought yet."""
    try:
        found = import_module(module)
    except ModuleNotFoundError as problem:
        if problem.name != module:
            raise
        say(f"({module} is not here)")
        return
    getattr(found, function)(*values)


STEPS: dict[str, Callable[[], None]] = {
    "migrations": migrations,
    "messages": messages,
    "static": static,
    "pack": pack,
    "demo": demo,
}


def main(name: str) -> int:
    """Run one step; the last line of the log is the reason when it fails."""
    from polakor.base.errors import Refusal

    try:
        if name != "messages":
            import django

            django.setup()
        STEPS[name]()
    except (CommandFailure, Refusal) as problem:
        say(str(problem))
        return 1
    except Exception as problem:  # noqa: BLE001 - the terminal shows one line, the log the rest
        traceback.print_exc()
        reason = str(problem).strip().splitlines() or [type(problem).__name__]
        say(reason[0])
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
