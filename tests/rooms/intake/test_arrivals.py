"""A filled form becomes people: who, how old, where to, which papers, and what is missing."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from polakor.base.dates import PartialDate
from polakor.intake.queries.words import vocabulary
from polakor.intake.rules.answers import problems
from polakor.intake.rules.arrivals import Arrival, counts_in, people_in
from polakor.reference.queries.forms import form

pytestmark = pytest.mark.django_db

MOTHER = UUID("0193e6a0-0000-7000-8000-000000000001")
CHILD = UUID("0193e6a0-0000-7000-8000-000000000002")
ZONE = (
    "IDKHM0123456784<<<<<<<<<<<<<<<\n9005178F3005172KHM<<<<<<<<<<<4\nSOK<<SOPHEA<<<<<<<<<<<<<<<<<<<"
)


def filled(
    household: dict[str, Any], *members: tuple[dict[str, Any], dict[str, str]], **unanswered: str
) -> dict[str, Any]:
    """A payload made by a device at Poipet on 17 August 2025, ten in the morning."""
    return {
        "kind": "register",
        "form": "arrival/1",
        "gate": "KH-TH-PPT",
        "made_at": "2025-08-17T10:00:00+07:00",
        "household": {"answers": household, "unanswered": unanswered},
        "members": [
            {"id": str(name), "answers": answers, "unanswered": why}
            for name, (answers, why) in zip((MOTHER, CHILD), members, strict=False)
        ],
    }


def people(payload: dict[str, Any]) -> list[Arrival]:
    arrival = form("arrival/1")
    assert problems(arrival, payload) == []
    return people_in(arrival, payload, vocabulary())


def test_a_family_becomes_its_people_and_the_family_s_answers_hold_for_them() -> None:
    payload = filled(
        {
            "return_mode": "deported",
            "destination": "010203",
            "phone": "០១២ ៣៤៥ ៦៧៨",
            "needs": ["food", "water"],
        },
        ({"sex": "2", "birth": "1990-05", "name_km": "សុខ  សុភា", "flags": ["pregnant"]}, {}),
        ({"sex": "1", "age": 4, "relation": "child", "destination": "03", "flags": []}, {}),
    )
    mother, child = people(payload)
    assert (mother.member_id, child.member_id) == (MOTHER, CHILD)
    assert mother.reading.name_km == "សុខ សុភា"
    assert mother.reading.birth == PartialDate(1990, 5)
    assert mother.reading.phone == "+85512345678"
    assert mother.reading.needs == ("food", "water")
    assert mother.reading.flags == ("pregnant",)
    assert (mother.reading.place_code, child.reading.place_code) == ("010203", "03")
    assert {one.mode for one in (mother, child)} == {"deported"}
    assert {one.reading.mode for one in (mother, child)} == {"deported"}
    assert {one.gate for one in (mother, child)} == {"KH-TH-PPT"}
    assert mother.crossed_at == datetime.fromisoformat("2025-08-17T10:00:00+07:00")
    assert (mother.relation, child.relation) == ("", "child")
    # One phone of a family is one person's phone: it must not make its people look alike.
    assert (child.reading.phone, child.reading.needs) == ("", ())
    assert (mother.age, child.age) == (35, 4)


def test_four_ways_to_have_no_answer_stay_apart() -> None:
    payload = filled(
        {"return_mode": "spontaneous"},
        ({"sex": "0"}, {"age": "refused", "document": "not_applicable", "name_km": "refused"}),
        ({"sex": "9", "age": 3}, {}),
        phone="unknown",
    )
    one, other = people(payload)
    assert one.unanswered == {
        "sex": "unknown",
        "birth": "refused",
        "home": "not_asked",
        "phone": "unknown",
        "document": "not_applicable",
    }
    assert other.unanswered["sex"] == "not_applicable"
    assert other.unanswered["phone"] == "not_asked"
    assert "birth" not in other.unanswered


def test_an_age_band_counts_and_never_makes_a_birth_year() -> None:
    payload = filled({"return_mode": "unknown"}, ({"sex": "2", "age_band": 40}, {}))
    (one,) = people(payload)
    assert (one.reading.age, one.reading.birth, one.age_band, one.age) == (None, None, 40, 40)
    assert one.unanswered["birth"] == "unknown"


def test_a_machine_readable_zone_fills_what_was_not_typed() -> None:
    payload = filled(
        {"return_mode": "unknown"},
        ({"mrz": ZONE, "document": "nid", "age": 40}, {}),
        ({"mrz": ZONE, "name_latin": "KEO DARA", "document_number": "7", "sex": "1"}, {}),
    )
    arrival = form("arrival/1")
    first, second = people_in(arrival, payload, vocabulary())
    assert first.reading.name_latin == "SOK SOPHEA"
    assert first.reading.document_number == "012345678"
    assert (first.reading.sex, first.reading.birth) == (2, PartialDate(1990, 5, 17))
    assert (second.reading.name_latin, second.reading.sex) == ("KEO DARA", 1)


def test_nothing_observed_flags_nobody_and_none_is_no_need() -> None:
    payload = filled(
        {"return_mode": "unknown", "needs": ["none"]},
        ({"sex": "1", "flags": ["none_observed"]}, {}),
    )
    (one,) = people(payload)
    assert (one.reading.flags, one.reading.needs) == ((), ())


def test_a_crossing_on_another_day_keeps_the_hour_and_the_offset() -> None:
    payload = filled({"return_mode": "unknown", "crossed_on": "2025-08-15"}, ({"sex": "1"}, {}))
    (one,) = people(payload)
    assert one.crossed_at.isoformat() == "2025-08-15T10:00:00+07:00"
    assert one.crossed_at.utcoffset() == timedelta(hours=7)


def test_answers_that_do_not_fit_are_left_out_and_the_rest_is_read() -> None:
    payload = filled(
        {"return_mode": "swum", "phone": "no phone", "destination": "Poipet"},
        ({"sex": "2", "age": "old", "flags": ["lost"], "document": "none"}, {}),
    )
    payload["members"][0]["answers"]["document_number"] = "7"
    (one,) = people_in(form("arrival/1"), payload, vocabulary())
    assert (one.mode, one.reading.phone, one.reading.place_code) == ("", "", "")
    assert (one.reading.sex, one.reading.age, one.reading.flags) == (2, None, ())
    assert (one.reading.document_kind, one.reading.document_number) == ("none", "")


def test_a_count_is_what_a_gate_enters_as_tallies() -> None:
    payload = {
        "kind": "counts",
        "form": "counts/1",
        "gate": "KH-TH-PPT",
        "made_at": "2025-08-17T23:59:00+07:00",
        "counts": {
            "answers": {"women": 120, "girls_alone": 2, "men": 0, "hour": 23, "method": "estimate"}
        },
    }
    counted = counts_in(form("counts/1"), payload)
    assert problems(form("counts/1"), payload) == []
    assert counted.counts == {(2, "adult"): 120, (2, "child_alone"): 2, (1, "adult"): 0}
    assert (counted.day, counted.hour, counted.method) == (date(2025, 8, 17), 23, "estimate")
    assert counted.gate == "KH-TH-PPT"
