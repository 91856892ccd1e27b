"""A photo of a paper: sealed at once, sent after its record, never in its way."""

import json
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser
from tests import browser
from tests.doors.field.desk import FAMILY, Desk, reopened
from tests.doors.field.fake import FakeServer

from polakor.doors.field.photo_reader import picture_size

pytestmark = pytest.mark.story
PICTURE = Path(__file__).parents[2] / "vectors" / "token-photo.jpg"
EVERYTHING = """async () => {
  const base = await new Promise((done) => {
    const asked = indexedDB.open("polakor-photos");
    asked.onsuccess = () => done(asked.result);
  });
  const all = base.transaction("photos").objectStore("photos").getAll();
  await new Promise((done) => { all.onsuccess = done; });
  base.close();
  return Promise.all(all.result.map(async ({ bytes, about, draft }) => (
    { about, draft, bytes: [...new Uint8Array(await bytes.arrayBuffer())],
      opens: await createImageBitmap(bytes).then(() => true, () => false) })));
}"""
ONLINE = "() => dispatchEvent(new Event('online'))"


@pytest.fixture
def desk(chromium: Browser, server: FakeServer) -> Desk:
    one = Desk(browser.new_page(chromium, width=browser.PHONE), server.address)
    one.enrol()
    one.ready()
    one.page.context.set_offline(True)
    return one


def take(desk: Desk) -> None:
    """A photo of the open person's paper."""
    box = desk.page.locator("details.part", has=desk.page.locator(".photo-take"))
    if box.get_attribute("open") is None:
        box.locator("summary").click()
    before = desk.page.locator(".photos li").count()
    box.locator("input[type=file]").set_input_files(PICTURE)
    desk.page.wait_for_selector(f".photos li >> nth={before}")


def one_person(desk: Desk, token: str) -> None:
    desk.new_family()
    desk.give_token(token)
    desk.household()
    desk.onward()
    desk.person(FAMILY[0])


def lying(desk: Desk) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = desk.page.evaluate(EVERYTHING)
    return found


def go_online(desk: Desk) -> None:
    desk.page.context.set_offline(False)
    desk.page.evaluate(ONLINE)


def photos_told(desk: Desk, number: int) -> None:
    """Until the head of the page says so many photos are not yet sent."""
    desk.page.wait_for_function(
        "(n) => document.querySelector('.net-photos')?.textContent.endsWith('៖ ' + n)", arg=number
    )


def all_sent(desk: Desk) -> None:
    """Until no photo of a record lies here, and the head of the page says nothing of any."""
    for _ in range(100):
        if not lying(desk):
            break
        desk.page.wait_for_timeout(100)
    assert not lying(desk)
    desk.page.wait_for_function("() => !document.querySelector('.net-photos')")


def test_a_photo_taken_offline_comes_after_its_record_was_accepted(
    desk: Desk, server: FakeServer
) -> None:
    one_person(desk, server.token(471))
    take(desk)
    (photo,) = lying(desk)
    assert not photo["opens"], "nobody can look at it on the device"
    assert b"JFIF" not in bytes(photo["bytes"])
    desk.save()
    photos_told(desk, 1)
    server.photo_status = 503
    go_online(desk)
    desk.wait_for_waiting(0)
    (record,) = server.payloads.values()
    server.states[record["id"]] = "accepted"
    desk.page.evaluate(ONLINE)
    desk.page.wait_for_selector(".slip-state >> text=បានចូលបញ្ជី")
    photos_told(desk, 1)
    assert not server.photos
    server.photo_status = 0
    desk.page.evaluate(ONLINE)
    all_sent(desk)
    (name,) = server.photos
    head, picture = server.opened_photo(name)
    assert (head["submission"], head["person"]) == (record["id"], record["members"][0]["id"])
    assert picture_size(picture)[0] == "image/jpeg"
    assert not lying(desk)
    assert "បានចូលបញ្ជី" in desk.states()[0]


def test_a_photo_the_server_refuses_changes_no_record_and_holds_up_no_other(
    desk: Desk, server: FakeServer
) -> None:
    one_person(desk, server.token(471))
    take(desk)
    desk.save()
    server.photo_status = 413
    go_online(desk)
    desk.wait_for_waiting(0)
    desk.page.wait_for_timeout(500)
    server.photo_status = 0
    one_person(desk, server.token(472))
    take(desk)
    desk.save()
    desk.wait_for_waiting(0)
    photos_told(desk, 1)
    assert len(server.photos) == 1
    assert len(server.payloads) == 2
    assert not [one for one in desk.states() if "បានទទួល" not in one]


def test_photos_of_a_form_thrown_away_go_with_it_and_those_taken_out_are_gone(
    desk: Desk, server: FakeServer
) -> None:
    one_person(desk, server.token(471))
    take(desk)
    take(desk)
    desk.page.click(".photos .link >> nth=0")
    desk.page.wait_for_function("() => document.querySelectorAll('.photos li').length === 1")
    assert len(lying(desk)) == 1
    desk.home()
    assert not desk.page.locator(".net-photos").count(), "of no record yet"
    desk.page.click(".message .button >> nth=1")
    desk.page.click("dialog .button-danger")
    desk.page.wait_for_selector(".big-button.button-main")
    assert not lying(desk)


