"""Later desks: what they add is added, what differs is kept beside, nobody's answer is lost."""

from datetime import timedelta
from functools import partial
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.cast import Cast
from tests.factories.devices import FieldDevice, enrolled, member

from polakor.access.context import acting_as
from polakor.base.ids import uuid7
from polakor.flows.decide_difference import decide_difference, place_in_family, undo_difference
from polakor.flows.receive_envelopes import receive_envelopes
from polakor.flows.settle_arrivals import settle_arrivals
from polakor.intake.errors import ChoiceMade, ConflictDecided, ConflictUnknown, ReasonMissing
from polakor.intake.models import AnswerConflict, Outcome
from polakor.intake.queries.conflicts import choice_of, conflicts_for, unplaced_for
from polakor.journeys.models import Crossing
from polakor.protection.models import Screening
from polakor.registry.models import Document, HouseholdMember, MatchCandidate, Person, PersonName

pytestmark = pytest.mark.django_db
TOKEN = "ABC-00001-Z"


def bring(cast: Cast, device: FieldDevice, told: dict[str, Any]) -> str:
    """Bring one and settle; what it is at once."""
    answer = receive_envelopes(actor=cast.sokha, sealed=[device.seal(told)], device_id=device.id)
    settle_arrivals()
    return answer.receipts[0].state


def later(device: FieldDevice, people: list[dict[str, Any]], **more: Any) -> dict[str, Any]:
    return device.payload(
        kind="enrich", household={"answers": {}, "unanswered": {}}, members=people, **more
    )


def about(person: dict[str, Any], **answers: Any) -> dict[str, Any]:
    return {"id": person["id"], "answers": answers, "unanswered": {}}


def became(told: dict[str, Any]) -> str:
    return Outcome.objects.get(submission_id=told["id"]).state


def person(cast: Cast, told: dict[str, Any]) -> Person:
    with acting_as(cast.vannak):
        return Person.objects.get(id=told["id"])


def test_a_later_desk_adds_names_and_papers_by_the_token(cast: Cast) -> None:
    first, second = enrolled(cast.sokha), enrolled(cast.sokha, "desk 2")
    woman = member()
    bring(cast, first, first.payload(token=TOKEN, members=[woman]))
    more = about(
        woman,
        name_latin="Chan Vanna",
        document="passport",
        document_number="N1",
        flags=["pregnant"],
    )
    told = later(second, [more], token=TOKEN)
    assert bring(cast, second, told) == "received"
    assert became(told) == "accepted"
    with acting_as(cast.vannak):
        assert PersonName.objects.get().text == "Chan Vanna"
        assert Document.objects.get().number == "N1"
    with acting_as(cast.maly):
        assert Screening.objects.get().flags == ["pregnant"]


def test_what_arrives_before_its_family_waits_and_is_applied_after_it(cast: Cast) -> None:
    first, second = enrolled(cast.sokha), enrolled(cast.sokha, "desk 2")
    woman = member()
    family = first.payload(token=TOKEN, members=[woman])
    told = later(second, [about(woman, name_latin="Chan Vanna")], base=family["id"])
    assert bring(cast, second, told) == "held"
    assert not Outcome.objects.filter(submission_id=told["id"]).exists()
    bring(cast, first, family)
    assert became(told) == "accepted"


def test_two_desks_that_differ_are_kept_both_and_an_officer_decides(cast: Cast) -> None:
    first, second = enrolled(cast.sokha), enrolled(cast.sokha, "desk 2")
    woman = member(sex="2")
    family = first.payload(token=TOKEN, members=[woman])
    bring(cast, first, family)
    one = later(first, [about(woman, destination="0102")], base=family["id"])
    other = later(second, [about(woman, destination="1701")], base=family["id"])
    bring(cast, first, one)
    bring(cast, second, other)
    assert (became(one), became(other)) == ("accepted", "conflict")
    assert person(cast, woman).home_id == "0102"
    with acting_as(cast.vannak):
        conflict = conflicts_for(cast.vannak).get()
    assert (conflict.first_answer, conflict.second_answer) == ("0102", "1701")
    decide_difference(actor=cast.vannak, conflict_id=conflict.id, choice="second")
    assert person(cast, woman).home_id == "1701"
    with pytest.raises(ConflictDecided):
        decide_difference(actor=cast.vannak, conflict_id=conflict.id, choice="first")
    undo_difference(actor=cast.vannak, conflict_id=conflict.id)
    assert person(cast, woman).home_id == "0102"
    with acting_as(cast.vannak):
        assert conflicts_for(cast.vannak).count() == 1


