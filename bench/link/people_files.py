"""Writes the register, the list and the truth of one measurement as CSV files."""

import csv
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from people.noise import make_list
from people.register import make_register


def write_files(folder: Path, people: int, rows: int, known: float, seed: int) -> None:
    """`register.csv`, `list.csv` and `truth.csv` (row, register_id; empty: nobody)."""
    register = make_register(people, seed=seed)
    with (folder / "register.csv").open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file)
        for number, block in enumerate(register.blocks()):
            if not number:
                out.writerow(block)
            out.writerows(zip(*block.values(), strict=True))
    with (
        (folder / "list.csv").open("w", encoding="utf-8", newline="") as listed,
        (folder / "truth.csv").open("w", encoding="utf-8", newline="") as true,
    ):
        out, truth = csv.writer(listed), csv.writer(true)
        truth.writerow(["row", "register_id"])
        for number, (row, person) in enumerate(make_list(register, rows, known=known, seed=seed)):
            if not number:
                out.writerow(row)
            out.writerow(row.values())
            truth.writerow([row["row"], f"P{person + 1}" if person >= 0 else ""])


if __name__ == "__main__":
    where, how_many, how_long, share, start = sys.argv[1:]
    write_files(Path(where), int(how_many), int(how_long), float(share), int(start))
