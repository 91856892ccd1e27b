"""Find a firm by any spelling of its name: sounds across scripts, the beginning of a word, a part.

Names of firms are several words in any order, often written without spaces in Khmer. Every word is
worth how seldom it is met among the names, so that "company" or "manpower" decides nothing.
"""

from collections import defaultdict
from collections.abc import Iterable
from math import log2

from namebridge import Vocabulary, clean

MOST_WORDS = 8
_LEAST_SHARE = 650  # of 1000: less alike in sound is another word
_BEGINS, _WITHIN, _SLIPPED = 900, 950, 800
_ENOUGH = 0.55  # of what the words asked for are worth


def words_of(text: str) -> list[str]:
    """Clean words in small letters; figures and letters only."""
    plain = "".join(letter if _belongs(letter) else " " for letter in clean(text).casefold())
    return plain.split()[:MOST_WORDS]


def _belongs(letter: str) -> bool:
    # Khmer and Thai vowel signs are marks, not letters: they belong to their word.
    return letter.isalnum() or "\u0e00" <= letter <= "\u0e7f" or "\u1780" <= letter <= "\u17d3"


class NamesOfFirms:
    """All names of all firms, ready to be asked. About 50 microseconds a name to make."""

    def __init__(self, names: Iterable[tuple[str, str]]) -> None:
        """Takes (whose it is, a name); an owner may come several times."""
        self._of_word: dict[str, set[str]] = defaultdict(set)
        self._whole: list[tuple[str, str]] = []
        owners = set()
        for owner, name in names:
            owners.add(owner)
            words = words_of(name)
            self._whole.append((owner, "".join(words)))
            for word in words:
                self._of_word[word].add(owner)
        self._words = list(self._of_word)
        self._vocabulary = Vocabulary(self._words)
        self._many = max(1, len(owners))

    def ranked(self, asked: str, limit: int = 20) -> list[str]:
        """The owners whose names fit best, best first; none that fit by less than half."""
        words = words_of(asked)
        if not words:
            return []
        worth: dict[str, float] = defaultdict(float)
        possible = 0.0
        for word in words:
            found, most = self._fitting(word)
            possible += most
            for owner, bits in found.items():
                worth[owner] += bits
        joined = "".join(words)
        for owner, whole in self._whole:
            if len(joined) > 2 and joined in whole:
                worth[owner] = max(worth[owner], possible * _WITHIN / 1000)
        fitting = [(-bits, owner) for owner, bits in worth.items() if bits >= possible * _ENOUGH]
        return [owner for _, owner in sorted(fitting)[:limit]]

    def _fitting(self, word: str) -> tuple[dict[str, float], float]:
        """(bits by owner, the most this word can be worth)."""
        shares: dict[str, int] = {}
        places, near, _ = self._vocabulary.near(word)
        for place, share in zip(places.tolist(), near.tolist(), strict=True):
            if share >= _LEAST_SHARE:
                shares[self._words[place]] = share
        slipped = self._vocabulary.slipped(word).tolist() if len(word) > 2 else ()
        for place in slipped:
            other = self._words[place]
            shares[other] = max(shares.get(other, 0), _SLIPPED)
        if len(word) > 1:
            for other in self._words:
                if other.startswith(word):
                    shares[other] = max(shares.get(other, 0), _BEGINS)
        if word in self._of_word:
            shares[word] = 1000
        found: dict[str, float] = {}
        for other, share in shares.items():
            for owner in self._of_word[other]:
                bits = self._bits(other) * share / 1000
                found[owner] = max(bits, found.get(owner, 0.0))
        best = self._bits(word) if word in self._of_word else log2(self._many) + 1
        return found, max([best, *found.values()])

    def _bits(self, word: str) -> float:
        return log2(self._many / len(self._of_word[word])) + 1
