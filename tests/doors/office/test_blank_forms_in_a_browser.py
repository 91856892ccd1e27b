"""The pages of empty forms as officers meet them: both languages, phone, desk and A4."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser
from tests import browser
from tests.cast import Cast
from tests.doors.office.answering import HOME, opened
from tests.doors.office.records import signed_in
from tests.doors.ui.reading import english_left

from polakor.doors.ui.fonts import build_fonts

pytestmark = [pytest.mark.story, pytest.mark.django_db, pytest.mark.usefixtures("khmer_words")]

PAGES = {
    "forms": "/forms/",
    "paper-arrival": "/forms/arrival/1/paper/",
    "paper-counts": "/forms/counts/1/paper/",
    "paper-profile": "/forms/profile/1/paper/",
}


@pytest.mark.parametrize("language", ["km", "en"])
def test_every_page_can_be_read_by_everybody(cast: Cast, chromium: Browser, language: str) -> None:
    page = opened(chromium, signed_in(cast, "vannak", language=language), width=browser.DESK)
    for name, address in PAGES.items():
        page.goto(HOME + address)
        browser.assert_fits(page)
        browser.assert_accessible(page)
        browser.screenshot(page, f"{name}-{language}-desk")
        page.set_viewport_size({"width": browser.PHONE, "height": 740})
        browser.assert_accessible(page)
        browser.screenshot(page, f"{name}-{language}-phone")
        page.set_viewport_size({"width": browser.DESK, "height": 900})
        if language == "km" and name == "forms":
            assert set(english_left(page.content())) <= {"XLSForm", "ODK", "Kobo"}
    browser.assert_quiet(page)


def test_a_family_s_paper_is_two_sheets_and_no_more(
    cast: Cast, chromium: Browser, tmp_path: Path
) -> None:
    build_fonts(tmp_path)  # how wide Khmer is decides what fits
    page = opened(chromium, signed_in(cast, "vannak"), width=browser.DESK)
    page.route(
        "**/built/*.woff2",
        lambda route: route.fulfill(path=tmp_path / route.request.url.rsplit("/", 1)[-1]),
    )
    page.goto(HOME + PAGES["paper-arrival"])
    page.evaluate("document.fonts.ready")
    printed = page.pdf(format="A4", path=browser.picture_folder() / "paper-arrival.pdf")
    assert printed.count(b"/Type /Page\n") == 2
    page.emulate_media(media="print")
    assert page.locator(".masthead").is_hidden()
    assert page.locator(".paper-title").is_visible()
