"""Power cuts in the middle of a list: after each of them every row is there exactly once.

The product runs as a person starts it. Ten times, while the worker is reading a list, one of its
processes is killed as a power cut would: the worker, the web server, the database, or the command
that holds them all, which is then started again. When a list is read to its end, the next comes.

``POLAKOR_SEED=N ./polakor test tests/stories/test_list_kill.py`` repeats a run's choices.
"""

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests.architecture.house import ROOT
from tests.stories.product import Product, environment, running

pytestmark = pytest.mark.story

ROWS = 6_000
CUTS = (*["worker"] * 4, *["database"] * 3, *["up"] * 2, "web")
PATIENCE = 240
FAMILIES = ("Sok", "Chan", "Keo", "Meas", "Heng", "Chea", "Long", "Prak", "Nhem", "Ouk")
GIVEN = ("Dara", "Sreymom", "Pisey", "Vanna", "Bopha", "Rithy", "Sokha", "Kunthea", "Visal")

HAND_IN = """
import sys, django
django.setup()
from datetime import date
from pathlib import Path
from polakor.access.queries.actors import actor_by_name
from polakor.intake.actions.lists import receive_list, start_reading
actor = actor_by_name("command-line")
file = Path(sys.argv[1])
one = receive_list(actor=actor, filename=file.name, content=file.read_bytes(),
                   gate="KH-TH-PPT", crossed_on=date(2025, 8, 6))
start_reading(actor=actor, list_id=one.id)
print(one.id)
"""


def long_list(folder: Path, number: int) -> Path:
    """The list of a number: made-up people, with a hopeless row in every two hundred."""
    path = folder / f"long-{number}.csv"
    lines = ["no,name,sex,birth year,province"]
    for n in range(number * ROWS + 1, (number + 1) * ROWS + 1):
        name = f"{FAMILIES[n % 10]} {GIVEN[n // 10 % 9]}{GIVEN[n // 90 % 9].lower()}"
        lines.append(f"{n},{'?????' if n % 200 == 0 else name},{'MF'[n % 2]},{1950 + n % 55},Kep")
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def addresses(data: Path) -> dict[str, str]:
    """Where the database of the running product answers, for both roles."""
    note = json.loads((data / "run" / "running.json").read_text(encoding="utf-8"))
    return dict(note["addresses"])


def hand_in(product: Product, path: Path) -> str:
    """Receive the list and put its reading into the worker's queue, as the page does."""
    surroundings = {
        **environment(),
        "POLAKOR_DATABASE_URL": addresses(product.data)["app"],
        "POLAKOR_DATA": str(product.data),
        "POLAKOR_SECRET_KEY": "not used here",
        "DJANGO_SETTINGS_MODULE": "polakor.settings.dev",
    }
    done = subprocess.run(
        [sys.executable, "-c", HAND_IN, str(path)],
        cwd=ROOT, env=surroundings, capture_output=True, text=True, timeout=PATIENCE, check=True,
    )  # fmt: skip
    return done.stdout.split()[-1]


def ask(data: Path, statement: str, *values: object) -> list[tuple[Any, ...]]:
    """Ask the database as the nation would; waits while it is down."""
    end = time.monotonic() + PATIENCE
    while True:
        try:
            with psycopg.connect(addresses(data)["app"], connect_timeout=5) as connection:
                connection.execute("SELECT set_config('polakor.scopes', 'N', true)")
                return connection.execute(statement.encode(), values).fetchall()
        except (psycopg.OperationalError, FileNotFoundError, KeyError, ValueError):
            if time.monotonic() > end:
                raise
            time.sleep(0.3)


def below(pid: int) -> Iterator[tuple[int, str]]:
    """Processes that ``pid`` started, and those they started, with their command lines."""
    children: dict[int, list[int]] = {}
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError, IndexError, ValueError):
            parent = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
            children.setdefault(parent, []).append(int(folder.name))
    waiting = [pid]
    while waiting:
        for child in children.get(waiting.pop(), []):
            waiting.append(child)
            with suppress(OSError):
                words = (Path("/proc") / str(child) / "cmdline").read_bytes().split(b"\0")
                yield child, b" ".join(words).decode(errors="replace")


