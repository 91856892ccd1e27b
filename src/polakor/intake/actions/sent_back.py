"""Take a spreadsheet of mended rows in, and count what became of them."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import F
from django.utils import timezone

from polakor.access.actions.events import record_event
from polakor.access.context import acting_as
from polakor.access.rules.actors import Actor
from polakor.intake.actions.lists import queue_reading
from polakor.intake.errors import NotTheRowsSetAside, TooManyCorrections
from polakor.intake.models import ListState, SentBack
from polakor.intake.permissions import IntakePermission
from polakor.intake.queries.lists import list_locked
from polakor.intake.rules.exchange import read_sent_back
from polakor.intake.rules.tables import open_table_file
from polakor.intake.rules.text import file_name

MOST_ROWS = 100_000
"""Rows of one spreadsheet; a list has no more, so no more can have been set aside."""


@dataclass(frozen=True, slots=True)
class Mending:
    """What became of some mended rows."""

    accepted: int
    left_out: int
    still_aside: int
    unchanged: int


def receive_sent_back(
    *, actor: Actor, list_id: UUID, filename: str, content: bytes, queue: bool = True
) -> SentBack:
    """Keep a spreadsheet of mended rows as it came and have it read in the background.

    ``queue=False`` when the caller reads at once itself. Needs ``intake:list:correct``. Raises
    ``ListUnknown``, ``NotTheRowsSetAside``, ``TooManyCorrections``, and the refusals of a file
    that cannot be opened; then nothing is kept.
    """
    actor.require(IntakePermission.LIST_CORRECT)
    rows = len(read_sent_back(open_table_file(content, filename)))
    if not rows:
        raise NotTheRowsSetAside
    if rows > MOST_ROWS:
        raise TooManyCorrections(rows=rows, limit=MOST_ROWS)
    with acting_as(actor):
        received = list_locked(actor, list_id)
        sent = SentBack.objects.create(
            received_list=received,
            filename=file_name(filename),
            content=content,
            received_by=actor.account_id,
            read_as_of=timezone.localdate(),
            rows_total=rows,
            scopes=received.scopes,
        )
        if queue:
            queue_reading(actor=actor, received=sent)
        record_event(
            actor=actor,
            event="intake:list:sent_back",
            target_kind="list",
            target_id=str(received.id),
            detail={"rows": rows},
        )
    return sent


def count_mended(
    *, actor: Actor, sent: SentBack, rows: int, mending: Mending, seconds: float
) -> None:
    """Move the cursor past ``rows`` rows and add what became of them, in their own transaction."""
    done = sent.rows_done + rows
    finished = done >= sent.rows_total
    ended = {"state": ListState.DONE, "finished_at": timezone.now()} if finished else {}
    SentBack.objects.filter(id=sent.id).update(
        rows_done=done,
        accepted=F("accepted") + mending.accepted,
        left_out=F("left_out") + mending.left_out,
        still_aside=F("still_aside") + mending.still_aside,
        unchanged=F("unchanged") + mending.unchanged,
        worked_seconds=F("worked_seconds") + seconds,
        **ended,
    )
    record_event(
        actor=actor,
        event="intake:list:mended_rows_read",
        target_kind="list",
        target_id=str(sent.received_list_id),
        detail={"from": sent.rows_done, "to": done},
    )
