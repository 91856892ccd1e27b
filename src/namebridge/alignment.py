"""How well two words agree in sound: the best alignment of their units, in bits.

A pair of units is worth log2 of how much oftener the two meet in spellings of one word than by
chance. All of it follows from one learned table, `sound_spellings.tsv`: sound against chunk
directly, chunk against chunk through the sounds both may stand for, sound against sound
through the chunks both are written with.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cache, lru_cache
from math import log2

from rapidfuzz.distance import Levenshtein

from namebridge.reading import rows
from namebridge.scripts.latin_sounds import is_vowel
from namebridge.sounds import CLASS, WordSounds

NONE = "-"
# Bits: a consonant against a vowel, the same kind never seen together, an unwritten unit.
WORST_KIND, WORST_PAIR, WORST_GAP = -7.0, -4.5, -6.0
# Floors for pairs the table has seen too seldom: two vowels; consonants of one class.
WORST_VOWELS, SAME_CLASS = -2.0, 0.6
# Final v and y are often taken into the vowel in writing and ៈ has a k or not; a silent
# letter is seldom written.
_GAP_FLOOR = {"v.": -1.5, "y.": -0.7, "k?": -1.0}
_SILENT_GAP = -0.7
_UNITS = {"sounds": 0, "chunks": 1}


@dataclass(frozen=True, slots=True)
class _Model:
    written: dict[str, dict[str, float]]  # sound -> chunk -> share
    read: dict[str, dict[str, float]]  # chunk -> sound -> share
    sound_share: dict[str, float]
    chunk_share: dict[str, float]


@cache
def _model() -> _Model:
    joint: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for sound, chunk, count in rows("sound_spellings.tsv"):
        joint[sound][chunk] += float(count)
    back: dict[str, dict[str, float]] = defaultdict(dict)
    for sound, by_chunk in joint.items():
        for chunk, seen in by_chunk.items():
            back[chunk][sound] = seen
    sound_total = {sound: sum(chunks.values()) for sound, chunks in joint.items()}
    chunk_total = {chunk: sum(sounds.values()) for chunk, sounds in back.items()}
    everything = sum(sound_total.values())
    return _Model(
        {s: {c: n / sound_total[s] for c, n in chunks.items()} for s, chunks in joint.items()},
        {c: {s: n / chunk_total[c] for s, n in sounds.items()} for c, sounds in back.items()},
        {s: n / everything for s, n in sound_total.items()},
        {c: n / everything for c, n in chunk_total.items()},
    )


def _vowel_sound(sound: str) -> bool:
    return sound[0] in "aeiouy" and sound.rstrip(".-?") != "y"


@lru_cache(maxsize=4096)
def _known_sound(sound: str) -> str:
    """The sound itself, or the nearest one the table knows."""
    written = _model().written
    bare = sound.rstrip("?.-")
    swapped = bare[:-1] + ("2" if bare.endswith("1") else "1")
    for candidate in (sound, bare, swapped, f"{bare}."):
        if candidate in written:
            return candidate
    return sound


@lru_cache(maxsize=16384)
def _known_chunk(chunk: str) -> str:
    """The chunk itself, or the nearest of its kind the table knows ("oeua" is read as "oeu")."""
    read = _model().read
    if chunk in read and _model().chunk_share[chunk] > 1e-5:
        return chunk
    known = [
        other
        for other in read
        if other != NONE and is_vowel(other) == is_vowel(chunk) and other[-1:] != "."
    ]
    if not known:
        return chunk
    return min(
        known,
        key=lambda other: (Levenshtein.distance(chunk[:8], other), -_model().chunk_share[other]),
    )


def _same_kind(a: str, kind_a: int, b: str, kind_b: int) -> bool:
    vowel_a = is_vowel(a) if kind_a else _vowel_sound(a)
    return vowel_a == (is_vowel(b) if kind_b else _vowel_sound(b))


def _meeting(a: str, kind_a: int, b: str, kind_b: int) -> float:
    """How much oftener than by chance the two units meet (1 = as by chance)."""
    model = _model()
    if kind_a != kind_b:
        sound, chunk = (a, b) if kind_a == 0 else (b, a)
        share = model.chunk_share.get(chunk, 0.0)
        return model.written.get(sound, {}).get(chunk, 0.0) / share if share else 0.0
    table, shares = (
        (model.written, model.chunk_share) if kind_a == 0 else (model.read, model.sound_share)
    )
    left, right = table.get(a, {}), table.get(b, {})
    return sum(
        share * right[link] / shares[link]
        for link, share in left.items()
        if link != NONE and link in right
    )


def _kinship(a: str, kind_a: int, b: str) -> float:
    """Bits for a pair the table knows little of: kin in mouth, or two vowels, or neither."""
    if is_vowel(a) if kind_a else _vowel_sound(a):
        return WORST_VOWELS
    bare_a, bare_b = a.rstrip(".-?"), b.rstrip(".-?")
    if CLASS.get(bare_a) and CLASS.get(bare_a) == CLASS.get(bare_b):
        return SAME_CLASS
    return WORST_PAIR


@lru_cache(maxsize=65536)
def _pair_bits(a: str, kind_a: int, b: str, kind_b: int) -> float:
    if not _same_kind(a, kind_a, b, kind_b):
        return WORST_KIND
    ratio = _meeting(a, kind_a, b, kind_b)
    if kind_a == kind_b and a == b:
        ratio = max(ratio, 2.0)
    return max(_kinship(a, kind_a, b), log2(ratio + 1e-3))


@lru_cache(maxsize=8192)
def _gap_bits(unit: str, kind: int) -> float:
    """What it costs that `unit` has nothing on the other side."""
    model = _model()
    if kind == 0:
        share = model.written.get(unit, {}).get(NONE, 0.0)
    else:
        share = model.read.get(unit, {}).get(NONE, 0.0) + sum(
            part * model.written[sound].get(NONE, 0.0)
            for sound, part in model.read.get(unit, {}).items()
        )
    floor = _SILENT_GAP if unit[-1] == "-" else _GAP_FLOOR.get(unit, WORST_GAP)
    return max(floor, log2(min(0.9, share + 1e-3)))


@lru_cache(maxsize=8192)
def _self_bits(unit: str, kind: int) -> float:
    """What a unit could earn at best; one that is often unwritten owes little."""
    best = max(0.3, _pair_bits(unit, kind, unit, kind))
    return min(1.0, best) if kind == 0 and unit[-1] in "?-" else best


@lru_cache(maxsize=131072)
def _prepared(word: WordSounds) -> tuple[tuple[str, ...], int, tuple[float, ...], float]:
    kind = _UNITS.get(word.kind, 2)
    known = _known_chunk if kind else _known_sound
    units = tuple(known(unit) for unit in word.units)
    gaps = tuple(
        _gap_bits(unit if given[-1] != "-" else given, kind)
        for unit, given in zip(units, word.units, strict=True)
    )
    return units, kind, gaps, sum(_self_bits(unit, kind) for unit in units)


def _align(a: WordSounds, b: WordSounds) -> float:
    left, kind_a, gaps_a, _ = _prepared(a)
    right, kind_b, gaps_b, _ = _prepared(b)
    row = [0.0]
    for gap in gaps_b:
        row.append(row[-1] + gap)
    for place, unit in enumerate(left):
        gap = gaps_a[place]
        diagonal, best = row[0], row[0] + gap
        new = [best]
        for column, other in enumerate(right, 1):
            above = row[column]
            pair = diagonal + _pair_bits(unit, kind_a, other, kind_b)
            best += gaps_b[column - 1]
            if above + gap > best:
                best = above + gap
            if pair > best:
                best = pair
            new.append(best)
            diagonal = above
        row = new
    return row[-1]


def _nothing_shared(one: str, other: str) -> bool:
    """Whether the consonants alone rule likeness out; saves most alignments."""
    longer = max(len(one), len(other))
    return longer >= 2 and Levenshtein.distance(one, other) > 0.67 * longer


@lru_cache(maxsize=262144)
def _likeness(a: WordSounds, b: WordSounds) -> tuple[float, float]:
    if "letters" in (a.kind, b.kind):
        if a.kind != b.kind:
            return 0.0, 0.0
        share = Levenshtein.normalized_similarity(a.units, b.units)
        return share, 3.0 * len(a.units) * share
    if _nothing_shared(a.skeleton, b.skeleton):
        return 0.0, 0.0
    bits = _align(a, b)
    possible = (_prepared(a)[3] + _prepared(b)[3]) / 2
    return max(0.0, min(1.0, bits / possible)) if possible > 0 else 0.0, bits


def likeness(a: WordSounds, b: WordSounds) -> tuple[float, float]:
    """(share, bits): how much of what the two words say agrees, 0..1, and how much that is.

    Symmetric. A word without units agrees with nothing.
    """
    if not a.units or not b.units:
        return 0.0, 0.0
    if a is b or (a.kind == b.kind and a.units == b.units):
        return 1.0, _prepared(a)[3] if a.kind != "letters" else 3.0 * len(a.units)
    if (a.kind, a.units) > (b.kind, b.units):
        a, b = b, a
    return _likeness(a, b)
