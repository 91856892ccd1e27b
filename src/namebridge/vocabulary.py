"""The words of a register, and which of them sound like a word asked for, in any script.

A register of two million people has some hundred thousand distinct words. Whoever asks for a name
asks this list first: the consonants (skeletons) rule out nine words in ten or more, the rest is
aligned all together. Full names are put together from the answers in `retrieve.py`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from rapidfuzz.distance import Indel
from rapidfuzz.process import cdist

from namebridge.batch import Ints, Words
from namebridge.normalise import clean
from namebridge.sounds import CLASS, WordSounds, joined

_CLASSES = sorted(set(CLASS.values()))
# Unlike consonant classes allowed (one more, one missing; a replaced one counts two), by the
# length of the skeleton: of 828 spellings by people these let 99 of 100 through.
_ALLOWED = (0, 1, 1, 1, 2)
# Shares below this (per mille) are no likeness worth telling.
LEAST_SHARE = 300


def token_sounds(token: str) -> WordSounds:
    """The sounds of a token: its words, joined by spaces, read as one."""
    return joined(tuple(token.split()))


class Vocabulary:
    """Distinct tokens of a register: `.nearest("Sokha")` finds សុខា, Sukha and โสกา.

    A token is one word, or several read as one and joined by a space ("Sam Ath"). Tokens have to be
    clean (`namebridge.clean`); their order is kept, and answers are places in it (int32).
    """

    def __init__(self, tokens: Sequence[str]) -> None:
        """About 25 µs and 200 bytes a token."""
        self.tokens = list(tokens)
        sounds = [token_sounds(token) for token in self.tokens]
        numbers: dict[tuple[str, tuple[str, ...]], int] = {}
        # Tokens of equal units ("SOK", "Sok") are aligned once.
        self.sounding = np.array(
            [numbers.setdefault((word.kind, word.units), len(numbers)) for word in sounds],
            dtype=np.int32,
        )
        first = np.unique(self.sounding, return_index=True)[1]
        self._words = Words([sounds[place] for place in first.tolist()])
        self._members, self._member_start = grouped(self.sounding, len(first))
        self._skeletons = list(dict.fromkeys(self._words.skeletons))
        self._classes = _class_counts(self._skeletons)
        number = {skeleton: place for place, skeleton in enumerate(self._skeletons)}
        by_skeleton = np.array([number[s] for s in self._words.skeletons], dtype=np.int32)
        self._under, self._under_start = grouped(by_skeleton, len(self._skeletons))

    def __len__(self) -> int:
        return len(self.tokens)

    def near(self, token: str, align_at_most: int = 0) -> tuple[Ints, Ints, Ints]:
        """(token places, shares, centibits) of all tokens worth telling, in no order.

        A few ms for 200,000 tokens. Who must answer fast may say how many are aligned at most:
        those with the likest consonants. A token without any letter is near to nothing.
        """
        word = token_sounds(clean(token))
        rows = self._possible(word, align_at_most)
        shares, centibits = self._words.likeness_to(word, rows)
        kept = shares >= LEAST_SHARE
        return self._with_members(rows[kept], shares[kept], centibits[kept])

    def nearest(self, token: str, limit: int = 50) -> list[tuple[int, int, int]]:
        """(token place, share, centibits) of the `limit` tokens most alike, best first."""
        places, shares, centibits = self.near(token)
        order = np.lexsort((places, -centibits, -shares))[:limit]
        return list(
            zip(
                places[order].tolist(),
                shares[order].tolist(),
                centibits[order].tolist(),
                strict=True,
            )
        )

    def nearest_many(self, tokens: Sequence[str], limit: int = 50) -> tuple[Ints, Ints, Ints, Ints]:
        """(query places, token places, shares, centibits): `nearest` of every token, in order.

        Queries that come again are asked once.
        """
        asked: dict[str, list[tuple[int, int, int]]] = {}
        found: list[tuple[int, int, int, int]] = []
        for place, token in enumerate(tokens):
            if token not in asked:
                asked[token] = self.nearest(token, limit)
            found += [(place, *row) for row in asked[token]]
        table = np.array(found, dtype=np.int32).reshape(-1, 4)
        return table[:, 0], table[:, 1], table[:, 2], table[:, 3]

    def _possible(self, word: WordSounds, at_most: int = 0) -> Ints:
        """Sounding tokens whose consonants do not rule them out."""
        if not word.units or not self._skeletons:
            return np.zeros(0, dtype=np.int32)
        if word.kind == "letters":
            return np.flatnonzero(self._words.letters).astype(np.int32)
        asked = list({word.skeleton, word.short})
        allowed = [_ALLOWED[min(len(s), len(_ALLOWED) - 1)] for s in asked]
        # First how often each class comes, whatever the order: quick, and loses nothing.
        apart = [np.abs(self._classes - _class_counts([s])).sum(axis=0) for s in asked]
        likely = np.flatnonzero(
            np.any([a <= most for a, most in zip(apart, allowed, strict=True)], axis=0)
        )
        skeletons = [self._skeletons[place] for place in likely.tolist()]
        distance = cdist(asked, skeletons, scorer=Indel.distance, score_cutoff=2, dtype=np.uint8)
        close = (distance <= np.array(allowed)[:, None]).any(axis=0)
        kept = likely[close]
        many = self._under_start[kept + 1] - self._under_start[kept]
        if at_most and many.sum() > at_most:
            order = np.argsort(distance.min(axis=0)[close], kind="stable")
            kept = kept[order][: max(1, int((many[order].cumsum() <= at_most).sum()))]
        return members_of(self._under, self._under_start, kept)

    def _with_members(self, rows: Ints, shares: Ints, centibits: Ints) -> tuple[Ints, Ints, Ints]:
        many = self._member_start[rows + 1] - self._member_start[rows]
        places = members_of(self._members, self._member_start, rows)
        return places, np.repeat(shares, many), np.repeat(centibits, many)


def _class_counts(skeletons: Sequence[str]) -> npt.NDArray[np.int8]:
    """int8[classes, n]: how often each consonant class comes in each skeleton."""
    return np.array([[s.count(name) for s in skeletons] for name in _CLASSES], dtype=np.int8)


def grouped(numbers: Ints, many: int) -> tuple[Ints, npt.NDArray[np.int64]]:
    """(places sorted by their number, where each number's places start)."""
    starts = np.zeros(many + 1, dtype=np.int64)
    np.cumsum(np.bincount(numbers, minlength=many), out=starts[1:])
    return np.argsort(numbers, kind="stable").astype(np.int32), starts


def members_of(members: Ints, starts: npt.NDArray[np.int64], groups: npt.NDArray[Any]) -> Ints:
    """The members of some groups, group by group."""
    many = starts[groups + 1] - starts[groups]
    before = np.cumsum(many) - many
    place = np.arange(int(many.sum())) + np.repeat(starts[groups] - before, many)
    return np.asarray(members[place])
