"""``polakor migrate``: bring tables, messages, static files and the country pack up to date."""

import argparse

from polakor.doors.command.errors import say

HELP = "bring the tables and everything made from the source up to date"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """None of its own."""


def run(options: argparse.Namespace) -> int:
    """Nothing is left to do: opening the database for a command prepares it."""
    say("Everything is up to date.")
    return 0
