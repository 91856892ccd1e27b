"""Open the database in somebody's name: nothing protected is visible outside of this."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import connection, transaction

from polakor.access.bulk import run_prepared
from polakor.access.rules.actors import Actor

_acting: ContextVar[Actor | None] = ContextVar("acting", default=None)


def _announce(actor: Actor | None) -> None:
    # Compiling is off, for servers of a ministry's own have it on: row rules and lists of unknown
    # length make short statements look dear, and compiling one took a hundred times its run.
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('polakor.scopes', %s, true),"
            " set_config('polakor.account', %s, true), set_config('jit', 'off', true)",
            [",".join(actor.scopes), str(actor.account_id)] if actor else ["", ""],
        )


def acting() -> Actor:
    """In whose name the database is open right now. Raises ``LookupError`` outside."""
    actor = _acting.get()
    if actor is None:
        raise LookupError("nobody is acting")
    return actor


_ANNOUNCE_BUSY = """
SELECT set_config('polakor.scopes', $1, true), set_config('polakor.account', $2, true),
       set_config('jit', 'off', true), set_config('enable_seqscan', 'off', true),
       set_config('plan_cache_mode', 'force_generic_plan', true)
"""


@contextmanager
def acting_as(actor: Actor, *, busy: bool = False) -> Iterator[Actor]:
    """One transaction in the name of ``actor``: rows outside its scopes do not exist.

    ``busy``: for the busiest path. Plans are made once and always look up by an index; one made
    while a table was nearly empty would else be kept through its fullest minute.

    The setting is local to the transaction, so a pooled connection never carries it to the next
    asker. Nested use (an action inside a request) is a savepoint; leaving it gives the database
    back to the outer actor, or to nobody. An error rolls savepoint and setting back together.
    """
    outer = _acting.get()
    nested = connection.in_atomic_block
    with transaction.atomic():
        if busy:
            run_prepared(_ANNOUNCE_BUSY, [",".join(actor.scopes), str(actor.account_id)])
        elif outer != actor:
            _announce(actor)
        token = _acting.set(actor)
        try:
            yield actor
        finally:
            _acting.reset(token)
        if nested and outer != actor:
            _announce(outer)
