"""The words of a register, and which of them may be a word asked for, in any script.

A register of two million people has some hundred thousand distinct words. Whoever asks for a name
asks this list first: the consonants (skeletons) rule out nine words in ten or more, the rest is
aligned all together. Full names are put together from the answers in `retrieve.py`.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from sys import intern
from typing import Any

import numpy as np
import numpy.typing as npt
from rapidfuzz.distance import Indel
from rapidfuzz.process import cdist

from namebridge.batch import Ints
from namebridge.normalise import clean
from namebridge.slips import Slips
from namebridge.sounds import CLASS, WordSounds, joined
from namebridge.word_list import WordList

_CLASSES = sorted(set(CLASS.values()))
# Unlike consonant classes allowed (one more, one missing; a replaced one counts two), by the
# length of the skeleton: of 828 spellings by people these let 99 of 100 through.
_ALLOWED = (0, 1, 1, 1, 2)
# Shares below this (per mille) are no likeness worth telling.
LEAST_SHARE = 300
# A part of a word has to be heard this well: little of it is left to go by.
LEAST_PART = 700


def token_sounds(token: str) -> WordSounds:
    """The sounds of a token: its words, joined by spaces, read as one."""
    return joined(tuple(token.split()))


class Vocabulary:
    """Distinct tokens of a register: `.nearest("Sokha")` finds សុខា, Sukha and โสកา.

    A token is one word, or several read as one and joined by a space ("Sam Ath"). Tokens have to be
    clean (`namebridge.clean`); their order is kept, and answers are places in it (int32).
    """

    def __init__(self, tokens: Sequence[str]) -> None:
        """About 25 µs and 300 bytes a token."""
        self.tokens = list(tokens)
        self._order(WordList(token_sounds(token) for token in self.tokens))

    @classmethod
    def joined(cls, parts: Sequence[Vocabulary]) -> Vocabulary:
        """Several vocabularies as one, their tokens in order; no word is read again."""
        made = cls.__new__(cls)
        made.tokens = [token for part in parts for token in part.tokens]
        made._order(WordList.joined([part._list for part in parts]))
        return made

    def _order(self, words: WordList) -> None:
        """What is looked up: tokens by their sounds, sounds by skeleton, skeletons by classes."""
        self._list = words
        # Tokens of equal units ("SOK", "Sok") are aligned once.
        _, first, sounding = np.unique(words.sounding, return_index=True, return_inverse=True)
        self._first = first.astype(np.int32)
        self._members = grouped(sounding.reshape(-1).astype(np.int32), len(first))
        number: dict[str, int] = {}
        by_skeleton = [
            number.setdefault(words.skeletons[place], len(number)) for place in first.tolist()
        ]
        self._skeletons, self._skeleton_number = list(number), number
        # Equal texts of many words need not be kept apart. A word of equal sounds may have another
        # skeleton than the first of them: "Sovath Dy" is cut where "Sovathdy" is not.
        words.skeletons = [intern(one) for one in words.skeletons]
        self._classes = _class_counts(self._skeletons)
        self._under = grouped(np.array(by_skeleton, dtype=np.int32), len(number))
        self._forwards = _in_order(self._skeletons)
        self._backwards = _in_order([one[::-1] for one in self._skeletons])
        letters = np.isin(self._first, words.letters)
        self._letters = np.flatnonzero(letters).astype(np.int32)
        self._slips = Slips(self.tokens)

    def __len__(self) -> int:
        return len(self.tokens)

    def near(self, token: str, align_at_most: int = 0) -> tuple[Ints, Ints, Ints]:
        """(token places, shares, centibits) of all tokens worth telling, in no order.

        A few ms for 200,000 tokens. Who must answer fast may say how many are aligned at most:
        those with the likest consonants. A token without any letter is near to nothing.
        """
        word = token_sounds(clean(token))
        rows = self._possible(word, align_at_most)
        shares, centibits = self._list.likeness_to(word, self._first[rows])
        kept = shares >= LEAST_SHARE
        return self._with_members(rows[kept], shares[kept], centibits[kept])

    def likeness_to(self, token: str, places: Ints) -> tuple[Ints, Ints]:
        """(shares, centibits) of a token and the tokens at some places, however unlike."""
        return self._list.likeness_to(token_sounds(clean(token)), places)

    def agreeing(self, token: str, at_most: int) -> tuple[Ints, Ints, Ints]:
        """As `near`, but only tokens of the very same consonants, of like length first."""
        word = token_sounds(clean(token))
        rows = self._possible_agreeing(word)
        if len(rows) > at_most:
            unlike = np.abs(self._list.length[self._first[rows]] - len(word.units))
            rows = rows[np.argpartition(unlike, at_most)[:at_most]]
        shares, centibits = self._list.likeness_to(word, self._first[rows])
        return self._with_members(rows, shares, centibits)

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

    def slipped(self, token: str) -> Ints:
        """Places of tokens that one slip of the finger (or of the pen) makes of this one."""
        return self._slips.of(token)

    def holding(self, token: str, first: npt.NDArray[Any], at_most: int) -> tuple[Ints, Ints, Ints]:
        """(places, shares, centibits) of tokens that begin or end with what sounds like this one.

        The longer half of a name is often left out when it is said. `first` (one a token): those
        with the largest are looked at, `at_most` of them.
        """
        word = token_sounds(clean(token))
        none = np.zeros(0, dtype=np.int32)
        if not word.skeleton:
            return none, none, none
        begin = _beginning(self._forwards, word.skeleton)
        end = _beginning(self._backwards, word.skeleton[::-1])
        rows = members_of(*self._under, np.union1d(begin, end))
        places = members_of(*self._members, rows)
        places = places[self._list.length[places] > len(word.units) + 1]
        if len(places) > at_most:
            places = places[np.argpartition(-first[places], at_most)[:at_most]]
        shares, centibits = self._list.holding(word, places)
        kept = shares >= LEAST_PART
        return places[kept], shares[kept], centibits[kept]

    def _possible(self, word: WordSounds, at_most: int = 0) -> Ints:
        """Sounding tokens whose consonants do not rule them out."""
        if not word.units or not self._skeletons:
            return np.zeros(0, dtype=np.int32)
        if word.kind == "letters":
            return self._letters
        asked = list({word.skeleton, word.short})
        allowed = [_ALLOWED[min(len(s), len(_ALLOWED) - 1)] for s in asked]
        # First how often each class comes, whatever the order: quick, and loses nothing.
        apart = [
            np.abs(self._classes - _class_counts([s])).sum(axis=0, dtype=np.int8) for s in asked
        ]
        likely = np.flatnonzero(
            np.any([a <= most for a, most in zip(apart, allowed, strict=True)], axis=0)
        )
        skeletons = [self._skeletons[place] for place in likely.tolist()]
        distance = cdist(asked, skeletons, scorer=Indel.distance, score_cutoff=2, dtype=np.uint8)
        close = (distance <= np.array(allowed)[:, None]).any(axis=0)
        kept = likely[close]
        many = self._under[1][kept + 1] - self._under[1][kept]
        if at_most and many.sum() > at_most:
            order = np.argsort(distance.min(axis=0)[close], kind="stable")
            kept = kept[order][: max(1, int((many[order].cumsum() <= at_most).sum()))]
        return members_of(*self._under, kept)

    def _possible_agreeing(self, word: WordSounds) -> Ints:
        place = self._skeleton_number.get(word.skeleton) if word.units else None
        if place is None:
            return np.zeros(0, dtype=np.int32)
        return members_of(*self._under, np.array([place]))

    def _with_members(self, rows: Ints, shares: Ints, centibits: Ints) -> tuple[Ints, Ints, Ints]:
        many = self._members[1][rows + 1] - self._members[1][rows]
        return members_of(*self._members, rows), np.repeat(shares, many), np.repeat(centibits, many)


def _in_order(texts: Sequence[str]) -> tuple[list[str], Ints]:
    """The texts in order, and where each stood."""
    order = sorted(range(len(texts)), key=texts.__getitem__)
    return [texts[place] for place in order], np.array(order, dtype=np.int32)


def _beginning(texts: tuple[list[str], Ints], start: str) -> Ints:
    """Places of the texts that begin so."""
    return texts[1][bisect_left(texts[0], start) : bisect_left(texts[0], start + "\uffff")]


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
