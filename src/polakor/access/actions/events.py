"""Write down an act or a look, in the transaction of the act itself."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.db import connection

from polakor.access.bulk import queue_prepared
from polakor.access.rules.actors import Actor
from polakor.base.ids import uuid7, uuid7_texts


@dataclass(frozen=True, slots=True)
class EventDraft:
    """What happened to what: ``event`` is ``room:thing:done``; references only, never values."""

    event: str
    target_kind: str
    target_id: str
    reason: str = ""
    detail: Mapping[str, object] = field(default_factory=dict)


# Set-based, and without RETURNING: the writer of an event cannot read the record.
_INSERT = """
INSERT INTO access_auditevent
  (id, account_id, role, office_id, event, target_kind, target_id, reason, detail)
SELECT id, %s, %s, %s, event, target_kind, target_id, reason, detail
FROM unnest(%s::uuid[], %s::text[], %s::text[], %s::text[], %s::text[], %s::jsonb[])
  AS drafts (id, event, target_kind, target_id, reason, detail)
"""


def record_events(*, actor: Actor, drafts: Iterable[EventDraft]) -> int:
    """Write all drafts in the actor's name with one statement. Returns how many.

    Must run inside ``acting_as``: without a context the database refuses the rows.
    """
    rows = list(drafts)
    if not rows:
        return 0
    with connection.cursor() as cursor:
        cursor.execute(
            _INSERT,
            [
                actor.account_id,
                actor.role.value,
                actor.office_id,
                [uuid7() for _ in rows],
                [draft.event for draft in rows],
                [draft.target_kind for draft in rows],
                [draft.target_id for draft in rows],
                [draft.reason for draft in rows],
                [json.dumps(dict(draft.detail)) for draft in rows],
            ],
        )
    return len(rows)


_INSERT_SAME = """
INSERT INTO access_auditevent (id, account_id, role, office_id, event, target_kind, target_id,
                               reason, detail)
SELECT id, $1, $2, $3, $4, $5, target_id, '', '{}'
FROM unnest($6::uuid[], $7::text[]) AS drafts (id, target_id)
"""


def queue_events(*, actor: Actor, event: str, target_kind: str, target_ids: Sequence[str]) -> None:
    """The same event of many targets, inside ``access.bulk.together``: for the busiest path."""
    queue_prepared(
        _INSERT_SAME,
        [
            actor.account_id,
            actor.role.value,
            actor.office_id,
            event,
            target_kind,
            "{" + ",".join(uuid7_texts(len(target_ids))) + "}",
            "{" + ",".join(target_ids) + "}",
        ],
    )


def record_event(
    *,
    actor: Actor,
    event: str,
    target_kind: str,
    target_id: str,
    reason: str = "",
    detail: Mapping[str, object] | None = None,
) -> None:
    """Write one event in the actor's name."""
    draft = EventDraft(event, target_kind, target_id, reason, detail or {})
    record_events(actor=actor, drafts=[draft])
