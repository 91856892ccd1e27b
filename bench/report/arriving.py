"""People keep arriving while reports are read: how late is a report, and is it still right?"""

import os
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import events
import psycopg

BATCH = 100
LENGTHS = (0, 500, 1000, 2000, 5000, 10_000)
PERSONS = int(os.environ.get("BENCH_PERSONS", "50000"))
HERE = Path(__file__).resolve().parent


def reader() -> Any:
    """Somebody who may read reports and sees no person."""
    from polakor.access.machine import MACHINE_OFFICE, SETUP_ACCOUNT
    from polakor.access.rules.actors import Actor
    from polakor.access.rules.policy import PERMISSIONS, Role

    role = Role.STATISTICIAN
    return Actor(
        SETUP_ACCOUNT, "reader", role, MACHINE_OFFICE, "bench", ("*",), PERMISSIONS[role], ()
    )


def recorder() -> Any:
    """Somebody who may record crossings."""
    from polakor.access.machine import MACHINE_OFFICE, SETUP_ACCOUNT
    from polakor.access.rules.actors import Actor
    from polakor.access.rules.policy import PERMISSIONS, Role

    role = Role.COMMAND_LINE
    return Actor(
        SETUP_ACCOUNT, "recorder", role, MACHINE_OFFICE, "bench", ("*",), PERMISSIONS[role], ("N",)
    )


def drafts(number: int, count: int) -> list[Any]:
    """Crossings of known persons on the last day."""
    from polakor.journeys.actions.crossings import CrossingDraft

    return [
        CrossingDraft(
            person_id=UUID(int=(0x01900000_0000_7000_8000 << 48) + 1 + (number + at) % PERSONS),
            gate="KH-TH-PPT",
            crossed_on=events.LAST_DAY,
            scopes=("N",),
            mode=("spontaneous", "deported")[at % 2],
            sex=1 + at % 2,
            age=(number + at) % 79,
            destination=f"{1 + at % 25:02d}0102",
        )
        for at in range(count)
    ]


def keep_recording(seconds: float, pace: int = 0) -> int:
    """Record batches through the real action, ``pace`` a second (0: as fast as it goes).

    Returns crossings recorded.
    """
    from polakor.journeys.actions.crossings import record_crossings

    actor, number, began = recorder(), 0, time.monotonic()
    while time.monotonic() < began + seconds:
        record_crossings(actor=actor, drafts=drafts(number, BATCH))
        number += BATCH
        if pace:
            time.sleep(max(0.0, began + number / pace - time.monotonic()))
    return number


def keep_folding(seconds: float, _pace: int = 0) -> int:
    """The regular turns of the worker, all rooms: counting, sealing what was done, and the rest."""
    from polakor.doors.command.worker import take_turns

    ending = threading.Event()
    threading.Timer(seconds, ending.set).start()
    take_turns(ending)
    return 0


def _start(what: str, seconds: float, pace: int = 0) -> "subprocess.Popen[str]":
    words = [sys.executable, str(HERE / "arriving.py"), what, str(seconds), str(pace)]
    where = os.pathsep.join([str(HERE.parents[1] / "src"), str(HERE)])
    environment = {**os.environ, "PYTHONPATH": where}
    return subprocess.Popen(words, env=environment, stdout=subprocess.PIPE, text=True)


def _answer(process: "subprocess.Popen[str]") -> int:
    said, _ = process.communicate(timeout=300)
    if process.returncode:
        raise RuntimeError(f"a helper process ended with {process.returncode}")
    return int(said.strip().splitlines()[-1])


def measure(cluster: Any, actor: Any, seconds: int, pace: int = 0) -> dict[str, Any]:
    """Record alone, then record, fold and read at once; compare each report with a recount."""
    alone = _answer(_start("record", 10, pace)) / 10
    before = _kept(cluster)
    helpers = [_start("record", seconds, pace), _start("fold", seconds)]
    late, waiting, wrong, compared = _read_meanwhile(actor, before, seconds - 2)
    recorded, _ = (_answer(helper) for helper in helpers)
    left = _left(cluster)
    return {
        "pace_per_s": pace or "as fast as it goes",
        "seconds": seconds,
        "recorded_per_s_alone": round(alone),
        "recorded_per_s_meanwhile": round(recorded / seconds),
        "left_to_fold_at_the_end": left,
        "reports_read": len(late),
        "fresh_ms_median": round(statistics.median(late), 1),
        "fresh_ms_95th": round(sorted(late)[int(len(late) * 0.95)], 1),
        "fresh_ms_worst": round(max(late), 1),
        "not_folded_yet_median": round(statistics.median(waiting)),
        "not_folded_yet_at_worst": waiting[late.index(max(late))],
        "not_folded_yet_most": max(waiting),
        "comparisons": compared,
        "differences": wrong,
    }


