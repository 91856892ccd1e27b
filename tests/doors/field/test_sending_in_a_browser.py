"""From outbox to server: numbers without gaps, one record each, nothing believed unsigned."""

from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Browser, Page
from tests import browser
from tests.doors.field.desk import FAMILY, Desk
from tests.doors.field.fake import FakeServer

pytestmark = pytest.mark.story

MAKE = """async ([n, kid, key]) => {
  const { add } = await import("/static/field/outbox.js");
  const { beginSession } = await import("/static/field/seal.js");
  const { uuid7 } = await import("/static/field/bytes.js");
  const { thisDevice } = await import("/static/field/pin.js");
  const open = {
    key: await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt"]),
    device: await thisDevice(), session: await beginSession(key, kid),
  };
  await Promise.all(Array.from({ length: n }, async (_none, at) => {
    const id = uuid7();
    await add(open, { id, kind: "counts", note: "ស្រី " + at }, { id, kind: "counts", people: at });
  }));
}"""
"""Records straight into the outbox: many at once, as no hand could."""


def make(page: Page, server: FakeServer, number: int) -> None:
    told = server.enrol()
    page.evaluate(MAKE, [number, told["server_kid"], told["server_key"]])


@pytest.fixture
def desk(chromium: Browser, server: FakeServer) -> Desk:
    one = Desk(browser.new_page(chromium, width=browser.PHONE), server.address)
    one.enrol()
    return one


def test_numbers_have_no_gaps_whoever_takes_them_at_once(desk: Desk, server: FakeServer) -> None:
    """Two tabs and forty records at the same moment."""
    desk.page.context.set_offline(True)
    other = desk.page.context.new_page()
    desk.page.context.set_offline(False)
    server.status = 503
    other.goto(f"{server.address}/field/")
    make(desk.page, server, 20)
    make(other, server, 20)
    rows = desk.everything()["stores"]["outbox"]
    assert sorted(row["envelope"]["seq"] for row in rows) == list(range(1, 41))


def test_three_flushes_at_once_give_one_record(desk: Desk, server: FakeServer) -> None:
    desk.page.context.set_offline(True)
    desk.family(server.token(471), FAMILY[:2])
    assert desk.waiting() == 1
    desk.page.context.set_offline(False)
    server.gate.clear()
    desk.page.evaluate(
        "() => { dispatchEvent(new Event('online')); dispatchEvent(new Event('online')); }"
    )
    desk.home()
    desk.page.click(".home-choices button >> nth=3")
    desk.page.click(".more-choice >> nth=0")
    desk.page.wait_for_timeout(300)
    server.gate.set()
    desk.wait_for_waiting(0)
    assert [len(post) for post in server.posts] == [1]
    assert len(server.payloads) == 1


def test_what_is_sealed_here_opens_there_and_says_what_was_told(
    desk: Desk, server: FakeServer
) -> None:
    desk.family(server.token(471), FAMILY, place="bt")
    desk.wait_for_waiting(0)
    (payload,) = server.payloads.values()
    assert payload["kind"] == "register"
    assert payload["form"] == "arrival/1"
    assert payload["token"] == server.token(471)
    assert payload["seq"] == 1
    assert payload["gate"] == "KH-TH-PPT"
    assert payload["household"]["answers"] == {"return_mode": "spontaneous", "destination": "02"}
    told = [(one["answers"]["sex"], one["answers"]["age_band"]) for one in payload["members"]]
    assert told == [("2", 25), ("1", 25), ("2", 5), ("1", 0)]
    assert payload["members"][0]["answers"]["name_km"] == "សុខ ស្រីនាង"
    assert payload["members"][3]["answers"]["flags"] == ["serious_illness"]


def test_states_follow_the_server_to_the_end(desk: Desk, server: FakeServer) -> None:
    desk.page.context.set_offline(True)
    desk.family(server.token(471), FAMILY[:1])
    # It tries once, for a browser may be wrong about the network: "sent", and back.
    desk.page.wait_for_selector(".slip-state >> text=រក្សាទុកទីនេះ")
    desk.page.context.set_offline(False)
    desk.page.evaluate("() => dispatchEvent(new Event('online'))")
    desk.page.wait_for_selector(".slip-state >> text=បានទទួល")
    for envelope in server.states:
        server.states[envelope] = "accepted"
    desk.page.evaluate("() => dispatchEvent(new Event('online'))")
    desk.page.wait_for_selector(".slip-state >> text=បានចូលបញ្ជី")


