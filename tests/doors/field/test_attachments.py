"""Photos travel apart, sealed, in pieces; a record is safe without hers."""

import hashlib
import json
import os
import struct
import zlib
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.test import Client
from django.utils import timezone
from tests.cast import Cast
from tests.doors.office.records import signed_in
from tests.factories.devices import FieldDevice, enrolled

from polakor.access.context import acting_as
from polakor.access.models import AuditEvent
from polakor.doors.field.photo import read_codes
from polakor.flows.receive_envelopes import receive_envelopes
from polakor.intake import jobs, keys
from polakor.intake.models import Attachment, AttachmentPart, Submission
from polakor.intake.queries.devices import device_speaking
from polakor.intake.rules.pictures import without_metadata
from polakor.intake.rules.sealing import text_of

pytestmark = pytest.mark.django_db
PHOTO = (Path(__file__).parents[2] / "vectors" / "token-photo.jpg").read_bytes()
PLACE = b"taken at 13.66 N 102.55 E by owner of phone"


@pytest.fixture
def desk(cast: Cast, tmp_path: Path, settings: Any) -> FieldDevice:
    settings.KEYS = tmp_path / "keys"
    return enrolled(cast.sokha)


def with_place(jpeg: bytes) -> bytes:
    """The photo as a phone writes it, with what it knows of its owner."""
    exif = b"\xff\xe1" + struct.pack(">H", len(PLACE) + 8) + b"Exif\0\0" + PLACE
    return jpeg[:2] + exif + jpeg[2:]


def sealed(desk: FieldDevice, submission: UUID | str, person: UUID | str, picture: bytes) -> bytes:
    """A photo as the app seals it (``attachments.js``)."""
    server = keys.key_in_force("seal")
    ours = ec.generate_private_key(ec.SECP256R1())
    point = ours.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    shared = ours.exchange(ec.ECDH(), server.public)
    info = b"polakor field seal 1" + point
    key = AESGCM(HKDF(algorithm=SHA256(), length=32, salt=bytes(32), info=info).derive(shared))
    iv = os.urandom(12)
    told = {
        "device": str(desk.id),
        "submission": str(submission),
        "person": str(person),
        "server_key": server.kid,
        "session": text_of(point),
        "iv": text_of(iv),
    }
    line = json.dumps(told).encode()
    return line + b"\n" + key.encrypt(iv, picture, line)


def put(desk: FieldDevice, content: bytes, first: int = 0, last: int | None = None) -> Any:
    """One piece of an attachment on its way; the whole unless said otherwise."""
    part = content[first : None if last is None else last + 1]
    name = hashlib.sha256(content).hexdigest()
    span = f"bytes {first}-{first + len(part) - 1}/{len(content)}"
    return Client().put(
        f"/field/attachments/{name}/",
        part,
        content_type="application/octet-stream",
        headers={**desk.headers, "Content-Range": span},
    )


def here(desk: FieldDevice, content: bytes) -> int:
    name = hashlib.sha256(content).hexdigest()
    answer = Client().head(f"/field/attachments/{name}/", headers=desk.headers)
    assert answer.status_code == 200
    return int(answer["Upload-Offset"])


def registered(desk: FieldDevice, actor: Any) -> tuple[str, str]:
    """A woman's record that has arrived: ids of submission and person."""
    told = desk.payload()
    receive_envelopes(actor=actor, sealed=[desk.seal(told)], device_id=desk.id)
    return told["id"], told["members"][0]["id"]


def test_a_photo_comes_in_pieces_and_goes_on_where_it_stopped(desk: FieldDevice) -> None:
    content = sealed(desk, uuid4(), uuid4(), PHOTO)
    assert here(desk, content) == 0
    assert put(desk, content, 0, 999).json() == {"here": 1000}
    assert here(desk, content) == 1000
    assert put(desk, content, 0, 999).json() == {"here": 1000}, "a repeat changes nothing"
    assert put(desk, content, 5000, 5999).json() == {"here": 1000}, "nor does a gap"
    answer = put(desk, content, 1000)
    assert (answer.status_code, answer.json()) == (201, {"here": len(content)})
    assert here(desk, content) == len(content)
    assert put(desk, content).status_code == 201, "and once more is once"
    with acting_as(device_speaking(desk.id, desk.secret).actor):
        assert bytes(Attachment.objects.get().content) == content
        assert not AttachmentPart.objects.exists()


