"""Five reports over 20 million crossings: Polakor beside plain PostgreSQL and DuckDB, in one run.

    ./polakor bench report [--rows 20000000] [--repeats 5] [--work DIR] [--keep-results]

Makes a throw-away database with the real tables, and a narrow table of the same events with a BRIN
index for plain PostgreSQL; the same events in DuckDB. Systems take turns. Every answer is compared
cell by cell. Then people keep arriving while reports are read: how late is a report, and does it
still equal a recount? Disk needed: about 1.2 kB an event.
"""

import argparse
import json
import os
import platform
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent)]

import duckdb  # noqa: E402
import events  # noqa: E402
import psycopg  # noqa: E402
import server  # noqa: E402
from filling import fill, say, timed  # noqa: E402

SETTINGS = {
    "shared_buffers": "3GB",
    "work_mem": "256MB",
    "maintenance_work_mem": "1GB",
    "max_wal_size": "16GB",
    "checkpoint_timeout": "30min",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_parallel_workers_per_gather": "2",
    "max_parallel_maintenance_workers": "2",
}
PACE = 1000  # crossings a second: above what reading lists brings
GOALS = {"postgresql": 60, "duckdb": 15}
FLOORS = {"postgresql": 5, "duckdb": 1}
Cells = dict[tuple[Any, ...], int]


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="polakor bench report")
    parser.add_argument("--rows", type=int, default=20_000_000)
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--seconds", type=int, default=30, help="how long people keep arriving")
    parser.add_argument("--work", type=Path, help="where to put the databases (default: temporary)")
    parser.add_argument(
        "--only-arriving", action="store_true", help="databases in --work are filled already"
    )
    parser.add_argument("--keep-results", action="store_true", help="write results.json")
    return parser.parse_args()


def ours(actor: Any, gates: list[str]) -> dict[str, Callable[[], Cells]]:
    """The same five questions asked of Polakor, permission, context and live tail included."""
    from polakor.evidence.queries import standing

    last = datetime.combine(events.LAST_DAY, datetime.min.time(), UTC)
    return {
        "R1": lambda: standing.crossings_by_day(
            actor=actor, since=events.LAST_DAY - timedelta(days=29), until=events.LAST_DAY
        ),
        "R2": lambda: standing.crossings_by_profile(actor=actor),
        "R3": lambda: standing.persons_by_province(actor=actor),
        "R4": lambda: standing.crossings_by_hour(
            actor=actor, since=last, until=last + timedelta(hours=23)
        ),
        "R5": lambda: standing.crossings_by_month(actor=actor),
    }


def as_ours(name: str, rows: list[tuple[Any, ...]], gates: list[str]) -> Cells:
    """A plain answer in our codes, to be compared."""

    def kind(code: int) -> tuple[int, str]:
        return events.KINDS[code]

    def province(code: int) -> str:
        return f"{code:02d}" if code else ""

    def day(value: Any) -> date:
        return value.date() if isinstance(value, datetime) else value

    def hour(value: datetime) -> datetime:
        return value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)

    told: dict[str, Callable[..., tuple[Any, ...]]] = {
        "R1": lambda d, g, k: (day(d), gates[g], *kind(k)),
        "R2": lambda k, n, s, b: (*kind(k), events.NATIONALITIES[n], s, b),
        "R3": lambda p: (province(p),),
        "R4": lambda h, g, outward: (hour(h), gates[g], 2 if outward else 1),
        "R5": lambda m, p, k: (day(m), province(p), *kind(k)),
    }
    return {told[name](*row[:-1]): int(row[-1]) for row in rows}


def duck(work: Path, owner: psycopg.Connection[Any]) -> duckdb.DuckDBPyConnection:
    """The same events in DuckDB, two threads, on disk."""
    table = work / "events.csv"
    columns = "day, moment::timestamp, gate, kind, nationality, sex, band, province, person"
    with (
        table.open("wb") as file,
        owner.cursor().copy(
            f"COPY (SELECT {columns} FROM plain_event ORDER BY n) TO STDOUT (FORMAT csv, HEADER)"
        ) as copy,
    ):
        for piece in copy:
            file.write(piece)
    connection = duckdb.connect(str(work / "events.duckdb"))
    connection.execute("SET threads = 2")
    connection.execute("SET TimeZone = 'UTC'")
    connection.execute(
        "CREATE TABLE plain_event (day DATE, moment TIMESTAMP, gate SMALLINT, kind SMALLINT,"
        " nationality SMALLINT, sex SMALLINT, band SMALLINT, province SMALLINT, person INTEGER)"
    )
    connection.execute(f"INSERT INTO plain_event SELECT * FROM read_csv('{table}', header = true)")
    table.unlink()
    return connection


def clock(work: Callable[[], Any]) -> tuple[float, Any]:
    began = time.perf_counter()
    answer = work()
    return (time.perf_counter() - began) * 1000, answer


def compare(name: str, one: Cells, other: Cells) -> tuple[int, int]:
    """Cells compared, and how many differ."""
    keys = set(one) | set(other)
    return len(keys), sum(one.get(key, 0) != other.get(key, 0) for key in keys)


