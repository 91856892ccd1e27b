"""A day on one line, day first, in any digits."""

from datetime import date

import pytest
from django import forms
from hypothesis import given
from hypothesis import strategies as st

from polakor.doors.ui.days import DayField, day_from

KHMER = str.maketrans("0123456789", "០១២៣៤៥៦៧៨៩")


class One(forms.Form):
    day = DayField(required=False)


@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)))
def test_a_day_reads_back_however_it_is_written(day: date) -> None:
    for text in (day.isoformat(), f"{day:%d/%m/%Y}", f"{day.day}.{day.month}.{day.year}"):
        assert day_from(text) == day
        assert day_from(text.translate(KHMER)) == day


@pytest.mark.parametrize("text", ["13/13/2020", "2020-02-30", "yesterday", "1/2/20", "31/4/2020"])
def test_what_is_no_day_is_said_and_kept(text: str) -> None:
    form = One({"day": text})
    assert not form.is_valid()
    assert form["day"].value() == text


def test_an_empty_line_is_no_day() -> None:
    form = One({"day": " "})
    assert form.is_valid()
    assert form.cleaned_data["day"] is None


def test_a_day_already_known_is_shown_day_first() -> None:
    assert 'value="06/08/2025"' in str(One(initial={"day": date(2025, 8, 6)})["day"])
