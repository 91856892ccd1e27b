"""What an identity says for sure: birth date with its precision, numbers in one form."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from namebridge.model import Identity

BUDDHIST_ERA = 543
_NOT_NUMBER = re.compile(r"[^0-9A-Z]+")
_NO_NUMBER = frozenset({"", "lost", "none"})


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
    if identity.birth_basis == "age":
        return Birth(year, None, None, True)
    month, day = identity.birth_month, identity.birth_day
    if identity.birth_basis in ("year", "jan1") or (month == 1 and day == 1) or not month:
        month = day = None
    return Birth(year, month, day, False)


@lru_cache(maxsize=65536)
def plain_number(number: str) -> str:
    """A document number in capitals without spaces and signs."""
    return _NOT_NUMBER.sub("", number.upper())


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
