"""The page of the longer interview: both languages, phone and desk, with script and without."""

import pytest
from playwright.sync_api import Browser, Page, expect
from tests import browser
from tests.cast import Cast
from tests.doors.office.answering import HOME, opened
from tests.doors.office.records import enter_person, signed_in
from tests.doors.ui.reading import english_left

from polakor.access.context import acting_as
from polakor.intake.models import Submission

pytestmark = [pytest.mark.story, pytest.mark.django_db, pytest.mark.usefixtures("khmer_words")]


def open_all(page: Page) -> None:
    page.evaluate("document.querySelectorAll('details').forEach((one) => (one.open = true))")


@pytest.mark.parametrize("language", ["km", "en"])
def test_the_page_can_be_read_by_everybody(cast: Cast, chromium: Browser, language: str) -> None:
    woman = enter_person(cast.dara, "សុខ សុភា")
    page = opened(chromium, signed_in(cast, "dara", language=language), width=browser.DESK)
    page.goto(f"{HOME}/people/{woman}/interview/")
    browser.assert_readable(page, f"interview-{language}", browser.DESK)
    open_all(page)
    browser.assert_readable(page, f"interview-open-{language}", browser.PHONE)
    browser.assert_quiet(page)
    if language == "km":
        page.evaluate("document.getElementById('relevance').remove()")  # codes, read by nobody
        left = set(english_left(page.content()))
        assert left <= {"IDPoor", "EPS", "MoU"}, left  # as they are called
    page.locator("[name=m-months_abroad]").fill("9000")
    page.locator("form.interview .buttons .button-main").click()
    expect(page.locator("#wrong")).to_be_visible(timeout=30_000)
    browser.assert_readable(page, f"interview-wrong-{language}", browser.PHONE)
    page.locator("[name=m-months_abroad]").fill("9")
    page.locator("form.interview .buttons .button-main").click()
    expect(page.locator(".told-part").first).to_be_visible(timeout=30_000)
    browser.assert_readable(page, f"interview-file-{language}", browser.PHONE)


def test_questions_that_follow_stand_there_only_while_they_are_asked(
    cast: Cast, chromium: Browser
) -> None:
    woman = enter_person(cast.dara, "SOK SOPHEA")
    page = opened(chromium, signed_in(cast, "dara"), width=browser.DESK)
    page.goto(f"{HOME}/people/{woman}/interview/")
    open_all(page)
    amount = page.locator("[name=m-wages_amount]")
    expect(amount).to_be_hidden()
    page.locator("label", has_text="Yes").and_(page.locator("[for^=id_m-wages_owed]")).click()
    amount.fill("1000")
    page.locator("label", has_text="No").and_(page.locator("[for=id_m-wages_owed_2]")).click()
    expect(amount).to_be_hidden()
    page.locator("form.interview .buttons .button-main").click()
    expect(page.locator(".told-part").first).to_be_visible(timeout=30_000)
    with acting_as(cast.vannak):
        assert Submission.objects.get().raw["members"][0]["answers"] == {"wages_owed": "no"}


def test_it_is_asked_with_the_keyboard_alone_and_without_script(
    cast: Cast, chromium: Browser
) -> None:
    woman = enter_person(cast.dara, "SOK SOPHEA")
    page = opened(chromium, signed_in(cast, "dara"), width=browser.DESK)
    page.route("**/*.js", lambda route: route.abort())
    page.goto(f"{HOME}/people/{woman}/interview/")
    page.locator("[name=m-months_abroad]").focus()
    page.keyboard.type("14")
    page.keyboard.press("Enter")
    expect(page.locator(".told-part").first).to_have_text("Work abroad")
    with acting_as(cast.vannak):
        assert Submission.objects.get().raw["members"][0]["answers"] == {"months_abroad": 14}
