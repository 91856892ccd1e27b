"""The fault battery, in stages that can be stopped and gone on with.

    ./polakor bench faults [--stage network|web|database|all|disk|clock] [--rounds N]
                           [--records N] [--state FILE] [--work DIR] [--keep-results]

Without ``--stage``: every stage in this order. README.md says what each does and how to read it.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE)]

from proxy import KINDS  # noqa: E402

STAGES: dict[str, tuple[int, int]] = {
    "network": (26, 100),
    "web": (10, 33),
    "database": (10, 30),
    "all": (10, 10),
    "disk": (2, 10),
    "clock": (2, 10),
}
"""Rounds of each stage, and faults of each round."""
TURNS = {"network": KINDS, "web": (*["web"] * 10, "worker")}
"""Stages that have several kinds of faults, in turns."""
RECORDS = 34_000
"""Acknowledged records of a round: 60 rounds make a little more than two millions."""


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="polakor bench faults")
    parser.add_argument("--stage", choices=STAGES, action="append", help="may be given again")
    parser.add_argument("--rounds", type=int, help="at most so many now; the rest stays to be done")
    parser.add_argument("--records", type=int, default=RECORDS, help="of one round")
    parser.add_argument("--faults", type=int, help="of one round (default: the stage's)")
    parser.add_argument("--state", type=Path, default=Path(tempfile.gettempdir()) / "faults.json")
    parser.add_argument("--work", type=Path, default=Path(tempfile.gettempdir()) / "polakor-faults")
    parser.add_argument("--keep-results", action="store_true", help="write results.json")
    parser.add_argument("--one", help=argparse.SUPPRESS)
    return parser.parse_args()


def faults_of(stage: str, count: int) -> list[str]:
    """The faults of a round: the stage's own, or several kinds in turns."""
    kinds = TURNS.get(stage, (stage,))
    return [kinds[at % len(kinds)] for at in range(count)]


def one_round(options: argparse.Namespace) -> int:
    """Play one round in this process and print its figures."""
    import storm

    told = json.loads(options.one)
    told["faults"] = tuple(told["faults"])
    plan = storm.Round(**told)
    print(json.dumps(storm.run(plan, options.work)))
    return 0


def play(options: argparse.Namespace, stage: str, number: int) -> dict[str, Any]:
    """A round in a process of its own: each has a database of its own."""
    told = {
        "faults": faults_of(stage, options.faults or STAGES[stage][1]),
        "records": options.records,
        "seed": 1000 * list(STAGES).index(stage) + number,
    }
    work = options.work / f"{stage}-{number}"
    source = str(HERE.parents[1] / "src")
    done = subprocess.run(
        [sys.executable, __file__, "--one", json.dumps(told), "--work", str(work)],
        env={**os.environ, "PYTHONPATH": source},
        stdout=subprocess.PIPE,
        text=True,
        check=False,
    )
    if done.returncode:
        return {"sound": False, "stopped": f"the round ended with {done.returncode}"}
    figures: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return figures


def main() -> int:
    options = arguments()
    if options.one:
        return one_round(options)
    state: dict[str, list[dict[str, Any]]] = {}
    if options.state.exists():
        state = json.loads(options.state.read_text(encoding="utf-8"))
    allowed = options.rounds if options.rounds is not None else sys.maxsize
    for stage in options.stage or STAGES:
        done = state.setdefault(stage, [])
        while len(done) < STAGES[stage][0] and allowed > 0:
            allowed -= 1
            figures = play(options, stage, len(done))
            say(f"{stage} {len(done) + 1}/{STAGES[stage][0]}: {figures}")
            if "stopped" in figures:
                return 1
            done.append(figures)
            options.state.write_text(json.dumps(state), encoding="utf-8")
    results = summary(state)
    print(json.dumps(results, indent=1))
    if options.keep_results:
        (HERE / "results.json").write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")
    return 0 if results["sound"] else 1


def say(words: str) -> None:
    print(f"{time.strftime('%H:%M:%S')}  {words}", file=sys.stderr, flush=True)


def summary(state: dict[str, list[dict[str, Any]]]) -> dict[str, Any]:
    """All rounds so far together, by stage and in all."""
    every = [one for rounds in state.values() for one in rounds]
    stages = {
        stage: {
            "rounds": f"{len(rounds)} of {STAGES[stage][0]}",
            "faults": dict(sum((Counter(one["faults"]) for one in rounds), Counter())),
            "acknowledged": sum(one["acknowledged"] for one in rounds),
            "disk_found_full": sum(one["disk_found_full"] for one in rounds),
            "given_up_but_arrived": sum(one["given_up_but_arrived"] for one in rounds),
            "lost": sum(one["lost"] for one in rounds),
            "doubled": sum(one["doubled"] for one in rounds),
            "sound": all(one["sound"] for one in rounds),
            "back_after_s": spans(rounds),
        }
        for stage, rounds in state.items()
        if rounds
    }
    return {
        "faults": sum(sum(one["faults"].values()) for one in every),
        "acknowledged": sum(one["acknowledged"] for one in every),
        "lost": sum(one["lost"] for one in every),
        "doubled": sum(one["doubled"] for one in every),
        "sound": bool(every) and all(one["sound"] for one in every),
        "stages": stages,
    }


def spans(rounds: list[dict[str, Any]]) -> dict[str, dict[str, float]]:
    """Seconds from a fault until a new request is answered: the middle one, and the longest."""
    found: dict[str, list[float]] = {}
    for one in rounds:
        for kind, times in one["back_after_s"].items():
            found.setdefault(kind, []).extend(times)
    return {
        kind: {"median": sorted(times)[len(times) // 2], "longest": max(times)}
        for kind, times in found.items()
    }


if __name__ == "__main__":
    sys.exit(main())
