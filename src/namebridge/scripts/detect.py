"""Which writing system a text is in."""

from __future__ import annotations

import re

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


# Khmer beginning with a letter and Thai beginning with a letter, and nothing else.
_KHMER = re.compile("[\u1780-\u17b3][\u1780-\u17dd]*")
_THAI = re.compile("[\u0e01-\u0e30\u0e40-\u0e46][\u0e01-\u0e4e]*")


def detect(text: str) -> Script:
    """The script most letters of `text` belong to; Khmer, Thai, Latin in this order on a tie.

    Letters of any other script count as `other`, and win only when they are the most.
    """
    if text.isalpha() and text.isascii():
        return Script.LATN
    if _KHMER.fullmatch(text):
        return Script.KHMR
    if _THAI.fullmatch(text):
        return Script.THAI
    letters = [script_of_letter(letter) for letter in text if letter.isalpha()]
    best, most = Script.OTHER, 0
    for script in (Script.KHMR, Script.THAI, Script.LATN, Script.OTHER):
        if letters.count(script) > most:
            best, most = script, letters.count(script)
    return best
