"""Thai: one order for the marks above and below a letter."""

from __future__ import annotations

import re

_TONES = "\u0e48-\u0e4b"
_NIKHAHIT_TONE_AA = re.compile(f"(?:\u0e4d([{_TONES}]?)|([{_TONES}])\u0e4d)\u0e32")
_TONE_BEFORE_VOWEL = re.compile(f"([{_TONES}]+)([\u0e31\u0e34-\u0e3a])")
_REPEATED_MARK = re.compile("([\u0e31\u0e34-\u0e3a\u0e47-\u0e4e])\\1+")
# Thai that `canonical` would leave as it is, seen at a glance: nearly all that is typed.
IN_ORDER = re.compile(
    "(?:[\u0e40-\u0e44]?[\u0e01-\u0e2e][\u0e31\u0e34-\u0e39]?[\u0e47-\u0e4c]?[\u0e30\u0e32\u0e33\u0e45]?)+"
)


def canonical(text: str) -> str:
    """Same-looking Thai in one sequence of code points. Other text passes unchanged."""
    text = text.replace("\u0e40\u0e40", "\u0e41")
    text = _NIKHAHIT_TONE_AA.sub(lambda m: (m.group(1) or m.group(2) or "") + "\u0e33", text)
    text = _TONE_BEFORE_VOWEL.sub("\\2\\1", text)
    return _REPEATED_MARK.sub("\\1", text)
