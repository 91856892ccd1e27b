"""A family of four at the gate: taps, letters and time, in a real browser without a network.

    ./polakor bench field [--runs 9] [--throttle 4] [--keep-results]

The app runs as on a tablet (360 px), its processor slowed by ``--throttle``, offline, against the
tests' own server. Hands are played by a script that touches what an officer touches; what is
counted is every tap and every letter. From the counts follows the time of an officer by stated
seconds a tap, a letter and a thought; beside it stands the time of the script alone, which is what
the app makes an officer wait.
"""

import argparse
import json
import os
import platform
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
GOAL_SECONDS = 60.0
# Seconds of action. A tap: pointing in the keystroke-level model (Card, Moran, Newell 1980). A
# letter: 36 words a minute on a phone (Palin and others 2019). A thought: the same model's mental
# step, one for each person and one for the family. Slow: half as much again.
PACES = {
    "usual": {"tap": 1.10, "letter": 0.33, "thought": 1.35},
    "slow": {"tap": 1.65, "letter": 0.50, "thought": 2.00},
}
PHONE = "012345678"


@dataclass(frozen=True)
class Way:
    """One way to write the same family down."""

    name: str
    says: str
    play: Callable[[Any, str], None]


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="polakor bench field")
    parser.add_argument("--runs", type=int, default=9)
    parser.add_argument("--throttle", type=float, default=4.0, help="how much slower than this CPU")
    parser.add_argument("--keep-results", action="store_true")
    return parser.parse_args()


def quick(desk: Any, token: str) -> None:
    """The next token by one tap, a place chosen lately, sex and age of each, one flag."""
    desk.new_family()
    desk.give_token(token)
    desk.household(recent=True)
    for one in family(named=False):
        desk.onward()
        desk.person(one)
    desk.save()


def full(desk: Any, token: str) -> None:
    """The token typed, the place by two letters, a phone, the name of the first."""
    desk.new_family()
    desk.write("#token", token.replace("-", ""))
    desk.page.wait_for_selector(".verdict.ok")
    desk.household(place="bt")
    desk.write(".ask-phone input", PHONE)
    for one in family(named=True):
        desk.onward()
        desk.person(one)
    desk.save()


def family(*, named: bool) -> list[Any]:
    from tests.doors.field.desk import FAMILY, Person

    if named:
        return list(FAMILY)
    return [Person(one.sex, one.band, one.flags) for one in FAMILY]


WAYS = (
    Way("quick", "next token by one tap, recent place, no names", quick),
    Way("full", "token typed, place by two letters, phone, one name", full),
)


def measure(way: Way, desk: Any, server: Any, runs: int, first: int) -> dict[str, Any]:
    """Play ``way`` some times; counts must be the same each time, times are kept apart."""
    waits, counted = [], set()
    for run in range(runs):
        desk.taps = desk.letters = 0
        began = time.perf_counter()
        way.play(desk, server.token(first + run))
        waits.append(time.perf_counter() - began)
        counted.add((desk.taps, desk.letters))
    if len(counted) != 1:
        raise SystemExit(f"the same family took different taps: {counted}")
    ((taps, letters),) = counted
    people = len(family(named=False))
    officer = {
        pace: round(s["tap"] * taps + s["letter"] * letters + s["thought"] * (people + 1), 1)
        for pace, s in PACES.items()
    }
    script = statistics.median(waits)
    return {
        "what": way.says,
        "people": people,
        "taps": taps,
        "letters": letters,
        "script_s_median": round(script, 2),
        "script_s_most": round(max(waits), 2),
        "officer_s": officer,
        "officer_and_script_s": {pace: round(s + script, 1) for pace, s in officer.items()},
    }


def unlock_seconds(desk: Any) -> float:
    """How long the PIN takes: locked, typed, first screen."""
    desk.page.click("header .link >> nth=0")
    desk.page.wait_for_selector(".pad")
    began = time.perf_counter()
    desk.unlock()
    desk.at_home()
    return time.perf_counter() - began


def prepare(folder: Path) -> None:
    """Django with the words and letters made as every start makes them, and no database."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "polakor.settings.test")
    os.environ["POLAKOR_DATA"] = str(folder)
    sys.path[:0] = [str(ROOT)]
    import django

    django.setup()
    from polakor.doors.command.build import make_messages
    from polakor.doors.ui.fonts import build_fonts

    make_messages(folder / "messages")
    build_fonts(folder / "assets" / "built")


def run(options: argparse.Namespace) -> dict[str, Any]:
    """Everything measured, as it is kept."""
    from tests import browser
    from tests.doors.field import fake
    from tests.doors.field.desk import Desk

    with fake.running() as server, browser.open_browser() as chromium:
        page = browser.new_page(chromium, width=browser.PHONE)
        desk = Desk(page, server.address)
        desk.enrol()
        desk.ready()
        unlocking = unlock_seconds(desk)
        page.context.set_offline(True)
        slow = page.context.new_cdp_session(page)
        slow.send("Emulation.setCPUThrottlingRate", {"rate": options.throttle})
        full(desk, server.token(1))  # so that there is a last token and a recent place
        found = {
            way.name: measure(way, desk, server, options.runs, 2 + options.runs * at)
            for at, way in enumerate(WAYS)
        }
        waiting = desk.waiting()
        return {
            "goal_officer_s": GOAL_SECONDS,
            "paces_s": PACES,
            "ways": found,
            "families_kept_offline": waiting,
            "unlock_s": round(unlocking, 2),
            "runs": options.runs,
            "throttle": options.throttle,
            "browser": chromium.version,
            "machine": f"{platform.machine()}, {os.cpu_count()} cores",
            "load": round(os.getloadavg()[0], 1),
        }


def main() -> int:
    options = arguments()
    with tempfile.TemporaryDirectory(prefix="polakor-bench-field-") as folder:
        prepare(Path(folder))
        found = run(options)
    print(json.dumps(found, ensure_ascii=False, indent=1))
    if options.keep_results:
        text = json.dumps(found, ensure_ascii=False, indent=1) + "\n"
        (HERE / "results.json").write_text(text, encoding="utf-8")
    late = [
        name for name, one in found["ways"].items() if one["officer_s"]["usual"] >= GOAL_SECONDS
    ]
    return 1 if late else 0


if __name__ == "__main__":
    sys.exit(main())
