"""Dates as people know them: sometimes only the year.

"1 January" copied from a paper that names a year only is not a birthday; keeping the precision
beside the date is what stops two strangers from becoming one person.
"""

import calendar
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, Self

Precision = Literal["year", "month", "day"]
CLOCK_LEEWAY = timedelta(days=3)
"""How far a day may lie after the one it is held against. Clocks of tablets are up to two days
wrong, and the day in UTC is another than here: a child born this morning must not seem to come.
``LEEWAY_DAYS`` of the field door's ``forms.js`` is the same."""
OLDEST_AGE = 130


@dataclass(frozen=True, slots=True, order=True)
class PartialDate:
    """A date known to the year, the month or the day (Gregorian). ``ValueError`` if impossible."""

    year: int
    month: int | None = None
    day: int | None = None

    def __post_init__(self) -> None:
        if not 1850 <= self.year <= 2200:
            raise ValueError("the year lies outside 1850 to 2200")
        if self.month is None:
            if self.day is not None:
                raise ValueError("a day needs a month")
            return
        if not 1 <= self.month <= 12:
            raise ValueError("there is no such month")
        if self.day is not None and not (
            1 <= self.day <= calendar.monthrange(self.year, self.month)[1]
        ):
            raise ValueError("there is no such day in that month")

    @property
    def precision(self) -> Precision:
        """How much of the date is known."""
        if self.month is None:
            return "year"
        return "month" if self.day is None else "day"

    @property
    def iso(self) -> str:
        """``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD`` (ISO 8601 reduced precision)."""
        parts = [f"{self.year:04d}"]
        if self.month is not None:
            parts.append(f"{self.month:02d}")
        if self.day is not None:
            parts.append(f"{self.day:02d}")
        return "-".join(parts)

    @classmethod
    def from_iso(cls, text: str) -> Self:
        """Read what ``iso`` wrote. ``ValueError`` for anything else."""
        parts = text.split("-")
        if not 1 <= len(parts) <= 3 or not all(part.isascii() and part.isdigit() for part in parts):
            raise ValueError("a date is written YYYY, YYYY-MM or YYYY-MM-DD")
        return cls(*(int(part) for part in parts))

    @classmethod
    def from_date(cls, day: date) -> Self:
        """A date known to the day."""
        return cls(day.year, day.month, day.day)

    def age_on(self, day: date) -> int:
        """Whole years lived on ``day``; from the year alone when that is all that is known."""
        years = day.year - self.year
        if self.month is None:
            return years
        passed = (day.month, day.day) >= (self.month, self.day or 1)
        return years if passed else years - 1

    def age_at(self, day: date) -> int | None:
        """Whole years to count somebody by who was there on ``day``; None where that cannot be.

        Whoever by a slow clock was born a little later is 0.
        """
        if day < date(self.year, self.month or 1, self.day or 1) <= day + CLOCK_LEEWAY:
            return 0
        age = self.age_on(day)
        return age if 0 <= age <= OLDEST_AGE else None