def test_a_desk_that_saw_the_answer_may_correct_it(cast: Cast) -> None:
    device = enrolled(cast.sokha)
    woman = member(sex="2", age=31)
    family = device.payload(members=[woman])
    bring(cast, device, family)
    told = later(device, [about(woman, sex="1")], base=family["id"])
    bring(cast, device, told)
    assert became(told) == "accepted"
    assert person(cast, woman).sex == 1
    with acting_as(cast.vannak):
        assert not AnswerConflict.objects.exists()


def test_the_same_answer_twice_is_no_conflict(cast: Cast) -> None:
    first, second = enrolled(cast.sokha), enrolled(cast.sokha, "desk 2")
    woman = member(sex="2")
    bring(cast, first, first.payload(token=TOKEN, members=[woman]))
    told = later(second, [about(woman, sex="2")], token=TOKEN)
    bring(cast, second, told)
    assert became(told) == "accepted"


def test_a_child_that_the_first_desk_forgot_joins_the_family(cast: Cast) -> None:
    device = enrolled(cast.sokha)
    woman, child = member(), member(sex="1", age=2, relation="child")
    family = device.payload(token=TOKEN, members=[woman])
    bring(cast, device, family)
    told = later(device, [child], base=family["id"])
    bring(cast, device, told)
    assert became(told) == "accepted"
    with acting_as(cast.vannak):
        links = list(HouseholdMember.objects.all())
    assert len({one.household_id for one in links}) == 1
    assert len(links) == 2


def test_a_child_born_today_is_added_by_a_device_two_days_slow(cast: Cast) -> None:
    device = enrolled(cast.sokha)
    bring(cast, device, device.payload(token=TOKEN))
    device.skew = timedelta(days=-2)
    child = member(sex="2", age=None, birth=timezone.localdate().isoformat())
    told = later(device, [child], token=TOKEN)
    bring(cast, device, told)
    assert became(told) == "accepted"
    with acting_as(cast.vannak):
        assert Crossing.objects.get(person_id=child["id"]).age == 0


def test_a_paper_that_two_families_carry_is_for_a_person_to_decide(cast: Cast) -> None:
    first, second = enrolled(cast.sokha), enrolled(cast.sokha, "desk 2")
    for device in (first, second):
        bring(cast, device, device.payload(token=TOKEN))
    told = later(second, [], token=TOKEN)
    bring(cast, second, told)
    outcome = Outcome.objects.get(submission_id=told["id"])
    assert (outcome.state, outcome.reason) == ("conflict", "token_twice")


def bring_together(cast: Cast, device: FieldDevice, told: list[dict[str, Any]]) -> None:
    """Bring some in one delivery, in this order, and settle nothing."""
    sealed = [device.seal(one) for one in told]
    receive_envelopes(actor=cast.sokha, sealed=sealed, device_id=device.id)


def test_what_waits_together_is_applied_in_the_order_it_came(cast: Cast) -> None:
    device = enrolled(cast.sokha)
    woman = member(sex="2")
    family = device.payload(token=TOKEN, members=[woman])
    first = later(device, [about(woman, destination="0102")], base=family["id"])
    second = later(device, [about(woman, destination="1701")], base=first["id"])
    third = later(device, [about(woman, destination="0203")], token=TOKEN)
    for told in (family, first, second, third):
        bring_together(cast, device, [told])
    assert settle_arrivals() == 4
    assert [became(one) for one in (first, second, third)] == ["accepted", "accepted", "conflict"]
    assert person(cast, woman).home_id == "1701"


