"""Devices: gaps are seen and asked for, lost ones barred, each by those on duty there."""

import pytest
from tests.cast import Cast
from tests.factories.devices import FieldDevice, enrolled

from polakor.access.context import acting_as
from polakor.flows.receive_envelopes import receive_envelopes
from polakor.intake.actions.devices import ask_again, bar_device, reconcile_devices
from polakor.intake.actions.envelopes import Contact
from polakor.intake.errors import DeviceNotYours, ReasonMissing
from polakor.intake.jobs import WORKER
from polakor.intake.models import Device, DeviceStanding
from polakor.intake.queries.devices import devices_for, missing_numbers, secret_hash

pytestmark = pytest.mark.django_db


def bring(cast: Cast, device: FieldDevice, *numbers: int) -> tuple[int, ...]:
    sealed = device.sealed(10 - device.made) if device.made < 10 else []
    chosen = [one for one in sealed if one["seq"] in numbers]
    answer = receive_envelopes(
        actor=cast.sokha, sealed=chosen, device_id=device.id, contact=Contact(10, 0.0, "t")
    )
    return answer.resend


def test_of_a_secret_only_its_hash_is_kept(cast: Cast) -> None:
    device = enrolled(cast.sokha)
    kept = bytes(Device.objects.get(id=device.id).secret_hash)
    assert kept == secret_hash(device.secret)
    assert device.secret.encode() not in kept


def test_the_night_finds_gaps_and_the_next_answer_asks_for_them(cast: Cast) -> None:
    device = enrolled(cast.sokha)
    bring(cast, device, 1, 2, 5, 9)
    with acting_as(cast.vannak):
        assert missing_numbers() == {device.id: [3, 4, 6, 7, 8, 10]}
    assert reconcile_devices(actor=WORKER) == 1
    standing = DeviceStanding.objects.get(device_id=device.id)
    assert (standing.missing, standing.resend) == (6, [3, 4, 6, 7, 8, 10])
    assert bring(cast, device) == (3, 4, 6, 7, 8, 10)


def test_what_came_is_asked_for_no_more(cast: Cast) -> None:
    device = enrolled(cast.sokha)
    sealed = device.sealed(3)
    contact = Contact(3, 0.0, "t")
    receive_envelopes(actor=cast.sokha, sealed=sealed[:1], device_id=device.id, contact=contact)
    ask_again(actor=cast.vannak, device_id=device.id, numbers=[2, 3])
    answer = receive_envelopes(
        actor=cast.sokha, sealed=sealed[1:2], device_id=device.id, contact=contact
    )
    assert answer.resend == (3,)
    assert DeviceStanding.objects.get(device_id=device.id).resend == [3]


def test_a_device_is_of_those_on_duty_at_its_gate(cast: Cast) -> None:
    device = enrolled(cast.sokha)
    assert [one.id for one in devices_for(cast.vannak)] == [device.id]
    assert not list(devices_for(cast.bopha))
    with pytest.raises(DeviceNotYours):
        bar_device(actor=cast.bopha, device_id=device.id, reason="lost")


def test_barring_says_why(cast: Cast) -> None:
    device = enrolled(cast.sokha)
    with pytest.raises(ReasonMissing):
        bar_device(actor=cast.vannak, device_id=device.id, reason="  ")
