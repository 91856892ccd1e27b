"""Holds the truth against the tables themselves, not against the queries under test."""

import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

import psycopg

from polakor.doors.command import roles
from polakor.doors.command.errors import tell
from polakor.doors.command.simulation.truth import Made, Truth

STILL_FOR = 5.0
"""Seconds without any outcome, when nothing is left to settle, after which all is settled."""
STUCK_AFTER = 300.0
"""Seconds without any outcome, though something is left, after which the worker is stuck."""

# What waits for a person has its outcome or stays held; everything else is still to be settled.
_LEFT = """
SELECT (SELECT count(*) FROM intake_delivery WHERE settled_at IS NULL),
       (SELECT count(*) FROM intake_outcome),
       (SELECT count(*) FROM intake_submission s WHERE s.device_id IS NOT NULL
        AND s.state = 'received' AND NOT EXISTS
        (SELECT FROM intake_outcome o WHERE o.submission_id = s.id))
"""
_SUBMISSIONS = """
SELECT s.id, coalesce(o.state, s.state), count(*) OVER (PARTITION BY s.device_id, s.sequence)
FROM intake_submission s LEFT JOIN intake_outcome o ON o.submission_id = s.id
WHERE s.device_id IS NOT NULL
"""
_ASIDE = "SELECT claimed_id, state, reason FROM intake_quarantined"
_PERSONS = "SELECT id, coalesce(canonical_id, id) FROM registry_person"
_TOLD = "SELECT person_id, submission_id FROM registry_told"
_CROSSINGS = "SELECT person_id, submission_id, gate_id, crossed_on FROM journeys_crossing"
_PROPOSED = "SELECT subject_id, other_id FROM registry_matchcandidate WHERE open"


def as_nation(addresses: roles.Addresses) -> psycopg.Connection[tuple[Any, ...]]:
    """A connection that sees every row, as the nation may."""
    line = roles.connect(addresses.owner)
    line.execute("SELECT set_config('polakor.scopes', 'N', false)")
    return line


def wait_until_settled(
    addresses: Callable[[], roles.Addresses],
    say: Callable[[str], None] = tell,
    still_for: float = STILL_FOR,
) -> int:
    """Wait until the worker has nothing left. Returns records it did not settle: stuck ones."""
    before, since, told = -1, time.monotonic(), time.monotonic()
    while True:
        with as_nation(addresses()) as line:
            deliveries, outcomes, records = _three(line)
        now = time.monotonic()
        if outcomes != before:
            before, since = outcomes, now
        left = deliveries or records
        if now - since > (STUCK_AFTER if left else still_for):
            return records
        if now - told > 15:
            say(f"settled {outcomes:,} records, {records:,} to go")
            told = now
        time.sleep(0.5)


def _three(line: psycopg.Connection[tuple[Any, ...]]) -> tuple[int, int, int]:
    row = line.execute(_LEFT).fetchone()
    assert row is not None, "a count is one row"
    return row[0], row[1], row[2]


@dataclass
class Register:
    """What the tables hold, by id."""

    states: dict[UUID, str] = field(default_factory=dict)
    twice: int = 0
    aside: dict[str, tuple[str, str]] = field(default_factory=dict)
    stands: dict[UUID, UUID] = field(default_factory=dict)
    told: Counter[tuple[UUID, UUID]] = field(default_factory=Counter)
    crossings: dict[UUID, list[tuple[UUID, str, date]]] = field(
        default_factory=lambda: defaultdict(list)
    )
    proposed: set[frozenset[UUID]] = field(default_factory=set)


def read_register(addresses: roles.Addresses) -> Register:
    """Read everything that is judged, once."""
    found = Register()
    with as_nation(addresses) as line:
        for identifier, state, same in line.execute(_SUBMISSIONS):
            found.twice += same > 1
            found.states[identifier] = state
        for claimed, state, reason in line.execute(_ASIDE):
            found.aside[claimed] = (state, reason)
        found.stands = dict(line.execute(_PERSONS).fetchall())
        found.told = Counter((row[0], row[1]) for row in line.execute(_TOLD))
        for person, submission, gate, day in line.execute(_CROSSINGS):
            found.crossings[person].append((submission, gate, day))
        found.proposed = {frozenset(pair) for pair in line.execute(_PROPOSED)}
    return found


@dataclass
class Verdict:
    """People and records that are not there exactly once, and where they stand."""

    lost: list[UUID] = field(default_factory=list)
    doubled: list[UUID] = field(default_factory=list)
    records_lost: list[UUID] = field(default_factory=list)
    never_sent: int = 0
    accepted: int = 0
    misplaced: int = 0
    states: Counter[str] = field(default_factory=Counter)
    registered: int = 0
    circular: dict[str, int] = field(default_factory=dict)

    @property
    def holds(self) -> bool:
        """Nobody lost, nobody doubled."""
        return not (self.lost or self.doubled or self.records_lost)


def judge(truth: Truth, register: Register) -> Verdict:
    """Everybody who was told of, and every record, against what the tables hold."""
    found = Verdict(registered=len(register.stands))
    bound: set[UUID] = set()
    for one in truth.made.values():
        if one.never_sent:
            found.never_sent += len(one.people)
            continue
        _judge_record(one, register, found)
        bound.update(person for person, _ in one.people)
    # Whoever is there and nobody told of came twice under another number.
    found.doubled += [person for person in register.stands if person not in bound]
    found.circular = judge_circular(truth.made.values(), register)
    return found


def _judge_record(one: Made, register: Register, found: Verdict) -> None:
    state = register.states.get(one.id) or register.aside.get(str(one.id), ("",))[0]
    found.states[state or "missing"] += 1
    if not state:
        found.records_lost.append(one.id)
    for person, _ in one.people:
        crossings = register.crossings.get(person, [])
        here = [one_of for one_of in crossings if one_of[0] == one.id]
        told = register.told[person, one.id]
        if person not in register.stands or not here or not told:
            found.lost.append(person)
        elif len(crossings) > 1 or told > 1:
            found.doubled.append(person)
        else:
            found.accepted += state == "accepted"
            found.misplaced += here[0][1:] != (one.gate, one.day)


def judge_circular(made: Iterable[Made], register: Register) -> dict[str, int]:
    """Of people who came several times: how many are one in the register, or wait for an officer.

    ``wrongly_joined``: records of different people that stand for one.
    """
    records: dict[int, list[UUID]] = defaultdict(list)
    clusters: dict[UUID, set[int]] = defaultdict(set)
    for one in made:
        for person, human in one.people:
            if person in register.stands:
                records[human].append(person)
                clusters[register.stands[person]].add(human)
    several = {human: told for human, told in records.items() if len(told) > 1}
    found = Counter(_standing(told, register) for told in several.values())
    return {
        "people": len(several),
        "crossings": sum(map(len, several.values())),
        **{name: found[name] for name in ("joined", "proposed", "unseen")},
        "wrongly_joined": sum(len(humans) > 1 for humans in clusters.values()),
    }


def _standing(records: list[UUID], register: Register) -> str:
    if len({register.stands[one] for one in records}) == 1:
        return "joined"
    stands: Mapping[UUID, UUID] = register.stands
    asked = any(
        frozenset(pair) in register.proposed
        for at, one in enumerate(records)
        for other in records[at + 1 :]
        for pair in ((one, other), (stands[one], stands[other]), (one, stands[other]))
    )
    return "proposed" if asked else "unseen"
