"""Settling what devices brought: names, families, who needs somebody; one bad one alone."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.cast import Cast
from tests.factories.devices import FieldDevice, enrolled, member

from polakor.access.context import acting_as
from polakor.access.queries.events import events_of_person
from polakor.flows import settle_arrivals as settling
from polakor.flows.receive_envelopes import receive_envelopes
from polakor.flows.settle_arrivals import settle_arrivals
from polakor.intake.models import Delivery, Outcome
from polakor.journeys.models import GateTally
from polakor.protection.models import Screening
from polakor.registry.models import Household, HouseholdMember, Person, PersonName, Told
from polakor.registry.queries.search import search_persons

pytestmark = pytest.mark.django_db


def bring(cast: Cast, device: FieldDevice, *told: dict[str, Any]) -> None:
    sealed = [device.seal(one) for one in told]
    answer = receive_envelopes(actor=cast.sokha, sealed=sealed, device_id=device.id)
    assert {one.state for one in answer.receipts} == {"received"}


def states() -> dict[str, str]:
    return {str(one.submission_id): one.state for one in Outcome.objects.all()}


def test_a_family_gets_its_names_its_token_and_who_is_what_to_whom(cast: Cast) -> None:
    device = enrolled(cast.sokha)
    mother, child = member(name_latin="Sok Dara"), member(sex="1", age=4, relation="child")
    told = device.payload(token="ABC-00001-Z", members=[mother, child])
    bring(cast, device, told)
    assert settle_arrivals() == 1
    assert states() == {told["id"]: "accepted"}
    with acting_as(cast.vannak):
        assert Household.objects.get().token == "ABC-00001-Z"
        links = {str(one.person_id): one for one in HouseholdMember.objects.all()}
        assert links[mother["id"]].related_to_id is None
        assert str(links[child["id"]].related_to_id) == mother["id"]
        assert links[child["id"]].relation == "child"
        assert PersonName.objects.get().text == "Sok Dara"
        assert Told.objects.filter(submission_id=told["id"]).count() == 2
    assert settle_arrivals() == 0


def test_who_was_registered_at_a_gate_is_found_at_a_counter(cast: Cast) -> None:
    device = enrolled(cast.sokha)
    bring(cast, device, device.payload(members=[member(name_latin="Chan Vanna")]))
    settle_arrivals()
    assert len(search_persons(cast.vannak, on=date(2026, 11, 23), text="Chan Vanna")) == 1


def test_the_same_woman_at_two_gates_is_recognised(cast: Cast) -> None:
    one, other = enrolled(cast.sokha), enrolled(cast.dara, "desk 2")
    facts = {"name_latin": "Chan Vanna", "birth": "1991-03-14", "destination": "0102",
             "document": "passport", "document_number": "N1234567"}  # fmt: skip
    bring(cast, one, one.payload(members=[member(**facts)]))
    settle_arrivals()
    sealed = other.seal(other.payload(members=[member(**facts)]))
    receive_envelopes(actor=cast.dara, sealed=[sealed], device_id=other.id)
    settle_arrivals()
    with acting_as(cast.vannak):
        assert Person.objects.filter(canonical__isnull=False).count() == 1


def test_of_what_two_officers_took_in_each_answers_for_their_own(cast: Cast) -> None:
    facts = {"name_latin": "Chan Vanna", "birth": "1991-03-14", "destination": "0102",
             "document": "passport", "document_number": "N1234567"}  # fmt: skip
    told = {}
    for actor in (cast.sokha, cast.dara):
        device = enrolled(actor, actor.name)
        told[actor] = device.payload(members=[member(**facts)])
        sealed = [device.seal(told[actor])]
        receive_envelopes(actor=actor, sealed=sealed, device_id=device.id)
    assert settle_arrivals() == 2
    with acting_as(cast.vannak):
        assert Person.objects.filter(canonical__isnull=False).count() == 1
    for actor, one in told.items():
        entries = events_of_person(cast.vannak, UUID(one["members"][0]["id"]))
        by = {entry.account for entry in entries if entry.event == "registry:person:registered"}
        assert by == {actor.name}


def test_flags_go_to_case_workers(cast: Cast) -> None:
    device = enrolled(cast.sokha)
    bring(cast, device, device.payload(members=[member(flags=["pregnant"], destination="0102")]))
    settle_arrivals()
    with acting_as(cast.chenda):
        row = Screening.objects.get()
        assert (row.flags, row.urgency) == (["pregnant"], "24h")
        assert row.crossing_id is not None


def test_somebody_without_a_name_is_settled_too(cast: Cast) -> None:
    device = enrolled(cast.sokha)
    told = device.payload()
    bring(cast, device, told)
    settle_arrivals()
    assert states() == {told["id"]: "accepted"}


def test_what_a_paper_says_completes_the_record(cast: Cast) -> None:
    mrz = (
        "P<KHMSOK<<DARA<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<\n"
        "N123456780KHM9103141F3001019<<<<<<<<<<<<<<06"
    )
    device = enrolled(cast.sokha)
    told = {"id": member()["id"], "answers": {"mrz": mrz}, "unanswered": {"sex": "unknown"}}
    bring(cast, device, device.payload(members=[told]))
    settle_arrivals()
    with acting_as(cast.vannak):
        person = Person.objects.get()
        assert PersonName.objects.filter(person=person).exists()


def test_one_that_cannot_be_settled_is_set_aside_alone(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    device = enrolled(cast.sokha)
    told = [device.payload() for _ in range(9)]
    bring(cast, device, *told)
    poisoned = told[4]["id"]
    real = settling.people_in

    def people_in(form: Any, payload: Any, words: Any) -> Any:
        if payload["id"] == poisoned:
            raise ValueError("poison")
        return real(form, payload, words)

    monkeypatch.setattr(settling, "people_in", people_in)
    assert settle_arrivals() == 9
    found = states()
    assert found.pop(poisoned) == "quarantined"
    assert set(found.values()) == {"accepted"}
    assert Delivery.objects.filter(settled_at__isnull=True).count() == 0
    with acting_as(cast.vannak):
        assert Person.objects.count() == 9


def test_a_form_of_a_later_pack_waits_for_the_office(cast: Cast) -> None:
    device = enrolled(cast.sokha)
    told = device.payload(form="arrival/77")
    bring(cast, device, told)
    settle_arrivals()
    assert Outcome.objects.get().reason == "form_unknown"


def test_counts_become_tallies(cast: Cast) -> None:
    device = enrolled(cast.sokha)
    counts = {"answers": {"women": 12, "men": 7}, "unanswered": {}}
    told = device.payload(kind="counts", form="counts/1", counts=counts, members=[], household=None)
    bring(cast, device, told)
    settle_arrivals()
    assert states() == {told["id"]: "accepted"}
    assert GateTally.objects.count() == 2
    assert GateTally.objects.filter(source="desk 1").exists()


def test_what_a_fast_clock_counts_tomorrow_is_counted_today(cast: Cast) -> None:
    device = enrolled(cast.sokha)
    device.skew = timedelta(days=2)
    counts = {"answers": {"women": 12}, "unanswered": {}}
    told = device.payload(kind="counts", form="counts/1", counts=counts, members=[], household=None)
    bring(cast, device, told)
    settle_arrivals()
    assert GateTally.objects.get().day == timezone.localdate()


def test_settling_fifty_families_costs_the_statements_of_settling_two(cast: Cast) -> None:
    device = enrolled(cast.sokha)

    def statements(count: int) -> int:
        # Names nobody shares: joining and proposing have statements of their own.
        told = [
            device.payload(
                token=f"ABC-{device.made + 1:05}-Z",
                members=[member(flags=["pregnant"]), member(sex="1", age=4, relation="child")],
            )
            for _ in range(count)
        ]
        bring(cast, device, *told)
        with CaptureQueriesContext(connection) as asked:
            assert settle_arrivals() == count
        return len(asked)

    statements(2)
    assert statements(50) <= statements(2)
