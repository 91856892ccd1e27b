"""The words come from packs; every code a reading can give has a sentence."""

import re
from datetime import date
from pathlib import Path

import pytest
from tests.factories import list_files

from polakor.intake.rules import reasons
from polakor.intake.rules.fields import Field
from polakor.intake.rules.layout import propose_layout
from polakor.intake.rules.places import PlaceIndex
from polakor.intake.rules.reading import read_sheet
from polakor.intake.rules.tables import open_table_file
from polakor.intake.rules.vocabulary import Vocabulary

ROOT = Path(__file__).resolve().parents[3]
RULES = ROOT / "src/polakor/intake/rules"
PACKS = ("kh", "xx")
COLUMN_WORDS = {"other_name", "head_name", "other_place", "other_date", "issue_or_expiry"}


def words(pack: str) -> Vocabulary:
    return Vocabulary.from_toml((ROOT / "packs" / pack / "words.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("pack", PACKS)
def test_headings_of_a_pack_name_fields_that_exist(pack: str) -> None:
    known = {field.value for field in Field} | COLUMN_WORDS
    assert set(words(pack).tables["columns"]) <= known


@pytest.mark.parametrize("pack", PACKS)
@pytest.mark.parametrize(
    ("table", "file"),
    [
        ("modes", "return_modes"),
        ("flags", "flags"),
        ("needs", "needs"),
        ("documents", "document_kinds"),
        ("column_documents", "document_kinds"),
    ],
)
def test_words_of_a_pack_name_codes_of_the_pack(pack: str, table: str, file: str) -> None:
    text = (ROOT / "packs" / pack / f"{file}.toml").read_text(encoding="utf-8")
    codes = set(re.findall(r'^code = "([^"]+)"', text, re.MULTILINE))
    assert set(words(pack).tables[table]) <= codes


def test_no_word_mixes_scripts() -> None:
    for table in words("kh").tables.values():
        for word in (word for several in table.values() for word in several):
            thai, khmer = re.search("[\u0e00-\u0e7f]", word), re.search("[\u1780-\u17ff]", word)
            assert not (thai and khmer), word


def test_every_code_in_the_code_has_a_sentence() -> None:
    said = set(reasons.REASONS) | set(reasons.NOTICES)
    for path in RULES.glob("*.py"):
        for code in re.findall(
            r'(?:Notice\.of\(|notices\.append\(|reason=|notices=\()"([a-z_]+)"', path.read_text()
        ):
            assert code in said, (path.name, code)


def test_later_words_are_added_to_earlier_ones() -> None:
    both = Vocabulary.from_toml('[sex]\nmale=["a"]', '[sex]\nmale=["b"]\nfemale=["c"]')
    assert both.words("sex", "male") == ("a", "b")
    assert both.lookup("sex")["c"] == "female"


@pytest.mark.parametrize("text", ['sex = "x"', "[sex]\nmale = 1", "[phone_forms]\nKH = 1"])
def test_a_broken_word_list_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="must"):
        Vocabulary.from_toml(text)


def test_the_invented_countrys_list_is_read_by_its_own_words() -> None:
    rows: list[list[object]] = [
        ["Liste des personnes rentrées"],
        ["N°", "Nom", "Prénom", "Sexe", "Né le", "Canton", "Passeport", "Vulnérabilités"],
        [1, "Durand", "Élise", "F", "3 février 1990", "Canton de Hautemer", "P1234567", "menacée"],
        [2, "Roux", "Jean", "H", "12/05/1988", "Haute Mer", "", "rien"],
        ["Total", "2 personnes"],
        ["", "", "", "", "", "Vu et approuvé"],
    ]
    sheet = open_table_file(list_files.xlsx(rows), "liste.xlsx").sheets[0]
    vocabulary = words("xx")
    layout = propose_layout(sheet, vocabulary)
    index = PlaceIndex.from_rows([("1", "Hautemer", "Highsea")], vocabulary)
    read = [r for _, r in read_sheet(sheet, layout, vocabulary, index, date(2025, 1, 1))]
    assert [r.kind.value for r in read] == [
        "title", "header", "person", "person", "total", "signature",
    ]  # fmt: skip
    first, second = read[2].reading, read[3].reading
    assert first
    assert first.birth
    assert second
    assert (first.name_latin, first.sex, first.birth.iso) == ("Durand Élise", 2, "1990-02-03")
    assert (first.place_code, first.document_kind, first.flags) == (
        "1",
        "passport",
        ("threatened",),
    )
    assert (second.name_latin, second.sex, second.place_code) == ("Roux Jean", 1, "1")
