"""Write down what is said, and answer it officially."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils import timezone

from polakor.access.actions.events import record_event
from polakor.access.context import acting_as
from polakor.access.rules.actors import Actor
from polakor.assistance.errors import RumourNotFound
from polakor.assistance.models import Rumour, RumourAnswer
from polakor.assistance.permissions import AssistancePermission
from polakor.assistance.rules.words import said


@dataclass(frozen=True, slots=True)
class AnswerDraft:
    """An official answer about to be entered; each text in the country's language and English."""

    asked_km: str
    asked_en: str
    answer_km: str
    answer_en: str
    said_by: str
    said_on: date
    source: str
    published: bool


def hear_rumour(*, actor: Actor, words: str, place: str = "", heard_on: date | None = None) -> UUID:
    """Write a rumour down as it was heard, without anybody's name. Returns its id.

    Needs ``assistance:rumour:record``. Raises ``ReasonMissing`` for no words.
    """
    actor.require(AssistancePermission.RUMOUR_RECORD)
    heard = said(words)
    with acting_as(actor):
        row = Rumour.objects.create(
            words=heard,
            place=place,
            heard_on=heard_on or timezone.localdate(),
            heard_by=actor.account_id,
        )
        _note(actor, "assistance:rumour:heard", row.id)
    return row.id


def answer_rumour(*, actor: Actor, rumour_id: UUID, draft: AnswerDraft) -> None:
    """Enter an answer, or its newest form; it replaces the earlier one, which stays readable.

    To take an answer off the public page enter it again unpublished. Needs
    ``assistance:rumour:answer``. Raises ``RumourNotFound``.
    """
    actor.require(AssistancePermission.RUMOUR_ANSWER)
    with acting_as(actor):
        if not Rumour.objects.filter(id=rumour_id).exists():
            raise RumourNotFound
        RumourAnswer.objects.create(
            rumour_id=rumour_id,
            asked_km=said(draft.asked_km),
            asked_en=draft.asked_en.strip(),
            answer_km=said(draft.answer_km),
            answer_en=draft.answer_en.strip(),
            said_by=said(draft.said_by),
            said_on=draft.said_on,
            source=said(draft.source),
            published=draft.published,
            entered_by=actor.account_id,
        )
        _note(actor, "assistance:rumour:answered", rumour_id)


def _note(actor: Actor, event: str, target: UUID) -> None:
    record_event(actor=actor, event=event, target_kind="rumour", target_id=str(target))
