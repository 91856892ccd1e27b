"""Registering, matching, deciding and undoing. All people are made up."""

from typing import Any

import pytest
from django.db import connection
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

import namebridge
from polakor.access.context import acting_as
from polakor.access.errors import PermissionRefused
from polakor.access.queries.events import events_of_person
from polakor.registry.actions.decisions import decide_pair
from polakor.registry.actions.persons import register_persons
from polakor.registry.actions.undoing import undo_decision
from polakor.registry.errors import (
    DecisionAlreadyUndone,
    NothingToSearch,
    PairAlreadyDecided,
    PairNotFound,
    PersonNotFound,
)
from polakor.registry.models import MatchCandidate, MatchDecision, NameKey, Person
from polakor.registry.queries.matches import get_pair_for, latest_decision_of
from polakor.registry.queries.persons import get_person_for, person_id_by_number
from polakor.registry.queries.queue import queue_for
from polakor.registry.queries.search import search_persons
from polakor.registry.rules.linking import Compared, joins_alone, linking_of
from tests.cast import Cast
from tests.rooms.registry.people import TODAY, draft


def state() -> dict[str, object]:
    """Which record stands under which, for comparing before and after."""
    return dict(Person.objects.values_list("number", "canonical__number"))


def test_a_name_heard_once_is_enough(cast: Cast) -> None:
    (one,) = register_persons(
        actor=cast.sokha, drafts=[draft(cast.sokha, "ស្រីមុំ", sex=0, birth="", province="")]
    )
    file = get_person_for(cast.sokha, one.person_id)
    assert file.summary.names == (("khmr", "ស្រីមុំ"),)
    assert (file.summary.sex, file.summary.birth) == (0, "")


def test_the_same_passport_and_name_join_by_the_written_rule(cast: Cast) -> None:
    first, second = (
        register_persons(
            actor=cast.vannak,
            drafts=[draft(cast.vannak, "SOK SREYNEANG", document="N90004217", home="010201")],
        )[0]
        for _ in range(2)
    )
    assert (first.outcome, second.outcome) == ("new", "matched")
    file = get_person_for(cast.vannak, second.person_id)
    assert file.summary.id == first.person_id
    assert file.summary.records == 2
    assert file.decisions[0].basis == "rule"


def test_the_same_person_twice_on_one_list_joins_too(cast: Cast) -> None:
    same = draft(cast.vannak, "SOK SREYNEANG", document="N90004217", home="010201")
    again = draft(cast.vannak, "SOK SREYNEANG", document="N90004217", home="010201")
    outcomes = [one.outcome for one in register_persons(actor=cast.vannak, drafts=[same, again])]
    assert outcomes == ["new", "matched"]


def propose(cast: Cast) -> MatchCandidate:
    """Two records that only a person can tell apart."""
    register_persons(
        actor=cast.vannak,
        drafts=[draft(cast.vannak, "សុខ ស្រីនាង", birth="1991", phone="", home="01")],
    )
    register_persons(
        actor=cast.vannak,
        drafts=[draft(cast.vannak, "SOK SREYNEANG", birth="1992", home="01")],
    )
    with acting_as(cast.vannak):
        return MatchCandidate.objects.get()


def test_a_doubtful_pair_waits_and_nothing_is_joined(cast: Cast) -> None:
    candidate = propose(cast)
    assert candidate.open
    queue = queue_for(cast.dara)
    assert [line.candidate_id for line in queue.lines] == [candidate.id]
    assert queue.total == 1
    view = get_pair_for(cast.dara, candidate.id)
    assert view.reasons
    assert {view.subject.summary.records, view.other.summary.records} == {1}


def test_a_pair_of_another_province_is_not_there(cast: Cast) -> None:
    candidate = propose(cast)
    assert queue_for(cast.bopha).total == 0
    with pytest.raises(PairNotFound):
        get_pair_for(cast.bopha, candidate.id)
    with pytest.raises(PairNotFound):
        decide_pair(actor=cast.bopha, candidate_id=candidate.id, verdict="same")


def test_undoing_gives_both_histories_back(cast: Cast) -> None:
    candidate = propose(cast)
    with acting_as(cast.vannak):
        before = state()
        files = {
            record: get_person_for(cast.vannak, record)
            for record in (candidate.subject_id, candidate.other_id)
        }
    decision = decide_pair(actor=cast.dara, candidate_id=candidate.id, verdict="same")
    joined = get_person_for(cast.dara, candidate.subject_id)
    assert joined.summary.id == candidate.other_id
    assert joined.summary.records == 2
    undo_decision(actor=cast.dara, decision_id=decision.id)
    with acting_as(cast.vannak):
        assert state() == before
    for record, file in files.items():
        again = get_person_for(cast.vannak, record)
        assert (again.summary, again.names) == (file.summary, file.names)
    with acting_as(cast.vannak):
        assert MatchCandidate.objects.get().open
        assert MatchDecision.objects.count() == 2  # edges are added, never taken away
    with pytest.raises(DecisionAlreadyUndone):
        undo_decision(actor=cast.dara, decision_id=decision.id)


