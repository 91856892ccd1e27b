"""``polakor restore FILE``: fill an empty data folder from a backup."""

import argparse
from pathlib import Path

from polakor.doors.command import copies

HELP = "fill an empty data folder (or database) from a backup"
needs_database = False


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The file to read."""
    parser.add_argument("file", type=Path, help="a file that polakor backup wrote")


def run(options: argparse.Namespace) -> int:
    """Fill, bring up to date, and say what to do next."""
    copies.restore(options)
    return 0