def test_the_photo_may_be_here_before_the_record(cast: Cast, desk: FieldDevice) -> None:
    told = desk.payload()
    person = told["members"][0]["id"]
    assert put(desk, sealed(desk, told["id"], person, with_place(PHOTO))).status_code == 201
    client = signed_in(cast, "sokha")
    assert client.get(f"/people/{person}/").status_code == 404
    receive_envelopes(actor=cast.sokha, sealed=[desk.seal(told)], device_id=desk.id)
    page = client.get(f"/people/{person}/").content.decode()
    assert f"/people/{person}/photos/" in page
    with acting_as(cast.vannak):
        photo = Attachment.objects.get()
    shown = client.get(f"/people/{person}/photos/{photo.id}/")
    assert shown["Content-Type"] == "image/jpeg"
    assert PLACE not in shown.content, "what the phone knew of its owner is left out"
    assert read_codes(shown.content) == read_codes(PHOTO), "and the picture is whole"
    assert "no-store" in shown["Cache-Control"]
    with acting_as(cast.sreymom):
        assert AuditEvent.objects.filter(event="intake:attachment:opened").count() == 1


def test_who_may_not_see_the_record_sees_no_photo_of_it(cast: Cast, desk: FieldDevice) -> None:
    submission, person = registered(desk, cast.sokha)
    put(desk, sealed(desk, submission, person, PHOTO))
    with acting_as(cast.vannak):
        photo = Attachment.objects.get()
    where = f"/people/{person}/photos/{photo.id}/"
    assert signed_in(cast, "vannak").get(where).status_code == 200
    assert signed_in(cast, "bopha").get(where).status_code == 404
    assert signed_in(cast, "rith").get(where).status_code == 403
    for actor in (cast.bopha, cast.chenda, cast.rith, cast.thida):
        with acting_as(actor):
            assert not Attachment.objects.exists()


def test_who_may_see_the_record_sees_its_photo_whatever_the_row_says(
    cast: Cast, desk: FieldDevice
) -> None:
    """A case worker shares no word with the photo, which came before anybody asked for help."""
    needing = {"answers": {"return_mode": "spontaneous", "needs": ["medical"]}, "unanswered": {}}
    told = desk.payload(household=needing)
    person = told["members"][0]["id"]
    put(desk, sealed(desk, told["id"], person, PHOTO))
    with acting_as(cast.maly):
        assert not Attachment.objects.exists()
    receive_envelopes(actor=cast.sokha, sealed=[desk.seal(told)], device_id=desk.id)
    with acting_as(cast.maly):
        photo = Attachment.objects.get()
        assert not set(photo.scopes) & set(cast.maly.scopes)
    shown = signed_in(cast, "maly").get(f"/people/{person}/photos/{photo.id}/")
    assert read_codes(shown.content) == read_codes(PHOTO)


def test_nobody_hangs_a_photo_onto_what_another_device_told(cast: Cast, desk: FieldDevice) -> None:
    submission, person = registered(desk, cast.sokha)
    other = enrolled(cast.sokha, "desk 2")
    assert put(other, sealed(other, submission, person, PHOTO)).status_code == 201
    nobody = replace(desk, id=uuid4())
    assert put(other, sealed(nobody, submission, person, PHOTO)).status_code == 409
    page = signed_in(cast, "vannak").get(f"/people/{person}/").content.decode()
    assert "/photos/" not in page


def test_a_device_brings_what_it_had_not_sent_under_its_former_name(
    cast: Cast, desk: FieldDevice
) -> None:
    """Handed over or enrolled anew; the record names the device that made both."""
    submission, person = registered(desk, cast.sokha)
    content = sealed(desk, submission, person, PHOTO)
    anew = enrolled(cast.sokha, "desk 1 again")
    assert put(anew, content).status_code == 201
    assert put(anew, content).status_code == 201, "and once more is once"
    page = signed_in(cast, "vannak").get(f"/people/{person}/").content.decode()
    assert page.count(f"/people/{person}/photos/") == 1
    with acting_as(cast.sreymom):
        (event,) = AuditEvent.objects.filter(event="intake:attachment:kept")
        assert event.detail["brought_by"] == str(anew.id)


