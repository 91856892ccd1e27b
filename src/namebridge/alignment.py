"""How well two words agree in sound: the best alignment of their units, in whole centibits.

What two units are worth is in `unit_scores.py`. `batch.py` does the same for many pairs at once,
value for value.
"""

from __future__ import annotations

from functools import lru_cache

from rapidfuzz.distance import Levenshtein

from namebridge.sounds import WordSounds
from namebridge.unit_scores import KINDS, pair_rows, unit_code

# Centibits that one equal letter is worth in a script that has no sounds here.
LETTER_CENTIBITS = 300
# The most that words of unlike units share (per mille); 1000 is for the same sounds written alike.
NEARLY = 999


@lru_cache(maxsize=262144)
def prepared(word: WordSounds) -> tuple[tuple[int, ...], tuple[int, ...], int]:
    """(rows of the units among the scores, their gaps, what all could earn) of one word."""
    kind = KINDS[word.kind]
    codes = [unit_code(unit, kind) for unit in word.units]
    return (
        tuple(code[0] for code in codes),
        tuple(code[1] for code in codes),
        sum(code[2] for code in codes),
    )


def _align(a: WordSounds, b: WordSounds) -> int:
    left, gaps_a, _ = prepared(a)
    right, gaps_b, _ = prepared(b)
    scores = pair_rows()
    row = [0]
    for gap in gaps_b:
        row.append(row[-1] + gap)
    for place, unit in enumerate(left):
        gap, worth = gaps_a[place], scores[unit]
        diagonal, best = row[0], row[0] + gap
        new = [best]
        for column, other in enumerate(right, 1):
            above = row[column]
            pair = diagonal + worth[other]
            best += gaps_b[column - 1]
            if above + gap > best:
                best = above + gap
            if pair > best:
                best = pair
            new.append(best)
            diagonal = above
        row = new
    return row[-1]


def nothing_shared(distance: int, longer: int) -> bool:
    """Whether skeletons so far apart rule likeness out; saves most alignments."""
    return longer >= 2 and distance * 100 > 67 * longer


def _letters(a: WordSounds, b: WordSounds) -> tuple[int, int]:
    if a.kind != b.kind:
        return 0, 0
    longer = max(len(a.units), len(b.units))
    share = 1000 * (longer - Levenshtein.distance(a.units, b.units)) // longer
    return share, LETTER_CENTIBITS * len(a.units) * share // 1000


@lru_cache(maxsize=262144)
def _likeness(a: WordSounds, b: WordSounds) -> tuple[int, int]:
    longer = max(len(a.skeleton), len(b.skeleton))
    if nothing_shared(Levenshtein.distance(a.skeleton, b.skeleton), longer):
        return 0, 0
    centibits = _align(a, b)
    possible = prepared(a)[2] + prepared(b)[2]
    share = 2000 * centibits // possible if possible > 0 else 0
    return max(0, min(NEARLY, share)), centibits


def likeness(a: WordSounds, b: WordSounds) -> tuple[int, int]:
    """(share, centibits): how much of what two words say agrees, 0..1000, and how much that is.

    Symmetric. A word without units agrees with nothing.
    """
    if not a.units or not b.units:
        return 0, 0
    same = a is b or (a.kind == b.kind and a.units == b.units)
    if "letters" in (a.kind, b.kind):
        if same:
            return 1000, LETTER_CENTIBITS * len(a.units)
        return _letters(a, b) if len(a.units) <= len(b.units) else _letters(b, a)
    if same:
        return 1000, prepared(a)[2]
    if (a.kind, a.units) > (b.kind, b.units):
        a, b = b, a
    return _likeness(a, b)
