"""One mass return from end to end, in a real browser, on the product as a person starts it.

The supervisor signs in, hands in a messy list, watches it being read, sees what was set aside,
decides two pairs, sees the report change and takes the PDF away. All people are made up.
"""

import io
import json
import re
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from polakor.doors.command import demo
from tests import browser
from tests.stories.product import Product, running

pytestmark = pytest.mark.story
DAY = date(2025, 8, 6)
PERIOD = f"?from={DAY}&to={DAY}"


def messy_list(path: Path) -> Path:
    """As an office sends it: titles, two rows of heads, three scripts, a sum, two hopeless rows."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet["A1"] = "បញ្ជីឈ្មោះពលករវិលត្រឡប់ ច្រកប៉ោយប៉ែត"
    sheet.merge_cells("A1:G1")
    heads = ["ល.រ", "គោត្តនាម និងនាម", "ឈ្មោះឡាតាំង", "ភេទ", "ថ្ងៃខែឆ្នាំកំណើត", "ខេត្ត", "លេខលិខិតឆ្លងដែន"]
    sheet.append([])
    sheet.append(heads)
    people = [
        ("សុខ ស្រីនាង", "", "ស្រី", "១៩៩១", "បន្ទាយមានជ័យ", ""),
        ("", "SOK SREYNEANG", "F", "1992", "Banteay Meanchey", ""),
        ("ចាន់ ដារ៉ា", "", "ប្រុស", "១៩៨៥", "សៀមរាប", ""),
        ("", "CHAN DARA", "M", "1986", "Siem Reap", ""),
        ("ហេង វណ្ណា", "HENG VANNA", "ប្រុស", "14/03/1990", "បាត់ដំបង", "N90001111"),
        ("មាស បុប្ផា", "MEAS BOPHA", "ស្រី", "02/11/2531", "បាត់ដំបង", "N90002222"),
        ("កែវ រតនា", "KEO RATANA", "ស្រី", "1979-05-30", "ព្រៃវែង", ""),
    ]
    for number, row in enumerate(people, start=1):
        sheet.append([number, *row])
    sheet.append([8, "លោក", "", "", "", "", ""])
    sheet.append([9, "", "", "ស្រី", "31/02/1990", "បាត់ដំបង", ""])
    sheet.append(["", "សរុប", "", "", "", "7", ""])
    book.save(path)
    return path


def sign_in(page: Page, product: Product, role: str) -> None:
    username, password = next((a[0], a[1]) for a in demo.accounts() if a[2] == role)
    page.goto(f"{product.address}/account/sign-in/?next=/lists/&lang=en")
    page.goto(f"{product.address}/account/sign-in/?next=/lists/")
    page.locator("input[name=login]").fill(username)
    page.locator("input[name=password]").fill(password)
    page.locator("main form button[type=submit], main form button").first.click()
    page.wait_for_url("**/lists/")


def registered(product: Product, page: Page) -> int:
    answer = page.request.get(f"{product.address}/report/returns.json{PERIOD}")
    assert answer.ok, answer.status
    return int(json.loads(answer.text())["figures"]["registered"]["value"])


@pytest.fixture(scope="module")
def product(tmp_path_factory: pytest.TempPathFactory) -> object:
    browser.executable()
    with running(tmp_path_factory.mktemp("story") / "data") as started:
        yield started


def test_a_mass_return_from_the_list_to_the_report(product: Product, tmp_path: Path) -> None:
    with browser.open_browser() as chromium:
        page = browser.new_page(chromium, width=browser.DESK)
        sign_in(page, product, "national supervisor")
        before = registered(product, page)

        # A messy list is handed in, its columns are looked at, and it is read.
        page.goto(f"{product.address}/lists/new/")
        page.locator("input[type=file]").set_input_files(messy_list(tmp_path / "poipet.xlsx"))
        page.locator("input[name=sender]").fill("Poipet")
        page.locator("select[name=gate]").select_option("KH-TH-PPT")
        page.locator("input[name=crossed_on]").fill(DAY.isoformat())
        page.locator("main form button[type=submit]").first.click()
        expect(page.get_by_role("heading", name="What is each column?")).to_be_visible()
        expect(page.locator("#preview")).to_contain_text("សុខ ស្រីនាង")
        page.locator("button[name=read]").click()
        expect(page.get_by_text(re.compile("set aside")).first).to_be_visible(timeout=60_000)
        state = page.locator("#state")
        expect(state).to_have_attribute("data-said", re.compile("has been read"), timeout=60_000)
        figures = state.locator(".figures")
        expect(figures).to_contain_text("New in the register")
        expect(state.locator(".tallies")).to_contain_text("7")
        expect(state).to_contain_text("2 rows set aside")
        list_page = page.url
        browser.assert_quiet(page)

        # The same file again adds nothing and says so.
        page.goto(f"{product.address}/lists/new/")
        page.locator("input[type=file]").set_input_files(tmp_path / "poipet.xlsx")
        page.locator("main form button[type=submit]").first.click()
        expect(page.locator("main")).to_contain_text("received before")

        # Two doubtful pairs are decided, one of them taken back and decided again.
        page.goto(list_page)
        page.get_by_role("link", name="Same person? Decide").click()
        for key in ("s", "d"):
            expect(page.get_by_role("heading", name="Is this the same person?")).to_be_visible()
            expect(page.locator(".reasons")).to_be_visible()
            browser.press_on(page, key)
            expect(page.locator(".act-undo")).to_be_visible()

        # The report has changed by exactly the people on the list, within five seconds.
        page.goto(f"{product.address}/report/{PERIOD}")
        assert registered(product, page) == before + 7
        expect(page.locator("main")).to_contain_text(str(before + 7))
        browser.assert_fits(page)

        # And it goes on paper, in Khmer.
        for language in ("km", "en"):
            answer = page.request.get(
                f"{product.address}/report/returns.pdf{PERIOD}&language={language}"
            )
            assert answer.ok
            paper = PdfReader(io.BytesIO(answer.body()))
            assert len(paper.pages) >= 1
            fonts = {
                str(font.get_object()["/BaseFont"])
                for sheet in paper.pages
                for font in (sheet.get("/Resources", {}).get("/Font") or {}).values()
            }
            assert any("NotoSansKhmer" in font for font in fonts), fonts


def test_the_report_of_the_demonstration_counts_the_published_figures(product: Product) -> None:
    done = product.run(
        "report", "returns", "--from", "2020-03-21", "--to", "2020-07-23", "--by", "sex", "--json"
    )
    assert done.returncode == 0, done.stderr
    answer = json.loads(done.stdout)
    assert answer["tallies"]["total"] == 103_000
    women = next(row for row in answer["tallies"]["by"] if row["sex"] in {2, "2", "female"})
    assert women["count"] == 46_350


def test_a_list_from_the_command_line_says_what_became_of_it(
    product: Product, tmp_path: Path
) -> None:
    path = tmp_path / "more.csv"
    path.write_text(
        "No,Name,Sex,Date of birth,Province\n"
        "1,PRAK SOTHEARA,M,1984-01-09,Pursat\n2,ROS KUNTHEA,F,1990-02-10,Takeo\n",
        encoding="utf-8",
    )
    arguments = ["import", str(path), "--gate", "KH-TH-PPT", "--on", "2025-08-07", "--json"]
    first = json.loads(product.run(*arguments).stdout)
    assert (first["read"], first["accepted"], first["quarantined"]) == (2, 2, {})
    again = json.loads(product.run(*arguments).stdout)
    assert again["accepted"] == 0 or again["already_received"]
