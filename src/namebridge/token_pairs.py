"""What pairs of tokens are worth, many at once: levels, and weights with the words' rarity."""

from __future__ import annotations

import numpy as np

from namebridge.batch import Bools, Words
from namebridge.columns import Int8, Int32, Tokens
from namebridge.weights import RARITY_FROM, word_weights
from namebridge.word_match import (
    ALIKE,
    CLOSE,
    IDENTICAL,
    RELATION,
    SHARES,
    words_agree,
)
from namebridge.word_shares import PACKAGED, WordShares


class TokenPairs:
    """Levels and weights of pairs of tokens of one `Tokens`, for one `WordShares`.

    Made once all tokens are known; it only reads what it holds, so threads may share it.
    """

    def __init__(self, tokens: Tokens, shares: WordShares = PACKAGED) -> None:
        self.shares = shares
        self.words = Words(tokens.sounds())
        self.script = tokens.scripts()
        self.text, self.sound = tokens.rarity(shares)
        self.weights = np.array(word_weights(), dtype=np.int32)
        self.relation = np.array(RELATION, dtype=np.int8)

    def look_up(self, one: Int32, other: Int32) -> tuple[Int8, Int32, Int32]:
        """(levels, person centibits, household centibits) of the token pairs."""
        level = self.levels(one, other)
        relation = self.relation[self.script[one], self.script[other]]
        weights = self.weights[relation, level]
        person, household = weights[:, 0].copy(), weights[:, 1]
        near = np.flatnonzero(level >= RARITY_FROM)
        left, right = one[near], other[near]
        text = np.minimum(self.text[left], self.text[right])
        sound = np.minimum(self.sound[left], self.sound[right])
        person[near] += np.where(level[near] == IDENTICAL, text, (text + sound) // 2)
        return level, person, household

    def levels(self, one: Int32, other: Int32) -> Int8:
        """Level of agreement of each pair of token ids, as `word_match.level_of`."""
        shares, _ = self.words.likeness(one, other)
        level = np.zeros(len(one), dtype=np.int8)
        for least in SHARES[3:]:
            level += (shares >= least).astype(np.int8)
        alike = np.flatnonzero(shares >= SHARES[2])
        share = shares[alike]
        same = ALIKE + (share >= SHARES[1]).astype(np.int8) + (share >= SHARES[0])
        differs = 1 + CLOSE + (share >= SHARES[1]).astype(np.int8)
        level[alike] = np.where(self._consonants(one[alike], other[alike]), same, differs)
        level[one == other] = IDENTICAL
        return level

    def _consonants(self, one: Int32, other: Int32) -> Bools:
        agree = self.words.skeleton[one] == self.words.skeleton[other]
        at = self.words.columns.at
        for place in np.flatnonzero(~agree).tolist():
            agree[place] = words_agree(at(int(one[place])), at(int(other[place])))
        return np.asarray(agree, dtype=bool)
