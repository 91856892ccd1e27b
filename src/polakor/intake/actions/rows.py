"""Write down rows of a list, word for word, and count what became of them."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from uuid import UUID

from django.db import connection
from django.db.models import F
from django.utils import timezone

from polakor.access.actions.events import record_event
from polakor.access.rules.actors import Actor
from polakor.access.rules.scopes import province_scope
from polakor.intake.models import ListState, ReceivedList
from polakor.intake.models.fields import verbatim
from polakor.intake.rules.drafts import RowDraft, kept_reading

_INSERT = """
INSERT INTO intake_submission
  (id, received_list_id, sheet, "row", kind, raw, reading, state, reason,
   corrects_id, received_at, received_by, scopes)
SELECT id, %s, sheet, "row", kind, raw, reading, state, reason, corrects, now(), %s,
       %s::text[] || CASE WHEN word = '' THEN '{}' ELSE ARRAY[word] END
FROM unnest(%s::uuid[], %s::int[], %s::int[], %s::text[], %s::text[], %s::jsonb[],
            %s::text[], %s::text[], %s::uuid[], %s::text[])
  AS told (id, sheet, "row", kind, raw, reading, state, reason, corrects, word)
"""


@dataclass(slots=True)
class Counts:
    """What became of the rows of one or several chunks."""

    rows: int = 0
    accepted: int = 0
    quarantined: int = 0
    not_people: int = 0
    new_persons: int = 0
    matched: int = 0
    waiting: int = 0
    document_clashes: int = 0

    def add(self, other: "Counts") -> None:
        """Add another chunk's counts to these."""
        for one in fields(self):
            setattr(self, one.name, getattr(self, one.name) + getattr(other, one.name))


@dataclass(frozen=True, slots=True)
class KeptRow:
    """A row with the id it is kept under, its home province, and the row it corrects if any."""

    id: UUID
    draft: RowDraft
    province: str = ""
    corrects: UUID | None = None


def write_rows(*, actor: Actor, received: ReceivedList, rows: Sequence[KeptRow]) -> None:
    """Insert all rows with one statement.

    Must run inside ``acting_as``. Rows are seen by those who see the list, and by the officers of
    the home province a row names.
    """
    drafts = [kept.draft for kept in rows]
    with connection.cursor() as cursor:
        cursor.execute(
            _INSERT,
            [
                received.id,
                actor.account_id,
                received.scopes,
                [kept.id for kept in rows],
                [draft.sheet for draft in drafts],
                [draft.row for draft in drafts],
                [draft.kind for draft in drafts],
                [verbatim(list(draft.cells)) for draft in drafts],
                [_reading(draft) for draft in drafts],
                [draft.state for draft in drafts],
                [draft.reason for draft in drafts],
                [kept.corrects for kept in rows],
                [province_scope(kept.province) if kept.province else "" for kept in rows],
            ],
        )
    record_event(
        actor=actor,
        event="intake:list:rows_kept",
        target_kind="list",
        target_id=str(received.id),
        detail={"rows": len(rows)},
    )


def _reading(draft: RowDraft) -> str | None:
    if draft.reading is None:
        return None
    values: Mapping[str, object] = kept_reading(draft.reading, draft.notices)
    return json.dumps(values, ensure_ascii=False)


def count_rows(
    *, actor: Actor, received: ReceivedList, counts: Counts, seconds: float, finished: bool
) -> None:
    """Move the cursor past one chunk and add what it held; ``finished`` after the last one.

    In the transaction of the rows themselves: after a crash both are there or neither is.
    """
    done = received.rows_done + counts.rows
    ended = {"state": ListState.DONE, "finished_at": timezone.now(), "rows_total": done}
    ReceivedList.objects.filter(id=received.id).update(
        rows_done=done,
        worked_seconds=F("worked_seconds") + seconds,
        **_added(counts),
        **(ended if finished else {}),
    )
    record_event(
        actor=actor,
        event="intake:list:read" if finished else "intake:list:rows_read",
        target_kind="list",
        target_id=str(received.id),
        detail={"from": received.rows_done, "to": done},
    )


def count_corrections(*, actor: Actor, received: ReceivedList, counts: Counts) -> None:
    """Move corrected rows from one heap to another. ``counts.quarantined`` is negative."""
    ReceivedList.objects.filter(id=received.id).update(**_added(counts))
    record_event(
        actor=actor,
        event="intake:list:rows_corrected",
        target_kind="list",
        target_id=str(received.id),
        detail={"accepted": counts.accepted, "left_out": counts.not_people},
    )


def _added(counts: Counts) -> dict[str, object]:
    names = [one.name for one in fields(counts) if one.name != "rows"]
    return {name: F(name) + getattr(counts, name) for name in names}
