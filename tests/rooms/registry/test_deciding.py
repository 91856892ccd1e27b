"""Two officers where a child or a case is touched, batches, claims, and undoing in any order."""

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from polakor.access.context import acting_as
from polakor.access.queries.events import events_visible_to
from polakor.access.rules.actors import Actor
from polakor.base.dates import PartialDate
from polakor.registry.actions.claims import take_up_pair
from polakor.registry.actions.decisions import decide_pair, decide_pairs
from polakor.registry.actions.undoing import undo_batch, undo_decision
from polakor.registry.errors import (
    BatchNotFound,
    DecisionAlreadyUndone,
    NothingTicked,
    PairAlreadyDecided,
    SecondOfficerNeeded,
)
from polakor.registry.models import (
    Document,
    MatchCandidate,
    MatchDecision,
    NameKey,
    Person,
    PersonName,
    Phone,
)
from polakor.registry.queries.matches import get_pair_for, latest_decision_of
from polakor.registry.queries.obvious import obvious_pairs
from polakor.registry.queries.queue import queue_for, queue_places
from polakor.registry.queries.second import standings_of
from polakor.registry.rules.clusters import canonical_records
from tests.cast import Cast, enter_cast
from tests.doors.office.records import enter_person, propose

pytestmark = pytest.mark.django_db
Queries = Callable[[int], AbstractContextManager[object]]
CHILD = PartialDate(date.today().year - 12)
ADULT = PartialDate(1988, 5, 17)
NAMES = ("SOK VEASNA", "HENG THAVY", "PRAK SAMBATH", "ROS KUNTHEA", "MEAS RITHY", "KEO NIMOL")
UNLIKE = ("LY CHANTREA", "OUK BORA", "TEP SOVANN", "IM PHALLA", "YIM DINA", "UNG PISETH")


def pair(
    cast: Cast,
    one: str = "SOK VEASNA",
    two: str = "HENG THAVY",
    *,
    birth: PartialDate = ADULT,
    for_cases: bool = False,
) -> UUID:
    """Two records and a proposal that they are one human. Returns the proposal."""
    known = enter_person(cast.dara, two, sex=0, birth=ADULT)
    new = enter_person(cast.dara, one, sex=0, birth=birth, for_cases=for_cases)
    return propose(cast.dara, new, known)


def humans(cast: Cast) -> set[UUID]:
    with acting_as(cast.vannak):
        return {person.canonical_id or person.id for person in Person.objects.all()}


def candidate(cast: Cast, candidate_id: UUID) -> MatchCandidate:
    with acting_as(cast.vannak):
        return MatchCandidate.objects.get(id=candidate_id)


def test_a_child_is_joined_by_two_officers_and_never_by_one(cast: Cast) -> None:
    asked = pair(cast, birth=CHILD)
    assert get_pair_for(cast.dara, asked).young
    first = decide_pair(actor=cast.dara, candidate_id=asked, verdict="same")
    assert first.second_needed
    assert len(humans(cast)) == 2
    with pytest.raises(SecondOfficerNeeded):
        decide_pair(actor=cast.dara, candidate_id=asked, verdict="same")
    assert queue_places(cast.dara).total == 0
    waiting = queue_places(cast.vannak)
    assert [(place.second, place.urgency) for place in waiting.places] == [(True, 1)]
    shown = get_pair_for(cast.vannak, asked).first
    assert shown is not None
    assert (shown.by, shown.mine) == ("Dara", False)
    second = decide_pair(actor=cast.vannak, candidate_id=asked, verdict="same")
    assert (second.confirms_id, second.second_needed) == (first.id, False)
    assert len(humans(cast)) == 1


def test_taking_the_confirmation_back_leaves_the_first_answer_waiting(cast: Cast) -> None:
    asked = pair(cast, birth=CHILD)
    first = decide_pair(actor=cast.dara, candidate_id=asked, verdict="same")
    second = decide_pair(actor=cast.vannak, candidate_id=asked, verdict="same")
    undo_decision(actor=cast.vannak, decision_id=second.id)
    assert len(humans(cast)) == 2
    assert candidate(cast, asked).first_by == cast.dara.account_id
    undo_decision(actor=cast.dara, decision_id=first.id)
    left = candidate(cast, asked)
    assert (left.open, left.first_by) == (True, None)


