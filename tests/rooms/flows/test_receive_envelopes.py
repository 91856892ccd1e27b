"""Taking in envelopes: once, whole, whatever comes beside them."""

import json
import os
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone
from tests.cast import Cast
from tests.factories.devices import FieldDevice, enrolled, member

from polakor.access.context import acting_as
from polakor.access.models import AuditEvent
from polakor.base.ids import uuid7
from polakor.flows.receive_envelopes import Receipt, receive_envelopes
from polakor.flows.settle_arrivals import settle_arrivals
from polakor.intake.actions.devices import bar_device
from polakor.intake.actions.envelopes import Contact
from polakor.intake.errors import DeviceBarred
from polakor.intake.models import Delivery, DeviceStanding, Outcome, Quarantined, Submission
from polakor.journeys.models import Crossing
from polakor.registry.models import Person

pytestmark = pytest.mark.django_db


def take(cast: Cast, device: FieldDevice, sealed: list[Any], skew: float = 0.0) -> list[Receipt]:
    contact = Contact(device.made, skew, "test")
    answer = receive_envelopes(
        actor=cast.sokha, sealed=sealed, device_id=device.id, contact=contact
    )
    return answer.receipts


def test_what_is_inside_is_kept_word_for_word(cast: Cast) -> None:
    device = enrolled(cast.sokha)
    told = device.payload(members=[member(name_km="សុខ ដារា")])
    content = json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()
    sealed = device.seal_bytes(content, envelope_id=told["id"], sequence=told["seq"])
    receipt = take(cast, device, [sealed])[0]
    with acting_as(cast.vannak):
        kept = Submission.objects.get(id=told["id"])
    assert kept.raw == told
    assert (kept.sequence, kept.kind, kept.form) == (1, "register", "arrival/1")
    assert bytes(kept.sha256).hex() == receipt.sha256
    assert kept.made_at == datetime.fromisoformat(told["made_at"])


def test_a_record_and_a_crossing_stand_for_each_member_at_once(cast: Cast) -> None:
    device = enrolled(cast.sokha)
    told = device.payload(
        household={"answers": {"return_mode": "deported", "destination": "0102"}},
        members=[member(sex="2", age=30), member(sex="1", age=3, destination="1701")],
    )
    take(cast, device, [device.seal(told)])
    with acting_as(cast.vannak):
        people = {str(one.id): one for one in Person.objects.all()}
        crossings = {str(one.person_id): one for one in Crossing.objects.all()}
        events = AuditEvent.objects.none().count()
    mother, child = (one["id"] for one in told["members"])
    assert (people[mother].sex, people[mother].birth_basis) == (2, "age")
    assert (people[mother].home_id, people[child].home_id) == ("0102", "1701")
    assert (crossings[mother].mode, crossings[mother].age) == ("deported", 30)
    assert crossings[child].destination == "1701"
    assert "P17" in people[child].scopes
    assert "P17" not in people[mother].scopes
    assert events == 0


def test_a_repeat_gets_the_first_receipt(cast: Cast) -> None:
    device = enrolled(cast.sokha)
    sealed = device.sealed(3)
    first = take(cast, device, sealed)
    second = take(cast, device, [sealed[2], sealed[0], sealed[2]])
    assert second == [first[2], first[0], first[2]]
    assert people(cast) == 3


def test_the_same_envelope_twice_in_one_request_is_one(cast: Cast) -> None:
    device = enrolled(cast.sokha)
    one = device.sealed()[0]
    receipts = take(cast, device, [one, one])
    assert receipts[0] == receipts[1]
    assert people(cast) == 1


def test_an_id_with_other_content_is_returned_and_writes_nothing_over(cast: Cast) -> None:
    device = enrolled(cast.sokha)
    told = device.payload()
    take(cast, device, [device.seal(told)])
    receipt = take(cast, device, [device.seal({**told, "members": [member(age=50)]})])[0]
    assert (receipt.state, receipt.reason) == ("returned", "id_taken")
    with acting_as(cast.vannak):
        assert Submission.objects.get(id=told["id"]).raw == told
    assert people(cast) == 1


def test_a_number_given_twice_is_returned(cast: Cast) -> None:
    device = enrolled(cast.sokha)
    take(cast, device, device.sealed())
    device.made = 0
    receipt = take(cast, device, device.sealed())[0]
    assert (receipt.state, receipt.reason) == ("returned", "sequence_taken")


