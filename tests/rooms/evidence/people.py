"""Made-up returns for the tests of this room, written straight into the tables."""

import itertools
import time
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection

from polakor.access.context import acting_as
from polakor.base.ids import uuid7
from polakor.evidence.actions.folding import fold_log
from polakor.evidence.machine import COUNTER
from polakor.evidence.models import LogPlace
from polakor.journeys.models import Crossing, CrossingWithdrawal, GateTally
from polakor.protection.models import Screening
from polakor.registry.models import ClusterMove, Person

DAY = date(2026, 11, 20)
_numbers = itertools.count(1)


def person() -> Person:
    """Somebody without a name."""
    number = next(_numbers)
    return Person.objects.create(
        number=f"T-{number}-{uuid7().hex[-6:]}", created_by=COUNTER.account_id, scopes=["N"]
    )


def cross(who: Person | None = None, **told: Any) -> Crossing:
    """A crossing inwards at Poipet on DAY, unless told otherwise."""
    defaults: dict[str, Any] = {
        "person": who or person(),
        "gate_id": "KH-TH-PPT",
        "crossed_on": DAY,
        "mode": "spontaneous",
        "sex": 2,
        "age": 30,
        "destination": "0102",
        "nationality": "KHM",
        "recorded_by": COUNTER.account_id,
        "scopes": ["N"],
    }
    return Crossing.objects.create(**{**defaults, **told})


def withdraw(crossing: Crossing) -> None:
    """It did not happen."""
    CrossingWithdrawal.objects.create(
        crossing=crossing, reason="twice", withdrawn_by=COUNTER.account_id, scopes=["N"]
    )


def move(who: Person, after: Person) -> None:
    """Put a record under another, as deciding does."""
    who.refresh_from_db()
    before: UUID = who.canonical_id or who.id
    who.canonical = None if after.id == who.id else after
    who.save(update_fields=["canonical"])
    ClusterMove.objects.create(
        person=who, before_id=before, after_id=after.id, **_scoped(ClusterMove)
    )


def _scoped(model: Any) -> dict[str, Any]:
    return {"scopes": ["N"]} if any(f.name == "scopes" for f in model._meta.fields) else {}


def tally(day: date = DAY, gate: str = "KH-TH-PPT", **told: Any) -> GateTally:
    """A count without names."""
    defaults = {"sex": 2, "age_group": "adult", "count": 10, "entered_by": COUNTER.account_id}
    return GateTally.objects.create(day=day, gate_id=gate, **{**defaults, **told})


def screen(
    crossing: Crossing,
    *flags: str,
    needs: tuple[str, ...] = (),
    waiting: bool = True,
    at: datetime,
) -> Screening:
    """A quick screening, still waiting for somebody unless told otherwise."""
    row = Screening.objects.create(
        person_id=crossing.person_id,
        crossing=crossing,
        flags=list(flags),
        needs=list(needs),
        urgency="now",
        rule="test",
        due_at=at,
        screened_on=crossing.crossed_on,
        screened_by=COUNTER.account_id,
        answered_at=None if waiting else at,
        scopes=["N", "C"],
    )
    Screening.objects.filter(pk=row.pk).update(screened_at=at)
    return row


def fold_all(patience: float = 15.0) -> int:
    """Fold until the log is empty; other work on the same server may hold its end back a while."""
    folded, until = 0, time.monotonic() + patience
    while time.monotonic() < until:
        folded += (step := fold_log(actor=COUNTER))
        if not step and not _unfolded():
            break
        time.sleep(0 if step else 0.02)
    return folded


def _unfolded() -> bool:
    with counting():
        place = LogPlace.objects.filter(pk=1).first()
        after = (place.tx, place.number) if place else (0, 0)
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT EXISTS (SELECT FROM journeys_crossing WHERE (tx, number) > (%s, %s))", after
            )
            return bool(cursor.fetchone()[0])


def counting() -> Any:
    """Everything visible, for writing and recounting in tests."""
    return acting_as(COUNTER)
