"""Quick screening: who needs somebody, by when, and who may know."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polakor.access.context import acting_as
from polakor.access.errors import PermissionRefused
from polakor.protection.actions.screenings import (
    ScreeningDraft,
    answer_screening,
    record_screenings,
)
from polakor.protection.errors import AnswerMissing, ScreeningAlreadyAnswered, ScreeningNotFound
from polakor.protection.models import Screening
from polakor.protection.queries.screenings import waiting_count, waiting_for
from polakor.protection.rules.screening import ScreeningRules, screening_outcome
from polakor.registry.actions.persons import PersonDraft, register_persons
from tests.cast import Cast
from tests.rooms.registry.people import draft

SEEN = datetime(2025, 8, 6, 9, 0, tzinfo=UTC)
RULES = ScreeningRules.from_pack(
    {
        "version": "test-1",
        "due_minutes": {"now": 60, "24h": 1440, "72h": 4320},
        "rule": [
            {"code": "alone", "urgency": "now", "flags": ["unaccompanied_child"]},
            {"code": "weak", "urgency": "now", "flags": ["no_place"], "and_flags": ["pregnant"]},
            {"code": "mother", "urgency": "24h", "flags": ["pregnant"]},
            {"code": "debt", "urgency": "72h", "flags": ["heavy_debt"], "needs": ["cash"]},
        ],
    }
)
FLAGS = ["unaccompanied_child", "no_place", "pregnant", "heavy_debt", "none_observed", "new_flag"]


def outcome(*flags: str, needs: tuple[str, ...] = ()) -> tuple[str, timedelta | None]:
    found = screening_outcome(RULES, flags=flags, needs=needs, seen_at=SEEN)
    return found.urgency, found.due_at - SEEN if found.due_at else None


def test_the_most_urgent_rule_that_speaks_wins() -> None:
    assert outcome("pregnant", "heavy_debt") == ("24h", timedelta(hours=24))
    assert outcome("pregnant", "no_place") == ("now", timedelta(hours=1))
    assert outcome(needs=("cash",)) == ("72h", timedelta(hours=72))


def test_saying_none_is_no_need() -> None:
    assert outcome("none_observed", needs=("none",)) == ("none", None)
    assert outcome() == ("none", None)


def test_what_no_rule_knows_is_looked_at_by_a_person() -> None:
    assert outcome("new_flag")[0] == "72h"


@given(st.sets(st.sampled_from(FLAGS)), st.sampled_from(FLAGS))
def test_one_flag_more_never_makes_anybody_wait_longer(flags: set[str], more: str) -> None:
    before = screening_outcome(RULES, flags=flags, needs=(), seen_at=SEEN).due_at
    after = screening_outcome(RULES, flags=flags | {more}, needs=(), seen_at=SEEN).due_at
    assert before is None or (after is not None and after <= before)


def screened(cast: Cast, *flags: str) -> None:
    one = draft(cast.sokha, "Chan Dara")
    person = PersonDraft(names=one.names, scopes=(*one.scopes, "C", "C01"))
    register_persons(actor=cast.sokha, drafts=[person])
    record_screenings(
        actor=cast.sokha,
        drafts=[
            ScreeningDraft(
                person_id=person.id,
                flags=flags,
                needs=(),
                screened_on=date(2025, 8, 6),
                province="01",
            )
        ],
        rules=RULES,
    )


@pytest.mark.django_db
def test_whoever_screens_hands_over_and_cannot_read_back(cast: Cast) -> None:
    screened(cast, "pregnant")
    for actor in (cast.sokha, cast.dara, cast.vannak, cast.rith, cast.thida, cast.sreymom):
        with acting_as(actor):
            assert Screening.objects.count() == 0
        with pytest.raises(PermissionRefused):
            waiting_for(actor)
    assert [w.flags for w in waiting_for(cast.chenda)] == [("pregnant",)]
    assert waiting_count(cast.maly) == 1
    (waiting,) = waiting_for(cast.chenda)
    assert waiting.person is not None
    assert waiting.person.names == (("latn", "Chan Dara"),)


@pytest.mark.django_db
def test_an_answer_says_what_was_done_and_is_given_once(cast: Cast) -> None:
    screened(cast, "pregnant")
    (waiting,) = waiting_for(cast.chenda)
    with pytest.raises(AnswerMissing):
        answer_screening(actor=cast.chenda, screening_id=waiting.id, answer="  ")
    answer_screening(actor=cast.chenda, screening_id=waiting.id, answer="seen by the midwife")
    assert waiting_for(cast.chenda) == []
    with pytest.raises(ScreeningAlreadyAnswered):
        answer_screening(actor=cast.maly, screening_id=waiting.id, answer="again")


@pytest.mark.django_db
def test_nobody_answers_what_they_cannot_see(cast: Cast) -> None:
    screened(cast, "pregnant")
    (waiting,) = waiting_for(cast.maly)
    elsewhere = replace(cast.chenda, scopes=("C17",))
    with pytest.raises(ScreeningNotFound):
        answer_screening(actor=elsewhere, screening_id=waiting.id, answer="x")
