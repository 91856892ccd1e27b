"""Keep rows word for word and register the people in them; one bad row stops no other."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from django.db import DataError, IntegrityError, InternalError, transaction

from polakor.access.rules.actors import Actor
from polakor.base.ids import uuid7
from polakor.flows.register_returns import ToldRow, register_returns
from polakor.intake.actions.rows import Counts, KeptRow, write_rows
from polakor.intake.models import ReceivedList
from polakor.intake.rules.drafts import ACCEPTED, NOT_A_PERSON, QUARANTINED, REFUSED, RowDraft
from polakor.reference.queries.places import provinces_of

# What one bad row can cause. A lost connection is not among them: then the chunk is done again.
_ROW_FAULTS = (DataError, IntegrityError, InternalError, ValueError, ArithmeticError)


@dataclass(frozen=True, slots=True)
class Told:
    """A row to keep, and the row it corrects if it is a correction."""

    draft: RowDraft
    corrects: UUID | None = None


def keep_rows(
    *, actor: Actor, received: ReceivedList, told: Sequence[Told], entered_on: date
) -> tuple[Counts, list[KeptRow]]:
    """Write rows down and register the accepted ones, all in the transaction of the caller.

    Must run inside ``acting_as``. When the register refuses, the rows are halved until the one it
    will not take is found; that one is set aside and the rest go on. ``entered_on`` is the local
    day of the entering session.
    """
    if not told:
        return Counts(), []
    try:
        with transaction.atomic():
            return _together(actor, received, told, entered_on)
    except _ROW_FAULTS:
        if len(told) == 1:
            alone = replace(told[0], draft=_refused(told[0].draft))
            if alone == told[0]:
                raise
            return keep_rows(actor=actor, received=received, told=[alone], entered_on=entered_on)
    counts, kept = Counts(), []
    middle = len(told) // 2
    for half in (told[:middle], told[middle:]):
        added, rows = keep_rows(actor=actor, received=received, told=half, entered_on=entered_on)
        counts.add(added)
        kept += rows
    return counts, kept


def _refused(draft: RowDraft) -> RowDraft:
    return replace(draft, reading=None).set_aside(REFUSED)


def _together(
    actor: Actor, received: ReceivedList, told: Sequence[Told], entered_on: date
) -> tuple[Counts, list[KeptRow]]:
    codes = {one.draft.reading.place_code for one in told if one.draft.reading}
    provinces = provinces_of(codes - {""}) if codes - {""} else {}
    kept = [
        KeptRow(
            id=uuid7(),
            draft=one.draft,
            province=provinces.get(one.draft.reading.place_code, "") if one.draft.reading else "",
            corrects=one.corrects,
        )
        for one in told
    ]
    write_rows(actor=actor, received=received, rows=kept)
    counts = Counts(rows=len(kept))
    for row in kept:
        counts.accepted += row.draft.state == ACCEPTED
        counts.quarantined += row.draft.state == QUARANTINED
        counts.not_people += row.draft.state == NOT_A_PERSON
    people = [_told_row(row, entered_on) for row in kept if row.draft.state == ACCEPTED]
    for outcome in register_returns(actor=actor, rows=people):
        counts.new_persons += outcome.outcome == "new"
        counts.matched += outcome.outcome == "matched"
        counts.waiting += outcome.outcome == "waiting"
        counts.document_clashes += outcome.clash
    return counts, kept


def _told_row(row: KeptRow, entered_on: date) -> ToldRow:
    draft = row.draft
    assert draft.reading is not None
    assert draft.passage.day is not None
    return ToldRow(
        submission_id=row.id,
        reading=draft.reading,
        gate=draft.passage.gate,
        crossed_on=draft.passage.day,
        mode=draft.passage.mode,
        entered_on=entered_on,
    )
