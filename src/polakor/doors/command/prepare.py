"""What must be true before anything is served, and the doing of what is not.

Each step has a fingerprint of what it was made from. A second start compares and does nothing.
The steps run in their own process: as the owner where tables change, as the app role elsewhere.
"""

import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from importlib import util

from polakor.doors.command import fingerprints, processes, surroundings
from polakor.doors.command.errors import CommandFailure, tell
from polakor.doors.command.home import Home, package_folder, packs_folder
from polakor.doors.command.roles import Addresses, connect, without_password

NOTE = "prepared"
BEAT = 0.05
SHOWN = "· "
"""In front of a line that a step wants shown at the terminal."""


class Interrupted(Exception):
    """Somebody asked to end before everything was prepared."""


@dataclass(frozen=True)
class Step:
    """One thing to prepare: what it depends on and what it is called at the terminal."""

    name: str
    says: str
    made_from: Callable[[], str]
    as_owner: bool = False
    in_database: bool = False
    demo_only: bool = False


def _migrations() -> str:
    files = fingerprints.files_below(package_folder(), "migrations/*.py")
    return fingerprints.of_files(files, fingerprints.of_packages())


def _messages() -> str:
    return fingerprints.of_files(fingerprints.files_below(package_folder(), "*.po"), "1")


def _static() -> str:
    files = fingerprints.files_below(package_folder(), "static/**/*")
    return fingerprints.of_files(files, fingerprints.of_packages())


def _pack() -> str:
    name = os.environ.get("POLAKOR_PACK", "kh")
    files = fingerprints.files_below(packs_folder() / name, "*")
    return fingerprints.of_files(files, name, fingerprints.of_packages())


def _demo() -> str:
    """Made once: it never changes, whatever else does."""
    return str(util.find_spec("polakor.doors.command.demo") is not None)


STEPS = (
    Step("migrations", "Bringing the tables up to date", _migrations, True, True),
    Step("messages", "Compiling the Khmer messages", _messages),
    Step("static", "Building fonts and static files", _static),
    Step("pack", "Loading the country pack and its places", _pack, True, True),
    Step("demo", "Making the demonstration data", _demo, in_database=True, demo_only=True),
)


def identity_of(addresses: Addresses) -> str:
    """Return which database this is and how far its tables are, as one word."""
    with connect(addresses.owner) as connection:
        known = connection.execute("select to_regclass('django_migrations')").fetchone()
        oid = connection.execute(
            "select oid from pg_database where datname = current_database()"
        ).fetchone()
        applied = (
            connection.execute("select count(*), max(applied) from django_migrations").fetchone()
            if known and known[0]
            else None
        )
    where = without_password(addresses.owner).partition("?")[0]
    return f"{where} {oid and oid[0]} {applied and ' '.join(str(part) for part in applied)}"


def due(home: Home, identity: str, *, demo: bool) -> dict[str, str]:
    """Return the steps that must be done, with the fingerprint each will be stamped with."""
    note = home.read_note(NOTE)
    same_database = note.get("database") == identity
    stamps = note.get("steps", {})
    wanted = {}
    for step in STEPS:
        if step.demo_only and not demo:
            continue
        stamp = step.made_from()
        done = stamps.get(step.name) == stamp and (same_database or not step.in_database)
        if not done or not _products_exist(home, step.name):
            wanted[step.name] = stamp
    return wanted


def _products_exist(home: Home, name: str) -> bool:
    products = {"messages": home.folder / "messages", "static": home.folder / "static"}
    return name not in products or products[name].is_dir()


def bring_up_to_date(
    home: Home,
    addresses: Addresses,
    *,
    demo: bool,
    say: Callable[[str], None] = tell,
    ending: Callable[[], bool] = lambda: False,
) -> list[str]:
    """Do every step that is due and stamp it, saying so; return the names of those done.

    Raises CommandFailure with one line when a step fails; what was done before stays stamped.
    Raises Interrupted as soon as ``ending`` is true.
    """
    wanted = due(home, identity_of(addresses), demo=demo)
    for step in STEPS:
        if step.name not in wanted:
            continue
        say(f"{step.says} ...")
        address = addresses.owner if step.as_owner else addresses.app
        environment = surroundings.environment(home, address, demo=demo or None)
        _run(home, step, environment, say, ending)
        note = home.read_note(NOTE)
        stamps = note.get("steps", {}) if isinstance(note.get("steps"), dict) else {}
        stamps[step.name] = wanted[step.name]
        home.write_note(NOTE, {"database": identity_of(addresses), "steps": stamps})
    return list(wanted)


def _run(
    home: Home,
    step: Step,
    environment: dict[str, str],
    say: Callable[[str], None],
    ending: Callable[[], bool],
) -> None:
    """Run one step in its own process, passing on what it wants shown while it runs."""
    log = home.log / "prepare.log"
    log.touch(mode=0o600)
    with log.open("rb") as words:
        words.seek(0, os.SEEK_END)
        process = processes.spawn(
            surroundings.python("polakor.doors.command.steps", step.name),
            log=log,
            environment=environment,
        )
        last, rest, over = "", b"", False
        try:
            while not over:
                over = process.poll() is not None
                *lines, rest = (rest + words.read()).split(b"\n")
                for line in (raw.decode(errors="replace") for raw in lines):
                    last = line.strip() or last
                    if line.startswith(SHOWN):
                        say("  " + line.removeprefix(SHOWN))
                if ending():
                    raise Interrupted
                if not over:
                    time.sleep(BEAT)
        finally:
            processes.end(process)
    if process.returncode != 0:
        reason = last or f"it ended with {process.returncode}"
        raise CommandFailure(f"{step.says.lower()} failed: {reason} (the whole story is in {log})")
