"""Likely forms of a name in other scripts and spellings, best first: for search boxes and letters.

A word is first turned into the sounds of Khmer it may stand for (one reading for Khmer, several for
Latin and Thai), and these are written out again. What comes out is a guess, never a record.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cache, lru_cache
from math import exp, log

from namebridge.model import Name, Script
from namebridge.normalise import parse
from namebridge.reading import rows
from namebridge.scripts import khmer_sounds, latin_sounds, thai_sounds
from namebridge.scripts.detect import detect
from namebridge.unit_scores import CHUNKS, known_unit
from namebridge.writing import NONE, Guesses, best, khmer, latin, spelt, thai

Sounds = tuple[str, ...]
EDGE = "^"
# Longer words and names are not written out: nothing sensible would come of it.
_LONGEST_TEXT, _LONGEST_WORD, _MOST_WORDS = 40, 24, 6
_READINGS, _WIDTH, _FORMS = 12, 40, 24
# Sounds that are often unwritten may be put between two chunks.
_OFTEN_UNWRITTEN = 0.25
_NEVER_FOLLOWS = log(1e-4)
_UNHEARD = log(1e-3)


@dataclass(frozen=True, slots=True)
class Variant:
    """One likely form; `share` (0..1) says how likely beside the others shown with it."""

    text: str
    share: float


@cache
def _order() -> dict[str, dict[str, float]]:
    """sound -> next sound -> log share."""
    counts: dict[str, dict[str, float]] = defaultdict(dict)
    for sound, following, words in rows("sound_order.tsv"):
        counts[sound][following] = float(words)
    return {
        sound: {following: log(n / sum(by.values())) for following, n in by.items()}
        for sound, by in counts.items()
    }


@cache
def _heard() -> dict[str, list[tuple[str, float]]]:
    """chunk -> (sound, log share of the sound's spellings), the ten that fit best."""
    found: dict[str, list[tuple[str, float]]] = defaultdict(list)
    for sound, chunks in spelt().items():
        for chunk, share in chunks.items():
            if sound != NONE and chunk != NONE and share > 0.003:
                found[chunk].append((sound, log(share)))
    return {chunk: sorted(by, key=lambda s: (-s[1], s[0]))[:10] for chunk, by in found.items()}


@cache
def _silent() -> list[tuple[str, float]]:
    return [
        (sound, log(chunks[NONE]))
        for sound, chunks in spelt().items()
        if sound != NONE and chunks.get(NONE, 0.0) >= _OFTEN_UNWRITTEN
    ]


def _search(steps: list[list[tuple[str, float]]]) -> list[tuple[Sounds, float]]:
    """The likeliest sounds where each step is heard as one of several."""
    order = _order()
    beam: list[tuple[Sounds, float]] = [((EDGE,), 0.0)]
    for step in steps:
        grown = list(beam)
        for sounds, share in beam:
            follows = order.get(sounds[-1], {})
            grown += [
                ((*sounds, sound), share + more + follows[sound])
                for sound, more in _silent()
                if sound in follows
            ]
        after = []
        for sounds, share in grown:
            follows = order.get(sounds[-1], {})
            after += [
                ((*sounds, sound), share + more + follows.get(sound, _NEVER_FOLLOWS))
                for sound, more in step
            ]
        beam = _kept(after)
    ended = list(beam)
    for sounds, share in beam:
        follows = order.get(sounds[-1], {})
        ended += [
            ((*sounds, sound), share + more + follows[sound])
            for sound, more in _silent()
            if sound in follows
        ]
    edged = [
        (sounds[1:], share + order.get(sounds[-1], {}).get(EDGE, _NEVER_FOLLOWS))
        for sounds, share in ended
    ]
    return sorted(edged, key=lambda item: (-item[1], item[0]))[:_READINGS]


def _kept(beam: list[tuple[Sounds, float]]) -> list[tuple[Sounds, float]]:
    return sorted(beam, key=lambda item: (-item[1], item[0]))[:_WIDTH]


@lru_cache(maxsize=4096)
def sounds_of(word: str) -> tuple[tuple[Sounds, float], ...]:
    """(sounds of Khmer, log share) one clean word may stand for, likeliest first."""
    script = detect(word)
    if len(word) > _LONGEST_TEXT:
        return ()
    if script is Script.KHMR:
        read = khmer_sounds.sounds(word)
        return ((read, 0.0),) if 0 < len(read) <= _LONGEST_WORD else ()
    if script is Script.THAI:
        mixed = {name: parts.split() for name, parts in rows("thai_sounds.tsv")}
        heard = [
            [(part, -log(place + 1.0)) for place, part in enumerate(mixed.get(sound, [sound]))]
            for sound in thai_sounds.sounds(word)
        ]
        # Thai keeps a letter that Khmer has only written: both ends are tried as they stand.
        return tuple(_search(heard)) if 0 < len(heard) <= _LONGEST_WORD else ()
    chunks = [known_unit(chunk, CHUNKS) for chunk in latin_sounds.chunks(word)]
    heard = [_heard().get(chunk) or [("o1", _UNHEARD)] for chunk in chunks]
    return tuple(_search(heard)) if 0 < len(heard) <= _LONGEST_WORD else ()


_WRITERS = {Script.KHMR: khmer, Script.LATN: latin, Script.THAI: thai}


@lru_cache(maxsize=4096)
def _word_forms(word: str, script: Script) -> tuple[tuple[str, float], ...]:
    found: Guesses = []
    for sounds, share in sounds_of(word):
        found += [(text, share + more) for text, more in _WRITERS[script](sounds)]
    return tuple(best(found, _FORMS))


def variants(name: str | Name, script: Script | str, limit: int = 8) -> tuple[Variant, ...]:
    """Likely forms of a name in `script` ("khmr", "latn", "thai"), best first; () for no name.

    The script may be the name's own: then other spellings of it are given. Latin is capitalised.
    Texts of other scripts, and words too long to be names, have none.
    """
    words = (name if isinstance(name, Name) else parse(name)).words
    wanted = Script(script)
    if not 0 < len(words) <= _MOST_WORDS or wanted is Script.OTHER:
        return ()
    whole: Guesses = [("", 0.0)]
    for word in words:
        forms = _word_forms(word, wanted)
        whole = best([(f"{a} {b}".strip(), x + y) for a, x in whole for b, y in forms], 4 * limit)
    given = " ".join(words).lower()
    whole = [guess for guess in whole if guess[0] and guess[0] != given]
    total = sum(exp(share) for _, share in whole[:limit]) or 1.0
    return tuple(
        Variant(text.title() if wanted is Script.LATN else text, round(exp(share) / total, 3))
        for text, share in whole[:limit]
    )
