"""The short fault battery: sixty faults under load, and afterwards everybody is there exactly once.

The full one, over two million records, is ``./polakor bench faults`` (``bench/faults/README.md``).
``POLAKOR_SEED=N ./polakor test tests/stories/test_faults.py`` repeats a run's choices.
"""

import json
import os
import random
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests import browser
from tests.architecture.house import ROOT
from tests.stories.product import environment

pytestmark = pytest.mark.story

NETWORK = (
    "drop", "delay", "duplicate", "reorder", "truncate", "corrupt", "answer_lost", "reset"
)  # fmt: skip
KILLS = (*["web"] * 3, *["worker"] * 2, *["database"] * 2, "all")
OTHERS = (*["clock"] * 4, *["token"] * 3, *["tab"] * 2)
FAULTS = (*NETWORK * 5, "drop", "reset", "corrupt", *KILLS, *OTHERS)
RECORDS = 20_000
LONGEST_STALL = 1.0
PATIENCE = 900


def played(work: Path, seed: int) -> dict[str, Any]:
    """One round of the battery in a process of its own, as the measurement plays it."""
    faults = random.Random(seed).sample(FAULTS, len(FAULTS))
    if not any(map(shutil.which, browser.NAMES)):
        faults = ["drop" if kind == "tab" else kind for kind in faults]
    told = {"faults": faults, "records": RECORDS, "seed": seed, "longest_stall": LONGEST_STALL}
    done = subprocess.run(
        [
            *(sys.executable, str(ROOT / "bench" / "faults" / "measure.py")),
            *("--one", json.dumps(told), "--work", str(work)),
        ],
        env=environment(), stdout=subprocess.PIPE, text=True, timeout=PATIENCE, check=True,
    )  # fmt: skip
    figures: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return figures


def test_sixty_faults_lose_nobody_and_double_nobody(tmp_path: Path) -> None:
    seed = int(os.environ.get("POLAKOR_SEED", random.randrange(10**6)))
    print(f"to repeat: POLAKOR_SEED={seed}")
    told = played(tmp_path / "storm", seed)
    print(json.dumps(told))
    assert sum(told["faults"].values()) == len(FAULTS) == 60
    assert told["acknowledged"] + told["given_up"] >= RECORDS
    assert told["acknowledged"] > RECORDS * 0.9
    assert (told["lost"], told["doubled"], told["receipts_changed"]) == (0, 0, 0)
    assert (told["unsettled"], told["queue_blocked"]) == (0, 0)
    assert (told["clashes_unseen"], told["clashes"] > 0) == (0, True)
    assert told["chain"] == "holds"
    assert told["sums_that_differ"] == 0
