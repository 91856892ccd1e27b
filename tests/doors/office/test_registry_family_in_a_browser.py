"""The page of a family: both languages, phone and desk, the keyboard alone, no script needed."""

import pytest
from playwright.sync_api import Browser, expect
from tests import browser
from tests.cast import Cast
from tests.doors.office.answering import HOME, opened
from tests.doors.office.records import signed_in
from tests.doors.ui.reading import english_left

from polakor.access.context import acting_as
from polakor.registry.models import Person

pytestmark = [pytest.mark.story, pytest.mark.django_db, pytest.mark.usefixtures("khmer_words")]


@pytest.mark.parametrize("language", ["km", "en"])
def test_the_page_can_be_read_by_everybody(cast: Cast, chromium: Browser, language: str) -> None:
    page = opened(chromium, signed_in(cast, "sokha", language=language), width=browser.DESK)
    page.goto(f"{HOME}/people/family/")
    browser.assert_readable(page, f"family-new-{language}", browser.DESK)
    page.evaluate("document.querySelectorAll('details').forEach((one) => (one.open = true))")
    browser.assert_readable(page, f"family-open-{language}", browser.PHONE)
    browser.assert_quiet(page)
    page.locator("[name=m0-age]").fill("300")
    page.locator("form.family .buttons .button-main").click()
    expect(page.locator("#wrong")).to_be_visible(timeout=30_000)
    browser.assert_readable(page, f"family-wrong-{language}", browser.DESK)
    if language == "km":
        assert set(english_left(page.content())) <= {"CI"}  # as it is called in the pack


def test_a_family_is_registered_with_the_keyboard_alone_and_without_script(
    cast: Cast, chromium: Browser
) -> None:
    page = opened(chromium, signed_in(cast, "sokha"), width=browser.DESK)
    page.route("**/*.js", lambda route: route.abort())
    page.goto(f"{HOME}/people/family/")
    page.locator("[name=gate]").focus()
    page.keyboard.type("Poipet")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")  # the first way of coming back, or "not asked"
    page.keyboard.press("ArrowDown")
    page.locator("[name=m0-age]").focus()
    page.keyboard.type("30")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).not_to_have_text("Register a family")
    with acting_as(cast.vannak):
        assert Person.objects.count() == 1
