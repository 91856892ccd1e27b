"""The weights of a comparison: whole centibits, read from two reviewed tables.

Each finding has a weight for three explanations of a pair, each against "two strangers": one
person seen twice, two people of one household (brothers, sisters, twins, parent and child), and
two namesakes (people of one age group who bear the same name). The first is weighed against the
other three together, so what members of a household share cannot make them one person.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from math import log2

from namebridge.reading import rows

# From this level of agreement on, the rarity of a word counts.
RARITY_FROM = 3
_SUPPORTS = {"yes": True, "no": False, "-": None, "set": None}


@dataclass(frozen=True, slots=True)
class Weight:
    """What one finding is worth, in centibits against two strangers."""

    supports: bool | None
    person: int
    household: int
    namesake: int


@cache
def weights() -> dict[str, Weight]:
    """Weights of the findings, by reason code."""
    return {
        code: Weight(_SUPPORTS[how], int(person), int(household), int(namesake))
        for code, how, person, household, namesake in rows("weights.tsv")
    }


@cache
def word_weights() -> tuple[tuple[tuple[int, int], ...], ...]:
    """[relation][level] -> (one person, household) of a token pair."""
    found: dict[int, dict[int, tuple[int, int]]] = {}
    for relation, _name, level, person, household in rows("word_weights.tsv"):
        found.setdefault(int(relation), {})[int(level)] = (int(person), int(household))
    return tuple(
        tuple(levels[level] for level in sorted(levels)) for _, levels in sorted(found.items())
    )


# log2(1 + 2^-d) for a distance of d centibits; past the end it is nothing.
ADDED = tuple(round(100 * log2(1 + 2 ** (-distance / 100))) for distance in range(800))


def either(one: int, other: int) -> int:
    """log2(2^one + 2^other) in centibits: two explanations taken together."""
    distance = abs(one - other)
    return max(one, other) + (ADDED[distance] if distance < len(ADDED) else 0)