def test_bad_ones_are_kept_with_their_reason_and_stop_no_other(cast: Cast) -> None:
    device = enrolled(cast.sokha)
    torn = device.seal(device.payload())
    torn["body"] = torn["body"][:-8] + "AAAAAAAA"
    garbage = device.seal_bytes(b"\xff\x00 not json", envelope_id=str(uuid7()), sequence=90)
    nobody = device.seal(device.payload(members=[]))
    foreign = {**device.sealed()[0], "server_key": "0" * 16}
    sealed = [torn, *device.sealed(2), garbage, "nothing", nobody, foreign]
    receipts = take(cast, device, sealed)
    assert [one.reason for one in receipts] == [
        "seal_broken", "", "", "unreadable", "not_an_envelope", "nobody_in_it", "key_unknown",
    ]  # fmt: skip
    assert receipts[5].state == "returned"
    assert people(cast) == 2
    with acting_as(cast.vannak):
        kept = Quarantined.objects.get(reason="seal_broken")
        assert json.loads(kept.sealed) == torn
    again = take(cast, device, sealed)
    assert [one.number for one in again] == [one.number for one in receipts]


def test_what_the_form_forbids_goes_back_and_registers_nobody(cast: Cast) -> None:
    device = enrolled(cast.sokha)
    refused = {"answers": {"return_mode": "deported", "consent_basis": "refused"}}
    counts = {"answers": {"hour": 31}, "unanswered": {}}
    counting = {"kind": "counts", "form": "counts/1", "household": {}, "members": []}
    receipts = take(
        cast,
        device,
        [
            device.seal(device.payload(household=refused)),
            device.seal(device.payload(**counting, counts=counts)),
            *device.sealed(),
        ],
    )
    assert [(one.state, one.reason) for one in receipts] == [
        ("returned", "answers_wrong"),
        ("returned", "answers_wrong"),
        ("received", ""),
    ]
    assert people(cast) == 1


def test_nobody_is_kept_out_for_an_answer_that_is_not_understood(cast: Cast) -> None:
    device = enrolled(cast.sokha)
    odd = member(flags=["pregnant", "of_tomorrow"], shoe_size=38, name_latin="Sok Dara")
    odd["unanswered"] = {"phone": "of tomorrow"}
    told = device.payload(members=[odd])
    receipt = take(cast, device, [device.seal(told)])[0]
    assert (receipt.state, receipt.reason) == ("received", "answers_left_out")
    assert settle_arrivals() == 1
    with acting_as(cast.vannak):
        kept = Submission.objects.get(id=told["id"])
        assert kept.raw == told
        assert kept.outcome.state == "accepted"
        assert Person.objects.get().names.get().text == "Sok Dara"
    assert people(cast) == 1


def test_one_the_database_refuses_is_found_and_the_rest_goes_on(cast: Cast) -> None:
    device = enrolled(cast.sokha)
    known = member()
    take(cast, device, [device.seal(device.payload(members=[known]))])
    poisoned = device.seal(device.payload(members=[known]))
    receipts = take(cast, device, [*device.sealed(4), poisoned, *device.sealed(3)])
    assert [one.state for one in receipts] == [*["received"] * 4, "returned", *["received"] * 3]
    assert receipts[4].reason == "person_known"
    assert people(cast) == 8


def test_a_later_desks_record_waits_for_the_one_it_goes_on_from(cast: Cast) -> None:
    device = enrolled(cast.sokha)
    base = device.payload(token="ABC-00001-Z")
    later = {"kind": "enrich", "form": "profile/1", "members": [], "household": {}}
    early = take(cast, device, [device.seal(device.payload(**later, base=base["id"]))])[0]
    by_token = device.payload(**later, token="ABC-00001-Z")
    assert take(cast, device, [device.seal(by_token)])[0].state == "held"
    take(cast, device, [device.seal(base)])
    late = take(cast, device, [device.seal(device.payload(**later, base=base["id"]))])[0]
    assert (early.state, early.reason) == ("held", "waits_for_base")
    assert late.state == "received"


def test_a_clock_that_is_off_is_corrected_for_and_recorded(cast: Cast) -> None:
    ahead = timedelta(days=2)
    device = enrolled(cast.sokha)
    device.skew = ahead
    told = device.payload()
    take(cast, device, [device.seal(told)], skew=ahead.total_seconds())
    with acting_as(cast.vannak):
        crossing = Crossing.objects.get(submission_id=told["id"])
        kept = Submission.objects.get(id=told["id"])
    assert abs(crossing.crossed_at - datetime.now(UTC)) < timedelta(minutes=1)
    assert kept.made_at - kept.received_at > timedelta(days=1)
    assert DeviceStanding.objects.get(device_id=device.id).clock_skew == ahead.total_seconds()


