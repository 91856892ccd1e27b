"""From any text to clean code points, and from a full name to its words.

Nothing here raises, and no letter is lost: only invisible characters, the order of marks and
the spaces between words change. The text as given stays in `Name.original`.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import cast

from namebridge.model import Name, Order, SexHint
from namebridge.reading import rows
from namebridge.scripts import khmer, latin, thai
from namebridge.scripts.detect import detect

_ZERO_WIDTH_SPACE = "\u200b"
_NOTE = re.compile(r"[(\[{<（].*?[)\]}>）]")
_EDGES = " .,;:/\\|-_*'\"<>=+#&·•"
_BREAKS = re.compile(r"[\s,;/|_<>]+")


def _invisible(letter: str) -> bool:
    return (
        unicodedata.category(letter) in ("Cc", "Cf", "Cs", "Co", "Cn")
        or letter in "\u034f\u115f\u1160\u3164\uffa0"
        or "\ufe00" <= letter <= "\ufe0f"
    )


def _drop_invisible(text: str) -> str:
    spaced = "".join(" " if letter.isspace() else letter for letter in text)
    return " ".join("".join(x for x in spaced if not _invisible(x)).split())


def _clean_once(text: str) -> str:
    text = unicodedata.normalize("NFC", _drop_invisible(unicodedata.normalize("NFC", text)))
    return unicodedata.normalize("NFC", khmer.canonical(thai.canonical(latin.canonical(text))))


def in_order(text: str) -> bool:
    """Whether `text` is a word of Khmer or of Thai in which nothing is left to clean."""
    return bool(khmer.IN_ORDER.fullmatch(text) or thai.IN_ORDER.fullmatch(text))


@lru_cache(maxsize=65536)
def clean(text: str) -> str:
    """Display-safe canonical code points of `text`. Idempotent; never raises.

    Invisible characters go, runs of space become one, marks of Khmer and Thai syllables are
    put into one order. Letters, case and accents stay.
    """
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    if in_order(text):
        return text
    for _ in range(4):
        # One pass settles all that people type; random text may need a second.
        done = _clean_once(text)
        if done == text:
            break
        text = done
    return text


def shape(text: str) -> str:
    """Clean `text` with one sequence of code points for all that looks the same on paper.

    For comparing, not for keeping: a subscript ដ and ត, and the two shifters under an upper vowel,
    cannot be told apart by eye and become one, though one writer meant this letter, one the other.
    """
    return khmer.shape(clean(text))


class _Titles:
    """The titles table, longest first, so that "lok srey" is tried before "lok"."""

    def __init__(self) -> None:
        self.by_first: dict[str, list[tuple[str, SexHint | None, str]]] = {}
        for title, _script, sex, how in rows("titles.tsv"):
            hint = cast(SexHint, sex) if sex in ("male", "female") else None
            entry = (clean(title), hint, how)
            self.by_first.setdefault(entry[0][0], []).append(entry)
        for entries in self.by_first.values():
            entries.sort(key=lambda entry: -len(entry[0]))

    def take(self, text: str) -> tuple[str, str, SexHint | None] | None:
        """(title, rest, sex) where `text` starts with a title, else None."""
        low = text.lower()
        if len(low) != len(text):
            return None
        for title, hint, how in self.by_first.get(low[:1], ()):
            if low.startswith(title) and self._fits(text, len(title), how):
                rest = text[len(title) :].lstrip(_EDGES)
                if rest:
                    return text[: len(title)], rest, hint
        return None

    def _fits(self, text: str, length: int, how: str) -> bool:
        after = text[length : length + 1]
        separate = not after or not (after.isalpha() or unicodedata.category(after) == "Mn")
        if how == "spaced":
            return separate and len(text[length:].strip(_EDGES).split()) >= 2
        if how == "glued" and not separate:
            rest = text[length:]
            return after.isalpha() and sum(letter.isalpha() for letter in rest) >= 2
        return separate


_TITLES = _Titles()


def _strip_titles(text: str) -> tuple[str, tuple[str, ...], SexHint | None]:
    titles: list[str] = []
    hint: SexHint | None = None
    for _ in range(3):
        taken = _TITLES.take(text)
        if taken is None:
            break
        title, text, sex = taken
        titles.append(title)
        hint = hint or sex
    return text, tuple(titles), hint


def _spaces_meant(text: str) -> str:
    """A name typed without any space, but with one zero-width space where a word may begin."""
    inner = text.strip()
    if _ZERO_WIDTH_SPACE not in inner or any(letter.isspace() for letter in inner):
        return text
    parts = [part for part in inner.split(_ZERO_WIDTH_SPACE) if part]
    joined = parts[:1]
    for part in parts[1:]:
        if unicodedata.category(part[0]).startswith("M") or joined[-1][-1] == khmer.COENG:
            joined[-1] += part
        else:
            joined.append(part)
    long_enough = all(sum(map(_written, part)) >= 2 for part in joined)
    return " ".join(joined) if len(joined) == 2 and long_enough else text


def _written(letter: str) -> bool:
    """Whether it is a letter or a mark of one: ពៅ is written with two, ក with one."""
    return letter.isalpha() or unicodedata.category(letter).startswith("M")


def _words(text: str) -> tuple[str, ...]:
    cut = (word.strip(_EDGES) for word in _BREAKS.split(text))
    return tuple(word for word in cut if any(letter.isalpha() for letter in word))


@lru_cache(maxsize=65536)
def parse(text: str, *, order: Order = "family_first") -> Name:
    """The words of a full name, family name first as far as `order` tells; never raises.

    Titles in Khmer, Thai and Latin are taken off the front and kept. Remarks in brackets are
    not name words. A text without any letter has no words.
    """
    tidy = clean(_spaces_meant(text))
    without_note = _NOTE.sub(" ", tidy).strip() or tidy
    comma_first = order != "family_first" and without_note.count(",") == 1
    rest, titles, hint = _strip_titles(without_note.lstrip(_EDGES))
    words = _words(rest)
    if order == "given_first" and len(words) > 1 and not comma_first:
        words = (words[-1], *words[:-1])
    return Name(text, " ".join(words), detect(" ".join(words)), words, titles, hint)
