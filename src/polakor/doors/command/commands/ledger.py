"""``polakor ledger export`` and ``polakor ledger seal``: the ledger of who may leave, as a file."""

import argparse
import json
import os
import sys
from pathlib import Path

from polakor.doors.command.errors import CommandFailure, say

HELP = "write the ledger of job orders to a file, or make the roots of days that are over"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What to do, and where to."""
    parser.add_argument(
        "what",
        choices=["export", "seal"],
        help="write the whole ledger, or seal days that are over",
    )
    parser.add_argument("--out", metavar="FILE", help="the file to write; - is the terminal")


def run(options: argparse.Namespace) -> int:
    """Write or seal; say what was done."""
    return _seal() if options.what == "seal" else _export(options.out)


def _seal() -> int:
    from polakor.recruitment.actions.ledger import seal_days

    sealed = seal_days()
    say(f"{sealed:,} days sealed." if sealed else "No day is over that has rows and no root.")
    return 0


def _export(out: str | None) -> int:
    from polakor.access.machine import COMMAND_LINE_NAME
    from polakor.access.queries.actors import actor_by_name
    from polakor.recruitment.queries.ledger import exported

    if not out:
        raise CommandFailure("ledger export needs --out FILE")
    lines = (
        json.dumps(one, ensure_ascii=True, separators=(",", ":")) + "\n"
        for one in exported(actor_by_name(COMMAND_LINE_NAME))
    )
    if out == "-":
        sys.stdout.writelines(lines)
        return 0
    target = Path(out)
    beside = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        with beside.open("w", encoding="utf-8") as file:
            file.writelines(lines)
        beside.replace(target)
    except OSError as problem:
        raise CommandFailure(f"{target} cannot be written: {problem.strerror}") from None
    finally:
        beside.unlink(missing_ok=True)
    say(f"The ledger is in {target}. Check it with: python3 tools/verify_ledger.py {target}")
    return 0
