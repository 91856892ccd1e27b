"""What a request asks a report about: an emergency, or days somebody chose."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.utils import timezone

from polakor.doors.ui.days import day_from
from polakor.evidence.errors import NotADay
from polakor.evidence.queries.periods import Named, find_named, named_periods, usual_period
from polakor.evidence.rules.period import Period


@dataclass(frozen=True, slots=True)
class Asked:
    """The period asked for, and everything else that could have been."""

    period: Period
    named: Named | None
    choices: Sequence[Named]

    @property
    def question(self) -> str:
        """The same question as the end of an address."""
        if self.named is not None:
            return urlencode({"emergency": self.named.code})
        return urlencode({"from": self.period.since, "to": self.period.until})


def asked_for(query: Mapping[str, str]) -> Asked:
    """Read ``emergency``, or ``from`` and ``to``. Nothing asked: the emergency going on, if any.

    Raises ``UnknownEmergency``, ``NotADay``, ``PeriodBackwards``, ``PeriodTooLong``.
    """
    today = timezone.localdate()
    choices = named_periods(today)
    code, since, until = (query.get(name, "").strip() for name in ("emergency", "from", "to"))
    if code:
        named = find_named(choices, code)
        return Asked(named.period, named, choices)
    if since or until:
        last = read_day(until) if until else today
        first = read_day(since) if since else min(usual_period(today).since, last)
        return Asked(Period(first, last), None, choices)
    for named in choices:
        if named.ongoing:
            return Asked(named.period, named, choices)
    return Asked(usual_period(today), None, choices)


def read_day(text: str) -> date:
    """``22/11/2026`` or ``2026-11-22``, in either digits. Raises ``NotADay``."""
    try:
        return day_from(text)
    except ValueError:
        raise NotADay(text=text[:40]) from None
