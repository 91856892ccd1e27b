"""Machine-readable zones of travel documents: TD1 (3 x 30), TD2 (2 x 36) and TD3 (2 x 44).

Source: ICAO Doc 9303, parts 3 to 6. A zone is typed, scanned or copied into spreadsheets by
people, so a check digit that fails is a finding to report, not a reason to read nothing.
"""

import re
from dataclasses import dataclass
from datetime import date
from typing import Literal

Kind = Literal["TD1", "TD2", "TD3"]

_SHAPES: dict[tuple[int, int], Kind] = {(3, 30): "TD1", (2, 36): "TD2", (2, 44): "TD3"}
_WEIGHTS = (7, 3, 1)
_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_LINE = re.compile(r"[A-Z0-9<]{28,46}")
_LETTERS_TO_DIGITS = str.maketrans("OQDIZSBG", "00012586")
_SPACES = str.maketrans("", "", " \t\u00a0\u200b\ufeff")


@dataclass(frozen=True, slots=True)
class Mrz:
    """What a machine-readable zone says.

    `failed` names the fields whose check digit does not fit (document_number, birth, expiry,
    optional, composite). Dates are `YYMMDD` as printed; `birth_on` gives them a century.
    """

    kind: Kind
    document_code: str
    issuer: str
    nationality: str
    document_number: str
    family: str
    given: str
    sex: int
    birth: str
    expiry: str
    optional: str
    failed: tuple[str, ...]

    @property
    def valid(self) -> bool:
        """True when every check digit fits."""
        return not self.failed

    def birth_on(self, today: date) -> tuple[int, int | None, int | None] | None:
        """Year, month, day of birth, in the century that is not after `today`; None if unreadable.

        Unknown months and days are printed as `<<` and come back as None.
        """
        if not self.birth[:2].isdigit():
            return None
        year = today.year // 100 * 100 + int(self.birth[:2])
        month = int(self.birth[2:4]) if self.birth[2:4].isdigit() else None
        day = int(self.birth[4:6]) if month is not None and self.birth[4:6].isdigit() else None
        if (year, month or 1, day or 1) > (today.year, today.month, today.day):
            year -= 100
        return year, month, day


def check_digit(text: str) -> str:
    """The check digit of `text` (ICAO 9303-3 section 4.9). `<` counts as 0.

    Raises `ValueError` for a character that may not stand in a zone.
    """
    total = 0
    for place, letter in enumerate(text):
        value = 0 if letter == "<" else _ALPHABET.index(letter)
        total += value * _WEIGHTS[place % 3]
    return str(total % 10)


def find_lines(text: str) -> tuple[str, ...] | None:
    """The two or three lines of a zone in a cell, or None when the cell holds no zone.

    Line breaks may be missing (both lines in one run) and spaces may have crept in.
    """
    rows = [row.translate(_SPACES).upper().replace("«", "<<") for row in text.splitlines()]
    rows = [row for row in rows if _LINE.fullmatch(row)]
    if (len(rows), len(rows[0]) if rows else 0) in _SHAPES and len({len(r) for r in rows}) == 1:
        return tuple(rows)
    whole = "".join(text.split()).translate(_SPACES).upper()
    if "<<" not in whole or not re.fullmatch(r"[A-Z0-9<]+", whole):
        return None
    for count, width in _SHAPES:
        if len(whole) == count * width:
            return tuple(whole[start : start + width] for start in range(0, len(whole), width))
    return None


def parse_mrz(text: str) -> Mrz | None:
    """Read the zone in `text`; None when it has not the shape of one. Never raises."""
    lines = find_lines(text)
    if lines is None:
        return None
    kind = _SHAPES[(len(lines), len(lines[0]))]
    return _parse_td1(lines) if kind == "TD1" else _parse_two_lines(lines, kind)


def _parse_two_lines(lines: tuple[str, ...], kind: Kind) -> Mrz:
    top, low = lines
    end = 42 if kind == "TD3" else 35
    optional = low[28:end]
    failed = _failures(low[0:10], low[13:20], low[21:28])
    if kind == "TD3" and not _fits(optional, low[42], empty_ok=True):
        failed.append("optional")
    composite = low[0:10] + low[13:20] + low[21 : 43 if kind == "TD3" else 35]
    if not _fits(composite, low[-1]):
        failed.append("composite")
    family, given = _names(top[5:])
    return Mrz(
        kind=kind,
        document_code=_bare(top[0:2]),
        issuer=_bare(top[2:5]),
        nationality=_bare(low[10:13]),
        document_number=_bare(low[0:9]),
        family=family,
        given=given,
        sex=_sex(low[20]),
        birth=_digits(low[13:19]),
        expiry=_digits(low[21:27]),
        optional=_bare(optional),
        failed=tuple(failed),
    )


def _parse_td1(lines: tuple[str, ...]) -> Mrz:
    top, middle, low = lines
    number, optional = top[5:15], top[15:30]
    if number[9] == "<" and optional.strip("<"):
        # Numbers longer than nine characters go on in the optional field, check digit last.
        rest = optional.split("<")[0]
        number, optional = number[:9] + rest, optional[len(rest) :]
    failed = _failures(number, middle[0:7], middle[8:15])
    composite = top[5:30] + middle[0:7] + middle[8:15] + middle[18:29]
    if not _fits(composite, middle[29]):
        failed.append("composite")
    family, given = _names(low)
    return Mrz(
        kind="TD1",
        document_code=_bare(top[0:2]),
        issuer=_bare(top[2:5]),
        nationality=_bare(middle[15:18]),
        document_number=_bare(number[:-1]),
        family=family,
        given=given,
        sex=_sex(middle[7]),
        birth=_digits(middle[0:6]),
        expiry=_digits(middle[8:14]),
        optional=_bare(optional + middle[18:29]),
        failed=tuple(failed),
    )


def _failures(number: str, birth: str, expiry: str) -> list[str]:
    """Which of the three fields (each with its check digit last) do not fit."""
    named = (("document_number", number), ("birth", birth), ("expiry", expiry))
    return [name for name, field in named if not _fits(field[:-1], field[-1])]


def _fits(text: str, digit: str, empty_ok: bool = False) -> bool:
    if empty_ok and digit == "<" and not text.strip("<"):
        return True
    return check_digit(text) == digit


def _names(field: str) -> tuple[str, str]:
    family, _, given = field.strip("<").partition("<<")
    return " ".join(family.replace("<", " ").split()), " ".join(given.replace("<", " ").split())


def _bare(field: str) -> str:
    return field.replace("<", " ").strip()


def _digits(field: str) -> str:
    """Dates hold digits only, so a letter there is a reading error of a camera or an eye."""
    return field.translate(_LETTERS_TO_DIGITS)


def _sex(letter: str) -> int:
    return {"M": 1, "F": 2}.get(letter, 0)
