"""Pages of devices: gaps, barring, saved files, and answers that differ, in either language."""

import json
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.cast import Cast
from tests.doors.office.records import signed_in
from tests.doors.ui.reading import english_left
from tests.factories.devices import FieldDevice, enrolled, member

from polakor.access.context import acting_as
from polakor.access.rules.scopes import NATION
from polakor.base.ids import uuid7
from polakor.doors.office.intake import device_forms
from polakor.flows.receive_envelopes import receive_envelopes
from polakor.flows.settle_arrivals import settle_arrivals
from polakor.intake.actions.devices import reconcile_devices
from polakor.intake.actions.envelopes import Contact
from polakor.intake.actions.tokens import issue_tokens
from polakor.intake.jobs import WORKER
from polakor.intake.models import AnswerConflict, Attachment, Device, DeviceStanding
from polakor.intake.queries.known import known
from polakor.intake.rules.sealing import text_of
from polakor.intake.rules.tokens import make_token

pytestmark = pytest.mark.django_db


@pytest.fixture
def door(cast: Cast) -> Client:
    client = Client()
    client.cookies["lang"] = "en"
    client.force_login(cast.accounts["vannak"])
    return client


def bring(cast: Cast, device: FieldDevice, *told: dict[str, Any]) -> None:
    sealed = [device.seal(one) for one in told]
    contact = Contact(device.made, 0.0, "t")
    receive_envelopes(actor=cast.sokha, sealed=sealed, device_id=device.id, contact=contact)
    settle_arrivals()


def differing(cast: Cast) -> AnswerConflict:
    one, two = enrolled(cast.sokha, "តុ ១"), enrolled(cast.sokha, "តុ ២")
    woman = member()
    family = one.payload(members=[woman])
    bring(cast, one, family)
    for device, place in ((one, "0102"), (two, "1701")):
        said = {"id": woman["id"], "answers": {"destination": place}, "unanswered": {}}
        bring(cast, device, device.payload(kind="enrich", base=family["id"], members=[said]))
    return AnswerConflict.objects.first() or pytest.fail("no conflict was found")


def test_who_may_enrol_finds_the_app_on_every_page_and_beside_the_devices(
    cast: Cast, door: Client
) -> None:
    link = 'href="/field/"'
    assert link in signed_in(cast, "sokha").get("/people/").content.decode()
    assert link not in signed_in(cast, "maly").get("/people/").content.decode()
    page = door.get("/devices/").content.decode()
    assert page.count(link) == 3, "the head, its short form, and a button"


def test_gaps_are_shown_and_asked_for(cast: Cast, door: Client) -> None:
    device = enrolled(cast.sokha)
    told = [device.payload() for _ in range(4)]
    bring(cast, device, told[0], told[3])
    reconcile_devices(actor=WORKER)
    assert "Records missing" in door.get("/devices/").content.decode()
    page = door.get(f"/devices/{device.id}/").content.decode()
    assert "2, 3" in page
    door.post(f"/devices/{device.id}/again/")
    assert DeviceStanding.objects.get(device_id=device.id).resend == [2, 3]


def test_barring_needs_a_reason(cast: Cast, door: Client) -> None:
    device = enrolled(cast.sokha)
    assert door.post(f"/devices/{device.id}/bar/", {"reason": ""}).status_code == 422
    door.post(f"/devices/{device.id}/bar/", {"reason": "stolen"})
    assert Device.objects.get(id=device.id).barred_reason == "stolen"
    assert "stolen" in door.get(f"/devices/{device.id}/").content.decode()


def test_a_saved_file_is_brought_in_and_twice_is_once(cast: Cast, door: Client) -> None:
    device = enrolled(cast.sokha)
    saved = json.dumps({"polakor": "field file 1", "envelopes": device.sealed(3)}).encode()
    for word in ("Received", "Received"):
        file = SimpleUploadedFile("field.json", saved)
        page = door.post("/devices/file/", {"file": file}).content.decode()
        assert "3 records read" in page
        assert word in page
    settle_arrivals()
    file = SimpleUploadedFile("field.json", saved)
    assert "In the register already" in door.post("/devices/file/", {"file": file}).content.decode()


