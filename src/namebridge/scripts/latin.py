"""Latin: full-width and look-alike letters, and plain lower-case letters for comparing."""

from __future__ import annotations

import re
import unicodedata

_WIDE = re.compile("[\uff01-\uff5e\ufb00-\ufb06]+")
_APOSTROPHES = str.maketrans({"\u2018": "'", "\u2019": "'", "\u02bc": "'", "\u0060": "'"})
# Cyrillic and Greek letters that look Latin; folded only inside a word that has Latin letters.
_LOOKALIKES = str.maketrans(
    "АВЕКМНОРСТУХаеорсухіѕјԁһΑΒΕΖΗΙΚΜΝΟΡΤΥΧο", "ABEKMHOPCTYXaeopcyxisjdhABEZHIKMNOPTYXo"
)
_MIXED = re.compile(r"[^\W\d_]+")
_NO_LETTERS = re.compile("[^a-z]+")
_SPECIAL = str.maketrans({"đ": "d", "ð": "d", "ø": "o", "ł": "l", "ß": "ss", "æ": "ae", "œ": "oe"})


def canonical(text: str) -> str:
    """Full-width letters to plain ones, one apostrophe. Accents stay."""
    return _WIDE.sub(lambda m: unicodedata.normalize("NFKC", m.group()), text).translate(
        _APOSTROPHES
    )


def _fold_mixed(match: re.Match[str]) -> str:
    word = match.group()
    folded = word.translate(_LOOKALIKES)
    return folded if folded.isascii() else word


def letters(text: str) -> str:
    """Lower-case a-z only, accents off, look-alikes folded: what sounds are read from."""
    if text.isascii():
        return text.lower() if text.isalpha() else _NO_LETTERS.sub("", text.lower())
    folded = _MIXED.sub(_fold_mixed, text).lower().translate(_SPECIAL)
    plain = unicodedata.normalize("NFKD", folded)
    return _NO_LETTERS.sub("", plain)
