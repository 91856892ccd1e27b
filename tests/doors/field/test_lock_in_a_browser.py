"""The lock: a stolen tablet shows nobody, and wrong PINs wipe what the PIN guards."""

import json

import pytest
from playwright.sync_api import Browser
from tests import browser
from tests.doors.field.desk import FAMILY, PIN, Desk, Person, reopened
from tests.doors.field.fake import FakeServer

pytestmark = pytest.mark.story


@pytest.fixture
def desk(chromium: Browser, server: FakeServer) -> Desk:
    one = Desk(browser.new_page(chromium, width=browser.PHONE), server.address)
    one.enrol()
    one.ready()
    return one


def test_a_stolen_device_shows_nobody(desk: Desk, server: FakeServer) -> None:
    """Everything on it is read: no name, no phone, no token, no secret, no key one could take."""
    desk.page.context.set_offline(True)
    desk.new_family()
    desk.give_token(server.token(471))
    desk.household(place="bt")
    desk.write(".ask-phone input", "012345678")
    desk.onward()
    desk.person(FAMILY[0])
    desk.save()
    desk.tap(".big-button")  # a second family, not finished: its draft lies here too
    desk.give_token(server.token(472))
    desk.onward()
    desk.person(Person(1, 2, name="ពៅ ដារា"))
    desk.page.wait_for_timeout(300)
    found = desk.everything()
    # Forms and places are everybody's and name every answer there is; the rest names none.
    found["stores"].pop("down")
    text = json.dumps(found, ensure_ascii=False)
    secret = next(iter(server.secrets.values()))
    for private in (
        "ស្រីនាង", "ពៅ", "012345678", "12345678", "00471", "00472", "spontaneous",
        secret, PIN, "សុខា",
    ):  # fmt: skip
        assert private not in text, private
    assert len(found["stores"]["outbox"]) == 1
    assert len(found["stores"]["drafts"]) == 1
    assert [(one["name"], one["open"], one["usages"]) for one in found["keys"]] == [
        ("HMAC", False, ["sign"])
    ]


def test_the_lock_asks_for_the_pin_and_brings_the_unfinished_form_back(
    desk: Desk, server: FakeServer
) -> None:
    desk.new_family()
    desk.give_token(server.token(471))
    desk.household()
    desk.onward()
    desk.person(Person(0, 4, name="សុខ ស្រីនាង"))
    desk.page.click("header .link >> nth=0")
    desk.page.wait_for_selector(".pad")
    assert "ស្រីនាង" not in (desk.page.text_content("body") or "")
    desk.unlock()
    desk.page.wait_for_selector(".ask-name_km input")
    assert desk.page.input_value(".ask-name_km input") == "សុខ ស្រីនាង"


def test_it_locks_by_itself(chromium: Browser, server: FakeServer) -> None:
    server.lock_minutes = 0.02
    desk = Desk(browser.new_page(chromium, width=browser.PHONE), server.address)
    desk.enrol()
    desk.page.wait_for_selector(".pad", timeout=12_000)


def test_a_tab_killed_in_the_middle_loses_nothing(desk: Desk, server: FakeServer) -> None:
    desk.new_family()
    desk.give_token(server.token(471))
    desk.household(mode=1)
    desk.onward()
    desk.person(Person(0, 2))
    again = reopened(desk.page.context, desk)
    again.unlock()
    again.page.wait_for_selector(".ask-sex")
    assert again.page.is_checked(".ask-sex input >> nth=0")
    again.save()
    again.wait_for_waiting(0)
    (payload,) = server.payloads.values()
    assert payload["household"]["answers"]["return_mode"] == "deported"


def test_wrong_pins_are_counted_before_they_are_tried_and_wipe_at_last(
    desk: Desk, server: FakeServer
) -> None:
    desk.page.context.set_offline(True)
    desk.family(server.token(471), FAMILY[:1])
    desk.page.click("header .link >> nth=0")
    assert "4" in desk.wrong_pin("000001")
    # Killed before the answer: the try is on the disk already.
    for digit in "000002":
        desk.page.click(f".pad-key >> text='{digit}'")
    desk.until(
        """async () => (await import('/static/field/store.js')).get('device', 'device')
             .then((device) => device.tries === 2)"""
    )
    again = reopened(desk.page.context, desk)
    again.page.wait_for_selector(".pad")
    assert "3" in (again.page.text_content(".pin-told") or "")
    again.wrong_pin("000003")
    again.wrong_pin("000004")
    again.wrong_pin("000005")
    again.page.wait_for_selector(".plain-page")
    left = again.everything()["stores"]
    assert not left["device"]
    assert not left["notes"]
    assert not left["drafts"]
    assert not left["plain"]
    # Somebody stood in a queue for it, and only the server can open it: the sealed record stays.
    assert len(left["outbox"]) == 1


def test_the_right_pin_gives_the_tries_back(desk: Desk) -> None:
    desk.page.click("header .link >> nth=0")
    desk.wrong_pin("000001")
    desk.unlock()
    desk.at_home()
    desk.page.click("header .link >> nth=0")
    desk.page.wait_for_selector(".pad")
    assert not desk.page.text_content(".pin-told")


def test_what_a_wiped_device_left_is_sent_after_the_next_enrolment(
    desk: Desk, server: FakeServer
) -> None:
    desk.page.context.set_offline(True)
    desk.family(server.token(471), FAMILY[:1])
    desk.page.click("header .link >> nth=0")
    for last in range(5):
        desk.wrong_pin(f"00000{last}")
    desk.page.context.set_offline(False)
    desk.enrol(pin="591736")
    desk.wait_for_waiting(0)
    assert len(server.payloads) == 1


@pytest.mark.parametrize("pin", ["000000", "123456", "987654", "121212", "123123", "890123"])
def test_a_pin_that_is_guessed_first_is_refused(desk: Desk, pin: str) -> None:
    weak = "async (pin) => (await import('/static/field/pin.js')).isWeak(pin)"
    assert desk.page.evaluate(weak, pin)
    assert not desk.page.evaluate(weak, PIN)
