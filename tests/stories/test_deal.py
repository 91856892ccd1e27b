"""One job from the order to the departure, in a real browser, on the product as it is started.

An agency declares, two officers agree, a worker signs, the second contract is worse and is found
out, agency and worker tell two prices, a debt says when it ends, two officers clear at once, and
the ledger is checked without the server. All people are made up.
"""

import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from polakor.doors.command import demo
from tests import browser
from tests.architecture.house import ROOT
from tests.stories.product import Product, running

pytestmark = pytest.mark.story
TODAY = date.today().strftime("%d/%m/%Y")
EMPLOYER = "Silver Fin Fishing (story)"


@pytest.fixture(scope="module")
def product(tmp_path_factory: pytest.TempPathFactory) -> object:
    browser.executable()
    with running(tmp_path_factory.mktemp("deal") / "data") as started:
        yield started


def somebody(chromium: Browser, product: Product, username: str) -> Page:
    """A browser of their own, signed in and reading English."""
    page = browser.new_page(chromium, width=browser.DESK)
    page.goto(f"{product.address}/account/sign-in/?next=/orders/&lang=en")
    page.goto(f"{product.address}/account/sign-in/?next=/orders/")
    page.locator("input[name=login]").fill(username)
    page.locator("input[name=password]").fill(next(a[1] for a in demo.accounts()))
    page.locator("main form button[type=submit], main form button").first.click()
    page.wait_for_url("**/orders/")
    return page


def send(page: Page, button: str, **told: str) -> None:
    """Fill a form by the names of its fields and press its button."""
    for name, value in told.items():
        field = page.locator(f"[name='{name.replace('__', '-')}']").first
        if field.evaluate("field => field.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)
    page.locator("main form").get_by_role("button", name=button, exact=True).click()


JOB = {"employer": EMPLOYER, "country": "THA", "wage": "12000", "hours": "48", "rest_days": "1"}


def test_a_job_from_the_order_to_the_departure(product: Product, tmp_path: Path) -> None:
    with browser.open_browser() as chromium:
        clerk, first, second = (
            somebody(chromium, product, name) for name in ("agency", "licensing", "licensing2")
        )

        # The agency declares an order for sixty; two officers agree, one is not enough.
        clerk.get_by_role("link", name="Declare a job order").click()
        send(clerk, "Declare the order", people="60", papers="worker", **JOB)
        expect(clerk.locator("main")).to_contain_text("2 officers must still agree")
        order = clerk.url
        for officer in (first, second):
            officer.goto(order)
            officer.get_by_role("link", name="Agree", exact=True).click()
            officer.get_by_role("button", name="Agree", exact=True).click()
            expect(officer.locator("main")).to_contain_text("You agreed to the order.")
        expect(second.locator("main .message").nth(1)).to_contain_text("approved")

        # A worker signs; the employer's contract pays less than the order and keeps the passport.
        clerk.goto(order)
        clerk.get_by_role("link", name="A worker signs").click()
        send(
            clerk,
            "Enter the worker",
            name="Chan Sreyneang",
            birth_year="1996",
            home="01",
            signed_on=TODAY,
        )
        expect(clerk.get_by_role("heading", name="Chan Sreyneang")).to_be_visible()
        worker = clerk.url
        clerk.get_by_role("link", name="Enter a contract").click()
        told = {"wage": "9000", "papers": "employer"}
        send(clerk, "Enter the contract", signed_on=TODAY, **told)
        expect(clerk.locator("main")).to_contain_text("Not as in the approved job order")
        expect(clerk.locator("main")).to_contain_text("9000 THB")
        browser.assert_quiet(clerk)

        # Two prices: what the agency declares and what the worker tells, with a debt.
        clerk.goto(worker)
        clerk.get_by_role("link", name="Write down what is told").click()
        cost = {"cost__0__item": "FEE_BROKER", "cost__0__currency": "USD"}
        send(clerk, "Keep what was told", cost__0__amount="100", **cost)
        expect(clerk.locator("main")).to_contain_text("The agency declared")
        first.goto(worker)
        first.get_by_role("link", name="Write down what is told").click()
        debt = {"lender": "lender", "principal": "700", "payment": "100", "interest_rate": "0"}
        send(first, "Keep what was told", cost__0__amount="450", **cost, **debt)
        main = first.locator("main")
        for words in ("100 USD", "450 USD", "you work 7 months to be free of this debt"):
            expect(main).to_contain_text(words)
        clerk.reload()
        expect(clerk.locator("main")).not_to_contain_text("450 USD")

        # Nobody is cleared before every finding is answered; then two officers press at once.
        first.get_by_role("button", name="Clear to leave").click()
        expect(first.locator("main")).to_contain_text("must be answered first")
        while first.get_by_role("link", name="Answer it").count():
            first.get_by_role("link", name="Answer it").first.click()
            send(first, "Keep the answer", answer="The employer sent a better contract.")
            expect(first.locator("main")).to_contain_text("Answered.")
        second.goto(worker)
        for officer in (first, second):
            officer.get_by_role("button", name="Clear to leave").click(no_wait_after=True)
        for officer in (first, second):
            expect(officer.locator(".messages, main")).to_contain_text("Cleared to leave")
        said = [officer.locator("body").inner_text() for officer in (first, second)]
        assert sum("The worker may leave." in one for one in said) == 1
        assert sum("not at the step" in one for one in said) == 1
        clerk.reload()
        clerk.get_by_role("link", name="The worker left").click()
        send(clerk, "Enter the departure")
        expect(clerk.locator("main")).to_contain_text("The departure is entered.")
        for page in (clerk, first, second):
            browser.assert_quiet(page)

    # The ledger leaves as a file and is checked without the server; one bent row is named.
    target = tmp_path / "export.jsonl"
    exported = product.run("ledger", "export", "--out", str(target))
    assert exported.returncode == 0, exported.stderr
    assert checked(target).returncode == 0, checked(target).stdout
    lines = target.read_text(encoding="utf-8").splitlines()
    at = next(at for at, line in enumerate(lines) if '"step":"cleared"' in line)
    lines[at] = lines[at].replace('"people":1', '"people":2')
    target.write_text("\n".join(lines) + "\n", encoding="utf-8")
    answer = checked(target)
    assert answer.returncode == 1
    assert answer.stdout.startswith(f"BAD: line {at + 1} ")


def checked(file: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-I", str(ROOT / "tools" / "verify_ledger.py"), str(file)],
        capture_output=True,
        text=True,
        check=False,
    )
