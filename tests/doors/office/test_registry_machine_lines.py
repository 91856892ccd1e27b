"""The lines of a passport fill the form for registering by hand, and register nobody."""

import re

import pytest
from django.test import Client
from playwright.sync_api import Browser
from tests import browser
from tests.cast import Cast
from tests.doors.office.answering import HOME, opened
from tests.doors.office.records import signed_in

from polakor.access.context import acting_as
from polakor.registry.models import Document, Person, PersonName

pytestmark = pytest.mark.django_db
NEW = "/people/new/"
PASSPORT = (
    "P<KHMSPECIMEN<<SOKHA<<<<<<<<<<<<<<<<<<<<<<<<\nN000000001KHM9001011F3501014<<<<<<<<<<<<<<<4"
)
CARD = (
    "IDKHM0000000181<<<<<<<<<<<<<<<\n9001011F3501014KHM<<<<<<<<<<<4\nSPECIMEN<<SOKHA<<<<<<<<<<<<<<<"
)


@pytest.fixture
def dara(cast: Cast) -> Client:
    return signed_in(cast, "dara")


def read(client: Client, **told: str) -> tuple[str, dict[str, str]]:
    """The page after "read these lines", and what its fields hold."""
    answer = client.post(NEW, {"read_lines": "1", **told})
    assert answer.status_code == 200
    page = answer.content.decode()
    fields = {
        name: value
        for value, name in re.findall(r'value="([^"]*)"[^>]* checked[^>]*name="(\w+)"', page)
    }
    for tag in re.findall(r"<input[^>]*>", page):
        name = re.search(r'name="(\w+)"', tag)
        value = re.search(r'value="([^"]*)"', tag)
        if name and value and ('type="text"' in tag or " checked" in tag):
            fields[name[1]] = value[1]
    for name_, options in re.findall(r'<select name="(\w+)".*?>(.*?)</select>', page, re.DOTALL):
        chosen = re.search(r'value="([^"]*)" selected', options)
        if chosen:
            fields[name_] = chosen[1]
    return page, fields


def test_a_passport_fills_names_birth_sex_kind_and_number(cast: Cast, dara: Client) -> None:
    page, fields = read(dara, mrz=PASSPORT)
    assert fields["name"] == "SPECIMEN SOKHA"
    assert [fields[f"birth_{part}"] for part in ("day", "month", "year")] == ["1", "1", "1990"]
    assert (fields["sex"], fields["document"]) == ("2", "passport")
    assert fields["document_number"] == "N00000000"
    assert "Nationality on the paper" in page
    assert "Cambodia" in page
    with acting_as(cast.vannak):
        assert not Person.objects.exists()


def test_a_card_is_known_as_a_card(dara: Client) -> None:
    _page, fields = read(dara, mrz=CARD.lower())
    assert (fields["document"], fields["document_number"]) == ("nid", "000000018")


def test_what_was_said_is_never_written_over(dara: Client) -> None:
    _page, fields = read(
        dara,
        mrz=PASSPORT,
        name="សុខា",
        sex="1",
        birth_year="1991",
        document="nid",
        document_number="12",
    )
    assert (fields["name"], fields["name_2"]) == ("សុខា", "SPECIMEN SOKHA")
    assert (fields["sex"], fields["birth_year"]) == ("1", "1991")
    assert "birth_day" not in fields
    assert (fields["document"], fields["document_number"]) == ("nid", "12")


def test_what_does_not_fit_is_told_and_not_filled_in(dara: Client) -> None:
    page, fields = read(dara, mrz=PASSPORT.replace("N000000001", "N00O000001"))
    assert "document_number" not in fields
    assert "Is it “" in page
    assert "N00000000" in page
    page, fields = read(dara, mrz=PASSPORT.replace("900101", "900102"))
    assert "birth_year" not in fields
    page, _fields = read(dara, mrz="SPECIMEN SOKHA")
    assert "not the lines of a passport" in page


def test_then_the_person_is_registered_with_the_lines_word_for_word(
    cast: Cast, dara: Client
) -> None:
    _page, fields = read(dara, mrz=PASSPORT)
    answer = dara.post(NEW, {**fields, "mrz": PASSPORT}, follow=True)
    assert answer.status_code == 200
    with acting_as(cast.vannak):
        person = Person.objects.get()
        assert (person.sex, person.birth_year, person.birth_day) == (2, 1990, 1)
        assert Document.objects.get(person=person).number == "N00000000"
        assert PersonName.objects.filter(person=person, text__icontains="specimen").exists()
    page = answer.content.decode()
    assert "P&lt;KHMSPECIMEN" in page, "what was told stands in the file"


@pytest.mark.story
@pytest.mark.usefixtures("khmer_words")
@pytest.mark.parametrize("language", ["km", "en"])
def test_read_in_a_browser_and_enter_still_registers(
    cast: Cast, chromium: Browser, language: str
) -> None:
    client = signed_in(cast, "dara", language=language)
    page = opened(chromium, client, width=browser.PHONE)
    page.goto(HOME + NEW)
    page.click("#lines summary")
    page.fill("[name=mrz]", PASSPORT.replace("900101", "9OO1O1"))
    page.click("[name=read_lines]")
    assert page.input_value("[name=birth_year]") == "1990"
    browser.assert_fits(page)
    browser.assert_accessible(page)
    browser.screenshot(page, f"lines-{language}")
    page.fill("[name=phone]", "012000481")
    page.press("[name=phone]", "Enter")
    page.wait_for_selector('h1:has-text("SPECIMEN")')
    browser.assert_quiet(page)
    page.close()
    with acting_as(cast.vannak):
        assert Person.objects.get().birth_year == 1990
