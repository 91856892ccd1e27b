"""Write down what became of envelopes."""

import json
from collections.abc import Mapping, Sequence
from uuid import UUID

from django.db import connection
from django.utils import timezone

from polakor.access.actions.events import EventDraft, record_events
from polakor.access.rules.actors import Actor
from polakor.intake.models import Delivery

ACCEPTED = "accepted"
_INSERT = """
INSERT INTO intake_outcome (submission_id, state, reason, at)
SELECT submission, state, reason, now()
FROM json_to_recordset(%s) AS told (submission uuid, state text, reason text)
"""


def note_outcomes(*, actor: Actor, outcomes: Mapping[UUID, tuple[str, str]]) -> None:
    """``(state, reason)`` by submission, each once. Must run inside ``acting_as``.

    What was accepted is written down of the persons in it; only the rest has an event here. For
    the worker: needs ``intake:envelope:settle``, which no role holds.
    """
    actor.require("intake:envelope:settle")
    told = [
        {"submission": str(submission), "state": state, "reason": reason}
        for submission, (state, reason) in outcomes.items()
    ]
    with connection.cursor() as cursor:
        cursor.execute(_INSERT, [json.dumps(told)])
    record_events(
        actor=actor,
        drafts=[
            EventDraft(f"intake:envelope:{state}", "submission", str(submission), reason)
            for submission, (state, reason) in outcomes.items()
            if state != ACCEPTED
        ],
    )


def close_deliveries(*, actor: Actor, deliveries: Sequence[Delivery]) -> None:
    """Say that everything in these deliveries has its outcome. Must run inside ``acting_as``."""
    actor.require("intake:envelope:settle")
    Delivery.objects.filter(number__in=[one.number for one in deliveries]).update(
        settled_at=timezone.now()
    )
    record_events(
        actor=actor,
        drafts=[
            EventDraft(
                "intake:delivery:settled",
                "delivery",
                str(deliveries[0].number),
                detail={"until": deliveries[-1].number, "deliveries": len(deliveries)},
            )
        ]
        if deliveries
        else [],
    )
