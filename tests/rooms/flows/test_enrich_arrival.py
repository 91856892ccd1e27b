"""Later desks: what they add is added, what differs is kept beside, nobody's answer is lost."""

from typing import Any

import pytest
from tests.cast import Cast
from tests.factories.devices import FieldDevice, enrolled, member

from polakor.access.context import acting_as
from polakor.flows.decide_difference import decide_difference, undo_difference
from polakor.flows.receive_envelopes import receive_envelopes
from polakor.flows.settle_arrivals import settle_arrivals
from polakor.intake.errors import ConflictDecided
from polakor.intake.models import AnswerConflict, Outcome
from polakor.intake.queries.conflicts import conflicts_for
from polakor.protection.models import Screening
from polakor.registry.models import Document, HouseholdMember, Person, PersonName

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


def test_a_paper_that_two_families_carry_is_for_a_person_to_decide(cast: Cast) -> None:
    first, second = enrolled(cast.sokha), enrolled(cast.sokha, "desk 2")
    for device in (first, second):
        bring(cast, device, device.payload(token=TOKEN))
    told = later(second, [], token=TOKEN)
    bring(cast, second, told)
    outcome = Outcome.objects.get(submission_id=told["id"])
    assert (outcome.state, outcome.reason) == ("conflict", "token_twice")
