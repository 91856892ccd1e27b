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
MOST_ROWS_OF_A_KEY = 5000


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


def measure(folder: Path, limit: int, failures: int = 0) -> dict[str, object]:
    """All figures of one run, as printed."""
    register = read(folder / "register.csv")
    people = {row["id"]: identity_of(row) for row in register}
    index: dict[str, list[str]] = defaultdict(list)
    started = time.perf_counter()
    filed = Counter(dict.fromkeys(people, 0))
    for who, identity in people.items():
        for key in keys(identity):
            index[key].append(who)
            filed[who] += 1
    key_time = time.perf_counter() - started
    truth = {row["row"]: row for row in read(folder / "list_truth.csv")}
    rows = read(folder / "list_canonical.csv")[:limit]
    found = offered = true_pairs = compared = 0
    compare_time = 0.0
    verdicts: Counter[str] = Counter()
    lost: Counter[str] = Counter()
    wrong: Counter[str] = Counter()
    in_three = 0
    shown: list[str] = []
    for row in rows:
        identity, answer = identity_of(row), truth[row["row"]]
        candidates = {who for key in keys(identity) for who in index.get(key, ())}
        offered += len(candidates)
        target = answer["register_id"]
        true_pairs += bool(target)
        found += target in candidates
        if target and target not in candidates:
            lost.update(answer["noise"].split("|"))
            if failures:
                shown.append(f"lost {row} {next(r for r in register if r['id'] == target)}")
        started = time.perf_counter()
        results = [(compare(identity, people[who]), who) for who in candidates]
        compare_time += time.perf_counter() - started
        compared += len(results)
        kept = sorted(
            (r for r in results if r[0].verdict != "new"), key=lambda r: (-r[0].weight, r[1])
        )
        in_three += target in [who for _, who in kept[:3]] if target else 0
        verdicts["offered"] += len(kept)
        best_same = [who for result, who in kept if result.verdict == "same"]
        for result, who in kept:
            right = "right" if who == target else "wrong"
            verdicts[f"{result.verdict} {right}"] += 1
            if result.verdict == "same" and who != target:
                wrong.update(answer["noise"].split("|"))
                shown.append(f"wrong {row} {[r for r in register if r['id'] == who]} {result}")
        verdicts["rows with two same"] += len(best_same) > 1
    same = verdicts["same right"] + verdicts["same wrong"]
    precision = verdicts["same right"] / same if same else 1.0
    recall = verdicts["same right"] / true_pairs
    for line in shown[:failures]:
        print(line, file=sys.stderr)
    sizes = sorted((len(value) for value in index.values()), reverse=True)
    return {
        "register": len(people),
        "rows": len(rows),
        "true_pairs": true_pairs,
        "blocking_recall": round(found / true_pairs, 4),
        "candidates_per_row": round(offered / len(rows), 1),
        "keys_per_person": round(sum(filed.values()) / len(people), 1),
        "largest_keys": sizes[:5],
        "same_precision": round(precision, 4),
        "same_recall": round(recall, 4),
        "same_f1": round(2 * precision * recall / (precision + recall or 1), 4),
        "same_or_maybe_recall": round(
            (verdicts["same right"] + verdicts["maybe right"]) / true_pairs, 4
        ),
        "true_in_best_three": round(in_three / true_pairs, 4),
        "offered_per_row": round(verdicts["offered"] / len(rows), 2),
        "verdicts": dict(sorted(verdicts.items())),
        "lost_by_noise": dict(lost.most_common(8)),
        "wrong_same_by_noise": dict(wrong.most_common(8)),
        "keys_ms": round(key_time / len(people) * 1000, 4),
        "compare_ms": round(compare_time / (compared or 1) * 1000, 4),
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
