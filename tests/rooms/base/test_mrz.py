"""Machine-readable zones: the printed examples of ICAO 9303, invented ones, and any text at all."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polakor.base.dates import PartialDate
from polakor.base.mrz import Mrz, check_digit, parse_mrz

SHARED = json.loads((Path(__file__).parents[2] / "vectors" / "mrz.json").read_text("utf-8"))
TODAY = date.fromisoformat(SHARED["today"])
SPECIMENS = [one["text"] for one in SHARED["vectors"] if one["name"].startswith("ICAO")]


def told(zone: Mrz | None) -> dict[str, Any] | None:
    """A zone as the shared vectors write it."""
    if zone is None:
        return None
    same = ("kind", "code", "country", "surname", "given", "number", "nationality", "personal")
    return {
        **{field: getattr(zone, field) for field in same},
        "sex": str(zone.sex),
        "birth": _parts(zone.birth),
        "expiry": _parts(zone.expiry),
        "checks": zone.checks,
        "problems": [
            {"field": one.field, "code": one.code, "found": one.found, "proposal": one.proposal}
            for one in zone.problems
        ],
    }


def _parts(day: PartialDate | None) -> dict[str, int | None] | None:
    return {"year": day.year, "month": day.month, "day": day.day} if day else None


@pytest.mark.parametrize("vector", SHARED["vectors"], ids=lambda one: str(one["name"]))
def test_shared_vectors(vector: dict[str, Any]) -> None:
    assert told(parse_mrz(vector["text"], TODAY)) == vector["expect"]


def test_the_specimens_are_among_the_vectors() -> None:
    assert len(SPECIMENS) == 3


@given(st.sampled_from(SPECIMENS), st.data())
def test_any_one_changed_digit_is_noticed(text: str, data: st.DataObject) -> None:
    places = [at for at, letter in enumerate(text) if letter.isdigit()]
    at = data.draw(st.sampled_from(places))
    other = data.draw(st.sampled_from([digit for digit in "0123456789" if digit != text[at]]))
    zone = parse_mrz(text[:at] + other + text[at + 1 :], TODAY)
    assert zone is not None
    assert not zone.valid
    assert zone.problems


@given(st.text("ABC<019\n «០", max_size=140) | st.text(max_size=140))
def test_no_text_breaks_the_parser(text: str) -> None:
    zone = parse_mrz(text, TODAY)
    assert zone is None or zone.kind in ("TD1", "TD2", "TD3")


@given(
    st.sampled_from([(30, 30, 30), (36, 36), (44, 44), (27, 30, 12), (20, 43)]),
    st.data(),
)
def test_no_letters_in_the_right_shape_break_it_either(
    widths: tuple[int, ...], data: st.DataObject
) -> None:
    letters = st.sampled_from("ABO01259MF<<<<")
    text = "\n".join("".join(data.draw(st.lists(letters, min_size=w, max_size=w))) for w in widths)
    zone = parse_mrz(text, TODAY)
    if zone and zone.birth:
        day = zone.birth
        assert (day.year, day.month or 1, day.day or 1) <= (TODAY.year, TODAY.month, TODAY.day)


def test_the_check_digit_of_the_standard() -> None:
    # ICAO Doc 9303-3, Appendix A to section 4: the two worked examples.
    assert check_digit("520727") == "3"
    assert check_digit("AB2134<<<") == "5"
