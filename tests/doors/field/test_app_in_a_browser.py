"""The app as an officer meets it: cold without a network, one thumb, or the keyboard alone."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser
from tests import browser
from tests.doors.field.desk import FAMILY, Desk, Person, reopened
from tests.doors.field.fake import PLACES, FakeServer
from tests.doors.ui.reading import LATIN

pytestmark = pytest.mark.story

LEFT = """() => {
  const found = [];
  const walk = (node) => {
    if (node.nodeType === 3) found.push(node.textContent);
    if (node.nodeType !== 1 || node.matches("script, [lang=en], .hint bdi, kbd")) return;
    for (const name of ["aria-label", "title", "alt"]) found.push(node.getAttribute(name) ?? "");
    node.childNodes.forEach(walk);
  };
  walk(document.getElementById("app"));
  return found.join(" ");
}"""
# Written the same in every language: tokens, versions, the numbers of devices.
SAME = re.compile(r"KHA-\w+-\w|\b[0-9a-f]{8,16}\b|PIN|CI")


@pytest.fixture
def phone(chromium: Browser, server: FakeServer) -> Desk:
    one = Desk(browser.new_page(chromium, width=browser.PHONE), server.address)
    one.enrol()
    return one


def look(desk: Desk) -> None:
    """Fits both widths, no script failed; in Khmer axe finds nothing and no English is left."""
    browser.assert_fits(desk.page)
    browser.assert_quiet(desk.page)
    if desk.page.get_attribute("html", "lang") != "km":
        return
    before = desk.page.viewport_size
    assert before
    # As tall as the page: what lies behind the bars at the edges is reached by scrolling.
    desk.page.set_viewport_size({"width": before["width"], "height": 5000})
    browser.assert_accessible(desk.page)
    desk.page.set_viewport_size(before)
    left = LATIN.findall(SAME.sub("", desk.page.evaluate(LEFT)))
    assert not left, left


def test_it_starts_cold_without_a_network(phone: Desk, server: FakeServer) -> None:
    phone.ready()
    phone.page.context.set_offline(True)
    again = reopened(phone.page.context, phone)
    again.unlock()
    again.at_home()
    again.family(server.token(471), FAMILY, place="bt")
    assert again.waiting() == 1
    again.page.context.set_offline(False)
    again.page.evaluate("() => dispatchEvent(new Event('online'))")
    again.wait_for_waiting(0)
    assert len(server.payloads) == 1


def test_an_app_that_did_not_come_whole_is_asked_for_again(
    chromium: Browser, server: FakeServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    from polakor.doors.field import shell

    whole, asked = shell.kept_files, []

    def one_lacking_at_first() -> list[str]:
        asked.append(1)
        return [*whole(), "/static/field/none.js"] if len(asked) == 1 else whole()

    monkeypatch.setattr(shell, "kept_files", one_lacking_at_first)
    phone = Desk(browser.new_page(chromium, width=browser.PHONE), server.address)
    phone.enrol()
    phone.ready()
    assert len(asked) > 1
    phone.page.context.set_offline(True)
    again = reopened(phone.page.context, phone)
    again.unlock()
    again.at_home()


def test_each_screen_fits_reads_and_is_whole(phone: Desk, server: FakeServer) -> None:
    """Every screen, in both languages."""
    desk = phone

    def first_person() -> None:
        desk.household(place="bt")
        desk.onward()
        desk.person(Person(0, 4, (2,)))

    def unfold() -> None:
        for one in desk.page.query_selector_all("details.part > summary"):
            one.click()

    screens: list[Callable[[], object]] = [
        desk.home,
        desk.new_family,
        lambda: desk.give_token(server.token(471)),
        first_person,
        unfold,
        desk.save,
        desk.home,
        lambda: desk.page.click(".home-choices button >> nth=0"),
        lambda: desk.page.fill("#token", server.token(471)),
        desk.home,
        lambda: desk.page.click(".home-choices button >> nth=2"),
        lambda: desk.page.click(".counter-add >> nth=0"),
        desk.home,
        lambda: desk.page.click(".home-choices button >> nth=3"),
        lambda: desk.page.click(".more-choice >> nth=3"),
        lambda: desk.page.click("header .link >> nth=0"),
    ]
    for step in screens:
        step()
        desk.page.wait_for_timeout(150)
        look(desk)
        desk.page.click("header .link[lang]")
        desk.page.wait_for_timeout(150)
        look(desk)
        desk.page.click("header .link[lang]")
        desk.page.wait_for_timeout(150)


def test_the_other_language_keeps_what_was_answered(phone: Desk, server: FakeServer) -> None:
    phone.new_family()
    phone.give_token(server.token(471))
    phone.household(mode=1, place="bt")
    phone.page.click("header .link[lang]")
    phone.page.wait_for_selector("text=How they came back")
    assert phone.page.is_checked(".ask-return_mode input >> nth=1")
    assert phone.page.input_value(".ask-destination input") == "Battambang"
    assert phone.page.input_value("#token") == server.token(471)


@pytest.mark.parametrize(
    ("written", "kind", "word"),
    [
        ("KHA-00471-Z", "danger", "ខុស"),
        ("KHA-00950", "danger", "បិទ"),
        ("KHA-06000", "danger", "មិនដែលបោះពុម្ព"),
        ("http://example.org/x", "danger", "មិនមែនលេខ"),
        ("ABC-00012", "caution", "មិនទាន់ស្គាល់"),
    ],
)
def test_a_token_that_is_not_right_is_told_apart_in_words(
    phone: Desk, written: str, kind: str, word: str
) -> None:
    from polakor.intake.rules.tokens import make_token

    code, _, rest = written.partition("-")
    token = make_token(code, int(rest)) if rest.isdigit() else written
    phone.new_family()
    phone.page.fill("#token", token)
    phone.page.press("#token", "Tab")
    phone.page.wait_for_selector(f".verdict.{kind}")
    assert word in (phone.page.text_content(".verdict") or "")


def test_a_token_used_before_is_told_and_not_taken_twice(phone: Desk, server: FakeServer) -> None:
    phone.family(server.token(471), FAMILY[:2])
    phone.new_family()
    phone.page.fill("#token", server.token(471))
    phone.page.wait_for_selector(".verdict.danger")
    assert "2 នាក់" in (phone.page.text_content(".verdict") or "")
    phone.household()
    phone.onward()
    phone.person(FAMILY[0])
    phone.page.click(".savebar .button >> nth=1")
    phone.page.wait_for_selector(".message.danger:visible")
    phone.wait_for_waiting(0)
    assert len(server.payloads) == 1


def test_a_scanned_token_is_read(chromium: Browser, server: FakeServer) -> None:
    """The camera and its reader stand in for those of a tablet; the signature is checked."""
    desk = Desk(browser.new_page(chromium, width=browser.PHONE), server.address)
    desk.page.add_init_script(
        """window.BarcodeDetector = class { async detect() { return [{rawValue: window.seen}]; } };
        navigator.mediaDevices.getUserMedia = async () =>
          document.createElement("canvas").captureStream();"""
    )
    desk.enrol()
    desk.new_family()
    desk.page.evaluate("(text) => { window.seen = text; }", server.scanned(471))
    desk.page.click(".token-row .button")
    desk.page.wait_for_selector(".verdict.ok")
    assert desk.page.input_value("#token") == server.token(471)
    forged = server.scanned(471).replace(server.token(471), server.token(472))
    desk.page.evaluate("(text) => { window.seen = text; }", forged)
    desk.page.click(".token-row .button")
    desk.page.wait_for_selector(".verdict.danger")


def test_what_was_just_saved_is_corrected_by_an_addition(phone: Desk, server: FakeServer) -> None:
    phone.family(server.token(471), FAMILY[:2], place="bt")
    phone.wait_for_waiting(0)
    phone.page.click(".slip .buttons .button >> nth=0")
    phone.page.wait_for_selector(".ask-sex")
    phone.tap(".ask-age_band .choice >> nth=5")
    phone.tap(".savebar .button >> nth=1")
    phone.page.wait_for_selector(".slip")
    phone.wait_for_waiting(0)
    first, second = server.payloads.values()
    assert (second["kind"], second["base"]) == ("enrich", first["id"])
    assert second["household"] == {"answers": {}, "unanswered": {}}
    (member,) = second["members"]
    assert member["id"] == first["members"][0]["id"]
    assert member["answers"] == {"age_band": 40}


def test_a_minute_later_it_can_only_be_added_to(phone: Desk, server: FakeServer) -> None:
    phone.page.clock.install()
    phone.family(server.token(471), FAMILY[:1])
    assert phone.page.is_visible(".slip .buttons .button >> nth=0")
    phone.page.clock.run_for(61_000)
    assert not phone.page.is_visible(".slip .buttons .button >> nth=0")


def test_a_later_desk_adds_to_the_family_of_a_token(phone: Desk, server: FakeServer) -> None:
    phone.family(server.token(471), FAMILY[:2])
    phone.home()
    phone.page.click(".home-choices button >> nth=0")
    phone.page.fill("#token", server.token(471))
    phone.page.wait_for_selector(".tile >> nth=2")
    phone.write(".ask-phone input", "012345678")
    phone.tap(".tile >> nth=2")
    phone.page.wait_for_selector(".ask-flags")
    phone.tap(".ask-flags .choice >> nth=1")
    phone.tap(".savebar .button >> nth=1")
    phone.page.wait_for_selector(".slip")
    phone.wait_for_waiting(0)
    first, second = server.payloads.values()
    assert (second["kind"], second["base"]) == ("enrich", first["id"])
    assert second["household"]["answers"] == {"phone": "012345678"}
    assert [one["id"] for one in second["members"]] == [first["members"][1]["id"]]


def test_nothing_is_demanded_but_a_mode_and_a_sex_or_an_age(
    phone: Desk, server: FakeServer
) -> None:
    phone.new_family()
    phone.page.click(".savebar .button >> nth=1")
    phone.page.wait_for_selector(".message.danger:visible")
    phone.household()
    phone.onward()
    phone.tap(".ask-age_band .choice >> nth=0")
    phone.save()
    phone.wait_for_waiting(0)
    (payload,) = server.payloads.values()
    assert payload["token"] is None
    assert [one["answers"] for one in payload["members"]] == [{"age_band": 0}]


def test_why_there_is_no_answer_is_kept_apart(phone: Desk, server: FakeServer) -> None:
    phone.new_family()
    phone.household()
    for question, reason in (("destination", 1), ("phone", 0)):
        phone.page.click(f".ask-{question} .no-answer")
        phone.page.click(f".ask-{question} .reason >> nth={reason}")
    phone.onward()
    phone.person(Person(0, 3))
    phone.save()
    phone.wait_for_waiting(0)
    (payload,) = server.payloads.values()
    assert payload["household"]["unanswered"] == {"destination": "refused", "phone": "unknown"}


def test_a_family_by_the_keyboard_alone(chromium: Browser, server: FakeServer) -> None:
    desk = Desk(browser.new_page(chromium, width=browser.DESK), server.address)
    desk.enrol()
    keys = desk.page.keyboard
    desk.page.focus(".big-button")
    keys.press("Enter")
    desk.page.wait_for_selector("#token:focus")
    keys.type(server.token(471).replace("-", "").lower())
    desk.page.wait_for_selector(".verdict.ok")
    keys.press("Enter")  # to how they came back
    keys.press("2")  # deported; on to the place
    keys.type("bt")
    desk.page.wait_for_selector(".finds li")
    keys.press("Enter")  # the first found
    keys.press("PageDown")
    desk.page.wait_for_selector(".ask-sex")
    keys.press("1")
    keys.press("5")
    keys.press("PageDown")
    keys.press("2")
    keys.press("2")
    keys.press("Control+Enter")
    desk.page.wait_for_selector(".slip-number")
    desk.wait_for_waiting(0)
    (payload,) = server.payloads.values()
    assert payload["household"]["answers"] == {"return_mode": "deported", "destination": "02"}
    assert [one["answers"] for one in payload["members"]] == [
        {"sex": "2", "age_band": 25},
        {"sex": "1", "age_band": 5},
    ]


def test_people_are_counted_without_names(phone: Desk, server: FakeServer) -> None:
    phone.page.click(".home-choices button >> nth=2")
    for counter, times in ((0, 3), (1, 2), (5, 1)):
        for _ in range(times):
            phone.tap(f".counter-add >> nth={counter}")
    phone.tap(".counter-less >> nth=0")
    again = reopened(phone.page.context, phone)  # a killed tab loses no count
    again.unlock()
    again.page.wait_for_selector(".counter-add")
    again.tap(".savebar .button >> nth=1")
    again.page.wait_for_selector(".slip")
    again.wait_for_waiting(0)
    (payload,) = server.payloads.values()
    counts = payload["counts"]["answers"]
    assert payload["kind"] == "counts"
    assert {key: counts[key] for key in ("women", "men", "girls", "boys_alone")} == {
        "women": 2,
        "men": 2,
        "girls": 0,
        "boys_alone": 1,
    }
    assert counts["method"] == "tally"
    assert 0 <= counts["hour"] <= 23


def test_a_passport_fills_what_was_not_answered(phone: Desk, server: FakeServer) -> None:
    phone.new_family()
    phone.household()
    phone.onward()
    for fold in phone.page.query_selector_all("details.part > summary"):
        fold.click()
    lines = (
        "P<KHMSUN<<SOPHEAP<<<<<<<<<<<<<<<<<<<<<<<<<<<\nL898902C36KHM7408122F1204159ZE184226B<<<<<10"
    )
    phone.page.fill("textarea.mrz", lines)
    phone.page.wait_for_selector("textarea.mrz ~ .read .ok")
    assert phone.page.input_value(".ask-name_latin input") == "SUN SOPHEAP"
    assert phone.page.is_checked(".ask-sex input[value='2']")
    assert phone.page.input_value(".ask-document_number input") == "L898902C3"
    phone.page.fill("textarea.mrz", lines.replace("L898902C3", "L898902C4"))
    phone.page.wait_for_selector("textarea.mrz ~ .read .wrong")


PLACE = """async ([rows, asked, lately]) => {
  const { readPlaces, findPlaces } = await import("/static/field/places.js");
  const places = readPlaces(rows);
  return asked.map((text) => findPlaces(places, text, lately).map(({ code }) => code));
}"""


def test_two_letters_find_a_place_in_either_script(phone: Desk) -> None:
    asked = ["bt", "បដ", "បា", "bat", "sie", "kra", "បវេ", "0204", "zz", "mean"]
    found = phone.page.evaluate(PLACE, [PLACES, asked, []])
    first = dict(zip(asked, [one[0] if one else None for one in found], strict=True))
    assert first == {
        "bt": "02", "បដ": "02", "បា": "02", "bat": "02", "sie": "17", "kra": "0212",
        "បវេ": "0204", "0204": "0204", "zz": None, "mean": "01",
    }  # fmt: skip
    (lately,) = phone.page.evaluate(PLACE, [PLACES, ["ba"], ["0204"]])
    assert lately[0] == "0204"


def test_sixteen_thousand_places_are_searched_while_one_types(phone: Desk) -> None:
    """Under 50 ms for a keystroke on this machine: a cheap phone is some five times slower."""
    took = phone.page.evaluate(
        """async () => {
          const { readPlaces, findPlaces } = await import("/static/field/places.js");
          const names = ["Bavel", "Ta Kream", "Koas Krala", "Prey Veng", "Boeng", "Anlong Vil"];
          const rows = Array.from({ length: 16_400 }, (_none, at) =>
            [String(10_000_000 + at), "ភូមិ ក្រឡា" + at, names[at % 6] + " " + at, 4]);
          const places = readPlaces(rows);
          const spans = [];
          for (const text of ["ba", "bo", "kr", "ក្រ", "ភូ", "vi", "zz", "pre"]) {
            const began = performance.now();
            findPlaces(places, text, []);
            spans.push(performance.now() - began);
          }
          return Math.max(...spans);
        }"""
    )
    assert took < 50


def test_a_new_version_is_told_and_never_under_an_open_form(
    phone: Desk, server: FakeServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    from polakor.doors.field import shell

    phone.ready()
    phone.new_family()
    phone.give_token(server.token(471))
    monkeypatch.setattr(shell, "version", lambda: "0000000000000001")
    phone.page.evaluate(
        "async () => { await (await navigator.serviceWorker.getRegistration()).update(); }"
    )
    phone.until("async () => (await navigator.serviceWorker.getRegistration()).waiting !== null")
    assert not phone.page.is_visible(".news")
    phone.household()
    phone.onward()
    phone.person(FAMILY[0])
    phone.save()
    phone.page.wait_for_selector(".news:visible", timeout=20_000)
    phone.wait_for_waiting(0)
    phone.page.click(".news .button")
    phone.unlock()
    phone.at_home()
    names = phone.page.evaluate("async () => caches.keys()")
    assert names == ["polakor-field-0000000000000001"]