def test_an_answer_signed_by_a_stranger_is_not_believed(desk: Desk, server: FakeServer) -> None:
    server.foreign_signature = True
    desk.family(server.token(471), FAMILY[:1])
    desk.page.wait_for_selector(".net-off")
    assert desk.waiting() == 1
    server.foreign_signature = False
    desk.page.evaluate("() => dispatchEvent(new Event('online'))")
    desk.wait_for_waiting(0)
    assert len(server.payloads) == 1


def test_a_busy_server_is_left_alone_as_long_as_it_asks(desk: Desk, server: FakeServer) -> None:
    server.status, server.retry_after = 503, 3
    desk.page.context.set_offline(True)
    desk.family(server.token(471), FAMILY[:1])
    desk.page.context.set_offline(False)
    desk.page.evaluate("() => dispatchEvent(new Event('online'))")
    desk.page.wait_for_selector(".net-off")
    server.status = 0
    desk.page.wait_for_timeout(1500)
    assert not server.payloads
    desk.wait_for_waiting(0)


def test_a_batch_too_large_is_sent_in_parts(desk: Desk, server: FakeServer) -> None:
    desk.page.context.set_offline(True)
    make(desk.page, server, 60)
    server.most = 7
    desk.page.context.set_offline(False)
    desk.page.evaluate("() => dispatchEvent(new Event('online'))")
    desk.wait_for_waiting(0)
    assert len(server.payloads) == 60
    assert max(len(post) for post in server.posts) <= 7


def test_a_barred_device_tells_and_forgets(desk: Desk, server: FakeServer) -> None:
    desk.page.context.set_offline(True)
    desk.family(server.token(471), FAMILY[:1])
    server.barred = True
    desk.page.context.set_offline(False)
    desk.page.evaluate("() => dispatchEvent(new Event('online'))")
    desk.page.wait_for_selector(".plain-page .message.caution")
    left = desk.everything()["stores"]
    assert not left["device"]
    assert not left["notes"]
    assert [row["state"] for row in left["outbox"]] == ["saved"]


def test_a_wrong_clock_is_told_and_stops_nothing(desk: Desk, server: FakeServer) -> None:
    server.skew = timedelta(hours=-3)
    desk.family(server.token(471), FAMILY[:1])
    desk.wait_for_waiting(0)
    assert "180" in (desk.page.text_content(".net") or "")


def test_what_the_server_asks_for_again_is_sent_again(desk: Desk, server: FakeServer) -> None:
    desk.family(server.token(471), FAMILY[:1])
    desk.wait_for_waiting(0)
    server.resend = [1]
    desk.page.evaluate("() => dispatchEvent(new Event('online'))")
    desk.page.wait_for_timeout(1500)  # long enough for a third, which must not come
    assert len(server.posts) == 2
    assert len(server.payloads) == 1


def kept(desk: Desk) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = desk.everything()["stores"]["outbox"]
    return rows


@pytest.mark.parametrize("reason", ["seal_broken", "unreadable"])
def test_what_could_not_be_opened_goes_once_more_at_once(
    desk: Desk, server: FakeServer, reason: str
) -> None:
    server.unopened = [reason]
    desk.family(server.token(471), FAMILY[:1])
    desk.page.wait_for_selector(".slip-state >> text=បានទទួល")
    assert [len(post) for post in server.posts] == [1, 1]
    assert len(server.payloads) == 1


def test_what_cannot_be_opened_twice_waits_for_a_person(desk: Desk, server: FakeServer) -> None:
    server.unopened = ["seal_broken", "seal_broken"]
    desk.family(server.token(471), FAMILY[:1])
    desk.page.wait_for_selector(".slip-state .caution")
    for _ in range(2):
        desk.page.evaluate("() => dispatchEvent(new Event('online'))")
        desk.page.wait_for_timeout(300)
    assert len(server.posts) == 2
    (row,) = kept(desk)
    assert (row["state"], row["reason"]) == ("quarantined", "seal_broken")
    assert row["envelope"]["body"], "it is kept for whoever looks at it"
    server.resend = [1]
    desk.page.evaluate("() => dispatchEvent(new Event('online'))")
    desk.page.wait_for_selector(".slip-state >> text=បានទទួល")


def test_a_key_the_server_knows_no_more_is_changed_for_the_one_in_force(
    desk: Desk, server: FakeServer
) -> None:
    server.unopened = ["key_unknown", "key_unknown"]
    server.renew()
    desk.family(server.token(471), FAMILY[:1])
    desk.page.wait_for_selector(".slip-state .caution")
    in_force = server.down()["keys"]["server_kid"]
    desk.until(
        """async () => {
          const { thisDevice } = await import("/static/field/pin.js");
          return (await thisDevice()).server_kid === "KID";
        }""".replace("KID", in_force)
    )
    desk.family(server.token(472), FAMILY[:1])
    desk.page.wait_for_selector(".slip-state >> text=បានទទួល")
    (payload,) = server.payloads.values()
    assert payload["token"] == server.token(472)


