"""Five standing tables of all crossings, for those who plan: each read from one narrow rollup.

Counts are exact here, before any protection: what leaves the house goes through
``rules/disclosure.py`` first. Everything recorded and not folded yet is in them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection

from polakor.access.context import acting_as
from polakor.access.rules.actors import Actor
from polakor.access.rules.scopes import NATION
from polakor.evidence.permissions import EvidencePermission
from polakor.evidence.queries.cuts import cuts_in_force
from polakor.evidence.queries.places_in_log import LOCK, NOWHERE, place_in_log
from polakor.evidence.queries.snapshots import hashing
from polakor.evidence.sql import named

Cells = dict[tuple[Any, ...], int]


@dataclass(frozen=True, slots=True)
class Table:
    """Where a standing table comes from: its rollup, its columns there, and in the live tail."""

    rollup: str
    columns: str
    tail_columns: str
    where: str = "true"
    tail_where: str = "true"


DAYS = Table(
    "evidence_byday",
    "day, gate, direction, mode",
    "day, gate, direction, mode",
    "day BETWEEN %(since)s AND %(until)s",
    "day BETWEEN %(since)s AND %(until)s",
)
YEARS = Table(
    "evidence_byyears",
    "direction, mode, nationality, sex, band",
    "direction, mode, nationality, sex, band",
)
HOURS = Table(
    "evidence_byhour",
    "hour, gate, direction",
    "date_trunc('hour', crossed_at), gate, direction",
    "hour BETWEEN %(since)s AND %(until)s",
    "crossed_at IS NOT NULL AND date_trunc('hour', crossed_at) BETWEEN %(since)s AND %(until)s",
)
MONTHS = Table(
    "evidence_bymonth",
    "month, province, direction, mode",
    "date_trunc('month', day)::date, province, direction, mode",
)


def crossings_by_day(*, actor: Actor, since: date, until: date) -> Cells:
    """Crossings by (day, gate, direction, mode) of some days."""
    return _read(actor, DAYS, {"since": since, "until": until})


def crossings_by_profile(*, actor: Actor) -> Cells:
    """All crossings by (direction, mode, nationality, sex, age band)."""
    return _read(actor, YEARS, {})


def crossings_by_hour(*, actor: Actor, since: datetime, until: datetime) -> Cells:
    """Crossings by (hour, gate, direction) of the hours that begin between two times."""
    return _read(actor, HOURS, {"since": since, "until": until})


def crossings_by_month(*, actor: Actor) -> Cells:
    """All crossings by (month, province gone on to, direction, mode)."""
    return _read(actor, MONTHS, {})


def persons_by_province(*, actor: Actor) -> Cells:
    """Different persons who ever went on to each (province,)."""
    return _ask(actor, named("clusters") + named("persons_by_province"), {})


def _read(actor: Actor, table: Table, parameters: Mapping[str, Any]) -> Cells:
    columns = ", ".join(f"k{at + 1}" for at in range(table.columns.count(",") + 1))
    names = f"({columns}, n)"
    tail = table.tail_columns
    sql = f"""
      SELECT {columns}, sum(n) FROM (
        SELECT {table.columns}, n FROM {table.rollup} WHERE {table.where}
        UNION ALL
        SELECT {tail}, n FROM ({named("standing_tail")}) AS tail WHERE {table.tail_where}
      ) AS counted {names} GROUP BY {columns} HAVING sum(n) <> 0
    """  # noqa: S608 - our own columns
    return _ask(actor, sql, parameters)


def _ask(actor: Actor, sql: str, parameters: Mapping[str, Any]) -> Cells:
    actor.require(EvidencePermission.REPORT_READ)
    cuts = cuts_in_force()
    with acting_as(actor.also_seeing(NATION)), connection.cursor() as cursor:
        # Between the place in the log and the counts nothing may be folded.
        cursor.execute("SELECT pg_advisory_xact_lock_shared(%s)", [LOCK])
        place = place_in_log() or NOWHERE
        told = {
            **parameters,
            **place.to_the_end(),
            "bands": list(cuts.bands),
            "province_digits": cuts.province_digits,
        }
        with hashing():
            cursor.execute(sql, told)
        return {tuple(row[:-1]): int(row[-1]) for row in cursor.fetchall() if row[-1]}
