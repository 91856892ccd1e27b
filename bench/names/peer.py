"""The peer: what a careful developer does without knowing the languages.

Every letter is romanised by a fixed table, spelling habits are folded (kh to k, oe to e, ...), and
rapidfuzz's token_sort_ratio is taken over all names. This stands in for the generic romanisers,
which are not dependencies here.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from rapidfuzz import fuzz, process
from rapidfuzz.utils import default_process


def _pairs(table: str) -> dict[str, str]:
    return dict(pair.split(":") for pair in table.split())


_KHMER = _pairs(
    "ក:k ខ:kh គ:k ឃ:kh ង:ng ច:ch ឆ:ch ជ:ch ឈ:ch ញ:nh ដ:d ឋ:th ឌ:d ឍ:th ណ:n ត:t ថ:th ទ:t ធ:th "
    "ន:n ប:b ផ:ph ព:p ភ:ph ម:m យ:y រ:r ល:l វ:v ស:s ហ:h ឡ:l អ:a ា:a ិ:e ី:i ឹ:oe ឺ:eu ុ:o ូ:ou "
    "ួ:uo ើ:oe ឿ:oeu ៀ:ie េ:e ែ:ae ៃ:ai ោ:o ៅ:au ំ:m ះ:h"
)
_THAI = _pairs(
    "ก:k ข:kh ค:kh ฆ:kh ง:ng จ:ch ฉ:ch ช:ch ซ:s ญ:y ฎ:d ฏ:t ฐ:th ณ:n ด:d ต:t ถ:th ท:th ธ:th น:n "
    "บ:b ป:p ผ:ph ฝ:f พ:ph ฟ:f ภ:ph ม:m ย:y ร:r ล:l ว:w ศ:s ษ:s ส:s ห:h ฬ:l อ:o ฮ:h ะ:a ั:a า:a "
    "ำ:am ิ:i ี:i ึ:ue ื:ue ุ:u ู:u เ:e แ:ae โ:o ไ:ai ใ:ai"
)
_LETTERS = str.maketrans(_KHMER | _THAI)
_FOLDS = [
    (re.compile(pattern), to)
    for pattern, to in (
        ("[^a-z ]", ""),
        ("kh|gh|g|q", "k"),
        ("ph|bh|b", "p"),
        ("th|dh|d", "t"),
        ("ch+h?|j", "c"),
        ("nh|gn|ny", "n"),
        ("w", "v"),
        ("oeu|eu|oe|ue|ae", "e"),
        ("ou|uo|oo", "u"),
        ("ey|ei|y", "i"),
        ("au|ao|or", "o"),
        (r"(.)\1+", r"\1"),
    )
]


def folded(words: Sequence[str]) -> str:
    """The words in folded Latin letters."""
    text = " ".join(words).translate(_LETTERS).lower()
    for pattern, to in _FOLDS:
        text = pattern.sub(to, text)
    return text


class FoldedNames:
    """All names, folded; asked by comparing with every one of them."""

    def __init__(self, names: Sequence[Sequence[str]]) -> None:
        self._names = [default_process(folded(words)) for words in names]

    def ranked(self, words: Sequence[str], limit: int) -> list[int]:
        """Places of the `limit` names most alike, best first."""
        found = process.extract(
            folded(words), self._names, scorer=fuzz.token_sort_ratio, limit=limit
        )
        return [place for _, _, place in found]