def in_turns(
    asks: dict[str, dict[str, Callable[[], Any]]], repeats: int, gates: list[str]
) -> tuple[dict[str, Any], dict[str, int]]:
    """Every question of every system, one after the other, ``repeats`` times."""
    times: dict[str, dict[str, list[float]]] = {
        system: {name: [] for name in events.QUESTIONS} for system in asks
    }
    checked = {"comparisons": 0, "differences": 0}
    for repeat in range(repeats):
        for name in events.QUESTIONS:
            answers: dict[str, Cells] = {}
            for system, questions in asks.items():
                spent, answer = clock(questions[name])
                times[system][name].append(spent)
                answers[system] = answer if system == "polakor" else as_ours(name, answer, gates)
            for system in asks:
                many, wrong = compare(name, answers["polakor"], answers[system])
                if system != "polakor":
                    checked["comparisons"] += many
                    checked["differences"] += wrong
        say(f"round {repeat + 1} of {repeats}")
    return {system: summary(told) for system, told in times.items()}, checked


def summary(times: dict[str, list[float]]) -> dict[str, Any]:
    told = {
        name: {
            "median_ms": round(statistics.median(spent), 2),
            "min_ms": round(min(spent), 2),
            "max_ms": round(max(spent), 2),
        }
        for name, spent in times.items()
    }
    return {**told, "sum_ms": round(sum(entry["median_ms"] for entry in told.values()), 2)}


def faster_r3(owner: psycopg.Connection[Any]) -> str:
    """Of two ways to ask plain PostgreSQL for different persons, the one that is quicker here."""
    slow, _ = clock(lambda: owner.execute(events.question("R3")).fetchall())
    quick, _ = clock(lambda: owner.execute(events.R3_BY_HASH).fetchall())
    say(f"R3 in plain PostgreSQL: count(DISTINCT) {slow:.0f} ms, by hash {quick:.0f} ms")
    return events.R3_BY_HASH if quick < slow else events.question("R3")


def verdict(measured: dict[str, Any]) -> dict[str, Any]:
    own = measured["polakor"]["sum_ms"]
    return {
        system: {
            "times_quicker": round(measured[system]["sum_ms"] / own, 1),
            "goal": goal,
            "floor": FLOORS[system],
            "met": measured[system]["sum_ms"] / own >= goal,
        }
        for system, goal in GOALS.items()
    }


def run(options: argparse.Namespace, work: Path) -> dict[str, Any]:
    with server.running(work, SETTINGS) as cluster:
        server.prepare(cluster, work)
        import arriving

        from polakor.evidence.actions.folding import count_anew
        from polakor.evidence.machine import COUNTER
        from polakor.evidence.queries.cuts import cuts_in_force

        actor = arriving.reader()
        if options.only_arriving:
            kept = json.loads((HERE / "results.json").read_text(encoding="utf-8"))
            lengths = arriving.by_length(actor)
            live = [arriving.measure(cluster, actor, options.seconds, pace) for pace in (PACE, 0)]
            return {**kept, "by_what_is_not_folded": lengths, "while_people_arrive": live}
        with psycopg.connect(cluster.url(), autocommit=True) as owner:
            gates = fill(owner, options.rows, list(cuts_in_force().bands))
            began = time.monotonic()
            timed("counting all crossings for the first time", lambda: count_anew(actor=COUNTER))
            first_count = time.monotonic() - began
            owner.execute("VACUUM (ANALYZE)")
            ducks = timed("DuckDB", lambda: duck(work, owner))
            plain = {name: events.question(name) for name in events.QUESTIONS}
            plain["R3"] = faster_r3(owner)
            asks: dict[str, dict[str, Callable[[], Any]]] = {
                "polakor": ours(actor, gates),
                "postgresql": {
                    name: (lambda sql=sql: owner.execute(sql).fetchall())
                    for name, sql in plain.items()
                },
                "duckdb": {
                    name: (lambda name=name: ducks.execute(events.question(name)).fetchall())
                    for name in events.QUESTIONS
                },
            }
            for questions in asks.values():  # warm
                for question in questions.values():
                    question()
            measured, checked = in_turns(asks, options.repeats, gates)
            lengths = arriving.by_length(actor)
            live = [arriving.measure(cluster, actor, options.seconds, pace) for pace in (PACE, 0)]
            sizes = owner.execute(
                "SELECT relname, reltuples::bigint, pg_total_relation_size(oid) FROM pg_class"
                " WHERE relkind = 'r' AND (relname LIKE 'evidence_%' OR relname IN"
                " ('journeys_crossing', 'plain_event')) ORDER BY 1"
            ).fetchall()
    return {
        "rows": options.rows,
        "machine": machine(),
        "milliseconds": measured,
        "ratios": verdict(measured),
        "equality": checked,
        "first_count_s": round(first_count, 1),
        "by_what_is_not_folded": lengths,
        "while_people_arrive": live,
        "tables": [{"table": n, "rows": r, "megabytes": round(b / 1e6, 1)} for n, r, b in sizes],
    }


def machine() -> dict[str, Any]:
    return {
        "cores": os.cpu_count(),
        "load_before": [round(part, 2) for part in os.getloadavg()],
        "python": platform.python_version(),
        "duckdb": duckdb.__version__,
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
    }


def main() -> int:
    options = arguments()
    os.environ["BENCH_PERSONS"] = str(max(10, options.rows // 4))
    work = options.work or Path(tempfile.mkdtemp(prefix="polakor-bench-"))
    work.mkdir(parents=True, exist_ok=True)
    try:
        results = run(options, work)
    finally:
        if options.work is None:
            shutil.rmtree(work, ignore_errors=True)
    text = json.dumps(results, indent=1)
    print(text)
    if options.keep_results:
        (HERE / "results.json").write_text(text + "\n", encoding="utf-8")
    floors = all(entry["times_quicker"] >= entry["floor"] for entry in results["ratios"].values())
    return 0 if floors and results["equality"]["differences"] == 0 else 1


if __name__ == "__main__":
    sys.exit(main())
