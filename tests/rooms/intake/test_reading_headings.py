"""What headings mean, in three languages, misspelt, cut short, under a wider one."""

import pytest
from tests.rooms.intake.test_reading_lists import vocabulary

from polakor.intake.rules.headings import SURE, meaning, name_order


@pytest.mark.parametrize(
    ("label", "group", "field", "detail"),
    [
        ("Name", "", "name", ""),
        ("Full name of returnee", "", "name", ""),
        ("ឈ្មោះ (ខ្មែរ)", "", "name", "khmr"),
        ("Name in Khmer", "", "name", "khmr"),
        ("ชื่อ-นามสกุล (ภาษาอังกฤษ)", "", "name", "latn"),
        ("ឈ្មោះ\nName", "", "name", ""),
        ("គោត្តនាម", "", "family_name", ""),
        ("นามสกุล", "", "family_name", ""),
        ("Given name", "", "given_name", ""),
        ("Father's name", "", "other", ""),
        ("ชื่อบิดา", "", "other", ""),
        ("Sexe", "", "sex", ""),
        ("M/F", "", "sex", ""),
        ("Date of brith", "", "birth", ""),
        ("วัน/เดือน/ปีเกิด", "", "birth", ""),
        ("Age (years)", "", "age", ""),
        ("Pasport No", "", "document_number", "passport"),
        ("Pass. number", "", "document_number", "passport"),
        ("เลขที่หนังสือเดินทาง", "", "document_number", "passport"),
        ("លេខអត្តសញ្ញាណប័ណ្ណ", "", "document_number", "nid"),
        ("ID number", "", "document_number", ""),
        ("ID type", "", "document_kind", ""),
        ("Passport expiry", "", "other", ""),
        ("ខេត្ត/រាជធានី", "", "province", ""),
        ("Home province", "", "province", ""),
        ("ภูมิลำเนา (จังหวัด)", "", "province", ""),
        ("Village / commune / district / province", "", "place", ""),
        ("Address", "", "place", ""),
        ("Place of birth", "", "birth_place", ""),
        ("Workplace", "", "other", ""),
        ("Tel. No", "", "phone", ""),
        ("Remarks", "", "remark", ""),
        ("Date of return", "", "returned_on", ""),
        ("Date of interview", "", "other", ""),
        ("ប្រភេទ", "ឯកសារ", "document_kind", ""),
        ("លេខ", "ឯកសារ", "document_number", ""),
        ("Number", "Passport", "document_number", "passport"),
        ("Expiry", "Passport", "other", ""),
        ("ថ្ងៃ", "ថ្ងៃខែឆ្នាំកំណើត", "birth_day", ""),
        ("ឆ្នាំ", "ថ្ងៃខែឆ្នាំកំណើត", "birth_year", ""),
        ("ប្រុស", "ភេទ", "sex_male", ""),
        ("ឡាតាំង", "ឈ្មោះ", "name", "latn"),
        ("Surname", "Name", "family_name", ""),
        ("ខេត្ត", "ទីកន្លែងកំណើត", "birth_place", "province"),
        ("Province", "Workplace", "other", ""),
        ("#adm3+code", "", "place_code", ""),
        ("#respondee+name+i_km", "", "name", "khmr"),
    ],
)
def test_a_heading_is_understood(label: str, group: str, field: str, detail: str) -> None:
    found = meaning(label, group, vocabulary())
    assert (found.field.value, found.detail) == (field, detail), found
    assert found.score >= SURE or field == "other"


@pytest.mark.parametrize("label", ["xyz", "Kolona 7", "12", ""])
def test_an_unknown_heading_is_left_open(label: str) -> None:
    assert meaning(label, "", vocabulary()).score < SURE


def test_a_heading_may_say_which_name_stands_first() -> None:
    assert name_order("Name (first last)", vocabulary()) == "given_first"
    assert name_order("គោត្តនាម-នាម", vocabulary()) == "family_first"
    assert name_order("Name", vocabulary()) == ""
