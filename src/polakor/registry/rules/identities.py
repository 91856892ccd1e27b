"""From what is stored of a person to what ``namebridge`` compares."""

from collections.abc import Iterable
from typing import Literal, cast

import namebridge
from polakor.base.dates import PartialDate

BirthBasis = Literal["date", "year", "age", "jan1", ""]


def birth_basis(birth: PartialDate | None, *, from_age: bool) -> BirthBasis:
    """How far a birth date may be believed: 1 January is most often a year in disguise."""
    if birth is None:
        return ""
    if from_age:
        return "age"
    if birth.month is None:
        return "year"
    return "jan1" if (birth.month, birth.day) == (1, 1) else "date"


def identity(
    *,
    names: Iterable[namebridge.Name],
    sex: int,
    birth: tuple[int | None, int | None, int | None],
    basis: str,
    home: str,
    phone: str,
    documents: Iterable[tuple[str, str]],
) -> namebridge.Identity:
    """Build the comparable form. ``birth`` is (year, month, day); unknown parts are None."""
    return namebridge.Identity(
        names=tuple(names),
        sex=sex,
        birth_year=birth[0],
        birth_month=birth[1],
        birth_day=birth[2],
        birth_basis=cast(BirthBasis, basis),
        place=home,
        phone=phone,
        documents=tuple((kind, number) for kind, number in documents if number),
    )
