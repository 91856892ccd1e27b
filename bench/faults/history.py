"""What must hold when the storm is over: nobody lost, nobody doubled, chain, sums, queues."""

import json
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from load import today_at_the_gate

from polakor.doors.command import surroundings
from polakor.doors.command.simulation.judging import (
    Register,
    as_nation,
    judge,
    read_register,
    wait_until_settled,
)
from polakor.doors.command.simulation.throwaway import SUPERVISOR, Throwaway
from polakor.doors.command.simulation.truth import Made, Truth

PATIENCE = 120.0
GATE = "KH-TH-PPT"
NOTHING = (
    "lost", "doubled", "receipts_changed", "unsettled", "queue_blocked", "sums_that_differ",
    "clashes_unseen",
)  # fmt: skip
"""Figures that must be 0."""
_BY_DAY = """
SELECT c.crossed_on, c.gate_id, c.direction, c.mode, count(*) FROM journeys_crossing c
WHERE NOT EXISTS (SELECT FROM journeys_crossingwithdrawal w WHERE w.crossing_id = c.id)
GROUP BY 1, 2, 3, 4
"""
_BY_PAPER = """
SELECT s.token, s.id, array_remove(array_agg(t.person_id), NULL) FROM intake_submission s
LEFT JOIN registry_told t ON t.submission_id = s.id
WHERE s.kind = 'register' AND s.token = ANY(%s) GROUP BY 1, 2
"""
_QUEUE = "SELECT count(*) FROM procrastinate_jobs WHERE status IN ('todo', 'doing')"


def check(
    found: Throwaway, truth: Truth, abandoned: Iterable[UUID], families: Sequence[str]
) -> dict[str, Any]:
    """Every promise as a figure; ``sound`` when all of them hold.

    ``families``: papers of those that were entered by hand on a tablet.
    """
    # Nothing here is held until something else comes: what is settled stays so.
    unsettled = wait_until_settled(lambda: found.addresses, still_for=0.5)
    missing, again = _entered_by_hand(found, truth, families)
    register = read_register(found.addresses)
    # Nothing is known of what was given up: it may be there whole, or not at all.
    arrived = 0
    for one in abandoned:
        made = truth.made[one]
        here = one in register.states or str(one) in register.aside
        made.never_sent = not (made.receipt or here)
        arrived += here
    verdict = judge(truth, register)
    pages = _pages(found)
    told = {
        "acknowledged": sum(bool(one.receipt) for one in truth.made.values()),
        "given_up": len(set(abandoned)),
        "given_up_but_arrived": arrived,
        "registered": verdict.registered,
        "lost": len(verdict.lost) + len(verdict.records_lost) + missing,
        "doubled": len(verdict.doubled) + register.twice + again,
        "receipts_changed": truth.changed_receipts,
        "states": dict(verdict.states),
        "on_another_day_or_gate": verdict.misplaced,
        "unsettled": unsettled,
        "queue_blocked": _left_in_queue(found),
        "chain": _chain(found),
        "sums_that_differ": _sums_that_differ(found, pages["sums"]),
        "clashes": len(clashes := _clashes(truth, register)),
        "clashes_unseen": len(clashes - set(pages["clashes"])),
    }
    return {**told, "sound": told["chain"] == "holds" and not any(told[one] for one in NOTHING)}


def _entered_by_hand(found: Throwaway, truth: Truth, papers: Sequence[str]) -> tuple[int, int]:
    """Add these families to the truth, by the ids that only the app knew.

    Returns how many are missing, and how many are there once too often.
    """
    with as_nation(found.addresses) as line:
        rows = line.execute(_BY_PAPER, [list(papers)]).fetchall()
    for paper, identifier, people in rows:
        who = tuple((one, one.int) for one in people)
        truth.note(
            Made(identifier, "register", GATE, today_at_the_gate(), who, paper, receipt="seen")
        )
    whole = [row[0] for row in rows if row[2]]
    return len(set(papers) - set(whole)), len(whole) - len(set(whole))


def _clashes(truth: Truth, register: Register) -> set[str]:
    """Papers under which the register has several families."""
    here = Counter(one.token for one in truth.made.values() if one.id in register.states)
    return {token for token, families in here.items() if token and families > 1}


def _left_in_queue(found: Throwaway) -> int:
    """Jobs that neither end nor fail within ``PATIENCE`` seconds."""
    end = time.monotonic() + PATIENCE
    while True:
        with as_nation(found.addresses) as line:
            row = line.execute(_QUEUE).fetchone()
        left = int(row[0]) if row else 0
        if not left or time.monotonic() > end:
            return left
        time.sleep(0.5)


def _chain(found: Throwaway) -> str:
    """The verifier of the product itself, in a process of its own."""
    done = subprocess.run(
        [
            *surroundings.python("polakor", "audit", "verify", "--json"),
            *("--data", str(found.home.folder)),
        ],
        env=surroundings.environment(found.home, found.addresses.app),
        capture_output=True,
        text=True,
        timeout=1800,
        check=False,
    )
    if done.returncode:
        return done.stdout.strip() or done.stderr.strip()[-300:]
    return "holds" if json.loads(done.stdout)["broken_at"] is None else done.stdout.strip()


def _pages(found: Throwaway) -> dict[str, Any]:
    """What the product itself tells: its sums by day, and the papers it shows to an officer.

    In a process of its own: ours may have been the app role of an earlier round's database.
    """
    done = subprocess.run(
        [sys.executable, "-c", _ASKED],
        env=surroundings.environment(found.home, found.addresses.app),
        capture_output=True,
        text=True,
        timeout=1800,
        check=True,
    )
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def _sums_that_differ(found: Throwaway, sums: Iterable[Sequence[Any]]) -> int:
    """Cells of the rollups that differ from counting every crossing again."""
    rolled = {(date.fromisoformat(cell[0]), *cell[1:4]): cell[4] for cell in sums}
    with as_nation(found.addresses) as line:
        counted = Counter({tuple(row[:4]): row[4] for row in line.execute(_BY_DAY)})
    return sum(rolled.get(key) != counted.get(key) for key in {*rolled, *counted})


_ASKED = f"""
import json, django
django.setup()
from datetime import timedelta
from django.utils import timezone
from polakor.access.context import acting_as
from polakor.access.queries.actors import actor_by_name
from polakor.evidence.queries.standing import crossings_by_day
from polakor.intake.queries.tokens import clashes
day = timezone.localdate()
actor = actor_by_name({SUPERVISOR!r})
cells = crossings_by_day(actor=actor, since=day - timedelta(days=30), until=day + timedelta(days=1))
with acting_as(actor):
    shown = [one.token for one in clashes(actor)]
sums = [[str(key[0]), *key[1:], int(count)] for key, count in cells.items()]
print(json.dumps({{"sums": sums, "clashes": shown}}))
"""
