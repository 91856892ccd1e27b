"""Gate tallies: an empty cell is not a zero, and a correction replaces in the open."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone
from tests.cast import Cast
from tests.doors.office.records import signed_in

from polakor.journeys.actions.tallies import enter_tallies
from polakor.journeys.models import GateTally
from polakor.journeys.queries.tallies import tallies_entered

pytestmark = pytest.mark.django_db
LIST, ENTER, GATE = "/gates/", "/gates/enter/", "KH-TH-PPT"
Queries = Callable[[int], AbstractContextManager[object]]


@pytest.fixture
def sokha(cast: Cast) -> Client:
    return signed_in(cast, "sokha")


def _told(**counts: str) -> dict[str, str]:
    return {"gate": GATE, "day": "2025-08-06", "hour": "", "method": "tally", **counts}


def _standing(cast: Cast) -> dict[tuple[int, str], int]:
    return {(t.sex, t.age_group): t.count for t in tallies_entered(cast.sokha)}


def test_a_grid_is_entered_and_empty_is_not_zero(cast: Cast, sokha: Client) -> None:
    told = _told(count_1_adult="812", count_2_adult="640", count_2_child="0")
    page = sokha.post(ENTER, told, follow=True).content.decode()
    assert _standing(cast) == {(1, "adult"): 812, (2, "adult"): 640, (2, "child"): 0}
    assert "1,452 people" in page
    assert "Poipet" in page


def test_khmer_digits_are_digits(cast: Cast, sokha: Client) -> None:
    sokha.post(ENTER, _told(count_1_adult="១២៣"))
    assert _standing(cast) == {(1, "adult"): 123}


def test_a_correction_shows_what_stands_and_keeps_what_stood(cast: Cast, sokha: Client) -> None:
    enter_tallies(actor=cast.sokha, gate=GATE, day=date(2025, 8, 6), counts={(1, "adult"): 812})
    form = sokha.get(ENTER, {"gate": GATE, "day": "2025-08-06"}).content.decode()
    assert 'value="812"' in form
    assert "Correct a count" in form
    page = sokha.post(ENTER, _told(count_1_adult="815"), follow=True).content.decode()
    assert _standing(cast) == {(1, "adult"): 815}
    assert "corrected" in page
    assert sorted(GateTally.objects.values_list("count", flat=True)) == [812, 815]


def test_counts_of_two_hours_and_two_counters_stay_apart(cast: Cast, sokha: Client) -> None:
    sokha.post(ENTER, _told(count_1_adult="10") | {"hour": "8"})
    sokha.post(ENTER, _told(count_1_adult="20") | {"hour": "9"})
    sokha.post(ENTER, _told(count_1_adult="30") | {"source": "Red Cross"})
    assert sorted(t.count for t in tallies_entered(cast.sokha)) == [10, 20, 30]
    page = sokha.get(LIST).content.decode()
    assert "08:00–08:59" in page
    assert "Red Cross" in page


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"count_1_adult": ""}, "at least one count"),
        ({"count_1_adult": "-4"}, "greater than or equal to 0"),
        ({"count_1_adult": "many"}, "whole number"),
        ({"gate": ""}, "required"),
        ({"gate": "NOWHERE"}, "not one of the available choices"),
        ({"day": f"{timezone.localdate() + timedelta(days=2)}"}, "not come yet"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_is_written(
    cast: Cast, sokha: Client, change: dict[str, str], said: str
) -> None:
    answer = sokha.post(ENTER, _told(count_1_adult="5") | change)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert _standing(cast) == {}


def test_a_gate_and_a_day_narrow_the_list(cast: Cast, sokha: Client) -> None:
    for day in (5, 6):
        enter_tallies(
            actor=cast.sokha, gate=GATE, day=date(2025, 8, day), counts={(1, "adult"): day}
        )
    page = sokha.get(LIST, {"gate": GATE, "day": "2025-08-05"}).content.decode()
    assert "5 August 2025" in page
    assert "6 August 2025" not in page
    empty = sokha.get(LIST, {"gate": GATE, "day": "2020-01-01"}).content.decode()
    assert "Nothing was entered" in empty


@pytest.mark.parametrize(
    ("name", "reads", "enters"),
    [
        ("sokha", 200, 200),
        ("dara", 200, 200),
        ("vannak", 200, 200),
        ("rith", 200, 403),
        ("chenda", 403, 403),
        ("sreymom", 403, 403),
        ("thida", 403, 403),
    ],
)
def test_who_may_read_and_who_may_enter(cast: Cast, name: str, reads: int, enters: int) -> None:
    client = signed_in(cast, name)
    assert client.get(LIST).status_code == reads
    assert client.get(ENTER).status_code == enters
    if enters == 403:
        assert client.post(ENTER, _told(count_1_adult="5")).status_code == 403
        assert "/gates/enter/" not in client.get(LIST).content.decode()


def test_the_list_promises_its_queries_whatever_its_length(
    cast: Cast, sokha: Client, django_assert_max_num_queries: Queries
) -> None:
    for day in range(1, 15):
        counts = {(1, "adult"): day, (2, "adult"): day}
        enter_tallies(actor=cast.sokha, gate=GATE, day=date(2025, 7, day), counts=counts)
    with django_assert_max_num_queries(14):
        sokha.get(LIST)


def test_khmer_pages_of_tallies_hold_no_english(cast: Cast, khmer_words: None) -> None:
    enter_tallies(actor=cast.sokha, gate=GATE, day=date(2025, 8, 6), counts={(1, "adult"): 8})
    client = signed_in(cast, "sokha", language="km")
    pages = client.get(LIST).content.decode() + client.get(ENTER).content.decode()
    for english in ("Gate", "Adults", "Female", "Counted", "Write", "Together", "the whole day"):
        assert english not in pages
