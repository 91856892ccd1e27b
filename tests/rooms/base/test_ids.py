"""Ids, human numbers and partial dates."""

import string
from datetime import date
from uuid import RFC_4122, UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polakor.base.dates import PartialDate
from polakor.base.ids import ALPHABET, human_number, read_human_number, uuid7, uuid7_texts

numbers = st.integers(min_value=0, max_value=2**30 - 1)


def test_ids_sort_by_the_time_they_were_made() -> None:
    made = [uuid7() for _ in range(50)]
    milliseconds = [value.int >> 80 for value in made]
    assert milliseconds == sorted(milliseconds)
    assert {value.version for value in made} == {7}


def test_ids_made_together_are_ids_like_any_other() -> None:
    before, made, after = uuid7(), [UUID(text) for text in uuid7_texts(300)], uuid7()
    assert len(set(made)) == 300
    assert {(one.version, one.variant) for one in made} == {(7, RFC_4122)}
    assert {before.int >> 80 <= one.int >> 80 <= after.int >> 80 for one in made} == {True}


@given(numbers)
def test_a_number_reads_back_however_it_is_typed(sequence: int) -> None:
    number = human_number(sequence, "PK")
    assert read_human_number(number) == number
    assert read_human_number(number.lower().replace("-", " ")) == number


@given(numbers, st.integers(0, 6), st.sampled_from(ALPHABET))
def test_one_wrong_letter_is_always_caught(sequence: int, place: int, letter: str) -> None:
    prefix, body, check = human_number(sequence, "PK").split("-")
    letters = list(body + check)
    if letters[place] != letter:
        letters[place] = letter
        wrong = "".join(letters)
        assert read_human_number(f"{prefix}-{wrong[:-1]}-{wrong[-1]}") is None


def test_neighbouring_people_do_not_get_neighbouring_numbers() -> None:
    first, second = human_number(1, "PK"), human_number(2, "PK")
    assert sum(a != b for a, b in zip(first, second, strict=True)) > 3
    assert len({human_number(n, "PK") for n in range(2000)}) == 2000


@given(st.text(alphabet=string.printable, max_size=20))
def test_reading_a_number_never_fails(text: str) -> None:
    read_human_number(text)


@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)))
def test_a_date_reads_back(day: date) -> None:
    for partial in (
        PartialDate.from_date(day),
        PartialDate(day.year, day.month),
        PartialDate(day.year),
    ):
        assert PartialDate.from_iso(partial.iso) == partial


@pytest.mark.parametrize("text", ["", "1990-13", "1990-02-30", "90", "1990-1-1-1", "a", "2533-01"])
def test_an_impossible_date_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        PartialDate.from_iso(text)


def test_age_counts_whole_years() -> None:
    assert PartialDate(2000, 8, 6).age_on(date(2025, 8, 5)) == 24
    assert PartialDate(2000, 8, 6).age_on(date(2025, 8, 6)) == 25
    assert PartialDate(2000).age_on(date(2025, 1, 1)) == 25


def test_whoever_by_a_slow_clock_was_born_later_is_nought() -> None:
    crossed = date(2025, 12, 30)
    born = ["2025-12-30", "2025-12-31", "2026-01-02", "2026-01", "2026", "2026-01-03", "2027"]
    ages = [PartialDate.from_iso(one).age_at(crossed) for one in born]
    assert ages == [0, 0, 0, 0, 0, None, None]
    assert PartialDate(1895).age_at(crossed) == 130
    assert PartialDate(1894).age_at(crossed) is None
