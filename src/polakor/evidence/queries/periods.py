"""Which days a report is about."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from polakor.evidence.errors import UnknownEmergency
from polakor.evidence.rules.period import LONGEST, Period
from polakor.journeys.models import Emergency
from polakor.journeys.queries.tallies import emergencies

USUAL_DAYS = 30


@dataclass(frozen=True, slots=True)
class Named:
    """An emergency and its days so far."""

    code: str
    name_km: str
    name_en: str
    period: Period
    ongoing: bool

    def name(self, language: str) -> str:
        """Its name in ``language``."""
        return self.name_km if language == "km" else self.name_en


def named_periods(today: date) -> list[Named]:
    """All emergencies that have begun, newest first. One query."""
    return [_named(row, today) for row in emergencies() if row.begins_on <= today]


def find_named(every: Sequence[Named], code: str) -> Named:
    """The emergency with this code. Raises ``UnknownEmergency``."""
    for named in every:
        if named.code == code:
            return named
    raise UnknownEmergency(code=code)


def usual_period(today: date) -> Period:
    """What a report is about when nobody chose: the last 30 days."""
    return Period(today - timedelta(days=USUAL_DAYS - 1), today)


def _named(row: Emergency, today: date) -> Named:
    last = min(row.ends_on or today, today, row.begins_on + timedelta(days=LONGEST - 1))
    period = Period(row.begins_on, last, tuple(row.gates) or None, row.code)
    return Named(row.code, row.name_km, row.name_en, period, period.holds(today))
