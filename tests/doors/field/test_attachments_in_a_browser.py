"""A photo goes from a file to the office's page: small, sealed, in pieces, after a break."""

import base64
import json
from contextvars import copy_context
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Browser, Route
from tests.cast import Cast
from tests.doors.field.modules import HOME, module_page
from tests.doors.office.records import signed_in
from tests.factories.devices import enrolled

from polakor.access.context import acting_as
from polakor.doors.field.photo import read_codes
from polakor.doors.field.photo_reader import picture_size
from polakor.flows.receive_envelopes import receive_envelopes
from polakor.intake import keys
from polakor.intake.models import Attachment
from polakor.intake.rules.sealing import public_bytes, text_of

pytestmark = [pytest.mark.story, pytest.mark.django_db]
PHOTO = (Path(__file__).parents[2] / "vectors" / "token-photo.jpg").read_bytes()
ADD = """async ({photo, key, kid, device, about}) => {
  const { beginSession } = await import("/static/field/seal.js");
  const { addPhoto, photosLeft } = await import("/static/field/attachments.js");
  const session = await beginSession(key, kid);
  const small = await createImageBitmap(await (await fetch(photo)).blob());
  const canvas = Object.assign(document.createElement("canvas"), { width: 4000, height: 2000 });
  canvas.getContext("2d").drawImage(small, 0, 0, 4000, 2000);
  const file = await new Promise((done) => canvas.toBlob(done, "image/png"));
  const told = await addPhoto(session, device, file, about);
  const broken = await addPhoto(session, device, new Blob(["no picture"]), about).catch(() => "no");
  return { ...told, left: await photosLeft(), broken };
}"""
SEND = """async (as) => (await import("/static/field/attachments.js")).sendPhotos(as)"""
LYING = """async () => {
  const base = await new Promise((done) => {
    const request = indexedDB.open("polakor-photos");
    request.onsuccess = () => done(request.result);
  });
  const all = base.transaction("photos").objectStore("photos").getAll();
  await new Promise((done) => { all.onsuccess = done; });
  base.close();
  const bytes = async (one) => [...new Uint8Array(await one.bytes.arrayBuffer())];
  return Promise.all(all.result.map(bytes));
}"""


def test_from_a_file_to_the_page_of_a_person(
    cast: Cast, chromium: Browser, tmp_path: Path, settings: Any
) -> None:
    settings.KEYS = tmp_path / "keys"
    desk = enrolled(cast.sokha)
    told = desk.payload()
    person = told["members"][0]["id"]
    server = keys.key_in_force("seal")
    page = module_page(chromium)
    given = {
        "photo": "data:image/jpeg;base64," + base64.b64encode(PHOTO).decode(),
        "key": text_of(public_bytes(server.public)),
        "kid": server.kid,
        "device": str(desk.id),
        "about": {"submission": told["id"], "person": person},
    }
    added = page.evaluate(ADD, given)
    assert (added["left"], added["broken"]) == (1, "no")
    lying = bytes(page.evaluate(LYING)[0])
    assert b"JFIF" not in lying, "it lies sealed on the device"
    assert json.loads(lying.partition(b"\n")[0])["person"] == person
    asked = answering(page, fails_at=1)
    secret = {"device": str(desk.id), "secret": desk.secret}
    stopped = page.evaluate(SEND, secret)
    assert (stopped["sent"], stopped["left"]) == (0, 1)
    assert page.evaluate(SEND, secret) == {"sent": 1, "left": 0, "wait": 0}
    pieces = [span for method, span in asked if method == "PUT"]
    assert len(pieces) > 2, "sent in pieces"
    assert len({span.split("-")[0] for span in pieces}) == len(pieces) - 1, "only one sent twice"
    receive_envelopes(actor=cast.sokha, sealed=[desk.seal(told)], device_id=desk.id)
    with acting_as(cast.vannak):
        one = Attachment.objects.get()
    assert bytes(one.sha256).hex() == added["sha256"]
    shown = signed_in(cast, "sokha").get(f"/people/{person}/photos/{one.id}/").content
    assert picture_size(shown) == ("image/jpeg", 1280, 640)
    assert read_codes(shown) == read_codes(PHOTO)
    page.close()


def answering(page: Any, *, fails_at: int) -> list[tuple[str, str]]:
    """Let this process answer the photos, but for one piece that is lost; what was asked."""
    here = copy_context()
    asked: list[tuple[str, str]] = []

    def answer(route: Route) -> None:
        request = route.request
        headers = {name: value for name, value in request.headers.items() if name != "content-type"}
        asked.append((request.method, headers.get("content-range", "")))
        if [method for method, _ in asked].count("PUT") == fails_at + 1 and len(asked) < 4:
            route.abort()
            return
        client, path = Client(), request.url.removeprefix(HOME)
        if request.method == "HEAD":
            response = here.run(client.head, path, headers=headers)
        else:
            body = request.post_data_buffer or b""
            response = here.run(
                client.put, path, body, content_type="application/octet-stream", headers=headers
            )
        route.fulfill(
            status=response.status_code, headers=dict(response.items()), body=response.content
        )

    page.route(f"{HOME}/field/**", answer)
    return asked