def test_a_killed_tab_loses_no_photo(desk: Desk, server: FakeServer) -> None:
    one_person(desk, server.token(471))
    take(desk)
    desk.page.wait_for_timeout(200)
    again = reopened(desk.page.context, desk)
    again.unlock()
    again.page.wait_for_selector(".photos li")
    again.save()
    go_online(again)
    all_sent(again)
    assert len(server.photos) == 1


def test_a_wiped_device_keeps_photos_of_records_and_none_of_unfinished_forms(
    desk: Desk, server: FakeServer
) -> None:
    """They go out after the next enrolment, as the sealed records do."""
    one_person(desk, server.token(471))
    take(desk)
    desk.save()
    former = next(iter(server.secrets))
    one_person(desk, server.token(472))
    take(desk)
    assert len(lying(desk)) == 2
    desk.page.click("header .link >> nth=0")
    for last in range(5):
        desk.wrong_pin(f"00000{last}")
    (photo,) = lying(desk)
    assert photo["draft"] == ""
    desk.page.context.set_offline(False)
    desk.enrol(pin="591736")
    desk.wait_for_waiting(0)
    all_sent(desk)
    (name,) = server.photos
    assert server.opened_photo(name)[0]["device"] == former


def test_a_later_desk_adds_a_photo_to_somebody_this_device_registered(
    desk: Desk, server: FakeServer
) -> None:
    """Nothing else need be said of them; of a stranger something must be."""
    one_person(desk, server.token(471))
    desk.save()
    desk.home()
    desk.page.click(".home-choices button >> nth=0")
    desk.page.fill("#token", server.token(471))
    desk.page.wait_for_selector(".verdict.ok")
    desk.onward()
    take(desk)
    desk.tap(".savebar .button >> nth=1")
    desk.at_home()
    desk.page.click(".home-choices button >> nth=0")
    desk.page.fill("#token", server.token(473))
    desk.page.wait_for_selector(".verdict.ok")
    desk.onward()
    take(desk)
    desk.tap(".savebar .button >> nth=1")
    desk.page.wait_for_selector(".message.danger:visible")
    desk.tap(".ask-sex .choice >> nth=0")
    desk.tap(".savebar .button >> nth=1")
    desk.page.wait_for_selector(".slip")
    go_online(desk)
    all_sent(desk)
    register, added = server.payloads.values()
    told = {
        head["submission"]: head["person"] for head, _ in map(server.opened_photo, server.photos)
    }
    assert told == {one["id"]: one["members"][0]["id"] for one in (register, added)}


def more(desk: Desk) -> None:
    desk.home()
    desk.page.click(".home-choices button >> nth=3")
    desk.page.wait_for_selector(".more-choice")


def test_a_device_with_photos_left_is_handed_over_only_after_they_are_in_a_file(
    desk: Desk, server: FakeServer, chromium: Browser
) -> None:
    """And another device that takes the file in sends records and photos."""
    one_person(desk, server.token(471))
    take(desk)
    desk.save()
    server.photo_status = 503
    go_online(desk)
    desk.wait_for_waiting(0)
    more(desk)
    desk.page.click(".more-choice >> nth=4")
    desk.page.wait_for_selector(".message.caution")
    assert not desk.page.locator("dialog").count()
    with desk.page.expect_download() as saved:
        desk.page.click(".more-choice >> nth=1")
    desk.page.wait_for_selector(".message.ok")
    path = saved.value.path()
    desk.page.click(".more-choice >> nth=4")
    desk.page.click("dialog .button-danger")
    desk.page.wait_for_selector(".plain-page .message.info")
    assert len(lying(desk)) == 1
    server.photo_status = 0
    other = Desk(browser.new_page(chromium, width=browser.PHONE), server.address)
    other.enrol(pin="591736", desk="តុ 3")
    more(other)
    other.page.set_input_files("input[type=file]", path)
    other.page.wait_for_selector(".message.ok")
    all_sent(other)
    (name,) = server.photos
    assert picture_size(server.opened_photo(name)[1])[0] == "image/jpeg"


def test_photos_that_do_not_fit_into_one_file_go_into_the_next(
    desk: Desk, server: FakeServer
) -> None:
    one_person(desk, server.token(471))
    take(desk)
    take(desk)
    desk.save()
    sizes = [len(one["bytes"]) for one in lying(desk)]
    one_fits = (max(sizes) * 4 / 3 + 10_000) / 1024**2
    save = "async (most) => (await import('/static/field/file.js')).savedFile(most)"
    files: list[dict[str, Any]] = []
    for told in ({"photos": 1, "left": 1}, {"photos": 1, "left": 0}):
        with desk.page.expect_download() as saved:
            found = desk.page.evaluate(save, one_fits)
        assert found == {"records": 1, **told}
        files.append(json.loads(saved.value.path().read_bytes()))
    assert len({photo for file in files for photo in file["photos"]}) == 2
    more(desk)
    desk.page.click(".more-choice >> nth=4")
    desk.page.wait_for_selector("dialog .button-danger")
