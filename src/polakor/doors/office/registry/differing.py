"""Which letters of two texts differ, so that an eye finds a slip in a second.

Letters are taken as readers see them: a Khmer letter with its subscripts and vowel signs is one,
because marking half of it would break the way it is drawn.
"""

import unicodedata
from dataclasses import dataclass
from difflib import SequenceMatcher

COENG = "\u17d2"  # joins the next consonant below this one
ALIKE = 0.6  # share of letters in common from which two texts are called close
STRANGE = 0.5  # share below which two texts are called strangers


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a text; ``marked`` when the other text has something else there."""

    text: str
    marked: bool


def letters(text: str) -> list[str]:
    """``text`` in the letters a reader sees; they join to ``text`` again."""
    found: list[str] = []
    for sign in text:
        joins = unicodedata.category(sign).startswith("M") or sign in "\u200b\u200c\u200d"
        if found and (joins or found[-1].endswith(COENG)):
            found[-1] += sign
        else:
            found.append(sign)
    return found


def _matcher(one: str, two: str) -> SequenceMatcher[str]:
    return SequenceMatcher(
        None,
        [letter.casefold() for letter in letters(one)],
        [letter.casefold() for letter in letters(two)],
        autojunk=False,
    )


def marked(one: str, two: str) -> tuple[list[Piece], list[Piece]]:
    """Both texts in pieces, with what differs marked. Capital and small letters are the same.

    Texts that have little in common are marked whole: letters met by chance explain nothing.
    """
    if likeness(one, two) < STRANGE:
        return [Piece(one, True)], [Piece(two, True)]
    ours, theirs = letters(one), letters(two)
    left: list[Piece] = []
    right: list[Piece] = []
    for kind, a, b, c, d in _matcher(one, two).get_opcodes():
        differs = kind != "equal"
        if b > a:
            left.append(Piece("".join(ours[a:b]), differs))
        if d > c:
            right.append(Piece("".join(theirs[c:d]), differs))
    return left, right


def plain(text: str) -> list[Piece]:
    """A text with nothing marked: there is nothing to compare it with."""
    return [Piece(text, False)] if text else []


def likeness(one: str, two: str) -> float:
    """Share of letters two texts have in common, 0 to 1."""
    return _matcher(one, two).ratio()
