"""Blocking tables: who bears which pair of words and which word, as whole numbers.

The keys are those of `namebridge.keys` (consonants of both words, sorted; consonants of one word),
worked out once for each distinct token. The rows then carry what the rough score looks at, so that
a join needs nothing but these tables.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from namebridge.keys import word_key
from namebridge.link.columns import Array, Side
from namebridge.link.names import NONE, Ints, NameTable
from namebridge.word_shares import WordShares, centibits_of_share

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
    def of(cls, side: Side, keys: Ints) -> Keyed:
        """The keys of every row, from int32[names, kinds] by the number of the name; 0 is none."""
        rows = np.arange(len(side), dtype=np.int64)[:, None] << 32
        found = []
        for column in side.names.T:
            has = np.flatnonzero(column)
            key = keys[column[has]]
            found.append((rows[has] | key)[key > 0])
        both = np.concatenate(found)
        both.sort()
        both = both[np.flatnonzero(np.diff(both, prepend=-1))]
        return cls((both >> 32).astype(np.int32), (both & 0xFFFFFFFF).astype(np.int32))


# The same keys of the register and of the list.
Both = tuple[Keyed, Keyed]


def words_borne(table: NameTable, tokens: TokenKeys, sides: tuple[Side, Side]) -> Both:
    """Who bears which word."""
    found = []
    for part in (table.family, table.given, table.alone, table.given2):
        full, short = _of(tokens.full, part), _of(tokens.short, part)
        found += [full, np.where(short == full, 0, short)]
    keys = np.stack(found, axis=1)
    known, asked = (Keyed.of(side, keys) for side in sides)
    return known, asked


def pairs_borne(table: NameTable, tokens: TokenKeys, sides: tuple[Side, Side]) -> tuple[Both, Ints]:
    """(who bears which two words, int32[2, pairs] the keys of the words by the key of the pair)."""
    found = []
    for reading in ((table.family, table.given), (table.family2, table.given2)):
        full, short = (_pair(tokens, second, *reading) for second in (tokens.full, tokens.short))
        found += [full, np.where(short == full, 0, short)]
    both = np.stack(found, axis=1)
    has = both != 0
    distinct, numbered = np.unique(both[has], return_inverse=True)
    # Number 0 is "no pair".
    keys = np.zeros(both.shape, dtype=np.int32)
    keys[has] = numbered + 1
    distinct = np.append(0, distinct)
    words_of_pair = np.stack([distinct >> 32, distinct & 0xFFFFFFFF]).astype(np.int32)
    known, asked = (Keyed.of(side, keys) for side in sides)
    return (known, asked), words_of_pair


def _of(keys: Ints, part: Ints) -> Ints:
    return np.where(part == NONE, 0, keys[part]).astype(np.int32)


def _pair(tokens: TokenKeys, second: Ints, family: Ints, given: Ints) -> Array:
    a, b = _of(tokens.full, family).astype(np.int64), _of(second, given).astype(np.int64)
    both = np.minimum(a, b) << 32 | np.maximum(a, b)
    return np.where((family == NONE) | (given == NONE), 0, both)


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
