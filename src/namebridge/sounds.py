"""What a word sounds like, whatever its script.

`word_sounds` and `joined` are for few words and remember them; who has many at once (a register)
asks `read_words` or `read_tokens`, which read each word once.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Literal, NamedTuple

from namebridge.model import Script
from namebridge.reading import rows
from namebridge.scripts import khmer_sounds, latin, latin_sounds, thai_sounds
from namebridge.scripts.detect import detect

# Longer words are cut here: nobody's name word is longer, and comparing takes squared time.
MOST_UNITS = 40


class WordSounds(NamedTuple):
    """A word as units: sounds (Khmer, Thai), chunks (Latin) or plain letters (other scripts)."""

    kind: Literal["sounds", "chunks", "letters"]
    units: tuple[str, ...]
    skeleton: str
    # The skeleton without an unsure last consonant (ៈ is written -k or not at all).
    short: str


CLASS = {unit: name for name, units in rows("skeleton.tsv") for unit in units.split()}
# A class that comes again without a vowel between is written once.
_AGAIN = re.compile(r"([A-Z])\1+")
_VOWEL = "-"


@lru_cache(maxsize=65536)
def _chunk_class(unit: str) -> str:
    return CLASS.get(unit) or (_VOWEL if unit[0] in "aeiouy" else "")


@lru_cache(maxsize=65536)
def _sound_class(unit: str) -> str:
    # "q" is the Khmer glottal letter among sounds, a k among chunks.
    return "" if unit == "q" or (unit.endswith("?") and unit not in CLASS) else _chunk_class(unit)


def _skeleton(classes: str) -> str:
    return _AGAIN.sub(r"\1", classes).replace(_VOWEL, "")


def _from_sounds(units: tuple[str, ...]) -> WordSounds:
    classes = list(map(_sound_class, units))
    skeleton = short = _skeleton("".join(classes))
    if units[-1:] == ("k?",):
        short = _skeleton("".join(classes[:-1]))
    return WordSounds("sounds", units, skeleton, short)


def _read(word: str) -> WordSounds:
    script = detect(word)
    if script is Script.KHMR:
        return _from_sounds(khmer_sounds.sounds(word)[:MOST_UNITS])
    if script is Script.THAI:
        return _from_sounds(thai_sounds.sounds(word)[:MOST_UNITS])
    units = latin_sounds.chunks(word)[:MOST_UNITS]
    if units:
        skeleton = _skeleton("".join(map(_chunk_class, units)))
        return WordSounds("chunks", units, skeleton, skeleton)
    return WordSounds("letters", tuple(word.casefold())[:MOST_UNITS], "", "")


def _join(parts: list[WordSounds]) -> WordSounds:
    if not parts:
        return WordSounds("letters", (), "", "")
    if len(parts) == 1:
        return parts[0]
    kind = parts[0].kind
    units = tuple([unit for part in parts if part.kind == kind for unit in part.units])
    before = "".join([part.skeleton for part in parts[:-1]])
    return WordSounds(
        kind, units[:MOST_UNITS], before + parts[-1].skeleton, before + parts[-1].short
    )


@lru_cache(maxsize=131072)
def word_sounds(word: str) -> WordSounds:
    """The units and the consonant skeleton of one clean word."""
    return _read(word)


@lru_cache(maxsize=131072)
def joined(words: tuple[str, ...]) -> WordSounds:
    """Several words read as one; words of different kinds keep those of the first kind."""
    return _join([word_sounds(word) for word in words])


def read_words(words: Iterable[str]) -> list[WordSounds]:
    """`word_sounds` of many clean words, none of them remembered; some 5 µs each."""
    return [_read(word) for word in words]


def read_tokens(tokens: Sequence[tuple[str, ...]]) -> list[WordSounds]:
    """`joined` of every token, in order. Each distinct word is read once."""
    words = list({word for token in tokens for word in token})
    known = dict(zip(words, read_words(words), strict=True))
    return [_join([known[word] for word in token]) for token in tokens]


def plain(word: str) -> str:
    """ASCII letters of a word where it has any, for keys of last resort."""
    return latin.letters(word)
