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


def document_numbers(identity: Identity) -> dict[str, str]:
    """number -> kind of the documents that have a number."""
    return {
        plain: kind
        for kind, number in identity.documents
        if kind not in _NO_NUMBER and (plain := plain_number(number))
    }
