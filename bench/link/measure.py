"""Linking a whole list beside Splink 5, in one run on the same files. See README.md.

./polakor bench link [--people 2000000] [--rows 100000] [--without-splink] [--keep-results]
"""

import argparse
import csv
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path[:0] = [str(HERE), str(ROOT / "src")]

from counting import best_recall, judge, read_truth  # noqa: E402

LISTS = ROOT.parent / "shared" / "data" / "lists"
LEAST_PRECISION = 0.995


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="polakor bench link")
    parser.add_argument("--people", type=int, default=2_000_000)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--known", type=float, default=0.5, help="share of the rows registered")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--without-splink", action="store_true")
    parser.add_argument("--keep-results", action="store_true")
    return parser.parse_args()


def watched(words: list[str], log: Path) -> dict[str, Any]:
    """Runs a program; wall and processor seconds and the most memory it held (MB)."""
    began = time.monotonic()
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    with log.open("wb") as out:
        process = subprocess.Popen(words, stdout=out, stderr=subprocess.STDOUT, env=environment)
        _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{' '.join(words[:4])} failed:\n{log.read_text()[-2000:]}")
    return {
        "seconds": round(time.monotonic() - began, 1),
        "processor_seconds": round(used.ru_utime + used.ru_stime, 1),
        "memory_mb": round(used.ru_maxrss / 1024),
    }


def link(folder: Path, register: Path, listed: Path) -> dict[str, Any]:
    """Our own run, as a user starts it."""
    words = [sys.executable, "-m", "polakor", "link", "--register", str(register), "--list"]
    return watched([*words, str(listed), "--out", str(folder / "pairs.csv")], folder / "link.log")


def splink(folder: Path, truth: dict[str, str]) -> dict[str, Any]:
    """Splink's run, and the best any threshold could make of it."""
    out, log = folder / "splink.csv", folder / "splink.log"
    used = watched(
        [sys.executable, str(HERE / "with_splink.py"), str(folder), str(out), "0.001"], log
    )
    told = json.loads(log.read_text().strip().splitlines()[-1])
    best: dict[str, tuple[float, bool]] = {}
    with out.open(encoding="utf-8", newline="") as file:
        for pair in csv.DictReader(file):
            row, person = pair["unique_id_l"], pair["unique_id_r"]
            if row.startswith("P"):
                row, person = person, row
            weight = float(pair["match_weight"])
            if row not in best or weight > best[row][0]:
                best[row] = (weight, truth[row] == person)
    true = sum(1 for person in truth.values() if person)
    at = best_recall(list(best.values()), true, LEAST_PRECISION)
    return {**used, "own_times": told, "at_precision": at}


def at_precision(truth: dict[str, str], pairs: Path) -> dict[str, float]:
    """The most recall of the best candidates at the wanted precision, whatever was decided."""
    first: dict[str, tuple[float, bool]] = {}
    with pairs.open(encoding="utf-8", newline="") as file:
        for pair in csv.DictReader(file):
            if pair["register_id"] and pair["list_row"] not in first:
                good = truth[pair["list_row"]] == pair["register_id"]
                first[pair["list_row"]] = (float(pair["score"]), good)
    true = sum(1 for person in truth.values() if person)
    return best_recall(list(first.values()), true, LEAST_PRECISION)


def development_list(folder: Path) -> dict[str, Any] | str:
    """The development list (6,000 rows, 20,000 people), where it is at hand."""
    if not (LISTS / "list_canonical.csv").is_file():
        return "not measured: the development lists are not here"
    used = link(folder, LISTS / "register.csv", LISTS / "list_canonical.csv")
    return {**used, **judge(read_truth(LISTS / "list_truth.csv"), folder / "pairs.csv")}


def febrl(folder: Path) -> dict[str, Any]:
    from febrl import febrl3, febrl4

    return {"febrl3": febrl3(folder), "febrl4": febrl4(folder)}


def measure(options: argparse.Namespace, folder: Path) -> dict[str, Any]:
    results: dict[str, Any] = {
        "people": options.people,
        "rows": options.rows,
        "known": options.known,
        "load_before": round(os.getloadavg()[0], 1),
    }
    made = [sys.executable, str(HERE / "people_files.py"), str(folder)]
    made += [str(x) for x in (options.people, options.rows, options.known, options.seed)]
    results["people_made_in"] = watched(made, folder / "made.log")["seconds"]
    truth = read_truth(folder / "truth.csv")
    used = link(folder, folder / "register.csv", folder / "list.csv")
    results["polakor"] = {
        **used,
        **judge(truth, folder / "pairs.csv"),
        "at_precision": at_precision(truth, folder / "pairs.csv"),
    }
    if not options.without_splink:
        results["splink"] = splink(folder, truth)
    results["development_list"] = development_list(folder)
    results["febrl"] = febrl(folder)
    return results


def main() -> None:
    options = arguments()
    with tempfile.TemporaryDirectory(prefix="polakor-bench-") as folder:
        results = measure(options, Path(folder))
    print(json.dumps(results, indent=1))
    if options.keep_results:
        (HERE / "results.json").write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
