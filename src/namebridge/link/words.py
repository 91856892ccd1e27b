"""The distinct words of both files, each cleaned and sounded once.

What one process hands to another must be cheap to hand over: columns of text, no objects.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from namebridge.model import Script
from namebridge.normalise import clean, in_order, parse
from namebridge.reading import rows
from namebridge.readings import SCRIPTS
from namebridge.scripts.detect import detect
from namebridge.sound_columns import SoundColumns
from namebridge.sounds import read_words

Ints = npt.NDArray[np.int32]

# A second word for trying whether a first word would be taken for a title.
_NEUTRAL = {
    Script.KHMR: "ដារ៉ា",
    Script.THAI: "ดารา",
    Script.LATN: "Dara",
    Script.OTHER: "Dara",
}


class ReadWords(NamedTuple):
    """What was found of some words.

    `place` int32[n]: which of them may stand in a name that is cut at spaces; of these `number`,
    the place in `low` of their small letters, `script` (a number of SCRIPTS) and `titled`, whether
    the next word may make a title of them. `sounds`: of `low`.
    """

    place: Ints
    number: Ints
    script: Ints
    titled: npt.NDArray[np.bool_]
    low: list[str]
    sounds: SoundColumns


def read(words: Sequence[str]) -> ReadWords:
    """Reads some words, in some 10 µs each; those alike but for capitals once."""
    numbers: dict[str, int] = {}
    found: list[tuple[int, int, int]] = []
    for place, word in enumerate(words):
        plain = _plain_word(word)
        if plain:
            low, script = plain
            found.append((place, numbers.setdefault(low, len(numbers)), script))
    low_words = list(numbers)
    titled = np.array([_begins_a_title(low) for low in low_words], dtype=bool)
    place_, number, script_ = np.array(found, dtype=np.int32).reshape(-1, 3).T
    sounds = SoundColumns.of(read_words(low_words))
    return ReadWords(place_, number, script_, titled[number], low_words, sounds)


def _plain_word(word: str) -> tuple[str, int] | None:
    """(the clean word in small letters, its script) of a word of a name that is cut at spaces.

    None for a word that would not stand by itself, or be taken for a title before others.
    """
    if word.isascii():
        if not word.isalpha():
            return None
        script, tidy = Script.LATN, word
    elif in_order(word):
        script, tidy = detect(word), word
    else:
        script, tidy = detect(word), clean(word)
        if script is Script.OTHER or detect(tidy) is not script or not _letters_and_marks(tidy):
            return None
    low = tidy.casefold()
    if _like_a_title(low) and not _stands_first(word, tidy, _NEUTRAL[script]):
        return None
    return low, SCRIPTS[script]


def _letters_and_marks(word: str) -> bool:
    kinds = [unicodedata.category(letter)[0] for letter in word]
    return kinds[:1] == ["L"] and set(kinds) <= {"L", "M"}


def _stands_first(word: str, tidy: str, neutral: str) -> bool:
    """Whether the word stays a word of the name with one and with two others behind it."""
    for behind in ((neutral,), (neutral, neutral)):
        name = parse(" ".join((word, *behind)))
        if name.titles or name.words != (tidy, *behind):
            return False
    return True


@cache
def _titles() -> tuple[re.Pattern[str], frozenset[str], frozenset[str]]:
    """(words that begin with a title, all beginnings of titles, first words of longer ones)."""
    titles = [clean(row[0]).casefold() for row in rows("titles.tsv")]
    beginnings = {title[:end] for title in titles for end in range(1, len(title) + 1)}
    first = {title.split(" ")[0] for title in titles if " " in title}
    return re.compile("|".join(map(re.escape, titles))), frozenset(beginnings), frozenset(first)


def _like_a_title(word: str) -> bool:
    """Whether the word, in small letters, begins with a title, or a title with it."""
    title, beginnings, _ = _titles()
    return title.match(word) is not None or word in beginnings


def _begins_a_title(word: str) -> bool:
    """Whether the word, in small letters, with the next one may be a title ("lok srey")."""
    return word in _titles()[2]
