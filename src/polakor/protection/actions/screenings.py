"""Write down a quick screening, and answer one that waits."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils import timezone

from polakor.access.actions.events import EventDraft, record_event, record_events
from polakor.access.context import acting_as
from polakor.access.rules.actors import Actor
from polakor.access.rules.scopes import case_scopes
from polakor.base.ids import uuid7
from polakor.protection.errors import (
    AnswerMissing,
    ScreeningAlreadyAnswered,
    ScreeningNotFound,
)
from polakor.protection.models import Screening
from polakor.protection.permissions import ProtectionPermission
from polakor.protection.rules.screening import ScreeningRules, screening_outcome


@dataclass(frozen=True, slots=True)
class ScreeningDraft:
    """What was seen and asked. ``province``: where a case worker would follow up, or ``""``."""

    person_id: UUID
    flags: tuple[str, ...]
    needs: tuple[str, ...]
    screened_on: date
    province: str = ""
    crossing_id: UUID | None = None


def record_screenings(
    *, actor: Actor, drafts: Sequence[ScreeningDraft], rules: ScreeningRules
) -> int:
    """Write all drafts; returns how many of them need somebody.

    Whoever screens hands over and cannot read back; only case workers can. The due time runs from
    the writing, not from the day on the list: nobody can have come before we were told. Needs
    ``protection:screening:record``.
    """
    actor.require(ProtectionPermission.SCREENING_RECORD)
    now = timezone.now()
    rows = []
    for draft in drafts:
        outcome = screening_outcome(rules, flags=draft.flags, needs=draft.needs, seen_at=now)
        rows.append(
            Screening(
                id=uuid7(),
                person_id=draft.person_id,
                crossing_id=draft.crossing_id,
                flags=list(draft.flags),
                needs=list(draft.needs),
                urgency=outcome.urgency,
                rule=rules.version,
                reasons=list(outcome.reasons),
                due_at=outcome.due_at,
                screened_on=draft.screened_on,
                screened_by=actor.account_id,
                scopes=case_scopes(province=draft.province),
            )
        )
    with acting_as(actor):
        Screening.objects.bulk_create(rows)
        record_events(
            actor=actor,
            drafts=[
                EventDraft("protection:screening:recorded", "screening", str(row.id))
                for row in rows
            ],
        )
    return sum(row.urgency != "none" for row in rows)


def take_screening(*, actor: Actor, screening_id: UUID) -> None:
    """Say that one is going to somebody who waits, so that others go to the next.

    Taking over from a colleague who cannot go is allowed and written down. Needs
    ``protection:queue:answer``. Raises ``ScreeningNotFound``, ``ScreeningAlreadyAnswered``.
    """
    actor.require(ProtectionPermission.QUEUE_ANSWER)
    with acting_as(actor):
        row = Screening.objects.select_for_update().filter(id=screening_id).first()
        if row is None:
            raise ScreeningNotFound
        if row.answered_at is not None:
            raise ScreeningAlreadyAnswered
        row.taken_at = timezone.now()
        row.taken_by = actor.account_id
        row.save(update_fields=["taken_at", "taken_by"])
        record_event(
            actor=actor,
            event="protection:screening:taken",
            target_kind="screening",
            target_id=str(screening_id),
        )


def answer_screening(*, actor: Actor, screening_id: UUID, answer: str) -> None:
    """Say what was done for somebody who waited; it leaves the queue and stays readable.

    Needs ``protection:queue:answer``. Raises ``AnswerMissing``, ``ScreeningNotFound``,
    ``ScreeningAlreadyAnswered``.
    """
    actor.require(ProtectionPermission.QUEUE_ANSWER)
    words = " ".join(answer.split())
    if not words:
        raise AnswerMissing
    with acting_as(actor):
        row = Screening.objects.select_for_update().filter(id=screening_id).first()
        if row is None:
            raise ScreeningNotFound
        if row.answered_at is not None:
            raise ScreeningAlreadyAnswered
        row.answer = words
        row.answered_at = timezone.now()
        row.answered_by = actor.account_id
        row.save(update_fields=["answer", "answered_at", "answered_by"])
        record_event(
            actor=actor,
            event="protection:screening:answered",
            target_kind="screening",
            target_id=str(screening_id),
        )