def test_two_officers_cannot_decide_one_pair(cast: Cast) -> None:
    candidate = propose(cast)
    decide_pair(actor=cast.dara, candidate_id=candidate.id, verdict="different")
    with pytest.raises(PairAlreadyDecided):
        decide_pair(actor=cast.vannak, candidate_id=candidate.id, verdict="same")
    latest = latest_decision_of(cast.dara)
    assert latest is not None
    assert (latest.verdict, latest.undone) == ("different", False)


def test_a_join_made_by_the_rule_can_be_undone_too(cast: Cast) -> None:
    test_the_same_passport_and_name_join_by_the_written_rule(cast)
    with acting_as(cast.vannak):
        decision = MatchDecision.objects.get()
    undo_decision(actor=cast.vannak, decision_id=decision.id)
    with acting_as(cast.vannak):
        assert not Person.objects.filter(canonical__isnull=False).exists()


def test_roles_that_may_not_are_refused(cast: Cast) -> None:
    candidate = propose(cast)
    for actor in (cast.rith, cast.sreymom, cast.thida, cast.sokha, cast.maly):
        with pytest.raises(PermissionRefused):
            decide_pair(actor=actor, candidate_id=candidate.id, verdict="same")


def test_every_look_at_a_file_is_written_down_with_its_reason(cast: Cast) -> None:
    (one,) = register_persons(actor=cast.vannak, drafts=[draft(cast.vannak, "Chan Dara")])
    get_person_for(cast.dara, one.person_id, reason="asked at the desk")
    entries = events_of_person(cast.vannak, one.person_id)
    assert [(e.event, e.account, e.reason) for e in entries][:1] == [
        ("registry:person:read", "Dara", "asked at the desk")
    ]


def test_being_shown_in_a_search_is_a_look_and_is_written_down(cast: Cast) -> None:
    (one,) = register_persons(actor=cast.vannak, drafts=[draft(cast.vannak, "Chan Dara")])
    search_persons(cast.dara, text="Chan Dara", on=TODAY)
    events = [(e.event, e.account) for e in events_of_person(cast.vannak, one.person_id)]
    assert ("registry:person:found", "Dara") in events


def test_a_hidden_person_answers_like_a_missing_one(cast: Cast) -> None:
    (one,) = register_persons(actor=cast.vannak, drafts=[draft(cast.vannak, "Chan Dara")])
    with pytest.raises(PersonNotFound):
        get_person_for(cast.bopha, one.person_id)
    assert person_id_by_number(cast.bopha, one.number) is None
    assert person_id_by_number(cast.dara, one.number.lower()) == one.person_id


@pytest.mark.parametrize("asked", ["សុខ ស្រីនាង", "SOK SREYNEANG", "sreyneang sok", "Sok Srey Neang"])
def test_search_finds_a_khmer_name_in_any_script_and_order(cast: Cast, asked: str) -> None:
    register_persons(
        actor=cast.vannak,
        drafts=[draft(cast.vannak, "សុខ ស្រីនាង"), draft(cast.vannak, "ចាន់ ដារ៉ា", sex=1)],
    )
    hits = search_persons(cast.dara, text=asked, on=TODAY)
    assert hits
    assert hits[0].person.names[0] == ("khmr", "សុខ ស្រីនាង")


def test_search_finds_by_number_phone_and_document(cast: Cast) -> None:
    (one,) = register_persons(
        actor=cast.vannak,
        drafts=[draft(cast.vannak, "Chan Dara", phone="+85512000481", document="N00004217")],
    )
    for asked in (one.number, "012 000 481", "n0000 4217"):
        hits = search_persons(cast.dara, text=asked, on=TODAY)
        assert [hit.person.id for hit in hits] == [one.person_id], asked
    with pytest.raises(NothingToSearch):
        search_persons(cast.dara, text="  ", on=TODAY)


def test_a_person_is_findable_in_the_answer_to_the_act_that_added_them(cast: Cast) -> None:
    with acting_as(cast.vannak):
        register_persons(actor=cast.vannak, drafts=[draft(cast.vannak, "Chan Dara")])
        assert search_persons(cast.vannak, text="Chan Dara", on=TODAY)


def test_registering_costs_the_same_statements_for_one_and_for_fifty(cast: Cast) -> None:
    from django.test.utils import CaptureQueriesContext

    def cost(count: int, letter: str) -> int:
        drafts = [
            draft(cast.vannak, f"Chan {letter}{chr(97 + i % 26)}ra{chr(97 + i // 26)}")
            for i in range(count)
        ]
        with CaptureQueriesContext(
            connection,
        ) as captured:
            register_persons(actor=cast.vannak, drafts=drafts)
        return len(captured)

    assert cost(50, "M") <= cost(1, "B") + 6


