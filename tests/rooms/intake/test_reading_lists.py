"""Every messy list the project makes reads to the truth made with it."""

from collections.abc import Callable
from functools import cache, partial
from pathlib import Path
from typing import Any

import pytest
from tests.factories import list_files, lists

from polakor.intake.rules.layout import Layout, propose_layout
from polakor.intake.rules.places import PlaceIndex
from polakor.intake.rules.reading import RowReading, read_sheet
from polakor.intake.rules.tables import Sheet, open_table_file
from polakor.intake.rules.vocabulary import Vocabulary

WORDS = Path(__file__).resolve().parents[3] / "packs" / "kh" / "words.toml"


@cache
def vocabulary() -> Vocabulary:
    return Vocabulary.from_toml(WORDS.read_text(encoding="utf-8"))


@cache
def places() -> PlaceIndex:
    return PlaceIndex.from_rows(lists.GAZETTEER, vocabulary())


def opened(messy: lists.MessyList) -> tuple[Sheet, Layout]:
    sheet = open_table_file(messy.content, messy.name).sheets[0]
    return sheet, propose_layout(sheet, vocabulary())


def read_all(messy: lists.MessyList) -> list[RowReading]:
    sheet, layout = opened(messy)
    return [r for _, r in read_sheet(sheet, layout, vocabulary(), places(), lists.LIST_DAY)]


def said(read: RowReading, wanted: lists.Expected) -> dict[str, object]:
    if read.reading is None:
        return {}
    values = {name: getattr(read.reading, name) for name in wanted.values}
    return {name: getattr(value, "iso", value) for name, value in values.items()}


MAKERS: tuple[Callable[[], lists.MessyList], ...] = (
    *lists.ALL,
    partial(lists.khmer_form, as_text=True),
    partial(lists.given_first, "cp1252"),
    partial(lists.given_first, "utf-8-sig"),
)


def name_of(maker: Callable[..., Any]) -> str:
    """The same words in every process: workers must agree on what tests there are."""
    if isinstance(maker, partial):
        return "-".join(map(str, (maker.func.__name__, *maker.args, *maker.keywords)))
    return str(getattr(maker, "__name__", maker))


@pytest.mark.parametrize("maker", MAKERS, ids=name_of)
def test_a_messy_list_reads_to_its_truth(maker: Callable[[], lists.MessyList]) -> None:
    messy = maker()
    read = read_all(messy)
    assert len(read) == len(messy.truth)
    wrong = [
        (number, messy.rows[number - 1], got.kind.value, got.reason, said(got, wanted), wanted)
        for number, (got, wanted) in enumerate(zip(read, messy.truth, strict=True), 1)
        if got.kind.value != wanted.kind or said(got, wanted) != wanted.values
    ]
    assert not wrong, wrong[0]


@pytest.mark.parametrize("maker", MAKERS, ids=name_of)
def test_a_layout_survives_being_kept_as_json(maker: Callable[[], lists.MessyList]) -> None:
    _, layout = opened(maker())
    assert Layout.from_json(layout.as_json()) == layout


def test_the_officers_correction_is_remembered_for_the_same_headings() -> None:
    _, first = opened(lists.misspelt(20))
    corrected = first.with_column(2, "remark")
    _, later = opened(lists.misspelt(12))
    remembered = later.remembered(corrected)
    assert remembered.columns[2].field == "remark"
    assert remembered.columns[2].examples == later.columns[2].examples
    assert remembered.header_rows == later.header_rows
    _, other = opened(lists.two_languages())
    assert other.remembered(corrected) == other


def test_the_officer_may_turn_the_name_order_round() -> None:
    messy = lists.two_languages()
    sheet, layout = opened(messy)
    turned = layout.with_name_order("given_first")
    rows = read_sheet(sheet, turned, vocabulary(), places(), lists.LIST_DAY)
    names = [read.reading.name_latin for _, read in rows if read.reading]
    assert names[0] == "Dara Keo"


def test_a_sheet_of_sums_has_no_names() -> None:
    rows: list[list[object]] = [["Province", "Male", "Female", "Total"], ["Battambang", 12, 14, 26]]
    sheet = open_table_file(list_files.xlsx(rows), "sums.xlsx").sheets[0]
    assert not propose_layout(sheet, vocabulary()).has_names


def test_who_signs_below_the_list_is_no_returnee() -> None:
    messy = lists.MessyList("signed.csv")
    messy.add("header", "Name", "Sex", "Age")
    for at in range(5):
        messy.add("person", lists.someone(at).latin, "M", 30 + at)
    messy.add("total", "Total 5", "", "")
    messy.add("signature", "Prepared by", "", "")
    messy.add("signature", "Sok Dara", "", "")
    messy.content = list_files.delimited(messy.rows)
    assert [read.kind.value for read in read_all(messy)] == [t.kind for t in messy.truth]


def test_a_surname_that_is_also_a_word_for_total_stays_a_person() -> None:
    messy = lists.MessyList("sum.csv")
    messy.add("header", "No", "Name", "Sex", "Age")
    messy.add("person", 1, "Sum Dara", "M", 30)
    messy.add("person", 2, "Sum", "F", 31)
    messy.content = list_files.delimited(messy.rows)
    assert [read.kind.value for read in read_all(messy)] == [t.kind for t in messy.truth]


def test_rows_with_nothing_but_a_printed_number_are_blank() -> None:
    messy = lists.MessyList("form.csv")
    messy.add("header", "No", "Name", "Sex")
    messy.add("person", 1, "Keo Dara", "M")
    messy.add("blank", 2, "", "")
    messy.content = list_files.delimited(messy.rows)
    assert [read.kind.value for read in read_all(messy)] == [t.kind for t in messy.truth]
