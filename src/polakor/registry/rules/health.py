"""Do the matching rules still do what they promise? Error rates, what is expected, and alarms.

Every proposal carries a probability. Of those decided by people, the share found different in a
band of probability is measured and stands beside the share the probabilities promised. A rule that
went silent is the worst failure, because nothing shows it: a week in which people were registered
and nobody was found alike is an alarm.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum
from math import sqrt
from typing import Any

BOUNDS = (0.3, 0.7, 0.95, 0.99)
"""Probabilities at which one band ends and the next begins."""

NIGHT = time(2)
"""From this hour on, local time, a night's check is due."""

CHECKED_WITHIN = timedelta(hours=36)
DRIFT_NEEDS = 30
"""Decisions a band must have before a measured rate says anything."""


class Alarm(StrEnum):
    """What a person must look into."""

    GOLDEN_PAIRS_FAIL = "golden_pairs_fail"
    NOTHING_FLAGGED = "nothing_flagged"
    WRONG_MORE_OFTEN = "wrong_more_often"
    JOINS_UNDONE = "joins_undone"
    CONTRADICTIONS = "contradictions"
    NOT_CHECKED = "not_checked"


@dataclass(frozen=True, slots=True)
class Rate:
    """``wrong`` of ``decided`` were errors; ``low`` to ``high`` is the 95 % interval of the share.

    ``expected`` is the share that the probabilities promised. ``unsure`` were not decided.
    """

    decided: int
    wrong: int
    unsure: int
    expected: float

    @property
    def share(self) -> float | None:
        """Measured share of errors; None when nothing was decided."""
        return self.wrong / self.decided if self.decided else None

    @property
    def interval(self) -> tuple[float, float]:
        """95 % interval of the share after Wilson (1927); 0 to 1 when nothing was decided."""
        return wilson(self.wrong, self.decided)

    @property
    def drifted(self) -> bool:
        """Whether errors are surely more frequent than promised."""
        return self.decided >= DRIFT_NEEDS and self.interval[0] > self.expected


@dataclass(frozen=True, slots=True)
class Measures:
    """What was counted. ``bands``: proposals decided by people, from unlikely to very likely;
    ``joins``: joins of the rule, "wrong" being those undone later. ``registered`` and ``flagged``
    (proposed or joined) are of the last seven days; ``contradictions`` are pairs decided different
    whose records other decisions have joined; ``waiting`` records wait for an answer now."""

    bands: tuple[Rate, ...]
    joins: Rate
    registered: int
    flagged: int
    contradictions: int
    waiting: int

    def as_json(self) -> dict[str, Any]:
        """For keeping."""
        return asdict(self)

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> "Measures":
        """From what was kept."""
        return cls(
            bands=tuple(Rate(**band) for band in kept["bands"]),
            joins=Rate(**kept["joins"]),
            registered=kept["registered"],
            flagged=kept["flagged"],
            contradictions=kept["contradictions"],
            waiting=kept["waiting"],
        )


def wilson(wrong: int, decided: int) -> tuple[float, float]:
    """95 % interval of a share; honest for small counts, where the simple one is not."""
    if not decided:
        return 0.0, 1.0
    z = 1.96
    share = wrong / decided
    middle = share + z * z / (2 * decided)
    spread = z * sqrt(share * (1 - share) / decided + z * z / (4 * decided * decided))
    whole = 1 + z * z / decided
    low, high = (middle - spread) / whole, (middle + spread) / whole
    return max(0.0, min(share, low)), min(1.0, max(share, high))


def alarms_of(failures: Sequence[object], measures: Measures) -> tuple[Alarm, ...]:
    """What a check must raise, the gravest first."""
    found = []
    if failures:
        found.append(Alarm.GOLDEN_PAIRS_FAIL)
    if measures.registered and not measures.flagged:
        found.append(Alarm.NOTHING_FLAGGED)
    if measures.joins.drifted:
        found.append(Alarm.JOINS_UNDONE)
    if any(band.drifted for band in measures.bands):
        found.append(Alarm.WRONG_MORE_OFTEN)
    if measures.contradictions:
        found.append(Alarm.CONTRADICTIONS)
    return tuple(found)


def is_stale(checked_at: datetime | None, now: datetime) -> bool:
    """Whether the last check is too old to be believed, or there was none."""
    return checked_at is None or now - checked_at > CHECKED_WITHIN


def nightly_due(checked_at: datetime | None, now: datetime) -> bool:
    """Whether no check was made since last night's hour. ``now`` is local time."""
    due = datetime.combine(now.date(), NIGHT, now.tzinfo)
    if now < due:
        due -= timedelta(days=1)
    return checked_at is None or checked_at < due
