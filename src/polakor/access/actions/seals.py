"""Seal the record of acts into one hash chain.

Writers never wait for one another: they append events, and a single sealer, taking its turn by an
advisory lock, links whatever has been committed since. It follows (transaction, number) and stops
at the oldest transaction still open, so an event that commits late is sealed late, never skipped.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from django.db import connection, transaction

from polakor.access.rules.chain import GENESIS, link

_LOCK = 4_611_686_018_427  # any fixed number; advisory locks are told apart by it
_COLUMNS = (
    "number, tx, id, at, account_id, role, office_id, event, target_kind, target_id, reason, detail"
)
_UNSEALED = f"""
SELECT {_COLUMNS} FROM access_auditevent
WHERE (tx, number) > (%s, %s)
  AND tx < (pg_snapshot_xmin(pg_current_snapshot())::text::bigint)
ORDER BY tx, number LIMIT %s
"""  # noqa: S608 - the columns are ours
_SEALED = f"""
SELECT s.position, s.hash, s.event_number, s.event_tx, {", ".join("e." + c.strip() for c in _COLUMNS.split(","))}
FROM access_auditseal s LEFT JOIN access_auditevent e ON e.number = s.event_number
WHERE s.position > %s ORDER BY s.position LIMIT %s
"""  # noqa: S608, E501 - the columns are ours


def _as_sealed(row: Mapping[str, object]) -> dict[str, object]:
    """The event as it is hashed: times in UTC, so that any reader can repeat it."""
    at = row["at"]
    assert isinstance(at, datetime)
    return {
        "number": row["number"],
        "id": str(row["id"]),
        "at": at.astimezone(UTC).isoformat(),
        "account": str(row["account_id"]),
        "role": row["role"],
        "office": str(row["office_id"]),
        "event": row["event"],
        "target_kind": row["target_kind"],
        "target_id": row["target_id"],
        "reason": row["reason"],
        "detail": row["detail"],
    }


def _as_auditor() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('polakor.scopes', 'audit', true)")


def _rows(sql: str, parameters: list[int]) -> list[dict[str, object]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        names = [column.name for column in cursor.description or []]
        rows = [dict(zip(names, values, strict=True)) for values in cursor.fetchall()]
    for row in rows:
        if isinstance(row["detail"], str):
            row["detail"] = json.loads(row["detail"])
    return rows


def seal_events(*, limit: int = 5000) -> int:
    """Link at most ``limit`` committed events to the chain. Returns how many; 0 if another seals.

    The sealer is part of the machine, not an actor: it adds positions and hashes, nothing else.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_LOCK])
        row = cursor.fetchone()
        if row is None or not row[0]:
            return 0
        _as_auditor()
        cursor.execute(
            "SELECT position, hash, event_tx, event_number FROM access_auditseal"
            " ORDER BY position DESC LIMIT 1"
        )
        last = cursor.fetchone()
        position, previous, tx, number = last or (0, GENESIS, 0, 0)
        previous = bytes(previous)
        links: list[tuple[int, int, int, bytes]] = []
        for event in _rows(_UNSEALED, [tx, number, limit]):
            position += 1
            previous = link(previous, _as_sealed(event))
            links.append((position, int(str(event["number"])), int(str(event["tx"])), previous))
        if links:
            cursor.execute(
                "INSERT INTO access_auditseal (position, event_number, event_tx, hash)"
                " SELECT * FROM unnest(%s::bigint[], %s::bigint[], %s::bigint[], %s::bytea[])",
                [list(column) for column in zip(*links, strict=True)],
            )
    return len(links)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a walk along the chain found: how many links, and the first that does not hold."""

    links: int
    broken_at: int | None
    why: str
    root: str


def _walk() -> Iterator[dict[str, object]]:
    position = 0
    while rows := _rows(_SEALED, [position, 5000]):
        yield from rows
        position = int(str(rows[-1]["position"]))


def verify_chain(*, kept: tuple[int, str] | None = None) -> Verdict:
    """Repeat every link from the first. Stops at the first that is missing, moved or changed.

    ``kept`` is (position, hash) of a root kept outside: whoever rewrites the whole chain, or cuts
    off its end, cannot rewrite that one.
    """
    previous, expected = GENESIS, 1
    at, root = kept or (0, "")
    with transaction.atomic():
        _as_auditor()
        for row in _walk():
            position = int(str(row["position"]))
            if position != expected:
                return Verdict(expected - 1, expected, "a link is missing", previous.hex())
            if row["number"] is None:
                return Verdict(expected - 1, position, "its event was removed", previous.hex())
            stored = row["hash"]
            assert isinstance(stored, bytes | memoryview)
            here = link(previous, _as_sealed(row))
            if here != bytes(stored):
                return Verdict(expected - 1, position, "its event was changed", previous.hex())
            if position == at and here.hex() != root:
                return Verdict(
                    expected - 1, position, "it is not the root kept outside", here.hex()
                )
            previous, expected = here, expected + 1
    if expected <= at:
        return Verdict(expected - 1, expected, "the links after it are gone", previous.hex())
    return Verdict(expected - 1, None, "", previous.hex())
