"""Sheets that are not one table with headings on top: forms, couples, tables beside each other."""

from collections.abc import Sequence

from tests.factories import list_files, lists
from tests.rooms.intake.test_reading_lists import places, vocabulary

from polakor.intake.rules.layout import propose_layout
from polakor.intake.rules.layouts import Layout
from polakor.intake.rules.reading import RowReader
from polakor.intake.rules.readings import Reading
from polakor.intake.rules.shapes import unfolded
from polakor.intake.rules.sheets import people_rows, sample_of, sample_rows
from polakor.intake.rules.tables import Workbook, open_table_file

Rows = list[list[object]]


def opened(rows: Sequence[Sequence[object]]) -> Workbook:
    return open_table_file(list_files.delimited(rows), "list.csv")


def people(rows: Sequence[Sequence[object]]) -> list[tuple[int, Reading]]:
    """Row numbers and readings, by the way a list goes: layouts are kept, the file opened again."""
    book = opened(rows)
    layouts = [propose_layout(sheet, vocabulary()) for sheet in unfolded(book, vocabulary()).sheets]
    kept = [Layout.from_json(layout.as_json()) for layout in layouts]
    assert kept == layouts
    readers = [RowReader(layout, vocabulary(), places(), lists.LIST_DAY) for layout in kept]
    read = [(row.number, readers[at].read(row)) for at, row in people_rows(book, kept)]
    assert not [one for _, one in read if one.kind.value == "unreadable"]
    return [(number, one.reading) for number, one in read if one.reading]


def codes(rows: Rows) -> list[str]:
    return [notice.code for notice in unfolded(opened(rows), vocabulary()).notices]


def test_a_form_with_its_headings_down_the_side_is_turned() -> None:
    rows: Rows = [
        ["ឈ្មោះ", "កែវ ដារ៉ា", "សុខ ចាន់ថា"],
        ["ភេទ", "ប្រុស", "ស្រី"],
        ["ថ្ងៃខែឆ្នាំកំណើត", "12/03/1990", "01/05/1992"],
        ["លេខទូរស័ព្ទ", "012 345 678", ""],
    ]
    (at, first), (_, second) = people(rows)
    assert at == 2
    assert first.birth
    assert (first.name_km, first.sex, first.birth.iso) == ("កែវ ដារ៉ា", 1, "1990-03-12")
    assert (second.name_km, second.sex, second.phone) == ("សុខ ចាន់ថា", 2, "")
    assert codes(rows) == ["turned_table"]


def test_a_form_of_one_person_is_one_person() -> None:
    rows: Rows = [
        ["Interview form"],
        ["Name:", "Keo Dara"],
        ["Sex:", "M"],
        ["Age:", "34 years"],
        ["Phone:", "012345678"],
    ]
    ((_, person),) = people(rows)
    assert (person.name_latin, person.sex, person.age) == ("Keo Dara", 1, 34)


def test_tables_side_by_side_lose_nobody() -> None:
    rows: Rows = [
        ["No", "Name", "Sex", "Age", "", "No", "Name", "Sex", "Age"],
        [1, "Keo Dara", "M", 34, "", 3, "Sok Chantha", "F", 29],
        [2, "Phon Rith", "M", 40, "", 4, "Chan Lina", "F", 22],
    ]
    found = people(rows)
    assert [(at, one.name_latin, one.age) for at, one in found] == [
        (2, "Keo Dara", 34),
        (3, "Phon Rith", 40),
        (2, "Sok Chantha", 29),
        (3, "Chan Lina", 22),
    ]
    assert codes(rows) == ["several_tables"]
    _, right = unfolded(opened(rows), vocabulary()).sheets
    headings = [column.header for column in propose_layout(right, vocabulary()).columns]
    assert headings == ["No", "Name", "Sex", "Age"]


def test_husband_and_wife_on_one_row_are_two_people_of_one_home() -> None:
    rows: Rows = [
        ["ល.រ", "ឈ្មោះប្តី", "អាយុ", "ឈ្មោះប្រពន្ធ", "អាយុ", "ខេត្ត"],
        ["១", "កែវ ដារ៉ា", "៣៥", "សុខ ចាន់ថា", "៣២", "បាត់ដំបង"],
    ]
    found = [(one.name_km, one.age, one.place_code) for _, one in people(rows)]
    assert found == [("កែវ ដារ៉ា", 35, "02"), ("សុខ ចាន់ថា", 32, "02")]


def test_a_second_table_with_other_columns_is_read_by_its_own_headings() -> None:
    rows: Rows = [
        ["Men"],
        ["No", "Name", "Age", "Province", "Phone"],
        [1, "Keo Dara", 34, "Battambang", "012345678"],
        ["Total", 1],
        [],
        ["Women"],
        ["No", "Province", "Name", "Phone", "Age"],
        [1, "Siem Reap", "Sok Chantha", "012345671", 31],
        ["Total", 1],
    ]
    found = [(at, one.name_latin, one.age, one.place_code) for at, one in people(rows)]
    assert found == [(3, "Keo Dara", 34, "02"), (8, "Sok Chantha", 31, "17")]


def test_a_plain_list_stays_in_one_piece() -> None:
    for maker in lists.ALL:
        messy = maker()
        book = open_table_file(messy.content, messy.name)
        assert unfolded(book, vocabulary()) is book


def test_somebody_elses_name_beside_the_persons_makes_no_second_person() -> None:
    rows: Rows = [
        ["Name", "Sex", "Age", "Phone", "Contact person", "Phone"],
        ["Keo Dara", "M", 34, "012345678", "Keo Lina", "012345679"],
    ]
    assert len(people(rows)) == 1
    rows = [
        ["Name", "Sex", "Village", "Province", "Village", "Province"],
        ["Keo Dara", "M", "", "Battambang", "", "Siem Reap"],
    ]
    assert len(people(rows)) == 1


def test_what_lies_under_merged_cells_is_kept_with_the_sample() -> None:
    rows: Rows = [["Name", "Sex", "Province"], ["Keo Dara", "M", "Battambang"], ["Keo Lina", "F"]]
    (sheet,) = open_table_file(list_files.xlsx(rows, ["C2:C3"]), "list.xlsx").sheets
    sample = sample_of(sheet, propose_layout(sheet, vocabulary()))
    assert [row.spread for row in sample_rows(sample)] == [(), ((2, "Battambang"),)]
