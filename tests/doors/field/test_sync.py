"""A device enrols, brings what it made, and hears what became of it."""

import json
from typing import Any

import pytest
from django.test import Client
from tests.cast import Cast
from tests.factories.devices import FieldDevice, enrolled, member

from polakor.access.context import acting_as
from polakor.doors.field.pace import places
from polakor.flows.settle_arrivals import settle_arrivals
from polakor.intake import keys
from polakor.intake.actions.devices import bar_device
from polakor.intake.models import Submission
from polakor.intake.rules.sealing import bytes_of, is_signed
from polakor.journeys.models import Crossing

pytestmark = pytest.mark.django_db


def send(device: FieldDevice, envelopes: list[Any], **more: Any) -> dict[str, Any]:
    body = {"clock": "2026-11-23T08:00:00+07:00", "made": device.made, "app": "t", **more}
    answer = Client().post(
        "/field/sync/",
        json.dumps({**body, "envelopes": envelopes}),
        content_type="application/json",
        headers=device.headers,
    )
    assert answer.status_code == 200, answer.content
    return statement_of(answer.json())


def statement_of(told: dict[str, str]) -> dict[str, Any]:
    key = keys.key_named("sign", told["sign_kid"])
    assert key is not None
    assert is_signed(key.public, told["statement"].encode(), bytes_of(told["signature"]))
    found: dict[str, Any] = json.loads(told["statement"])
    return found


def test_an_officer_enrols_a_device_and_it_can_ask_what_it_works_with(cast: Cast) -> None:
    door = Client()
    door.force_login(cast.accounts["sokha"])
    told = door.post("/field/enrol/", {"name": "desk 3", "gate": "KH-TH-PPT"}).json()
    device = FieldDevice(told["device"], told["secret"])
    answer = Client().get("/field/down/", headers=device.headers)
    assert answer.status_code == 200
    carried = answer.json()
    assert set(carried) == {"forms", "tokens", "settings", "keys"}, "what the app reads, no more"
    assert carried["keys"]["server_kid"] == told["server_kid"]
    again = Client().get(
        "/field/down/", headers={**device.headers, "If-None-Match": answer["ETag"]}
    )
    assert again.status_code == 304
    places = Client().get("/field/down/places/", headers=device.headers).json()
    assert len(places) > 1000


def test_a_family_is_received_counted_and_acknowledged_once(cast: Cast) -> None:
    device = enrolled(cast.sokha)
    family = device.payload(members=[member(), member(sex="1", age=4)])
    sealed = device.seal(family)
    first = send(device, [sealed])["receipts"][0]
    again = send(device, [sealed])["receipts"][0]
    assert first["state"] == "received"
    assert first["sha256"]
    assert len(first["receipt"]) == 11
    assert (again["receipt"], again["received_at"]) == (first["receipt"], first["received_at"])
    with acting_as(cast.vannak):
        assert Submission.objects.filter(id=family["id"]).count() == 1
        assert Crossing.objects.filter(submission_id=family["id"]).count() == 2


def test_a_wrong_secret_is_nobody_and_a_barred_device_is_told_so(cast: Cast) -> None:
    device = enrolled(cast.sokha)
    stranger = FieldDevice(device.id, "another secret")
    answer = Client().get("/field/down/", headers=stranger.headers)
    assert answer.status_code == 401
    bar_device(actor=cast.vannak, device_id=device.id, reason="stolen from the bus")
    answer = Client().get("/field/down/", headers=device.headers)
    assert (answer.status_code, answer.json()["barred"]) == (403, True)


def test_a_file_shows_what_was_told_on_a_device_and_of_no_other_of_the_family(cast: Cast) -> None:
    device = enrolled(cast.sokha)
    mother = member(name_latin="Sok Dara", flags=["violence_survivor"])
    child = member(sex="1", age=4, name_latin="Sok Piseth")
    send(device, [device.seal(device.payload(members=[mother, child]))])
    settle_arrivals()
    door = Client()
    door.cookies["lang"] = "en"
    door.force_login(cast.accounts["vannak"])
    page = door.get(f"/people/{child['id']}/").content.decode()
    assert "Sok Piseth" in page
    nameless = member()
    send(device, [device.seal(device.payload(members=[nameless]))])
    assert door.get(f"/people/{nameless['id']}/").status_code == 200
    settle_arrivals()
    assert door.get(f"/people/{nameless['id']}/").status_code == 200
    hers = door.get(f"/people/{mother['id']}/").content.decode()
    assert "violence" not in hers


def test_no_page_for_people_is_reached_by_a_devices_way(cast: Cast) -> None:
    device = enrolled(cast.sokha)
    assert Client().get("/devices/", headers=device.headers).status_code == 302
    assert Client().post("/field/enrol/", headers=device.headers).status_code == 302


def test_an_answer_says_its_length_and_is_kept_by_nobody(cast: Cast) -> None:
    device = enrolled(cast.sokha)
    answer = Client().get("/field/down/places/", headers=device.headers)
    assert int(answer["Content-Length"]) == len(answer.content)
    body = json.dumps({"ids": []})
    told = Client().post(
        "/field/states/", body, content_type="application/json", headers=device.headers
    )
    assert told["Cache-Control"] == "no-store"


def test_too_much_at_once_is_said_so_and_nothing_is_taken(cast: Cast) -> None:
    device = enrolled(cast.sokha)
    body = json.dumps({"envelopes": device.sealed(201)})
    answer = Client().post(
        "/field/sync/", body, content_type="application/json", headers=device.headers
    )
    assert answer.status_code == 413
    with acting_as(cast.vannak):
        assert not Submission.objects.exists()


def test_a_device_has_one_place_and_hears_when_to_come_again(cast: Cast) -> None:
    device = enrolled(cast.sokha)
    body = json.dumps({"envelopes": device.sealed()})
    with places.one_of(device.id):
        answer = Client().post(
            "/field/sync/", body, content_type="application/json", headers=device.headers
        )
    assert (answer.status_code, answer["Retry-After"]) == (429, "15")


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b"\xff", b'{"envelopes": 3}', b"[" * 9000])
def test_what_was_cut_on_the_way_is_asked_for_again(cast: Cast, body: bytes) -> None:
    device = enrolled(cast.sokha)
    answer = Client().post(
        "/field/sync/", body, content_type="application/json", headers=device.headers
    )
    assert answer.status_code == 400
