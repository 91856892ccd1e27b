"""The nine ways Khmer is typed that look right and are other code points (a generator for tests).

Each function takes a word in canonical order and gives it typed another way, or None where the word
has nothing that could be typed so.
"""

from __future__ import annotations

import re
from collections.abc import Callable

CONSONANT, VOWEL, UPPER = "[\u1780-\u17a2]", "[\u17b6-\u17c5]", "[\u17b7-\u17ba\u17be]"
COENG, ZERO_WIDTH_SPACE = "\u17d2", "\u200b"


def _changed(pattern: str, to: str, word: str) -> str | None:
    typed = re.sub(pattern, to, word)
    return typed if typed != word else None


def shifter_after_vowel(word: str) -> str | None:
    return _changed(f"([\u17c9\u17ca])({VOWEL})", r"\2\1", word)


def subscript_after_vowel(word: str) -> str | None:
    return _changed(f"((?:{COENG}{CONSONANT})+)([\u17c9\u17ca]?)({VOWEL})", r"\2\3\1", word)


def ro_before_another_subscript(word: str) -> str | None:
    return _changed(f"({COENG}(?!រ){CONSONANT})({COENG}រ)", r"\2\1", word)


def split_oo(word: str) -> str | None:
    return _changed("\u17c4", "\u17c1\u17b6", word)


def split_oe(word: str) -> str | None:
    return _changed("\u17be", "\u17c1\u17b8", word)


def nikahit_before_vowel(word: str) -> str | None:
    return _changed(f"({VOWEL})\u17c6", "\u17c6\\1", word)


def other_of_da_and_ta(word: str) -> str | None:
    swapped = {f"{COENG}ដ": f"{COENG}ត", f"{COENG}ត": f"{COENG}ដ"}
    typed = re.sub(f"{COENG}[ដត]", lambda match: swapped[match.group()], word)
    return typed if typed != word else None


def short_u_for_a_shifter(word: str) -> str | None:
    return _changed(f"[\u17c9\u17ca]({UPPER})", "\u17bb\\1", word)


def invisible_spaces(word: str) -> str | None:
    return _changed(f"({VOWEL})({CONSONANT})", f"\\1{ZERO_WIDTH_SPACE}\\2", word)


TYPINGS: tuple[Callable[[str], str | None], ...] = (
    shifter_after_vowel,
    subscript_after_vowel,
    ro_before_another_subscript,
    split_oo,
    split_oe,
    nikahit_before_vowel,
    other_of_da_and_ta,
    short_u_for_a_shifter,
    invisible_spaces,
)
