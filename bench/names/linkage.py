"""Measures linking a list to a register with known truth: verdicts, intervals, errors left.

    python bench/names/linkage.py [FOLDER] [--keep]

FOLDER holds register.csv, list_canonical.csv and list_truth.csv (README.md beside this file);
without it people are invented (`bench/people`). Candidates are found by `namebridge.keys`, scored
and decided by `namebridge.records`. Nothing is learned here.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
from collections import Counter, defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parents[1] / "src"), str(HERE.parent)]

import numpy as np  # noqa: E402
from measure import identity_of, read  # noqa: E402

from namebridge import Identity, keys  # noqa: E402
from namebridge.records import (  # noqa: E402
    Records,
    Scores,
    TokenPairs,
    Tokens,
    codes_of,
    decide,
    score,
)

Ints = np.ndarray
# Invented people: so many in the register, so many rows on the list.
INVENTED, INVENTED_ROWS = 20_000, 6_000
# Rows drawn anew for the intervals.
_REDRAWN = 1_000


@dataclass(frozen=True)
class Task:
    """A register, a list and who is meant by each row (place in the register, -1 nobody)."""

    register: list[Identity]
    rows: list[Identity]
    truth: Ints
    noise: list[tuple[str, ...]]


def task_of_folder(folder: Path, limit: int = 1_000_000) -> Task:
    """The task of three files."""
    register = read(folder / "register.csv")
    place = {row["id"]: number for number, row in enumerate(register)}
    rows = read(folder / "list_canonical.csv")[:limit]
    truth = {row["row"]: row for row in read(folder / "list_truth.csv")}
    return Task(
        [identity_of(row) for row in register],
        [identity_of(row) for row in rows],
        np.array([place.get(truth[row["row"]]["register_id"], -1) for row in rows]),
        [tuple(truth[row["row"]]["noise"].split("|")) for row in rows],
    )


def task_of_invented(people: int = INVENTED, rows: int = INVENTED_ROWS, seed: int = 1) -> Task:
    """A task of people invented by `bench/people`: other words and other slips."""
    from people.noise import make_list
    from people.register import HEAD, make_register

    register = make_register(people, seed=seed)
    known = [
        _invented({name: str(column[place]) for name, column in block.items()})
        for block in register.blocks()
        for place in range(len(block["id"]))
    ]
    drawn = list(make_list(register, rows, seed=seed))
    return Task(
        known,
        [_invented({name: str(row[name]) for name in HEAD}) for row, _ in drawn],
        np.array([person for _, person in drawn]),
        [("invented",)] * len(drawn),
    )


def _invented(row: dict[str, str]) -> Identity:
    return identity_of({**row, "sex": {"M": "1", "F": "2"}.get(row["sex"], row["sex"])})


@dataclass(frozen=True)
class Linked:
    """Scored candidates of a task: pairs rows[i] ~ register[j]."""

    i: Ints
    j: Ints
    scores: Scores
    left: Records
    right: Records
    store: TokenPairs
    seconds: dict[str, float]


def candidates(task: Task) -> tuple[Ints, Ints]:
    """Pairs that share a key."""
    filed: dict[str, list[int]] = defaultdict(list)
    for place, person in enumerate(task.register):
        for key in keys(person):
            filed[key].append(place)
    met = [sorted({p for key in keys(row) for p in filed.get(key, ())}) for row in task.rows]
    i = np.repeat(np.arange(len(met)), [len(found) for found in met])
    return i, np.array([place for found in met for place in found], dtype=np.int64)


def link(task: Task) -> Linked:
    """Finds and scores the candidates of all rows."""
    seconds = {}
    started = time.process_time()
    i, j = candidates(task)
    seconds["keys"] = time.process_time() - started
    started = time.process_time()
    tokens = Tokens()
    left, right = Records.of(task.rows, tokens), Records.of(task.register, tokens)
    store = TokenPairs(tokens, right.word_shares())
    seconds["columns"] = time.process_time() - started
    started = time.process_time()
    score(left, right, i, j, store)
    seconds["score_cold"] = time.process_time() - started
    started = time.process_time()
    scores = score(left, right, i, j, store)
    seconds["score_warm"] = time.process_time() - started
    return Linked(i, j, scores, left, right, store, seconds)


def _counts(task: Task, i: Ints, j: Ints, verdict: Ints) -> Ints:
    """int[rows, 5]: true, same right, same wrong, true among candidates, candidates offered."""
    right = task.truth[i] == j
    counts = np.zeros((len(task.rows), 5), dtype=np.int64)
    counts[:, 0] = task.truth >= 0
    np.add.at(counts[:, 1], i, (verdict == 2) & right)
    np.add.at(counts[:, 2], i, (verdict == 2) & ~right)
    np.add.at(counts[:, 3], i, (verdict >= 1) & right)
    np.add.at(counts[:, 4], i, verdict >= 1)
    return counts


def figures(totals: Ints) -> dict[str, float]:
    """Rates of summed counts."""
    true, right, wrong, found, offered = (int(part) for part in totals)
    precision, recall = right / max(1, right + wrong), right / max(1, true)
    return {
        "precision": round(precision, 4),
        "recall": round(recall, 4),
        "f1": round(2 * precision * recall / max(1e-9, precision + recall), 4),
        "candidates": round(found / max(1, true), 4),
        "offered": offered,
        "wrong": wrong,
    }


def intervals(counts: Ints, seed: int = 1) -> dict[str, tuple[float, float]]:
    """95 % intervals of the rates, rows drawn anew (bootstrap)."""
    chance = np.random.default_rng(seed)
    drawn = [
        figures(counts[chance.integers(0, len(counts), len(counts))].sum(axis=0))
        for _ in range(_REDRAWN)
    ]
    return {
        name: tuple(
            round(float(x), 4) for x in np.percentile([d[name] for d in drawn], (2.5, 97.5))
        )
        for name in ("precision", "recall", "f1", "candidates")
    }


def measure(task: Task, shown: int = 0) -> dict[str, Any]:
    """All figures of one task."""
    linked = link(task)
    i, j = linked.i, linked.j
    verdict = decide(i, j, linked.scores.weight, name_only=linked.scores.name_only).verdict
    counts = _counts(task, i, j, verdict)
    half = np.arange(len(counts)) % 2
    true = task.truth >= 0
    met = np.zeros(len(counts), dtype=bool)
    met[i[task.truth[i] == j]] = True
    missed: Counter[str] = Counter()
    wrong: Counter[str] = Counter()
    for row in np.flatnonzero(true & (counts[:, 1] == 0)).tolist():
        missed.update(task.noise[row])
    for row in np.flatnonzero(counts[:, 2]).tolist():
        wrong.update(task.noise[row])
    _show(task, linked, verdict, shown)
    pairs = len(i)
    return {
        "register": len(task.register),
        "rows": len(task.rows),
        "pairs": pairs,
        "true_pairs_met": round(float(met[true].mean()), 4),
        **figures(counts.sum(axis=0)),
        "offered_per_row": round(float(counts[:, 4].sum() / len(counts)), 3),
        "intervals": intervals(counts),
        "halves": [figures(counts[half == part].sum(axis=0)) for part in (0, 1)],
        "true_not_same_by_noise": dict(missed.most_common(10)),
        "wrong_same_by_noise": dict(wrong.most_common(6)),
        "pairs_per_second": round(pairs / linked.seconds["score_warm"]),
        "seconds": {name: round(value, 2) for name, value in linked.seconds.items()},
    }


def _show(task: Task, linked: Linked, verdict: Ints, shown: int) -> None:
    """Prints wrong "same" and some true pairs that are "new" or "maybe" to standard error."""
    right = task.truth[linked.i] == linked.j
    chance = random.Random(1)
    kinds = {
        "WRONG": np.flatnonzero((verdict == 2) & ~right),
        "NEW": np.flatnonzero((verdict == 0) & right),
        "MAYBE": np.flatnonzero((verdict == 1) & right),
    }
    for kind, places in kinds.items():
        for pair in chance.sample(places.tolist(), min(shown, len(places))):
            row, person = task.rows[linked.i[pair]], task.register[linked.j[pair]]
            codes = " ".join(codes_of(linked.scores, pair))
            weight = linked.scores.weight[pair]
            print(f"{kind} {weight} {codes} {task.noise[linked.i[pair]]}", file=sys.stderr)
            for one in (row, person):
                names = " / ".join(name.text for name in one.names)
                print(
                    f"   {names} {one.sex} {one.birth_year}-{one.birth_month}-{one.birth_day}"
                    f" {one.birth_basis} {one.place} {one.phone} {one.documents}",
                    file=sys.stderr,
                )


def main() -> None:
    parser = argparse.ArgumentParser(description="Measures linking a list to a register.")
    parser.add_argument("folder", type=Path, nargs="?")
    parser.add_argument("--show", type=int, default=0, help="print so many errors of each kind")
    given = parser.parse_args()
    task = task_of_folder(given.folder) if given.folder else task_of_invented()
    print(json.dumps(measure(task, given.show), indent=1))


if __name__ == "__main__":
    main()
