"""Where a pair stands: worked out from the decisions about it, in whatever order they came.

A decision that was undone says nothing. A "same" that needs a second officer joins nothing until a
decision of another account confirms it; until then the pair still waits. Anything else that is in
force answers the pair.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

SAME = "same"


@dataclass(frozen=True, slots=True)
class Edge:
    """One decision about a pair, as far as its standing depends on it."""

    id: UUID
    verdict: str
    decided_by: UUID
    second_needed: bool = False
    confirms: UUID | None = None
    undone: bool = False


@dataclass(frozen=True, slots=True)
class Standing:
    """``joined``: one human. ``answered``: nothing is asked any more.

    ``first``: the "same" that waits for another officer, when the pair is not answered.
    """

    joined: bool
    answered: bool
    first: Edge | None


def standing_of(edges: Iterable[Edge]) -> Standing:
    """The standing of one pair. ``edges``: all decisions about it but the undoings themselves."""
    in_force = [edge for edge in edges if not edge.undone]
    confirmed = {edge.confirms for edge in in_force if edge.confirms is not None}
    voices = [edge for edge in in_force if edge.confirms is None]
    waiting = [edge for edge in voices if edge.second_needed and edge.id not in confirmed]
    answers = [edge for edge in voices if edge not in waiting]
    first = min(waiting, key=lambda edge: edge.id.int, default=None)
    return Standing(
        joined=any(edge.verdict == SAME for edge in answers),
        answered=bool(answers),
        first=None if answers else first,
    )
