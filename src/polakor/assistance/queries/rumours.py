"""Reading the rumour log, and what of it everybody may read."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import OuterRef, QuerySet, Subquery

from polakor.access.rules.actors import Actor
from polakor.assistance.errors import RumourNotFound
from polakor.assistance.models import Rumour, RumourAnswer
from polakor.assistance.permissions import AssistancePermission


@dataclass(frozen=True, slots=True)
class Answer:
    """The official answer in force; ``asked`` is the rumour as the public page puts it."""

    asked_km: str
    asked_en: str
    answer_km: str
    answer_en: str
    said_by: str
    said_on: date
    source: str
    published: bool
    entered_at: datetime


@dataclass(frozen=True, slots=True)
class RumourLine:
    """A rumour with its answer, if there is one."""

    id: UUID
    words: str
    place: str
    heard_on: date
    recorded_at: datetime
    answer: Answer | None


def rumours_for(actor: Actor, *, offset: int = 0, limit: int = 25) -> list[RumourLine]:
    """The log, newest first. Needs ``assistance:rumour:record``. Two queries."""
    actor.require(AssistancePermission.RUMOUR_RECORD)
    rows = list(Rumour.objects.order_by("-recorded_at", "id")[offset : offset + limit])
    answers = {
        one.rumour_id: one
        for one in RumourAnswer.objects.filter(rumour__in=rows).order_by("entered_at", "id")
    }
    return [_line(row, answers.get(row.id)) for row in rows]


def rumour_count(actor: Actor) -> int:
    """How many rumours the log holds. One query."""
    actor.require(AssistancePermission.RUMOUR_RECORD)
    return Rumour.objects.count()


def rumour_for(actor: Actor, rumour_id: UUID) -> RumourLine:
    """One rumour. Needs ``assistance:rumour:record``. Raises ``RumourNotFound``. Two queries."""
    actor.require(AssistancePermission.RUMOUR_RECORD)
    row = Rumour.objects.filter(id=rumour_id).first()
    if row is None:
        raise RumourNotFound
    return _line(row, row.answers.order_by("-entered_at", "-id").first())


def published_answers(*, limit: int = 100) -> list[Answer]:
    """What everybody may read: published answers in force, newest first. One query, no actor.

    It names nobody: neither who heard a rumour nor where.
    """
    return [_answer(row) for row in _in_force().filter(published=True)[:limit]]


def _in_force() -> "QuerySet[RumourAnswer]":
    newest = RumourAnswer.objects.filter(rumour=OuterRef("rumour")).order_by("-entered_at", "-id")
    return RumourAnswer.objects.filter(pk=Subquery(newest.values("pk")[:1])).order_by(
        "-said_on", "-entered_at"
    )


def _line(row: Rumour, answer: RumourAnswer | None) -> RumourLine:
    return RumourLine(
        row.id,
        row.words,
        row.place,
        row.heard_on,
        row.recorded_at,
        _answer(answer) if answer else None,
    )


def _answer(row: RumourAnswer) -> Answer:
    return Answer(
        row.asked_km,
        row.asked_en,
        row.answer_km,
        row.answer_en,
        row.said_by,
        row.said_on,
        row.source,
        row.published,
        row.entered_at,
    )
