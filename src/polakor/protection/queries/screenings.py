"""Reading who waits for somebody."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q

from polakor.access.actions.events import EventDraft, record_events
from polakor.access.context import acting_as
from polakor.access.rules.actors import Actor
from polakor.protection.errors import ScreeningAlreadyAnswered, ScreeningNotFound
from polakor.protection.models import Screening
from polakor.protection.permissions import ProtectionPermission
from polakor.registry.queries.persons import PersonSummary, summaries_by_record


@dataclass(frozen=True, slots=True)
class Waiting:
    """Somebody who needs somebody. ``flags`` and ``needs`` are codes of the pack."""

    id: UUID
    person: PersonSummary | None
    flags: tuple[str, ...]
    needs: tuple[str, ...]
    urgency: str
    due_at: datetime
    screened_on: date
    screened_at: datetime
    taken_by: UUID | None
    taken_at: datetime | None


def waiting_for(actor: Actor, *, limit: int = 50) -> list[Waiting]:
    """Those who wait, the one due first at the head; each look at a person is written down.

    Needs ``protection:queue:read``. Five queries, whatever the length of the queue.
    """
    actor.require(ProtectionPermission.QUEUE_READ)
    with acting_as(actor):
        rows = list(
            Screening.objects.filter(answered_at__isnull=True, due_at__isnull=False)
            .exclude(urgency="none")
            .order_by("due_at")[:limit]
        )
        people = summaries_by_record([row.person_id for row in rows])
        record_events(
            actor=actor,
            drafts=[
                EventDraft("protection:screening:read", "person", str(row.person_id))
                for row in rows
            ],
        )
    return [
        _waiting(row, row.due_at, people.get(row.person_id))
        for row in rows
        if row.due_at is not None
    ]


def _waiting(row: Screening, due_at: datetime, person: PersonSummary | None) -> Waiting:
    return Waiting(
        id=row.id,
        person=person,
        flags=tuple(row.flags),
        needs=tuple(row.needs),
        urgency=row.urgency,
        due_at=due_at,
        screened_on=row.screened_on,
        screened_at=row.screened_at,
        taken_by=row.taken_by,
        taken_at=row.taken_at,
    )


def get_waiting_for(actor: Actor, screening_id: UUID) -> Waiting:
    """One who waits, to be answered; the look is written down.

    Needs ``protection:queue:answer``. Raises ``ScreeningNotFound`` (also for what the actor may
    not see and for what waits for nobody) and ``ScreeningAlreadyAnswered``.
    """
    actor.require(ProtectionPermission.QUEUE_ANSWER)
    with acting_as(actor):
        row = Screening.objects.filter(id=screening_id).first()
        if row is None or row.due_at is None:
            raise ScreeningNotFound
        if row.answered_at is not None:
            raise ScreeningAlreadyAnswered
        people = summaries_by_record([row.person_id])
        draft = EventDraft("protection:screening:read", "person", str(row.person_id))
        record_events(actor=actor, drafts=[draft])
    return _waiting(row, row.due_at, people.get(row.person_id))


def waiting_count(actor: Actor) -> int:
    """How many wait, as far as the actor may see. One query over the waiting alone."""
    actor.require(ProtectionPermission.QUEUE_READ)
    with acting_as(actor):
        return (
            Screening.objects.filter(answered_at__isnull=True, due_at__isnull=False)
            .exclude(urgency="none")
            .count()
        )


def flags_of(person_ids: Collection[UUID]) -> frozenset[str]:
    """Every flag seen on any of these people, as far as the asker sees. One query.

    For rules that decide from flags without showing them (who is given a seat first). Must run
    inside ``acting_as``.
    """
    records = Q(person_id__in=person_ids) | Q(person__canonical_id__in=person_ids)
    rows = Screening.objects.filter(records).values_list("flags", flat=True)
    return frozenset(flag for flags in rows for flag in flags)
