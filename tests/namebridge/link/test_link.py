"""From file to file: the promises of `namebridge.link`."""

import csv
from collections import defaultdict
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pytest
from tests.namebridge.link.people import (
    LIST_COLUMNS,
    REGISTER_COLUMNS,
    register_rows,
    seen_again,
    write,
)

from namebridge import Identity, parse
from namebridge.facts import facts_of
from namebridge.link import files, link_files, run
from namebridge.link.names import NameTable
from namebridge.link.output import HEADER, sentence
from namebridge.link.problems import LinkProblem
from namebridge.link.tokens import NONE
from namebridge.readings import Token, forms_of


def _files(folder: Path, people: int = 300) -> tuple[Path, Path]:
    rows = register_rows(people)
    return (
        write(folder / "register.csv", REGISTER_COLUMNS, rows),
        write(folder / "list.csv", LIST_COLUMNS, seen_again(rows[: people // 2])),
    )


def _pairs(path: Path) -> dict[str, list[dict[str, str]]]:
    found: dict[str, list[dict[str, str]]] = defaultdict(list)
    with path.open(encoding="utf-8", newline="") as file:
        for pair in csv.DictReader(file):
            assert tuple(pair) == HEADER
            found[pair["list_row"]].append(pair)
    return found


def test_people_are_found_again_across_scripts_and_oddities(tmp_path: Path) -> None:
    register, listed = _files(tmp_path)
    link_files(register, listed, tmp_path / "pairs.csv")
    found = _pairs(tmp_path / "pairs.csv")
    true = [f"R{row}" in [pair["register_id"] for pair in pairs] for row, pairs in found.items()]
    assert len(true) == 150
    assert sum(true) >= 140


@pytest.mark.parametrize("most", [1, 3, 10])
def test_every_row_has_one_same_at_most_and_no_more_than_asked_for(
    tmp_path: Path, most: int
) -> None:
    register, listed = _files(tmp_path)
    summary = link_files(register, listed, tmp_path / "pairs.csv", candidates=most)
    found = _pairs(tmp_path / "pairs.csv")
    assert list(found) == [str(row) for row in range(1, 151)]
    for pairs in found.values():
        decisions = [pair["decision"] for pair in pairs]
        if decisions == ["new"]:
            assert pairs[0]["register_id"] == pairs[0]["score"] == ""
            continue
        assert len(pairs) <= most
        assert set(decisions[1:]) <= {"maybe"}
        assert decisions[0] in ("same", "maybe")
        assert all(pair["why"] and pair["register_id"] for pair in pairs)
        scores = [float(pair["score"]) for pair in pairs[1:]]
        assert scores == sorted(scores, reverse=True)
    told = summary.counts
    assert told["same"] + told["maybe"] + told["new"] == summary.list_rows == 150


def test_names_alone_still_rank_candidates(tmp_path: Path) -> None:
    rows = register_rows(200)
    names = ["id", "name_km", "name_latin"]
    register = write(tmp_path / "register.csv", names, rows)
    listed = write(tmp_path / "list.csv", ["name_latin"], [rows[7], {"name_latin": "Zzyzx Qq"}])
    link_files(register, listed, tmp_path / "pairs.csv", candidates=10)
    found = _pairs(tmp_path / "pairs.csv")
    by_id = {row["id"]: row["name_latin"] for row in rows}
    assert found["1"][0]["decision"] == "maybe"
    assert by_id[found["1"][0]["register_id"]] == rows[7]["name_latin"]
    assert [pair["decision"] for pair in found["2"]] == ["new"]


@pytest.mark.parametrize(
    ("born", "number"),
    [
        ("1951-11-03", "900000128"),
        ("1951-11-03", "900001023"),
        ("1951-11-03", "90000012"),
        ("1978-05-12", ""),
    ],
)
def test_a_misread_number_or_year_beside_the_name_still_meets(
    tmp_path: Path, born: str, number: str
) -> None:
    """A rare name, and nothing else that stands as it did, is enough for an officer's look."""
    person = {
        "id": "R0",
        "name_latin": "OEUNG Chantrea",
        "birth_date": "1987-05-12",
        "home_place_code": "080101",
        "document_kind": "nid",
        "document_number": "900000123",
    }
    rows = [person, *register_rows(200)]
    row = {**person, "birth_date": born, "home_place_code": "", "document_number": number}
    register = write(tmp_path / "register.csv", REGISTER_COLUMNS, rows)
    listed = write(tmp_path / "list.csv", LIST_COLUMNS, [row])
    link_files(register, listed, tmp_path / "pairs.csv")
    assert "R0" in [pair["register_id"] for pair in _pairs(tmp_path / "pairs.csv")["1"]]


def test_the_same_files_give_the_same_pairs_in_chunks_of_any_size(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    register, listed = _files(tmp_path)
    link_files(register, listed, tmp_path / "one.csv")
    monkeypatch.setattr("namebridge.link.duck._PAIRS_AT_ONCE", 0)
    monkeypatch.setattr("namebridge.link.duck._FEWEST_AT_ONCE", 17)
    link_files(register, listed, tmp_path / "two.csv")
    assert (tmp_path / "one.csv").read_bytes() == (tmp_path / "two.csv").read_bytes()


def _identity(row: dict[str, str]) -> Identity:
    """What the register would make of a row, read one by one."""
    names = tuple(parse(row[name]) for name in files.NAMES if row.get(name))
    told = row.get("birth_date", "")
    parts = [int(part) for part in told.split("-")] if told.replace("-", "").isdigit() else []
    basis: Any = "date"
    if not parts and row.get("age"):
        parts, basis = [int(row["as_of"][:4]) - int(row["age"])], "age"
    year, month, day = (*parts, None, None, None)[:3]
    return Identity(
        names,
        int(row["sex"] or 0),
        year,
        month,
        day,
        basis,
        row["home_place_code"],
        row["phone"],
        ((row["document_kind"], row["document_number"]),),
    )


def _parts(table: NameTable, name: int) -> tuple[tuple[Token, Token], ...]:
    columns = (table.family[name], table.given[name], table.family2[name], table.given2[name])
    found = table.tokens.texts(
        np.array([column for column in columns if column != NONE], dtype=np.int32)
    )
    return tuple(zip(found[::2], found[1::2], strict=True))


def test_columns_say_of_a_row_what_an_identity_says(tmp_path: Path) -> None:
    rows = seen_again(register_rows(300))
    rows[0] |= {"document_number": "n-12 34.567", "document_kind": "passport"}
    rows[1] |= {"document_number": "0000000"}
    rows[6] |= {"birth_date": "2533-05-12", "phone": "012 345 678"}
    rows[7] |= {"birth_date": "1990-01-01", "name_km": "លោកស្រី កែវ  រតនៈ", "phone": "12"}
    rows[8] |= {"birth_date": "1990-02", "name_latin": "Sok-Chan  O'Dara Keo", "age": ""}
    path = write(tmp_path / "list.csv", LIST_COLUMNS, rows)
    with duckdb.connect() as connection:
        for table in ("register", "list"):
            files.load(connection, files.look_at(path, "row"), table)
        prepared = run.prepare(connection)
    side, papers = prepared.listed.side, prepared.listed.papers
    kinds, table = prepared.language.kinds, prepared.language.table
    numbers = dict(zip(papers.row.tolist(), papers.number.tolist(), strict=True))
    for place, row in enumerate(rows):
        identity = _identity(row)
        facts = facts_of(identity)
        found = [int(getattr(side, name)[place]) for name in facts._fields[:-1]]
        assert found == list(facts[:-1]), row
        kind = kinds[side.kind[place]] if place in numbers else ""
        documents = ((kind, numbers[place].decode()),) if place in numbers else ()
        assert documents == facts.documents, row
        names = side.names[place][table.script[side.names[place]] != NONE]
        wholes, scripts = table.wholes(names), table.script[names].tolist()
        read = zip(scripts, wholes, [_parts(table, name) for name in names], strict=True)
        assert list(read) == [
            (form.script, form.whole, form.parts) for form in forms_of(identity.names)
        ]


def test_an_age_without_a_day_is_todays(tmp_path: Path) -> None:
    path = write(tmp_path / "list.csv", LIST_COLUMNS, [{"row": "1", "name_km": "កែវ", "age": "30"}])
    with duckdb.connect() as connection:
        for table in ("register", "list"):
            files.load(connection, files.look_at(path, "row"), table)
        side = run.prepare(connection).listed.side
    assert side.year.tolist() == [date.today().year - 30]
    assert side.from_age.tolist() == [1]


def test_reasons_are_told_in_both_languages() -> None:
    codes = ("name_sounds_same", "birth_date_same")
    assert sentence(codes, "en").endswith("; The same date of birth")
    assert "ឈ្មោះ" in sentence(codes, "km")


@pytest.mark.parametrize(("change", "said"), [({"candidates": 0}, "--candidates"), ({}, "folder")])
def test_what_cannot_be_done_is_said(tmp_path: Path, change: dict[str, int], said: str) -> None:
    register, listed = _files(tmp_path, 4)
    out = tmp_path / ("pairs.csv" if change else "nowhere/pairs.csv")
    with pytest.raises(LinkProblem, match=said):
        link_files(register, listed, out, **change)


def test_a_file_that_is_read_is_never_written_over(tmp_path: Path) -> None:
    register, listed = _files(tmp_path, 4)
    before = register.read_bytes()
    with pytest.raises(LinkProblem, match="name another"):
        link_files(register, listed, register)
    assert register.read_bytes() == before
