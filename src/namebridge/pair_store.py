"""Keeps what token pairs are worth, so that each distinct pair is worked out once.

A hash table in NumPy (open addressing): look-ups and inserts of whole arrays at a time. Memory
grows with the distinct pairs: 17 bytes for each slot, at most half of the slots used.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from namebridge.batch import Words
from namebridge.columns import Int8, Int32, Int64, Tokens
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

_EMPTY = np.int64(-1)
_SPREAD = np.uint64(0x9E3779B97F4A7C15)


class PairStore:
    """Levels and weights of pairs of tokens of one `Tokens`, for one `WordShares`."""

    def __init__(self, tokens: Tokens, shares: WordShares = PACKAGED) -> None:
        self.tokens, self.shares = tokens, shares
        self.words = Words(tokens.sounds())
        self.script = tokens.scripts()
        self.text, self.sound = tokens.rarity(shares)
        self.weights = np.array(word_weights(), dtype=np.int32)
        self.relation = np.array(RELATION, dtype=np.int8)
        self.used = 0
        self._allocate(16)

    def _allocate(self, bits: int) -> None:
        self._bits = bits
        size = 1 << bits
        self._keys = np.full(size, _EMPTY, dtype=np.int64)
        self._level = np.zeros(size, dtype=np.int8)
        self._person = np.zeros(size, dtype=np.int32)
        self._household = np.zeros(size, dtype=np.int32)

    def _slots(self, keys: Int64) -> Int64:
        mixed = (keys.view(np.uint64) * _SPREAD) >> np.uint64(64 - self._bits)
        return mixed.astype(np.int64)

    def _find(self, keys: Int64) -> tuple[Int64, npt.NDArray[np.bool_]]:
        """(slot of each key, or the empty slot where its search ended; whether it is there)."""
        slots = self._slots(keys)
        held = self._keys[slots]
        open_ = np.flatnonzero((held != keys) & (held != _EMPTY))
        while len(open_):
            slots[open_] = (slots[open_] + 1) & ((1 << self._bits) - 1)
            held = self._keys[slots[open_]]
            open_ = open_[(held != keys[open_]) & (held != _EMPTY)]
        return slots, self._keys[slots] == keys

    def _place(self, keys: Int64) -> Int64:
        """Slots for distinct keys that are not in the table, now taken by them."""
        slots = self._slots(keys)
        open_ = np.arange(len(keys))
        while len(open_):
            free = open_[self._keys[slots[open_]] == _EMPTY]
            self._keys[slots[free]] = keys[free]
            open_ = open_[self._keys[slots[open_]] != keys[open_]]
            slots[open_] = (slots[open_] + 1) & ((1 << self._bits) - 1)
        return slots

    def _grow(self, more: int) -> None:
        if 2 * (self.used + more) <= len(self._keys):
            return
        kept = np.flatnonzero(self._keys != _EMPTY)
        old = self._keys[kept], self._level[kept], self._person[kept], self._household[kept]
        self._allocate(max(16, int(2 * (self.used + more)).bit_length()))
        slots = self._place(old[0])
        self._level[slots], self._person[slots], self._household[slots] = old[1:]

    def look_up(self, left: Int32, right: Int32) -> tuple[Int8, Int32, Int32]:
        """(levels, person centibits, household centibits) of the token pairs; all ids known."""
        low = np.minimum(left, right).astype(np.int64)
        keys = (low << 32) | np.maximum(left, right)
        slots, there = self._find(keys)
        if not there.all():
            new = np.unique(keys[~there])
            self._grow(len(new))
            self._add(new)
            slots, _ = self._find(keys)
        return self._level[slots], self._person[slots], self._household[slots]

    def _add(self, keys: Int64) -> None:
        one, other = (keys >> 32).astype(np.int32), (keys & 0xFFFFFFFF).astype(np.int32)
        level = self.levels(one, other)
        relation = self.relation[self.script[one], self.script[other]]
        weights = self.weights[relation, level]
        text = np.minimum(self.text[one], self.text[other])
        sound = np.minimum(self.sound[one], self.sound[other])
        rarity = np.where(level == IDENTICAL, text, (text + sound) // 2)
        slots = self._place(keys)
        self._level[slots] = level
        self._person[slots] = weights[:, 0] + np.where(level >= RARITY_FROM, rarity, 0)
        self._household[slots] = weights[:, 1]
        self.used += len(keys)

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

    def _consonants(self, one: Int32, other: Int32) -> npt.NDArray[np.bool_]:
        agree = self.words.skeleton[one] == self.words.skeleton[other]
        sounds = self.words.words
        for place in np.flatnonzero(~agree).tolist():
            agree[place] = words_agree(sounds[int(one[place])], sounds[int(other[place])])
        return np.asarray(agree, dtype=bool)
