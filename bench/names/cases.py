"""Runs the labelled pairs of cases.csv and prints those that miss; the result is kept.

    python bench/names/cases.py

A case is two people, each `name / name; field=value; ...`. Fields: sex, born (YYYY, YYYY-MM or
YYYY-MM-DD), basis, place, phone, and any document kind. Expected: same, maybe, new, or one of
them excluded (not_same, not_new). STRONG cases must hold; WEAK ones are wishes.
"""

from __future__ import annotations

import csv
import sys
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "src"))

from namebridge import Comparison, Identity, compare, parse

HERE = Path(__file__).resolve().parent
_PLAIN = {"sex", "born", "basis", "place", "phone", "age"}


def identity_of(text: str) -> Identity:
    """An invented person from one cell of cases.csv."""
    head, *fields = (part.strip() for part in text.split(";"))
    known = dict(field.split("=", 1) for field in fields)
    names = tuple(parse(name) for name in head.split(" / ") if name.strip())
    born = [int(part) for part in known.get("born", "").split("-") if part] + [None] * 3
    basis = known.get("basis") or ("" if born[0] is None else "date" if born[2] else "year")
    documents = tuple((kind, number) for kind, number in known.items() if kind not in _PLAIN)
    return Identity(
        names,
        int(known.get("sex", "0")),
        born[0],
        born[1],
        born[2],
        basis,  # type: ignore[arg-type]
        known.get("place", ""),
        known.get("phone", ""),
        documents,
    )


def met(expected: str, result: Comparison) -> bool:
    """Whether a verdict is the expected one."""
    if expected.startswith("not_"):
        return result.verdict != expected.removeprefix("not_")
    return result.verdict == expected


def run() -> list[tuple[dict[str, str], Comparison, bool]]:
    """Every case with its comparison and whether the expectation is met."""
    with (HERE / "cases.csv").open(encoding="utf-8", newline="") as file:
        cases = list(csv.DictReader(file))
    compared = [(case, compare(identity_of(case["a"]), identity_of(case["b"]))) for case in cases]
    return [(case, result, met(case["expected"], result)) for case, result in compared]


def main() -> None:
    tally: Counter[tuple[str, bool]] = Counter()
    for case, result, good in run():
        tally[case["strength"], good] += 1
        if not good:
            found = f"{result.verdict} {result.weight}"
            codes = " ".join(f"{reason.code}({reason.weight})" for reason in result.reasons)
            print(f"{case['strength']}: {case['why']}: wanted {case['expected']}, got {found}")
            print(f"    {case['a']}  ~  {case['b']}\n    {codes}")
    for strength in ("STRONG", "MEDIUM", "WEAK"):
        good, bad = tally[strength, True], tally[strength, False]
        print(f"{strength}: {good} of {good + bad}")


if __name__ == "__main__":
    main()
