"""``polakor backup FILE``: one file that a restore makes the same database from."""

import argparse
from pathlib import Path

from polakor.doors.command import copies

HELP = "write the whole database into one file"
as_owner = True


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The file to write."""
    parser.add_argument("file", type=Path, help="file to write; must not exist yet")


def run(options: argparse.Namespace) -> int:
    """Write the copy."""
    copies.backup(options.file)
    return 0
