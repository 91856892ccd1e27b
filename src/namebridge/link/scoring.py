"""Compares the candidates of list rows in earnest, with `namebridge.records`.

Whole numbers all through: how the pairs are split over chunks or machines changes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from namebridge.facts import LONGEST_NUMBER
from namebridge.link.columns import Array, Side
from namebridge.link.keys_table import Counts
from namebridge.link.names import NameTable
from namebridge.link.tokens import NONE
from namebridge.link.words import Ints
from namebridge.records import Records, Scores, TokenPairs, Tokens, WordShares, score

Numbers = npt.NDArray[np.bytes_]


@dataclass(frozen=True)
class Papers:
    """Document numbers of some rows: `row` int32[n] rising, `number` S24[n]."""

    row: Ints
    number: Numbers

    @classmethod
    def none(cls) -> Papers:
        return cls(np.zeros(0, dtype=np.int32), np.zeros(0, dtype=f"S{LONGEST_NUMBER}"))


@dataclass(frozen=True)
class Language:
    """What both sides share: the names read, how common words are, the kinds of documents."""

    table: NameTable
    counts: Counts
    kinds: tuple[str, ...]


@dataclass(frozen=True)
class People:
    """One side as scoring needs it: columns, and the numbers of its papers."""

    side: Side
    papers: Papers


class _TokenMap:
    """Token ids of a name table -> ids of a `Tokens` that holds only what is needed."""

    def __init__(self, language: Language, names: Ints) -> None:
        """Takes the tokens of all readings of `names`."""
        self.table, self.counts = language.table, language.counts
        table = self.table
        borne = np.zeros(len(table), dtype=bool)
        borne[names] = True
        needed = np.zeros(len(table.tokens) + 1, dtype=bool)
        for part in (table.family, table.given, table.family2, table.given2, table.alone):
            needed[part[borne]] = True
        # The last place is that of NONE.
        needed[NONE] = False
        chosen = np.flatnonzero(needed)
        self.ids = np.full(len(needed), NONE, dtype=np.int32)
        self.ids[chosen] = np.arange(len(chosen), dtype=np.int32)
        self._numbers = chosen.astype(np.int32)
        known = table.tokens
        self.tokens = Tokens(
            known.texts(self._numbers), known.heard(self._numbers), known.scripts(self._numbers)
        )
        for kind in language.kinds:
            self.tokens.kind(kind)

    def map(self, numbers: Ints) -> Ints:
        """Ids of tokens of the table; NONE stays NONE."""
        return self.ids[numbers]

    def whole(self, names: Ints) -> Ints:
        """Ids of the tokens of all words of some names."""
        found = np.full(len(names), NONE, dtype=np.int32)
        for place, whole in enumerate(self.table.wholes(names)):
            if whole:
                found[place] = self.tokens.add(whole)
        return found

    def shares(self) -> WordShares:
        """How common the tokens are."""
        tokens = self.tokens.tokens
        added = [self.table.tokens.find(token) for token in tokens[len(self._numbers) :]]
        numbers = np.append(self._numbers, np.array(added, dtype=np.int32))
        return self.counts.shares(tokens, numbers)


def score_pairs(
    language: Language, people: tuple[People, People], left: Ints, right: Ints
) -> Scores:
    """`namebridge.records.score` of list rows `left` and register rows `right`, pair by pair."""
    table = language.table
    lonely = [
        _has_one_word(table, one.side, rows)
        for one, rows in zip(people, (left, right), strict=True)
    ]
    names = [one.side.names[rows] for one, rows in zip(people, (left, right), strict=True)]
    tokens = _TokenMap(language, np.concatenate(names))
    both = []
    for one, rows, other in ((people[0], left, lonely[1]), (people[1], right, lonely[0])):
        chosen, place = _distinct(rows, len(one.side))
        # Only beside a single word are all words of a name read as one.
        whole = np.zeros(len(chosen), dtype=bool)
        whole[place[other]] = True
        both.append((_records(tokens, one, chosen, whole), place))
    words = TokenPairs(tokens.tokens, tokens.shares())
    (ours, i), (theirs, j) = both
    return score(ours, theirs, i, j, words)


def _distinct(rows: Ints, many: int) -> tuple[Ints, npt.NDArray[np.int64]]:
    """(distinct rows, rising; the place of each row among them) of rows below `many`."""
    met = np.zeros(many, dtype=bool)
    met[rows] = True
    chosen = np.flatnonzero(met).astype(np.int32)
    place = np.zeros(many, dtype=np.int64)
    place[chosen] = np.arange(len(chosen))
    return chosen, place[rows]


def _has_one_word(table: NameTable, side: Side, rows: Ints) -> npt.NDArray[np.bool_]:
    return np.asarray((table.alone[side.names[rows]] != NONE).any(axis=1))


def _records(
    tokens: _TokenMap, people: People, rows: Ints, whole: npt.NDArray[np.bool_]
) -> Records:
    table, side = tokens.table, people.side
    names = side.names[rows]
    usable = (table.family[names] != NONE) | (table.alone[names] != NONE)
    for place in (1, 2):
        for before in range(place):
            usable[:, place] &= names[:, place] != names[:, before]
    owner, _ = np.nonzero(usable)
    forms = names[usable]
    form_whole = tokens.map(table.alone[forms])
    wanted = np.flatnonzero(whole[owner] & (form_whole == NONE))
    form_whole[wanted] = tokens.whole(forms[wanted])
    family = np.stack([tokens.map(table.family[forms]), tokens.map(table.family2[forms])], axis=1)
    given = np.stack([tokens.map(table.given[forms]), tokens.map(table.given2[forms])], axis=1)
    at = np.searchsorted(people.papers.row, rows)
    at[at == len(people.papers.row)] = 0
    has = np.zeros(len(rows), dtype=bool)
    if len(people.papers.row):
        has = people.papers.row[at] == rows

    def of(name: str, kind: type) -> Array:
        return np.asarray(getattr(side, name)[rows], dtype=kind)

    return Records(
        tokens.tokens,
        _starts(usable.sum(axis=1)),
        table.script[forms],
        form_whole,
        family,
        given,
        of("sex", np.int8),
        of("year", np.int16),
        of("month", np.int8),
        of("day", np.int8),
        of("from_age", np.int8),
        of("place", np.int32),
        of("depth", np.int8),
        of("phone", np.int64),
        _starts(has.astype(np.int64)),
        side.kind[rows][has].astype(np.int16),
        people.papers.number[at[has]],
    )


def _starts(counts: Array) -> npt.NDArray[np.int64]:
    starts = np.zeros(len(counts) + 1, dtype=np.int64)
    np.cumsum(counts, out=starts[1:])
    return starts
