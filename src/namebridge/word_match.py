"""How well two tokens agree, as one of nine levels, and what that is worth in centibits.

A level is a band of the share of agreement (`alignment.likeness`) and whether the consonants can
be one word's: in a long name one unlike consonant costs little of the whole, yet tells brothers
apart. What a level is worth depends on the scripts, because Khmer against Khmer leaves little
room and Thai against Latin much.
"""

from __future__ import annotations

from functools import lru_cache

from rapidfuzz.distance import Indel, Levenshtein

from namebridge.alignment import likeness
from namebridge.readings import SCRIPTS, Token
from namebridge.scripts.detect import detect
from namebridge.sounds import WordSounds, joined
from namebridge.weights import RARITY_FROM, word_weights
from namebridge.word_shares import WordShares

# Levels: 8 the same letters; 7 and 6 the same sound; 5 alike, the consonants can be the same; 4
# and 3 as much alike as 6 and 5, but a consonant differs; 2 alike in part; 1 and 0 unlike. The
# shares (per mille) from which 7, 6 (and 4), 5 (and 3), 2, 1 begin.
IDENTICAL, VERY_SAME, SAME, ALIKE, CLOSE = 8, 7, 6, 5, 2
LEVELS = 9
SHARES = (900, 780, 600, 450, 300)
# Which weights hold between scripts (rows and columns as in readings.SCRIPTS).
NATIVE, LATIN, KHMER_LATIN, THAI_OTHER = range(4)
RELATIONS = ("native", "latin", "khmer_latin", "thai_other")
RELATION = (
    (NATIVE, KHMER_LATIN, THAI_OTHER, THAI_OTHER),
    (KHMER_LATIN, LATIN, THAI_OTHER, THAI_OTHER),
    (THAI_OTHER, THAI_OTHER, NATIVE, THAI_OTHER),
    (THAI_OTHER, THAI_OTHER, THAI_OTHER, NATIVE),
)


@lru_cache(maxsize=65536)
def consonants_agree(one: str, other: str) -> bool:
    """Whether no consonant class stands against another, nor one more at the end."""
    if one == other:
        return True
    if abs(len(one) - len(other)) > 1 or one[-1:] != other[-1:]:
        return False
    # The shortest way from one to the other, or one as short, replaces nothing.
    return Levenshtein.distance(one, other) == Indel.distance(one, other)


def words_agree(a: WordSounds, b: WordSounds) -> bool:
    """Whether the consonants of two words can be those of one."""
    return any(
        consonants_agree(one, other)
        for one in {a.skeleton, a.short}
        for other in {b.skeleton, b.short}
    )


@lru_cache(maxsize=131072)
def script_of(token: Token) -> int:
    """Number of the script of a token's first word."""
    return SCRIPTS[detect(token[0])] if token else SCRIPTS[detect("")]


@lru_cache(maxsize=262144)
def level_of(a: Token, b: Token) -> int:
    """The level of agreement of two tokens, 0 to 8. Symmetric."""
    if a == b:
        return IDENTICAL
    one, other = joined(a), joined(b)
    share, _ = likeness(one, other)
    if share < SHARES[2]:
        return sum(share >= least for least in SHARES[3:])
    if words_agree(one, other):
        return ALIKE + sum(share >= least for least in SHARES[:2])
    return 1 + CLOSE + (share >= SHARES[1])


def rarity_of_pair(level: int, one: tuple[int, int], other: tuple[int, int]) -> int:
    """Centibits that the words' rarity adds at a level.

    The same letters are as rare as those letters; other spellings lie between the letters and
    the consonants, as one spelling may be rare of a common word.
    """
    if level < RARITY_FROM:
        return 0
    text = min(one[0], other[0])
    return text if level == IDENTICAL else (text + min(one[1], other[1])) // 2


def match_tokens(a: Token, b: Token, shares: WordShares) -> tuple[int, int, int]:
    """(level, centibits for one person, centibits for two given names of one household)."""
    level = level_of(a, b)
    relation = RELATION[script_of(a)][script_of(b)]
    person, household = word_weights()[relation][level]
    return level, person + rarity_of_pair(level, shares.rarity(a), shares.rarity(b)), household
