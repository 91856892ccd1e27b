"""Read a received list into the register, chunk by chunk, so that no row is lost or doubled.

Each chunk is one transaction: its rows word for word, the people found in them, and the cursor. A
process that dies leaves whole chunks behind; whoever takes the list up goes on from the cursor.
"""

import gc
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from uuid import UUID

from django.db import InterfaceError, OperationalError
from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from polakor.access.context import acting_as
from polakor.access.queries.actors import actor_of_account
from polakor.access.rules.actors import Actor
from polakor.flows.keep_rows import Told, keep_rows
from polakor.intake.actions.rows import count_rows
from polakor.intake.jobs import WORKER
from polakor.intake.models import ListState, ReceivedList
from polakor.intake.queries.hold import READ_LIST, holding
from polakor.intake.queries.lists import content_of, list_locked
from polakor.intake.queries.words import ListReader, layouts_of
from polakor.intake.rules.sheets import people_rows
from polakor.intake.rules.tables import open_table_file
from polakor.intake.rules.workbooks import Row

CHUNK = 500
Progress = Callable[[ReceivedList], None]


@app.task(
    name=READ_LIST,
    retry=RetryStrategy(
        max_attempts=10, linear_wait=2, retry_exceptions={OperationalError, InterfaceError}
    ),
)
def read_list(list_id: str) -> None:
    """The job: read a list in the name of the account that asked for it."""
    with acting_as(WORKER):
        received = list_locked(WORKER, UUID(list_id))
    if received.started_by is None or received.read_as_of is None:
        return
    actor = actor_of_account(received.started_by, today=received.read_as_of)
    read_whole_list(actor=actor, list_id=received.id)


def read_whole_list(
    *, actor: Actor, list_id: UUID, chunk: int = CHUNK, progress: Progress | None = None
) -> bool:
    """Read all rows that are not read yet. False when another process has the list in hand.

    Calls ``progress`` with the list after every chunk.
    """
    with holding(list_id) as held:
        if not held:
            return False
        received = _opened(actor, list_id)
        if received.state != ListState.READING:
            return True
        rows = _rows(actor, received)
        reader = ListReader(received)
        with _few_collections():
            while received.state == ListState.READING:
                received = _read_chunk(actor, list_id, rows, reader, chunk)
                gc.freeze()
                if progress is not None:
                    progress(received)
    return True


@contextmanager
def _few_collections() -> Iterator[None]:
    """Keep what is already loaded out of the collector's walks.

    Reading holds the gazetteer, the file and a million remembered sounds; walking through them
    again and again in search of cycles took a fifth of the time.
    """
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()


def _opened(actor: Actor, list_id: UUID) -> ReceivedList:
    with acting_as(actor):
        return list_locked(actor, list_id)


def _rows(actor: Actor, received: ReceivedList) -> list[tuple[int, Row]]:
    """All rows to be read with their sheets, in the order the cursor counts them."""
    book = open_table_file(content_of(actor, received), received.filename)
    return people_rows(book, layouts_of(received))


def _read_chunk(
    actor: Actor, list_id: UUID, rows: list[tuple[int, Row]], reader: ListReader, size: int
) -> ReceivedList:
    """Read the rows after the cursor, whoever moved it there, and move it: one transaction."""
    began = time.monotonic()
    with acting_as(actor):
        received = list_locked(actor, list_id)
        if received.state != ListState.READING:
            return received
        start = received.rows_done
        told = [Told(reader.read(sheet, row)) for sheet, row in rows[start : start + size]]
        counts, _kept = keep_rows(
            actor=actor,
            received=received,
            told=told,
            entered_on=received.read_as_of or timezone.localdate(received.received_at),
        )
        count_rows(
            actor=actor,
            received=received,
            counts=counts,
            seconds=time.monotonic() - began,
            finished=start + size >= len(rows),
        )
        received.refresh_from_db()
    return received
