"""The search page as a clerk at a keyboard meets it: typing, arrows, Enter, and nobody found."""

import re
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from tests import browser
from tests.cast import Cast
from tests.doors.office.answering import HOME, opened
from tests.doors.office.records import enter_person, signed_in
from tests.doors.ui.reading import english_left

from polakor.base.dates import PartialDate

pytestmark = [pytest.mark.story, pytest.mark.django_db, pytest.mark.usefixtures("khmer_words")]


@pytest.fixture
def known(cast: Cast) -> Cast:
    """Three people, two of them named much alike."""
    enter_person(
        cast.dara, "ស៊ុន សុភាព", "SOUN SOPHEAP", birth=PartialDate(1991, 3, 14), home="010203"
    )
    enter_person(cast.dara, "ស៊ុន សុភី", birth=PartialDate(1990))
    enter_person(cast.dara, "ឡុង វណ្ណា", sex=1)
    return cast


def at_the_counter(chromium: Browser, cast: Cast, **how: Any) -> Page:
    page = opened(chromium, signed_in(cast, "dara", language=how.pop("language", "km")), **how)
    page.goto(f"{HOME}/people/")
    return page


def _focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.textContent.trim()"))


def test_a_thai_spelling_finds_the_khmer_record_while_one_types(
    known: Cast, chromium: Browser
) -> None:
    page = at_the_counter(chromium, known)
    page.keyboard.type("ซุน โสเพียบ", delay=20)
    first = page.locator("[data-row]").first
    expect(first).to_contain_text("សុភាព")
    expect(first.locator(".found-reason").first).to_be_visible()
    expect(page.locator("#search-q")).to_be_focused()
    expect(page.locator("#said")).not_to_be_empty()
    page.keyboard.type(" ១៩៩១", delay=20)
    expect(page.locator(".understood")).to_contain_text("1991")
    page.keyboard.press("ArrowDown")
    assert "សុភាព" in _focused(page)
    page.keyboard.press("ArrowUp")
    expect(page.locator("#search-q")).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/people/*-*/")
    browser.assert_quiet(page)
    page.close()


def test_nobody_found_leads_on_by_keyboard(known: Cast, chromium: Browser) -> None:
    page = at_the_counter(chromium, known, language="en")
    page.keyboard.type("xqwzx 34", delay=20)
    expect(page.locator(".empty-title")).to_contain_text("Nobody was found")
    link = page.locator(".empty a")
    expect(link).to_have_attribute("href", re.compile("name=xqwzx&age=34"))
    page.close()


@pytest.mark.parametrize("language", ["km", "en"])
@pytest.mark.parametrize("typed", ["", "ស៊ុន 1991 កំពត", "xqwzx"])
def test_every_state_can_be_read_by_everybody(
    known: Cast, chromium: Browser, language: str, typed: str
) -> None:
    page = at_the_counter(chromium, known, language=language)
    if typed:
        page.keyboard.type(typed, delay=10)
        page.wait_for_selector("#answers[data-said]")
    for width in (browser.DESK, browser.PHONE):
        browser.assert_readable(page, f"search-{language}-{width}-{len(typed)}", width)
    browser.assert_quiet(page)
    if language == "km":
        assert not english_left(page.content())
    page.close()
