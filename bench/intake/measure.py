"""Taking in registrations: the full path beside a bare Django insert and a bare PostgreSQL insert.

    ./polakor bench intake [--seconds 5] [--repeats 5] [--devices 60] [--backlog 5000] [--work DIR]
                           [--only single|batch|backlog] [--keep-results]

A throw-away PostgreSQL that writes through to disk, web servers as in production, real HTTP, the
systems taking turns in one run. README.md says what each does and how to read the figures.
"""

import argparse
import json
import os
import platform
import random
import shutil
import statistics
import sys
import tempfile
import time
from collections import deque
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent)]

import load  # noqa: E402
import making  # noqa: E402
import plain  # noqa: E402
import server  # noqa: E402
from server import web  # noqa: E402

SETTINGS = {"shared_buffers": "4GB", "max_wal_size": "8GB", "checkpoint_timeout": "15min"}
"""``fsync``, ``synchronous_commit`` and ``full_page_writes`` stay on: what counts is on disk."""
CLIENTS = (1, 8, 32)
BATCH = 100
BATCH_CLIENTS = 8
RESENT = 0.05
PER_SECOND = {1: 1500, 8: 4000, 32: 4500}
"""Requests made ready for each second of a turn: more than any of the systems answers."""
GOALS = {
    "single_share": (0.60, 0.30),
    "single_p95_ms": (35.0, 90.0),
    "batch_a_second": (9_000.0, 4_500.0),
    "batch_share": (0.60, 0.0),
    "backlog_seconds": (35.0, 90.0),
    "bytes": (2_235 / 2, 2_235.0),
}
"""Goal and floor of each figure."""


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="polakor bench intake")
    parser.add_argument("--seconds", type=float, default=5.0, help="of one turn of one system")
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--devices", type=int, default=60)
    parser.add_argument("--backlog", type=int, default=5000, help="records on each device")
    parser.add_argument("--only", choices=["single", "batch", "backlog"])
    parser.add_argument("--work", type=Path, help="where to put the database (default: temporary)")
    parser.add_argument("--keep-results", action="store_true", help="write results.json")
    return parser.parse_args()


def say(words: str) -> None:
    print(f"{time.strftime('%H:%M:%S')}  {words}", flush=True)


class Turn:
    """One system's turn: wall, processor seconds of all its processes, and of everything else."""

    def __init__(self, *roots: int) -> None:
        self.roots = roots

    def __enter__(self) -> "Turn":
        self.began = time.perf_counter()
        self._own, self._all = self._spent(), web.busy()
        return self

    def __exit__(self, *_: object) -> None:
        self.wall = time.perf_counter() - self.began
        self.cpu = self._spent() - self._own
        self.foreign = max(0.0, web.busy() - self._all - self.cpu)

    def _spent(self) -> float:
        return web.spent(*self.roots) + time.process_time()


def figures(turn: Turn, sent: load.Sent, records: int) -> dict[str, float]:
    return {
        "a_second": round(records / sent.seconds, 1),
        "p50_ms": sent.at(0.5),
        "p95_ms": sent.at(0.95),
        "cpu_ms": round(turn.cpu * 1000 / max(1, records), 4),
        "foreign_cores": round(turn.foreign / turn.wall, 2),
    }


def middle(turns: list[dict[str, float]]) -> dict[str, Any]:
    told: dict[str, Any] = {}
    for name in turns[0]:
        values = [turn[name] for turn in turns]
        told[name] = round(statistics.median(values), 4)
        if name in {"a_second", "cpu_ms"}:
            told[f"{name}_span"] = [min(values), max(values)]
    return told


