"""Runs the labelled pairs of cases.csv and shows what changed against the kept result.

    python bench/names/cases.py            what misses now, gained and lost since the kept result
    python bench/names/cases.py --keep     writes the result of now to cases_result.csv

A case is two people written as `namebridge.golden.identity_of` reads them. Expected: same, maybe,
new, or one of them excluded (not_same, not_new), or certain, not_certain. STRONG cases must hold (a
test); MEDIUM ones should; WEAK ones are wishes.
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "src"))

from namebridge import Comparison, compare
from namebridge.golden import found_in, identity_of, is_met

HERE = Path(__file__).resolve().parent
KEPT = HERE / "cases_result.csv"


@dataclass(frozen=True)
class Outcome:
    """A case, what was found, and whether the expectation is met."""

    case: dict[str, str]
    result: Comparison
    good: bool

    @property
    def row(self) -> dict[str, str]:
        """The line kept of it."""
        return {
            "strength": self.case["strength"],
            "why": self.case["why"],
            "expected": self.case["expected"],
            "found": self.result.verdict + (" certain" if self.result.certain else ""),
            "bits": f"{self.result.weight:.2f}",
            "good": "yes" if self.good else "no",
        }


def run() -> list[Outcome]:
    """Every case compared, in the order of the file."""
    with (HERE / "cases.csv").open(encoding="utf-8", newline="") as file:
        cases = list(csv.DictReader(file))
    found = []
    for case in cases:
        result = compare(identity_of(case["a"]), identity_of(case["b"]))
        found.append(Outcome(case, result, is_met(case["expected"], result)))
    return found


def kept() -> dict[str, dict[str, str]]:
    """The kept result by what each case is about; empty before the first."""
    if not KEPT.exists():
        return {}
    with KEPT.open(encoding="utf-8", newline="") as file:
        return {row["why"]: row for row in csv.DictReader(file)}


def keep(outcomes: list[Outcome]) -> None:
    """Writes the result of now."""
    with KEPT.open("w", encoding="utf-8", newline="") as file:
        columns = list(outcomes[0].row)
        writer = csv.DictWriter(file, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(outcome.row for outcome in outcomes)


def changes(outcomes: list[Outcome]) -> list[str]:
    """Lines on what was gained, lost or found otherwise since the kept result."""
    before = kept()
    lines = []
    for outcome in outcomes:
        now, old = outcome.row, before.get(outcome.case["why"])
        if old is None:
            lines.append(f"added: {now['strength']}: {now['why']}: {now['found']}")
        elif old["good"] != now["good"]:
            word = "gained" if outcome.good else "LOST"
            lines.append(
                f"{word}: {now['strength']}: {now['why']}: {old['found']} -> {now['found']}"
            )
        elif old["found"] != now["found"]:
            lines.append(f"changed: {now['why']}: {old['found']} -> {now['found']}")
    gone = set(before) - {outcome.case["why"] for outcome in outcomes}
    return lines + [f"gone: {why}" for why in sorted(gone)]


def main() -> None:
    parser = argparse.ArgumentParser(description="Runs the labelled pairs of cases.csv.")
    parser.add_argument("--keep", action="store_true", help="write the result of now")
    outcomes = run()
    tally: Counter[tuple[str, bool]] = Counter()
    for outcome in outcomes:
        case = outcome.case
        tally[case["strength"], outcome.good] += 1
        if not outcome.good:
            print(f"{case['strength']}: {case['why']}: wanted {case['expected']}")
            print(f"    {case['a']}  ~  {case['b']}\n    {found_in(outcome.result)}")
    print("\n".join(changes(outcomes)) or "nothing changed since the kept result")
    for strength in ("STRONG", "MEDIUM", "WEAK"):
        good, bad = tally[strength, True], tally[strength, False]
        print(f"{strength}: {good} of {good + bad}")
    if parser.parse_args().keep:
        keep(outcomes)


if __name__ == "__main__":
    main()
