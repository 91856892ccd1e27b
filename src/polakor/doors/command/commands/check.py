"""``polakor check``: style, form and types."""

import argparse
import subprocess
import sys

from polakor.doors.command.errors import CommandFailure, say
from polakor.doors.command.home import source_tree

HELP = "check style, form and types of the source"
needs_database = False

CHECKS = (
    ("ruff check", ["-m", "ruff", "check", "--no-cache", ".", "polakor"]),
    ("ruff format", ["-m", "ruff", "format", "--no-cache", "--check", "-q", ".", "polakor"]),
    ("mypy", ["-m", "mypy"]),
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """None of its own."""


def run(options: argparse.Namespace) -> int:
    """Run all checks, say which fail; 0 when all pass."""
    root = source_tree()
    if root is None:
        raise CommandFailure("this Polakor was installed without its source; check a clone instead")
    failed = [
        name
        for name, words in CHECKS
        if subprocess.run([sys.executable, *words], cwd=root).returncode != 0
    ]
    say(f"Checks failed: {', '.join(failed)}." if failed else "All checks passed.")
    return 1 if failed else 0