def test_photos_of_a_saved_file_are_kept_and_what_is_none_is_told(
    cast: Cast, door: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    device = enrolled(cast.sokha)
    head = {"device": str(device.id), "submission": str(uuid7()), "person": str(uuid7())}
    line = json.dumps({**head, "server_key": "0", "session": "s", "iv": "aaaa"}).encode()
    photos = [text_of(line + b"\nsealed"), text_of(b"nothing"), "not base64!", 7]
    saved = json.dumps({"envelopes": device.sealed(), "photos": photos}).encode()
    for _ in range(2):
        file = SimpleUploadedFile("field.json", saved)
        page = door.post("/devices/file/", {"file": file}).content.decode()
        assert "1 photo is kept" in page
        assert "3 photos could not be kept" in page
    with acting_as(cast.vannak.also_seeing(NATION)):
        (kept,) = Attachment.objects.filter(device_id=device.id)
    assert str(kept.submission) == head["submission"]
    limits = {**known().limits, "file_megabytes": 0}
    monkeypatch.setattr(device_forms, "known", lambda: SimpleNamespace(limits=limits))
    answer = door.post("/devices/file/", {"file": SimpleUploadedFile("x.json", saved)})
    assert answer.status_code == 422
    assert "larger than 0 MB" in answer.content.decode()


@pytest.mark.parametrize("content", [b"", b"[]", b"\xff", b'{"envelopes": 3}', b"[" * 10_000])
def test_what_is_no_saved_file_is_said_so(cast: Cast, door: Client, content: bytes) -> None:
    answer = door.post("/devices/file/", {"file": SimpleUploadedFile("x.json", content)})
    assert answer.status_code == 422


@pytest.mark.usefixtures("cast")
def test_two_answers_stand_side_by_side_until_one_holds(cast: Cast, door: Client) -> None:
    with acting_as(cast.vannak):
        conflict = differing(cast)
    listed = door.get("/devices/differences/").content.decode()
    assert str(conflict.id) in listed
    address = f"/devices/differences/{conflict.id}/"
    page = door.get(address).content.decode()
    assert "Told first" in page
    assert "Told later" in page
    door.post(address, {"choice": "second"})
    assert "This one holds" in door.get(address).content.decode()
    assert str(conflict.id) not in door.get("/devices/differences/").content.decode()
    door.post(f"{address}undo/")
    assert str(conflict.id) in door.get("/devices/differences/").content.decode()


def under_one_paper(cast: Cast) -> tuple[str, dict[str, Any]]:
    """What was added under a paper of two families, and the second of them."""
    batch = issue_tokens(actor=cast.vannak, sheets=1)
    token = make_token(batch.code, 1)
    here, there = enrolled(cast.sokha, "desk 7"), enrolled(cast.sokha, "desk 8")
    home = {"return_mode": "deported", "destination": "0102"}
    for device, name in ((here, "SOK DARA"), (there, "CHAN VANNA")):
        family = device.payload(
            token=token, household={"answers": home}, members=[member(name_latin=name)]
        )
        bring(cast, device, family)
    said = {"answers": {"onward": "bus"}, "unanswered": {}}
    told = there.payload(kind="enrich", token=token, household=said, members=[])
    bring(cast, there, told)
    return str(told["id"]), family


def test_a_paper_of_two_families_shows_both_and_takes_a_choice(cast: Cast, door: Client) -> None:
    told, family = under_one_paper(cast)
    assert told in door.get("/devices/differences/").content.decode()
    address = f"/devices/differences/paper/{told}/"
    page = door.get(address).content.decode()
    for words in ("SOK DARA", "CHAN VANNA", "desk 7", "desk 8", "How they go on from here", "Bus"):
        assert words in page
    assert door.post(address, {"family": family["id"], "reason": ""}).status_code == 422
    assert door.post(address, {"family": "elsewhere", "reason": "x"}).status_code == 422
    done = door.post(address, {"family": family["id"], "reason": "asked"}, follow=True)
    assert "asked" in done.content.decode()
    assert told not in door.get("/devices/differences/").content.decode()
    assert door.post(address, {"family": "neither", "reason": "x"}).status_code == 409
    assert signed_in(cast, "sokha").get(address).status_code == 403
    assert signed_in(cast, "bopha").get(address).status_code in (403, 404, 409)


def test_answers_that_were_left_out_are_named_and_not_repeated(cast: Cast, door: Client) -> None:
    device = enrolled(cast.sokha, "desk 4")
    bring(cast, device, device.payload(members=[member(sex="banana")]))
    assert "desk 4" in door.get("/devices/").content.decode().partition('id="left-out"')[2]
    page = door.get(f"/devices/{device.id}/").content.decode()
    assert "Person 1: Sex" in page
    assert "banana" not in page


@pytest.mark.usefixtures("khmer_words")
def test_the_pages_are_khmer_for_khmer_readers(cast: Cast, door: Client) -> None:
    device = enrolled(cast.sokha, "តុ ៣")
    bring(cast, device, device.payload(members=[member(sex="banana")]))
    with acting_as(cast.vannak):
        conflict = differing(cast)
    paper, _ = under_one_paper(cast)
    door.cookies["lang"] = "km"
    for address in (
        "/devices/",
        f"/devices/{device.id}/",
        "/devices/file/",
        "/devices/differences/",
        f"/devices/differences/{conflict.id}/",
        f"/devices/differences/paper/{paper}/",
    ):
        assert not english_left(door.get(address).content.decode()), address
