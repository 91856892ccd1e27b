"""Deciding at a keyboard: by keys alone, several at once, the obvious together, rule health."""

from uuid import UUID

import pytest
from playwright.sync_api import Browser
from tests import browser
from tests.cast import Cast
from tests.doors.office.answering import HOME, opened
from tests.doors.office.records import enter_person, propose, signed_in
from tests.doors.ui.reading import english_left

from polakor.access.context import acting_as
from polakor.base.dates import PartialDate
from polakor.registry.actions.decisions import decide_pair
from polakor.registry.models import MatchDecision

pytestmark = [pytest.mark.story, pytest.mark.django_db, pytest.mark.usefixtures("khmer_words")]
BORN = PartialDate(1988, 5, 17)


@pytest.fixture
def asked(cast: Cast) -> list[UUID]:
    """One record with two candidates, one obvious pair, one pair decided before."""
    candidates = [
        enter_person(cast.dara, "SOUN SOPHEAP", "ซุน โสพีพ", birth=PartialDate(1991), sex=0),
        enter_person(cast.dara, "សុន សុភា", birth=PartialDate(1990)),
    ]
    new = enter_person(cast.dara, "ស៊ុន សុភាព", "SUN SOPHEAP", birth=BORN)
    pairs = [propose(cast.dara, new, one) for one in candidates]
    for one, two in (("ឡុង វណ្ណា", "LONG VANNA"), ("ហេង ស្រីមុំ", "HENG SREYMOM")):
        known = enter_person(cast.dara, two, sex=0, birth=PartialDate(1988))
        pairs.append(propose(cast.dara, enter_person(cast.dara, one, sex=0, birth=BORN), known))
    decide_pair(actor=cast.dara, candidate_id=pairs[3], verdict="different")
    return pairs


PAGES = {
    "pair": "/people/same/{pair}/",
    "together": "/people/same/{pair}/together/",
    "queue": "/people/same/all/",
    "obvious": "/people/same/obvious/",
    "health": "/people/rules/",
}


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("language", ["km", "en"])
def test_every_page_can_be_read_by_everybody(
    cast: Cast, asked: list[UUID], chromium: Browser, name: str, language: str
) -> None:
    page = opened(chromium, signed_in(cast, "dara", language=language), width=browser.DESK)
    page.goto(HOME + PAGES[name].format(pair=asked[0]))
    browser.assert_fits(page)
    browser.assert_accessible(page)
    page.set_viewport_size({"width": browser.PHONE, "height": 740})
    browser.assert_accessible(page)
    browser.assert_quiet(page)
    if language == "km":
        assert not english_left(page.content())
    page.close()


def test_two_candidates_by_keyboard_undo_and_rule_health(
    cast: Cast, asked: list[UUID], chromium: Browser
) -> None:
    page = opened(chromium, signed_in(cast, "vannak"))
    page.goto(f"{HOME}/people/same/{asked[0]}/")
    assert "0 of 2 decided" in page.inner_text("main")
    for key, decided in (("s", "1 of 2 decided"), ("d", "2 of 2 decided")):
        browser.press_on(page, key)
        page.wait_for_selector(".act-undo")
        with acting_as(cast.vannak):
            assert MatchDecision.objects.filter(decided_by=cast.vannak.account_id).exists()
        if decided.startswith("1"):
            assert decided in page.inner_text("main")
    browser.press_on(page, "z")
    page.wait_for_selector(".message.ok")
    with acting_as(cast.vannak):
        mine = MatchDecision.objects.filter(decided_by=cast.vannak.account_id).order_by("id")
        verdicts = [(one.verdict, one.undoes_id is not None) for one in mine]
    assert verdicts == [("same", False), ("different", False), ("different", True)]
    page.get_by_role("link", name="Rule health").first.click()
    page.get_by_role("button", name="Check now").click()
    page.wait_for_selector(".figures")
    assert "come out as agreed" in page.inner_text("#golden + p")
    browser.assert_quiet(page)
    page.close()


def test_next_key_passes_on_without_an_answer(
    cast: Cast, asked: list[UUID], chromium: Browser
) -> None:
    page = opened(chromium, signed_in(cast, "vannak"))
    page.goto(f"{HOME}/people/same/{asked[0]}/")
    browser.press(page, "n")
    page.wait_for_url(f"**/{asked[2]}/")
    browser.press(page, "n")
    page.wait_for_url(f"**/{asked[0]}/", timeout=4000)
    browser.press(page, "2")
    page.wait_for_url(f"**/{asked[1]}/", timeout=4000)
    browser.press(page, "a")
    page.wait_for_url("**/together/")
    with acting_as(cast.vannak):
        assert not MatchDecision.objects.filter(decided_by=cast.vannak.account_id).exists()
    page.close()


def test_the_obvious_together_with_one_confirmation(
    cast: Cast, asked: list[UUID], chromium: Browser
) -> None:
    for one, two in (("ប្រាក់ សំបាត្តិ", "TEP SOVANN"), ("YIM DINA", "OUK BORA")):
        known = enter_person(cast.dara, two, sex=0, birth=PartialDate(1979))
        propose(cast.dara, enter_person(cast.dara, one, sex=0, birth=BORN), known)
    page = opened(chromium, signed_in(cast, "vannak"))
    page.goto(f"{HOME}/people/same/obvious/")
    page.get_by_role("button", name="Tick all").click()
    page.locator("[name=pair]").last.uncheck(force=True)
    page.get_by_role("button", name="Go on with those ticked").click()
    page.wait_for_selector("[name=confirmed]")
    page.click("[name=confirmed]")
    page.wait_for_selector(".message.ok")
    assert "2 pairs answered." in page.inner_text("main")
    assert page.locator("[name=pair]").count() == 1
    browser.press_on(page, "z")
    page.wait_for_selector("text=Undone: 2 answers")
    browser.assert_quiet(page)
    page.close()
