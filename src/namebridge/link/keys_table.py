"""Blocking tables: who bears which pair of words and which word, as whole numbers.

The keys are those of `namebridge.keys` (consonants of both words, sorted; consonants of one word),
worked out once for each distinct token. The rows then carry what the rough score looks at, so that
a join needs nothing but these tables.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from namebridge.keys import word_key
from namebridge.link.columns import Array, Side
from namebridge.link.names import NONE, Ints, NameTable
from namebridge.word_shares import WordShares, centibits_of_share

_Key = TypeVar("_Key", np.int32, np.int64)
# Words this rare (centibits) may stand with a year and a province; with either alone.
UNCOMMON, RARE = 600, 800
_LONGEST_WORD = 8
# What the rough score and the joins see of a row.
ROW_COLUMNS = (
    "year",
    "month",
    "day",
    "from_age",
    "p2",
    "p4",
    "p6",
    "p8",
    "sex",
    "phone",
    "document",
)


@dataclass(frozen=True)
class TokenKeys:
    """Keys of the tokens by their id: `full` and `short` consonants, numbered from 1 (0: none).

    `skeletons` are the uncut consonants of each token; `many` how many keys there are, 0 included.
    """

    full: Ints
    short: Ints
    skeletons: tuple[str, ...]
    many: int

    @classmethod
    def of(cls, table: NameTable) -> TokenKeys:
        _, _, skeletons, shorts = table.sounds
        full = [
            skeleton[:_LONGEST_WORD] or word_key("".join(token))
            for token, skeleton in zip(table.tokens, skeletons, strict=True)
        ]
        short = [one[:_LONGEST_WORD] or key for key, one in zip(full, shorts, strict=True)]
        keys = dict.fromkeys(full) | dict.fromkeys(short)
        numbers = {key: number for number, key in enumerate(keys, 1)}
        return cls(
            np.array([numbers[key] for key in full], dtype=np.int32),
            np.array([numbers[key] for key in short], dtype=np.int32),
            tuple(skeletons),
            len(numbers) + 1,
        )


@dataclass(frozen=True)
class Keyed:
    """Rows and one key each: int32[n] twice, every combination once."""

    row: Ints
    key: Ints

    @classmethod
    def distinct(cls, rows: list[Array], keys: list[Array]) -> Keyed:
        both = np.concatenate(rows).astype(np.int64) << 32 | np.concatenate(keys)
        both = both[both & 0xFFFFFFFF > 0]
        both.sort()
        both = both[np.flatnonzero(np.diff(both, prepend=-1))]
        return cls((both >> 32).astype(np.int32), (both & 0xFFFFFFFF).astype(np.int32))


class NameKeys:
    """Keys of the names of a table, by the number of the name."""

    def __init__(self, table: NameTable, tokens: TokenKeys) -> None:
        self.tokens = tokens
        pairs = [(table.family, table.given), (table.family2, table.given2)]
        self.pair_keys: dict[int, int] = {}
        found = [
            self._pair(tokens.full, second, *reading)
            for reading in pairs
            for second in (tokens.full, tokens.short)
        ]
        both = _each_once(np.stack(found))
        has = both != 0
        distinct, numbered = np.unique(both[has], return_inverse=True)
        # Number 0 is "no pair".
        self.pairs = np.zeros(both.shape, dtype=np.int32)
        self.pairs[has] = numbered + 1
        distinct = np.append(0, distinct)
        self.words_of_pair = np.stack([distinct >> 32, distinct & 0xFFFFFFFF]).astype(np.int32)
        parts = (table.family, table.given, table.alone, table.given2)
        found = [self._of(keys, part) for part in parts for keys in (tokens.full, tokens.short)]
        self.words = _each_once(np.stack(found))

    @staticmethod
    def _of(keys: Ints, part: Ints) -> Ints:
        return np.where(part == NONE, 0, keys[part]).astype(np.int32)

    def _pair(self, one: Ints, two: Ints, family: Ints, given: Ints) -> Array:
        a, b = self._of(one, family).astype(np.int64), self._of(two, given).astype(np.int64)
        both = np.minimum(a, b) << 32 | np.maximum(a, b)
        return np.where((family == NONE) | (given == NONE), 0, both)

    def _keyed(self, side: Side, keys: Ints) -> Keyed:
        rows, found = [], []
        for column in side.names.T:
            has = np.flatnonzero(column).astype(np.int32)
            for one in keys:
                key = one[column[has]]
                some = np.flatnonzero(key)
                rows.append(has[some])
                found.append(key[some])
        return Keyed.distinct(rows, found)

    def pairs_of(self, side: Side) -> Keyed:
        """Who bears which two words."""
        return self._keyed(side, self.pairs)

    def words_of(self, side: Side) -> Keyed:
        """Who bears which word."""
        return self._keyed(side, self.words)


def _each_once(keys: npt.NDArray[_Key]) -> npt.NDArray[_Key]:
    """[kinds, names] with 0 for a key that stands in a row above already."""
    for kind in range(1, len(keys)):
        for above in range(kind):
            keys[kind][keys[kind] == keys[above]] = 0
    return keys


def row_columns(side: Side) -> dict[str, Array]:
    """ROW_COLUMNS of every row; a level of place is 0 where it is not known."""
    found = {
        f"p{2 * level}": np.where(
            side.depth >= level, side.place // 10 ** (8 - 2 * level), 0
        ).astype(np.int32)
        for level in (1, 2, 3, 4)
    }
    plain = ("year", "month", "day", "from_age", "sex", "phone", "document")
    return {**found, **{name: getattr(side, name) for name in plain}}


def rarity_of_words(words: Keyed, people: int, keys: int) -> Ints:
    """Centibits by key: how rare a word is in the register; a word nobody bears is rarest."""
    counts = np.bincount(words.key, minlength=keys)
    known, place = np.unique(counts, return_inverse=True)
    worth = [centibits_of_share(int(count) / max(people, 1)) for count in known]
    return np.array(worth, dtype=np.int32)[place]


def shares_of_words(table: NameTable, tokens: TokenKeys, side: Side, words: Keyed) -> WordShares:
    """How common the tokens are among the people of one file, for scoring.

    A token is counted once for each name it stands in, its consonants once for each person.
    """
    names = np.zeros(len(table))
    for column in side.names.T:
        names += np.bincount(column, minlength=len(table))
    texts = np.zeros(len(table.tokens))
    for part in (table.family, table.given, table.family2, table.given2, table.alone):
        has = part != NONE
        texts += np.bincount(part[has], weights=names[has], minlength=len(texts))
    people = np.bincount(words.key, minlength=int(tokens.full.max(initial=0)) + 1)
    skeletons = dict(zip(tokens.skeletons, people[tokens.full].tolist(), strict=True))
    return WordShares(
        len(side),
        {table.tokens[place]: int(texts[place]) for place in np.flatnonzero(texts).tolist()},
        skeletons,
    )
