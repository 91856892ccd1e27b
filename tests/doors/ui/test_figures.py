"""Numbers, dates and spans as readers see them."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from polakor.base.dates import PartialDate
from polakor.doors.ui import figures

EVENING = datetime(2026, 11, 22, 11, 4, tzinfo=UTC)  # 18:04 in Phnom Penh


@pytest.mark.usefixtures("english")
class TestEnglish:
    @pytest.mark.parametrize(
        ("value", "written"),
        [(0, "0"), (12345, "12,345"), (Decimal("12345.6"), "12,345.6"), (None, "–"), (-5, "−5")],
    )
    def test_numbers(self, value: int | None, written: str) -> None:
        assert figures.number(value) == written

    def test_a_difference_carries_its_sign(self) -> None:
        assert [figures.signed(n) for n in (6, 0, -318, None)] == ["+6", "0", "−318", "–"]

    def test_a_share(self) -> None:
        assert figures.percent(0.45) == "45\u00a0%"
        assert figures.percent(0.1504, 1) == "15.0\u00a0%"

    def test_days_and_moments(self) -> None:
        assert figures.day(EVENING) == "22 November 2026"
        assert figures.moment(EVENING) == "22 November 2026, 18:04"
        assert figures.day(None) == ""

    def test_a_moment_after_midnight_in_the_country_is_the_next_day(self) -> None:
        late = datetime(2026, 11, 22, 17, 30, tzinfo=UTC)
        assert figures.moment(late) == "23 November 2026, 00:30"

    def test_recent_moments(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(timezone, "localdate", lambda: date(2026, 11, 23))
        assert figures.recent(EVENING) == "yesterday 18:04"
        assert figures.recent(EVENING + timedelta(hours=10)) == "04:04"
        assert figures.recent(EVENING - timedelta(days=3)) == "19 Nov 18:04"

    @pytest.mark.parametrize(
        ("told", "written"),
        [
            ("1991", "1991"),
            ("1991-03", "March 1991"),
            ("1991-03-14", "14 March 1991"),
            (PartialDate(1991), "1991"),
            (None, ""),
        ],
    )
    def test_a_partial_date_says_no_more_than_was_told(
        self, told: PartialDate | str | None, written: str
    ) -> None:
        assert figures.partial(told) == written

    @pytest.mark.parametrize(
        ("span", "written"),
        [
            (20, "20 s"),
            (timedelta(minutes=35), "35 min"),
            (timedelta(hours=8, minutes=40), "8 h 40 min"),
            (timedelta(hours=5), "5 h"),
            (timedelta(days=3, hours=2, minutes=9), "3 d 2 h"),
            (-4, "0 s"),
            (None, "–"),
        ],
    )
    def test_spans(self, span: timedelta | int | None, written: str) -> None:
        assert figures.duration(span) == written

    def test_sizes_and_people(self) -> None:
        assert figures.size(1_400_000) == "1.4 MB"
        assert figures.size(20) == "1 KB"
        assert figures.people(1) == "1 person"
        assert figures.people(1240) == "1,240 people"


@pytest.mark.usefixtures("khmer")
class TestKhmer:
    def test_numbers_keep_their_commas(self) -> None:
        assert figures.number(Decimal("12345.6")) == "12,345.6"

    def test_dates(self) -> None:
        assert figures.moment(EVENING) == "22 វិច្ឆិកា 2026 ម៉ោង 18:04"
        assert figures.partial("1991") == "ឆ្នាំ 1991"
        assert figures.partial("1991-03-14") == "14 មីនា 1991"

    def test_spans_and_people(self) -> None:
        assert figures.duration(timedelta(hours=8, minutes=40)) == "8 ម៉ោង 40 នាទី"
        assert figures.people(12) == "12 នាក់"
