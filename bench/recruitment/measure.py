"""The public register under load: what a worker's phone waits for.

    ./polakor bench recruitment [--agencies 500] [--contracts 200000] [--seconds 8] [--clients 8]
                                [--keep-results]

A throw-away server with invented agencies, web servers as in production, real HTTP over lasting
connections. Each page is asked for by all clients at once for ``--seconds``; every question of the
search is another name, spelt otherwise than it stands in the register. Beside them, in the same
run, the page that only says whether the server lives: the bare limit of a request.
"""

import argparse
import http.client
import json
import os
import platform
import random
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent)]

import contracts  # noqa: E402
import server  # noqa: E402
from server import web  # noqa: E402

GOAL_P95 = 50.0
SYLLABLES = [
    "Ba",
    "Bo",
    "Bun",
    "Cha",
    "Chan",
    "Che",
    "Da",
    "Dam",
    "Dara",
    "Ha",
    "Heng",
    "Kam",
    "Ke",
    "Kim",
    "Ko",
    "La",
    "Leap",
    "Ly",
    "Ma",
    "Meng",
    "Mo",
    "Na",
    "Ne",
    "Nou",
    "Pa",
    "Phal",
    "Po",
    "Ra",
    "Rith",
    "Ro",
    "Sa",
    "Sam",
    "Sok",
    "So",
    "Ta",
    "Thy",
    "Tong",
    "Va",
    "Van",
    "Vi",
    "Yon",
]
TAILS = ("Manpower", "Recruitment", "Labour Supply", "Overseas", "Human Resource", "Placement")
KHMER = [
    "សុខ",
    "ចាន់",
    "ដារ៉ា",
    "មាស",
    "ពេជ្រ",
    "ទន្លេ",
    "ភ្នំ",
    "ស្រូវ",
    "ផ្កា",
    "រស្មី",
    "សំណាង",
    "វឌ្ឍនា",
    "សុវណ្ណ",
    "កែវ",
    "រតនៈ",
    "មុនី",
    "បុប្ផា",
    "ជ័យ",
]


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="polakor bench recruitment")
    parser.add_argument("--agencies", type=int, default=500)
    parser.add_argument("--contracts", type=int, default=200_000)
    parser.add_argument("--seconds", type=float, default=8.0)
    parser.add_argument("--clients", type=int, default=8)
    parser.add_argument("--keep-results", action="store_true")
    return parser.parse_args()


def names(count: int, seed: int) -> list[tuple[str, str]]:
    """Invented names of agencies: Latin and Khmer."""
    drawn = random.Random(seed)
    found: dict[tuple[str, str], None] = {}
    while len(found) < count:
        first = "".join(drawn.sample(SYLLABLES, 2)).capitalize()
        latin = f"{first} {drawn.choice(SYLLABLES)} {drawn.choice(TAILS)} Co., Ltd."
        found[latin, " ".join(drawn.sample(KHMER, 3))] = None
    return list(found)


def fill(agencies: list[tuple[str, str]]) -> list[str]:
    """Register and license them; every seventh is stopped, every fifth has run out."""
    from django.utils import timezone

    from polakor.access.context import acting_as
    from polakor.access.machine import SETUP
    from polakor.access.rules.policy import PERMISSIONS, Role
    from polakor.recruitment.actions.licences import ActDraft, decide_licence, permit_country
    from polakor.recruitment.actions.recruiters import OfficeDraft, add_office, register_recruiter

    actor = replace(SETUP, permissions=PERMISSIONS[Role.LICENSING_OFFICER])
    today = timezone.localdate()
    began = today - timedelta(days=1000)
    numbers = []
    with acting_as(actor):
        for place, (latin, khmer) in enumerate(agencies):
            number = register_recruiter(
                actor=actor, kind="agency", name_km=khmer, name_latin=latin, province="12"
            )
            days = -5 if place % 5 == 0 else 300
            until = today + timedelta(days=days)
            acts = [ActDraft("granted", began, "Ministry", f"D-{place}", until, f"{place}/24")]
            if place % 7 == 0:
                on = today - timedelta(days=30)
                acts.append(
                    ActDraft("suspended", on, "Ministry", f"S-{place}", reason="as written")
                )
            for act in acts:
                decide_licence(actor=actor, number=number, draft=act)
            permit_country(
                actor=actor, number=number, country="THA", from_day=began, reference=f"P-{place}"
            )
            office = OfficeDraft("head", began, place="120101", address=f"House {place}")
            add_office(actor=actor, number=number, draft=office)
            numbers.append(number)
    return numbers


