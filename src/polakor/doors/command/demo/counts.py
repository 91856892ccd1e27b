"""Counts at gates for the demonstration: published sums spread so that they add up exactly."""

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from polakor.doors.command.demo.plan import Plan, Published, Wave

UNKNOWN, MALE, FEMALE = 0, 1, 2
Cell = tuple[int, str]
"""(ISO 5218 sex, age group), as gate tallies have it."""


@dataclass(frozen=True, slots=True)
class GateDay:
    """What one source counted at one gate on one day. ``method`` as gate tallies have it."""

    gate: str
    day: date
    counts: dict[Cell, int]
    method: str
    source: str


def spread(total: int, weights: Sequence[float]) -> list[int]:
    """Divide ``total`` by ``weights`` into whole numbers that sum to it exactly.

    Largest remainders get what is left over, the earlier of equal ones first.
    """
    whole = sum(weights)
    exact = [total * weight / whole for weight in weights]
    parts = [int(part) for part in exact]
    order = sorted(range(len(parts)), key=lambda at: (parts[at] - exact[at], at))
    for at in order[: total - sum(parts)]:
        parts[at] += 1
    return parts


def days_between(since: date, until: date) -> list[date]:
    """Every day from ``since`` to ``until``, both included."""
    return [since + timedelta(days=n) for n in range((until - since).days + 1)]


def published_days(one: Published) -> list[GateDay]:
    """The days of one published count. The days of a sum are estimates: only it was published."""
    days = days_between(one.since, one.until)
    cells: list[tuple[Cell, list[int]]] = []
    if one.female is None or one.children is None:
        cells.append(((UNKNOWN, "unknown"), spread(one.total, one.shares)))
    else:
        totals = spread(one.total, one.shares)
        female = spread(one.female, totals)
        children = spread(one.children, totals)
        men = [t - f - c for t, f, c in zip(totals, female, children, strict=True)]
        cells += [((MALE, "adult"), men), ((FEMALE, "adult"), female)]
        cells.append(((UNKNOWN, "child"), children))
    method = one.method if len(days) == 1 else "estimate"
    return [
        GateDay(one.gate, day, {cell: parts[at] for cell, parts in cells}, method, one.source)
        for at, day in enumerate(days)
    ]


def wave_days(wave: Wave, seed: int) -> list[GateDay]:
    """A wave as counts by gate, day, sex and adult or child, in order of day and gate.

    Its curve gets small ups and downs, the same for the same ``seed``; its sums stay exact.
    """
    chance = random.Random(seed)
    places = [(day, gate) for day in days_between(wave.since, wave.until) for gate in wave.gates]
    heights = [_height(wave, day) * gate[1] * chance.uniform(0.85, 1.15) for day, gate in places]
    people = spread(wave.total, heights)
    share = wave.female / wave.total
    female = spread(wave.female, [n * share * chance.uniform(0.93, 1.07) for n in people])
    male = [n - f for n, f in zip(people, female, strict=True)]
    girls = _children(female, wave.child_share, chance)
    boys = _children(male, wave.child_share, chance)
    found = []
    for at, (day, (gate, _)) in enumerate(places):
        counts = {
            (MALE, "adult"): male[at] - boys[at],
            (FEMALE, "adult"): female[at] - girls[at],
            (MALE, "child"): boys[at],
            (FEMALE, "child"): girls[at],
        }
        counts = {cell: number for cell, number in counts.items() if number}
        found.append(GateDay(gate, day, counts, "tally", wave.source))
    return [one for one in found if one.counts]


def _height(wave: Wave, day: date) -> float:
    """People on one day: straight lines between the knots of the curve."""
    for (low, before), (high, after) in zip(wave.knots, wave.knots[1:], strict=False):
        if low <= day <= high:
            return before + (after - before) * (day - low).days / (high - low).days
    return 0.0


def _children(people: Sequence[int], share: float, chance: random.Random) -> list[int]:
    total = round(sum(people) * share)
    return spread(total, [n * chance.uniform(0.7, 1.3) for n in people])


def all_days(plan: Plan) -> list[GateDay]:
    """Everything that is entered as counts at gates."""
    found = [day for one in plan.published for day in published_days(one)]
    for wave in plan.waves:
        found += wave_days(wave, plan.seed)
    return found


@dataclass(frozen=True, slots=True)
class Passing:
    """One of those who were counted, picked to be told of by name."""

    gate: str
    day: date
    sex: int
    child: bool


def one_in(every: int, days: Iterable[GateDay]) -> list[Passing]:
    """Every n-th of those who were counted, so that the picked are in all ways like the whole."""
    rows = [
        (sex, group == "child", one.gate, one.day, number)
        for one in days
        for (sex, group), number in one.counts.items()
    ]
    picked, passed = [], every // 2
    for sex, child, gate, day, number in sorted(rows):
        for _ in range((passed + number) // every - passed // every):
            picked.append(Passing(gate, day, sex, child))
        passed += number
    return sorted(picked, key=lambda one: (one.day, one.gate, one.sex, one.child))
