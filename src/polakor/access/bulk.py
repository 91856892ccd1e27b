"""Insert many rows of one table with one statement and one parameter.

``bulk_create`` writes a placeholder for every value; ten thousand of them cost more time than the
rows themselves. Here the rows travel as one JSON text and the database takes them apart.
"""

import json
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from typing import Any

import psycopg
from django.contrib.postgres.fields import ArrayField
from django.db import connection, models
from django.db.models.expressions import DatabaseDefault


def insert_rows(rows: Sequence[models.Model]) -> None:
    """Insert ``rows``, all of one model, in order. What the database fills in is not read back.

    Defaults of the database and ``auto_now_add`` are the database's own. Raises what the database
    raises; a text with a NUL is a ``DataError``.
    """
    if not rows:
        return
    model = type(rows[0])
    columns, kinds, expressions, fields = [], [], [], []
    for field in model._meta.concrete_fields:
        if isinstance(getattr(rows[0], field.attname), DatabaseDefault):
            continue
        column = connection.ops.quote_name(str(field.column))
        columns.append(column)
        if getattr(field, "auto_now_add", False):
            expressions.append("now()")
            continue
        expressions.append(f"told.{column}")
        kinds.append(f"{column} {_kind(field)}")
        fields.append(field)
    names = [(field.column, field.attname) for field in fields]
    told = [{column: getattr(row, name) for column, name in names} for row in rows]
    statement = (
        f"INSERT INTO {connection.ops.quote_name(model._meta.db_table)} ({', '.join(columns)})"  # noqa: S608
        f" SELECT {', '.join(expressions)} FROM json_to_recordset(%s) AS told ({', '.join(kinds)})"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [json.dumps(told, ensure_ascii=False, default=str)])


_PARAMETER = re.compile(r"\$(\d+)")
PREPARED_AFTER = 2
"""Runs of one statement on one connection after which the server keeps its plan."""


def run_prepared(statement: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
    """Run a statement with ``$1``, ``$2`` … that is run very often and answers rows.

    Planned once a connection instead of once a run, which for short statements is half their cost.
    Raises Django's errors, as every other statement does: who comes back later waits for those.
    """
    cursor = psycopg.RawCursor(_connection())
    with connection.wrap_database_errors:
        cursor.execute(statement, values)
        return cursor.fetchall()


_under_way: ContextVar[list[tuple[str, Sequence[object]]] | None] = ContextVar(
    "writing together", default=None
)


@contextmanager
def together() -> Iterator[None]:
    """What is queued inside becomes one statement, run at the end of the block.

    One statement is planned once and travels once: for a single record that is most of its cost.
    No part sees what another writes; foreign keys are looked at when the transaction ends.
    """
    queued: list[tuple[str, Sequence[object]]] = []
    token = _under_way.set(queued)
    try:
        yield
    finally:
        _under_way.reset(token)
    if queued:
        whole = _joined(tuple(statement for statement, _ in queued))
        run_prepared(whole, [value for _, values in queued for value in values])


def queue_prepared(statement: str, values: Sequence[object]) -> None:
    """Inside ``together``: a write that answers nothing, with ``$1``, ``$2`` … as ever."""
    queued = _under_way.get()
    assert queued is not None, "nothing is queued outside of together()"
    queued.append((statement, values))


def _moved_by(before: int) -> Callable[[re.Match[str]], str]:
    return lambda found: f"${int(found[1]) + before}"


@lru_cache(maxsize=64)
def _joined(statements: tuple[str, ...]) -> str:
    """Several writes as one statement, their parameters numbered on."""
    parts, before = [], 0
    for at, statement in enumerate(statements):
        numbers = [int(number) for number in _PARAMETER.findall(statement)]
        moved = _PARAMETER.sub(_moved_by(before), statement)
        parts.append(f"w{at} AS ({moved})")
        before += max(numbers)
    return f"WITH {', '.join(parts)} SELECT 1"


def _connection() -> "psycopg.Connection[Any]":
    connection.ensure_connection()
    raw: psycopg.Connection[Any] = connection.connection
    if raw.prepare_threshold is None:
        raw.prepare_threshold = PREPARED_AFTER
    return raw


def _kind(field: "models.Field[Any, Any]") -> str:
    if not isinstance(field, models.JSONField | ArrayField) and type(field).__module__.startswith(
        "polakor"
    ):
        raise TypeError(f"{field} has its own form in the database")
    return str(field.rel_db_type(connection) if field.is_relation else field.db_type(connection))
