"""Golden pairs: pairs of records whose outcome was agreed, so that a rule cannot fall silent.

Each runs the whole way a new record goes: a key in common, the comparison, the rule. They stand in
``golden.toml`` of this room.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any
from uuid import UUID

import namebridge
from polakor.base.dates import PartialDate
from polakor.registry.rules.identities import birth_basis, identity
from polakor.registry.rules.linking import compared_with, linking_of

_RECORD = UUID(int=1)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two records and what must come of them: ``joined``, ``proposed``, ``apart``, or
    ``not joined``, which is either of the last two."""

    name: str
    name_km: str
    expected: str
    one: namebridge.Identity
    other: namebridge.Identity


@dataclass(frozen=True, slots=True)
class Broken:
    """A golden pair that came out another way."""

    pair: str
    expected: str
    got: str


@cache
def golden_pairs() -> tuple[Pair, ...]:
    """All golden pairs of the register's rule."""
    text = files("polakor.registry").joinpath("golden.toml").read_text(encoding="utf-8")
    return tuple(
        Pair(
            name=row["name"],
            name_km=row["name_km"],
            expected=row["expected"],
            one=_identity(row["one"]),
            other=_identity(row["other"]),
        )
        for row in tomllib.loads(text)["pair"]
    )


def broken_pairs() -> list[Broken]:
    """The golden pairs that do not come out as agreed; an empty list is good news."""
    found = []
    for pair in golden_pairs():
        got = outcome(pair.one, pair.other)
        if got != pair.expected and not (pair.expected == "not joined" and got != "joined"):
            found.append(Broken(pair.name, pair.expected, got))
    return found


def outcome(one: namebridge.Identity, other: namebridge.Identity) -> str:
    """What the register does with a new record ``one`` when ``other`` alone is known."""
    if not set(namebridge.keys(one)) & set(namebridge.keys(other)):
        return "apart"
    linking = linking_of([compared_with(_RECORD, _RECORD, one, other)])
    if linking.join is not None:
        return "joined"
    return "proposed" if linking.propose else "apart"


def _identity(told: Mapping[str, Any]) -> namebridge.Identity:
    birth = PartialDate.from_iso(told["birth"]) if told.get("birth") else None
    return identity(
        names=[namebridge.parse(text) for text in told["names"]],
        sex=told.get("sex", 0),
        birth=(birth.year, birth.month, birth.day) if birth else (None, None, None),
        basis=birth_basis(birth, from_age=bool(told.get("from_age"))),
        home=told.get("home", ""),
        phone=told.get("phone", ""),
        documents=[(kind, number) for kind, number in told.get("documents", ())],
    )
