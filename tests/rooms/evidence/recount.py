"""The same figures the long way: every crossing read and counted in Python."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date

from tests.rooms.evidence.people import counting

from polakor.evidence.queries.cuts import cuts_in_force
from polakor.journeys.models import Crossing
from polakor.registry.models import Person


@dataclass
class Recount:
    """What a report of the same period must show."""

    total: int = 0
    persons: set[object] = field(default_factory=set)
    by_day: Counter[date] = field(default_factory=Counter)
    by_gate: Counter[str] = field(default_factory=Counter)
    by_sex: Counter[int] = field(default_factory=Counter)
    by_mode: Counter[str] = field(default_factory=Counter)
    by_age: Counter[tuple[int, int]] = field(default_factory=Counter)
    by_province: Counter[str] = field(default_factory=Counter)


def recount(since: date, until: date, gates: tuple[str, ...] | None = None) -> Recount:
    """Count every crossing inwards that was not withdrawn."""
    found = Recount()
    with counting():
        cuts = cuts_in_force()
        stands = {p.id: p.canonical_id or p.id for p in Person.objects.only("id", "canonical")}
        rows = Crossing.objects.filter(
            direction=1, crossed_on__range=(since, until), withdrawal__isnull=True
        )
        for row in rows:
            if gates is not None and row.gate_id not in gates:
                continue
            found.total += 1
            found.persons.add(stands[row.person_id])
            found.by_day[row.crossed_on] += 1
            found.by_gate[row.gate_id] += 1
            found.by_sex[row.sex] += 1
            found.by_mode[row.mode] += 1
            band = -1 if row.age is None else max(b for b in cuts.bands if b <= row.age)
            found.by_age[row.sex, band] += 1
            found.by_province[row.destination[: cuts.province_digits]] += 1
    return found