def test_a_chain_that_was_held_goes_on_with_its_family_at_once(cast: Cast) -> None:
    first, second = enrolled(cast.sokha), enrolled(cast.sokha, "desk 2")
    woman = member()
    family = first.payload(token=TOKEN, members=[woman])
    one = later(second, [about(woman, name_latin="Chan Vanna")], base=family["id"])
    other = later(second, [about(woman, phone="012345678")], base=one["id"])
    by_paper = later(second, [about(woman, flags=["pregnant"])], token=TOKEN)
    bring_together(cast, second, [one, other, by_paper])
    settle_arrivals()
    assert not Outcome.objects.exists()
    bring_together(cast, first, [family])
    assert settle_arrivals() == 4
    assert {became(told) for told in (family, one, other, by_paper)} == {"accepted"}
    assert settle_arrivals() == 0


def test_a_held_one_is_found_in_a_quiet_moment_too(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = enrolled(cast.sokha), enrolled(cast.sokha, "desk 2")
    woman = member()
    family = first.payload(token=TOKEN, members=[woman])
    by_id = later(second, [about(woman, name_latin="Chan Vanna")], base=family["id"])
    by_paper = later(second, [about(woman, phone="012345678")], token=TOKEN)
    bring_together(cast, second, [by_id, by_paper])
    with monkeypatch.context() as changed:
        changed.setattr("polakor.flows.settle_arrivals.held_for", lambda *_: [])
        bring(cast, first, family)
    assert not Outcome.objects.filter(submission_id=by_id["id"]).exists()
    assert settle_arrivals() == 2
    assert (became(by_id), became(by_paper)) == ("accepted", "accepted")


def test_an_addition_to_a_count_touches_no_family(cast: Cast) -> None:
    device = enrolled(cast.sokha)
    bring_together(cast, device, [device.payload()])
    counts = {"answers": {"women": 12}, "unanswered": {}}
    counted = device.payload(
        kind="counts", form="counts/1", counts=counts, members=[], household=None
    )
    astray = later(device, [], base=counted["id"])
    bring(cast, device, counted)
    bring(cast, device, astray)
    assert Outcome.objects.get(submission_id=astray["id"]).reason == "base_never_came"


def test_two_desks_that_add_the_same_person_to_two_families_propose_the_pair_once(
    cast: Cast,
) -> None:
    device = enrolled(cast.sokha)
    people = [member(sex="2"), member(sex="2")]
    families = [device.payload(members=[one]) for one in people]
    bring_together(cast, device, families)
    settle_arrivals()
    facts = {"name_latin": "Chan Vanna", "destination": "0102"}
    added = [
        later(device, [about(one, **facts)], base=family["id"])
        for one, family in zip(people, families, strict=True)
    ]
    bring_together(cast, device, added)
    assert settle_arrivals() == 2
    with acting_as(cast.vannak):
        pairs = list(MatchCandidate.objects.values_list("subject_id", "other_id"))
    assert [set(map(str, pair)) for pair in pairs] == [{one["id"] for one in people}]


def test_adding_to_twenty_families_costs_the_statements_of_adding_to_one(cast: Cast) -> None:
    device = enrolled(cast.sokha)

    def statements(count: int) -> int:
        people = [member() for _ in range(count)]
        families = [device.payload(members=[one]) for one in people]
        bring_together(cast, device, families)
        settle_arrivals()
        facts = {"name_latin": "Sok Dara", "flags": ["pregnant"], "phone": "012345678"}
        added = [
            later(device, [about(one, **facts)], base=family["id"])
            for one, family in zip(people, families, strict=True)
        ]
        bring_together(cast, device, added)
        with CaptureQueriesContext(connection) as asked:
            assert settle_arrivals() == count
        return len(asked)

    statements(2)
    assert statements(20) <= statements(2)


def twice_under_one_paper(cast: Cast) -> tuple[dict[str, Any], dict[str, Any], dict[str, Any]]:
    """Two families under one paper, and what a later desk adds by its number."""
    first, second = enrolled(cast.sokha), enrolled(cast.sokha, "desk 2")
    one = first.payload(token=TOKEN, members=[member(sex="2", age=31)])
    other = second.payload(token=TOKEN, members=[member(sex="1", age=40)])
    for device, told in ((first, one), (second, other)):
        bring(cast, device, told)
    child = {**member(sex="1", age=7, relation="child"), "id": str(uuid7())}
    added = later(second, [child], token=TOKEN)
    bring(cast, second, added)
    assert became(added) == "conflict"
    return one, other, added


def test_what_is_added_under_a_paper_of_two_families_waits_for_an_officer(cast: Cast) -> None:
    one, other, added = twice_under_one_paper(cast)
    with acting_as(cast.vannak):
        assert [row.id for row in unplaced_for(cast.vannak)] == [UUID(added["id"])]
        assert Person.objects.count() == 2, "added to nobody yet"
    choose = partial(place_in_family, actor=cast.vannak, submission_id=UUID(added["id"]))
    with pytest.raises(ReasonMissing):
        choose(family_id=UUID(other["id"]), reason=" ")
    with pytest.raises(ConflictUnknown):
        choose(family_id=uuid7(), reason="asked")
    with pytest.raises(ConflictUnknown):
        place_in_family(
            actor=cast.bopha, submission_id=UUID(added["id"]), family_id=None, reason="not mine"
        )
    choose(family_id=UUID(other["id"]), reason="asked at the desk")
    with pytest.raises(ChoiceMade):
        choose(family_id=UUID(one["id"]), reason="again")
    with acting_as(cast.vannak):
        assert Person.objects.count() == 3
        child = HouseholdMember.objects.get(person_id=added["members"][0]["id"])
        man = HouseholdMember.objects.get(person_id=other["members"][0]["id"])
        assert child.household_id == man.household_id
        assert not unplaced_for(cast.vannak)
        choice = choice_of(UUID(added["id"]))
        assert choice is not None
        assert (choice.decided_by, choice.reason) == (cast.vannak.account_id, "asked at the desk")


def test_what_is_of_neither_family_is_added_to_nobody(cast: Cast) -> None:
    _, _, added = twice_under_one_paper(cast)
    place_in_family(
        actor=cast.vannak, submission_id=UUID(added["id"]), family_id=None, reason="a third family"
    )
    with acting_as(cast.vannak):
        assert Person.objects.count() == 2
        assert not unplaced_for(cast.vannak)


def test_what_differs_from_the_chosen_family_is_kept_beside(cast: Cast) -> None:
    """And what was added under the paper and is not placed yet stands against no family."""
    one, other, _ = twice_under_one_paper(cast)
    device = enrolled(cast.sokha, "desk 3")
    person_of = other["members"][0]
    for place in ("0102", "1701"):
        told = later(device, [about(person_of, destination=place)], token=TOKEN)
        bring(cast, device, told)
        place_in_family(
            actor=cast.vannak,
            submission_id=UUID(told["id"]),
            family_id=UUID(other["id"]),
            reason="by name",
        )
    with acting_as(cast.vannak):
        conflict = conflicts_for(cast.vannak).get()
    assert (conflict.first_answer, conflict.second_answer) == ("0102", "1701")
    assert conflict.second_id == UUID(told["id"])
    assert one["members"]


def test_what_is_no_answer_to_its_question_never_becomes_a_fact(cast: Cast) -> None:
    first, second = enrolled(cast.sokha), enrolled(cast.sokha, "desk 2")
    woman = member(sex="2")
    bring(cast, first, first.payload(token=TOKEN, members=[woman]))
    bring(cast, second, later(second, [about(woman, sex="banana")], token=TOKEN))
    with acting_as(cast.vannak):
        conflict = conflicts_for(cast.vannak).get()
    decide_difference(actor=cast.vannak, conflict_id=conflict.id, choice="second")
    assert person(cast, woman).sex == 2