def test_search_promises_its_number_of_queries(
    cast: Cast, django_assert_max_num_queries: Any
) -> None:
    register_persons(
        actor=cast.vannak, drafts=[draft(cast.vannak, f"Chan Dara{c}") for c in "abcdefgh"]
    )
    with django_assert_max_num_queries(16):
        search_persons(cast.dara, text="Chan Dara", on=TODAY)


def test_keys_are_stored_for_every_person(cast: Cast) -> None:
    register_persons(actor=cast.vannak, drafts=[draft(cast.vannak, "Chan Dara")])
    with acting_as(cast.vannak):
        assert 2 <= NameKey.objects.count() <= 24


PAPER = namebridge.Reason("document_same", True, 9.0, ("N90004217", "N90004217"))
HOME = namebridge.Reason("same_commune", True, 8.0, ("010201", "010201"))


def compared(
    probability: float,
    verdict: str,
    record: int,
    human: int | None = None,
    reasons: tuple[namebridge.Reason, ...] = (PAPER,),
) -> Compared:
    from uuid import UUID

    return Compared(
        UUID(int=record),
        UUID(int=human if human is not None else record),
        namebridge.Comparison(
            probability=probability,
            verdict=verdict,  # type: ignore[arg-type]
            weight=probability,
            reasons=reasons,
            certain=verdict == "same",
        ),
    )


def test_two_certain_humans_are_for_a_person_to_decide() -> None:
    linking = linking_of([compared(0.99, "same", 1), compared(0.99, "same", 2)])
    assert linking.join is None
    assert len(linking.propose) == 2


@pytest.mark.parametrize(
    ("one", "other", "certain"),
    [
        ("Chan Manit", "CHAN MANIT", True),
        ("Chan Manit", "Manit Chan", True),
        ("Chan Manit", "Chan Manet", False),
        ("ចាន់ សិរី", "ចាន់ សេរី", False),
        ("សុខ ស្រីនាង", "SOK SREYNEANG", True),
    ],
)
def test_alike_names_of_possible_twins_are_for_a_person_to_decide(
    one: str, other: str, certain: bool
) -> None:
    reason = namebridge.Reason("name_sounds_same", True, 9.0, (one, other))
    assert joins_alone(compared(0.999, "same", 1, reasons=(reason, HOME))) is certain
    assert joins_alone(compared(0.999, "same", 1, reasons=(reason, PAPER)))


def test_a_name_and_a_birth_date_alone_join_nobody() -> None:
    name = namebridge.Reason("name_same", True, 9.0, ("SOK DARA", "SOK DARA"))
    born = namebridge.Reason("birth_date_same", True, 13.1, ("1991-03-14", "1991-03-14"))
    near = namebridge.Reason("same_district", True, 6.0, ("0102", "0102"))
    assert not joins_alone(compared(0.999, "same", 1, reasons=(name, born, near)))
    assert joins_alone(compared(0.999, "same", 1, reasons=(name, born, HOME)))


def test_the_verdict_same_alone_joins_nobody() -> None:
    assert not joins_alone(compared(0.9, "maybe", 1))


def test_two_records_of_one_human_are_one_proposal() -> None:
    linking = linking_of([compared(0.7, "maybe", 1, 9), compared(0.8, "maybe", 2, 9)])
    assert [c.record.int for c in linking.propose] == [2]


class RandomDecisions(TestCase):
    """Whatever is decided and undone, the clusters equal those worked out from the edges."""

    @settings(max_examples=15, deadline=None)
    @given(st.lists(st.tuples(st.integers(0, 5), st.booleans()), max_size=8))
    def test_undoing_everything_restores_everything(self, moves: list[tuple[int, bool]]) -> None:
        from tests.cast import enter_cast

        cast = enter_cast()
        for year in ("1991", "1992", "1993", "1992"):
            register_persons(
                actor=cast.vannak, drafts=[draft(cast.vannak, "SOK SREYNEANG", birth=year)]
            )
        with acting_as(cast.vannak):
            start = state()
            made = []
            for index, same in moves:
                open_pairs = list(MatchCandidate.objects.filter(open=True).order_by("id"))
                if open_pairs:
                    pair = open_pairs[index % len(open_pairs)]
                    verdict = "same" if same else "different"
                    made.append(
                        decide_pair(actor=cast.vannak, candidate_id=pair.id, verdict=verdict)
                    )
            for decision in reversed(made):
                undo_decision(actor=cast.vannak, decision_id=decision.id)
            assert state() == start
