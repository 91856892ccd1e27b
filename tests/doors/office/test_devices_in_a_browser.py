"""The pages of devices as an officer meets them, on a phone and at a desk, with axe."""

import pytest
from playwright.sync_api import Browser
from tests import browser
from tests.cast import Cast
from tests.doors.office.answering import HOME, opened
from tests.doors.office.records import signed_in
from tests.doors.office.test_devices import bring, differing, under_one_paper
from tests.factories.devices import enrolled, member

from polakor.access.context import acting_as
from polakor.intake.actions.devices import bar_device, reconcile_devices
from polakor.intake.jobs import WORKER

pytestmark = [pytest.mark.story, pytest.mark.django_db, pytest.mark.usefixtures("khmer_words")]


def test_every_page_of_devices_fits_and_can_be_used_by_all(cast: Cast, chromium: Browser) -> None:
    with acting_as(cast.vannak):
        conflict = differing(cast)
    device = enrolled(cast.sokha, "តុ ៣")
    told = [device.payload() for _ in range(4)]
    bring(cast, device, told[0], told[3], device.payload(members=[]))
    bring(cast, device, device.payload(members=[member(sex="banana", phone="x")]))
    paper, _ = under_one_paper(cast)
    lost = enrolled(cast.sokha, "តុ ៤")
    bar_device(actor=cast.vannak, device_id=lost.id, reason="បាត់នៅចំណតឡាន")
    reconcile_devices(actor=WORKER)
    page = opened(chromium, signed_in(cast, "vannak", language="km"))
    for name, address in {
        "devices": "/devices/",
        "device": f"/devices/{device.id}/",
        "device-file": "/devices/file/",
        "differences": "/devices/differences/",
        "difference": f"/devices/differences/{conflict.id}/",
        "paper": f"/devices/differences/paper/{paper}/",
    }.items():
        page.goto(f"{HOME}{address}")
        for width in (browser.PHONE, browser.DESK):
            page.set_viewport_size({"width": width, "height": 900})
            browser.assert_accessible(page)
            browser.screenshot(page, f"{name}-{width}")
        browser.assert_fits(page)
        browser.assert_quiet(page)
