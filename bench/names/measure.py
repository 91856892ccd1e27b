"""Measures all that is done with names (`./polakor bench names`); prints JSON and keeps it.

    python bench/names/measure.py [--names FOLDER] [--lists FOLDER] [--sizes 20000,...] [--invented]

Finding full names across scripts (retrieve.py), repairing and writing forms (forms.py), linking a
list (linkage.py); the last result is kept in results.json. `measure` here is the plain pairwise
way through keys and `compare`, for tests. Nothing is learned here.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import sys
import time
from collections import Counter, defaultdict
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "src"))

from namebridge import Identity, compare, keys, parse

HERE = Path(__file__).resolve().parent
CURRENT_CENTURY_END = 2026
UNSEEN_SIZE = 200_000


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


def everything(given: argparse.Namespace) -> dict[str, object]:
    """All that is measured of names, in one run."""
    sys.path.insert(0, str(HERE))
    import forms
    import linkage
    import retrieve

    folder = None if given.invented else given.names or retrieve.default_folder()
    sizes = [int(size) for size in given.sizes.split(",")]
    found: dict[str, object] = {"load_before": round(os.getloadavg()[0], 1)}
    found["finding"] = retrieve.measure(folder, sizes)
    if folder is not None:
        found["finding_words_never_seen"] = retrieve.halves(folder, UNSEEN_SIZE)
    found |= forms.measure(folder)
    lists = given.lists or (folder.parent / "lists" if folder else None)
    has_lists = lists is not None and (lists / "list_truth.csv").exists()
    task = linkage.task_of_folder(lists) if has_lists else linkage.task_of_invented()
    found["linking"] = linkage.measure(task)
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description="Measures all that is done with names.")
    parser.add_argument("--names", type=Path, help="folder of attested names (see retrieve.py)")
    parser.add_argument("--lists", type=Path, help="folder of a register, a list and its truth")
    parser.add_argument("--sizes", default="20000,200000,2000000", help="sizes of register")
    parser.add_argument("--invented", action="store_true", help="invented people alone")
    found = json.dumps(everything(parser.parse_args()), indent=1, ensure_ascii=False)
    print(found)
    if os.access(HERE, os.W_OK):
        (HERE / "results.json").write_text(found + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
