"""Record crossings, and withdraw one that did not happen as told."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from polakor.access.actions.events import EventDraft, record_event, record_events
from polakor.access.bulk import insert_rows, queue_prepared
from polakor.access.context import acting_as
from polakor.access.rules.actors import Actor
from polakor.base.ids import uuid7
from polakor.journeys.errors import CrossingNotFound
from polakor.journeys.models import INWARD, Crossing, CrossingWithdrawal
from polakor.journeys.permissions import JourneysPermission


@dataclass(frozen=True, slots=True)
class CrossingDraft:
    """A crossing about to be recorded. Codes are those of the country pack.

    ``age`` in whole years or None; ``destination`` a place code or ``""``; ``nationality`` ISO
    3166-1 alpha-3 or ``""``; ``scopes``: who may see the row.
    """

    person_id: UUID
    gate: str
    crossed_on: date
    scopes: tuple[str, ...]
    crossed_at: datetime | None = None
    direction: int = INWARD
    mode: str = "unknown"
    sex: int = 0
    age: int | None = None
    destination: str = ""
    nationality: str = ""
    submission_id: UUID | None = None
    id: UUID = field(default_factory=uuid7)


def record_crossings(*, actor: Actor, drafts: Sequence[CrossingDraft]) -> list[UUID]:
    """Record all drafts with one statement; returns their ids in order.

    Needs ``journeys:crossing:record``. An unknown gate is an ``IntegrityError``: doors check codes
    first, for kindness.
    """
    actor.require(JourneysPermission.CROSSING_RECORD)
    with acting_as(actor):
        insert_rows(
            [
                Crossing(
                    id=draft.id,
                    person_id=draft.person_id,
                    submission_id=draft.submission_id,
                    gate_id=draft.gate,
                    direction=draft.direction,
                    crossed_on=draft.crossed_on,
                    crossed_at=draft.crossed_at,
                    mode=draft.mode,
                    nationality=draft.nationality,
                    sex=draft.sex,
                    age=draft.age,
                    destination=draft.destination,
                    recorded_by=actor.account_id,
                    scopes=list(draft.scopes),
                )
                for draft in drafts
            ]
        )
        record_events(
            actor=actor,
            drafts=[
                EventDraft("journeys:crossing:recorded", "crossing", str(draft.id))
                for draft in drafts
            ],
        )
    return [draft.id for draft in drafts]


_INSERT = """
INSERT INTO journeys_crossing
  (id, person_id, submission_id, gate_id, direction, crossed_on, crossed_at, mode, nationality,
   sex, age, destination, recorded_at, recorded_by, scopes)
SELECT id, person, submission, gate, 1, day, at, mode, '', sex, age, destination, now(), $2, scopes
FROM json_to_recordset($1::json) AS told (id uuid, person uuid, submission uuid, gate text,
  day date, at timestamptz, mode text, sex smallint, age smallint, destination text, scopes text[])
"""


def queue_returns(*, actor: Actor, told: str) -> None:
    """Record returns told by devices, inside ``access.bulk.together``: ``told`` is a JSON list.

    Each has ``id person submission gate day at mode sex age destination scopes``, checked already.
    The act is written down once, of the submission (``intake.actions.envelopes``). Needs
    ``journeys:crossing:record``.
    """
    actor.require(JourneysPermission.CROSSING_RECORD)
    queue_prepared(_INSERT, [told, actor.account_id])


def withdraw_crossing(*, actor: Actor, crossing_id: UUID, reason: str) -> None:
    """Stop counting a crossing. It stays readable, with the reason beside it.

    Needs ``journeys:crossing:record``. Raises ``CrossingNotFound``.
    """
    actor.require(JourneysPermission.CROSSING_RECORD)
    with acting_as(actor):
        crossing = Crossing.objects.filter(id=crossing_id, withdrawal__isnull=True).first()
        if crossing is None:
            raise CrossingNotFound
        CrossingWithdrawal.objects.create(
            crossing=crossing, reason=reason, withdrawn_by=actor.account_id, scopes=crossing.scopes
        )
        record_event(
            actor=actor,
            event="journeys:crossing:withdrawn",
            target_kind="crossing",
            target_id=str(crossing_id),
        )
