"""Edit distances of many pairs of skeletons at once (NumPy).

Myers' bit-parallel way (G. Myers, J. ACM 46, 1999; the form of H. Hyyrö, 2003): a column of the
table of distances lies in the bits of one number, and a letter of the other word moves it on.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from rapidfuzz.distance import Levenshtein

Ints = npt.NDArray[np.int32]
# Letters that fit the bits; longer skeletons are rare and go one by one.
_LONGEST = 16
_ONE = np.uint16(1)


class Skeletons:
    """Distinct skeletons, made ready: `Skeletons(texts).distance(left, right)`."""

    def __init__(self, texts: Sequence[str]) -> None:
        self.texts = list(texts)
        self.length = np.array([len(text) for text in self.texts], dtype=np.int32)
        number = {letter: place for place, letter in enumerate(sorted(set("".join(self.texts))))}
        # By place and skeleton the letter there; by letter and skeleton the places where it stands.
        self.letters = np.zeros((_LONGEST, len(self.texts)), dtype=np.uint8)
        self.places = np.zeros((max(1, len(number)), len(self.texts)), dtype=np.uint16)
        for one, text in enumerate(self.texts):
            for place, letter in enumerate(text[:_LONGEST]):
                self.letters[place, one] = number[letter]
                self.places[number[letter], one] |= 1 << place

    def distance(self, left: Ints, right: Ints) -> Ints:
        """int32[n]: Levenshtein distances of the skeletons left[i], right[i]."""
        found = np.empty(len(left), dtype=np.int32)
        length = np.minimum(self.length[right], _LONGEST + 1).astype(np.uint8)
        # The longest first, so that the pairs still open at a letter lie together.
        order = np.argsort(_LONGEST + 1 - length, kind="stable")
        open_ = len(order) - np.cumsum(np.bincount(length, minlength=_LONGEST + 2))
        found[order] = self._short(left[order], right[order], open_.tolist())
        long = (self.length[left] > _LONGEST) | (self.length[right] > _LONGEST)
        for place in np.flatnonzero(long).tolist():
            found[place] = Levenshtein.distance(
                self.texts[int(left[place])], self.texts[int(right[place])]
            )
        return found

    def _short(self, left: Ints, right: Ints, open_: list[int]) -> Ints:
        """`open_[k]`: how many pairs, the first ones, have more than k letters on the right."""
        length = self.length[left]
        found = length.copy()
        last = np.maximum(length - 1, 0).astype(np.uint16)
        up = np.full(len(left), 0xFFFF, dtype=np.uint16)
        down = np.zeros(len(left), dtype=np.uint16)
        for place in range(_LONGEST):
            many = open_[place]
            if not many:
                break
            up, down, last = up[:many], down[:many], last[:many]
            here = self.places[self.letters[place, right[:many]], left[:many]]
            across = (((here & up) + up) ^ up) | here
            more, less = down | ~(across | up), up & across
            found[:many] += ((more >> last) & _ONE).astype(np.int32)
            found[:many] -= ((less >> last) & _ONE).astype(np.int32)
            more, less = (more << _ONE) | _ONE, less << _ONE
            stays = here | down
            up, down = less | ~(stays | more), more & stays
        return np.where(length > 0, found, self.length[right])