@pytest.mark.parametrize("told", [0.0, -2 * 86400.0], ids=["clock not told", "clock told"])
def test_a_child_born_today_is_registered_by_a_device_two_days_slow(
    cast: Cast, told: float
) -> None:
    device = enrolled(cast.sokha)
    device.skew = timedelta(days=-2)
    child = member(sex="1", age=None, birth=timezone.localdate().isoformat())
    family = device.payload(members=[member(name_km="សុខ ស្រីនាង"), child])
    (receipt,) = take(cast, device, [device.seal(family)], skew=told)
    settle_arrivals()
    assert (receipt.state, receipt.reason) == ("received", "")
    assert people(cast) == 2
    with acting_as(cast.vannak):
        assert Crossing.objects.get(person_id=child["id"]).age == 0
        assert Outcome.objects.get(submission_id=family["id"]).state == "accepted"


def test_a_birth_clearly_to_come_goes_back(cast: Cast) -> None:
    device = enrolled(cast.sokha)
    to_come = timezone.localdate() + timedelta(days=300)
    child = member(age=None, birth=to_come.isoformat())
    (receipt,) = take(cast, device, [device.seal(device.payload(members=[child]))])
    assert (receipt.state, receipt.reason) == ("returned", "answers_wrong")


def test_another_device_may_bring_what_one_made(cast: Cast) -> None:
    lost, other = enrolled(cast.sokha), enrolled(cast.dara, "desk 2")
    sealed = lost.sealed(2)
    answer = receive_envelopes(actor=cast.dara, sealed=sealed, device_id=other.id)
    assert [one.state for one in answer.receipts] == ["received", "received"]
    assert DeviceStanding.objects.get(device_id=lost.id).received == 2
    assert take(cast, lost, sealed) == answer.receipts


def test_what_a_barred_device_made_before_counts_and_nothing_after(cast: Cast) -> None:
    lost, other = enrolled(cast.sokha), enrolled(cast.dara, "desk 2")
    before = lost.sealed()[0]
    bar_device(actor=cast.vannak, device_id=lost.id, reason="stolen")
    with pytest.raises(DeviceBarred):
        take(cast, lost, [before])
    answer = receive_envelopes(
        actor=cast.dara, sealed=[before, lost.sealed()[0]], device_id=other.id
    )
    assert [one.reason for one in answer.receipts] == ["", "device_barred"]


def test_an_envelope_of_a_device_nobody_knows_is_set_aside(cast: Cast) -> None:
    stranger = FieldDevice(uuid7())
    answer = receive_envelopes(actor=cast.dara, sealed=stranger.sealed())
    assert answer.receipts[0].reason == "device_unknown"


def test_what_came_together_is_settled_together(cast: Cast) -> None:
    device = enrolled(cast.sokha)
    take(cast, device, device.sealed(5))
    delivery = Delivery.objects.get()
    assert len(delivery.submissions) == 5
    assert delivery.settled_at is None


def test_seals_bind_the_id_so_that_none_passes_for_another(cast: Cast) -> None:
    device = enrolled(cast.sokha)
    one = device.sealed()[0]
    receipt = take(cast, device, [{**one, "seq": 77}])[0]
    assert receipt.reason == "seal_broken"


def test_any_bytes_at_all_get_a_receipt(cast: Cast) -> None:
    device = enrolled(cast.sokha)
    odd: list[Any] = [None, 3, [], {"id": 1}, "x" * 100, {"id": "a", "seq": -1}]
    odd += [device.seal_bytes(os.urandom(50), envelope_id=str(uuid7()), sequence=n) for n in (5, 6)]
    assert {one.state for one in take(cast, device, odd)} == {"quarantined"}


def people(cast: Cast) -> int:
    with acting_as(cast.vannak):
        assert Person.objects.count() == Crossing.objects.count()
        return Person.objects.count()


def test_a_crossing_of_another_day_and_an_age_band_are_kept_as_told(cast: Cast) -> None:
    device = enrolled(cast.sokha)
    said = {"return_mode": "deported", "crossed_on": "2026-11-01"}
    guessed = {**member(), "answers": {"sex": "1", "age_band": 40}}
    told = device.payload(household={"answers": said}, members=[guessed])
    take(cast, device, [device.seal(told)])
    with acting_as(cast.vannak):
        crossing = Crossing.objects.get()
        person = Person.objects.get()
    assert (crossing.crossed_on.isoformat(), crossing.age) == ("2026-11-01", 40)
    assert person.birth_year is None
