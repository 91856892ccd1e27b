"""``polakor import_places FILE``: replace the places by an official file."""

import argparse
from pathlib import Path

from polakor.doors.command.errors import CommandFailure, say

HELP = "bring in an official file of provinces to villages"
as_owner = True


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The file."""
    parser.add_argument("file", type=Path, help="CSV with codes and names")


def run(options: argparse.Namespace) -> int:
    """Import and report the defects found."""
    from polakor.doors.command import loading

    if not options.file.is_file():
        raise CommandFailure(f"there is no file {options.file}; check the path")
    say(loading.describe_places(loading.load_places(options.file)))
    return 0
