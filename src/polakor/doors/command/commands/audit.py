"""``polakor audit verify`` and ``polakor audit root``: does the record of acts still hold?"""

import argparse
import json

from polakor.doors.command.errors import CommandFailure, say

HELP = "verify the record of acts, or print its root to be kept outside"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What to do, and a root that was kept."""
    parser.add_argument(
        "what", choices=["verify", "root"], help="verify the chain, or print its root"
    )
    parser.add_argument(
        "--kept", metavar="N:ROOT", help="a root printed earlier, to be found in the chain again"
    )
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(options: argparse.Namespace) -> int:
    """Seal what is not sealed yet, walk the whole chain, and say what was found.

    0 when it holds; raises CommandFailure naming the first broken link.
    """
    from polakor.access.actions.seals import seal_events, verify_chain

    kept = _kept(options.kept)
    while seal_events():
        pass
    verdict = verify_chain(kept=kept)
    if verdict.broken_at is not None:
        if options.json:
            say(json.dumps({"links": verdict.links, "broken_at": verdict.broken_at}))
        raise CommandFailure(
            f"the record of acts is broken at link {verdict.broken_at}: {verdict.why}; "
            f"the {verdict.links:,} links before it hold"
        )
    root = f"{verdict.links}:{verdict.root}"
    if options.json:
        say(json.dumps({"links": verdict.links, "broken_at": None, "root": root}))
    elif options.what == "root":
        say(root)
    else:
        say(f"The record of acts holds: {verdict.links:,} links, none missing, moved or changed.")
        say(f"Root, to be kept outside this machine: {root}")
    return 0


def _kept(text: str | None) -> tuple[int, str] | None:
    if not text:
        return None
    number, _, root = text.partition(":")
    if not number.isdigit() or len(root) != 64:
        raise CommandFailure(
            "a root that was kept looks like 1234:64 signs, as audit root prints it"
        )
    return int(number), root.lower()
