"""The standing tables equal a recount, folded or not."""

from collections import Counter
from datetime import timedelta
from typing import Any

from django.utils import timezone
from tests.cast import enter_cast
from tests.rooms.evidence.people import DAY, counting, cross, fold_all, person, withdraw

from polakor.evidence.queries import standing
from polakor.evidence.queries.cuts import cuts_in_force
from polakor.journeys.models import Crossing


def tables(actor: Any) -> list[dict[tuple[Any, ...], int]]:
    now = timezone.now()
    return [
        standing.crossings_by_day(actor=actor, since=DAY - timedelta(days=30), until=DAY),
        standing.crossings_by_profile(actor=actor),
        standing.persons_by_province(actor=actor),
        standing.crossings_by_hour(actor=actor, since=now - timedelta(days=1), until=now),
        standing.crossings_by_month(actor=actor),
    ]


def recounted() -> list[dict[tuple[Any, ...], int]]:
    with counting():
        rows = list(Crossing.objects.filter(withdrawal__isnull=True))
        bands = cuts_in_force().bands

    def band(age: int | None) -> int:
        return -1 if age is None else max(low for low in bands if low <= age)

    return [
        Counter((r.crossed_on, r.gate_id, r.direction, r.mode) for r in rows),
        Counter((r.direction, r.mode, r.nationality, r.sex, band(r.age)) for r in rows),
        Counter((province,) for province, _ in {(r.destination[:2], r.person_id) for r in rows}),
        Counter(
            (r.crossed_at.replace(minute=0, second=0, microsecond=0), r.gate_id, r.direction)
            for r in rows
            if r.crossed_at
        ),
        Counter(
            (r.crossed_on.replace(day=1), r.destination[:2], r.direction, r.mode) for r in rows
        ),
    ]


def test_every_table_equals_a_recount_before_and_after_folding(committed_db: str) -> None:
    rith = enter_cast().rith
    for _ in range(3):
        with counting():
            who = person()
            cross(who), cross(who, destination="17", sex=1, age=None, direction=2)
            cross(crossed_at=timezone.now(), mode="deported", nationality="")
            withdraw(cross(who, crossed_on=DAY - timedelta(days=3)))
        assert tables(rith) == recounted()
        fold_all()
        assert tables(rith) == recounted()
