"""Likeness of many pairs of words at once (NumPy), value for value what `likeness` says of one.

All pairs walk through the alignment together, one row of it at a time. A word shorter than its
neighbours is filled up with a unit that costs nothing and meets nothing.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from itertools import chain

import numpy as np
import numpy.typing as npt

from namebridge.alignment import NEARLY, likeness, prepared
from namebridge.skeletons import Skeletons
from namebridge.sounds import WordSounds
from namebridge.unit_scores import KINDS, unit_code, unit_scores

Ints = npt.NDArray[np.int32]
Bools = npt.NDArray[np.bool_]
# Pairs that go through the alignment together: few enough to stay in the processor's cache.
_TOGETHER = 4096
# A word of equal units is alike in full; its alignment alone comes at least so far (per mille).
_ALMOST_EQUAL = 700


class Words:
    """Words made ready for aligning, each once: `Words(sounds).likeness(left, right)`."""

    def __init__(self, words: Sequence[WordSounds]) -> None:
        """Takes about 2 µs a word."""
        self.words = list(words)
        self.letters = np.array([word.kind == "letters" for word in self.words], dtype=bool)
        self.length = np.array(
            [0 if word.kind == "letters" else len(word.units) for word in self.words],
            dtype=np.int32,
        )
        codes = _codes(self.words, self.length)
        starts = np.cumsum(self.length) - self.length
        earned = np.append(0, np.cumsum(codes[:, 2]))
        self.possible = (earned[starts + self.length] - earned[starts]).astype(np.int32)
        widest = int(self.length.max(initial=1))
        # One row a place in the word, one column a word: a place of all words lies together.
        self.units = np.full((widest, len(self.words)), unit_scores().padding, dtype=np.int32)
        self.gaps = np.zeros((widest, len(self.words)), dtype=np.int32)
        for place in range(widest):
            has = np.flatnonzero(self.length > place)
            self.units[place, has], self.gaps[place, has] = codes[starts[has] + place, :2].T
        self.same_units = _numbered((word.kind, word.units) for word in self.words)
        self.skeletons = [word.skeleton for word in self.words]
        self.skeleton = _numbered(self.skeletons)
        self._skeletons = Skeletons(list(dict.fromkeys(self.skeletons)))

    def __len__(self) -> int:
        return len(self.words)

    def likeness(self, left: Ints, right: Ints) -> tuple[Ints, Ints]:
        """(shares int32[n], centibits int32[n]) of the pairs left[i], right[i] of these words."""
        shares = np.zeros(len(left), dtype=np.int32)
        centibits = np.zeros(len(left), dtype=np.int32)
        equal = self.same_units[left] == self.same_units[right]
        spelt = self.letters[left] | self.letters[right]
        sounding = (self.length[left] > 0) & (self.length[right] > 0)
        alike = np.flatnonzero(equal & sounding)
        shares[alike], centibits[alike] = 1000, self.possible[left[alike]]
        for place in np.flatnonzero(spelt).tolist():
            one, other = self.words[int(left[place])], self.words[int(right[place])]
            shares[place], centibits[place] = likeness(one, other)
        open_ = np.flatnonzero(~equal & sounding)
        open_ = open_[~self._nothing_shared(left[open_], right[open_])]
        bits = self.align(left[open_], right[open_])
        possible = self.possible[left[open_]] + self.possible[right[open_]]
        share = np.where(possible > 0, 2000 * bits // np.maximum(possible, 1), 0)
        shares[open_], centibits[open_] = np.clip(share, 0, NEARLY), bits
        return shares, centibits

    def likeness_to(self, word: WordSounds, places: Ints) -> tuple[Ints, Ints]:
        """(shares, centibits) of one word against the words at `places`.

        As `likeness`, but without its first look at the skeletons, which the caller has taken.
        About 0.3 µs a pair.
        """
        if word.kind == "letters":
            found = [likeness(word, self.words[place]) for place in places.tolist()]
            both = np.array(found, dtype=np.int32).reshape(-1, 2)
            return both[:, 0], both[:, 1]
        units, gaps, possible = prepared(word)
        worth = np.ascontiguousarray(unit_scores().pair[list(units)])
        bits = np.empty(len(places), dtype=np.int32)
        order = np.argsort(self.length[places], kind="stable")
        for start in range(0, len(order), _TOGETHER):
            some = order[start : start + _TOGETHER]
            bits[some] = self._align_to(worth, gaps, places[some])
        share = np.clip(2000 * bits // np.maximum(self.possible[places] + possible, 1), 0, NEARLY)
        kind, same = word.kind, word.units
        for place in np.flatnonzero(share >= _ALMOST_EQUAL).tolist():
            other = self.words[int(places[place])]
            if other.kind == kind and other.units == same:
                share[place], bits[place] = 1000, possible
        return np.where(self.length[places] > 0, share, 0).astype(np.int32), bits

    def _align_to(self, worth: Ints, gaps: tuple[int, ...], places: Ints) -> Ints:
        wide = max(1, int(self.length[places].max()))
        others = self.units[:wide, places]
        owed = np.zeros((wide + 1, len(places)), dtype=np.int32)
        np.cumsum(self.gaps[:wide, places], axis=0, out=owed[1:])
        row = owed.copy()
        for line, gap in zip(worth, gaps, strict=True):
            pair = line.take(others)
            pair += row[:-1]
            row += np.int32(gap)
            np.maximum(row[1:], pair, out=row[1:])
            row -= owed
            np.maximum.accumulate(row, axis=0, out=row)
            row += owed
        return np.asarray(row[-1])

    def _nothing_shared(self, left: Ints, right: Ints) -> Bools:
        """Whether skeletons rule likeness out."""
        one, other = self.skeleton[left], self.skeleton[right]
        longer = np.maximum(self._skeletons.length[one], self._skeletons.length[other])
        distance = self._skeletons.distance(one, other)
        return np.asarray((longer >= 2) & (distance * 100 > 67 * longer), dtype=bool)

    def align(self, left: Ints, right: Ints) -> Ints:
        """Centibits int32[n] of the best alignments; about half a microsecond a pair."""
        out = np.empty(len(left), dtype=np.int32)
        order = np.lexsort((self.length[right], self.length[left]))
        for start in range(0, len(order), _TOGETHER):
            some = order[start : start + _TOGETHER]
            out[some] = self._align_some(left[some], right[some])
        return out

    def _align_some(self, left: Ints, right: Ints) -> Ints:
        scores = unit_scores()
        flat, across = scores.pair.ravel(), scores.pair.shape[1]
        tall, wide = int(self.length[left].max()), int(self.length[right].max())
        units, gaps = self.units[:tall, left] * across, self.gaps[:tall, left]
        others = self.units[:wide, right]
        # Taking what the gaps cost so far out of a row turns "best so far" into one scan.
        owed = np.zeros((wide + 1, len(left)), dtype=np.int32)
        np.cumsum(self.gaps[:wide, right], axis=0, out=owed[1:])
        row = owed.copy()
        for place in range(tall):
            pair = flat.take(others + units[place])
            pair += row[:-1]
            row += gaps[place]
            np.maximum(row[1:], pair, out=row[1:])
            row -= owed
            np.maximum.accumulate(row, axis=0, out=row)
            row += owed
        return np.asarray(row[-1])


def _codes(words: list[WordSounds], length: Ints) -> Ints:
    """int32[units, 3]: `unit_code` of all units of all words, one word after the other."""
    codes = np.zeros((int(length.sum()), 3), dtype=np.int32)
    for kind, number in KINDS.items():
        units = list(chain.from_iterable([word.units for word in words if word.kind == kind]))
        distinct = {unit: place for place, unit in enumerate(dict.fromkeys(units))}
        known = np.array([unit_code(unit, number) for unit in distinct], dtype=np.int32)
        places = np.fromiter(map(distinct.__getitem__, units), dtype=np.int64, count=len(units))
        chosen = np.repeat(np.array([word.kind == kind for word in words], dtype=bool), length)
        codes[chosen] = known.reshape(-1, 3)[places]
    return codes


def _numbered(things: Iterable[Hashable]) -> Ints:
    """Numbers from 0 on, in the order of the first of each, that are equal where things are."""
    numbers: dict[Hashable, int] = {}
    return np.array([numbers.setdefault(one, len(numbers)) for one in things], dtype=np.int32)


def likeness_many(left: Sequence[WordSounds], right: Sequence[WordSounds]) -> tuple[Ints, Ints]:
    """(shares, centibits), int32[n] each: `likeness(left[i], right[i])` for every i.

    Words that come again are made ready once; who compares the same words often keeps a `Words`.
    """
    known: dict[WordSounds, int] = {}
    ours = np.array([known.setdefault(word, len(known)) for word in left], dtype=np.int32)
    theirs = np.array([known.setdefault(word, len(known)) for word in right], dtype=np.int32)
    return Words(list(known)).likeness(ours, theirs)
