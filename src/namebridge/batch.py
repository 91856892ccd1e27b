"""Likeness of many pairs of words at once (NumPy), value for value what `likeness` says of one.

All pairs walk through the alignment together, one row of it at a time. A word shorter than its
neighbours is filled up with a unit that costs nothing and meets nothing.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable

import numpy as np
import numpy.typing as npt

from namebridge.alignment import NEARLY, likeness
from namebridge.skeletons import Skeletons
from namebridge.sound_columns import SoundColumns
from namebridge.unit_scores import letter_codes, unit_scores

Ints = npt.NDArray[np.int32]
Bools = npt.NDArray[np.bool_]
# Pairs that go through the alignment together: few enough to stay in the processor's cache.
_TOGETHER = 4096


class Words:
    """Words made ready for aligning, each once: `Words(sounds).likeness(left, right)`."""

    def __init__(self, words: SoundColumns) -> None:
        """Takes about a microsecond a word."""
        self.columns = words
        self.letters = np.array([kind == "letters" for kind in words.kind], dtype=bool)
        self.length = np.array([len(letters) for letters in words.letters], dtype=np.int32)
        text = "".join(words.letters)
        letters = np.frombuffer(text.encode("utf-32-le"), dtype="<u4")
        unit, gap, best = np.ascontiguousarray(letter_codes().T)
        starts = np.cumsum(self.length) - self.length
        earned = np.append(0, np.cumsum(best.take(letters)))
        self.possible = (earned[starts + self.length] - earned[starts]).astype(np.int32)
        widest = int(self.length.max(initial=1))
        # One row a place in the word, one column a word: a place of all words lies together.
        self.units = np.full((widest, len(self.length)), unit_scores().padding, dtype=np.int16)
        self.gaps = np.zeros((widest, len(self.length)), dtype=np.int16)
        for place in range(widest):
            has = np.flatnonzero(self.length > place)
            found = letters.take(starts.take(has) + place)
            self.units[place, has], self.gaps[place, has] = unit.take(found), gap.take(found)
        self.same_units = _numbered(map("".join, zip(words.kind, words.units, strict=True)))
        self.skeleton = _numbered(words.skeleton)
        self._skeletons = Skeletons(list(dict.fromkeys(words.skeleton)))

    def __len__(self) -> int:
        return len(self.length)

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
            one, other = (self.columns.at(int(side[place])) for side in (left, right))
            shares[place], centibits[place] = likeness(one, other)
        open_ = np.flatnonzero(~equal & sounding)
        open_ = open_[~self._nothing_shared(left[open_], right[open_])]
        bits = self.align(left[open_], right[open_])
        possible = self.possible[left[open_]] + self.possible[right[open_]]
        share = np.where(possible > 0, 2000 * bits // np.maximum(possible, 1), 0)
        shares[open_], centibits[open_] = np.clip(share, 0, NEARLY), bits
        return shares, centibits

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
        units = self.units[:tall].take(left, axis=1) * np.int32(across)
        gaps = self.gaps[:tall].take(left, axis=1)
        others = self.units[:wide].take(right, axis=1)
        # Taking what the gaps cost so far out of a row turns "best so far" into one scan.
        owed = np.zeros((wide + 1, len(left)), dtype=np.int32)
        np.cumsum(self.gaps[:wide].take(right, axis=1), axis=0, out=owed[1:])
        row, pair = owed.copy(), np.empty_like(others)
        for place in range(tall):
            # Every place is known to be there: "clip" saves looking.
            flat.take(others + units[place], out=pair, mode="clip")
            pair += row[:-1]
            row += gaps[place]
            np.maximum(row[1:], pair, out=row[1:])
            row -= owed
            np.maximum.accumulate(row, axis=0, out=row)
            row += owed
        return np.asarray(row[-1])


def _numbered(things: Iterable[Hashable]) -> Ints:
    """Numbers from 0 on, in the order of the first of each, that are equal where things are."""
    numbers: dict[Hashable, int] = {}
    return np.array([numbers.setdefault(one, len(numbers)) for one in things], dtype=np.int32)
