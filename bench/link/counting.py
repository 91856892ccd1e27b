"""What a file of pairs is worth beside the truth."""

import csv
from collections import defaultdict
from pathlib import Path
from typing import Any


def read_truth(path: Path) -> dict[str, str]:
    """row -> id of the register, "" for nobody."""
    with path.open(encoding="utf-8", newline="") as file:
        return {row["row"]: row["register_id"] for row in csv.DictReader(file)}


def judge(truth: dict[str, str], pairs: Path) -> dict[str, Any]:
    """Precision, recall and F1 of `same`, and the share of true pairs among all candidates."""
    same: list[tuple[str, str]] = []
    offered: dict[str, list[str]] = defaultdict(list)
    with pairs.open(encoding="utf-8", newline="") as file:
        for pair in csv.DictReader(file):
            if pair["register_id"]:
                offered[pair["list_row"]].append(pair["register_id"])
                if pair["decision"] == "same":
                    same.append((pair["list_row"], pair["register_id"]))
    right = sum(truth[row] == person for row, person in same)
    true = {row: person for row, person in truth.items() if person}
    held = sum(person in offered[row] for row, person in true.items())
    return {
        **shares(right, len(same), len(true)),
        "candidates_hold": round(held / max(1, len(true)), 4),
        "most_a_row": max(map(len, offered.values()), default=0),
    }


def shares(right: int, said: int, true: int) -> dict[str, float]:
    """Precision, recall and F1 of `said` pairs, `right` of them among the `true`."""
    precision, recall = right / max(1, said), right / max(1, true)
    f1 = 2 * precision * recall / max(1e-9, precision + recall)
    return {"precision": round(precision, 4), "recall": round(recall, 4), "f1": round(f1, 4)}


def best_recall(scored: list[tuple[float, bool]], true: int, least: float) -> dict[str, float]:
    """The most recall that any threshold gives at a precision of `least`, and its threshold."""
    scored.sort(key=lambda pair: -pair[0])
    best = {"recall": 0.0, "precision": 1.0, "threshold": float("inf")}
    right = 0
    for said, (score, good) in enumerate(scored, 1):
        right += good
        last = said == len(scored) or scored[said][0] != score
        if last and right / said >= least:
            best = {
                "recall": round(right / max(1, true), 4),
                "precision": round(right / said, 4),
                "threshold": round(score, 3),
            }
    return best
