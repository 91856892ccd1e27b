"""The pages of the register, the queue and the tallies as an officer at a keyboard meets them."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page
from tests import browser
from tests.cast import Cast
from tests.doors.office.answering import HOME, opened
from tests.doors.office.records import TODAY, enter_person, propose, signed_in
from tests.doors.ui.reading import english_left

from polakor.access.context import acting_as
from polakor.access.rules.scopes import CASES, case_scopes
from polakor.base.dates import PartialDate
from polakor.journeys.actions.crossings import CrossingDraft, record_crossings
from polakor.journeys.actions.tallies import enter_tallies
from polakor.protection.models import Screening
from polakor.registry.models import MatchDecision, Person

pytestmark = [pytest.mark.story, pytest.mark.django_db, pytest.mark.usefixtures("khmer_words")]


@pytest.fixture
def sopheap(cast: Cast) -> UUID:
    """A file with something in every part of it, and two pairs that wait."""
    known = enter_person(
        cast.dara,
        "ស៊ុន សុភាព",
        "SOUN SOPHEAP",
        "ซุน โสพีพ",
        birth=PartialDate(1991, 3, 14),
        home="010203",
        phone="+85512000118",
        documents=[("passport", "N00004712", "employer")],
        for_cases=True,
    )
    new = enter_person(
        cast.dara, "SUN SOPHEAP", birth=PartialDate(1992), documents=[("passport", "N0000421", "")]
    )
    other = enter_person(cast.dara, "ឡុង វណ្ណា", sex=1)
    propose(cast.dara, new, known)
    propose(cast.dara, other, known)
    with acting_as(cast.dara):
        scopes = tuple(Person.objects.get(id=known).scopes)
    record_crossings(
        actor=cast.dara,
        drafts=[CrossingDraft(known, "KH-TH-PPT", TODAY, scopes, age=34, mode="deported")],
    )
    enter_tallies(
        actor=cast.dara,
        gate="KH-TH-PPT",
        day=date(2025, 8, 6),
        counts={(1, "adult"): 812, (2, "adult"): 640, (2, "child_alone"): 2},
    )
    with acting_as(cast.maly.also_seeing(CASES)):
        Screening.objects.create(
            person_id=known,
            flags=["trafficking_indicators", "injury"],
            needs=["medical"],
            urgency="now",
            rule="screen-1",
            due_at=timezone.now() - timedelta(hours=3),
            screened_on=TODAY,
            screened_by=cast.dara.account_id,
            scopes=case_scopes(province="01"),
        )
    return known


PAGES = {
    "search": ("dara", "/people/?q=SUN+SOPHEAP&age=33&province=01"),
    "nobody": ("dara", "/people/?q=XQWZ"),
    "person": ("dara", "/people/{person}/"),
    "looks": ("dara", "/people/{person}/looks/"),
    "decide": ("dara", "/people/same/"),
    "queue": ("dara", "/people/same/all/"),
    "all-done": ("bopha", "/people/same/"),
    "register": ("dara", "/people/new/"),
    "tallies": ("sokha", "/gates/"),
    "correct": ("sokha", "/gates/enter/?gate=KH-TH-PPT&day=2025-08-06"),
    "help": ("chenda", "/help-needed/"),
}
LATIN_IN_THE_PACK = {"register", "correct"}  # lists of codes with Latin short names in them


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("language", ["km", "en"])
def test_every_page_can_be_read_by_everybody(
    cast: Cast, sopheap: UUID, chromium: Browser, name: str, language: str
) -> None:
    who, address = PAGES[name]
    client = signed_in(cast, who, language=language)
    page = opened(chromium, client, width=browser.DESK)
    page.goto(HOME + address.format(person=sopheap))
    browser.assert_fits(page)
    browser.assert_accessible(page)
    page.set_viewport_size({"width": browser.PHONE, "height": 740})
    browser.assert_accessible(page)
    browser.assert_quiet(page)
    if language == "km" and name not in LATIN_IN_THE_PACK:
        assert not english_left(page.content())
    page.close()


def _focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.textContent.trim()"))


def test_search_by_keyboard_alone(cast: Cast, sopheap: UUID, chromium: Browser) -> None:
    page = opened(chromium, signed_in(cast, "dara"))
    page.goto(f"{HOME}/people/")
    page.keyboard.type("SUN SOPHEAP")
    browser.press_on(page, "Enter")
    page.wait_for_selector("[data-rows]")
    page.keyboard.press("/")
    page.keyboard.press("ArrowDown")
    first = _focused(page)
    assert "SOPHEAP" in first
    page.keyboard.press("ArrowDown")
    assert _focused(page) != first
    page.keyboard.press("ArrowUp")
    assert _focused(page) == first
    page.keyboard.press("ArrowUp")
    assert page.evaluate("document.activeElement.id") == "search-q"
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_selector(".file-number")
    browser.assert_quiet(page)
    page.close()


@pytest.mark.parametrize(("key", "verdict"), [("s", "same"), ("d", "different"), ("u", "unsure")])
def test_one_key_decides_and_one_takes_it_back(
    cast: Cast, sopheap: UUID, chromium: Browser, key: str, verdict: str
) -> None:
    page = opened(chromium, signed_in(cast, "dara"))
    page.goto(f"{HOME}/people/same/")
    left = page.inner_text("#left")
    browser.press_on(page, key)
    page.wait_for_selector(".act-undo")
    with acting_as(cast.dara):
        assert MatchDecision.objects.get().verdict == verdict
    assert page.inner_text("#left") != left
    browser.press_on(page, "z")
    page.wait_for_selector(".message.ok")
    assert page.inner_text("#left") == left
    assert page.locator(".act-undo").count() == 0
    browser.assert_quiet(page)
    page.close()


def test_the_grid_adds_up_while_it_is_typed(cast: Cast, chromium: Browser) -> None:
    page = opened(chromium, signed_in(cast, "sokha"))
    page.goto(f"{HOME}/gates/enter/")
    page.select_option("[name=gate]", "KH-TH-PPT")
    page.click("[name=count_2_adult]")
    page.keyboard.type("640")
    page.keyboard.press("Enter")
    page.keyboard.type("៨១២")
    assert page.inner_text("[data-sum=all]") == "1,452"
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.name") == "count_1_child"
    page.click("form[data-sums] button[type=submit]")
    page.wait_for_selector(".tally-list")
    assert "1,452" in page.inner_text(".tally-list")
    browser.assert_quiet(page)
    page.close()
