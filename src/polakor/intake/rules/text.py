"""What one cell says once its invisible characters, digits and spaces are made plain."""

import re
import unicodedata
from functools import lru_cache

from namebridge import clean

_DIGITS = {
    point: str(unicodedata.decimal(chr(point)))
    for point in range(0x80, 0xFFFF)
    if unicodedata.decimal(chr(point), None) is not None
}
_INVISIBLE = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u061c\u200b-\u200f\u202a-\u202e"
    r"\u2060-\u2069\ufeff\ufff9-\ufffb]"
)
_STRANGE = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufffd<>={}]"
    r"|[\U0001F000-\U0001FAFF\u2600-\u27BF]"
)
_SIGNS = re.compile(
    r"[\s\-_/\\.,;:()\[\]{}'\"!?*#&+=|<>@%°№«»“”‘’…·៖។៕៘៚ๆฯ\u2010-\u2015\u3000-\u3003（）、，：／]+"
)
_POINT_ZERO = re.compile(r"^(\d+)\.0+$")
_SCIENTIFIC = re.compile(r"\d(?:[.,]\d+)?E\+?\d{1,2}", re.IGNORECASE)
_ACCENTS = re.compile(r"[\u0300-\u036f]")
_COENG_DA = re.compile("\u17d2[\u178a\u178f]")


def plain_digits(text: str) -> str:
    """`text` with the decimal digits of every script written 0 to 9."""
    return text if text.isascii() else text.translate(_DIGITS)


def tidy(text: str) -> str:
    """`text` on one line: no control or invisible characters, single spaces, digits 0 to 9."""
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    return " ".join(plain_digits(_INVISIBLE.sub("", text)).split())


def whole_number(text: str) -> str:
    """`text` without the ".0" a spreadsheet or a program gives to whole numbers."""
    return _POINT_ZERO.sub(r"\1", text)


def is_shortened(text: str) -> bool:
    """True for 8.55E+10: a spreadsheet has thrown the digits away."""
    return _SCIENTIFIC.fullmatch(text) is not None


def is_strange(text: str) -> bool:
    """True where a cell holds controls, direction marks, markup or pictures."""
    return not text.isalnum() and _STRANGE.search(text) is not None


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """The letters and digits of `text` alone, for comparing words: no case, spaces or signs.

    Khmer is put into canonical order first, because the same word is typed in several ways.
    """
    return _SIGNS.sub("", _soft(text))


@lru_cache(maxsize=65536)
def tokens(text: str) -> tuple[str, ...]:
    """The words of `text`, folded one by one; signs and capitals inside words cut too."""
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", text)
    return tuple(word for word in _SIGNS.split(_soft(spaced)) if word)


def _soft(text: str) -> str:
    text = tidy(text)
    if text.isascii():
        return text.lower()
    text = unicodedata.normalize("NFKD", clean(text))
    text = _ACCENTS.sub("", _COENG_DA.sub("\u17d2\u178f", text))
    return _INVISIBLE.sub("", text).casefold()


def is_latin(text: str) -> bool:
    """True where `text` has no letter of a script that writes words without spaces."""
    return all(ord(letter) < 0x0250 for letter in text)


def file_name(name: str) -> str:
    """The file's own name without folders and control characters; it is only shown."""
    bare = name.replace("\\", "/").rsplit("/", 1)[-1]
    return "".join(letter for letter in bare if letter.isprintable())[:250] or "?"
