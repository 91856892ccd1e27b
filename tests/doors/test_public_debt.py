"""The page that says how long a debt binds: for anybody, and nothing of it is kept."""

import pytest
from django.test import Client
from playwright.sync_api import Browser, expect
from tests import browser
from tests.doors.office.answering import HOME, opened
from tests.doors.ui.reading import CURRENCIES, english_left

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("khmer_words")]
TOLD = {
    "currency": "USD",
    "principal": "1000",
    "rate": "3",
    "per": "month_flat",
    "wage": "350",
    "payment": "130",
    "lender": "bank",
}


@pytest.fixture
def reader() -> Client:
    client = Client()
    client.cookies["lang"] = "en"
    return client


def test_the_answer_is_one_plain_sentence(reader: Client) -> None:
    answer = reader.post("/debt/", TOLD)
    page = answer.content.decode()
    assert "Paying this much you work 10 months to be free of this debt." in page
    assert ("1,300.00 USD" in page, "81 %" in page) == (True, True)
    assert answer["Cache-Control"] == "no-store"
    one = reader.post("/debt/", {**TOLD, "payment": "2000"}).content.decode()
    assert "you work 1 month to be free" in one


def test_a_debt_without_end_is_said_and_every_sign_of_it(reader: Client) -> None:
    told = {**TOLD, "payment": "30", "lender": "recruiter", "security": ["papers"], "stuck": "on"}
    page = reader.post("/debt/", {**told, "wage": "100"}).content.decode()
    for words in (
        "never free of this debt",
        "owed to who recruited you",
        "papers are kept",
        "may not leave",
        "never ends",
        "more than 6 months of pay",
    ):
        assert words in page, words


@pytest.mark.parametrize(
    "wrong",
    [
        {"principal": "0"},
        {"principal": "-5"},
        {"rate": "-1"},
        {"rate": "1e9"},
        {"payment": "NaN"},
        {"payment": ""},
        {"per": "century"},
        {"currency": "XXX"},
        {"principal": "9" * 400},
        {"security": ["soul"]},
    ],
)
def test_what_cannot_be_is_said_beside_its_field(reader: Client, wrong: dict[str, object]) -> None:
    answer = reader.post("/debt/", {**TOLD, **wrong})
    assert (answer.status_code, b'class="wrong"' in answer.content) == (422, True)


@pytest.mark.story
@pytest.mark.parametrize("language", ["km", "en"])
def test_the_page_can_be_read_by_everybody(chromium: Browser, language: str) -> None:
    client = Client()
    client.cookies["lang"] = language
    page = opened(chromium, client, width=browser.PHONE)
    page.goto(f"{HOME}/debt/")
    browser.assert_readable(page, f"debt-{language}", browser.PHONE)
    for name in ("principal", "rate", "wage", "payment"):
        page.locator(f"#id_{name}").fill(TOLD[name])
    page.locator("input[value=month_flat]").check(force=True)
    page.locator("input[value=recruiter]").check(force=True)
    page.locator("form.form .button-main").click()
    expect(page.locator("#signs")).to_be_visible(timeout=30_000)
    for width in (browser.DESK, browser.PHONE):
        browser.assert_readable(page, f"debt-told-{language}-{width}", width)
    if language == "km":
        assert set(english_left(page.content())) <= CURRENCIES
