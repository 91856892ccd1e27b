"""What two units are worth held against each other, in centibits (bits × 100, whole numbers).

A pair of units is worth log2 of how much oftener the two meet in spellings of one word than by
chance. All of it follows from one learned table, `sound_spellings.tsv`: sound against chunk
directly, chunk against chunk through the sounds both may stand for, sound against sound
through the chunks both are written with. Whole numbers, because one pair, a batch of a million and
two engines on two machines must come to the same answer.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cache, lru_cache

import numpy as np
import numpy.typing as npt
from rapidfuzz.distance import Levenshtein
from rapidfuzz.process import cdist

from namebridge.reading import rows
from namebridge.scripts.latin_sounds import is_vowel
from namebridge.sounds import CLASS

NONE = "-"
SOUNDS, CHUNKS = 0, 1
KINDS = {"sounds": SOUNDS, "chunks": CHUNKS}
# Bits: a consonant against a vowel, the same kind never seen together, an unwritten unit.
_WORST_KIND, _WORST_PAIR, _WORST_GAP = -7.0, -4.5, -6.0
# Floors for pairs the table has seen too seldom: two vowels; consonants of one class.
_WORST_VOWELS, _SAME_CLASS = -2.0, 0.6
# Final v and y are often taken into the vowel in writing and ៈ has a k or not; a silent
# letter is seldom written.
_GAP_FLOOR = {"v.": -1.5, "y.": -0.7, "k?": -1.0}
_SILENT_GAP = -0.7
# So many sightings' worth of what its kin are seen with is added to each unit.
_BLUR = 30.0
# A chunk seen less often than this share is read as its nearest kin.
_KNOWN_SHARE = 1e-5

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class UnitScores:
    """Every known unit and what it is worth.

    `place` finds (kind, unit) among the rows; `pair` is int32[k, k] and symmetric; `gap` int32[k]
    what it costs when a unit has nothing on the other side; `best` int32[k] what it could earn.
    The last row belongs to the unit that pads short words: it costs nothing and meets nothing.
    """

    place: dict[tuple[int, str], int]
    pair: npt.NDArray[np.int32]
    gap: npt.NDArray[np.int32]
    best: npt.NDArray[np.int32]
    chunk_share: dict[str, float]

    @property
    def padding(self) -> int:
        """Row of the padding unit."""
        return len(self.gap) - 1


def _vowel_sound(sound: str) -> bool:
    return sound[0] in "aeiouy" and sound.rstrip(".-?") != "y"


def _counts() -> tuple[list[str], list[str], Floats]:
    """(sounds, chunks, counts[sound, chunk]); the first sound and the first chunk are NONE."""
    joint: dict[tuple[str, str], float] = defaultdict(float)
    for sound, chunk, count in rows("sound_spellings.tsv"):
        joint[sound, chunk] += float(count)
    sounds = [NONE, *sorted({sound for sound, _ in joint} - {NONE})]
    chunks = [NONE, *sorted({chunk for _, chunk in joint} - {NONE})]
    counts = np.zeros((len(sounds), len(chunks)))
    row, column = {s: i for i, s in enumerate(sounds)}, {c: i for i, c in enumerate(chunks)}
    for (sound, chunk), seen in joint.items():
        counts[row[sound], column[chunk]] = seen
    return sounds, chunks, counts


def _blurred(counts: Floats, kin: Floats) -> Floats:
    """Counts with a little of what kin units (rows of `kin`) are seen with; NONE stays as it is.

    A vowel run met three times in all says little by itself, but it is nearly another's.
    """
    shares = counts / counts.sum(axis=1)[:, None]
    weight = kin * counts.sum(axis=1)[None, :]
    np.fill_diagonal(weight, 0.0)
    weight /= np.maximum(weight.sum(axis=1), 1e-9)[:, None]
    return np.asarray(counts + _BLUR * np.einsum("ab,bc->ac", weight, shares))


def _kin(names: list[str], vowel: npt.NDArray[np.bool_]) -> Floats:
    """How near two units are: by letters for vowels, by place in the mouth for consonants."""
    spelt = [name.rstrip(".-?~") for name in names]
    apart = cdist(spelt, spelt, scorer=Levenshtein.distance, dtype=np.int32)
    classes = [CLASS.get(name, "") or name for name in spelt]
    number = {name: place for place, name in enumerate(dict.fromkeys(classes))}
    codes = np.array([number[name] for name in classes])
    alike = (codes[:, None] == codes[None, :]) / (1.0 + 9.0 * (apart > 0))
    both = vowel[:, None] & vowel[None, :]
    return np.where(both, 8.0**-apart, np.where(vowel[:, None] | vowel[None, :], 0.0, alike))


def _whole(bits: Floats) -> npt.NDArray[np.int32]:
    return np.floor(bits * 100 + 0.5).astype(np.int32)


def _mixed(sounds: list[str]) -> tuple[list[str], Floats]:
    """(sounds that stand for several, float[mixed, sounds] their parts): see thai_sounds.tsv."""
    place = {sound: i for i, sound in enumerate(sounds)}
    names, parts = [], []
    for name, spelt in rows("thai_sounds.tsv"):
        known = [place[sound] for sound in spelt.split() if sound in place]
        if known:
            part = np.zeros(len(sounds))
            part[known] = 1.0 / np.arange(1, len(known) + 1)
            names.append(name)
            parts.append(part / part.sum())
    return names, np.array(parts)


def _meeting(counts: Floats, mixed: Floats) -> Floats:
    """How much oftener than by chance two units meet: sounds, mixed sounds, chunks; no NONE."""
    everything = counts.sum()
    by_sound, by_chunk = counts.sum(axis=1), counts.sum(axis=0)
    written = counts[1:, 1:] / by_sound[1:, None]
    written = np.concatenate([written, np.einsum("ms,sc->mc", mixed, written)])
    read = (counts[1:, 1:] / by_chunk[None, 1:]).T
    # einsum, not @: the order of adding is fixed, so every machine finds the same numbers.
    sound_sound = np.einsum("ac,bc,c->ab", written, written, everything / by_chunk[1:])
    chunk_chunk = np.einsum("as,bs,s->ab", read, read, everything / by_sound[1:])
    across = written * (everything / by_chunk[1:])
    return np.block([[sound_sound, across], [across.T, chunk_chunk]])


def _kinship(names: list[str], vowel: npt.NDArray[np.bool_]) -> Floats:
    """Bits for pairs the table knows little of: kin in mouth, two vowels, or neither."""
    classes = [CLASS.get(name.rstrip(".-?~"), "") for name in names]
    codes = np.array([sorted(set(classes)).index(name) if name else -1 for name in classes])
    kin = (codes[:, None] == codes[None, :]) & (codes >= 0)[:, None]
    return np.where(
        vowel[:, None] & vowel[None, :], _WORST_VOWELS, np.where(kin, _SAME_CLASS, _WORST_PAIR)
    )


def _gaps(names: list[str], counts: Floats, mixed: Floats) -> Floats:
    by_sound, by_chunk = counts.sum(axis=1), counts.sum(axis=0)
    unwritten = counts[1:, 0] / by_sound[1:]
    read = (counts[1:, 1:] / by_chunk[None, 1:]).T
    unread = counts[0, 1:] / by_chunk[1:] + np.einsum("cs,s->c", read, unwritten)
    sounds = np.concatenate([unwritten, np.einsum("ms,s->m", mixed, unwritten)])
    share = np.minimum(0.9, np.concatenate([sounds, unread]) + 1e-3)
    floor = [
        _gap_floor(name) if place < len(sounds) else _WORST_GAP for place, name in enumerate(names)
    ]
    return np.asarray(np.maximum(np.array(floor), np.log2(share)))


def _gap_floor(sound: str) -> float:
    return _SILENT_GAP if sound[-1] == "-" else _GAP_FLOOR.get(sound, _WORST_GAP)


@cache
def unit_scores() -> UnitScores:
    """The scores of all units of the table; worked out once, about 0.1 s."""
    known, chunks, counts = _counts()
    vowel_sounds = np.array([_vowel_sound(sound) for sound in known[1:]])
    vowel_chunks = np.array([is_vowel(chunk) for chunk in chunks[1:]])
    counts[1:] = _blurred(counts[1:], _kin(known[1:], vowel_sounds))
    counts[:, 1:] = _blurred(counts[:, 1:].T, _kin(chunks[1:], vowel_chunks)).T
    mixed_names, mixed = _mixed(known[1:])
    sounds = known[1:] + mixed_names
    names, many = sounds + chunks[1:], len(sounds)
    vowel = np.concatenate([[_vowel_sound(sound) for sound in sounds], vowel_chunks])
    meeting = _meeting(counts, mixed)
    same_kind = np.arange(len(names)) < many
    alone = np.eye(len(names), dtype=bool) & (same_kind[:, None] == same_kind[None, :])
    meeting[alone] = np.maximum(meeting[alone], 2.0)
    bits = np.maximum(_kinship(names, vowel), np.log2(meeting + 1e-3))
    bits[vowel[:, None] != vowel[None, :]] = _WORST_KIND
    best = np.maximum(0.3, np.diag(bits))
    unsure = np.array([name[-1] in "?-" for name in names]) & same_kind
    best[unsure] = np.minimum(1.0, best[unsure])
    pair = np.full((len(names) + 1, len(names) + 1), -10_000, dtype=np.int32)
    pair[:-1, :-1] = _whole(bits)
    pair = np.minimum(pair, pair.T)
    place = {(SOUNDS if i < many else CHUNKS, name): i for i, name in enumerate(names)}
    shares = dict(zip(chunks[1:], (counts.sum(axis=0)[1:] / counts.sum()).tolist(), strict=True))
    return UnitScores(
        place,
        pair,
        np.append(_whole(_gaps(names, counts, mixed)), np.int32(0)),
        np.append(_whole(best), np.int32(0)),
        shares,
    )


def _known_sound(sound: str) -> str:
    """The sound itself, or the nearest one the table knows; "" when there is none."""
    place = unit_scores().place
    bare = sound.rstrip("?.-~")
    swapped = bare[:-1] + ("2" if bare.endswith("1") else "1")
    known = (c for c in (sound, bare, swapped, f"{bare}.") if (SOUNDS, c) in place)
    return next(known, "")


def _known_chunk(chunk: str) -> str:
    """The chunk itself, or the nearest of its kind the table knows ("oeua" is read as "oeu")."""
    share = unit_scores().chunk_share
    if share.get(chunk, 0.0) > _KNOWN_SHARE:
        return chunk
    known = [other for other in share if is_vowel(other) == is_vowel(chunk) and other[-1] != "."]
    return min(
        known, key=lambda other: (Levenshtein.distance(chunk[:8], other), -share[other], other)
    )


def known_unit(unit: str, kind: int) -> str:
    """The unit, or the nearest one the table knows; "" when there is none."""
    return _known_chunk(unit) if kind == CHUNKS else _known_sound(unit)


@lru_cache(maxsize=16384)
def unit_code(unit: str, kind: int) -> tuple[int, int, int]:
    """(row among the scores, gap, best) of one unit, centibits; a unit unheard of is padding."""
    scores = unit_scores()
    known = known_unit(unit, kind)
    row = scores.place.get((kind, known), scores.padding)
    gap = int(scores.gap[row])
    if kind == SOUNDS and unit[-1] == "-":
        gap = max(gap, round(_SILENT_GAP * 100))
    return row, gap, int(scores.best[row])


# A silent letter costs less when it meets nothing; its row is written above this.
_SILENT = 1 << 13


@lru_cache(maxsize=16384)
def unit_letter(unit: str, kind: int) -> str:
    """A letter that says all of `unit_code`, for words kept as text; see `letter_codes`."""
    row, gap, _ = unit_code(unit, kind)
    return chr(1 + row + (_SILENT if gap != int(unit_scores().gap[row]) else 0))


@cache
def letter_codes() -> npt.NDArray[np.int32]:
    """int32[letters, 3]: `unit_code` by the number of `unit_letter`."""
    scores = unit_scores()
    rows_, many = np.arange(len(scores.gap), dtype=np.int32), len(scores.gap)
    codes = np.zeros((_SILENT + 1 + many, 3), dtype=np.int32)
    plain = np.stack([rows_, scores.gap, scores.best], axis=1)
    codes[1 : 1 + many] = plain
    codes[1 + _SILENT :] = plain
    silent = codes[1 + _SILENT :, 1]
    np.maximum(silent, round(_SILENT_GAP * 100), out=silent)
    return codes


@cache
def pair_rows() -> list[list[int]]:
    """`UnitScores.pair` as lists, which plain Python reads faster."""
    rows_: list[list[int]] = unit_scores().pair.tolist()
    return rows_