class Bench:
    """The systems under measurement, and the devices that feed them."""

    def __init__(self, options: argparse.Namespace, work: Path, addresses: Any) -> None:
        self.options = options
        self.work = work
        self.addresses = addresses
        self.database = web.postmaster(work)
        self.devices = making.devices(max(CLIENTS))
        self.sent_ids: set[str] = set()

    def polakor_single(self, clients: int, seconds: float) -> dict[str, float]:
        count = int(PER_SECOND[clients] * seconds / clients) + 1
        queues: list[deque[bytes]] = []
        for device in self.devices[:clients]:
            made = [device.told() for _ in range(count)]
            queues.append(
                deque(
                    load.request("/field/sync/", device.request([device.seal(one)]), device.headers)
                    for one in made
                )
            )
        with web.served("polakor") as (port, process):
            self._warm(port, process)
            with Turn(self.database, process) as turn:
                sent = load.drive(port, queues, seconds)
        assert set(sent.statuses) == {200}, sent.statuses
        return figures(turn, sent, sent.good)

    def django_single(self, clients: int, seconds: float) -> dict[str, float]:
        count = int(PER_SECOND[clients] * seconds / clients) + 1
        queues = [
            deque(
                load.request("/one/", json.dumps(device.told(), ensure_ascii=False).encode())
                for _ in range(count)
            )
            for device in self.devices[:clients]
        ]
        with web.served("django", modules=HERE) as (port, process):
            self._at_rest(process)
            load.drive(port, [deque(self._bare(1)) for _ in range(16)])
            with Turn(self.database, process) as turn:
                sent = load.drive(port, queues, seconds)
        assert set(sent.statuses) == {200}, sent.statuses
        return figures(turn, sent, sent.good)

    def postgres_single(self, clients: int, seconds: float) -> dict[str, float]:
        rows = [self.devices[0].told() for _ in range(2000)]
        with Turn(self.database) as turn:
            sent = plain.drive(self.addresses.app, rows, clients, seconds)
        return figures(turn, sent, sent.good)

    def polakor_batch(self, seconds: float) -> dict[str, float]:
        queues: list[deque[bytes]] = []
        for device in self.devices[:BATCH_CLIENTS]:
            queues.append(
                deque(
                    self._batch(device, [device.seal(device.told()) for _ in range(BATCH)])
                    for _ in range(int(200 * seconds / BATCH_CLIENTS) + 1)
                )
            )
        with web.served("polakor") as (port, process):
            self._warm(port, process)
            with Turn(self.database, process) as turn:
                sent = load.drive(port, queues, seconds)
        assert set(sent.statuses) == {200}, sent.statuses
        return figures(turn, sent, sent.good * BATCH)

    def django_batch(self, seconds: float) -> dict[str, float]:
        queues = [
            deque(
                load.request(
                    "/many/",
                    json.dumps([device.told() for _ in range(BATCH)], ensure_ascii=False).encode(),
                )
                for _ in range(int(250 * seconds / BATCH_CLIENTS) + 1)
            )
            for device in self.devices[:BATCH_CLIENTS]
        ]
        with web.served("django", modules=HERE) as (port, process):
            self._at_rest(process)
            load.drive(port, [deque(self._bare(1)) for _ in range(16)])
            with Turn(self.database, process) as turn:
                sent = load.drive(port, queues, seconds)
        assert set(sent.statuses) == {200}, sent.statuses
        return figures(turn, sent, sent.good * BATCH)

    def backlog(self) -> dict[str, Any]:
        """So many devices come home from a day without a network, all at once."""
        options, dice = self.options, random.Random(1)
        queues: list[deque[bytes]] = []
        for device in making.devices(options.devices):
            records = [device.seal(device.told()) for _ in range(options.backlog)]
            resent = dice.sample(records, int(len(records) * RESENT))
            told = [*records, *resent]
            dice.shuffle(told)
            queues.append(
                deque(
                    self._batch(device, told[at : at + BATCH]) for at in range(0, len(told), BATCH)
                )
            )
        before = self._count()
        octets = self._octets()
        with web.served("polakor") as (port, process):
            self._warm(port, process)
            warm = self._count()
            with Turn(self.database, process) as turn:
                sent = load.drive(port, queues)
        assert set(sent.statuses) == {200}, sent.statuses
        wanted = options.devices * options.backlog
        kept = self._count() - warm
        records = self._count() - before
        return {
            "devices": options.devices,
            "records": wanted,
            "seconds": round(sent.seconds, 1),
            "a_second": round(wanted / sent.seconds),
            "cpu_ms": round(turn.cpu * 1000 / wanted, 4),
            "foreign_cores": round(turn.foreign / turn.wall, 2),
            "lost": max(0, wanted - kept),
            "doubled": max(0, kept - wanted),
            "bytes_each_received": round((self._octets() - octets) / records),
        }

    def settling(self, at_most: int = 6000) -> dict[str, Any]:
        """What the worker takes to make names, papers and families of them afterwards."""
        from polakor.flows.settle_arrivals import settle_arrivals

        settled, octets = 0, self._octets()
        with Turn(self.database) as turn:
            while settled < at_most:
                done = settle_arrivals()
                settled += done
                if not done:
                    break
        return {
            "records": settled,
            "a_second": round(settled / turn.wall),
            "cpu_ms": round(turn.cpu * 1000 / max(1, settled), 3),
            "bytes_each_more": round((self._octets() - octets) / max(1, settled)),
        }

    def _batch(self, device: making.BenchDevice, sealed: list[dict[str, Any]]) -> bytes:
        return load.request("/field/sync/", device.request(sealed), device.headers)

    def _warm(self, port: int, process: int) -> None:
        """Every thread of every worker has its connection and its plans before the clock."""
        queues = []
        for device in self.devices[:16]:
            queues.append(
                deque(self._batch(device, [device.seal(device.told())]) for _ in range(12))
            )
        self._at_rest(process)
        load.drive(port, queues)

    def _at_rest(self, process: int) -> None:
        """Wait until every worker has loaded its application: that is nobody's request."""
        for _ in range(120):
            with Turn(self.database, process) as turn:
                time.sleep(0.5)
            if turn.cpu < 0.03:
                return

    def _bare(self, count: int) -> list[bytes]:
        told = [self.devices[0].told() for _ in range(12 * count)]
        return [load.request("/one/", json.dumps(one).encode()) for one in told]

    def _count(self) -> int:
        return plain.count(self.addresses.owner)

    def _octets(self) -> int:
        return plain.octets(self.addresses.owner)


