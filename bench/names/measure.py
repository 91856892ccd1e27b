"""Measures keys and comparison on a register and a list with known truth; prints JSON.

    python bench/names/measure.py FOLDER [--rows N]

FOLDER holds register.csv, list_canonical.csv and list_truth.csv (columns as in the README of
this folder). Nothing is learned here.
"""

from __future__ import annotations

import argparse
import csv
import json
import sys
import time
from collections import Counter, defaultdict
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "src"))

from namebridge import Identity, compare, keys, parse

CURRENT_CENTURY_END = 2026


def identity_of(row: dict[str, str]) -> Identity:
    """An identity from a register or list row."""
    names = tuple(parse(row[c]) for c in ("name_km", "name_latin", "name_th") if row[c])
    year = month = day = None
    basis = ""
    if row["birth_date"]:
        parts = [int(part) for part in row["birth_date"].split("-")] + [0, 0]
        year, month, day = parts[0], parts[1] or None, parts[2] or None
        basis = "year" if not month else "jan1" if (month, day) == (1, 1) else "date"
        year = year - 543 if year > CURRENT_CENTURY_END + 100 else year
    elif row.get("age"):
        year, basis = int(row["list_date"][:4]) - int(row["age"]), "age"
    number = row["document_number"]
    documents = ((row["document_kind"], number),) if number else ()
    return Identity(
        names,
        int(row["sex"] or 0),
        year,
        month,
        day,
        basis,  # type: ignore[arg-type]
        row["home_place_code"],
        row["phone"],
        documents,
    )


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def file_people(people: dict[str, Identity]) -> tuple[dict[str, list[str]], int, float]:
    """(people by key, number of keys, seconds)."""
    index: dict[str, list[str]] = defaultdict(list)
    started = time.perf_counter()
    filed = 0
    for who, identity in people.items():
        for key in keys(identity):
            index[key].append(who)
            filed += 1
    return index, filed, time.perf_counter() - started


class Tally:
    """Counts of one run over the rows of a list."""

    def __init__(self) -> None:
        self.true_pairs = self.found = self.offered = self.in_three = self.compared = 0
        self.seconds = 0.0
        self.verdicts: Counter[str] = Counter()
        self.lost: Counter[str] = Counter()
        self.wrong: Counter[str] = Counter()
        self.shown: list[str] = []

    def add(
        self, row: dict[str, str], answer: dict[str, str], met: list[tuple[str, Identity]]
    ) -> None:
        """Compares one row with those it met by a key."""
        target, noise = answer["register_id"], answer["noise"].split("|")
        identity = identity_of(row)
        started = time.perf_counter()
        results = [(compare(identity, other), who) for who, other in met]
        self.seconds += time.perf_counter() - started
        self.compared += len(results)
        self.true_pairs += bool(target)
        if target and target not in {who for who, _ in met}:
            self.lost.update(noise)
            self.shown.append(f"lost: {row} {target}")
        self.found += target in {who for who, _ in met}
        kept = [found for found in results if found[0].verdict != "new"]
        kept.sort(key=lambda found: (-found[0].weight, found[1]))
        self.offered += len(kept)
        self.in_three += bool(target) and target in [who for _, who in kept[:3]]
        for result, who in kept:
            self.verdicts[f"{result.verdict} {'right' if who == target else 'wrong'}"] += 1
            if result.verdict == "same" and who != target:
                self.wrong.update(noise)
                self.shown.append(f"wrong: {row} {who} {result}")


def measure(folder: Path, limit: int, failures: int = 0) -> dict[str, object]:
    """All figures of one run, as printed."""
    people = {row["id"]: identity_of(row) for row in read(folder / "register.csv")}
    index, filed, key_seconds = file_people(people)
    truth = {row["row"]: row for row in read(folder / "list_truth.csv")}
    rows = read(folder / "list_canonical.csv")[:limit]
    tally, candidates = Tally(), 0
    for row in rows:
        met = sorted({who for key in keys(identity_of(row)) for who in index.get(key, ())})
        candidates += len(met)
        tally.add(row, truth[row["row"]], [(who, people[who]) for who in met])
    for line in tally.shown[:failures]:
        print(line, file=sys.stderr)
    right, wrong = tally.verdicts["same right"], tally.verdicts["same wrong"]
    precision = right / ((right + wrong) or 1)
    recall = right / tally.true_pairs
    return {
        "register": len(people),
        "rows": len(rows),
        "true_pairs": tally.true_pairs,
        "blocking_recall": round(tally.found / tally.true_pairs, 4),
        "candidates_per_row": round(candidates / len(rows), 1),
        "keys_per_person": round(filed / len(people), 1),
        "largest_key": max(map(len, index.values())),
        "same_precision": round(precision, 4),
        "same_recall": round(recall, 4),
        "same_f1": round(2 * precision * recall / ((precision + recall) or 1), 4),
        "same_or_maybe_recall": round(
            (right + tally.verdicts["maybe right"]) / tally.true_pairs, 4
        ),
        "true_in_best_three": round(tally.in_three / tally.true_pairs, 4),
        "offered_per_row": round(tally.offered / len(rows), 2),
        "verdicts": dict(sorted(tally.verdicts.items())),
        "lost_by_noise": dict(tally.lost.most_common(8)),
        "wrong_same_by_noise": dict(tally.wrong.most_common(8)),
        "keys_ms": round(key_seconds / len(people) * 1000, 4),
        "compare_ms": round(tally.seconds / (tally.compared or 1) * 1000, 4),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description="Measures keys and comparison on labelled lists.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--failures", type=int, default=0, help="print so many wrong ones")
    given = parser.parse_args()
    print(json.dumps(measure(given.folder, given.rows, given.failures), indent=1))


if __name__ == "__main__":
    main()
