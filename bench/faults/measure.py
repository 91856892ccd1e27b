"""The fault battery, in rounds that are kept, so that it may be played over days.

    ./polakor bench faults [--stage NAME] [--rounds N] [--work DIR]
    ./polakor bench faults --stage NAME --records N [--faults N]

The first plays what is still missing and keeps it in rounds.json; the second is a trial and keeps
nothing. README.md says what each stage does and how to read the figures.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path[:0] = [str(HERE), str(ROOT)]

from proxy import KINDS  # noqa: E402

KEPT = HERE / "rounds.json"
RESULTS = HERE / "results.json"
STAGES: dict[str, tuple[int, int]] = {
    "network": (26, 100),
    "web": (10, 33),
    "database": (10, 30),
    "all": (10, 10),
    "disk": (2, 10),
    "clock": (2, 10),
    "token": (2, 10),
    "tab": (2, 10),
}
"""Rounds of each stage, and faults of each round."""
TURNS = {"network": KINDS, "web": (*["web"] * 10, "worker")}
"""Stages that have several kinds of faults, in turns."""
RECORDS = 32_000
"""Records of a round: the 64 rounds make a little more than two millions."""
Figures = dict[str, Any]


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="polakor bench faults")
    parser.add_argument("--stage", choices=STAGES, action="append", help="may be given again")
    parser.add_argument("--rounds", type=int, help="at most so many now; the rest stays to be done")
    parser.add_argument("--records", type=int, help="of a round; makes it a trial")
    parser.add_argument("--faults", type=int, help="of a round; makes it a trial")
    parser.add_argument("--work", type=Path, default=Path(tempfile.gettempdir()) / "polakor-faults")
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
    print(json.dumps(storm.run(storm.Round(**told), options.work)))
    return 0


def play(options: argparse.Namespace, stage: str, number: int) -> Figures | None:
    """A round in a process of its own: each has a database of its own. None when it broke off."""
    told = {
        "faults": faults_of(stage, options.faults or STAGES[stage][1]),
        "records": options.records or RECORDS,
        "seed": 1000 * list(STAGES).index(stage) + number,
    }
    work = options.work / f"{stage}-{number}"
    ran_on = {"date": f"{datetime.now(UTC):%Y-%m-%d %H:%M}", "commit": commit()}
    done = subprocess.run(
        [sys.executable, __file__, "--one", json.dumps(told), "--work", str(work)],
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
        stdout=subprocess.PIPE,
        text=True,
        check=False,
    )
    if done.returncode:
        return None
    return {"stage": stage, "round": number, **ran_on, **json.loads(done.stdout.splitlines()[-1])}


def commit() -> str:
    """The commit of the product that is played, with a + when the product was changed since."""
    git = ("git", "-C", str(ROOT))
    head = subprocess.run(
        [*git, "rev-parse", "--short=10", "HEAD"], capture_output=True, text=True, check=False
    )
    changed = subprocess.run(
        [*git, "status", "--porcelain", "--", "src", "packs"],
        capture_output=True,
        text=True,
        check=False,
    )
    return (head.stdout.strip() + ("+" if changed.stdout else "")) or "unknown"


def main() -> int:
    options = arguments()
    if options.one:
        return one_round(options)
    trial = bool(options.records or options.faults)
    rounds: list[Figures] = []
    if KEPT.exists() and not trial:
        rounds = json.loads(KEPT.read_text(encoding="utf-8"))
    todo = missing(rounds, options.stage or list(STAGES))
    for stage, number in todo[: options.rounds or (1 if trial else None)]:
        figures = play(options, stage, number)
        say(f"{stage} {number + 1}/{STAGES[stage][0]}: {json.dumps(figures)}")
        if figures is None:
            return 1
        # What was not sound stays written down until the same round is played again.
        rounds = [one for one in rounds if (one["stage"], one["round"]) != (stage, number)]
        rounds.append(figures)
        if not trial:
            keep(rounds)
        if not figures["sound"]:
            break
    results = summary(rounds)
    print(json.dumps(results, indent=1))
    return 0 if results["sound"] else 1


def missing(rounds: Sequence[Figures], stages: Sequence[str]) -> list[tuple[str, int]]:
    """The rounds of these stages that were not played yet, or were not sound."""
    done = {(one["stage"], one["round"]) for one in rounds if one["sound"]}
    every = [(stage, number) for stage in stages for number in range(STAGES[stage][0])]
    return [one for one in every if one not in done]


def keep(rounds: list[Figures]) -> None:
    """Write the rounds down, a line each, and what they come to."""
    order = list(STAGES)
    rounds.sort(key=lambda one: (order.index(one["stage"]), one["round"]))
    lines = ",\n".join(json.dumps(one) for one in rounds)
    for path, text in (
        (KEPT, f"[\n{lines}\n]\n"),
        (RESULTS, json.dumps(summary(rounds), indent=1) + "\n"),
    ):
        unfinished = path.with_suffix(".new")
        unfinished.write_text(text, encoding="utf-8")
        unfinished.replace(path)


def say(words: str) -> None:
    print(f"{time.strftime('%H:%M:%S')}  {words}", file=sys.stderr, flush=True)


def summary(rounds: Sequence[Figures]) -> Figures:
    """All rounds so far together, by stage and in all."""
    by_stage = {stage: [one for one in rounds if one["stage"] == stage] for stage in STAGES}
    return {
        "missing": len(missing(rounds, list(STAGES))),
        **together(rounds),
        "commits": sorted({one["commit"] for one in rounds}),
        "stages": {
            stage: {
                "rounds": f"{len(found)} of {STAGES[stage][0]}",
                "kinds": dict(sum((Counter(one["faults"]) for one in found), Counter())),
                **together(found),
                "back_after_s": spans(found),
            }
            for stage, found in by_stage.items()
            if found
        },
    }


def together(rounds: Sequence[Figures]) -> Figures:
    """What several rounds come to."""
    told: Figures = {"faults": sum(sum(one["faults"].values()) for one in rounds)}
    for name in ("acknowledged", "given_up_but_arrived", "lost", "doubled", "seconds"):
        told[name] = round(sum(one[name] for one in rounds))
    return {**told, "sound": bool(rounds) and all(one["sound"] for one in rounds)}


def spans(rounds: Sequence[Figures]) -> dict[str, dict[str, float]]:
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
