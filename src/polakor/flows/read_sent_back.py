"""Read a spreadsheet of mended rows, chunk by chunk, like the list it belongs to.

Each chunk is one transaction: its corrections, the people found in them, and the cursor. A row
mended twice is passed over the second time, so a chunk that was done again doubles nobody.
"""

import time
from uuid import UUID

from django.db import InterfaceError, OperationalError
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from polakor.access.context import acting_as
from polakor.access.queries.actors import actor_of_account
from polakor.access.rules.actors import Actor
from polakor.flows.correct_rows import correct_sent_back
from polakor.intake.actions.sent_back import count_mended
from polakor.intake.jobs import WORKER
from polakor.intake.models import ListState, SentBack
from polakor.intake.queries.hold import READ_SENT_BACK, holding
from polakor.intake.queries.sent_back import content_sent_back, sent_back_locked
from polakor.intake.rules.exchange import read_sent_back, same_cells
from polakor.intake.rules.tables import open_table_file

CHUNK = 500
Rows = list[tuple[UUID, list[str]]]


@app.task(
    name=READ_SENT_BACK,
    retry=RetryStrategy(
        max_attempts=10, linear_wait=2, retry_exceptions={OperationalError, InterfaceError}
    ),
)
def read_mended(list_id: str) -> None:
    """The job: read mended rows in the name of the account that sent them back."""
    with acting_as(WORKER):
        sent = sent_back_locked(WORKER, UUID(list_id))
    actor = actor_of_account(sent.received_by, today=sent.read_as_of)
    read_whole_sent_back(actor=actor, sent_back_id=sent.id)


def read_whole_sent_back(*, actor: Actor, sent_back_id: UUID, chunk: int = CHUNK) -> bool:
    """Read all mended rows that are not read yet. False when another process has them in hand."""
    with holding(sent_back_id) as held:
        if not held:
            return False
        with acting_as(actor):
            sent = sent_back_locked(actor, sent_back_id)
        if sent.state != ListState.READING:
            return True
        book = open_table_file(content_sent_back(actor, sent), sent.filename)
        rows = list(read_sent_back(book).items())
        while sent.state == ListState.READING:
            sent = _read_chunk(actor, sent_back_id, rows, chunk)
    return True


def _read_chunk(actor: Actor, sent_back_id: UUID, rows: Rows, size: int) -> SentBack:
    """Read the rows after the cursor, whoever moved it there, and move it: one transaction."""
    began = time.monotonic()
    with acting_as(actor):
        sent = sent_back_locked(actor, sent_back_id)
        if sent.state != ListState.READING:
            return sent
        part = rows[sent.rows_done : sent.rows_done + size]
        mending = correct_sent_back(
            actor=actor, list_id=sent.received_list_id, rows=dict(part), same=same_cells
        )
        count_mended(
            actor=actor,
            sent=sent,
            rows=len(part),
            mending=mending,
            seconds=time.monotonic() - began,
        )
        sent.refresh_from_db()
    return sent
