"""The tokens of all names of both files: most are single plain words, or two of them.

A register of millions has some hundred thousand; making an object of each would cost as much as
comparing. Those of two words are kept as the two places, and put together when asked for.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from namebridge.link.words import Ints, ReadWords
from namebridge.readings import SCRIPTS, Token
from namebridge.scripts.detect import detect
from namebridge.sound_columns import SoundColumns
from namebridge.sounds import read_tokens

NONE = -1


class Consonants(NamedTuple):
    """Distinct skeletons `texts`; of every token the places of its `skeleton` and its `short`."""

    texts: list[str]
    skeleton: Ints
    short: Ints


class TokenTable:
    """Tokens by number: single plain words first, then pairs of these, then all others.

    The single words and the others, which are not put together of others, are kept as `alone`;
    `sounds` and `script` (a number of SCRIPTS) are theirs.
    """

    def __init__(self, read: list[ReadWords]) -> None:
        """Takes the words as they were read; those alike become one token."""
        self.alone: list[Token] = []
        self.sounds = SoundColumns.of(())
        self.script: list[int] = []
        self._single: dict[str, int] = {}
        self.numbers = [self._take(part) for part in read]
        """Of each part read, the numbers of its `low`."""
        self._singles = len(self.alone)
        # Two single words each, as one number; rising.
        self._pairs = np.zeros(0, dtype=np.int64)
        self._others: dict[Token, int] = {}

    def _take(self, part: ReadWords) -> Ints:
        single, known = self._single, len(self.alone)
        numbers = [single.setdefault(low, len(single)) for low in part.low]
        fresh = [place for place, number in enumerate(numbers) if number >= known]
        script = np.zeros(len(numbers), dtype=np.int8)
        script[part.number] = part.script
        self.alone += [(part.low[place],) for place in fresh]
        self.script += script[fresh].tolist()
        self.sounds.take(part.sounds, fresh)
        return np.array(numbers, dtype=np.int32)

    def __len__(self) -> int:
        return len(self.alone) + len(self._pairs)

    def number_pairs(self, one: Ints, two: Ints) -> Ints:
        """Numbers of the tokens of two single words each. To be asked once, before `add`."""
        self._pairs, place = np.unique(one.astype(np.int64) << 32 | two, return_inverse=True)
        return np.asarray(place + self._singles, dtype=np.int32)

    def find(self, token: Token) -> int:
        """The number of a token, NONE where no name has it."""
        numbers = [self._single.get(word, NONE) for word in token[:2]]
        if len(token) == 1 and numbers[0] != NONE:
            return numbers[0]
        if len(token) == 2 and NONE not in numbers:
            both = numbers[0] << 32 | numbers[1]
            place = int(np.searchsorted(self._pairs, both))
            if place < len(self._pairs) and self._pairs[place] == both:
                return self._singles + place
        return self._others.get(token, NONE)

    def add(self, tokens: list[Token]) -> list[int]:
        """Numbers of tokens of any kind, new or known."""
        numbers = [self.find(token) for token in tokens]
        start, known = self._singles + len(self._pairs), len(self._others)
        for place, number in enumerate(numbers):
            if number == NONE:
                later = start + len(self._others)
                numbers[place] = self._others.setdefault(tokens[place], later)
        fresh = list(self._others)[known:]
        self.alone += fresh
        self.script += [SCRIPTS[detect(token[0] if token else "")] for token in fresh]
        self.sounds.take(SoundColumns.of(read_tokens(fresh)), range(len(fresh)))
        return numbers

    def _parts(self, numbers: Ints) -> tuple[Ints, Ints]:
        """Places in `alone`: of each token or its first word, and of its second word or NONE."""
        one, two = numbers.copy(), np.full(len(numbers), NONE, dtype=np.int32)
        one[numbers >= self._singles] -= len(self._pairs)
        paired = np.flatnonzero((one < self._singles) & (numbers >= self._singles))
        both = self._pairs[numbers[paired] - self._singles]
        one[paired], two[paired] = both >> 32, both & 0xFFFFFFFF
        return one, two

    def texts(self, numbers: Ints) -> list[Token]:
        """The tokens of these numbers."""
        alone, parts = self.alone, (part.tolist() for part in self._parts(numbers))
        return [alone[a] if b == NONE else alone[a] + alone[b] for a, b in zip(*parts, strict=True)]

    def scripts(self, numbers: Ints) -> npt.NDArray[np.int8]:
        """Numbers of the scripts of these tokens."""
        return np.array(self.script, dtype=np.int8)[self._parts(numbers)[0]]

    def heard(self, numbers: Ints) -> SoundColumns:
        """What these tokens sound like, as `sounds.joined` of each."""
        one, two = self._parts(numbers)
        found = SoundColumns.of(())
        found.take(self.sounds, one.tolist())
        for place in np.flatnonzero(two != NONE).tolist():
            found.join(place, self.sounds, two[place])
        return found

    def consonants(self) -> Consonants:
        """The skeletons of all tokens, each text once."""
        known: dict[str, int] = {}
        whole = _numbered(self.sounds.skeleton, known)
        short = _numbered(self.sounds.short, known)
        one, two = self._pairs >> 32, self._pairs & 0xFFFFFFFF
        texts = list(known)
        columns = []
        for alone in (whole, short):
            both, place = np.unique(
                whole[one].astype(np.int64) << 32 | alone[two], return_inverse=True
            )
            parts = (both >> 32).tolist(), (both & 0xFFFFFFFF).tolist()
            joined = [texts[a] + texts[b] for a, b in zip(*parts, strict=True)]
            paired = _numbered(joined, known)[place]
            columns.append(np.concatenate([alone[: self._singles], paired, alone[self._singles :]]))
        return Consonants(list(known), *columns)


def _numbered(texts: list[str], known: dict[str, int]) -> Ints:
    return np.array([known.setdefault(text, len(known)) for text in texts], dtype=np.int32)
