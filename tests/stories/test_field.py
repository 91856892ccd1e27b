"""A day without a network, on the product as a person starts it: three families, two desks.

All people are made up.
"""

import json
import time
from datetime import date

import pytest
from playwright.sync_api import Browser, Page

from polakor.doors.command import demo
from tests import browser
from tests.doors.field.desk import FAMILY, Desk, Person, reopened
from tests.stories.product import Product, running

pytestmark = pytest.mark.story
PATIENCE = 90


def sign_in(page: Page, product: Product, role: str, to: str) -> None:
    username, password = next((a[0], a[1]) for a in demo.accounts() if a[2] == role)
    page.goto(f"{product.address}/account/sign-in/?next={to}")
    page.locator("input[name=login]").fill(username)
    page.locator("input[name=password]").fill(password)
    page.locator("main form button").first.click()
    page.wait_for_url(f"**{to}")


def issue_tokens(chromium: Browser, product: Product) -> list[str]:
    """A sheet of tokens, issued at the office; the first few numbers on it."""
    from polakor.intake.rules.tokens import make_token

    page = browser.new_page(chromium)
    sign_in(page, product, "national supervisor", "/tokens/")
    page.fill("input[name=sheets]", "1")
    page.click("form[action$='/tokens/issue/'] button")
    page.wait_for_load_state()
    page.goto(f"{product.address}/tokens/")
    code = (page.locator("table.fold tbody th").first.text_content() or "").strip()
    page.context.close()
    return [make_token(code, number) for number in range(1, 5)]


def device(chromium: Browser, product: Product, name: str) -> Desk:
    """A tablet that a border officer takes into service."""
    page = browser.new_page(chromium, width=browser.PHONE)
    sign_in(page, product, "border officer", "/field/")
    desk = Desk(page, product.address)
    page.wait_for_selector("#gate option >> nth=1", state="attached")
    gate = page.locator("#gate option").nth(1).get_attribute("value") or ""
    desk.enrol(desk=name, gate=gate)
    desk.ready()
    return desk


def registered_today(chromium: Browser, product: Product) -> int:
    page = browser.new_page(chromium)
    sign_in(page, product, "national supervisor", "/report/")
    today = date.today()
    answer = page.request.get(f"{product.address}/report/returns.json?from={today}&to={today}")
    assert answer.ok, answer.status
    told = json.loads(answer.text())
    page.context.close()
    return int(told["figures"]["registered"]["value"])


def wait_for_accepted(desk: Desk, number: int) -> None:
    """The device asks until the worker has settled all its records."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        desk.page.evaluate("() => dispatchEvent(new Event('online'))")
        desk.page.wait_for_timeout(1500)
        if desk.page.locator(".states .status.ok + b").text_content() == str(number):
            return
    raise AssertionError(f"not accepted in {PATIENCE} s: {desk.states()}")


@pytest.fixture(scope="module")
def product(tmp_path_factory: pytest.TempPathFactory) -> object:
    browser.executable()
    with running(tmp_path_factory.mktemp("field") / "data") as started:
        yield started


def test_a_day_without_a_network(product: Product) -> None:
    with browser.open_browser() as chromium:
        tokens = issue_tokens(chromium, product)
        before = registered_today(chromium, product)
        first, second = device(chromium, product, "តុ 1"), device(chromium, product, "តុ 2")

        # The network goes. Three families, by their tokens.
        for desk in (first, second):
            desk.page.context.set_offline(True)
        first.family(tokens[0], FAMILY, place="bt")
        first.family(tokens[1], [Person(0, 6)], recent=True)
        assert first.waiting() == 2
        first.new_family()
        first.give_token(tokens[2])
        first.household(mode=1)
        first.onward()
        first.person(Person(1, 3, (2,)))
        first.page.wait_for_timeout(500)

        # The tab is killed and opened anew, still without a network: the third goes on.
        first = reopened(first.page.context, first)
        first.unlock()
        first.page.wait_for_selector(".ask-sex")
        first.save()
        first.home()
        assert first.waiting() == 3

        # Another device adds to the first family by the number on its paper.
        second.page.click(".home-choices button >> nth=0")
        second.page.fill("#token", tokens[0])
        second.page.wait_for_selector(".verdict.ok, .verdict.caution")
        second.write(".ask-phone input", "012000471")
        second.tap(".savebar .button >> nth=1")
        second.page.wait_for_selector(".slip")
        second.home()
        assert second.waiting() == 1

        # What was added arrives first and waits for its family; then all is accepted.
        second.page.context.set_offline(False)
        second.page.evaluate("() => dispatchEvent(new Event('online'))")
        second.wait_for_waiting(0)
        first.page.context.set_offline(False)
        first.page.evaluate("() => dispatchEvent(new Event('online'))")
        first.wait_for_waiting(0)
        wait_for_accepted(first, 3)
        assert registered_today(chromium, product) == before + 6
        wait_for_accepted(second, 1)
        for desk in (first, second):
            browser.assert_fits(desk.page)
