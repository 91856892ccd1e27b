"""Words that one slip of the finger makes of each other: a letter more, less, wrong, or swapped.

Two words are one slip apart when leaving out one letter (or none) of either can make them equal, so
every word is kept under the texts with one letter left out, as numbers. Sounds do not help here:
"keub" typed for "keun" sounds like another name.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from rapidfuzz.distance import OSA
from rapidfuzz.process import cdist

from namebridge.batch import Ints

# Longer words are known by their sounds; this bounds the memory (8 bytes a letter).
LONGEST = 24
_BASE = 0x9E3779B97F4A7C15  # odd, so that every power of it says something
_TOGETHER = 100_000
Numbers = npt.NDArray[np.uint32]


class Slips:
    """An index of words: `.of("keub")` gives the places of keun, keu, kebu …"""

    def __init__(self, words: Sequence[str]) -> None:
        """About 2 µs and 70 bytes a word."""
        self._words = words
        numbers, places = [np.zeros(0, dtype=np.uint32)], [np.zeros(0, dtype=np.int32)]
        by_length: dict[int, list[int]] = {}
        for place, word in enumerate(words):
            if 0 < len(word) <= LONGEST:
                by_length.setdefault(len(word), []).append(place)
        for length, members in by_length.items():
            for start in range(0, len(members), _TOGETHER):
                some = members[start : start + _TOGETHER]
                made = _shortened([words[place] for place in some], length)
                numbers.append(made.ravel())
                places.append(np.repeat(np.array(some, dtype=np.int32), made.shape[1]))
        every = np.concatenate(numbers)
        order = np.argsort(every, kind="stable")
        self._numbers, self._places = every[order], np.concatenate(places)[order]

    def of(self, word: str) -> Ints:
        """Places of words one slip away, the word itself left out."""
        if not 0 < len(word) <= LONGEST:
            return np.zeros(0, dtype=np.int32)
        asked = np.unique(_shortened([word], len(word)))
        low = np.searchsorted(self._numbers, asked, "left")
        high = np.searchsorted(self._numbers, asked, "right")
        pieces = [self._places[start:end] for start, end in zip(low, high, strict=True)]
        near = np.unique(np.concatenate(pieces))
        away = cdist([word], [self._words[place] for place in near.tolist()], scorer=OSA.distance)
        return np.asarray(near[away[0] == 1])


def _shortened(words: Sequence[str], length: int) -> Numbers:
    """uint32[n, length + 1]: each word, and each with one letter left out, as a number."""
    text = np.array(words, dtype=f"U{length}").view(np.uint32).reshape(len(words), length)
    letters = text.astype(np.uint64)
    with np.errstate(over="ignore"):
        power = np.cumprod(np.full(length, _BASE, dtype=np.uint64))
        before = np.zeros((len(words), length + 1), dtype=np.uint64)
        np.cumsum(letters * power, axis=1, out=before[:, 1:])
        after = np.zeros_like(before)
        after[:, 1:-1] = letters[:, 1:] * power[:-1]
        # Letters behind the one left out move up by one place.
        behind = after.sum(axis=1, keepdims=True) - np.cumsum(after, axis=1)
        whole = before[:, -1:]
        less = before[:, :-1] + behind[:, :-1]
        return ((np.concatenate([whole, less], axis=1) * np.uint64(_BASE)) >> np.uint64(32)).astype(
            np.uint32
        )