def test_answers_that_differ_are_told_and_the_list_stands(desk: Desk, server: FakeServer) -> None:
    desk.family(server.token(471), FAMILY[:1])
    desk.wait_for_waiting(0)
    for envelope in server.states:
        server.states[envelope], server.reasons[envelope] = "conflict", "answers_differ"
    desk.page.evaluate("() => dispatchEvent(new Event('online'))")
    desk.page.wait_for_selector(".slip-state >> text=បានចូលបញ្ជី")
    assert "An officer decides" in (desk.page.text_content(".latest") or "")
    for envelope in server.states:
        server.states[envelope] = "of_tomorrow"
    desk.family(server.token(472), FAMILY[:1])
    desk.page.wait_for_selector(".slip-state >> text=បានទទួល")
    assert len(desk.states()) == 2


def test_a_file_carries_records_without_a_network(
    desk: Desk, server: FakeServer, chromium: Browser
) -> None:
    desk.page.context.set_offline(True)
    desk.family(server.token(471), FAMILY[:2])
    desk.home()
    desk.page.click(".home-choices button >> nth=3")
    with desk.page.expect_download() as saved:
        desk.page.click(".more-choice >> nth=1")
    path = saved.value.path()
    assert "ស្រីនាង" not in path.read_text("utf-8")
    other = Desk(browser.new_page(chromium, width=browser.PHONE), server.address)
    other.enrol(pin="591736", desk="តុ 3")
    other.page.click(".home-choices button >> nth=3")
    other.page.set_input_files("input[type=file]", path)
    other.page.wait_for_selector(".message.ok")
    other.wait_for_waiting(0)
    (payload,) = server.payloads.values()
    assert payload["token"] == server.token(471)


def test_the_device_is_handed_over_only_when_nothing_is_left_behind(
    desk: Desk, server: FakeServer
) -> None:
    desk.page.context.set_offline(True)
    desk.family(server.token(471), FAMILY[:1])
    desk.home()
    desk.page.click(".home-choices button >> nth=3")
    desk.page.click(".more-choice >> nth=4")
    desk.page.wait_for_selector(".message.caution")
    with desk.page.expect_download():
        desk.page.click(".more-choice >> nth=1")
    desk.page.click(".more-choice >> nth=4")
    desk.page.click("dialog .button-danger")
    desk.page.wait_for_selector(".plain-page .message.caution")
    left = desk.everything()["stores"]
    assert not left["device"]
    assert len(left["outbox"]) == 1


def test_one_record_the_server_cannot_take_blocks_no_other(desk: Desk, server: FakeServer) -> None:
    desk.page.context.set_offline(True)
    make(desk.page, server, 9)
    server.poison = 4
    desk.page.context.set_offline(False)
    desk.page.evaluate("() => dispatchEvent(new Event('online'))")
    desk.wait_for_waiting(1)
    assert sorted(one["seq"] for one in server.payloads.values()) == [1, 2, 3, 5, 6, 7, 8, 9]
    desk.page.wait_for_selector(".net-off")


def test_a_full_device_says_so_and_loses_nothing(desk: Desk, server: FakeServer) -> None:
    desk.page.context.set_offline(True)
    desk.page.evaluate(
        """() => { window.kept = IDBObjectStore.prototype.add;
          const full = new DOMException("", "QuotaExceededError");
          IDBObjectStore.prototype.add = () => { throw full; }; }"""
    )
    desk.new_family()
    desk.give_token(server.token(471))
    desk.household()
    desk.onward()
    desk.person(FAMILY[0])
    desk.tap(".savebar .button >> nth=1")
    desk.page.wait_for_selector(".message.danger:visible")
    found = desk.everything()["stores"]
    assert not found["outbox"]
    assert found["device"][0]["made"] == 0, "a number was taken by a record that is not there"
    desk.page.evaluate("() => { IDBObjectStore.prototype.add = window.kept; }")
    desk.save()
    assert [row["envelope"]["seq"] for row in desk.everything()["stores"]["outbox"]] == [1]


def test_a_device_the_server_does_not_know_begins_anew_and_keeps_its_records(
    desk: Desk, server: FakeServer
) -> None:
    desk.page.context.set_offline(True)
    desk.family(server.token(471), FAMILY[:1])
    server.secrets.clear()
    desk.page.context.set_offline(False)
    desk.page.evaluate("() => dispatchEvent(new Event('online'))")
    desk.page.wait_for_selector(".plain-page .message.caution")
    desk.enrol(pin="591736")
    desk.wait_for_waiting(0)
    assert len(server.payloads) == 1
