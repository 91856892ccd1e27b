"""What an identity says for sure beside the name, and how two such facts agree.

Everything is whole numbers, so that one pair and a batch of a million (`records.py`) are told apart
by the same rules.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from rapidfuzz.distance import DamerauLevenshtein

from namebridge.model import Identity

BUDDHIST_ERA = 543
# Years outside are slips, not birth years.
FIRST_YEAR, LAST_YEAR = 1850, 2150
LONGEST_NUMBER = 24
# A number of fewer letters may be two documents' own: it needs the kind beside it.
OWN_NUMBER, SLIP_NUMBER = 6, 7
# Kinds whose number stays with a person for life; others are renewed with a new number.
LASTING = frozenset({"nid", "birth_cert"})
_NOT_NUMBER = re.compile(r"[^0-9A-Z]+")
_NO_NUMBER = frozenset({"", "lost", "none"})
_FIGURES = frozenset("0123456789")


@dataclass(frozen=True, slots=True)
class Birth:
    """A birth date as far as it can be relied on. A default 1 January is only a year."""

    year: int
    month: int | None
    day: int | None
    from_age: bool


def birth(identity: Identity) -> Birth | None:
    """The reliable part of the birth date, Buddhist-era years brought back; None without year."""
    year = identity.birth_year
    if year is None:
        return None
    if 2400 <= year <= 2700:
        year -= BUDDHIST_ERA
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    if identity.birth_basis == "age":
        return Birth(year, None, None, True)
    month, day = identity.birth_month, identity.birth_day
    if identity.birth_basis in ("year", "jan1") or (month == 1 and day == 1):
        month = day = None
    if not month or not 1 <= month <= 12:
        month = day = None
    if not day or not 1 <= day <= 31:
        day = None
    return Birth(year, month, day, False)


@lru_cache(maxsize=65536)
def plain_number(number: str) -> str:
    """A document number in capitals without spaces and signs."""
    return _NOT_NUMBER.sub("", number.upper())[:LONGEST_NUMBER]


def _tells_apart(plain: str) -> bool:
    """Whether a number can be one document's own: "0", "NA" and "0000000" are not."""
    figures = [letter for letter in plain if letter.isdigit()]
    return len(plain) >= 4 and len(figures) >= 3 and len(set(figures)) > 1


def document_numbers(identity: Identity) -> dict[str, str]:
    """number -> kind of the documents that have a number worth comparing."""
    return {
        plain: kind
        for kind, number in identity.documents
        if kind not in _NO_NUMBER and _tells_apart(plain := plain_number(number))
    }


def phone_number(phone: str) -> int:
    """The figures of a phone number as one whole number; 0 when there are too few."""
    figures = "".join(letter for letter in phone if letter in _FIGURES)
    return int(figures[-18:]) if len(figures) >= 6 else 0


