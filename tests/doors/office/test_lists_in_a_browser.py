"""The pages of a list as officers meet them: both languages, phone and desk, script."""

from datetime import date
from typing import Any

import pytest
from playwright.sync_api import Browser, expect
from tests import browser
from tests.cast import Cast
from tests.doors.office.answering import HOME, opened
from tests.doors.office.records import signed_in
from tests.doors.ui.reading import english_left
from tests.factories import lists as made

from polakor.access.context import acting_as
from polakor.flows import read_list
from polakor.intake.actions.lists import receive_list, start_reading
from polakor.intake.models import ReceivedList, Submission

pytestmark = [pytest.mark.story, pytest.mark.django_db, pytest.mark.usefixtures("khmer_words")]

BROKEN = (
    "ល.រ,ឈ្មោះ,ភេទ,អាយុ,ខេត្ត\n1,សុខ ដារ៉ា,ប្រុស,៣១,សៀមរាប\n2,លោក,ប្រុស,៤០,សៀមរាប\n3,????? ??,ស្រី,២៨,កែប\n"
)


def handed_in(cast: Cast, name: str, content: bytes) -> ReceivedList:
    return receive_list(
        actor=cast.vannak,
        filename=name,
        content=content,
        sender="การตรวจคนเข้าเมือง",
        gate="KH-TH-PPT",
        crossed_on=date(2025, 6, 14),
    )


@pytest.fixture
def pages(chromium: Browser, cast: Cast) -> dict[str, str]:
    """A list with columns to settle, one half read, one with rows set aside."""
    new = handed_in(cast, "รายชื่อ.xlsx", made.thai_deportation().content)
    half = handed_in(cast, "បញ្ជី.csv", made.given_first().content)
    done = handed_in(cast, "ខូច.csv", BROKEN.encode())
    start_reading(actor=cast.vannak, list_id=done.id, queue=False)
    assert read_list.read_whole_list(actor=cast.vannak, list_id=done.id)
    start_reading(actor=cast.vannak, list_id=half.id)
    with acting_as(cast.vannak):
        row = Submission.objects.filter(received_list=done, state="quarantined").earliest("row")
    return {
        "lists": "/lists/",
        "upload": "/lists/new/",
        "columns": f"/lists/{new.id}/columns/",
        "reading": f"/lists/{half.id}/",
        "done": f"/lists/{done.id}/",
        "aside": f"/lists/{done.id}/aside/",
        "mend": f"/lists/{done.id}/aside/{row.id}/",
    }


@pytest.mark.parametrize("language", ["km", "en"])
def test_every_page_can_be_read_by_everybody(
    cast: Cast, chromium: Browser, pages: dict[str, str], language: str
) -> None:
    client = signed_in(cast, "vannak", language=language)
    page = opened(chromium, client, width=browser.DESK)
    for name, address in pages.items():
        page.goto(HOME + address)
        browser.assert_fits(page)
        browser.assert_accessible(page)
        browser.screenshot(page, f"list-{name}-{language}-desk")
        page.set_viewport_size({"width": browser.PHONE, "height": 740})
        browser.assert_accessible(page)
        browser.screenshot(page, f"list-{name}-{language}-phone")
        page.set_viewport_size({"width": browser.DESK, "height": 900})
        browser.assert_quiet(page)
        if language == "km" and name not in {"upload", "columns"}:  # codes of gates, a file's heads
            assert not english_left(page.content()), name
    page.context.close()


def test_a_changed_column_changes_the_preview_at_once(
    cast: Cast, chromium: Browser, pages: dict[str, Any]
) -> None:
    page = opened(chromium, signed_in(cast, "vannak", language="en"))
    page.goto(HOME + pages["columns"])
    assert page.locator("#preview").get_by_text("Sex", exact=True).count()
    select = page.locator("select[name^=c0-]").filter(
        has=page.locator("option[value='sex:'][selected]")
    )
    select.select_option("other:")
    expect(page.locator("#preview thead")).not_to_contain_text("Sex")
    browser.assert_quiet(page)
    page.context.close()
