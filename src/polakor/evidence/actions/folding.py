"""Fold the log of crossings into the rollups, each entry exactly once.

The place reached in the log and the counts change in one transaction, and one folder works at a
time. The log is followed by (transaction, number) and only up to the oldest transaction still open:
an entry that commits late is folded late, never skipped and never twice.
"""

from typing import Any

from django.db import connection

from polakor.access.actions.events import record_event
from polakor.access.context import acting_as
from polakor.access.rules.actors import Actor
from polakor.evidence.permissions import EvidencePermission
from polakor.evidence.queries.cuts import Cuts, cuts_in_force
from polakor.evidence.queries.places_in_log import LOCK, Place, place_in_log
from polakor.evidence.queries.snapshots import hashing
from polakor.evidence.sql import named

ROLLUPS = (
    "evidence_byday",
    "evidence_byprofile",
    "evidence_bydestination",
    "evidence_byhour",
    "evidence_bymonth",
    "evidence_byyears",
    "evidence_gatenews",
    "evidence_personsbyprovince",
    "evidence_personsagain",
)


def fold_log(*, actor: Actor, limit: int = 20_000) -> int:
    """Fold at most ``limit`` entries of each log. Returns how many; 0 if another folds just now.

    Counts everything anew when the country pack cuts ages or provinces differently than before.
    """
    actor.require(EvidencePermission.COUNTS_FOLD)
    with acting_as(actor), connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK])
        if not _first(cursor)[0]:
            return 0
        place, cuts = place_in_log(), cuts_in_force()
        if place is None or (place.bands, place.province_digits) != (
            cuts.bands,
            cuts.province_digits,
        ):
            return _count_anew(cursor, actor, cuts)
        _watch_emergencies(cursor, place)
        return _fold_window(cursor, place, cuts, limit)


def count_anew(*, actor: Actor) -> int:
    """Throw every count away and count the whole log again. Returns entries counted."""
    actor.require(EvidencePermission.COUNTS_FOLD)
    with acting_as(actor), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        return _count_anew(cursor, actor, cuts_in_force())


def _fold_window(cursor: Any, place: Place, cuts: Cuts, limit: int) -> int:
    begin = {**place.as_parameters(), **_cut(cuts), "limit": limit, "open_tx": _open_tx(cursor)}
    end = _end(cursor, begin)
    if end == place.logs():
        return 0
    window = {**begin, **_named_end(end)}
    with hashing():
        cursor.execute(named("clusters") + named("fold_persons"), window)
        cursor.execute(named("fold"), window)
    folded = int(_first(cursor)[0])
    _remember(cursor, end, cuts)
    return folded


def _count_anew(cursor: Any, actor: Actor, cuts: Cuts) -> int:
    for table in ROLLUPS:
        cursor.execute(f"DELETE FROM {table}")  # noqa: S608 - our own names
    nowhere = {"tx": 0, "number": 0, "move_tx": 0, "move_number": 0}
    begin = {**nowhere, **_cut(cuts), "limit": None, "open_tx": _open_tx(cursor)}
    end = _end(cursor, begin)
    window = {**begin, **_named_end(end)}
    cursor.execute(named("count_persons"), window)
    cursor.execute(named("count_again"), {**window, "watch": "", "gates": None})
    cursor.execute("DELETE FROM evidence_watch")
    cursor.execute(named("fold"), window)
    counted = int(_first(cursor)[0])
    _remember(cursor, end, cuts)
    record_event(
        actor=actor,
        event="evidence:counts:counted_anew",
        target_kind="counts",
        target_id="all",
        detail={"entries": counted, "pack": cuts.pack},
    )
    return counted


def _watch_emergencies(cursor: Any, place: Place) -> None:
    """Count the persons of every emergency of some gates that is new or has other gates now."""
    cursor.execute(
        "SELECT coalesce(e.code, w.code), e.gates FROM evidence_watch w FULL JOIN"
        " (SELECT code, gates FROM journeys_emergency WHERE cardinality(gates) > 0) AS e"
        " ON e.code = w.code WHERE e.gates IS DISTINCT FROM w.gates"
    )
    for code, gates in cursor.fetchall():
        cursor.execute("DELETE FROM evidence_personsagain WHERE watch = %s", [code])
        cursor.execute("DELETE FROM evidence_watch WHERE code = %s", [code])
        if gates is None:
            continue
        cursor.execute("INSERT INTO evidence_watch (code, gates) VALUES (%s, %s)", [code, gates])
        here = {**_named_end(place.logs()), "watch": code, "gates": gates}
        cursor.execute(named("count_again"), here)


def _open_tx(cursor: Any) -> int:
    cursor.execute("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
    return int(_first(cursor)[0])


def _end(cursor: Any, begin: dict[str, Any]) -> tuple[int, int, int, int]:
    cursor.execute(named("window"), begin)
    tx, number = cursor.fetchone() or (begin["tx"], begin["number"])
    cursor.execute(named("moves_window"), begin)
    move_tx, move_number = cursor.fetchone() or (begin["move_tx"], begin["move_number"])
    return tx, number, move_tx, move_number


def _named_end(end: tuple[int, int, int, int]) -> dict[str, int]:
    return dict(zip(("end_tx", "end_number", "end_move_tx", "end_move_number"), end, strict=True))


def _cut(cuts: Cuts) -> dict[str, Any]:
    return {"bands": list(cuts.bands), "province_digits": cuts.province_digits}


def _remember(cursor: Any, end: tuple[int, int, int, int], cuts: Cuts) -> None:
    cursor.execute(
        "INSERT INTO evidence_logplace AS place"
        " (id, tx, number, move_tx, move_number, bands, province_digits, counted_at)"
        " VALUES (1, %s, %s, %s, %s, %s, %s, now()) ON CONFLICT (id) DO UPDATE SET"
        " (tx, number, move_tx, move_number, bands, province_digits, counted_at) ="
        " (excluded.tx, excluded.number, excluded.move_tx, excluded.move_number, excluded.bands,"
        "  excluded.province_digits, excluded.counted_at)",
        [*end, list(cuts.bands), cuts.province_digits],
    )


def _first(cursor: Any) -> tuple[Any, ...]:
    row: tuple[Any, ...] | None = cursor.fetchone()
    assert row is not None
    return row