def test_taking_the_first_answer_back_undoes_what_was_confirmed(cast: Cast) -> None:
    asked = pair(cast, birth=CHILD)
    first = decide_pair(actor=cast.dara, candidate_id=asked, verdict="same")
    decide_pair(actor=cast.vannak, candidate_id=asked, verdict="same")
    undo_decision(actor=cast.dara, decision_id=first.id)
    assert len(humans(cast)) == 2
    left = candidate(cast, asked)
    assert (left.open, left.first_by) == (True, None)


def test_a_second_officer_may_see_it_otherwise(cast: Cast) -> None:
    asked = pair(cast, birth=CHILD)
    first = decide_pair(actor=cast.dara, candidate_id=asked, verdict="same")
    other = decide_pair(actor=cast.vannak, candidate_id=asked, verdict="different")
    assert len(humans(cast)) == 2
    assert not candidate(cast, asked).open
    undo_decision(actor=cast.dara, decision_id=first.id)
    assert not candidate(cast, asked).open  # "different" stands by itself
    undo_decision(actor=cast.vannak, decision_id=other.id)
    assert candidate(cast, asked).open


def test_a_case_asks_for_two_and_does_not_say_so_beforehand(cast: Cast) -> None:
    asked = pair(cast, for_cases=True)
    assert not get_pair_for(cast.dara, asked).young
    assert decide_pair(actor=cast.dara, candidate_id=asked, verdict="same").second_needed


