"""The events in the real tables: filled quickly and left as production has them."""

import time
from collections.abc import Callable
from typing import Any

import events
import psycopg


def say(words: str) -> None:
    """One line, with the time of day."""
    print(f"{time.strftime('%H:%M:%S')}  {words}", flush=True)


def timed(words: str, work: Callable[[], Any]) -> Any:
    """Do it, say how long it took, return what it returned."""
    began = time.monotonic()
    answer = work()
    say(f"{words}: {time.monotonic() - began:.1f} s")
    return answer


def fill(owner: psycopg.Connection[Any], rows: int, bands: list[int]) -> list[str]:
    """Make the events and put them into the real tables as well. Returns the gates used."""
    gates = [row[0] for row in owner.execute("SELECT code FROM reference_gate ORDER BY position")]
    told = events.parameters(rows, bands, gates)
    bound = psycopg.ClientCursor(owner)
    owner.execute("SELECT setseed(0.2026)")
    timed("events", lambda: bound.execute(events.PLAIN, told))
    timed("index", lambda: owner.execute("CREATE INDEX ON plain_event USING brin (day)"))
    owner.execute(events.CHECKS_OFF)
    for table, statement in (
        ("registry_person", events.PERSONS),
        ("journeys_crossing", events.CROSSINGS),
    ):
        indexes = _drop_indexes(owner, table)
        with owner.transaction():  # a table emptied in the same transaction needs no journal
            owner.execute(f"TRUNCATE {table} CASCADE")
            timed(table, lambda: bound.execute(statement, told))  # noqa: B023
        for definition in indexes:
            timed(definition[:60], lambda: owner.execute(definition))  # noqa: B023
    owner.execute("SELECT setval('journeys_crossing_number', %s)", [rows + 1])
    timed("vacuum", lambda: owner.execute("VACUUM (ANALYZE)"))
    return gates[: events.GATES]


def _drop_indexes(owner: psycopg.Connection[Any], table: str) -> list[str]:
    """Drop all but the primary key; return what makes them again."""
    unique = owner.execute(
        "SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint"
        " WHERE conrelid = %s::regclass AND contype = 'u'",
        [table],
    ).fetchall()
    for name, _ in unique:
        owner.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')
    plain = owner.execute(
        "SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index"
        " WHERE indrelid = %s::regclass AND NOT indisprimary",
        [table],
    ).fetchall()
    for name, _ in plain:
        owner.execute(f"DROP INDEX {name}")
    return [definition for _, definition in plain] + [
        f'ALTER TABLE {table} ADD CONSTRAINT "{name}" {text}' for name, text in unique
    ]
