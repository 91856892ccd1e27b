"""What a word sounds like, whatever its script; worked out once for each word and kept."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from namebridge.model import Script
from namebridge.reading import rows
from namebridge.scripts import khmer_sounds, latin, latin_sounds, thai_sounds
from namebridge.scripts.detect import detect

# Longer words are cut here: nobody's name word is longer, and comparing takes squared time.
MOST_UNITS = 40


@dataclass(frozen=True, slots=True, eq=False)
class WordSounds:
    """A word as units: sounds (Khmer, Thai), chunks (Latin) or plain letters (other scripts).

    Compared by identity: each is made once for a word and is the key of many small caches.
    """

    kind: Literal["sounds", "chunks", "letters"]
    units: tuple[str, ...]
    skeleton: str
    # The skeleton without an unsure last consonant (ៈ is written -k or not at all).
    short: str


CLASS = {unit: name for name, units in rows("skeleton.tsv") for unit in units.split()}
# "q" is the Khmer glottal letter among sounds, a k among chunks.
_SOUND_CLASS = {unit: name for unit, name in CLASS.items() if unit != "q"}


def _skeleton(units: tuple[str, ...], classes: dict[str, str]) -> str:
    out: list[str] = []
    vowel_since = True
    for unit in units:
        name = classes.get(unit, "")
        if name and (vowel_since or not out or out[-1] != name):
            out.append(name)
            vowel_since = False
        elif not name and unit[0] in "aeiouy" and not unit.endswith("?"):
            vowel_since = True
    return "".join(out)


def _from_sounds(units: tuple[str, ...]) -> WordSounds:
    skeleton = _skeleton(units, _SOUND_CLASS)
    short = _skeleton(units[:-1], _SOUND_CLASS) if units[-1:] == ("k?",) else skeleton
    return WordSounds("sounds", units, skeleton, short)


@lru_cache(maxsize=131072)
def word_sounds(word: str) -> WordSounds:
    """The units and the consonant skeleton of one clean word."""
    script = detect(word)
    if script is Script.KHMR:
        return _from_sounds(khmer_sounds.sounds(word)[:MOST_UNITS])
    if script is Script.THAI:
        return _from_sounds(thai_sounds.sounds(word)[:MOST_UNITS])
    units = latin_sounds.chunks(word)[:MOST_UNITS]
    if units:
        skeleton = _skeleton(units, CLASS)
        return WordSounds("chunks", units, skeleton, skeleton)
    return WordSounds("letters", tuple(word.casefold())[:MOST_UNITS], "", "")


@lru_cache(maxsize=131072)
def joined(words: tuple[str, ...]) -> WordSounds:
    """Several words read as one; words of different kinds keep those of the first kind."""
    parts = [word_sounds(word) for word in words]
    if not parts:
        return WordSounds("letters", (), "", "")
    if len(parts) == 1:
        return parts[0]
    kind = parts[0].kind
    units = tuple(unit for part in parts if part.kind == kind for unit in part.units)
    skeleton = "".join(part.skeleton for part in parts)
    short = skeleton.removesuffix(parts[-1].skeleton) + parts[-1].short
    return WordSounds(kind, units[:MOST_UNITS], skeleton, short)


def plain(word: str) -> str:
    """ASCII letters of a word where it has any, for keys of last resort."""
    return latin.letters(word)
