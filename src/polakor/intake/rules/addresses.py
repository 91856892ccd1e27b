"""Cutting an address in one cell into places, by the words for their kinds or by signs."""

import re
from functools import lru_cache

from polakor.intake.rules.fields import PLACE_LEVELS
from polakor.intake.rules.text import is_latin, tidy
from polakor.intake.rules.vocabulary import Vocabulary

_SIGNS = re.compile(r"\s*[,;|\n،、>]\s*|\s*/\s*|\s+-\s+")


def parts(text: str) -> list[str]:
    """The parts of an address between its signs, as written, blank ones left out."""
    cut = (tidy(part) for part in _SIGNS.split(text))
    return [part for part in cut if part]


def without_unit(name: str, level: str, vocabulary: Vocabulary) -> str:
    """`name` without the word for its level before or after it ("Kandal province")."""
    plain = tidy(name)
    bare = _units_at_ends(level, vocabulary).sub("", plain).strip(" .:")
    return bare if bare else plain


def by_units(text: str, vocabulary: Vocabulary) -> dict[str, str]:
    """Names by level where an address says what each part is; {} where fewer than one does."""
    plain = tidy(text.replace("\n", ", "))
    marks = list(_units_anywhere(vocabulary).finditer(plain))
    if not marks:
        return {}
    ahead = marks[0].start() == 0
    found: dict[str, str] = {}
    for at, mark in enumerate(marks):
        level = mark.lastgroup or ""
        if ahead:
            end = marks[at + 1].start() if at + 1 < len(marks) else len(plain)
            name = plain[mark.end() : end]
        else:
            # "X village, Y commune": the word follows its name.
            name = plain[marks[at - 1].end() if at else 0 : mark.start()]
        name = parts(name.strip(" .:,"))[-1 if not ahead else 0] if parts(name) else ""
        if name and level not in found:
            found[level] = name
    return found


@lru_cache(maxsize=64)
def _units_at_ends(level: str, vocabulary: Vocabulary) -> re.Pattern[str]:
    words = "|".join(_unit(word) for word in _units(level, vocabulary)) or r"(?!)"
    return re.compile(rf"^(?:{words})|(?:\b(?:{words}))$", re.IGNORECASE)


@lru_cache(maxsize=16)
def _units_anywhere(vocabulary: Vocabulary) -> re.Pattern[str]:
    groups = []
    for level in PLACE_LEVELS:
        words = "|".join(_unit(word) for word in _units(level.value, vocabulary)) or r"(?!)"
        groups.append(f"(?P<{level.value}>{words})")
    return re.compile("|".join(groups), re.IGNORECASE)


def _units(level: str, vocabulary: Vocabulary) -> list[str]:
    return sorted(vocabulary.words("place_units", level), key=lambda word: -len(word))


def _unit(word: str) -> str:
    """Latin words stand alone; words of scripts without spaces may be glued to the name."""
    if is_latin(word):
        return rf"(?<!\w){re.escape(word)}(?!\w)"
    return re.escape(word)
