"""Khmer: one order for the marks of a syllable, whatever order they were typed in.

Order (Unicode L2/22-290): base, robat, subscripts with RO last, shifter, vowel, other signs.
"""

from __future__ import annotations

import re

COENG = "\u17d2"
ROBAT = "\u17cc"
TO_FIRST, TO_SECOND = "\u17c9", "\u17ca"
VOWELS = frozenset(chr(point) for point in range(0x17B6, 0x17C6))
FINAL_SIGNS = frozenset("\u17c6\u17c7\u17c8")
OTHER_SIGNS = frozenset("\u17cb\u17cd\u17ce\u17cf\u17d0\u17d1\u17dd")
UPPER_VOWELS = frozenset("\u17b7\u17b8\u17b9\u17ba\u17be")
_LONG_UPPER = frozenset("\u17b8\u17ba")
SHORT_U = "\u17bb"
# Letters whose shifter is ្៊ or ៉: people type ុ for either when an upper vowel takes the room.
SHIFTED_TO_SECOND = frozenset("កខចឆដឋណតថបផសហឡអ")
SHIFTED_TO_FIRST = frozenset("គឃងជឈញឌឍទធនពភមយរលវ")
# Two halves typed for one vowel.
SPLIT_VOWELS = (
    ("\u17c1\u17b6", "\u17c4"),
    ("\u17c1\u17b8", "\u17be"),
    ("\u17b6\u17c1", "\u17c4"),
    ("\u17b8\u17c1", "\u17be"),
    # A half typed again beside the whole.
    ("\u17c4\u17c1", "\u17c4"),
    ("\u17c1\u17c4", "\u17c4"),
    ("\u17c4\u17b6", "\u17c4"),
    ("\u17b6\u17c4", "\u17c4"),
    ("\u17be\u17c1", "\u17be"),
    ("\u17c1\u17be", "\u17be"),
    ("\u17be\u17b8", "\u17be"),
    ("\u17b8\u17be", "\u17be"),
)
# The subscripts of ដ and ត are one shape. Dictionaries write ត under these letters and in ស្ត្រ,
# ដ under the others.
_TA_UNDER = frozenset("តនចលវពរ")
OBSOLETE = str.maketrans(
    {"\u17a3": "\u17a2", "\u17a4": "\u17a2\u17b6", "\u17b4": None, "\u17b5": None, "\u25cc": None}
)
_CLUSTER = re.compile("([\u1780-\u17b3])((?:\u17d2[\u1780-\u17b3]|[\u17b6-\u17d1\u17dd])+)")
# Khmer that `canonical` would leave as it is, seen at a glance: nearly all that is typed.
IN_ORDER = re.compile(
    "(?:[\u1780-\u17a2\u17a5-\u17b3]\u17cc?(?:\u17d2[\u1780-\u1799\u179b-\u17a2])*(?:\u17d2\u179a)?"
    "[\u17c9\u17ca]?[\u17b6-\u17c5]?[\u17c6-\u17c8\u17cb\u17cd-\u17d1\u17dd]?)+"
)
_SUBSCRIPT_DA_TA = re.compile("(.)((?:\u17d2[ដត])+)((?:\u17d2រ)?)")
_SHIFTED_UPPER = re.compile("[\u17c9\u17ca](?=[\u17b7-\u17ba\u17be])")
_MARKS = re.compile("\u17d2[\u1780-\u17b3]|.")


def _order_cluster(match: re.Match[str]) -> str:
    base = match.group(1)
    typed: list[str] = _MARKS.findall(match.group(2))
    subscripts = [mark for mark in typed if len(mark) == 2]
    marks = list(dict.fromkeys(mark for mark in typed if len(mark) == 1))
    subscripts.sort(key=lambda mark: mark[1] == "រ")
    shifters = [mark for mark in marks if mark in (TO_FIRST, TO_SECOND)]
    vowels = "".join(mark for mark in marks if mark in VOWELS)
    for halves, whole in SPLIT_VOWELS:
        vowels = vowels.replace(halves, whole)
    signs = [mark for mark in marks if mark in FINAL_SIGNS]
    upper = any(vowel in UPPER_VOWELS for vowel in vowels) or (
        "\u17b6" in vowels and "\u17c6" in signs
    )
    if SHORT_U in vowels and upper:
        shifter = _shifter_meant(base, subscripts, shifters, vowels)
        if shifter:
            vowels = vowels.replace(SHORT_U, "")
            shifters = [shifter]
    parts = [base]
    parts += [ROBAT] if ROBAT in marks else []
    parts += subscripts
    parts += shifters
    parts.append(vowels)
    parts += signs[:1] if signs[:1] == ["\u17c6"] else []
    parts += sorted(mark for mark in marks if mark in OTHER_SIGNS)
    parts += signs[1:] if signs[:1] == ["\u17c6"] else signs
    return "".join(parts)


def _shifter_meant(base: str, subscripts: list[str], shifters: list[str], vowels: str) -> str:
    if shifters:
        return shifters[0]
    if base == "ប" and not subscripts:
        # Either sign is common here and the shape is one: ប៉ិច ប៉ឹម ប៉ើ, but ប៊ី ប៊ឺន.
        return TO_SECOND if set(vowels) & _LONG_UPPER else TO_FIRST
    letters = base + "".join(mark[1] for mark in subscripts)
    if any(letter in SHIFTED_TO_SECOND for letter in letters):
        return TO_SECOND
    return TO_FIRST if base in SHIFTED_TO_FIRST else ""


def _da_or_ta(match: re.Match[str]) -> str:
    base, typed, after = match.groups()
    letter = "ត" if base in _TA_UNDER or after else "ដ"
    return base + f"{COENG}{letter}" * (len(typed) // 2) + after


def one_subscript(text: str) -> str:
    """The subscripts of ដ and ត, one shape, as dictionaries write them under each letter."""
    return _SUBSCRIPT_DA_TA.sub(_da_or_ta, text)


def shape(text: str) -> str:
    """One sequence of code points for canonical Khmer that looks the same on paper.

    The subscripts of ដ and ត are one shape; so are the two shifters under an upper vowel.
    """
    return _SHIFTED_UPPER.sub(TO_FIRST, one_subscript(text))


def canonical(text: str) -> str:
    """Same-looking Khmer in one sequence of code points. Other text passes unchanged."""
    return _CLUSTER.sub(_order_cluster, text.translate(OBSOLETE))
