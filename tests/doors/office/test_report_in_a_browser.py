"""The report as somebody sees it: both languages, phone and desk, and kept up while looked at.

The browser asks no server: each request is answered from here, inside the test's transaction.
"""

import html
import mimetypes
from contextvars import copy_context
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.contrib.staticfiles.finders import find
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Browser, Page, Route
from tests import browser
from tests.cast import Cast
from tests.doors.ui.reading import english_left
from tests.rooms.evidence.people import counting, cross, screen, tally

from polakor.doors.ui.fonts import build_fonts
from polakor.doors.ui.middleware import CONTENT_POLICY
from polakor.journeys.actions.tallies import declare_emergency

pytestmark = [pytest.mark.story, pytest.mark.django_db, pytest.mark.usefixtures("khmer_words")]
HOME = "http://localhost:9"
GATES = ["KH-TH-PPT", "KH-TH-DNG", "KH-TH-PRM", "KH-TH-OSM", "KH-TH-CHM", "KH-TH-CHY"]
PROVINCES = ["01", "02", "17", "06", "03", "14", "22", "24", "25", "21", ""]
JUNE_2014 = [1200, 2400, 3100, 5988, 7536, 16508, 37744, 20000, 17000, 12000, 10000, 8000]


@pytest.fixture(scope="session")
def fonts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("fonts")
    build_fonts(folder / "built")
    return folder


@pytest.fixture
def returns(cast: Cast) -> Cast:
    """A return going on since two weeks, and the gates of June 2014 without names."""
    today, now = timezone.localdate(), timezone.now()
    with counting():
        for n in range(260):
            back = (n * n + n // 3) % 14
            crossing = cross(
                crossed_on=today - timedelta(days=back),
                sex=[2, 1, 1, 2, 1, 0][n % 6],
                age=None if n % 23 == 0 else (n * 7) % 71,
                gate_id=GATES[(n * n + n // 7) % 5],
                destination=PROVINCES[(n * n + n // 5) % 11],
                mode=["spontaneous", "deported", "assisted", "spontaneous"][n % 4],
            )
            flags = {0: "pregnant", 4: "unaccompanied_child", 7: "no_place_to_go"}.get(n % 17)
            if flags or n % 40 == 0:
                screen(
                    crossing,
                    *([flags] if flags else ["violence_survivor"]),
                    needs=("transport",) if n % 2 else ("food", "shelter_tonight"),
                    at=now - timedelta(minutes=3 * n),
                )
        for back in range(14):
            tally(today - timedelta(days=back), count=8 + back % 5, sex=2)
            tally(today - timedelta(days=back), "KH-TH-DNG", count=7 + back % 3, sex=1)
        for n, number in enumerate(JUNE_2014):
            tally(date(2014, 6, 5) + timedelta(days=n), count=number * 2 // 3, sex=1)
            tally(date(2014, 6, 5) + timedelta(days=n), count=number // 3, sex=2)
    declare_emergency(
        actor=cast.vannak,
        code="KH-2026-03",
        name_km="ពលករវិលត្រឡប់តាមព្រំដែនថៃ",
        name_en="Workers returning across the Thai border",
        begins_on=today - timedelta(days=13),
        gates=tuple(GATES),
    )
    declare_emergency(
        actor=cast.vannak,
        code="KH-2014-06",
        name_km="ការវិលត្រឡប់ ខែមិថុនា 2014",
        name_en="The return of June 2014",
        begins_on=date(2014, 6, 1),
        ends_on=date(2014, 6, 30),
    )
    return cast


def opened(chromium: Browser, client: Client, fonts: Path, **how: Any) -> Page:
    """A page whose every request this process answers."""
    page = browser.new_page(chromium, **how)
    here = copy_context()  # the browser calls back from a context with no connection of the test

    def answer(route: Route) -> None:
        address = urlsplit(route.request.url)
        if address.path.startswith("/static/"):
            name = address.path.removeprefix("/static/")
            path = Path(find(name) or fonts / name)
            kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
            route.fulfill(body=path.read_bytes(), content_type=kind)
            return
        headers = {"HX-Request": route.request.headers.get("hx-request", "")}
        where = f"{address.path}?{address.query}"
        response = here.run(client.get, where, headers=headers)
        told = {"Content-Security-Policy": CONTENT_POLICY, **dict(response.items())}
        route.fulfill(status=response.status_code, headers=told, body=response.content)

    page.route("**/*", answer)
    return page


def reader(cast: Cast, language: str) -> Client:
    client = Client()
    client.force_login(cast.accounts["rith"])
    client.cookies["lang"] = language
    return client


@pytest.mark.parametrize(
    "question", ["", "?emergency=KH-2014-06", "?from=2013-01-01&to=2013-02-01"]
)
@pytest.mark.parametrize("language", ["km", "en"])
def test_the_report_can_be_read_by_everybody(
    returns: Cast, chromium: Browser, fonts: Path, language: str, question: str
) -> None:
    page = opened(chromium, reader(returns, language), fonts, width=browser.DESK)
    page.goto(f"{HOME}/report/{question}")
    name = question.strip("?").partition("&")[0].replace("=", "-") or "now"
    for width in (browser.DESK, browser.PHONE):
        browser.assert_readable(page, f"report-{name}-{language}-{width}", width)
    browser.assert_quiet(page)
    if language == "km":
        assert not english_left(html.unescape(page.content()))
    page.context.close()


def test_the_report_keeps_itself_up_and_leaves_the_reader_alone(
    returns: Cast, chromium: Browser, fonts: Path
) -> None:
    page = opened(chromium, reader(returns, "en"), fonts, width=browser.DESK)
    page.goto(f"{HOME}/report/")
    page.click("#days-as-table summary")
    amount = page.locator(".figure .amount").first
    assert amount.inner_text() == "260"
    with counting():
        cross(crossed_on=timezone.localdate())
    amount.filter(has_text="261").wait_for(timeout=8000)
    assert page.locator("#days-as-table[open]").count() == 1
    browser.assert_quiet(page)