def test_what_was_changed_on_the_way_is_let_go_and_sent_anew(desk: FieldDevice) -> None:
    content = sealed(desk, uuid4(), uuid4(), PHOTO)
    name = hashlib.sha256(content).hexdigest()
    put(desk, content, 0, 99)
    changed = content[100:-1] + bytes([content[-1] ^ 1])
    span = f"bytes 100-{len(content) - 1}/{len(content)}"
    answer = Client().put(
        f"/field/attachments/{name}/",
        changed,
        content_type="application/octet-stream",
        headers={**desk.headers, "Content-Range": span},
    )
    assert answer.status_code == 409
    assert here(desk, content) == 0
    assert put(desk, content).status_code == 201


def test_odd_requests_change_nothing(desk: FieldDevice) -> None:
    content = sealed(desk, uuid4(), uuid4(), PHOTO)
    name = hashlib.sha256(content).hexdigest()
    for span in ("", "bytes 0-5/4", "bytes 5-0/10", "bytes 0-9/10", "bytes x", "bytes 0-4/*"):
        answer = Client().put(
            f"/field/attachments/{name}/", b"12345", headers={**desk.headers, "Content-Range": span}
        )
        assert answer.status_code == 400, span
    large = {**desk.headers, "Content-Range": "bytes 0-4/999999999"}
    assert Client().put(f"/field/attachments/{name}/", b"12345", headers=large).status_code == 400
    assert Client().put("/field/attachments/hello/", b"", headers=desk.headers).status_code == 400
    assert Client().put(f"/field/attachments/{name}/", b"12345").status_code == 401
    assert not AttachmentPart.objects.exists()
    assert put(desk, b"no attachment at all").status_code == 409


def test_a_record_is_safe_whose_photo_never_comes_and_the_pieces_are_swept(
    cast: Cast, desk: FieldDevice, monkeypatch: pytest.MonkeyPatch
) -> None:
    submission, person = registered(desk, cast.sokha)
    content = sealed(desk, submission, person, PHOTO)
    put(desk, content, 0, 999)
    fresh = sealed(desk, submission, person, PHOTO)
    put(desk, fresh, 0, 99)
    long_ago = timezone.now() + timedelta(days=14) - timedelta(hours=1)
    monkeypatch.setattr(jobs, "_next_sweep", 0.0)
    monkeypatch.setattr("polakor.intake.jobs.timezone.now", lambda: long_ago)
    jobs._sweep_now_and_then()
    assert AttachmentPart.objects.count() == 2, "not yet"
    monkeypatch.setattr(jobs, "_next_sweep", 0.0)
    monkeypatch.setattr("polakor.intake.jobs.timezone.now", lambda: long_ago + timedelta(hours=2))
    jobs._sweep_now_and_then()
    assert not AttachmentPart.objects.exists()
    with acting_as(cast.sokha):
        assert Submission.objects.filter(id=submission).exists()
    monkeypatch.undo()
    assert here(desk, content) == 0


def test_a_picture_that_is_none_is_not_shown(cast: Cast, desk: FieldDevice) -> None:
    submission, person = registered(desk, cast.sokha)
    put(desk, sealed(desk, submission, person, b"<script>alert(1)</script>"))
    with acting_as(cast.vannak):
        photo = Attachment.objects.get()
    answer = signed_in(cast, "vannak").get(f"/people/{person}/photos/{photo.id}/")
    assert answer.status_code == 409
    assert b"<script>alert" not in answer.content


def test_a_drawing_loses_its_words_too() -> None:
    def chunk(name: bytes, body: bytes) -> bytes:
        return (
            struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        )

    head = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    tail = chunk(b"IDAT", zlib.compress(b"\0\0")) + chunk(b"IEND", b"")
    told = head + chunk(b"eXIf", PLACE) + chunk(b"tEXt", PLACE) + tail + b"behind the end"
    assert without_metadata(told) == ("image/png", head + tail)
