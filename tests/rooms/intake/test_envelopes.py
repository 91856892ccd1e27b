"""Reading envelopes: whatever comes, it is an envelope or a reason, never an exception."""

import json
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from polakor.intake.rules.envelopes import (
    TO_MEND,
    Envelope,
    Sealed,
    read_content,
    read_sealed,
    sealed_fingerprint,
)
from polakor.intake.rules.reasons import ENVELOPE_REASONS

ID = UUID("01900000-0000-7000-8000-000000000001")
DEVICE = UUID("01900000-0000-7000-8000-000000000002")
MEMBER = "01900000-0000-7000-8000-000000000003"
OUTSIDE = Sealed(ID, DEVICE, 7, "a" * 16, "", b"", b"", (str(ID), str(DEVICE)))

anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


def told(**changes: Any) -> dict[str, Any]:
    whole: dict[str, Any] = {
        "id": str(ID),
        "device": str(DEVICE),
        "seq": 7,
        "kind": "register",
        "form": "arrival/1",
        "base": None,
        "token": "KHA-00472-X",
        "gate": "KH-TH-PPT",
        "made_at": "2026-11-23T08:15:00+07:00",
        "household": {"answers": {"return_mode": "deported"}, "unanswered": {}},
        "members": [{"id": MEMBER, "answers": {"sex": "2", "age": 30}, "unanswered": {}}],
    }
    return {**whole, **changes}


def read(**changes: Any) -> Envelope | str:
    return read_content(OUTSIDE, json.dumps(told(**changes)).encode())


def reason(**changes: Any) -> str:
    found = read(**changes)
    assert isinstance(found, str)
    return found


def of_member(answers: dict[str, Any], **unanswered: str) -> list[dict[str, Any]]:
    return [{"id": MEMBER, "answers": answers, "unanswered": unanswered}]


def test_a_whole_envelope_is_read() -> None:
    found = read()
    assert isinstance(found, Envelope)
    assert found.made_at.isoformat() == "2026-11-23T01:15:00+00:00"
    assert (found.members[0].sex, found.members[0].age) == (2, 30)
    assert found.token == "KHA-00472-X"


@pytest.mark.parametrize(
    ("why", "changes"),
    [
        ("says_another_id", {"seq": 8}),
        ("says_another_id", {"id": MEMBER}),
        ("form_unknown", {"kind": "delete"}),
        ("form_unknown", {"form": "arrival"}),
        ("token_unreadable", {"token": "<script>"}),
        ("time_unreadable", {"made_at": "2026-11-23T08:15:00"}),
        ("unreadable", {"made_at": "yesterday"}),
        ("mode_missing", {"household": {"answers": {}}}),
        ("nobody_in_it", {"members": []}),
        ("sex_and_age_missing", {"members": of_member({})}),
        ("age_impossible", {"members": of_member({"sex": "1", "age": 200})}),
        ("age_impossible", {"members": of_member({"sex": "1", "age": True})}),
        ("birth_impossible", {"members": of_member({"sex": "1", "birth": "1991-02-30"})}),
        ("birth_impossible", {"members": of_member({"sex": "1", "birth": "2400"})}),
        ("person_twice", {"members": of_member({"sex": "1"}) * 2}),
        ("unreadable", {"members": [{"id": "x", "answers": {"sex": "1"}}]}),
    ],
)
def test_what_is_wrong_has_a_reason(why: str, changes: dict[str, Any]) -> None:
    assert reason(**changes) == why


def test_a_mode_or_an_age_that_nobody_would_say_is_enough() -> None:
    silent = {"answers": {}, "unanswered": {"return_mode": "refused"}}
    found = read(household=silent, members=of_member({}, age="refused"))
    assert isinstance(found, Envelope)
    assert found.members[0].unanswered == {"birth": "refused"}


def test_any_of_sex_and_age_that_cannot_be_told_is_enough() -> None:
    for question in ("sex", "birth", "age", "age_band"):
        assert isinstance(read(members=of_member({}, **{question: "unknown"})), Envelope)


def test_an_age_from_before_the_birth_was_known_is_read_by_nobody() -> None:
    found = read(members=of_member({"birth": "1991", "age": 400}))
    assert isinstance(found, Envelope)
    assert (found.members[0].age, found.members[0].birth[0]) == (None, 1991)


def test_every_reason_has_a_sentence() -> None:
    assert set(ENVELOPE_REASONS) >= TO_MEND


@given(st.binary(max_size=400))
def test_no_bytes_make_an_exception(content: bytes) -> None:
    assert read_content(OUTSIDE, content) in ENVELOPE_REASONS


@given(anything)
def test_nothing_written_outside_makes_an_exception(value: Any) -> None:
    found = read_sealed(value)
    assert isinstance(found, Sealed) or found in ENVELOPE_REASONS
    assert len(sealed_fingerprint(value)) == 32


@settings(max_examples=400)
@given(st.sampled_from(sorted(told())), anything)
def test_no_part_of_an_envelope_makes_an_exception(name: str, value: Any) -> None:
    found = read_content(OUTSIDE, json.dumps(told(**{name: value})).encode())
    assert isinstance(found, Envelope) or found in ENVELOPE_REASONS


@settings(max_examples=400)
@given(
    st.sampled_from(["sex", "age", "birth", "destination", "flags", "needs", "age_band"]), anything
)
def test_no_answer_makes_an_exception(name: str, value: Any) -> None:
    content = json.dumps(told(members=of_member({"sex": "1", name: value}))).encode()
    found = read_content(OUTSIDE, content)
    assert isinstance(found, Envelope) or found in ENVELOPE_REASONS


def test_endless_brackets_are_unreadable() -> None:
    assert read_content(OUTSIDE, b"[" * 100_000) == "unreadable"
