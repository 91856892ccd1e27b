"""How common a name word is: from the packaged table, and in bulk from the register itself.

Sharing a rare word says more than sharing Sok. Two measures are kept of each token (words read as
one): of its very letters, for records that write it alike, and of its consonants, which stand for
all the ways it is written.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from math import log2

import numpy as np
import numpy.typing as npt

from namebridge.readings import Token, share_of_people
from namebridge.sounds import joined

# Rarer than this (centibits) no word is taken to be: the rarest words are often slips.
RAREST = 1200
# So many people's worth of the packaged table is mixed into the counts of a register.
_TABLE_PEOPLE = 500
# The weights are meant for a register of this many people; in a larger one chance agrees oftener.
REFERENCE_PEOPLE, FEWEST_PEOPLE = 20_000, 1_000
# Where nobody was counted, the register is taken to be of this size.
ASSUMED_PEOPLE = 200_000

Ints = npt.NDArray[np.int32]


def centibits_of_share(share: float) -> int:
    """-log2 of a share, in centibits, at most RAREST."""
    return max(0, min(RAREST, round(-100 * log2(max(share, 1e-9)))))


def _centibits_of_shares(shares: npt.NDArray[np.float64]) -> Ints:
    distinct, place = np.unique(shares, return_inverse=True)
    worth = [centibits_of_share(share) for share in distinct.tolist()]
    return np.array(worth, dtype=np.int32)[place]


@lru_cache(maxsize=131072)
def _from_table(token: Token) -> int:
    return centibits_of_share(share_of_people(joined(token).skeleton))


@dataclass(frozen=True)
class WordShares:
    """How rare tokens are, in centibits (-log2 of the share of people who bear them, × 100).

    Without counts everything comes from the packaged table. `people` is the number of people
    counted, 0 for none; `texts` and `skeletons` say how many of them bear a token and a
    skeleton.
    """

    people: int = 0
    texts: dict[Token, int] = field(default_factory=dict)
    skeletons: dict[str, int] = field(default_factory=dict)
    _known: dict[Token, tuple[int, int]] = field(default_factory=dict, repr=False)

    @classmethod
    def counted(cls, people: Iterable[Iterable[Token]]) -> WordShares:
        """Counts of a register: for each person the tokens of all written forms."""
        texts: dict[Token, int] = {}
        skeletons: dict[str, int] = {}
        number = 0
        for tokens in people:
            number += 1
            for token in set(tokens):
                texts[token] = texts.get(token, 0) + 1
            for skeleton in {joined(token).skeleton for token in tokens}:
                skeletons[skeleton] = skeletons.get(skeleton, 0) + 1
        return cls(number, texts, skeletons)

    @property
    def shift(self) -> int:
        """Centibits to add to the odds before anything is compared: fewer in a large register."""
        people = max(self.people, FEWEST_PEOPLE) if self.people else ASSUMED_PEOPLE
        return -round(100 * log2(people / REFERENCE_PEOPLE))

    def rarity(self, token: Token) -> tuple[int, int]:
        """(centibits of its letters, centibits of its consonants) of one token."""
        if not self.people:
            found = _from_table(token)
            return found, found
        known = self._known.get(token)
        if known is None:
            skeleton = joined(token).skeleton
            prior = share_of_people(skeleton) * _TABLE_PEOPLE
            everybody = self.people + _TABLE_PEOPLE
            known = (
                centibits_of_share((self.texts.get(token, 0) + prior) / everybody),
                centibits_of_share((self.skeletons.get(skeleton, 0) + prior) / everybody),
            )
            self._known[token] = known
        return known

    def rarities(self, tokens: Sequence[Token], skeletons: Sequence[str]) -> tuple[Ints, Ints]:
        """`rarity` of many tokens of these skeletons: int32[tokens] twice."""
        share = {skeleton: share_of_people(skeleton) for skeleton in set(skeletons)}
        shares = np.array([share[skeleton] for skeleton in skeletons], dtype=np.float64)
        if not self.people:
            found = _centibits_of_shares(shares)
            return found, found
        prior, everybody = shares * _TABLE_PEOPLE, self.people + _TABLE_PEOPLE
        texts = np.array([self.texts.get(token, 0) for token in tokens], dtype=np.int64)
        sounds = np.array([self.skeletons.get(one, 0) for one in skeletons], dtype=np.int64)
        return (
            _centibits_of_shares((texts + prior) / everybody),
            _centibits_of_shares((sounds + prior) / everybody),
        )


PACKAGED = WordShares()
