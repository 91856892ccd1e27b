"""Mend rows that were set aside: in place, together by a spreadsheet, or by saying they are nobody.

What was told first is never written over: a correction is a row of its own that points to it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils import timezone

from polakor.access.context import acting_as
from polakor.access.rules.actors import Actor
from polakor.flows.keep_rows import Told, keep_rows
from polakor.intake.actions.rows import Counts, count_corrections
from polakor.intake.actions.sent_back import Mending
from polakor.intake.models import ReceivedList, Submission
from polakor.intake.permissions import IntakePermission
from polakor.intake.queries.lists import list_locked, row_to_mend, rows_to_mend
from polakor.intake.queries.words import ListReader, layouts_of
from polakor.intake.rules.drafts import NOT_A_PERSON, QUARANTINED, RowDraft
from polakor.intake.rules.readings import RowKind
from polakor.intake.rules.workbooks import Row


@dataclass(frozen=True, slots=True)
class Mended:
    """What became of a corrected row; ``reason`` is ``""`` unless it is still set aside."""

    submission_id: UUID
    reason: str


def correct_row(*, actor: Actor, submission_id: UUID, cells: Sequence[str]) -> Mended:
    """Read one row again with ``cells`` in place of what was written.

    Cells of guarded columns, which nobody is shown, stay as written unless they are written anew.
    Needs ``intake:list:correct``. Raises ``RowUnknown`` or ``RowAlreadyMended``.
    """
    actor.require(IntakePermission.LIST_CORRECT)
    with acting_as(actor):
        row = row_to_mend(actor, submission_id)
        received = list_locked(actor, row.whole_list.id)
        draft = _read_again(ListReader(received), row, _whole(received, row, cells))
        kept = _keep(actor, received, [Told(draft, corrects=row.id)])
    return kept[0]


def leave_row_out(*, actor: Actor, submission_id: UUID) -> None:
    """Say that a row is nobody: it stays kept as written and is set aside no more.

    Needs ``intake:list:correct``. Raises ``RowUnknown`` or ``RowAlreadyMended``.
    """
    actor.require(IntakePermission.LIST_CORRECT)
    with acting_as(actor):
        row = row_to_mend(actor, submission_id)
        received = list_locked(actor, row.whole_list.id)
        draft = RowDraft(*row.place, RowKind.NOTE.value, tuple(row.raw), NOT_A_PERSON)
        _keep(actor, received, [Told(draft, corrects=row.id)])


def correct_sent_back(
    *,
    actor: Actor,
    list_id: UUID,
    rows: Mapping[UUID, Sequence[str]],
    same: Callable[[Sequence[str], Sequence[str]], bool],
) -> Mending:
    """Read some rows of a spreadsheet again that were changed in it, all or none.

    ``rows`` are cells by the row they correct; ``same(written, sent back)`` says whether a row
    came back as it went out. Rows of other lists, and rows mended in the meantime, are passed over
    as unchanged. Needs ``intake:list:correct``. Raises ``ListUnknown``.
    """
    actor.require(IntakePermission.LIST_CORRECT)
    with acting_as(actor):
        received = list_locked(actor, list_id)
        known = rows_to_mend(actor, received, list(rows))
        sent = {row.id: _whole(received, row, rows[row.id]) for row in known}
        changed = [row for row in known if not same(row.raw, sent[row.id])]
        reader = ListReader(received)
        told = [Told(_read_again(reader, row, sent[row.id]), row.id) for row in changed]
        kept = _keep(actor, received, told)
    aside = sum(bool(one.reason) for one in kept)
    out = sum(one.draft.state == NOT_A_PERSON for one in told)
    return Mending(len(kept) - aside - out, out, aside, len(rows) - len(changed))


def _whole(received: ReceivedList, row: Submission, cells: Sequence[str]) -> list[str]:
    """The mended cells, with those back in place that the mender was not shown."""
    layouts = layouts_of(received)
    sheet = row.place[0]
    layout = layouts[sheet] if sheet < len(layouts) else None
    return list(cells) if layout is None else layout.with_guarded(cells, row.raw)


def _read_again(reader: ListReader, row: Submission, cells: Sequence[str]) -> RowDraft:
    """The row as a person's row: a clerk who writes into it does not mean a heading."""
    sheet, number = row.place
    draft = reader.read(sheet, Row(number, tuple(cells)))
    if draft.state == NOT_A_PERSON and draft.kind != RowKind.BLANK:
        return draft.set_aside(row.reason)
    return draft


def _keep(actor: Actor, received: ReceivedList, told: Sequence[Told]) -> list[Mended]:
    counts, kept = keep_rows(
        actor=actor, received=received, told=told, entered_on=timezone.localdate()
    )
    moved = Counts(
        accepted=counts.accepted,
        quarantined=counts.quarantined - counts.rows,
        not_people=counts.not_people,
        new_persons=counts.new_persons,
        matched=counts.matched,
        waiting=counts.waiting,
        document_clashes=counts.document_clashes,
    )
    count_corrections(actor=actor, received=received, counts=moved)
    return [
        Mended(row.id, row.draft.reason if row.draft.state == QUARANTINED else "") for row in kept
    ]
