"""Dates and ages as people write them: eras, month names, digits of any script, serial numbers."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from polakor.base.dates import PartialDate
from polakor.intake.rules.fields import Field
from polakor.intake.rules.layouts import Layout
from polakor.intake.rules.text import fold, is_latin, tidy, tokens
from polakor.intake.rules.vocabulary import Vocabulary

BUDDHIST_OFFSET = 543
_OLDEST = 120  # years a person may have lived
_LONGEST_AGO = 15  # years a day of crossing may lie before the day of its list
_FIRST_BUDDHIST_YEAR = 2400  # no Gregorian birth year is this large
_SERIAL_DAY_0 = date(1899, 12, 30)

_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]\d{1,2}:\d\d(?::\d\d(?:\.\d+)?)?Z?)?")
_PARTED = re.compile(r"(\d{1,4})\s*[/.\-\s]\s*(\d{1,2})\s*[/.\-\s]\s*(\d{1,4})")
_TIME = re.compile(r"\s+\d{1,2}:\d\d(?::\d\d)?(?:\s*[ap]m)?$", re.IGNORECASE)
_SERIAL = re.compile(r"(\d{5})(?:\.\d+)?")
_NUMBERS = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class DateReading:
    """A date or an age as far as a cell gives it, and what an officer should know of it."""

    on: PartialDate | None = None
    age: int | None = None
    notices: tuple[str, ...] = ()


NO_DATE = DateReading()


@dataclass(frozen=True)
class DateReader:
    """Reads the dates of one list.

    `today` is the day of the list: nobody on it was born later. `calendar` ("be", "ce") gives
    two-digit years their century; `day_first` tells 3/4 apart from 4/3; `small_is_year` reads a
    bare 85 as the year, not as an age.
    """

    vocabulary: Vocabulary
    today: date
    calendar: str = "ce"
    day_first: bool = True
    small_is_year: bool = False

    def read(self, text: str, *, birth: bool = True) -> DateReading:
        """Read one cell; never raises. `birth` allows ages and refuses days after `today`."""
        text = _TIME.sub("", tidy(text)).lstrip("'‘’`")
        if not _NUMBERS.search(text):
            return NO_DATE if not text else DateReading(None, None, ("birth_not_a_date",))
        parted = _ISO.fullmatch(text) or _PARTED.fullmatch(text)
        if parted:
            return self._three(list(parted.groups()[:3]), "", birth)
        if text.isdecimal() or _SERIAL.fullmatch(text):
            return self._one(text, birth)
        return self._words(text, birth)

    def year(self, digits: str, era: str = "") -> int:
        """The Gregorian year a year of 2 or 4 digits means. 0 where it means none."""
        value = int(digits)
        if len(digits) >= 3:
            return value - BUDDHIST_OFFSET if value >= _FIRST_BUDDHIST_YEAR else value
        if (era or self.calendar) == "be":
            year = 2500 + value - BUDDHIST_OFFSET
            return year if year <= self.today.year else year - 100
        year = self.today.year // 100 * 100 + value
        return year if year <= self.today.year else year - 100

    def _year_of(self, digits: str, era: str, birth: bool) -> int:
        """The year of a birth, or of another day: of two digits the era nearer the list's day."""
        if birth or len(digits) >= 3 or era:
            return self.year(digits, era)
        ways = [self.year(digits, "ce"), self.year(digits, "be")]
        return min(ways, key=lambda year: abs(year - self.today.year))

    def _three(self, parts: list[str], era: str, birth: bool) -> DateReading:
        first, middle, last = parts
        if len(first) >= 3 or (int(first) > 31 and len(last) < 3):
            return self._date(self._year_of(first, era, birth), int(middle), int(last), birth)
        day, month = (int(first), int(middle)) if self.day_first else (int(middle), int(first))
        turned: tuple[str, ...] = ()
        if month > 12 >= day >= 1:
            day, month, turned = month, day, ("day_month_turned",)
        return self._date(self._year_of(last, era, birth), month, day, birth, turned)

    def _date(
        self, year: int, month: int, day: int, birth: bool, notices: tuple[str, ...] = ()
    ) -> DateReading:
        """A date of three numbers; 0 for a month or day is how many forms say "not known"."""
        oldest, latest = (_OLDEST, 0) if birth else (_LONGEST_AGO, 5)
        if not self.today.year - oldest <= year <= self.today.year + latest:
            return DateReading(None, None, ("birth_not_a_date",))
        try:
            if month == 0 or day == 0:
                on = PartialDate(year, month or None, None)
            else:
                on = PartialDate(year, month, day)
        except ValueError:
            return DateReading(PartialDate(year), None, ("birth_not_in_calendar",))
        if birth and on.day and date(year, month, day) > self.today:
            return DateReading(on, None, (*notices, "birth_after_list"))
        return DateReading(on, None, notices)

    def _one(self, text: str, birth: bool) -> DateReading:
        """A single number: a year, a spreadsheet's day count, a date without signs, or an age."""
        size = len(text)
        if size == 4:
            return self._date(self.year(text), 0, 0, birth)
        if size == 8 and text.isdecimal():
            if int(text[:4]) >= 1850 and int(text[4:6]) <= 12:
                return self._three([text[:4], text[4:6], text[6:]], "", birth)
            return self._three([text[:2], text[2:4], text[4:]], "", birth)
        if size == 6 and text.isdecimal():
            return self._six(text, birth)
        serial = _SERIAL.fullmatch(text)
        if serial:
            day = _SERIAL_DAY_0 + timedelta(days=int(serial.group(1)))
            return self._date(day.year, day.month, day.day, birth)
        if size == 2 and self.small_is_year:
            return self._date(self.year(text), 0, 0, birth)
        if birth and size <= 3 and int(text) <= _OLDEST:
            return DateReading(None, int(text), ("age_for_birth",))
        return DateReading(None, None, ("birth_not_a_date",))

    def _six(self, text: str, birth: bool) -> DateReading:
        """YYMMDD or DDMMYY, where only one of them is a date."""
        ways = [(text[:2], text[2:4], text[4:]), (text[4:], text[2:4], text[:2])]
        read = [self._date(self.year(y), int(m), int(d), birth) for y, m, d in ways]
        good = [way for way in read if way.on and way.on.day and not way.notices]
        return good[0] if len(good) == 1 else _NOT_A_DATE

    def _words(self, text: str, birth: bool) -> DateReading:
        """Numbers among words: month names, eras, "40 years"."""
        letters = fold(_NUMBERS.sub(" ", text))
        numbers = _NUMBERS.findall(text)
        era = self._era(letters, text)
        month = self._month(letters, text)
        if month:
            return self._with_month(numbers, month, era, birth)
        if birth and int(numbers[0]) <= _OLDEST and len(numbers) <= 2 and len(numbers[0]) <= 3:
            age = self._age(letters, numbers)
            if age is not None:
                return DateReading(None, age)
        inside = _PARTED.search(text)
        if inside and len(numbers) > 3 and 4 in map(len, inside.groups()):
            return self._three(list(inside.groups()), era, birth)
        whole = any(len(number) == 4 for number in numbers)
        if len(numbers) == 3 and (whole or era or not self._unknown_words(letters)):
            return self._three(numbers, era, birth)
        if len(numbers) == 2:
            year, other = sorted(numbers, key=len, reverse=True)
            if len(year) == 4 and int(other) <= 12:
                return self._date(self.year(year, era), int(other), 0, birth)
        years = [number for number in numbers if len(number) == 4]
        if len(years) == 1:
            return self._date(self.year(years[0], era), 0, 0, birth)
        if era and len(numbers) == 1 and len(numbers[0]) == 2:
            return self._date(self.year(numbers[0], era), 0, 0, birth)
        return DateReading(None, None, ("birth_not_a_date",))

    def _unknown_words(self, letters: str) -> str:
        """What is left of `letters` without the words that stand in dates: an era, perhaps."""
        for folded in self.vocabulary.folded("dates", "filler"):
            letters = letters.replace(folded, "")
        return letters

    def _with_month(self, numbers: list[str], month: int, era: str, birth: bool) -> DateReading:
        if len(numbers) == 1:
            year = numbers[0]
            known = len(year) == 4 or int(year) > 31
            return (
                self._date(self._year_of(year, era, birth), month, 0, birth)
                if known
                else _NOT_A_DATE
            )
        if len(numbers) > 2:
            return _NOT_A_DATE
        day, year = (numbers[1], numbers[0]) if len(numbers[0]) == 4 else numbers
        return self._date(self._year_of(year, era, birth), month, int(day), birth)

    def _month(self, letters: str, text: str) -> int:
        """1 to 12 where a month is named, else 0. Longer words are tried first."""
        words = set(tokens(text))
        for folded, month in self._months:
            if folded in words or (folded in letters and not is_latin(folded)):
                return month
        # "12Aug1990": Latin letters between digits are a word too.
        return next((m for folded, m in self._months if folded == letters), 0)

    def _era(self, letters: str, text: str) -> str:
        words = set(tokens(text))
        for era, key in (("be", "buddhist_era"), ("ce", "common_era")):
            for folded in self.vocabulary.folded("dates", key):
                if folded in words or (folded in letters and not is_latin(folded)):
                    return era
        return ""

    def _age(self, letters: str, numbers: list[str]) -> int | None:
        for folded in self.vocabulary.folded("dates", "age_years"):
            if folded == letters or (folded in letters and not is_latin(folded)):
                return int(numbers[0])
            if is_latin(folded) and letters.startswith(folded) and len(folded) > 2:
                return int(numbers[0])
        for folded in self.vocabulary.folded("dates", "age_months"):
            if folded == letters and len(numbers) == 1:
                return int(numbers[0]) // 12
        return None

    @cached_property
    def _months(self) -> tuple[tuple[str, int], ...]:
        found = [
            (fold(word), number)
            for number in range(1, 13)
            for word in self.vocabulary.words("months", str(number))
        ]
        return tuple(sorted(found, key=lambda item: -len(item[0])))


