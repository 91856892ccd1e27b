"""The public register of agencies: found, proved, taken away as data, and never a closed name."""

import csv
import io
from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.test import Client
from playwright.sync_api import Browser, expect
from tests import browser
from tests.cast import Cast
from tests.doors.office.answering import HOME, opened
from tests.doors.ui.reading import english_left
from tests.rooms.recruitment.agencies import BEGAN, a_licensed_agency, an_agency, decide

from polakor.recruitment.actions.licences import permit_country
from polakor.recruitment.actions.recruiters import (
    OfficeDraft,
    add_office,
    list_publicly,
    register_recruiter,
)
from polakor.recruitment.queries.public import answer_about

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("khmer_words")]
Queries = Callable[[int], AbstractContextManager[object]]


@pytest.fixture
def reader() -> Client:
    """Somebody without an account, who reads English."""
    client = Client()
    client.cookies["lang"] = "en"
    return client


def a_broker(cast: Cast, *, listed: bool) -> str:
    number = register_recruiter(
        actor=cast.kosal, kind="broker", name_latin="Uncle Moon", province="01"
    )
    if listed:
        list_publicly(actor=cast.kosal, number=number, because="took money, sent nobody")
    return number


def test_an_agency_is_found_without_an_account(reader: Client, cast: Cast) -> None:
    number = a_licensed_agency(cast.kosal)
    page = reader.get("/agencies/", {"q": "rose hil manpwr"}).content.decode()
    assert (number in page, "until" in page) == (True, True)
    nobody = reader.get("/agencies/", {"q": "Jade Moon"}).content.decode()
    assert "Nobody of this name is in the register" in nobody


@pytest.mark.parametrize(
    "asked", ["\u200b", "a" * 5000, "💚", "' or 1=1 --", "<script>", "%", "ក\u200b"]
)
def test_anything_may_be_asked(reader: Client, cast: Cast, asked: str) -> None:
    a_licensed_agency(cast.kosal)
    answer = reader.get("/agencies/", {"q": asked})
    assert (answer.status_code, b"<script>" in answer.content) == (200, False)


def test_the_standing_of_every_agency_is_said(reader: Client, cast: Cast) -> None:
    number = a_licensed_agency(cast.kosal)
    for act, words in (
        ("recruiting_stopped", "may not recruit since"),
        ("suspended", "suspended since"),
        ("revoked", "revoked since"),
    ):
        decide(cast.kosal, number, act, reason="as written")
        assert words in reader.get(f"/agencies/{number}/").content.decode()
    assert "no licence" in reader.get(f"/agencies/{an_agency(cast.kosal, 'New')}/").content.decode()


def test_a_reference_is_checked_by_anybody(reader: Client, cast: Cast) -> None:
    number = a_licensed_agency(cast.kosal)
    reference = answer_about(number).reference
    decide(cast.kosal, number, "revoked", reason="sold its licence")
    typed = reader.get("/agencies/proof/", {"q": reference.lower()}, follow=True)
    assert "This is what the register said on" in typed.content.decode()
    assert reader.get("/agencies/proof/").status_code == 200
    for wrong in ("nothing", reference[:-1] + ("2" if reference[-1] != "2" else "3")):
        assert reader.get("/agencies/proof/", {"q": wrong}).status_code == 404
        assert reader.get(f"/agencies/proof/{wrong}/").status_code == 404


def test_a_closed_name_is_nowhere(reader: Client, cast: Cast) -> None:
    number = a_broker(cast, listed=False)
    assert reader.get(f"/agencies/{number}/").status_code == 404
    for address in ("/agencies/?q=Uncle+Moon", "/agencies/unlicensed/", "/agencies/data.json"):
        assert number not in reader.get(address).content.decode()


def test_a_listed_broker_is_told_of_with_the_reason(reader: Client, cast: Cast) -> None:
    number = a_broker(cast, listed=True)
    for address in (
        "/agencies/?q=uncle+moon",
        "/agencies/unlicensed/",
        "/agencies/data.csv",
        "/agencies/data.json",
    ):
        assert number in reader.get(address).content.decode()
    page = reader.get(f"/agencies/{number}/").content.decode()
    assert "took money, sent nobody" in page
    assert number not in reader.get("/agencies/all/").content.decode()


def test_the_register_is_open_data(reader: Client, cast: Cast) -> None:
    number = a_licensed_agency(cast.kosal)
    a_licensed_agency(cast.kosal, "=SUM(A1)")
    answer = reader.get("/agencies/data.csv")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert {row["number"]: row["standing"] for row in rows}[number] == "licensed"
    assert any(row["name_latin"] == "'=SUM(A1)" for row in rows), "no formula leaves"
    one = next(
        one
        for one in reader.get("/agencies/data.json").json()["recruiters"]
        if one["number"] == number
    )
    assert one["since"] == BEGAN.isoformat()


def test_the_pages_cost_the_same_however_many(
    reader: Client, cast: Cast, django_assert_max_num_queries: Queries
) -> None:
    numbers = [
        a_licensed_agency(cast.kosal, f"Agency of {word}") for word in ("Rice", "Palm", "Silk")
    ]
    reader.get("/agencies/?q=warm")
    for address, most in (
        ("/agencies/?q=palm", 9),
        ("/agencies/all/", 3),
        (f"/agencies/{numbers[0]}/", 11),
    ):
        with django_assert_max_num_queries(most):
            assert reader.get(address).status_code == 200


@pytest.mark.story
@pytest.mark.parametrize("language", ["km", "en"])
def test_the_register_can_be_read_by_everybody(
    cast: Cast, chromium: Browser, language: str
) -> None:
    number = a_licensed_agency(cast.kosal)
    office = OfficeDraft(
        "head", BEGAN, place="120101", address="House 5, Street 6", phone="023 555 000"
    )
    add_office(actor=cast.kosal, number=number, draft=office)
    permit_country(
        actor=cast.kosal, number=number, country="THA", from_day=BEGAN, reference="12/24"
    )
    decide(cast.kosal, number, "recruiting_stopped", reason="two people under eighteen in training")
    broker = a_broker(cast, listed=True)
    client = Client()
    client.cookies["lang"] = language
    page = opened(chromium, client, width=browser.DESK)
    for name, address in {
        "home": "",
        "none": "?q=jade",
        "found": "?q=rose",
        "all": "all/",
        "unlicensed": "unlicensed/",
        "one": f"{number}/",
        "broker": f"{broker}/",
        "proof": "proof/?q=wrong",
    }.items():
        page.goto(f"{HOME}/agencies/{address}")
        for width in (browser.DESK, browser.PHONE):
            browser.assert_readable(page, f"agencies-{name}-{language}-{width}", width)
        if language == "km":
            left = set(english_left(page.content()))
            assert not left, left
    page.goto(f"{HOME}/agencies/{number}/")
    expect(page.locator("#offices + ul")).to_contain_text("House 5, Street 6")
    reference = page.locator("#keep ~ p b").inner_text()
    page.goto(f"{HOME}/agencies/proof/?q={reference}")
    expect(page.locator(".message.info")).to_be_visible()
