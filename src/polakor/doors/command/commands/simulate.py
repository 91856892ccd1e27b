"""``polakor simulate wave``: play a mass return and hold the register against the truth."""

import argparse
import json
from collections.abc import Mapping
from typing import Any

from polakor.doors.command.errors import CommandFailure, say

HELP = "rehearse a mass return with invented people, and say whether anybody was lost or doubled"
needs_database = False


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which wave, how long, with how many devices."""
    parser.add_argument("what", choices=["wave"], help="what to rehearse")
    parser.add_argument("--scenario", default="2014", help="a wave of the pack's scenarios.toml")
    parser.add_argument("--days", type=int, help="its busiest days in a row (default: the file's)")
    parser.add_argument("--devices", type=int, default=40, help="tablets (default 40)")
    parser.add_argument("--seed", type=int, default=1, help="another one is another wave")
    parser.add_argument(
        "--scale", type=float, default=1.0, help="a share of the people, for trying (default 1)"
    )
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(options: argparse.Namespace) -> int:
    """Play and judge; 0 when nobody was lost and nobody was doubled."""
    from polakor.doors.command.simulation.rehearsal import Rehearsal
    from polakor.doors.command.simulation.scenario import read_scenario
    from polakor.doors.command.simulation.throwaway import folder_for

    if options.database_url:
        raise CommandFailure("a rehearsal makes a database of its own; leave --database-url out")
    whole = read_scenario(options.scenario)
    wave = whole.busiest(options.days or whole.usual_days).scaled(options.scale)
    if options.devices < 3 or not wave.days:
        raise CommandFailure("a rehearsal needs at least three devices and one day with people")
    with folder_for(options.data) as folder:
        told = Rehearsal(wave, options.devices, options.seed, options.scale).run(folder)
    say(json.dumps(told, ensure_ascii=False) if options.json else _as_text(told))
    return 0 if told["sound"] else 1


def _as_text(told: Mapping[str, Any]) -> str:
    lines = []
    for name, value in told.items():
        if isinstance(value, dict):
            value = ", ".join(f"{key} {number:,}" for key, number in value.items())
        elif isinstance(value, int) and not isinstance(value, bool) and name != "seed":
            value = f"{value:,}"
        lines.append(f"{name.replace('_', ' '):24} {value}")
    verdict = "Nobody was lost and nobody doubled." if told["sound"] else "NOT SOUND."
    return "\n".join([*lines, verdict])
