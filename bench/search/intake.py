"""The same questions while people are registered beside them, at half the rate that is possible.

The intake is another process with a connection of its own: it registers families of ten through
the same act as every page and list, first as fast as it can, to know the rate; then at half.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

TRIAL_SECONDS = 8.0
TOGETHER = 10
DAY = date(2025, 8, 6)


def measure(
    options: Any,
    register: Any,
    questions: list[Any],
    ask: Callable[[Any], Any],
    meant: Callable[[Any], Any],
    asked_all: Callable[..., Any],
) -> dict[str, Any]:
    """Search figures with the intake running, and the intake's own rate before and during."""
    full = float(_intake("trial", 0.0, TRIAL_SECONDS).communicate()[0])
    wanted = options.intake_a_second or full / 2
    beside = _intake("steady", wanted, 3600.0)
    assert beside.stdout is not None
    beside.stdout.readline()  # it has begun
    try:
        result: dict[str, Any] = asked_all(questions, ask, meant, "with intake")
    finally:
        beside.terminate()
    rest = beside.communicate()[0].split()
    result["intake_full_a_second"] = round(full, 1)
    result["intake_wanted_a_second"] = round(wanted, 1)
    result["intake_held_a_second"] = round(float(rest[-1]), 1) if rest else None
    return result


def _intake(how: str, a_second: float, seconds: float) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, str(Path(__file__)), how, str(a_second), str(seconds)],
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ,
    )


def _drafts(block: dict[str, list[Any]], at: int, scopes: Any) -> list[Any]:
    import namebridge
    from polakor.base.dates import PartialDate
    from polakor.registry.actions.persons import PersonDraft

    found = []
    for place in range(at, at + TOGETHER):
        names = tuple(
            namebridge.parse(block[column][place])
            for column in ("name_km", "name_latin", "name_th")
            if block[column][place]
        )
        birth = block["birth_date"][place]
        home = block["home_place_code"][place]
        found.append(
            PersonDraft(
                names=names,
                scopes=scopes(home[:2]),
                sex=1 if block["sex"][place] == "M" else 2,
                birth=PartialDate.from_iso(birth) if birth else None,
                home=home,
                phone=block["phone"][place],
            )
        )
    return found


def _run(a_second: float, seconds: float) -> None:
    import signal

    import django

    django.setup()
    here = Path(__file__).resolve().parent
    sys.path[:0] = [str(here.parent)]
    from django.db import connection
    from people.register import make_register

    from polakor.access.queries.actors import actor_by_name
    from polakor.access.rules.scopes import person_scopes
    from polakor.registry.actions.persons import register_persons

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT code FROM reference_place"
            " WHERE level = (SELECT max(level) FROM reference_place) ORDER BY code"
        )
        places = [row[0] for row in cursor.fetchall()]
    actor = actor_by_name("command-line")
    block = next(make_register(40_000, seed=os.getpid(), places=places).blocks())

    def scopes(province: str) -> tuple[str, ...]:
        return tuple(person_scopes(province=province, account_id=actor.account_id, day=DAY))

    ended: list[int] = []
    signal.signal(signal.SIGTERM, lambda *_: ended.append(1))
    print("begun", flush=True) if a_second else None
    began, done = time.monotonic(), 0
    while not ended and time.monotonic() - began < seconds and done + TOGETHER < 40_000:
        register_persons(actor=actor, drafts=_drafts(block, done, scopes))
        done += TOGETHER
        if a_second:
            time.sleep(max(0.0, began + done / a_second - time.monotonic()))
    print(done / (time.monotonic() - began), flush=True)


if __name__ == "__main__":
    _run(float(sys.argv[2]), float(sys.argv[3]))
