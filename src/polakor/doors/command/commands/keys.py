"""``polakor keys``: which keys devices seal to, and a new one in force."""

import argparse
import os
from pathlib import Path

from polakor.doors.command.errors import CommandFailure, say

HELP = "show the keys devices seal to; rotate puts a new one in force"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What to do."""
    parser.add_argument(
        "what",
        nargs="?",
        choices=["show", "rotate"],
        default="show",
        help="show the keys (usual), or put a new one in force; older ones go on opening",
    )


def run(options: argparse.Namespace) -> int:
    """Rotate if asked, then list the keys by name, the one in force last."""
    from django.conf import settings

    from polakor.access.machine import COMMAND_LINE_NAME
    from polakor.access.queries.actors import actor_by_name
    from polakor.intake.actions.keys import rotate_sealing_key
    from polakor.intake.keys import every_key

    folder = Path(settings.KEYS)
    if options.what == "rotate":
        _check_owner(folder)
        rotate_sealing_key(actor=actor_by_name(COMMAND_LINE_NAME))
    known = every_key("seal")
    for key in known:
        say(f"{key.kid}  {'in force' if key is known[-1] else 'still opens'}")
    if options.what == "rotate":
        say("Devices seal to the new key from their next connection on.")
        say(f"Keep the older ones, and back the folder up now: {folder}")
    return 0


def _check_owner(folder: Path) -> None:
    """A key that the running program may not read would stop every device."""
    if folder.exists() and folder.stat().st_uid != os.geteuid():
        raise CommandFailure(
            f"{folder} belongs to another account; run this as the account that runs Polakor"
        )
