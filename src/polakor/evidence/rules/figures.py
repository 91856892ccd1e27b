"""A figure never stands alone: it says as of when, from where and how it was counted."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Figure:
    """One number of a report.

    ``value`` is None when nothing was reported (never 0); ``source`` and ``method`` are codes whose
    sentences stand in ``rules/sources.py``; ``revision`` is the same for the same counts.
    """

    value: int | None
    as_of: datetime
    source: str
    method: str
    revision: str


@dataclass(frozen=True, slots=True)
class Shown:
    """What may be shown of a count that says something about people.

    ``kind`` is ``exact``, ``rounded``, ``below`` (between 1 and ``value`` - 1 people) or
    ``withheld`` (any number, so that another cell cannot be worked out). ``value`` is None when
    withheld.
    """

    kind: str
    value: int | None

    @property
    def size(self) -> int:
        """A length for a bar or a shade: never more exact than what is shown."""
        return self.value or 0 if self.kind in {"exact", "rounded"} else 0
