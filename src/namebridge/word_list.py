"""Many words made ready for aligning, in little memory: about 100 bytes a word beside its text.

`batch.py` keeps the words themselves and compares any of them with any; here one word is held
against many at a time, value for value as `likeness` says of one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from hashlib import blake2b

import numpy as np
import numpy.typing as npt

from namebridge.alignment import NEARLY, likeness, prepared
from namebridge.batch import Ints
from namebridge.sounds import WordSounds
from namebridge.unit_scores import KINDS, unit_code, unit_scores

# Words that go through the alignment together: few enough to stay in the processor's cache.
_TOGETHER = 4096
# A word of equal units is alike in full; its alignment alone comes at least so far (per mille).
_ALMOST_EQUAL = 700
Shorts = npt.NDArray[np.int16]


class WordList:
    """Words as columns. A place in the list is the word's number."""

    def __init__(self, words: Iterable[WordSounds]) -> None:
        """Takes about 5 µs a word; the words are not kept."""
        rows, gaps, possible, length, sounding, skeletons = [], [], [], [], [], []
        self._letters: dict[int, WordSounds] = {}
        for place, word in enumerate(words):
            codes = [] if word.kind == "letters" else _codes(word)
            if word.kind == "letters":
                self._letters[place] = word
            rows += [code[0] for code in codes]
            gaps += [code[1] for code in codes]
            possible.append(sum(code[2] for code in codes))
            length.append(len(codes))
            sounding.append(_hash(word))
            skeletons.append(word.skeleton)
        self.possible = np.array(possible, dtype=np.int32)
        self.length = np.array(length, dtype=np.int16)
        self.sounding = np.array(sounding, dtype=np.int64)
        self.skeletons = skeletons
        self._units = _columns(rows, self.length, unit_scores().padding)
        self._gaps = _columns(gaps, self.length, 0)

    @classmethod
    def joined(cls, lists: Sequence[WordList]) -> WordList:
        """Several lists as one, in order; nothing is read again."""
        made = cls(())
        widest = max((part._units.shape[0] for part in lists), default=1)
        made.possible = np.concatenate([made.possible, *(part.possible for part in lists)])
        made.length = np.concatenate([made.length, *(part.length for part in lists)])
        made.sounding = np.concatenate([made.sounding, *(part.sounding for part in lists)])
        made.skeletons = [one for part in lists for one in part.skeletons]
        padding = unit_scores().padding
        made._units = _side_by_side([part._units for part in lists], widest, padding)
        made._gaps = _side_by_side([part._gaps for part in lists], widest, 0)
        start = 0
        for part in lists:
            made._letters |= {start + place: word for place, word in part._letters.items()}
            start += len(part)
        return made

    def __len__(self) -> int:
        return len(self.length)

    @property
    def letters(self) -> Ints:
        """Places of words of scripts without sounds."""
        return np.array(list(self._letters), dtype=np.int32)

    def likeness_to(self, word: WordSounds, places: Ints) -> tuple[Ints, Ints]:
        """(shares, centibits) of one word against the words at `places`.

        As `likeness`, but without its first look at the skeletons, which the caller has taken.
        About 0.3 µs a pair.
        """
        if word.kind == "letters":
            return self._letters_like(word, places)
        bits = self._aligned(word, places, in_part=False)
        share = np.clip(
            2000 * bits // np.maximum(self.possible[places] + prepared(word)[2], 1), 0, NEARLY
        )
        same = (share >= _ALMOST_EQUAL) & (self.sounding[places] == _hash(word))
        share[same], bits[same] = 1000, prepared(word)[2]
        return np.where(self.length[places] > 0, share, 0).astype(np.int32), bits

    def holding(self, word: WordSounds, places: Ints) -> tuple[Ints, Ints]:
        """(shares, centibits) of one word against the beginning or the end of the words.

        The share is of what the word asked for could earn: the rest of the other is not missed.
        """
        if word.kind == "letters":
            none = np.zeros(len(places), dtype=np.int32)
            return none, none
        bits = self._aligned(word, places, in_part=True)
        share = np.clip(1000 * bits // max(prepared(word)[2], 1), 0, NEARLY)
        return np.where(self.length[places] > 0, share, 0).astype(np.int32), bits

    def _letters_like(self, word: WordSounds, places: Ints) -> tuple[Ints, Ints]:
        found = [
            likeness(word, self._letters[place]) if place in self._letters else (0, 0)
            for place in places.tolist()
        ]
        both = np.array(found, dtype=np.int32).reshape(-1, 2)
        return both[:, 0], both[:, 1]

    def _aligned(self, word: WordSounds, places: Ints, *, in_part: bool) -> Ints:
        units, gaps, _ = prepared(word)
        worth = np.ascontiguousarray(unit_scores().pair[list(units)])
        bits = np.empty(len(places), dtype=np.int32)
        order = np.argsort(self.length[places], kind="stable")
        for start in range(0, len(order), _TOGETHER):
            some = order[start : start + _TOGETHER]
            bits[some] = self._align(worth, gaps, places[some], in_part)
        return bits

    def _align(self, worth: Ints, gaps: tuple[int, ...], places: Ints, in_part: bool) -> Ints:
        wide = max(1, int(self.length[places].max()))
        others = self._units[:wide, places]
        owed = np.zeros((wide + 1, len(places)), dtype=np.int32)
        np.cumsum(self._gaps[:wide, places], axis=0, out=owed[1:])
        row = owed.copy()
        # What stands before or behind a part costs nothing; at both sides it would mean little.
        free = np.zeros_like(row) if in_part else None
        row = self._walked(worth, gaps, others, owed, row)
        if free is None:
            return np.asarray(row[-1])
        end = self._walked(worth, gaps, others, owed, free)[-1]
        return np.asarray(np.maximum(row.max(axis=0), end))

    @staticmethod
    def _walked(worth: Ints, gaps: tuple[int, ...], others: Shorts, owed: Ints, row: Ints) -> Ints:
        for line, gap in zip(worth, gaps, strict=True):
            pair = line.take(others)
            pair += row[:-1]
            row += np.int32(gap)
            np.maximum(row[1:], pair, out=row[1:])
            row -= owed
            np.maximum.accumulate(row, axis=0, out=row)
            row += owed
        return row


def _codes(word: WordSounds) -> list[tuple[int, int, int]]:
    kind = KINDS[word.kind]
    return [unit_code(unit, kind) for unit in word.units]


def _hash(word: WordSounds) -> int:
    """Equal for words of equal units, whatever the process."""
    text = " ".join((word.kind, *word.units)).encode()
    return int.from_bytes(blake2b(text, digest_size=8).digest(), signed=True)


def _columns(values: list[int], length: Shorts, filling: int) -> Shorts:
    """int16[widest, n]: one row a place in the word, so that a place of all words lies together."""
    widest = int(length.max(initial=1))
    out = np.full((widest, len(length)), filling, dtype=np.int16)
    out.T[np.arange(widest)[None, :] < length[:, None]] = values
    return out


def _side_by_side(parts: Sequence[Shorts], widest: int, filling: int) -> Shorts:
    out = np.full((widest, sum(part.shape[1] for part in parts)), filling, dtype=np.int16)
    start = 0
    for part in parts:
        out[: part.shape[0], start : start + part.shape[1]] = part
        start += part.shape[1]
    return out
