"""The public page of the ledger: sums and roots of days, and never a worker."""

from collections.abc import Callable

import pytest
from django.test import Client
from playwright.sync_api import Browser
from tests import browser
from tests.cast import Cast
from tests.doors.office.answering import HOME, opened
from tests.doors.ui.reading import english_left
from tests.rooms.recruitment import test_ledger
from tests.rooms.recruitment.test_ledger import Lines

from polakor.intake.keys import key_in_force
from polakor.recruitment.rules.ledger import public_words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("khmer_words")]
clock, lines = test_ledger.clock, test_ledger.lines


def test_nothing_is_closed_yet(cast: Cast) -> None:
    page = Client().get("/agencies/ledger/")
    assert page.status_code == 200
    assert "មិនទាន់មានថ្ងៃណាបិទទេ" in page.content.decode()


def test_roots_are_shown_and_no_worker(lines: Lines) -> None:
    client = Client()
    client.cookies["lang"] = "en"
    answer = client.get("/agencies/ledger/")
    page = answer.content.decode()
    plain = page.replace(" ", "")
    roots = [one for one in lines if one["kind"] == "root"]
    assert all(one["hash"] in plain for one in roots)
    assert public_words(key_in_force("ledger").public) in plain
    workers = {one["placement"] for one in lines if one["kind"] == "row" and one["placement"]}
    orders = {one["order"] for one in lines if one["kind"] == "row"}
    assert not [one for one in workers | orders if one in page]
    assert "max-age=60" in answer["Cache-Control"]


def test_the_page_takes_two_queries(
    lines: Lines, django_assert_max_num_queries: Callable[[int], object]
) -> None:
    with django_assert_max_num_queries(2):  # type: ignore[attr-defined]
        Client().get("/agencies/ledger/")


@pytest.mark.story
@pytest.mark.parametrize("language", ["km", "en"])
def test_the_page_can_be_read_by_everybody(lines: Lines, chromium: Browser, language: str) -> None:
    client = Client()
    client.cookies["lang"] = language
    page = opened(chromium, client, width=browser.DESK)
    page.goto(f"{HOME}/agencies/ledger/")
    for width in (browser.DESK, browser.PHONE):
        browser.assert_readable(page, f"ledger-{language}-{width}", width)
    browser.assert_quiet(page)
    if language == "km":
        assert set(english_left(page.content())) <= {
            "verify",
            "ledger",
            "py",
            "Python",
            "verify_ledger",
        }
