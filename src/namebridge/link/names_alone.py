"""Lists that say nothing but names: every name is held against all names of the register.

There is nothing to join by that would be both sure and narrow, so `namebridge.retrieve` ranks the
distinct names; whoever bears one of the best is offered. Some 25 ms a distinct name and 200,000
registered names, whichever the engine.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from namebridge.link.output import Pairs, pairs_by_rank
from namebridge.link.scoring import score_pairs
from namebridge.link.words import Ints
from namebridge.retrieve import NameIndex

if TYPE_CHECKING:
    from namebridge.link.run import Prepared, Tell

_EVERY = 50


class _Bearers:
    """Who bears each name: rows of the register, rising."""

    def __init__(self, names: Ints) -> None:
        owner, column = np.nonzero(names)
        number = names[owner, column]
        order = np.lexsort((owner, number))
        self.owner, self.number = owner[order].astype(np.int32), number[order]

    def of(self, number: int, most: int) -> list[int]:
        start = int(np.searchsorted(self.number, number))
        end = int(np.searchsorted(self.number, number, side="right"))
        return [int(owner) for owner in self.owner[start : min(end, start + most)]]


def pairs_of_names(prepared: Prepared, told: int, tell: Tell) -> Pairs:
    """At most `told` candidates for each row, best first; names alone never make "same"."""
    table, register = prepared.language.table, prepared.register.side
    words = table.wholes(np.arange(len(table), dtype=np.int32))
    known = [number for number in np.unique(register.names).tolist() if words[number]]
    tell("reading the names of the register", 0.5)
    index = NameIndex([words[number] for number in known])
    bearers = _Bearers(register.names)
    rows = prepared.listed.side.names
    answers: dict[int, list[tuple[int, int]]] = {}
    left: list[int] = []
    right: list[int] = []
    worth: list[int] = []
    for row, names in enumerate(rows.tolist()):
        if row % _EVERY == 0:
            tell(
                f"looking for names ({row:,} of {len(rows):,} rows)", 0.55 + 0.35 * row / len(rows)
            )
        best: dict[int, int] = {}
        for number in filter(None, names):
            if number not in answers:
                asked = words[number]
                answers[number] = index.ranked(asked, limit=told) if asked else []
            for place, centibits in answers[number]:
                for person in bearers.of(known[place], told):
                    best[person] = max(centibits, best.get(person, centibits))
        for person, centibits in sorted(best.items(), key=lambda one: (-one[1], one[0]))[:told]:
            if centibits > 0:
                left.append(row)
                right.append(person)
                worth.append(centibits)
    i, j = np.array(left, dtype=np.int32), np.array(right, dtype=np.int32)
    people = prepared.listed, prepared.register
    scores = score_pairs(prepared.language, people, i, j)
    return pairs_by_rank(i, j, np.array(worth, dtype=np.int32), scores)
