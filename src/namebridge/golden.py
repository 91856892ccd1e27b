"""Golden pairs: pairs of invented people whose verdict must not change without anybody noticing.

The product runs `check()` when it starts and every night. An empty list is health; every failure is
shown with the two people, what was expected and what was found. The pairs lie in
`tables/golden_pairs.tsv`, reviewed like every other table, and run in some ten milliseconds.

A person is written on one line, `name / name; field=value; ...`. Fields: sex (1, 2), born (YYYY,
YYYY-MM or YYYY-MM-DD), basis (date, year, age, jan1), place, phone, and any kind of document.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import cast

from namebridge.compare import compare
from namebridge.model import BirthBasis, Comparison, Identity
from namebridge.normalise import parse
from namebridge.reading import rows

_FIELDS = frozenset({"sex", "born", "basis", "place", "phone"})


@dataclass(frozen=True, slots=True)
class GoldenPair:
    """Two people, the expected verdict and what the pair guards.

    `expected`: same, maybe, new; or not_same, not_new; or certain, not_certain (what the machine
    may act on alone). `number` is the pair's place in its table, from 1.
    """

    number: int
    a: str
    b: str
    expected: str
    why: str


@dataclass(frozen=True, slots=True)
class GoldenFailure:
    """A golden pair that did not come out as expected. `found` names verdict, bits and reasons."""

    pair: GoldenPair
    found: str


def identity_of(text: str) -> Identity:
    """A person from one line of text."""
    head, *fields = (part.strip() for part in text.split(";"))
    known = dict(field.split("=", 1) for field in fields if field)
    born = [int(part) for part in known.get("born", "").split("-") if part] + [None] * 3
    basis = known.get("basis") or ("" if born[0] is None else "date" if born[2] else "year")
    return Identity(
        tuple(parse(name) for name in head.split(" / ") if name.strip()),
        int(known.get("sex", "0")),
        born[0],
        born[1],
        born[2],
        cast(BirthBasis, basis),
        known.get("place", ""),
        known.get("phone", ""),
        tuple((kind, number) for kind, number in known.items() if kind not in _FIELDS),
    )


def is_met(expected: str, result: Comparison) -> bool:
    """Whether a comparison is as expected (see `GoldenPair.expected`)."""
    if expected in ("certain", "not_certain"):
        return result.certain is (expected == "certain")
    if expected.startswith("not_"):
        return result.verdict != expected.removeprefix("not_")
    return result.verdict == expected


def found_in(result: Comparison) -> str:
    """Verdict, bits and reasons of a comparison on one line."""
    codes = ", ".join(f"{reason.code} {reason.weight:+.2f}" for reason in result.reasons)
    certain = ", certain" if result.certain else ""
    return f"{result.verdict}{certain} {result.weight:+.2f}: {codes}"


@cache
def pairs() -> tuple[GoldenPair, ...]:
    """The packaged golden pairs."""
    table = rows("golden_pairs.tsv")
    return tuple(
        GoldenPair(number, a, b, expected, why)
        for number, (expected, a, b, why) in enumerate(table, 1)
    )


def check(golden: Iterable[GoldenPair] | None = None) -> list[GoldenFailure]:
    """The golden pairs (the packaged ones unless given) that do not come out as expected.

    Both directions are tried: a comparison must be symmetric.
    """
    failures = []
    for pair in pairs() if golden is None else golden:
        one, other = identity_of(pair.a), identity_of(pair.b)
        for result in (compare(one, other), compare(other, one)):
            if not is_met(pair.expected, result):
                failures.append(GoldenFailure(pair, found_in(result)))
                break
    return failures
