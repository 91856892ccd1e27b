"""When somebody may leave quarantine: by the days and tests of the pack (``[health]``)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any


@dataclass(frozen=True, slots=True)
class HealthRules:
    """The pack's measures. ``on``: whether they hold at all."""

    on: bool
    tests: int
    days: int

    @classmethod
    def from_pack(cls, settings: Mapping[str, Any]) -> "HealthRules":
        """Read the ``health`` section of a pack's settings."""
        section = settings["health"]
        return cls(section["mode"] == "on", int(section["tests"]), int(section["days"]))

    def until(self, entered_on: date) -> date:
        """The first day on which somebody may leave."""
        return entered_on + timedelta(days=self.days)


def may_be_released(
    rules: HealthRules, *, until: date, today: date, results: Sequence[str]
) -> bool:
    """Whether the days have passed and the last tests, in order, were all negative."""
    told = [result for result in results if result != "waiting"]
    last = told[-rules.tests :] if rules.tests else []
    return today >= until and len(last) == rules.tests and set(last) <= {"negative"}
