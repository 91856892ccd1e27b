"""What must hold when the storm is over: nobody lost, nobody doubled, chain, sums, queues."""

import json
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from polakor.doors.command import surroundings
from polakor.doors.command.simulation.judging import (
    as_nation,
    judge,
    read_register,
    wait_until_settled,
)
from polakor.doors.command.simulation.throwaway import SUPERVISOR, Throwaway
from polakor.doors.command.simulation.truth import Truth

PATIENCE = 120.0
_BY_DAY = """
SELECT c.crossed_on, c.gate_id, c.direction, c.mode, count(*) FROM journeys_crossing c
WHERE NOT EXISTS (SELECT FROM journeys_crossingwithdrawal w WHERE w.crossing_id = c.id)
GROUP BY 1, 2, 3, 4
"""
_QUEUE = "SELECT count(*) FROM procrastinate_jobs WHERE status IN ('todo', 'doing')"


def check(found: Throwaway, truth: Truth, abandoned: Iterable[UUID]) -> dict[str, Any]:
    """Every promise as a figure; ``sound`` when all of them hold."""
    unsettled = wait_until_settled(lambda: found.addresses)
    register = read_register(found.addresses)
    # Nothing is known of what was given up: it may be there whole, or not at all.
    arrived = 0
    for one in abandoned:
        made = truth.made[one]
        here = one in register.states or str(one) in register.aside
        made.never_sent = not (made.receipt or here)
        arrived += here
    verdict = judge(truth, register)
    told = {
        "acknowledged": sum(bool(one.receipt) for one in truth.made.values()),
        "given_up": len(set(abandoned)),
        "given_up_but_arrived": arrived,
        "registered": verdict.registered,
        "lost": len(verdict.lost) + len(verdict.records_lost),
        "doubled": len(verdict.doubled) + register.twice,
        "receipts_changed": truth.changed_receipts,
        "states": dict(verdict.states),
        "on_another_day_or_gate": verdict.misplaced,
        "unsettled": unsettled,
        "queue_blocked": _left_in_queue(found),
        "chain": _chain(found),
        "sums_that_differ": _sums(found),
    }
    nothing = ("lost", "doubled", "receipts_changed", "unsettled", "queue_blocked")
    sound = not any(told[name] for name in (*nothing, "sums_that_differ"))
    return {**told, "sound": sound and told["chain"] == "holds"}


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


def _sums(found: Throwaway) -> int:
    """Cells of the rollups that differ from counting every crossing again.

    In a process of its own: ours may have been the app role of an earlier round's database.
    """
    done = subprocess.run(
        [sys.executable, "-c", _ROLLUPS],
        env=surroundings.environment(found.home, found.addresses.app),
        capture_output=True,
        text=True,
        timeout=1800,
        check=True,
    )
    rolled = {
        (date.fromisoformat(cell[0]), *cell[1:4]): cell[4] for cell in json.loads(done.stdout)
    }
    with as_nation(found.addresses) as line:
        counted = Counter({tuple(row[:4]): row[4] for row in line.execute(_BY_DAY)})
    return sum(rolled.get(key) != counted.get(key) for key in {*rolled, *counted})


_ROLLUPS = f"""
import json, django
django.setup()
from datetime import timedelta
from django.utils import timezone
from polakor.access.queries.actors import actor_by_name
from polakor.evidence.queries.standing import crossings_by_day
day = timezone.localdate()
cells = crossings_by_day(actor=actor_by_name({SUPERVISOR!r}), since=day - timedelta(days=30),
                         until=day + timedelta(days=1))
print(json.dumps([[str(key[0]), *key[1:], int(count)] for key, count in cells.items()]))
"""