def in_turns(bench: Bench, options: argparse.Namespace) -> dict[str, Any]:
    """Each system at each number of clients, in turns, ``repeats`` times."""
    found: dict[str, Any] = {}
    if options.only in (None, "single"):
        for clients in CLIENTS:
            turns: dict[str, list[dict[str, float]]] = {"polakor": [], "django": [], "postgres": []}
            for repeat in range(options.repeats):
                turns["polakor"].append(bench.polakor_single(clients, options.seconds))
                turns["django"].append(bench.django_single(clients, options.seconds))
                turns["postgres"].append(bench.postgres_single(clients, options.seconds))
                last = {name: one[-1]["a_second"] for name, one in turns.items()}
                say(f"{clients} clients, round {repeat + 1}: {last}")
            found[f"single_{clients}"] = {name: middle(told) for name, told in turns.items()}
    if options.only in (None, "batch"):
        batches: dict[str, list[dict[str, float]]] = {"polakor": [], "django": []}
        for repeat in range(options.repeats):
            batches["polakor"].append(bench.polakor_batch(options.seconds))
            batches["django"].append(bench.django_batch(options.seconds))
            last = {name: one[-1]["a_second"] for name, one in batches.items()}
            say(f"batches, round {repeat + 1}: {last}")
        found["batch"] = {name: middle(told) for name, told in batches.items()}
    if options.only in (None, "backlog"):
        found["backlog"] = bench.backlog()
        say(f"backlog: {found['backlog']}")
        found["settling"] = bench.settling()
    return found


def verdict(found: dict[str, Any]) -> dict[str, Any]:
    values: dict[str, float] = {}
    if "single_32" in found:
        ours, bare = found["single_32"]["polakor"], found["single_32"]["django"]
        values["single_share"] = ours["a_second"] / bare["a_second"]
        values["single_share_by_cpu"] = bare["cpu_ms"] / ours["cpu_ms"]
        values["single_p95_ms"] = ours["p95_ms"]
    if "batch" in found:
        ours, bare = found["batch"]["polakor"], found["batch"]["django"]
        values["batch_a_second"] = ours["a_second"]
        values["batch_share"] = ours["a_second"] / bare["a_second"]
        values["batch_share_by_cpu"] = bare["cpu_ms"] / ours["cpu_ms"]
    if "backlog" in found:
        values["backlog_seconds"] = found["backlog"]["seconds"]
        values["bytes"] = found["backlog"]["bytes_each_received"]
    told: dict[str, Any] = {}
    for name, value in values.items():
        told[name] = {"value": round(value, 3)}
        if name in GOALS:
            goal, floor = GOALS[name]
            more = goal >= floor
            told[name] |= {
                "goal": round(goal, 2),
                "floor": floor,
                "goal_met": value >= goal if more else value <= goal,
                "floor_met": value >= floor if more else value <= floor,
            }
    return told


def main() -> int:
    options = arguments()
    work = options.work or Path(tempfile.mkdtemp(prefix="polakor-bench-"))
    work.mkdir(parents=True, exist_ok=True)
    began = os.getloadavg()
    try:
        with server.running(work, SETTINGS) as cluster:
            addresses = server.prepare(cluster, work)
            plain.make_table(cluster.url())
            bench = Bench(options, work, addresses)
            found = in_turns(bench, options)
    finally:
        if options.work is None:
            shutil.rmtree(work, ignore_errors=True)
    results = {
        "machine": {
            "cores": os.cpu_count(),
            "load_before": [round(part, 2) for part in began],
            "load_after": [round(part, 2) for part in os.getloadavg()],
            "python": platform.python_version(),
            "at": datetime.now(UTC).isoformat(timespec="seconds"),
        },
        "seconds": options.seconds,
        "repeats": options.repeats,
        **found,
        "verdict": verdict(found),
    }
    text = json.dumps(results, indent=1)
    print(text)
    if options.keep_results:
        (HERE / "results.json").write_text(text + "\n", encoding="utf-8")
    return 0 if all(one.get("floor_met", True) for one in results["verdict"].values()) else 1


if __name__ == "__main__":
    sys.exit(main())
