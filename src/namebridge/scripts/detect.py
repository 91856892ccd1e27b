"""Which writing system a text is in."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache

from namebridge.model import Script


def script_of_letter(letter: str) -> Script:
    """The script of one character; digits, spaces and signs of no script are `other`."""
    point = ord(letter)
    if 0x1780 <= point <= 0x17DD:
        return Script.KHMR
    if 0x0E01 <= point <= 0x0E4E:
        return Script.THAI
    if point < 0x0250 or 0x1E00 <= point <= 0x1EFF:
        return Script.LATN if letter.isalpha() else Script.OTHER
    return Script.OTHER


@lru_cache(maxsize=65536)
def detect(text: str) -> Script:
    """The script most letters of `text` belong to; Khmer, Thai, Latin in this order on a tie.

    Letters of any other script count as `other`, and win only when they are the most.
    """
    counts = Counter(script_of_letter(letter) for letter in text if letter.isalpha())
    best, most = Script.OTHER, 0
    for script in (Script.KHMR, Script.THAI, Script.LATN, Script.OTHER):
        if counts[script] > most:
            best, most = script, counts[script]
    return best
