"""The consonant skeleton of a name word, the same from Khmer, Thai and Latin letters."""

from __future__ import annotations

from functools import lru_cache

from namebridge.scripts import latin

_CLASSES = dict.fromkeys("កខគឃกขคฆ", "K")
_CLASSES |= dict.fromkeys("ចឆជឈจฉชฌ", "C")
_CLASSES |= dict.fromkeys("ដឋឌឍតថទធฎฏฐฑฒดตถทธ", "T")
_CLASSES |= dict.fromkeys("បផពភบปผพภฝฟ", "P")
_CLASSES |= dict.fromkeys("មม", "M") | dict.fromkeys("ងញណនงญณน", "N")
_CLASSES |= dict.fromkeys("ររ", "R") | dict.fromkeys("លឡลฬ", "L")
_CLASSES |= dict.fromkeys("សศษซส", "S") | dict.fromkeys("វว", "V")
_LATIN = {"k": "K", "g": "K", "q": "K", "c": "C", "j": "C", "t": "T", "d": "T", "p": "P"}
_LATIN |= {"b": "P", "f": "P", "m": "M", "n": "N", "r": "R", "l": "L", "s": "S", "z": "S"}
_LATIN |= {"v": "V", "w": "V", "x": "C"}


@lru_cache(maxsize=131072)
def skeleton(word: str) -> str:
    """Consonant classes of a word in order, doubled ones once; "" when it has none."""
    if word.isascii():
        found = [_LATIN.get(letter, "") for letter in latin.letters(word)]
    else:
        found = [_CLASSES.get(letter, "") for letter in word]
    out = ""
    for mark in found:
        if mark and not out.endswith(mark):
            out += mark
    return out
