"""Latin letters to chunks: consonant groups and runs of vowels.

What a chunk may stand for is not decided here: one spelling has many readings. The table
`sound_spellings.tsv` says how often each sound is written with each chunk.
"""

from __future__ import annotations

import re
from functools import lru_cache

from namebridge.scripts.latin import letters

_DOUBLED = re.compile(r"([bcdfghjklmnpqrstvxz]|th|ph|kh|dh)\1+")
_CHUNK = re.compile(
    r"ch|kh|ph|th|dh|gh|bh|rh|sh|nh|ng|(?:gn|ny)(?=[aeiou])|qu(?=[aeiou])"
    r"|y(?=[aeiou])|w(?=[aeiouy])|[bcdfghjklmnpqrstvxz]"
    r"|(?:[aeiou]|y(?![aeiou])|w(?![aeiouy]))+(?:r(?![aeiouyh]))?"
)
# Vowels with the consonants behind them, and the first letter of the next vowels: nothing further
# away changes how they are read. Names are made of some thousand such pieces. A "y" before
# another that begins a syllable is no vowel.
_PIECE = re.compile(
    r"((?:[aeiou]|y(?!y?[aeiou])|w(?![aeiouy]))*"
    r"(?:qu(?=[aeiou])|y(?=y?[aeiou])|w(?=[aeiouy])|[bcdfghjklmnpqrstvxz])*)(?=(.?))"
)
_BEFORE_V = {"o": "ei", "w": "aeio"}
_SAME = {"w": "v", "qu": "k", "q": "k", "gn": "nh", "ny": "nh", "rh": "r"}


def chunks(word: str) -> tuple[str, ...]:
    """The chunks of one Latin word, a consonant that ends a syllable marked with a dot."""
    # The last piece found is the empty one at the end.
    pieces = _PIECE.findall(_each_once(letters(word)))[:-1]
    return tuple([chunk for piece in pieces for chunk in _of_piece(piece)])


def _each_once(text: str) -> str:
    """Consonants written double are read once."""
    # Few words have any: looking costs a quarter of replacing.
    once = _DOUBLED.sub(r"\1", text) if _DOUBLED.search(text) else text
    return once.replace("chh", "ch").replace("chch", "ch").replace("ck", "k")


@lru_cache(maxsize=65536)
def _of_piece(piece: tuple[str, str]) -> tuple[str, ...]:
    """The chunks of a piece; the second string is the letter that follows it, or none."""
    text = "".join(piece)
    found = [
        part
        for match in _CHUNK.finditer(text)
        for part in _glide_apart(_name(match), text[match.end() :][:1])
    ]
    out: list[str] = []
    for place, chunk in enumerate(found):
        following = found[place + 1] if place + 1 < len(found) else ""
        ends = place > 0 and is_vowel(found[place - 1]) and not is_vowel(following or "t")
        out.append(f"{chunk}." if ends and not is_vowel(chunk) else chunk)
    return tuple(out[: len(out) - len(piece[1])])


def _glide_apart(chunk: str, following: str) -> tuple[str, ...]:
    """ "eo", "iew", "uoy": a vowel and the final v or y of Khmer; an r that marks length stays."""
    if len(chunk) > 1 and chunk[-1] in "iy" and chunk[-2] in "aou" and is_vowel(chunk):
        # "Saing" is a vowel and ng; "Chhaily" and "Chhayly" have the final y of Khmer.
        return (chunk,) if chunk[-1] == "i" and following == "n" else (chunk[:-1], "y")
    glide = len(chunk) > 1 and chunk[-2] in _BEFORE_V.get(chunk[-1], "")
    if is_vowel(chunk) and (glide or chunk.endswith(("iao", "eao"))):
        return chunk[:-1], "v"
    return (chunk,)


def _name(match: re.Match[str]) -> str:
    chunk = match.group()
    following = match.string[match.end() : match.end() + 1]
    if chunk in ("y", "w") and following not in set("aeiouy"):
        return "yi" if chunk == "y" else "u"
    return _SAME.get(chunk, chunk)


def is_vowel(chunk: str) -> bool:
    """Whether a chunk is a run of vowels (a lone "y" or "w" inside a run counts)."""
    return chunk[:1] in "aeiou" or (chunk.startswith(("y", "w")) and chunk not in ("y", "y.", "w"))