def by_length(actor: Any, lengths: tuple[int, ...] = LENGTHS) -> list[dict[str, float]]:
    """What a report costs by how many entries of the log are not folded yet, and folding them.

    The quickest of five: what the machine does beside it is not the question.
    """
    from polakor.evidence.jobs import tick
    from polakor.evidence.queries.situation import situation
    from polakor.evidence.rules.period import Period
    from polakor.journeys.actions.crossings import record_crossings

    period = Period(events.LAST_DAY - timedelta(days=6), events.LAST_DAY)
    found, number = [], 0
    for length in lengths:
        while tick():
            pass
        for start in range(0, length, BATCH):
            batch = drafts(number, min(BATCH, length - start))
            record_crossings(actor=recorder(), drafts=batch)
            number += len(batch)
        spent = [_clock(lambda: situation(actor=actor, period=period)) for _ in range(5)]
        folding = _clock(tick)
        found.append(
            {"not_folded": length, "report_ms": min(spent), "folding_ms": folding if length else 0}
        )
    return found


def _clock(work: Callable[[], Any]) -> float:
    began = time.perf_counter()
    work()
    return round((time.perf_counter() - began) * 1000, 1)


def _left(cluster: Any) -> int:
    """Entries of the log not folded."""
    with psycopg.connect(cluster.url(), autocommit=True) as owner:
        row = owner.execute(
            "SELECT count(*) FROM journeys_crossing c, evidence_logplace p"
            " WHERE (c.tx, c.number) > (p.tx, p.number)"
        ).fetchone()
    return int(row[0]) if row else 0


def _kept(cluster: Any) -> dict[str, Any]:
    """What was there before: the place in the log, and a week by sex."""
    from polakor.evidence.jobs import tick

    while tick():
        pass
    with psycopg.connect(cluster.url(), autocommit=True) as owner:
        place = owner.execute("SELECT tx, number FROM evidence_logplace").fetchone()
        by_sex = owner.execute(
            "SELECT sex, count(*) FROM journeys_crossing WHERE direction = 1 AND crossed_on"
            " BETWEEN %s AND %s GROUP BY 1",
            [events.LAST_DAY - timedelta(days=6), events.LAST_DAY],
        ).fetchall()
    return {"place": place, "by_sex": dict(by_sex)}


def _read_meanwhile(
    actor: Any, before: dict[str, Any], seconds: float
) -> tuple[list[float], list[int], int, int]:
    """Record one crossing, read the report, and count the long way in the same snapshot.

    Returns milliseconds and entries not folded yet of each report, differences, comparisons.
    """
    from django.db import connection

    from polakor.access.context import acting_as
    from polakor.evidence.machine import COUNTER
    from polakor.evidence.queries.situation import situation
    from polakor.evidence.queries.snapshots import one_snapshot
    from polakor.evidence.rules.period import Period
    from polakor.journeys.actions.crossings import record_crossings

    period = Period(events.LAST_DAY - timedelta(days=6), events.LAST_DAY)
    late, waiting, wrong, compared = [], [], 0, 0
    until = time.monotonic() + seconds
    number = 0
    while time.monotonic() < until:
        number += 1
        mine = drafts(number, 1)
        record_crossings(actor=recorder(), drafts=mine)
        began = time.perf_counter()
        with one_snapshot():
            shown = situation(actor=actor, period=period)
            took = (time.perf_counter() - began) * 1000
            with acting_as(COUNTER), connection.cursor() as cursor:
                cursor.execute(
                    "SELECT sex, count(*), bool_or(id = %s), count(*) FILTER (WHERE (tx, number) >"
                    " (SELECT tx, number FROM evidence_logplace)) FROM journeys_crossing"
                    " WHERE (tx, number) > (%s, %s) AND direction = 1 AND crossed_on BETWEEN %s"
                    " AND %s GROUP BY 1",
                    [mine[0].id, *before["place"], period.since, period.until],
                )
                rows = cursor.fetchall()
        true = dict(before["by_sex"])
        for sex, count, *_ in rows:
            true[sex] = true.get(sex, 0) + count
        assert any(row[2] for row in rows), "our own crossing must be in the snapshot"
        late.append(took)
        waiting.append(sum(row[3] for row in rows))
        for sex in set(true) | set(shown.by_sex):
            compared += 1
            wrong += true.get(sex, 0) != shown.by_sex.get(sex, 0)
        compared += 1
        wrong += shown.total.value != sum(true.values())
        time.sleep(0.1)
    return late, waiting, wrong, compared


if __name__ == "__main__":
    import django

    django.setup()
    print(
        {"record": keep_recording, "fold": keep_folding}[sys.argv[1]](
            float(sys.argv[2]), int(sys.argv[3])
        )
    )
