"""Machine-readable zones of travel documents: TD1 (3 x 30), TD2 (2 x 36) and TD3 (2 x 44).

Source: ICAO Doc 9303, parts 3 to 6. A zone is typed, scanned or pasted by people, so what does not
fit is told beside what was read, with a proposal where there is one; nothing is refused and no name
is ever mended. ``doors/field/static/field/mrz.js`` reads the same way (``tests/vectors/mrz.json``).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from polakor.base.dates import PartialDate

Kind = Literal["TD1", "TD2", "TD3"]
Span = tuple[int, int, int]
"""Line, first character, end (from 0, end not included)."""

_SHAPES: dict[tuple[int, int], Kind] = {(3, 30): "TD1", (2, 36): "TD2", (2, 44): "TD3"}
_WEIGHTS = (7, 3, 1)
_VALUES = {letter: value for value, letter in enumerate("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ")}
_VALUES["<"] = 0
_BREAKS = re.compile("[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+")
_SPACES = re.compile("[ \t\u00a0\u2000-\u200d\u2060\ufeff]+")
_LETTERS = re.compile("[A-Z0-9<]+")
_RUN = re.compile("<+")
_AS_TYPED = str.maketrans(
    "abcdefghijklmnopqrstuvwxyz០១២៣៤៥៦៧៨៩‹«", "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789<\N{NULL}"
)
_TO_DIGITS = str.maketrans("OQDILZSBG", "000112586")
_TO_LETTERS = str.maketrans("012586", "OIZSBG")
_EXPIRY_AHEAD = 20  # years: no travel document runs longer than that
_LONG = 28  # a shorter line beside those of a zone is a heading or a remark
_MOST_ADDED = 5  # fillers too many in a line, or missing from a line of data

_TWO_LINES: dict[str, Span] = {
    "code": (0, 0, 2),
    "country": (0, 2, 5),
    "number": (1, 0, 9),
    "number_check": (1, 9, 10),
    "nationality": (1, 10, 13),
    "birth": (1, 13, 19),
    "birth_check": (1, 19, 20),
    "sex": (1, 20, 21),
    "expiry": (1, 21, 27),
    "expiry_check": (1, 27, 28),
}
_FIELDS: dict[Kind, dict[str, Span]] = {
    "TD1": {
        "code": (0, 0, 2),
        "country": (0, 2, 5),
        "number": (0, 5, 14),
        "number_check": (0, 14, 15),
        "personal": (0, 15, 30),
        "birth": (1, 0, 6),
        "birth_check": (1, 6, 7),
        "sex": (1, 7, 8),
        "expiry": (1, 8, 14),
        "expiry_check": (1, 14, 15),
        "nationality": (1, 15, 18),
        "more": (1, 18, 29),
        "composite_check": (1, 29, 30),
        "names": (2, 0, 30),
    },
    "TD2": {
        **_TWO_LINES,
        "names": (0, 5, 36),
        "personal": (1, 28, 35),
        "composite_check": (1, 35, 36),
    },
    "TD3": {
        **_TWO_LINES,
        "names": (0, 5, 44),
        "personal": (1, 28, 42),
        "personal_check": (1, 42, 43),
        "composite_check": (1, 43, 44),
    },
}
_COMPOSITE: dict[Kind, tuple[Span, ...]] = {
    "TD1": ((0, 5, 30), (1, 0, 7), (1, 8, 15), (1, 18, 29)),
    "TD2": ((1, 0, 10), (1, 13, 20), (1, 21, 35)),
    "TD3": ((1, 0, 10), (1, 13, 20), (1, 21, 43)),
}
_CHECKS = ("number_check", "birth_check", "expiry_check", "personal_check", "composite_check")


@dataclass(frozen=True, slots=True)
class Problem:
    """Something to look at on the paper once more.

    ``code``: ``length`` (fillers missing or too many), ``slip`` (a letter where a digit stands or
    the other way round), ``check`` (the check digit does not fit), ``no_such_date``, ``unread``,
    ``maybe_cut`` (the name fills its line). ``proposal`` is what it may have to be, or empty.
    """

    field: str
    code: str
    found: str = ""
    proposal: str = ""


@dataclass(frozen=True, slots=True)
class Mrz:
    """What a machine-readable zone says.

    ``checks`` says of number, birth, expiry, personal and composite whether the check digit fits;
    None where the form of document has none. ``sex`` is ISO 5218 (0 not known, 1, 2). Birth lies
    in the past; unknown parts of it stay unknown. Digits in dates are mended from look-alike
    letters, everything else is as written.
    """

    kind: Kind
    code: str
    country: str
    surname: str
    given: str
    number: str
    nationality: str
    sex: int
    birth: PartialDate | None
    expiry: PartialDate | None
    personal: str
    checks: dict[str, bool | None]
    problems: tuple[Problem, ...]

    @property
    def failed(self) -> tuple[str, ...]:
        """Fields whose check digit does not fit."""
        return tuple(field for field, fits in self.checks.items() if fits is False)

    @property
    def valid(self) -> bool:
        """True when every check digit fits."""
        return not self.failed


def check_digit(text: str) -> str:
    """The check digit of ``text`` (ICAO 9303-3 section 4.9). ``<`` counts as 0.

    Raises ``KeyError`` for a character that may not stand in a zone.
    """
    return str(sum(_VALUES[letter] * _WEIGHTS[place % 3] for place, letter in enumerate(text)) % 10)


def find_lines(text: str) -> tuple[str, ...] | None:
    """The two or three lines of a zone in ``text``, or None when it holds none.

    Small letters, spaces, lost or added line breaks and a wrong number of fillers are forgiven.
    """
    rows = [row for row in map(_clean, _BREAKS.split(text)) if row]
    long = [row for row in rows if len(row) >= _LONG and _LETTERS.fullmatch(row)]
    if len({len(row) for row in long}) == 1 and (len(long), len(long[0])) in _SHAPES:
        return tuple(long)
    joined = "".join(rows)
    if "<<" not in joined or not _LETTERS.fullmatch(joined):
        return None
    for count, width in _SHAPES:
        if len(joined) == count * width:
            cut = tuple(joined[start : start + width] for start in range(0, len(joined), width))
            return cut if len(rows) == count else _fitted(rows) or cut
    return _fitted(rows)


def parse_mrz(text: str, today: date) -> Mrz | None:
    """Read the zone in ``text``; None when it has not the shape of one. Never raises.

    ``today`` gives years of two digits their century: nobody is born after it, and no document
    runs longer than twenty years beyond it.
    """
    lines = find_lines(text)
    if lines is None:
        return None
    kind = _SHAPES[(len(lines), len(lines[0]))]
    typed = [row for row in map(_clean, _BREAKS.split(text)) if row]
    problems = [
        Problem("lines", "length", row, line)
        for row, line in zip(typed, lines, strict=False)
        if len(typed) == len(lines) and row != line
    ]
    part, slips = _parts(kind, lines)
    number, personal = _long_number(kind, part)
    checks = _checks(kind, part, number)
    birth, birth_odd = _date("birth", part["birth"], today, past=True)
    expiry, expiry_odd = _date("expiry", part["expiry"], today, past=False)
    surname, _, given = part["names"].strip("<").partition("<<")
    problems += [*slips, *_failures(part, checks, number), *birth_odd, *expiry_odd]
    if part["sex"] not in "MFX<":
        problems.append(Problem("sex", "unread", part["sex"]))
    if not part["names"].endswith("<"):
        problems.append(Problem("names", "maybe_cut"))
    return Mrz(
        kind=kind,
        code=_bare(part["code"]),
        country=_bare(part["country"]),
        surname=_bare(surname),
        given=_bare(given),
        number=_bare(number[:-1]),
        nationality=_bare(part["nationality"]),
        sex={"M": 1, "F": 2}.get(part["sex"], 0),
        birth=birth,
        expiry=expiry,
        personal=_bare(f"{personal}<{part.get('more', '')}"),
        checks=checks,
        problems=tuple(problems),
    )


def _clean(row: str) -> str:
    return _SPACES.sub("", row).translate(_AS_TYPED).replace("\0", "<<")


def _fitted(rows: list[str]) -> tuple[str, ...] | None:
    """Lines whose fillers were miscounted, brought to their width."""
    if len(rows) == 3:
        width, names = 30, 2
    elif len(rows) == 2:
        width, names = (44 if len(rows[1]) >= 40 else 36), 0
    else:
        return None
    fitted = [_fit(row, width, at == names) for at, row in enumerate(rows)]
    whole = tuple(row for row in fitted if row is not None)
    return whole if len(whole) == len(rows) else None


def _fit(row: str, width: int, is_names: bool) -> str | None:
    if is_names:
        bare = row.rstrip("<")
        fits = len(bare) <= width and len(row) <= width + _MOST_ADDED
        return bare.ljust(width, "<") if fits else None
    missing = width - len(row)
    runs = list(_RUN.finditer(row))
    if missing == 0 or not runs:
        return row if missing == 0 else None
    start, end = runs[-1].span()
    if abs(missing) > _MOST_ADDED or end - start + missing < 1:
        return None
    return row[:start] + "<" * (end - start + missing) + row[end:]


def _parts(kind: Kind, lines: tuple[str, ...]) -> tuple[dict[str, str], list[Problem]]:
    """Every field as it stands, digits mended where only digits may stand, and what was mended."""
    part, slips = {}, []
    for field, (line, start, end) in _FIELDS[kind].items():
        found = part[field] = lines[line][start:end]
        if field in ("birth", "expiry") or field in _CHECKS:
            part[field] = found.translate(_TO_DIGITS)
            proposal = part[field]
        elif field in ("country", "nationality", "names"):
            proposal = found.translate(_TO_LETTERS)
        else:
            continue
        if proposal != found:
            slips.append(Problem(field, "slip", _bare(found), _bare(proposal)))
    return part, slips


def _long_number(kind: Kind, part: dict[str, str]) -> tuple[str, str]:
    """The number with its check digit, and the personal field. Numbers of more than nine
    characters go on there in TD1 and TD2, check digit last (ICAO 9303-5, 4.2.2)."""
    rest = part["personal"].split("<")[0]
    if kind == "TD3" or part["number_check"] != "<" or not rest:
        return part["number"] + part["number_check"], part["personal"]
    return part["number"] + rest[:-1] + rest[-1].translate(_TO_DIGITS), part["personal"][
        len(rest) :
    ]


def _checks(kind: Kind, part: dict[str, str], number: str) -> dict[str, bool | None]:
    mended = [["<"] * 44 for _ in range(3)]
    for field, (line, start, end) in _FIELDS[kind].items():
        mended[line][start:end] = part[field]
    composite = "".join("".join(mended[line][a:b]) for line, a, b in _COMPOSITE[kind])
    digit = part.get("personal_check")
    empty = digit == "<" and not part["personal"].strip("<")
    return {
        "number": check_digit(number[:-1]) == number[-1],
        "birth": check_digit(part["birth"]) == part["birth_check"],
        "expiry": check_digit(part["expiry"]) == part["expiry_check"],
        "personal": None if digit is None else empty or check_digit(part["personal"]) == digit,
        "composite": check_digit(composite) == part["composite_check"],
    }


def _failures(
    part: dict[str, str], checks: dict[str, bool | None], number: str
) -> Iterator[Problem]:
    """What does not fit; the composite digit only when nothing else says so already."""
    fields = [field for field, fits in checks.items() if fits is False]
    for field in fields:
        if field == "composite":
            if len(fields) == 1:
                yield Problem(field, "check")
            continue
        if field == "number":
            alike = _one_alike(number[:-1], number[-1])
            yield Problem(field, "check", _bare(number[:-1]), _bare(alike))
        else:
            yield Problem(field, "check", _bare(part[field]))


def _one_alike(found: str, digit: str) -> str:
    """``found`` with the one letter made a digit that makes it fit; empty if not just one does."""
    tried = (
        found[:at] + letter.translate(_TO_DIGITS) + found[at + 1 :]
        for at, letter in enumerate(found)
        if letter.translate(_TO_DIGITS) != letter
    )
    fitting = [text for text in tried if check_digit(text) == digit]
    return fitting[0] if len(fitting) == 1 else ""


def _date(
    field: str, found: str, today: date, *, past: bool
) -> tuple[PartialDate | None, list[Problem]]:
    """A date of six digits as far as it exists, and what is odd about it."""
    if not found[:2].isdigit():
        return None, [Problem(field, "unread", _bare(found))] if found.strip("<") else []
    parts = [int(text) if text.isdigit() else 0 for text in (found[2:4], found[4:6])]
    latest = (today.year, today.month, today.day) if past else (today.year + _EXPIRY_AHEAD, 12, 31)
    year = latest[0] // 100 * 100 + int(found[:2])
    if (year, parts[0] or 1, parts[1] or 1) > latest:
        year -= 100
    told = (year, parts[0] or None, (parts[1] or None) if parts[0] else None)
    for known in (told, told[:2], told[:1]):
        try:
            on = PartialDate(*known)
        except ValueError:
            continue
        return on, [] if known == told else [Problem(field, "no_such_date", found)]
    return None, [Problem(field, "no_such_date", found)]


def _bare(field: str) -> str:
    return " ".join(field.replace("<", " ").split())
