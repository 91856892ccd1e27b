"""Single cells: dates and ages, phones, papers, names, sexes."""

from datetime import date, timedelta
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.factories.lists import KHMER_DIGITS, LIST_DAY, THAI_DIGITS
from tests.rooms.intake.test_reading_lists import vocabulary

from polakor.intake.rules.births import DateReader, read_age
from polakor.intake.rules.papers import PaperReader
from polakor.intake.rules.people import is_garbled, join_names, read_names
from polakor.intake.rules.phones import PhoneReader
from polakor.intake.rules.text import fold, tidy


@cache
def dates(calendar: str = "ce", day_first: bool = True) -> DateReader:
    return DateReader(vocabulary(), LIST_DAY, calendar, day_first)


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("1990-05-17", "1990-05-17"),
        ("17/05/1990", "1990-05-17"),
        ("17.5.1990", "1990-05-17"),
        ("17-May-1990", "1990-05-17"),
        ("May 17, 1990", "1990-05-17"),
        ("17 mai 1990", "1990-05-17"),
        ("17May1990", "1990-05-17"),
        ("17/05/2533", "1990-05-17"),
        ("17 พฤษภาคม พ.ศ. 2533", "1990-05-17"),
        ("17 พ.ค. 33", "2033"),
        ("๑๗/๕/๒๕๓๓", "1990-05-17"),
        ("១៧ ឧសភា ១៩៩០", "1990-05-17"),
        ("ថ្ងៃទី១៧ ខែឧសភា ឆ្នាំ១៩៩០", "1990-05-17"),
        ("33010", "1990-05-17"),
        ("33010.5", "1990-05-17"),
        ("19900517", "1990-05-17"),
        ("17051990", "1990-05-17"),
        ("1990-05-17 00:00:00", "1990-05-17"),
        ("1990", "1990"),
        ("2533", "1990"),
        ("កើតឆ្នាំ ១៩៩០", "1990"),
        ("05/1990", "1990-05"),
        ("1990-05", "1990-05"),
        ("พ.ค. 2533", "1990-05"),
        ("00/05/1990", "1990-05"),
        ("00/00/1990", "1990"),
        ("31/02/1990", "1990"),
        ("05/17/1990", "1990-05-17"),
    ],
)
def test_a_birth_date_is_read_however_it_is_written(text: str, iso: str) -> None:
    if iso == "2033":
        return  # two digits need the calendar of the list; see the next test
    on = dates().read(text).on
    assert on is not None
    assert on.iso == iso


def test_two_digit_years_follow_the_calendar_of_the_list() -> None:
    assert dates("be").read("17 พ.ค. 33").on == dates().read("17/05/1990").on
    assert dates("be").read("17-05-68").on == dates().read("17/05/2025").on
    assert dates("ce").read("17/05/33").on == dates().read("17/05/1933").on
    assert dates("ce").read("17/05/25").on == dates().read("17/05/2025").on


def test_months_before_days_where_the_list_has_them_so() -> None:
    on = dates("ce", False).read("05/06/1990").on
    assert on is not None
    assert on.iso == "1990-05-06"


@pytest.mark.parametrize("text", ["00/00/0000", "abc", "?", "99/99/9999", "12345678901", "1/2/3/4"])
def test_what_is_no_date_is_said_to_be_none(text: str) -> None:
    read = dates().read(text)
    assert (read.on, read.notices) == (None, ("birth_not_a_date",))


def test_an_impossible_day_keeps_the_year_and_says_so() -> None:
    read = dates().read("31/2/2534")
    assert (read.on and read.on.iso, read.notices) == ("1991", ("birth_not_in_calendar",))


@pytest.mark.parametrize(
    ("text", "age"),
    [
        ("40 years", 40),
        ("អាយុ ៤០ ឆ្នាំ", 40),
        ("40 ปี", 40),
        ("25 ans", 25),
        ("8 months", 0),
        ("25", 25),
    ],
)
def test_an_age_under_birth_is_an_age(text: str, age: int) -> None:
    read = dates().read(text)
    assert (read.on, read.age) == (None, age)


@pytest.mark.parametrize(
    ("text", "age"), [("34", 34), ("៣៤", 34), ("34 ปี", 34), ("-", None), ("199", None), ("x", None)]
)
def test_ages(text: str, age: int | None) -> None:
    assert read_age(text, vocabulary()).age == age


