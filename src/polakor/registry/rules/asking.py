"""What one box holds: name, age or year, place, phone, document and person's number, in any order.

Pure: places come as a table of written names, and digits may be Khmer, Thai or Latin.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from namebridge import clean
from polakor.base.ids import read_human_number

_WORD = re.compile(r"[^\s,;/|]+")
_DATE = re.compile(
    r"(?<!\w)(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\w)"
    r"|(?<!\w)(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})(?!\w)"
)
_NUMBER_OF_A_PHONE = re.compile(r"(?<!\w)\+?\d[\d ().-]{6,}\d(?!\w)")
_ABOUT_AGE = frozenset(
    "age aged years year old born about yo អាយុ ឆ្នាំ កើត ប្រហែល อายุ ปี เกิด ประมาณ".split()  # noqa: SIM905
)
_ABOUT_PLACE = frozenset(
    "province district khet srok from ខេត្ត ស្រុក ក្រុង រាជធានី មកពី จังหวัด อำเภอ จาก".split()  # noqa: SIM905
)
EARLIEST_YEAR, OLDEST, ERA_FROM, ERA = 1900, 125, 2440, 543
DIGITS_OF_A_PHONE = 8
PLACE_WORDS, WORDS_OF_A_NAME = 4, 3


@dataclass(frozen=True, slots=True)
class Asked:
    """What was understood of a text. ``place`` is a code; ``numbers`` as typed, without signs.

    ``name`` is without the words of the place, ``whole_name`` with them: "Sok Pursat" may be a man
    from there or a man of that name.
    """

    name: str = ""
    whole_name: str = ""
    year: int | None = None
    month: int | None = None
    day: int | None = None
    age: int | None = None
    place: str = ""
    numbers: tuple[str, ...] = ()

    @property
    def anything(self) -> bool:
        """Whether there is something to look for: a fact without a name or number is not."""
        return bool(self.name or self.whole_name or self.numbers)


def plain_digits(text: str) -> str:
    """Khmer and Thai digits as 0 to 9; nothing else changes."""
    return "".join(str(int(sign)) if sign.isdecimal() else sign for sign in text)


def read_box(text: str, *, this_year: int, places: Mapping[str, str]) -> Asked:
    """Take the text apart. ``places``: code by written name in small letters."""
    rest = plain_digits(" ".join(text.split()))[:300]
    numbers: list[str] = []
    if read_human_number(rest):
        return Asked(numbers=(rest,))
    found = _DATE.search(rest)
    year, month, day = _date(found, this_year) if found else (None, None, None)
    if found and year is not None:
        rest = f"{rest[: found.start()]} {rest[found.end() :]}"
    while phone := _phone(rest):
        numbers.append(phone.group())
        rest = f"{rest[: phone.start()]} {rest[phone.end() :]}"
    words, age, digits_met = [], None, found is not None
    for word in _WORD.findall(rest):
        if not any(sign.isdecimal() for sign in word):
            words.append(word)
            continue
        read_year, read_age = _year_or_age(word, this_year)
        digits_met = digits_met or read_year is not None or read_age is not None
        if read_year is not None:
            year = year or read_year
        elif read_age is not None:
            age = read_age if age is None else age
        else:
            numbers.append(word)
    if digits_met:
        words = [word for word in words if word.casefold() not in _ABOUT_AGE]
    if len(numbers) > 1:
        numbers.append("".join(numbers))  # typed in groups: N0000 0421
    name, whole, place = _without_place(words, places)
    return Asked(name, whole, year, month, day, age, place, tuple(dict.fromkeys(numbers)))


def _phone(text: str) -> re.Match[str] | None:
    """Digits that belong together; "34 1990" is an age and a year, not a number."""
    for found in _NUMBER_OF_A_PHONE.finditer(text):
        parts = re.findall(r"\d+", found.group())
        told = all((len(part) == 4 and part[0] in "12") or len(part) <= 2 for part in parts)
        if not (told and len(parts) <= 2) and sum(map(len, parts)) >= DIGITS_OF_A_PHONE:
            return found
    return None


def _common_era(year: int, this_year: int) -> int | None:
    year = year - ERA if year >= ERA_FROM else year
    return year if EARLIEST_YEAR <= year <= this_year else None


def _date(found: "re.Match[str]", this_year: int) -> tuple[int | None, int | None, int | None]:
    one, two = found.groups()[:3], found.groups()[3:]
    year, month, day = (int(x) for x in (one if one[0] else reversed(two)))
    common = _common_era(year, this_year)
    if common is None or not (1 <= month <= 12 and 1 <= day <= 31):
        return common, None, None
    return common, month, day


def _year_or_age(word: str, this_year: int) -> tuple[int | None, int | None]:
    bare = word.strip("().~-")
    if not bare.isdecimal():
        return None, None
    if len(bare) == 4:
        return _common_era(int(bare), this_year), None
    if len(bare) <= 3 and int(bare) <= OLDEST and not (len(bare) > 1 and bare[0] == "0"):
        return None, int(bare)
    return None, None


def _without_place(words: list[str], places: Mapping[str, str]) -> tuple[str, str, str]:
    """(name without the place, name with it, place code); the longest place name wins."""
    low = [clean(word).casefold() for word in words]
    for length in range(min(PLACE_WORDS, len(words)), 0, -1):
        # From the end: the place is most often said last.
        for start in range(len(words) - length, -1, -1):
            code = places.get(" ".join(low[start : start + length]), "")
            before = start - 1 if start and low[start - 1] in _ABOUT_PLACE else start
            if code and (before > 0 or start + length < len(words)):
                rest = " ".join(words[:before] + words[start + length :])
                may_be_name = before == start and len(words) <= WORDS_OF_A_NAME
                return rest, " ".join(words) if may_be_name else rest, code
    return " ".join(words), " ".join(words), ""
