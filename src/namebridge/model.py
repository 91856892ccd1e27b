"""The values that go in and out of this library. All are frozen: they can be cached and shared."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

Order = Literal["family_first", "given_first", "unknown"]
SexHint = Literal["male", "female"]
BirthBasis = Literal["date", "year", "age", "jan1", ""]
Verdict = Literal["same", "maybe", "new"]
Language = Literal["km", "en"]


class Script(StrEnum):
    """The writing system most letters of a text belong to (ISO 15924, lower case)."""

    KHMR = "khmr"
    LATN = "latn"
    THAI = "thai"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Name:
    """One written form of a person's name.

    `original` is the text as given. `text` is clean, without titles, family name first as far
    as the caller knew the order. `words` are its words; `titles` what was taken off the front.
    """

    original: str
    text: str
    script: Script
    words: tuple[str, ...]
    titles: tuple[str, ...] = ()
    sex_hint: SexHint | None = None


@dataclass(frozen=True, slots=True)
class Identity:
    """What is known of one person, for comparing. Everything may be missing.

    `sex` is ISO 5218 (0 unknown, 1 male, 2 female, 9 not applicable). `place` is an official
    code of 2, 4, 6 or 8 digits or "". `phone` is E.164 or "". `documents` are pairs of kind
    and number. `birth_basis` says what the birth date rests on: a date, a year alone, an age
    told, or 1 January written for "year only".
    """

    names: tuple[Name, ...]
    sex: int = 0
    birth_year: int | None = None
    birth_month: int | None = None
    birth_day: int | None = None
    birth_basis: BirthBasis = ""
    place: str = ""
    phone: str = ""
    documents: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Reason:
    """One finding of a comparison. `weight` is log2 of the odds it moves (0: says nothing).

    `supports` is True for, False against, None when it cannot tell. `values` are the two
    values compared, to be shown beside the sentence of `describe`.
    """

    code: str
    supports: bool | None
    weight: float
    values: tuple[str, str] = ("", "")


@dataclass(frozen=True, slots=True)
class Comparison:
    """How likely two identities are one person (0..1), what to do about it, and why.

    `weight` is log2 of the odds, in bits (hundredths at most). `certain` is a gate beside the
    points: so much agrees independently, and so little speaks against it, that a machine may
    act on it alone. Every certain comparison is "same"; not every "same" is certain.
    """

    probability: float
    verdict: Verdict
    weight: float
    reasons: tuple[Reason, ...]
    certain: bool = False
