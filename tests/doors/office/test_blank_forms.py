"""Forms to take away: paper, a spreadsheet our own import reads back, an XLSForm others accept."""

import io
from datetime import date
from typing import Any
from uuid import UUID

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from pyxform.xls2xform import convert
from tests.cast import Cast
from tests.doors.office.records import signed_in

from polakor.access.context import acting_as
from polakor.flows.read_list import read_whole_list
from polakor.intake.queries.words import vocabulary
from polakor.intake.rules.templates import columns_of
from polakor.journeys.models import Crossing
from polakor.protection.models import Screening
from polakor.reference.queries.forms import form
from polakor.reference.queries.pack import pack_in_force
from polakor.registry.models import Document, Person, PersonName, Phone

pytestmark = pytest.mark.django_db

FORMS = ["counts/1", "arrival/1", "profile/1"]


def converted(content: bytes) -> Any:
    return convert(xlsform=io.BytesIO(content), file_type=".xlsx", validate=False)


def rows_of(content: bytes, sheet: str) -> list[dict[str, Any]]:
    page = openpyxl.load_workbook(io.BytesIO(content))[sheet]
    head, *rows = page.iter_rows(values_only=True)
    return [dict(zip(map(str, head), row, strict=True)) for row in rows]


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("sokha", 200),
        ("dara", 200),
        ("vannak", 200),
        ("rith", 200),
        ("chenda", 403),
        ("thida", 403),
    ],
)
def test_who_hands_lists_in_or_counts_may_take_forms_away(
    cast: Cast, name: str, status: int
) -> None:
    client = signed_in(cast, name)
    assert client.get("/forms/").status_code == status
    for key in FORMS:
        assert client.get(f"/forms/{key}/paper/").status_code == status


@pytest.mark.parametrize("key", FORMS)
def test_every_form_is_an_xlsform_that_others_accept(cast: Cast, key: str) -> None:
    answer = signed_in(cast, "vannak").get(f"/forms/{key}/xlsform/")
    assert answer.status_code == 200
    made = converted(answer.content)
    assert made.warnings == []
    assert f'id="polakor_{key.split("/")[0]}"' in made.xform
    assert "Khmer (km)" in made.xform
    assert "English (en)" in made.xform
    assert made.itemsets is None


def test_the_xlsform_of_a_family_asks_when_and_what_the_form_asks(cast: Cast) -> None:
    content = signed_in(cast, "vannak").get("/forms/arrival/1/xlsform/").content
    survey = {row["name"]: row for row in rows_of(content, "survey") if row["type"]}
    kinds = [row["type"] for row in rows_of(content, "survey")]
    assert kinds.count("begin_repeat") == kinds.count("end_repeat") == 1
    assert survey["return_mode"]["required"] == "yes"
    assert survey["sex"]["required"] == "${age} = '' and ${age_band} = '' and ${birth} = ''"
    assert survey["call_consent"]["relevant"] == "${phone} != ''"
    assert survey["document_number"]["relevant"] == (
        "not((selected(${document}, 'none'))) and ${document} != ''"
    )
    assert survey["age"]["constraint"] == ". >= 0 and . <= 120"
    assert survey["age"]["constraint_message::English (en)"].startswith("An age is from 0")
    assert "count-selected(.) > 1" in survey["flags"]["constraint"]
    assert {"household_destination", "member_destination"} <= set(survey)
    choices = {(row["list_name"], row["name"]) for row in rows_of(content, "choices")}
    assert {("gates", "KH-TH-PPT"), ("flags", "pregnant"), ("sex", "2")} <= choices


@pytest.mark.parametrize("language", ["km", "en"])
@pytest.mark.usefixtures("khmer_words")
def test_two_rows_filled_into_the_empty_list_come_back_as_those_people(
    cast: Cast, language: str
) -> None:
    client = signed_in(cast, "vannak", language=language)
    book = openpyxl.load_workbook(io.BytesIO(client.get("/forms/arrival/1/list/").content))
    page = book.active
    assert page is not None
    levels = pack_in_force().settings["places"]["levels"]
    columns = columns_of(form("arrival/1"), vocabulary(), language, levels)
    assert [cell.value for cell in page[1]] == [column.heading for column in columns]
    at = {column.code: place for place, column in enumerate(columns, 1)}
    words = {column.code: column.words for column in columns}
    for line, name, sex, age in (
        (2, ("សុខ សុភា", "SOK SOPHEA"), 0, 30),
        (3, ("ចាន់ តារា", "CHAN DARA"), 1, 5),
    ):
        told = {
            "name_km": name[0],
            "name_latin": name[1],
            "sex": words["sex"][sex],
            "age": str(age),
            "phone": "012345678" if line == 2 else "",
            "return_mode": words["return_mode"][2],
            "document": words["document"][0],
            "document_number": f"N012345{line}",
            "needs": ", ".join(words["needs"][:2]),
            "flags": words["flags"][2],
            "gate": "ប៉ោយប៉ែត" if language == "km" else "Poipet",
            "crossed_on": "06/08/2025",
            "province": "បាត់ដំបង" if language == "km" else "Battambang",
        }
        for code, text in told.items():
            page.cell(line, at[code]).value = text
    filled = io.BytesIO()
    book.save(filled)
    file = SimpleUploadedFile("filled.xlsx", filled.getvalue())
    answer = client.post("/lists/new/", {"file": file, "sender": "Testing"})
    assert answer.status_code == 302, answer.content.decode()
    list_id = UUID(str(answer.url).split("/")[2])
    assert client.post(f"/lists/{list_id}/columns/", {"read": "1"}).status_code == 302
    assert read_whole_list(actor=cast.vannak, list_id=list_id)
    with acting_as(cast.vannak):
        names = set(PersonName.objects.values_list("text", flat=True))
        assert {"សុខ សុភា", "ចាន់ តារា"} <= names
        assert {"Sok Sophea", "Chan Dara"} <= {name.title() for name in names}
        assert sorted(Person.objects.values_list("sex", flat=True)) == [1, 2]
        assert sorted(Person.objects.values_list("birth_year", flat=True)) == [1995, 2020]
        assert set(Person.objects.values_list("home_id", flat=True)) == {"02"}
        assert set(Crossing.objects.values_list("mode", flat=True)) == {"deported"}
        assert list(Phone.objects.values_list("number", flat=True)) == ["+85512345678"]
        documents = sorted(Document.objects.values_list("kind", "number"))
        assert documents == [("passport", "N0123452"), ("passport", "N0123453")]
        assert Crossing.objects.filter(crossed_on=date(2025, 8, 6)).count() == 2
    with acting_as(cast.maly):
        screened = list(Screening.objects.values_list("flags", "needs"))
    assert screened == [(["pregnant"], ["medical", "food"])] * 2


def test_a_paper_has_both_languages_and_nothing_that_is_hidden(cast: Cast) -> None:
    html = signed_in(cast, "vannak").get("/forms/arrival/1/paper/").content.decode()
    assert "មានផ្ទៃពោះ" in html
    assert "Pregnant" in html
    for hidden in ("Signs of trafficking", "Survivor of violence", "LGBTI"):
        assert hidden not in html
    assert "arrival/1" in html


def test_a_form_that_is_not_there_is_no_page(cast: Cast) -> None:
    client = signed_in(cast, "vannak")
    for address in (
        "/forms/arrival/9/paper/",
        "/forms/nothing/1/xlsform/",
        "/forms/counts/1/list/",
    ):
        assert client.get(address).status_code == 404
