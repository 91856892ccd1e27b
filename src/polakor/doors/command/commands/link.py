"""``polakor link``: who in a register each row of a list may be, from file to file."""

import argparse
import json
import sys
from pathlib import Path

from polakor.doors.command.errors import CommandFailure, say, tell

HELP = "link a list (CSV) with a register (CSV): who is already known"
needs_database = False


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the files and what to make of them."""
    parser.add_argument("--register", metavar="REG.csv", required=True, help="people known, by id")
    parser.add_argument("--list", metavar="LIST.csv", required=True, help="people to find, by row")
    parser.add_argument("--out", metavar="PAIRS.csv", required=True, help="what was found")
    parser.add_argument(
        "--candidates", type=int, default=3, metavar="N", help="at most so many a row (3)"
    )
    parser.add_argument(
        "--engine", choices=["duckdb", "spark"], default="duckdb", help="spark: past one machine"
    )
    parser.add_argument(
        "--language", choices=["en", "km"], default="en", help="of the reasons (en)"
    )
    parser.add_argument("--json", action="store_true", help="print a summary as JSON")


def run(options: argparse.Namespace) -> int:
    """Link, write the pairs and say how many rows went which way."""
    from namebridge.link import LinkProblem, link_files, told_on

    try:
        summary = link_files(
            Path(options.register),
            Path(options.list),
            Path(options.out),
            candidates=options.candidates,
            engine=options.engine,
            language=options.language,
            tell=told_on(sys.stderr),
        )
    except LinkProblem as problem:
        raise CommandFailure(str(problem)) from None
    for note in summary.notes:
        tell(note)
    if options.json:
        say(json.dumps(summary.as_data(), ensure_ascii=False, indent=2))
        return 0
    counts = summary.counts
    say(
        f"{options.out}: {summary.list_rows:,} rows beside {summary.register_rows:,} people in "
        f"{summary.seconds:,.1f} s: {counts['same']:,} same, {counts['maybe']:,} maybe, "
        f"{counts['new']:,} new"
    )
    return 0
