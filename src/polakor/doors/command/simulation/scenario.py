"""What a pack's ``scenarios.toml`` says of a wave, as values."""

import os
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from polakor.doors.command.demo.counts import (
    FEMALE,
    MALE,
    UNKNOWN,
    GateDay,
    published_days,
    spread,
    wave_days,
)
from polakor.doors.command.demo.plan import Fitting, Published, Wave
from polakor.doors.command.errors import CommandFailure
from polakor.doors.command.home import packs_folder

NAME = "scenarios.toml"


@dataclass(frozen=True, slots=True)
class Troubles:
    """What goes wrong, as shares of what it is about (the file says of what)."""

    circular: float
    with_token: float
    token_twice: float
    enriched: float
    dead_network: float
    wrong_clock: float
    clock_hours: float
    swapped: float
    lost: float
    lost_with_file: float
    answer_lost: float
    resent: float
    shuffled: float


@dataclass(frozen=True, slots=True)
class Scenario:
    """One wave. ``usual_days`` are played unless told otherwise; ``sizes``: people and weight."""

    code: str
    usual_days: int
    gate_days: tuple[GateDay, ...]
    sizes: tuple[tuple[int, float], ...]
    papers: tuple[tuple[str, float, str], ...]
    flags: tuple[Fitting, ...]
    troubles: Troubles

    @property
    def arrivals(self) -> int:
        """Everybody who comes."""
        return sum(people_of(one) for one in self.gate_days)

    @property
    def peak_day(self) -> int:
        """The most people at one gate on one day."""
        return max((people_of(one) for one in self.gate_days), default=0)

    @property
    def days(self) -> list[date]:
        """The days on which somebody comes, in order."""
        return sorted({one.day for one in self.gate_days})

    def busiest(self, count: int) -> "Scenario":
        """The ``count`` days in a row on which the most people come."""
        if not self.gate_days or count < 1:
            return replace(self, gate_days=())
        by_day: dict[date, int] = {}
        for one in self.gate_days:
            by_day[one.day] = by_day.get(one.day, 0) + people_of(one)
        first = max(sorted(by_day), key=lambda day: _within(by_day, day, count))
        until = first + timedelta(days=count - 1)
        kept = tuple(one for one in self.gate_days if first <= one.day <= until)
        return replace(self, gate_days=kept)

    def scaled(self, factor: float) -> "Scenario":
        """The same wave with fewer people: every gate and day by ``factor``, sums kept."""
        if factor == 1:
            return self
        cells = [(at, cell) for at, one in enumerate(self.gate_days) for cell in one.counts]
        weights = [self.gate_days[at].counts[cell] for at, cell in cells]
        parts = spread(round(sum(weights) * factor), weights)
        counts: list[dict[tuple[int, str], int]] = [{} for _ in self.gate_days]
        for (at, cell), people in zip(cells, parts, strict=True):
            if people:
                counts[at][cell] = people
        return replace(
            self,
            gate_days=tuple(
                replace(one, counts=told)
                for one, told in zip(self.gate_days, counts, strict=True)
                if told
            ),
        )


def _within(by_day: Mapping[date, int], first: date, count: int) -> int:
    until = first + timedelta(days=count - 1)
    return sum(people for day, people in by_day.items() if first <= day <= until)


def people_of(one: GateDay) -> int:
    """Everybody at one gate on one day."""
    return sum(one.counts.values())


def read_scenario(code: str) -> Scenario:
    """The wave ``code`` of the pack. Raises ``CommandFailure`` when there is none of that name."""
    path = packs_folder() / os.environ.get("POLAKOR_PACK", "kh") / NAME
    if not path.is_file():
        raise CommandFailure(f"this country pack has no {NAME}, so there is no wave to rehearse")
    return scenario_of(tomllib.loads(path.read_text(encoding="utf-8")), code, path)


def scenario_of(data: Mapping[str, Any], code: str, path: Path) -> Scenario:
    """The wave ``code`` in ``data``. Raises KeyError where the file lacks something: it is ours."""
    rows = {row["code"]: row for row in data["scenario"]}
    if code not in rows:
        raise CommandFailure(f"there is no scenario {code!r} in {path}; there are {_listed(rows)}")
    row = rows[code]
    return Scenario(
        code=code,
        usual_days=row["days"],
        gate_days=tuple(_gate_days(row)),
        sizes=tuple((size, float(weight)) for size, weight in data["families"]["sizes"]),
        papers=tuple((kind, float(weight), form) for kind, weight, form in data["papers"]["kinds"]),
        flags=tuple(Fitting(*one) for one in data["seen"]["flags"]),
        troubles=Troubles(**{name: data["troubles"][name] for name in Troubles.__slots__}),
    )


def _listed(rows: Mapping[str, object]) -> str:
    return ", ".join(sorted(rows))


def _gate_days(row: Mapping[str, Any]) -> list[GateDay]:
    women, children = row["women"], row["children"]
    found = [day for one in row.get("arrivals", ()) for day in _counted(one, women, children)]
    curve = row.get("curve")
    if curve is not None:
        found += wave_days(_wave(curve, women, children), seed=1)
    return [day for day in found if day.counts]


def _counted(row: Mapping[str, Any], women: float, children: float) -> list[GateDay]:
    total = row["total"]
    days: Sequence[GateDay] = published_days(
        Published(
            gate=row["gate"],
            since=row["from"],
            until=row["to"],
            shares=tuple(row.get("shares", [1])),
            total=total,
            female=row.get("female", round(total * women)),
            children=row.get("children", round(total * children)),
            method="tally",
            source=row["source"],
        )
    )
    return [
        replace(one, counts={cell: people for cell, people in one.counts.items() if people})
        for one in days
    ]


def _wave(row: Mapping[str, Any], women: float, children: float) -> Wave:
    return Wave(
        since=row["from"],
        until=row["to"],
        total=row["total"],
        female=round(row["total"] * women),
        child_share=children,
        source=row["source"],
        knots=tuple((day, float(people)) for day, people in row["knots"]),
        gates=tuple((gate, float(weight)) for gate, weight in row["gates"]),
    )


def one_by_one(one: GateDay, coin: Sequence[int] = (MALE, FEMALE)) -> list[tuple[int, bool]]:
    """(sex, whether a child) of everybody at a gate on a day; a child of unknown sex gets one."""
    found = []
    for (sex, group), people in one.counts.items():
        for number in range(people):
            found.append((coin[number % 2] if sex == UNKNOWN else sex, group == "child"))
    return found