def victim(product: Product, kind: str) -> int | None:
    """The process of ``kind`` among those this story started."""
    if kind == "up":
        return product.process.pid
    marks = {"worker": "command.worker", "web": "command.server", "database": "bin/postgres "}
    found = [pid for pid, words in below(product.process.pid) if marks[kind] in words]
    return min(found, default=None)


READING = """
SELECT rows_done, state = 'reading' AND EXISTS (
  SELECT FROM pg_locks WHERE locktype = 'advisory' AND granted AND objsubid = 1
  AND ((classid::bigint << 32) | objid::bigint) = hashtextextended('intake list ' || id, 0)), state
FROM intake_receivedlist WHERE id = %s
"""


def progress(data: Path, one: str) -> tuple[int, bool, str]:
    """Rows done, whether a process has the list in hand and reads on, state."""
    done, read_on, state = ask(data, READING, one)[0]
    return done, read_on, state


def wait_for_reading(data: Path, one: str, beyond: int) -> str:
    """Wait until the list is being read and stands beyond so many rows, or has ended: its state."""
    end = time.monotonic() + PATIENCE
    while True:
        done, read_on, state = progress(data, one)
        if state != "reading" or (read_on and done > beyond):
            return state
        assert time.monotonic() < end, f"not read on at {done} of {ROWS}"
        time.sleep(0.05)


def cut(product: Product, kind: str) -> bool:
    """Kill a process of the kind as a power cut would; False when there is none just now."""
    pid = victim(product, kind)
    if pid is None:
        return False
    os.kill(pid, signal.SIGKILL)
    if kind == "up":
        product.process.wait(timeout=30)
    return True


def test_ten_power_cuts_lose_no_row_and_double_none(tmp_path: Path) -> None:
    seed = int(os.environ.get("POLAKOR_SEED", random.randrange(10**6)))
    print(f"to repeat: POLAKOR_SEED={seed}")
    chance = random.Random(seed)
    kinds = chance.sample(CUTS, len(CUTS))
    data = tmp_path / "data"
    cuts: list[str] = []
    lists: list[str] = []
    beyond = 0
    with ExitStack() as stack:
        product = stack.enter_context(running(data, "--no-demo"))
        while len(cuts) < len(CUTS):
            if not lists or wait_for_reading(data, lists[-1], beyond) == "done":
                lists.append(hand_in(product, long_list(tmp_path, len(lists))))
                beyond = 0
                continue
            time.sleep(chance.uniform(0, 1))
            beyond, read_on, _ = progress(data, lists[-1])
            if not read_on or not cut(product, kinds[len(cuts)]):
                continue
            cuts.append(f"{kinds[len(cuts)]} at {beyond} of list {len(lists)}")
            print(f"{time.strftime('%H:%M:%S')} {cuts[-1]}", flush=True)
            if cuts[-1].startswith("up"):
                product = stack.enter_context(running(data, "--no-demo"))
            time.sleep(0.5)  # what was sent before the cut may still arrive
        assert wait_for_reading(data, lists[-1], ROWS + 1) == "done"
        assert_every_row_once(data, lists)


def assert_every_row_once(data: Path, lists: list[str]) -> None:
    """Rows, people and crossings of the lists: none is missing and none is there twice."""
    good = ROWS - ROWS // 200
    for one in lists:
        rows = ask(
            data,
            "SELECT count(*), count(DISTINCT \"row\"), count(*) FILTER (WHERE state = 'accepted'),"
            " count(*) FILTER (WHERE state = 'quarantined') FROM intake_submission"
            " WHERE received_list_id = %s",
            one,
        )[0]
        assert rows == (ROWS + 1, ROWS + 1, good, ROWS - good)
        counted = ask(
            data,
            "SELECT rows_done, accepted, quarantined, not_people, new_persons + matched + waiting"
            " FROM intake_receivedlist WHERE id = %s",
            one,
        )[0]
        assert counted == (ROWS + 1, good, ROWS - good, 1, good)
    everybody = ask(
        data,
        "SELECT (SELECT count(*) FROM registry_person), count(*), count(DISTINCT submission_id)"
        " FROM journeys_crossing",
    )[0]
    assert everybody == (good * len(lists),) * 3
