"""Full names from names alone: whom of a register could this name, in any script, mean?

The words of the name are held against the distinct words of the register (`Vocabulary`), and the
answers are put together over pairs of words: family with family and given with given, turned
round, given names joined or split, one word missing on either side. A word is worth how much
oftener its spelling is met in that name than in the register at large, so a rare name tells more.

    index = NameIndex([parse(text).words for text in register])
    for place, centibits in index.ranked(parse("កែវ រតនៈ").words, limit=10): ...
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from namebridge.batch import Ints
from namebridge.vocabulary import Vocabulary, grouped, members_of

# More words than this are not a name but a sentence; what follows is left out.
MOST_WORDS = 6
Words = tuple[str, ...]
Values = npt.NDArray[np.float32]
# All in bits. A word that is another word altogether (a slip, a nickname, a married name).
OTHER_WORD = -7.0
MISSING_WORD = -3.0
TURNED_ROUND = -2.5
OTHER_READING = -0.5
# What a word that agrees in nothing loses; how much the rarity of a spelling counts.
SHORT, RARITY = 10.0, 0.15


def readings(words: Words) -> list[tuple[str, str, float]]:
    """(family token, given token, bits) of the ways to read a name; "" where a word is missing."""
    words = words[:MOST_WORDS]
    if not words:
        return []
    if len(words) == 1:
        return [("", words[0], 0.0), (words[0], "", 0.0)]
    found = [(words[0], " ".join(words[1:]), 0.0)]
    if len(words) > 2:
        found.append((" ".join(words[:-1]), words[-1], OTHER_READING))
    return found


class NameIndex:
    """The names of a register, ready to be asked by names in any script."""

    def __init__(self, names: Sequence[Words], owners: Sequence[int] | None = None) -> None:
        """`names` are the clean words of each written name; `owners` whose it is (its place).

        A person may have several names (Khmer, Latin, Thai). About 5 µs a name and 30 µs a
        distinct word.
        """
        numbers: dict[str, int] = {"": 0}
        families, givens, of = [], [], []
        for place, words in enumerate(names):
            for family, given, _ in readings(words):
                families.append(numbers.setdefault(family, len(numbers)))
                givens.append(numbers.setdefault(given, len(numbers)))
                of.append(place)
        owner = np.arange(len(names)) if owners is None else np.asarray(owners)
        self.people = int(owner.max(initial=-1)) + 1
        self.vocabulary = Vocabulary(list(numbers)[1:])
        many = len(numbers)
        pairs = np.array(families, dtype=np.int64) * many + np.array(givens, dtype=np.int64)
        distinct, back = np.unique(pairs, return_inverse=True)
        self._family = (distinct // many).astype(np.int32)
        self._given = (distinct % many).astype(np.int32)
        self._owners, self._owner_start = grouped(back.reshape(-1).astype(np.int32), len(distinct))
        self._owners = owner[np.array(of, dtype=np.int64)[self._owners]].astype(np.int32)
        self._with_family = grouped(self._family, many)
        self._with_given = grouped(self._given, many)
        seen = np.bincount(np.concatenate([families, givens]).astype(np.int64), minlength=many)
        self._seen = seen[1:] / max(1, seen[1:].sum())

    def _worth(self, token: str) -> tuple[Values, Ints]:
        """(bits of every token as the one asked for, the tokens worth following)."""
        worth = np.full(len(self.vocabulary) + 1, OTHER_WORD, dtype=np.float32)
        worth[0] = MISSING_WORD
        if not token:
            worth[:] = MISSING_WORD
            worth[0] = 0.0
            return worth, np.zeros(0, dtype=np.int32)
        places, shares, _ = self.vocabulary.near(token)
        bits = word_bits(shares, self._seen[places])
        worth[places + 1] = np.maximum(bits, OTHER_WORD)
        return worth, (places[bits > OTHER_WORD + 1.0] + 1).astype(np.int32)

    def ranked(
        self, words: Words, limit: int = 10, among: npt.NDArray[np.bool_] | None = None
    ) -> list[tuple[int, int]]:
        """(owner, centibits) of the people whose names fit best, best first.

        `among` (bool, one a person) leaves out whom other facts rule out.
        """
        best: dict[int, float] = {}
        known: dict[str, tuple[Values, Ints]] = {}
        for family, given, bits in readings(words):
            for token in (family, given):
                known[token] = known.get(token) or self._worth(token)
            owners, scores = self._reading(known[family], known[given], limit, among)
            scores = scores + np.float32(bits)
            for owner, score in zip(owners.tolist(), scores.tolist(), strict=True):
                best[owner] = max(score, best.get(owner, score))
        ordered = sorted(best.items(), key=lambda item: (-item[1], item[0]))[:limit]
        return [(owner, round(score * 100)) for owner, score in ordered]

    def _reading(
        self,
        family: tuple[Values, Ints],
        given: tuple[Values, Ints],
        limit: int,
        among: npt.NDArray[np.bool_] | None,
    ) -> tuple[Ints, Values]:
        """(owners, bits) of the best of one reading.

        First those who bear the rarer of the two words. Who bears the other alone is only looked
        at where that could still be better than the last of the first.
        """
        rarer, other = sorted((family, given), key=lambda word: self._borne(word[1]))
        pairs = self._with(rarer[1])
        owners, scores = self._people(pairs, self._bits(pairs, family, given), limit, among)
        least = self._least(owners, scores, limit)
        left = other[1][other[0][other[1]] + MISSING_WORD >= least]
        if len(left):
            pairs = np.union1d(pairs, self._with(left))
            owners, scores = self._people(pairs, self._bits(pairs, family, given), limit, among)
        return owners, scores

    def _least(self, owners: Ints, scores: Values, limit: int) -> float:
        """Bits of the last of the best `limit` people, or less than any where there are fewer."""
        first = np.sort(np.unique(owners, return_index=True)[1])
        return float(scores[first[limit - 1]]) if len(first) >= limit else -np.inf

    def _borne(self, tokens: Ints) -> int:
        """How many pairs hold one of the tokens."""
        starts, others = self._with_family[1], self._with_given[1]
        return int(
            (starts[tokens + 1] - starts[tokens] + others[tokens + 1] - others[tokens]).sum()
        )

    def _with(self, tokens: Ints) -> Ints:
        """The pairs that hold one of the tokens, sorted."""
        held = np.zeros(len(self._family), dtype=bool)
        held[members_of(*self._with_family, tokens)] = True
        held[members_of(*self._with_given, tokens)] = True
        return np.flatnonzero(held).astype(np.int32)

    def _bits(self, pairs: Ints, family: tuple[Values, Ints], given: tuple[Values, Ints]) -> Values:
        """Bits of each pair of words as the name asked for."""
        left, right = self._family[pairs], self._given[pairs]
        straight = family[0][left] + given[0][right]
        turned = family[0][right] + given[0][left] + np.float32(TURNED_ROUND)
        return np.asarray(np.maximum(straight, turned))

    def _people(
        self,
        pairs: Ints,
        scores: Values,
        limit: int,
        among: npt.NDArray[np.bool_] | None,
    ) -> tuple[Ints, Values]:
        """The best `limit` owners of the best pairs, ties included."""
        wanted = limit
        while True:
            few = min(len(pairs), max(wanted, 64))
            if few < len(pairs):
                least = np.partition(scores, len(scores) - few)[len(scores) - few]
                kept = np.flatnonzero(scores >= least)
            else:
                kept = np.arange(len(pairs))
            many = self._owner_start[pairs[kept] + 1] - self._owner_start[pairs[kept]]
            owners = members_of(self._owners, self._owner_start, pairs[kept])
            values = np.repeat(scores[kept], many)
            if among is not None:
                values, owners = values[among[owners]], owners[among[owners]]
            if len(set(owners.tolist())) >= limit or few == len(pairs):
                order = np.lexsort((owners, -values))
                return owners[order], values[order]
            wanted = few * 8


def word_bits(shares: Ints, seen: npt.NDArray[np.float64]) -> Values:
    """Bits a word is worth: less what its sounds fall short of, more the rarer its spelling."""
    return (SHORT * (shares / 1000.0 - 1.0) - RARITY * np.log2(seen + 1e-5)).astype(np.float32)
