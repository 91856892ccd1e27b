"""How fast a long list becomes people: rows a second and peak memory, through the real path.

    ./polakor bench import [--rows 100000] [--file FILE] [--profile] [--keep-results]

Makes a throw-away database (its own embedded server, durable as in production), receives the list
as an upload would, reads it as the worker would, and prints one JSON object. The goal is 100,000
rows in under 5 minutes and under 1.5 GB on two cores. Memory is the peak of this process, which
opens, reads and writes the list; the server's own processes are told beside it.
"""

import argparse
import cProfile
import json
import os
import platform
import pstats
import resource
import sys
import tempfile
import time
from datetime import date
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
GOAL_SECONDS, GOAL_MB, GOAL_ROWS = 300, 1536, 100_000


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="polakor bench import")
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--file", type=Path, help="a list of your own instead of a made one")
    parser.add_argument("--profile", action="store_true", help="say where the time goes")
    parser.add_argument(
        "--profile-from", type=int, default=0, metavar="ROW", help="from this row on"
    )
    parser.add_argument(
        "--keep-results", action="store_true", help="write bench/import/results.json"
    )
    return parser.parse_args()


def peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def server_mb() -> float:
    """Memory of the database server that only its own processes hold, in MB, right now."""
    total = 0
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if "postgres" not in (folder / "comm").read_text():
                continue
            for line in (folder / "smaps_rollup").read_text().splitlines():
                if line.startswith(("Private_Clean", "Private_Dirty")):
                    total += int(line.split()[1])
        except OSError:
            continue
    return total / 1024


def backend_cpu() -> float:
    """Seconds of processor time of the server process that serves this connection."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        row = cursor.fetchone()
    assert row is not None
    try:
        words = Path(f"/proc/{row[0]}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(words[11]) + int(words[12])) / os.sysconf("SC_CLK_TCK")


def measure(options: argparse.Namespace) -> dict[str, Any]:
    from polakor.access.queries.actors import actor_by_name
    from polakor.flows.read_list import read_whole_list
    from polakor.intake.actions.lists import receive_list, start_reading
    from polakor.intake.queries.lists import list_for

    actor = actor_by_name("command-line")
    content = options.file.read_bytes() if options.file else made(options.rows)
    server_used = backend_cpu()
    began, used = time.monotonic(), time.process_time()
    received = receive_list(
        actor=actor,
        filename=options.file.name if options.file else "made.csv",
        content=content,
        gate="KH-TH-PPT",
        crossed_on=date(2025, 8, 6),
    )
    received_in = time.monotonic() - began
    start_reading(actor=actor, list_id=received.id, queue=False)
    speeds: list[tuple[int, float]] = [(0, time.monotonic())]

    profiler = cProfile.Profile() if options.profile or options.profile_from else None

    def note(one: Any) -> None:
        if profiler and one.rows_done >= options.profile_from:
            profiler.enable()
        if one.rows_done - speeds[-1][0] >= 10_000:
            speeds.append((one.rows_done, time.monotonic()))
            rate = (speeds[-1][0] - speeds[-2][0]) / (speeds[-1][1] - speeds[-2][1])
            print(f"{one.rows_done:>9,} rows · {rate:,.0f} a second", file=sys.stderr, flush=True)

    read_whole_list(actor=actor, list_id=received.id, progress=note)
    if profiler:
        profiler.disable()
        pstats.Stats(profiler, stream=sys.stderr).sort_stats("tottime").print_stats(45)
        pstats.Stats(profiler, stream=sys.stderr).sort_stats("cumtime").print_stats(70)
    seconds = time.monotonic() - began
    done = list_for(actor, received.id)
    return {
        "rows": done.rows_done,
        "seconds": round(seconds, 1),
        "rows_per_second": round(done.rows_done / seconds),
        "own_cpu_seconds": round(time.process_time() - used, 1),
        "server_cpu_seconds": round(backend_cpu() - server_used, 1),
        "receive_seconds": round(received_in, 1),
        "peak_mb": round(peak_mb()),
        "server_mb": round(server_mb()),
        "last_10000_per_second": round(
            (speeds[-1][0] - speeds[-2][0]) / (speeds[-1][1] - speeds[-2][1])
        ),
        "accepted": done.accepted,
        "set_aside": done.quarantined,
        "new_persons": done.new_persons,
        "matched": done.matched,
        "waiting": done.waiting,
        "goal_met": seconds * GOAL_ROWS / max(done.rows_done, 1) < GOAL_SECONDS
        and peak_mb() < GOAL_MB,
        "cores": os.cpu_count(),
        "python": platform.python_version(),
        "load_before": LOAD,
    }


def made(rows: int) -> bytes:
    sys.path.insert(0, str(HERE))
    from people import made_list  # type: ignore[import-not-found]

    content: bytes = made_list(rows)
    return content


def main() -> None:
    options = arguments()
    with tempfile.TemporaryDirectory(prefix="polakor-bench-") as folder:
        from polakor.doors.command import database, surroundings
        from polakor.doors.command.home import Home

        home = Home(Path(folder) / "data")
        with database.for_command(home, None) as addresses:
            os.environ.update(surroundings.environment(home, addresses.app))
            import django

            django.setup()
            results = measure(options)
            from django.db import connection

            connection.close()
    print(json.dumps(results, indent=1))
    if options.keep_results:
        (HERE / "results.json").write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")


LOAD = round(os.getloadavg()[0], 1)

if __name__ == "__main__":
    main()
