"""``polakor import FILE``: read a list of people into the register, as the lists page does."""

import argparse
import json
import sys
import time
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from polakor.doors.command.errors import CommandFailure

if TYPE_CHECKING:
    from polakor.access.rules.actors import Actor
    from polakor.intake.models import ReceivedList

NAME = "import"
HELP = "read a list of people (.xlsx, .xls, .ods, .csv) into the register"
fills_register = True

LARGEST = 1024 * 1024 * 1024  # above the room's own limit, which says the rest
PATIENCE = 0.5


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the file and what is known about everybody on it."""
    parser.add_argument("file", metavar="FILE", help="the list as it came")
    parser.add_argument("--kind", choices=["returns"], default="returns", help="what it lists")
    parser.add_argument("--gate", default="", metavar="CODE", help="as KH-TH-PPT")
    parser.add_argument("--on", dest="day", metavar="DAY", help="day of crossing, as 2025-08-06")
    parser.add_argument("--mode", default="", metavar="CODE", help="how they came back")
    parser.add_argument("--sender", default="", metavar="NAME", help="who sent the list")
    parser.add_argument(
        "--without-rules",
        action="store_true",
        help="confirm that the list lacks columns a matching rule needs, and say nothing of it",
    )
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument("--as", dest="account", metavar="ACCOUNT", help="in whose name")


def run(options: argparse.Namespace) -> int:
    """Receive and read the file; a list whose reading was cut off is read on."""
    from polakor.access.machine import COMMAND_LINE_NAME
    from polakor.access.queries.actors import actor_by_name

    actor = actor_by_name(options.account or COMMAND_LINE_NAME)
    path = Path(options.file)
    received, again = _receive(actor, path, _bytes_of(path), options)
    if again:
        print(f"polakor: {again}", file=sys.stderr)
    done = _read(actor, received) if received.state != "done" else received
    nothing_added = bool(again) and received.state == "done"
    answer = _answer(actor, done, nothing_added)
    print(json.dumps(answer, ensure_ascii=False) if options.json else _as_text(answer))
    return 0


def _bytes_of(path: Path) -> bytes:
    try:
        if path.stat().st_size > LARGEST:
            raise CommandFailure(f"{path} is far too large for a list of people")
        return path.read_bytes()
    except OSError as problem:
        said = f"{path} cannot be read ({problem.strerror})"
        raise CommandFailure(f"{said}; check the path, and that you may read it") from problem


def _day(text: str | None) -> date | None:
    from django.utils import timezone

    try:
        day = date.fromisoformat(text) if text else None
    except ValueError as problem:
        raise CommandFailure(f"{text!r} is not a day; write it as 2025-08-06") from problem
    if day is not None and day > timezone.localdate():
        raise CommandFailure(f"{day} has not come yet; name the day they crossed after --on")
    return day


def _receive(
    actor: "Actor", path: Path, content: bytes, options: argparse.Namespace
) -> "tuple[ReceivedList, str]":
    """The list, its reading begun, and a sentence if its bytes came before: all or nothing."""
    from polakor.access.context import acting_as
    from polakor.flows.settle_columns import require_rules, rules_left_silent
    from polakor.intake.actions.lists import receive_list, start_reading
    from polakor.intake.errors import AlreadyReceived
    from polakor.intake.queries.lists import list_for
    from polakor.intake.queries.words import layouts_of
    from polakor.registry.errors import RuleCannotFire

    said = ""
    with acting_as(actor):
        try:
            received = receive_list(
                actor=actor,
                filename=path.name,
                content=content,
                sender=options.sender,
                kind=options.kind,
                gate=options.gate,
                crossed_on=_day(options.day),
                mode=options.mode,
            )
        except AlreadyReceived as refusal:
            said = str(refusal)
            list_id = refusal.fields["list_id"]
            received = list_for(actor, list_id)  # type: ignore[arg-type]
        if received.state == "received":
            silent = rules_left_silent(layouts_of(received))
            if silent and not options.without_rules:
                # Nobody at a terminal chose the columns: names alone are a valid start.
                said = str(RuleCannotFire(rule=", ".join(rule.rule for rule in silent)))
            require_rules(actor=actor, received=received, confirmed=True)
        return start_reading(actor=actor, list_id=received.id, queue=False), said


def _read(actor: "Actor", received: "ReceivedList") -> "ReceivedList":
    """Read to the end, or follow whoever reads already and take over if they die."""
    from polakor.flows.read_list import read_whole_list
    from polakor.intake.queries.lists import list_for

    say = _Progress()
    while received.state == "reading":
        if not read_whole_list(actor=actor, list_id=received.id, progress=say):
            time.sleep(PATIENCE)
        received = list_for(actor, received.id)
        say(received)
    say.end()
    return received


class _Progress:
    """One line on the error stream that is written over; a line every few seconds in a file."""

    def __init__(self) -> None:
        self._last = time.monotonic()
        self._live = sys.stderr.isatty()

    def __call__(self, received: "ReceivedList") -> None:
        """Say how far the list is."""
        now = time.monotonic()
        if now - self._last < (0.2 if self._live else 5.0):
            return
        self._last = now
        speed = received.rows_done / received.worked_seconds if received.worked_seconds else 0
        left = (received.rows_total - received.rows_done) / speed if speed else 0
        line = (
            f"{received.rows_done:,} of {received.rows_total:,} rows"
            f" · {speed:,.0f} a second · {left:,.0f} s left"
        )
        print(f"\r{line:<70}" if self._live else line, end="" if self._live else "\n",
              file=sys.stderr, flush=True)  # fmt: skip

    def end(self) -> None:
        """Leave the line clean for what comes next."""
        if self._live:
            print(f"\r{'':<70}\r", end="", file=sys.stderr, flush=True)


def _answer(actor: "Actor", received: "ReceivedList", nothing_added: bool) -> dict[str, Any]:
    """What came of the list; all zero when the same file had been read before.

    ``read`` counts rows with somebody on them: those accepted and those set aside. Titles, heads,
    totals and signatures stand in ``not_people``.
    """
    from polakor.intake.queries.lists import reasons_set_aside

    counted = {
        "accepted": received.accepted,
        "not_people": received.not_people,
        "new_persons": received.new_persons,
        "matched": received.matched,
        "waiting": received.waiting,
        "document_clashes": received.document_clashes,
    }
    reasons = {one.reason: one.rows for one in reasons_set_aside(actor, received)}
    if nothing_added:
        counted, reasons = dict.fromkeys(counted, 0), {}
    return {
        "list": str(received.id),
        "file": received.filename,
        "already_received": nothing_added,
        "read": counted["accepted"] + sum(reasons.values()),
        "accepted": counted["accepted"],
        "quarantined": reasons,
        "not_people": counted["not_people"],
        "new_persons": counted["new_persons"],
        "matched": counted["matched"],
        "waiting": counted["waiting"],
        "document_clashes": counted["document_clashes"],
        "notices": [code for code, _fields in received.notices],
        "encoding": received.encoding,
        "seconds": round(0.0 if nothing_added else received.worked_seconds, 3),
    }


def _as_text(answer: dict[str, Any]) -> str:
    if answer["already_received"]:
        return f"{answer['file']}: received before, nothing added (list {answer['list']})"
    aside = sum(answer["quarantined"].values())
    lines = [
        f"{answer['file']}: {answer['read']:,} people read (list {answer['list']})",
        f"  accepted       {answer['accepted']:>9,}",
        f"    new          {answer['new_persons']:>9,}",
        f"    known        {answer['matched']:>9,}",
        f"    to decide    {answer['waiting']:>9,}",
        f"  set aside      {aside:>9,}",
    ]
    lines += [f"    {reason:12} {rows:>9,}" for reason, rows in answer["quarantined"].items()]
    lines.append(f"  not people     {answer['not_people']:>9,}")
    if answer["document_clashes"]:
        lines.append(
            f"  {answer['document_clashes']:,} with a document number known under another name:"
            " look at them first"
        )
    return "\n".join(lines)