_NOT_A_DATE = DateReading(None, None, ("birth_not_a_date",))


def read_age(text: str, vocabulary: Vocabulary) -> DateReading:
    """Whole years from a cell headed "age"; notices say why there are none."""
    plain = tidy(text)
    numbers = _NUMBERS.findall(plain)
    if not plain or plain in ("-", "?"):
        return NO_DATE
    if not numbers or len(numbers) > 2:
        return DateReading(None, None, ("age_not_a_number",))
    letters = fold(_NUMBERS.sub(" ", plain))
    months = letters and letters in vocabulary.folded("dates", "age_months")
    value = int(numbers[0]) // 12 if months else int(numbers[0])
    if value > _OLDEST or len(numbers[0]) > 3:
        return DateReading(None, None, ("age_not_a_number",))
    return DateReading(None, value)


def small_is_year(layout: Layout, vocabulary: Vocabulary) -> bool:
    """A bare 85 under "birth" is a year where ages have their own column or the heading says so."""
    if layout.columns_of(Field.AGE):
        return True
    years = vocabulary.folded("parts", "year")
    return any(
        word in fold(column.header)
        for column in layout.columns_of(Field.BIRTH)
        for word in years
        if len(word) > 2 and not _is_whole_date(column.header, vocabulary)
    )


def _is_whole_date(header: str, vocabulary: Vocabulary) -> bool:
    return any(
        word in fold(header) for word in vocabulary.folded("parts", "month") if len(word) > 2
    )
