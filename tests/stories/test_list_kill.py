"""Power cuts in the middle of a list: after each of them every row is there exactly once.

The product runs as a person starts it. While the worker reads a list, one of its processes is
killed as a power cut would, ten times over: the worker, the web server, the database, and the
command that holds them all, which is then started again.
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

ROWS = 8_000
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
one = receive_list(actor=actor, filename="long.csv", content=Path(sys.argv[1]).read_bytes(),
                   gate="KH-TH-PPT", crossed_on=date(2025, 8, 6))
start_reading(actor=actor, list_id=one.id)
print(one.id)
"""


def long_list(path: Path) -> Path:
    """A list of made-up people, with a hopeless row in every two hundred."""
    lines = ["no,name,sex,birth year,province"]
    for n in range(1, ROWS + 1):
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
    marks = {"worker": "command.worker", "web": "granian", "database": "bin/postgres "}
    found = [pid for pid, words in below(product.process.pid) if marks[kind] in words]
    return min(found, default=None)


def progress(data: Path, one: str) -> tuple[int, int, str]:
    """Rows done, rows in all, state."""
    found = ask(
        data, "SELECT rows_done, rows_total, state FROM intake_receivedlist WHERE id = %s", one
    )
    return found[0]


def test_ten_power_cuts_lose_no_row_and_double_none(tmp_path: Path) -> None:
    seed = int(os.environ.get("POLAKOR_SEED", random.randrange(10**6)))
    chance = random.Random(seed)
    print(f"seed {seed}")
    kinds = ["worker", "database", "worker", "web", "up", "worker", "database", "up", "worker",
             "database"]  # fmt: skip
    chance.shuffle(kinds)
    data = tmp_path / "data"
    cuts: list[str] = []
    with ExitStack() as stack:
        product = stack.enter_context(running(data, "--no-demo"))
        one = hand_in(product, long_list(tmp_path / "long.csv"))
        while kinds and progress(data, one)[2] != "done":
            time.sleep(chance.uniform(0.1, 1.5))
            kind = kinds.pop()
            pid = victim(product, kind)
            if pid is None:
                continue
            done = progress(data, one)[0]
            os.kill(pid, signal.SIGKILL)
            cuts.append(f"{kind} at {done}")
            if kind == "up":
                product.process.wait(timeout=30)
                product = stack.enter_context(running(data, "--no-demo"))
        end = time.monotonic() + PATIENCE
        while progress(data, one)[2] != "done":
            assert time.monotonic() < end, f"not read on after {cuts}: {progress(data, one)}"
            time.sleep(0.5)
        print("cuts:", ", ".join(cuts))
        assert len(cuts) >= 5, "the list was read before it could be interrupted; make it longer"
        assert_every_row_once(data, one)


def assert_every_row_once(data: Path, one: str) -> None:
    """Rows, people and crossings of the list: none is missing and none is there twice."""
    rows = ask(
        data,
        "SELECT count(*), count(DISTINCT \"row\"), count(*) FILTER (WHERE state = 'accepted'),"
        " count(*) FILTER (WHERE state = 'quarantined') FROM intake_submission"
        " WHERE received_list_id = %s",
        one,
    )[0]
    bad = ROWS // 200
    assert rows == (ROWS + 1, ROWS + 1, ROWS - bad, bad)
    counted = ask(
        data,
        "SELECT rows_done, accepted, quarantined, not_people, new_persons + matched + waiting"
        " FROM intake_receivedlist WHERE id = %s",
        one,
    )[0]
    assert counted == (ROWS + 1, ROWS - bad, bad, 1, ROWS - bad)
    people = ask(data, "SELECT count(*) FROM registry_person")[0][0]
    crossings = ask(data, "SELECT count(*), count(DISTINCT submission_id) FROM journeys_crossing")[
        0
    ]
    assert (people, *crossings) == (ROWS - bad, ROWS - bad, ROWS - bad)
