"""How an inspection is scored: by a versioned checklist of the country pack. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

RESULTS = ("met", "partly", "not_met", "not_seen")
"""``not_seen`` says nothing about the agency: the point was not looked at."""

_WORTH = {"met": 2, "partly": 1, "not_met": 0}


@dataclass(frozen=True, slots=True)
class Score:
    """Points of what was seen: ``points`` of ``possible``; ``seen`` of ``items`` points."""

    points: int
    possible: int
    seen: int
    items: int

    @property
    def percent(self) -> int | None:
        """Whole per cent, rounded down; None where nothing was seen."""
        return self.points * 100 // self.possible if self.possible else None


def score(items: Sequence[str], results: Mapping[str, str]) -> Score:
    """The score of a checklist: two points for each point met, one for partly met."""
    seen = [results[item] for item in items if results.get(item) in _WORTH]
    return Score(sum(_WORTH[one] for one in seen), 2 * len(seen), len(seen), len(items))
