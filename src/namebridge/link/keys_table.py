"""Blocking tables: who bears which pair of words and which word, as whole numbers.

The keys are those of `namebridge.keys` (consonants of both words, sorted; consonants of one word),
worked out once for each distinct token. The rows then carry what the rough score looks at, so that
a join needs nothing but these tables.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from namebridge.keys import word_key
from namebridge.link.columns import Array, Side
from namebridge.link.names import NameTable
from namebridge.link.tokens import NONE
from namebridge.link.words import Ints
from namebridge.readings import Token
from namebridge.word_shares import WordShares, centibits_of_share

# Words this rare (centibits) may stand with a year and a province; with either alone.
UNCOMMON, RARE = 600, 800
_LONGEST_WORD = 8
# Rows whose keys are told apart together: few enough to stay in the processor's cache.
_TOGETHER = 1 << 14
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
    """Keys of the tokens by their id: consonants, numbered from 1.

    `full` of all of them; `other` without those that may be silent, 0 where that is the same.
    `of_skeleton` the key of each uncut skeleton; `bare` the keys of tokens that have none;
    `many` how many keys there are, 0 included.
    """

    full: Ints
    other: Ints
    of_skeleton: dict[str, int]
    bare: tuple[int, ...]
    many: int

    @classmethod
    def of(cls, table: NameTable) -> TokenKeys:
        heard = table.tokens.consonants()
        numbers: dict[str, int] = {}

        def number(text: str) -> int:
            return numbers.setdefault(text, len(numbers) + 1)

        keys = [number(text[:_LONGEST_WORD]) if text else 0 for text in heard.texts]
        key = np.array(keys, dtype=np.int32)
        full, other = key[heard.skeleton], key[heard.short]
        without = np.flatnonzero(full == 0).astype(np.int32)
        bare = [number(word_key("".join(token))) for token in table.tokens.texts(without)]
        full[without] = bare
        other[other == full] = 0
        of_skeleton = dict(zip(heard.texts, keys, strict=True))
        return cls(full, other, of_skeleton, tuple(set(bare)), len(numbers) + 1)


@dataclass(frozen=True)
class Keyed:
    """Rows int32[n] and one key each, a whole number; every combination once."""

    row: Ints
    key: Array

    @classmethod
    def of(cls, side: Side, keys_of: Callable[[Ints], Array]) -> Keyed:
        """The keys of every row: keys_of(names[n])[n, kinds] by the number of a name; 0 is none.

        By row, then by key.
        """
        # Keys of all names at once would be written to memory and read back in any order.
        found = [
            _distinct(keys_of, side.names[lo : lo + _TOGETHER], lo)
            for lo in range(0, max(1, len(side)), _TOGETHER)
        ]
        return cls(*(np.concatenate(part) for part in zip(*found, strict=True)))


def _distinct(keys_of: Callable[[Ints], Array], names: Ints, lo: int) -> tuple[Ints, Array]:
    """(rows, keys) of some rows from `lo` on: sorting short lines beats sorting one long one."""
    keys = keys_of(names.ravel())
    lines = keys.reshape(len(names), names.shape[1] * keys.shape[1])
    lines.sort(axis=1)
    new = lines > 0
    new[:, 1:] &= lines[:, 1:] != lines[:, :-1]
    rows = np.repeat(np.arange(lo, lo + len(names), dtype=np.int32), new.sum(axis=1))
    return rows, lines[new]


# The same keys of the register and of the list.
Both = tuple[Keyed, Keyed]


def words_borne(table: NameTable, tokens: TokenKeys, sides: tuple[Side, Side]) -> Both:
    """Who bears which word."""
    # Both keys of a token as one number, to be looked up once.
    both = _with_none(np.stack([tokens.full, tokens.other], axis=1)).view(np.int64)[:, 0]
    parts = (table.family, table.given, table.alone, table.given2)

    def keys_of(names: Ints) -> Array:
        keys = np.empty((len(names), len(parts)), dtype=np.int64)
        for place, part in enumerate(parts):
            keys[:, place] = both.take(part.take(names), mode="wrap")
        return keys.view(np.int32)

    known, asked = (Keyed.of(side, keys_of) for side in sides)
    return known, asked


def pairs_borne(table: NameTable, tokens: TokenKeys, sides: tuple[Side, Side]) -> Both:
    """Who bears which two words: the key of a pair is those of both, see `words_of_pairs`."""
    full, other = (_with_none(keys.astype(np.int64)) for keys in (tokens.full, tokens.other))
    readings = (table.family, table.given), (table.family2, table.given2)

    def keys_of(names: Ints) -> Array:
        keys = np.empty((len(names), 4), dtype=np.int64)
        for place, reading in enumerate(readings):
            one, two = (part.take(names) for part in reading)
            family = full.take(one, mode="wrap")
            for kind, second in enumerate((full, other)):
                given = second.take(two, mode="wrap")
                pair = np.minimum(family, given) * tokens.many + np.maximum(family, given)
                # Without both words there is no pair.
                keys[:, 2 * place + kind] = pair * ((family > 0) & (given > 0))
        return keys

    known, asked = (Keyed.of(side, keys_of) for side in sides)
    return known, asked


def words_of_pairs(pairs: Array, tokens: TokenKeys) -> tuple[Array, Array]:
    """The keys of the two words of some pairs."""
    return pairs // tokens.many, pairs % tokens.many


def _with_none(keys: Array) -> Array:
    """Keys that may be taken by the number of a token or, in mode "wrap", NONE, which finds 0."""
    return np.concatenate([keys, np.zeros_like(keys[:1])])


def row_columns(side: Side) -> dict[str, Array]:
    """ROW_COLUMNS of every row; a level of place is 0 where it is not known."""
    found = {}
    for level, kind in ((1, np.int8), (2, np.int16), (3, np.int32), (4, np.int32)):
        known = np.where(side.depth >= level, side.place // 10 ** (8 - 2 * level), 0)
        found[f"p{2 * level}"] = known.astype(kind)
    # Narrow, because every row that has a key carries them.
    for name, kind in (("year", np.int16), ("month", np.int8), ("day", np.int8),
                       ("from_age", np.int16), ("sex", np.int8)):  # fmt: skip
        found[name] = getattr(side, name).astype(kind)
    return {**found, "phone": side.phone, "document": side.document}


def rarity_of_words(words: Keyed, people: int, keys: int) -> Ints:
    """Centibits by key: how rare a word is in the register; a word nobody bears is rarest."""
    counts = np.bincount(words.key, minlength=keys)
    known, place = np.unique(counts, return_inverse=True)
    worth = [centibits_of_share(int(count) / max(people, 1)) for count in known]
    return np.array(worth, dtype=np.int32)[place]


@dataclass(frozen=True)
class Counts:
    """How common the words of one file are, for scoring.

    `people` of the file; `texts` int64[tokens] counts a token once for each name it stands in,
    `skeletons` the consonants once for each person.
    """

    people: int
    texts: Array
    skeletons: dict[str, int]

    @classmethod
    def of(cls, table: NameTable, tokens: TokenKeys, side: Side, words: Keyed) -> Counts:
        """Counts the people of `side`, who bear `words`."""
        names = np.bincount(side.names.ravel(), minlength=len(table))
        texts = np.zeros(len(table.tokens))
        for part in (table.family, table.given, table.family2, table.given2, table.alone):
            has = np.flatnonzero(part != NONE)
            texts += np.bincount(part[has], weights=names[has], minlength=len(texts))
        people = np.bincount(words.key, minlength=tokens.many)
        found = list(tokens.of_skeleton.values())
        skeletons = dict(zip(tokens.of_skeleton, people[found].tolist(), strict=True))
        skeletons[""] = len(np.unique(words.row[np.isin(words.key, tokens.bare)]))
        return cls(len(side), texts.astype(np.int64), skeletons)

    @property
    def shift(self) -> int:
        """See `WordShares.shift`."""
        return WordShares(self.people).shift

    def shares(self, tokens: list[Token], numbers: Ints) -> WordShares:
        """How common some tokens are: `numbers` are theirs in the table, NONE where not there."""
        counts = np.append(self.texts, 0)[numbers].tolist()
        return WordShares(self.people, dict(zip(tokens, counts, strict=True)), self.skeletons)
