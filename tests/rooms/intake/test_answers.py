"""What is wrong with a filled form: the cases devices share, and anything JSON can say."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from polakor.intake.rules.answers import (
    carried,
    household_of,
    members_of,
    problems,
    relevant,
)
from polakor.reference.rules.forms import Form

SHARED = json.loads((Path(__file__).parents[2] / "vectors" / "forms.json").read_text("utf-8"))
FORMS = {name: Form.from_json(told) for name, told in SHARED["forms"].items()}
FAMILY = FORMS["family"]


def found(form: Form, payload: object) -> list[list[Any]]:
    return [[one.member, one.code, one.problem] for one in problems(form, payload)]


@pytest.mark.parametrize("case", SHARED["cases"], ids=lambda case: case["name"])
def test_shared_cases(case: dict[str, Any]) -> None:
    form = FORMS[case["form"]]
    assert found(form, case["payload"]) == case["problems"]
    for problem in problems(form, case["payload"]):
        assert set(problem.message) == {"km", "en"}
    if "relevant" not in case:
        return
    family = household_of(case["payload"]).answers
    asked = [q.code for q in form.about("household") if relevant(form, q, family)]
    assert sorted(asked) == case["relevant"]["household"]
    for said, wanted in zip(members_of(case["payload"]), case["relevant"]["members"], strict=True):
        mine = [q.code for q in form.about("member") if relevant(form, q, said.answers, family)]
        assert sorted(mine) == wanted


@pytest.mark.parametrize("case", SHARED["carried"], ids=lambda case: case["name"])
def test_what_the_family_said_holds_for_its_people(case: dict[str, Any]) -> None:
    payload, at = case["payload"], case["at"]
    said = carried(FAMILY, household_of(payload), members_of(payload)[at], at)
    assert dict(said.answers) == case["answers"]
    assert dict(said.unanswered) == case["unanswered"]


def test_the_sentence_of_a_rule_is_the_one_the_pack_wrote() -> None:
    payload = {"form": "family/1", "kind": "enrich", "household": {"answers": {"size": 0}}}
    assert [one.message["en"] for one in problems(FAMILY, payload)] == ["size 1 to 200"]


def test_what_had_happened_when_it_came_is_not_to_come_whatever_the_device_says() -> None:
    told = {"form": "family/1", "kind": "enrich", "made_at": "2000-01-01T00:00:00+07:00"}
    payload = {**told, "household": {"answers": {"crossed_on": "2025-08-17"}}}
    wrong = [[None, "crossed_on", "must"]]
    assert found(FAMILY, payload) == wrong
    assert problems(FAMILY, payload, date(2025, 8, 17)) == []
    assert problems(FAMILY, payload, date(2025, 8, 14)) == []
    assert [one.code for one in problems(FAMILY, payload, date(2025, 8, 13))] == ["crossed_on"]
    late = {**payload, "made_at": "2025-08-17T00:00:00+07:00"}
    assert problems(FAMILY, late, date(2025, 1, 1)) == []


KEYS = st.sampled_from(
    [question.code for question in FAMILY.questions]
    + ["form", "kind", "household", "members", "counts", "answers", "unanswered", "id", "x"]
)
LEAVES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=12),
    st.sampled_from(["family/1", "enrich", "deported", "2", "unknown", "2020-02-30", "none"]),
)
ANYTHING = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=6),
    max_leaves=30,
)
ANSWERS = st.dictionaries(KEYS, ANYTHING, max_size=8)
ALMOST = st.fixed_dictionaries(
    {"form": st.just("family/1")},
    optional={
        "kind": st.sampled_from(["register", "enrich"]),
        "made_at": LEAVES,
        "household": st.fixed_dictionaries({}, optional={"answers": ANSWERS, "unanswered": ANSWERS})
        | ANYTHING,
        "members": st.lists(
            st.fixed_dictionaries(
                {}, optional={"id": LEAVES, "answers": ANSWERS, "unanswered": ANSWERS}
            )
            | ANYTHING,
            max_size=3,
        ),
        "counts": ANYTHING,
    },
)


@settings(max_examples=400, deadline=None)
@given(ANYTHING | ALMOST)
def test_no_json_can_make_it_fail(payload: object) -> None:
    for form in FORMS.values():
        for problem in problems(form, payload):
            assert problem.message["km"]
            assert problem.member is None or problem.member >= 0


@settings(max_examples=200, deadline=None)
@given(ALMOST)
def test_what_it_finds_does_not_depend_on_how_often_it_is_asked(payload: object) -> None:
    before = json.dumps(payload, sort_keys=True)
    assert found(FAMILY, payload) == found(FAMILY, payload)
    assert json.dumps(payload, sort_keys=True) == before
