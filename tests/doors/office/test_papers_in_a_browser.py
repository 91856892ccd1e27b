"""Papers, family, what was told and mended rows, in a real browser: readable and for everybody."""

from typing import Any
from uuid import UUID

import pytest
from playwright.sync_api import Browser
from tests import browser
from tests.cast import Cast
from tests.doors.office.answering import HOME, opened
from tests.doors.office.records import enter_person, read_rows, signed_in

from polakor.access.context import acting_as
from polakor.intake.actions.sent_back import receive_sent_back
from polakor.intake.models import ReceivedList
from polakor.intake.queries.lists import rows_set_aside
from polakor.registry.models import Person

pytestmark = [pytest.mark.story, pytest.mark.django_db]
HEAD = "Name,Sex,Passport number,Province"


@pytest.fixture
def keo(cast: Cast) -> UUID:
    enter_person(cast.dara, "CHAN RITHY")
    return enter_person(cast.dara, "KEO DARA", documents=[("passport", "N0000421", "employer")])


@pytest.mark.parametrize("width", [browser.PHONE, browser.DESK])
@pytest.mark.parametrize("language", ["km", "en"])
def test_a_paper_and_a_relative_are_added(
    cast: Cast, chromium: Browser, keo: UUID, khmer_words: None, language: str, width: int
) -> None:
    with acting_as(cast.vannak):
        other = Person.objects.exclude(id=keo).get().number
    page = opened(chromium, signed_in(cast, "dara", language=language), width=width)
    page.goto(f"{HOME}/people/{keo}/documents/new/")
    browser.assert_accessible(page)
    page.select_option("select[name=kind]", "nid")
    page.fill("input[name=number]", "010 445 778")
    page.select_option("select[name=holder]", "police")
    page.select_option("select[name=against_will]", "yes")
    page.click("form[method=post] .button-main")
    page.goto(f"{HOME}/people/{keo}/household/new/?q={other}")
    browser.assert_accessible(page)
    page.click("label.choice")
    page.select_option("select[name=relation]", "sibling")
    page.click("form[method=post] .button-main")
    page.goto(f"{HOME}/people/{keo}/")
    page.eval_on_selector_all("details", "all => all.forEach(one => { one.open = true })")
    assert page.locator(".told").count() == 2
    assert page.locator("#family ~ .rows li").count() == 1
    browser.assert_accessible(page)
    browser.assert_fits(page)
    browser.assert_quiet(page)
    browser.screenshot(page, f"file-{language}-{width}")


@pytest.mark.parametrize("language", ["km", "en"])
def test_who_resembles_is_asked_about_and_rows_sent_back_show_how_far_they_are(
    cast: Cast, chromium: Browser, keo: UUID, khmer_words: None, language: str
) -> None:
    page = opened(chromium, signed_in(cast, "dara", language=language), width=browser.PHONE)
    page.goto(f"{HOME}/people/new/?name=KEO+DARA")
    page.click("form.register .button-main")
    assert page.locator("#near-these .row").count() == 1
    browser.assert_accessible(page)
    browser.assert_fits(page)
    page.click("#near-these button")
    page.wait_for_selector(".told")

    read_rows(cast.dara, HEAD, "CHEA VUTHY,M,N0000421,Kep", "????? ??,F,,Kep")
    received = _sent_back(cast)
    page.goto(f"{HOME}/lists/{received.id}/")
    assert page.locator("#clashes").count() == 1
    assert page.locator("#mended-1").count() == 1
    browser.assert_accessible(page)
    browser.assert_fits(page)
    browser.screenshot(page, f"list-{language}-360")


def _sent_back(cast: Cast) -> Any:
    with acting_as(cast.dara):
        received = ReceivedList.objects.get()
        row = rows_set_aside(cast.dara, received).get()
    content = f"mark,row,reason,name\n{row.id},3,x,Keo Pisey\n".encode()
    receive_sent_back(actor=cast.dara, list_id=received.id, filename="mended.csv", content=content)
    return received