def place_number(place: str) -> tuple[int, int]:
    """(code filled up to eight figures, levels known: 0 none, 1 province .. 4 village)."""
    depth = min(4, len(place) // 2)
    code = place[: 2 * depth]
    if not depth or not all(figure in _FIGURES for figure in code):
        return 0, 0
    return int(code.ljust(8, "0")), depth


class Facts(NamedTuple):
    """What is compared beside the name. 0 means not known, for every number.

    `from_age`: 1 when the year comes from an age told (the year before is as likely). `place` and
    `depth` as in `place_number`; `documents` pairs of kind and plain number, sorted.
    """

    sex: int
    year: int
    month: int
    day: int
    from_age: int
    place: int
    depth: int
    phone: int
    documents: tuple[tuple[str, str], ...]


def facts_of(identity: Identity) -> Facts:
    """The comparable facts of an identity."""
    born = birth(identity)
    place, depth = place_number(identity.place)
    documents = tuple(sorted((kind, plain) for plain, kind in document_numbers(identity).items()))
    return Facts(
        identity.sex if identity.sex in (1, 2) else 0,
        born.year if born else 0,
        (born.month or 0) if born else 0,
        (born.day or 0) if born else 0,
        int(born.from_age) if born else 0,
        place,
        depth,
        phone_number(identity.phone),
        documents,
    )


def sex_code(a: Facts, b: Facts) -> str:
    """Reason code for the sexes, "" when one is not known."""
    if not a.sex or not b.sex:
        return ""
    return "sex_same" if a.sex == b.sex else "sex_differs"


def birth_code(a: Facts, b: Facts) -> str:
    """Reason code for the birth dates with their precision, "" when one is not known."""
    if not a.year or not b.year:
        return ""
    if a.from_age or b.from_age:
        # An age told stands for two years; so far apart are the years that fit.
        gap = max(0, a.year - a.from_age - b.year, b.year - b.from_age - a.year)
        return ("birth_age_fits", "birth_year_near_age")[gap] if gap < 2 else _year_code(gap)
    apart = abs(a.year - b.year)
    if not a.month or not b.month:
        return "birth_year_same" if not apart else _year_code(apart)
    full = bool(a.day and b.day)
    day_agrees = a.month == b.month and (not full or a.day == b.day)
    if not apart:
        return _same_year_code(a, b, full)
    if full and day_agrees and (apart <= 2 or apart == 10 or _figures_swapped(a.year, b.year)):
        return "birth_day_same_year_off"
    if not day_agrees and apart <= 2:
        return "birth_date_off"
    return _year_code(apart)


def _figures_swapped(one: int, other: int) -> bool:
    """Whether the last two figures of the years are exchanged: 1987 and 1978."""
    return one // 100 == other // 100 and other % 100 == 10 * (one % 10) + one // 10 % 10


def _same_year_code(a: Facts, b: Facts, full: bool) -> str:
    if not full:
        return "birth_month_same" if a.month == b.month else "birth_day_differs"
    if (a.month, a.day) == (b.month, b.day):
        return "birth_date_same"
    if (a.month, a.day) == (b.day, b.month):
        return "birth_day_month_swapped"
    part = a.month == b.month or a.day == b.day
    return "birth_day_or_month_differs" if part else "birth_day_differs"


def _year_code(apart: int) -> str:
    if apart <= 2:
        return "birth_year_off" if apart == 1 else "birth_year_two_off"
    return "birth_year_far" if apart <= 4 else "birth_year_differs"


# By the levels that agree (0 none .. 4 village), where both sides know as much and where they
# know more and differ below.
PLACE_AGREES = (
    "province_differs",
    "same_province",
    "same_district",
    "same_commune",
    "same_village",
)
PLACE_BELOW = (
    "province_differs",
    "other_district",
    "other_commune",
    "same_commune",
    "same_village",
)


def place_code(a: Facts, b: Facts) -> str:
    """Reason code for the places, "" when one is not known."""
    depth = min(a.depth, b.depth)
    if not depth:
        return ""
    agree = 0
    while agree < depth and a.place // 10 ** (6 - 2 * agree) == b.place // 10 ** (6 - 2 * agree):
        agree += 1
    return PLACE_AGREES[agree] if agree == depth else PLACE_BELOW[agree]


def phone_code(a: Facts, b: Facts) -> str:
    """Reason code for the phones, "" when one is not known."""
    if not a.phone or not b.phone:
        return ""
    return "phone_same" if a.phone == b.phone else "phone_differs"


def document_code(a: Facts, b: Facts) -> tuple[str, str, str]:
    """(reason code for the papers, the two numbers); "" when no two can be held together.

    The best agreement counts; of disagreements that of a number kept for life.
    """
    found = ("", "", "")
    rank = 0
    for kind, one in a.documents:
        for other_kind, other in b.documents:
            code, worth = _document_pair(kind, one, other_kind, other)
            if worth > rank:
                found, rank = (code, one, other), worth
    return found


# What ties a record to one person beside name and year: a number, a day, a district.
ANCHORS = frozenset(
    {
        "birth_date_same",
        "birth_day_month_swapped",
        "birth_month_same",
        "birth_day_same_year_off",
        "document_same",
        "document_close",
        "phone_same",
        "same_district",
        "same_commune",
        "same_village",
    }
)


def beside_code(codes: Iterable[str]) -> str:
    """A finding where nothing beside name, sex, year and province agrees; "" otherwise.

    Names go in fashions, by years and by regions, so that a name and a year are less independent
    than their weights say. Names alone rank candidates and decide nothing.
    """
    told = {code for code in codes if code and not code.startswith("sex")}
    if not told:
        return "only_name_known"
    return "" if ANCHORS & told else "little_beside_name"


def _document_pair(kind: str, one: str, other_kind: str, other: str) -> tuple[str, int]:
    if one == other and (len(one) >= OWN_NUMBER or kind == other_kind):
        return "document_same", 4
    if kind != other_kind:
        return "", 0
    if min(len(one), len(other)) >= SLIP_NUMBER and DamerauLevenshtein.distance(one, other) == 1:
        return "document_close", 3
    return ("id_number_differs", 2) if kind in LASTING else ("document_differs", 1)
