"""Several queries that see the same moment."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction


@contextmanager
def one_snapshot() -> Iterator[None]:
    """All queries inside see the database as it was at the first of them.

    Inside a transaction that has begun already this cannot be had any more: then each query sees
    the newest state, and one statement must do.
    """
    begun = connection.in_atomic_block
    with transaction.atomic():
        if not begun:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        yield


@contextmanager
def hashing() -> Iterator[None]:
    """Statements inside join lists by hashing: no planner knows how long the end of a log is.

    Without this a tail of some thousand entries, taken for one, is walked through once for each of
    its own entries.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('enable_nestloop', 'off', true)")
        yield
        cursor.execute("SELECT set_config('enable_nestloop', 'on', true)")