def misspelt(name: str, drawn: random.Random) -> str:
    """The first two words with one letter left out or doubled."""
    words = " ".join(name.split()[:2])
    at = drawn.randrange(1, len(words))
    return words[:at] + words[at + drawn.choice((0, 1)) :].replace("  ", " ")


def asked(port: int, clients: int, seconds: float, address: Callable[[random.Random], str]) -> Any:
    """Ask from ``clients`` connections at once; milliseconds of every answer, and how many."""
    waits: list[float] = []
    until = time.monotonic() + seconds

    def one(seed: int) -> None:
        drawn = random.Random(seed)
        mine = []
        connection = http.client.HTTPConnection("127.0.0.1", port)
        while time.monotonic() < until:
            began = time.perf_counter()
            connection.request(
                "GET", address(drawn), headers={"Cookie": "lang=km", "X-Forwarded-Proto": "https"}
            )
            answer = connection.getresponse()
            answer.read()
            assert answer.status == 200, (answer.status, address)
            mine.append((time.perf_counter() - began) * 1000)
        connection.close()
        waits.extend(mine)

    threads = [threading.Thread(target=one, args=(seed,)) for seed in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    waits.sort()
    return {
        "p50_ms": round(statistics.median(waits), 1),
        "p95_ms": round(waits[int(len(waits) * 0.95)], 1),
        "a_second": round(len(waits) / seconds, 1),
    }


def timed(look: Callable[[int], object], times: int = 200) -> dict[str, float]:
    """Milliseconds of one reading after another, each of something else."""
    drawn = random.Random(4)
    waits = []
    for at in range(times + 10):
        began = time.perf_counter()
        look(drawn.randrange(10**6))
        if at >= 10:
            waits.append((time.perf_counter() - began) * 1000)
    waits.sort()
    return {
        "p50_ms": round(statistics.median(waits), 1),
        "p95_ms": round(waits[int(len(waits) * 0.95)], 1),
    }


def _build(folder: Path) -> None:
    """Khmer words and static files, as every start makes them."""
    from polakor.doors.command.build import collect_static, make_messages
    from polakor.doors.command.home import Home

    make_messages(folder / "messages")
    collect_static(Home(folder))


def main() -> int:
    from django.utils import timezone

    told = arguments()
    load = os.getloadavg()[0]
    agencies = names(told.agencies, 1)
    found: dict[str, Any] = {}
    with (
        tempfile.TemporaryDirectory(prefix="polakor-bench-") as folder,
        server.running(Path(folder), {}) as cluster,
    ):
        server.prepare(cluster, Path(folder))
        _build(Path(folder))
        began = time.monotonic()
        numbers = fill(agencies)
        print(f"{told.agencies} agencies in {time.monotonic() - began:.1f} s", file=sys.stderr)
        began = time.monotonic()
        contracts.fill(told.contracts, len(numbers), timezone.localdate())
        print(f"{told.contracts} contracts in {time.monotonic() - began:.1f} s", file=sys.stderr)
        pages: dict[str, Callable[[random.Random], str]] = {
            "bare": lambda _: "/health",
            "search": lambda drawn: (
                "/agencies/?q=" + quote(misspelt(drawn.choice(agencies)[0], drawn))
            ),
            "agency": lambda drawn: f"/agencies/{drawn.choice(numbers)}/",
            "all": lambda drawn: f"/agencies/all/?page={drawn.randrange(1, 11)}",
            "data": lambda _: "/agencies/data.json",
            "ledger": lambda _: "/agencies/ledger/",
        }
        with web.served("polakor") as (port, _process):
            for address in pages.values():
                asked(port, told.clients, 1.0, address)
            for clients in (1, told.clients):
                for name, address in pages.items():
                    found.setdefault(name, {})[str(clients)] = asked(
                        port, clients, told.seconds, address
                    )
                    print(name, clients, found[name][str(clients)], file=sys.stderr)
            read = {
                name: timed(look) for name, look in contracts.looks(numbers, told.contracts).items()
            }
    result = {
        "machine": platform.processor() or platform.machine(),
        "cores": os.cpu_count(),
        "load_before": round(load, 2),
        "agencies": told.agencies,
        "contracts": told.contracts,
        "pages": found,
        "read_in_process": read,
        "goal_p95_ms": GOAL_P95,
        "goal_met": all(page["1"]["p95_ms"] < GOAL_P95 for page in found.values()),
    }
    print(json.dumps(result, indent=1))
    if told.keep_results:
        (HERE / "results.json").write_text(json.dumps(result, indent=1) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