def test_the_lot_asks_for_two_where_nothing_else_does(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("polakor.registry.rules.second_look.drawn", lambda one: True)
    asked = pair(cast)
    assert decide_pair(actor=cast.dara, candidate_id=asked, verdict="same").second_needed


def test_two_adults_are_joined_by_one_officer(cast: Cast) -> None:
    assert not decide_pair(actor=cast.dara, candidate_id=pair(cast), verdict="same").second_needed
    assert len(humans(cast)) == 1


def test_a_batch_is_decided_and_undone_as_one(cast: Cast) -> None:
    asked = [pair(cast, one, two) for one, two in zip(NAMES[::2], NAMES[1::2], strict=True)]
    asked.append(pair(cast, "LONG PISEY", "LONG PISETH", birth=CHILD))
    decided = decide_pair(actor=cast.vannak, candidate_id=asked[0], verdict="different")
    before = humans(cast)
    batch = decide_pairs(actor=cast.dara, answers=dict.fromkeys([*asked, uuid4()], "same"))
    assert (batch.decided, batch.waiting, batch.passed_over) == (3, 1, 2)
    assert len(humans(cast)) == len(before) - 2
    latest = latest_decision_of(cast.dara)
    assert latest is not None
    assert (latest.batch, latest.batch_size) == (batch.id, 3)
    assert undo_batch(actor=cast.dara, batch_id=batch.id) == 3
    assert humans(cast) == before
    assert undo_batch(actor=cast.dara, batch_id=batch.id) == 0
    with pytest.raises(BatchNotFound):
        undo_batch(actor=cast.bopha, batch_id=batch.id)
    with pytest.raises(NothingTicked):
        decide_pairs(actor=cast.dara, answers={})
    with pytest.raises(PairAlreadyDecided):
        decide_pair(actor=cast.dara, candidate_id=asked[0], verdict="same")
    assert undo_decision(actor=cast.vannak, decision_id=decided.id).undoes_id == decided.id


def test_a_batch_costs_the_same_statements_for_two_and_for_six(
    cast: Cast, django_assert_max_num_queries: Queries
) -> None:
    for one, two in zip(NAMES, UNLIKE, strict=True):
        pair(cast, one, two)
    lines = obvious_pairs(cast.dara, "same")
    assert len(lines) == 6
    with django_assert_max_num_queries(30):
        batch = decide_pairs(actor=cast.dara, answers={line.candidate_id: "same" for line in lines})
    with django_assert_max_num_queries(30):
        undo_batch(actor=cast.dara, batch_id=batch.id)


def test_a_child_is_never_obvious_nor_is_one_of_several(cast: Cast) -> None:
    pair(cast, birth=CHILD)
    known = enter_person(cast.dara, NAMES[2], sex=0, birth=ADULT)
    new = enter_person(cast.dara, NAMES[3], sex=0, birth=ADULT)
    propose(cast.dara, new, known)
    propose(cast.dara, new, enter_person(cast.dara, NAMES[4], sex=0, birth=ADULT))
    assert obvious_pairs(cast.dara, "same") == []


def test_who_looks_at_a_record_keeps_others_to_the_next(cast: Cast) -> None:
    first, second = pair(cast), pair(cast, *NAMES[2:4])
    assert take_up_pair(actor=cast.dara, candidate_id=first)
    queue = queue_for(cast.vannak)
    assert {line.held_by for line in queue.lines} == {"Dara", ""}
    free = queue.first_free()
    assert free is not None
    assert free.candidate_id == second
    assert not take_up_pair(actor=cast.vannak, candidate_id=first)
    assert get_pair_for(cast.vannak, first).held_by == "Dara"
    assert take_up_pair(actor=cast.dara, candidate_id=second)  # walking on lets the first go
    assert get_pair_for(cast.vannak, first).held_by == ""
    events = [e.event for e in events_visible_to(cast.sreymom, event="registry:match:taken_up")]
    assert len(events) == 2


def test_a_claim_ends_by_itself_and_stops_nobody_from_deciding(cast: Cast) -> None:
    asked = pair(cast)
    take_up_pair(actor=cast.dara, candidate_id=asked)
    with acting_as(cast.vannak):
        MatchCandidate.objects.update(claimed_until=timezone.now() - timedelta(seconds=1))
    assert take_up_pair(actor=cast.vannak, candidate_id=asked)
    decide_pair(actor=cast.dara, candidate_id=asked, verdict="different")


def test_the_queue_says_why_a_line_is_urgent_but_never_of_a_case(cast: Cast) -> None:
    ordinary = pair(cast, *NAMES[:2])
    case = pair(cast, *NAMES[2:4], for_cases=True)
    child = pair(cast, *NAMES[4:6], birth=CHILD)
    places = queue_places(cast.dara).places
    assert [place.candidate_id for place in places] == [case, child, ordinary]
    assert [(p.urgency, p.young, p.second, p.clash) for p in places] == [
        (2, False, False, False),
        (2, True, False, False),
        (3, False, False, False),
    ]


def test_old_ones_are_urgent_and_the_newest_come_before_those_between(cast: Cast) -> None:
    asked = [pair(cast, *NAMES[i : i + 2]) for i in (0, 2, 4)]
    ages = (timedelta(days=3), timedelta(0), timedelta(days=9))
    with acting_as(cast.vannak):
        for one, age in zip(asked, ages, strict=True):
            MatchCandidate.objects.filter(id=one).update(proposed_at=timezone.now() - age)
    queue = queue_places(cast.dara)
    assert [place.candidate_id for place in queue.places] == [asked[2], asked[1], asked[0]]
    after = queue.after(queue.places[0].subject_id)
    assert after is not None
    assert after.candidate_id == asked[1]


def test_what_others_have_answered_meanwhile_is_not_asked_again(cast: Cast) -> None:
    """a = b and b = c: nobody is asked whether a is c."""
    a, b, c = (enter_person(cast.dara, name, sex=0, birth=ADULT) for name in NAMES[:3])
    for subject, other in ((b, a), (c, b)):
        decide_pair(
            actor=cast.dara, candidate_id=propose(cast.dara, subject, other), verdict="same"
        )
    propose(cast.dara, c, a)
    assert queue_places(cast.dara).total == 0


def test_the_queue_promises_its_queries(cast: Cast, django_assert_max_num_queries: Queries) -> None:
    for letter in "ABCDEFGH":
        pair(cast, f"SOK {letter * 4}", f"HENG {letter * 3}")
    with django_assert_max_num_queries(14):
        assert len(queue_for(cast.dara, shown=5).lines) == 5


def sources() -> dict[str, Any]:
    """Every word that was told, without what decisions worked out from it."""
    return {
        "persons": sorted(
            map(
                repr,
                Person.objects.values_list(
                    "id", "number", "sex", "birth_year", "home_id", "created_by", "scopes"
                ),
            )
        ),
        **{
            model.__name__: sorted(map(repr, model.objects.values_list()))
            for model in (PersonName, Phone, Document)
        },
        "keys": NameKey.objects.count(),
    }


def clusters() -> dict[UUID, UUID]:
    """Which record stands under which, as stored."""
    return {p.id: p.canonical_id or p.id for p in Person.objects.only("id", "canonical")}


def worked_out(pairs: Iterable[tuple[UUID, UUID]]) -> dict[UUID, UUID]:
    """Which record stands under which, from the decisions alone."""
    standings = standings_of(pairs)
    joined = [one for one, standing in standings.items() if standing.joined]
    return dict(canonical_records(Person.objects.values_list("id", flat=True), joined))


MOVES = st.lists(
    st.tuples(
        st.integers(0, 9), st.booleans(), st.sampled_from(["same", "same", "different", "undo"])
    ),
    max_size=14,
)


class AnyOrder(TestCase):
    """Whatever two officers decide and take back, sources stay and clusters follow the edges."""

    def enter(self) -> tuple[Cast, list[UUID], list[tuple[UUID, UUID]]]:
        """Five records, one of them a child, every two of them proposed."""
        cast = enter_cast()
        births = (ADULT, ADULT, CHILD, ADULT, ADULT)
        people = [
            enter_person(cast.dara, name, sex=0, birth=birth)
            for name, birth in zip(NAMES, births, strict=False)
        ]
        pairs = [(b, a) for i, b in enumerate(people) for a in people[:i]]
        return cast, [propose(cast.dara, b, a) for b, a in pairs], pairs

    def play(
        self, cast: Cast, asked: list[UUID], moves: list[tuple[int, bool, str]]
    ) -> list[MatchDecision]:
        made: list[MatchDecision] = []
        for index, national, what in moves:
            actor: Actor = cast.vannak if national else cast.dara
            try:
                if what == "undo":
                    if made:
                        undo_decision(actor=actor, decision_id=made[index % len(made)].id)
                else:
                    made.append(
                        decide_pair(
                            actor=actor, candidate_id=asked[index % len(asked)], verdict=what
                        )
                    )
            except (PairAlreadyDecided, SecondOfficerNeeded, DecisionAlreadyUndone):
                continue
        return made

    @settings(max_examples=25, deadline=None)
    @given(MOVES)
    def test_sources_stay_and_clusters_follow_the_edges(
        self, moves: list[tuple[int, bool, str]]
    ) -> None:
        cast, asked, pairs = self.enter()
        with acting_as(cast.vannak):
            before, alone = sources(), clusters()
            made = self.play(cast, asked, moves)
            assert sources() == before
            assert clusters() == worked_out(pairs)
            for decision in made:
                try:
                    undo_decision(actor=cast.vannak, decision_id=decision.id)
                except DecisionAlreadyUndone:
                    continue
            assert sources() == before
            assert clusters() == alone
            assert MatchCandidate.objects.filter(open=True, first_by=None).count() == len(asked)

    @settings(max_examples=15, deadline=None)
    @given(st.lists(st.integers(0, 9), unique=True, max_size=6), st.randoms(use_true_random=False))
    def test_the_order_of_decisions_changes_nothing(self, chosen: list[int], random: Any) -> None:
        cast, asked, _pairs = self.enter()
        found = []
        with acting_as(cast.vannak):
            for _ in range(2):
                made = []
                for index in chosen:
                    verdict = "same" if index % 3 else "different"
                    for actor in (cast.dara, cast.vannak):
                        try:
                            made.append(
                                decide_pair(actor=actor, candidate_id=asked[index], verdict=verdict)
                            )
                        except PairAlreadyDecided:
                            continue
                found.append(clusters())
                for decision in made:
                    undo_decision(actor=cast.vannak, decision_id=decision.id)
                random.shuffle(chosen)
        assert found[0] == found[1]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("CHAN MANIT",), ("CHAN MANET",)),
        (("ចាន់ មានិត", "CHAN MANIT"), ("ចាន់ មានេត", "CHAN MANET")),
        (("ចាន់ មានិត", "CHAN MANIT"), ("ចាន់ មានេត", "CHAN MANIT")),
        (("KEO SOPHEA",), ("KEO BOPHA",)),
    ],
)
def test_twins_are_told_apart_or_left_to_a_person(
    cast: Cast, one: tuple[str, ...], other: tuple[str, ...]
) -> None:
    """One birth date, one commune, one phone, one family name: the machine joins nobody."""
    shared: dict[str, Any] = {
        "sex": 1,
        "birth": PartialDate(1994, 7, 2),
        "home": "010301",
        "phone": "+85512000481",
    }
    for names in (one, other):
        enter_person(cast.dara, *names, **shared)
    assert len(humans(cast)) == 2
    assert queue_places(cast.dara).total == 1


def test_namesakes_of_one_village_a_generation_apart_stay_two(cast: Cast) -> None:
    for year in (1969, 1998):
        enter_person(cast.dara, "SOK DARA", sex=1, birth=PartialDate(year), home="01020304")
    assert len(humans(cast)) == 2