@given(st.dates(date(1930, 1, 1), LIST_DAY), st.sampled_from(["ascii", "khmer", "thai"]))
def test_any_day_survives_every_way_of_writing_it(day: date, digits: str) -> None:
    table = {"khmer": KHMER_DIGITS, "thai": THAI_DIGITS}.get(digits, {})
    serial = str((day - date(1899, 12, 30)).days)
    ways = [f"{day:%d/%m/%Y}", f"{day.day}-{day.month}-{day.year + 543}", day.isoformat()]
    for text in [*ways, *([serial] if len(serial) == 5 else [])]:
        on = dates().read(text.translate(table)).on
        assert on is not None
        assert on.iso == day.isoformat()


@given(st.text(max_size=40))
def test_no_text_breaks_a_reader(text: str) -> None:
    dates().read(text)
    read_age(text, vocabulary())
    PhoneReader(vocabulary()).read(text)
    PaperReader(vocabulary()).mixed(text)
    read_names(text, given_first=False)
    assert tidy(tidy(text)) == tidy(text)


@given(st.integers(0, 100_000))
def test_a_day_count_is_a_date_only_where_somebody_could_be_born(count: int) -> None:
    on = dates().read(str(count).zfill(5)).on
    if on is not None and on.day:
        assert date(1899, 12, 30) + timedelta(count) == date(on.year, on.month or 1, on.day)


@pytest.mark.parametrize(
    ("text", "phone"),
    [
        ("012 345 678", "+85512345678"),
        ("012-345 678", "+85512345678"),
        ("12345678", "+85512345678"),
        ("0971234567", "+855971234567"),
        ("+855 12 345 678", "+85512345678"),
        ("85512345678", "+85512345678"),
        ("00855 12345678", "+85512345678"),
        ("(+855) 012 345 678", "+85512345678"),
        ("០១២ ៣៤៥ ៦៧៨", "+85512345678"),
        ("012345678 / 098765432", "+85512345678"),
        ("0812345678", "+66812345678"),
        ("+66 (0)81 234 5678", "+66812345678"),
        ("+82 10-2345-6789", "+821023456789"),
        ("123", ""),
        ("no phone", ""),
        ("", ""),
    ],
)
def test_phones_become_one_form(text: str, phone: str) -> None:
    assert PhoneReader(vocabulary()).read(text)[0] == phone


def test_a_number_of_two_countries_says_so() -> None:
    assert PhoneReader(vocabulary()).read("0971234567")[1] == ("phone_two_countries",)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Passport", "passport"), ("លិខិតឆ្លងដែន", "passport"), ("หนังสือเดินทาง", "passport"),
        ("ID card", "nid"), ("travel document", "td"), ("lost", "lost"), ("lost passport", "lost"),
        ("បាត់", "lost"), ("ไม่มี", "none"), ("គ្មាន", "none"), ("birth certificate", "birth_cert"),
        ("something else", ""), ("", ""),
    ],
)  # fmt: skip
def test_kinds_of_papers(text: str, kind: str) -> None:
    assert PaperReader(vocabulary()).kind(text) == kind


def test_numbers_of_papers_are_written_one_way() -> None:
    papers = PaperReader(vocabulary())
    assert papers.number("n ๙๒๑๓ ๙๐๓๓")[0] == "N92139033"
    assert papers.number("-") == ("", ())
    assert papers.number("9" * 50) == ("", ("document_too_long",))
    assert papers.restored("pink_card", "99497690410") == "0099497690410"
    assert papers.restored("nid", "12345678") == "12345678"
    mixed = papers.mixed("Passport N1234567")
    assert (mixed.kind, mixed.number) == ("passport", "N1234567")


def test_names_come_clean_and_family_first() -> None:
    assert read_names("นางสาวแก้ว ดารา", given_first=False).thai == "แก้ว ดารา"
    assert read_names("นางสาวแก้ว ดารา", given_first=False).sex == 2
    assert read_names("Dara Keo", given_first=True).latn == "Keo Dara"
    both = read_names("កែវ ដារ៉ា / KEO DARA", given_first=False)
    assert (both.khmr, both.latn) == ("កែវ ដារ៉ា", "KEO DARA")
    assert join_names("Keo", "Dara").latn == "Keo Dara"
    assert join_names("", "Dara").latn == "Dara"


def test_letters_lost_on_the_way_are_no_name() -> None:
    assert is_garbled("??????? ????")
    assert is_garbled("ÃÂ¡Ã¢â‚¬Å¾")
    assert is_garbled("à¸ªà¸¡")
    assert not is_garbled("André Müller")
    assert not is_garbled("Keo Dara?")
    assert read_names("????? ??", given_first=False).reason == "name_garbled"
    assert read_names("12345", given_first=False).reason == "name_without_letters"


def test_folding_forgets_what_typing_changes() -> None:
    assert fold("Date of Birth:") == fold("date-of-birth")
    assert fold("សម្គាល់") == fold("ស\u200bម្គាល់ ")
    assert fold("ลำดับ") == fold("ลําดับ")
