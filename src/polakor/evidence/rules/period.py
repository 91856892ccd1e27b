"""What a report is about: an emergency, or the days somebody chose."""

from dataclasses import dataclass
from datetime import date, timedelta

from polakor.evidence.errors import PeriodBackwards, PeriodTooLong

LONGEST = 1100


@dataclass(frozen=True, slots=True)
class Period:
    """Days ``since`` to ``until``, both included. ``gates`` None: all gates.

    ``emergency`` is its code, ``""`` for chosen days.
    """

    since: date
    until: date
    gates: tuple[str, ...] | None = None
    emergency: str = ""

    def __post_init__(self) -> None:
        if self.until < self.since:
            raise PeriodBackwards(since=self.since, until=self.until)
        if self.length > LONGEST:
            raise PeriodTooLong(days=self.length, most=LONGEST)

    @property
    def length(self) -> int:
        """Number of days."""
        return (self.until - self.since).days + 1

    def days(self) -> list[date]:
        """Every day of the period."""
        return [self.since + timedelta(days=step) for step in range(self.length)]

    def holds(self, day: date) -> bool:
        """Whether ``day`` lies in the period."""
        return self.since <= day <= self.until
