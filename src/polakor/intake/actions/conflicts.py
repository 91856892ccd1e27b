"""Keep answers that differ side by side, and write down which one an officer let hold."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from polakor.access.actions.events import EventDraft, record_event, record_events
from polakor.access.context import acting_as
from polakor.access.rules.actors import Actor
from polakor.intake.errors import ChoiceMade, ConflictDecided, ConflictUnknown, ReasonMissing
from polakor.intake.models import AnswerConflict, ConflictDecision, FamilyChoice, Submission
from polakor.intake.permissions import IntakePermission

FIRST, SECOND, OPEN = "first", "second", "open"


@dataclass(frozen=True, slots=True)
class Differing:
    """Two answers to one question: what stood, and what came later."""

    member: UUID | None
    form: str
    question: str
    first: UUID
    first_answer: Any
    second: UUID
    second_answer: Any
    scopes: tuple[str, ...]


def note_conflicts(*, actor: Actor, found: Sequence[Differing]) -> None:
    """Keep both answers, for somebody to decide. Must run inside ``acting_as``.

    For the worker: needs ``intake:envelope:settle``, which no role holds.
    """
    actor.require("intake:envelope:settle")
    rows = AnswerConflict.objects.bulk_create(
        AnswerConflict(
            member=one.member,
            form=one.form,
            question=one.question,
            first_id=one.first,
            first_answer=one.first_answer,
            second_id=one.second,
            second_answer=one.second_answer,
            scopes=list(one.scopes),
        )
        for one in found
    )
    record_events(
        actor=actor,
        drafts=[EventDraft("intake:conflict:found", "conflict", str(row.id)) for row in rows],
    )


def decide_conflict(
    *, actor: Actor, conflict_id: UUID, choice: str, reason: str = ""
) -> AnswerConflict:
    """Say which answer holds (``first`` or ``second``). The other stays readable.

    Needs ``intake:conflict:decide``. Raises ``ConflictUnknown``, ``ConflictDecided``.
    """
    actor.require(IntakePermission.CONFLICT_DECIDE)
    with acting_as(actor):
        conflict = _locked(conflict_id)
        if choice not in {FIRST, SECOND}:
            raise ConflictUnknown
        if _standing(conflict) is not None:
            raise ConflictDecided
        _decide(actor, conflict, choice, reason, None)
    return conflict


def undo_decision(*, actor: Actor, conflict_id: UUID, reason: str = "") -> AnswerConflict:
    """Take a decision back: the question is open again, the decision stays readable.

    Needs ``intake:conflict:decide``. Raises ``ConflictUnknown`` when nothing was decided.
    """
    actor.require(IntakePermission.CONFLICT_DECIDE)
    with acting_as(actor):
        conflict = _locked(conflict_id)
        standing = _standing(conflict)
        if standing is None:
            raise ConflictUnknown
        _decide(actor, conflict, OPEN, reason, standing)
    return conflict


def choose_family(
    *, actor: Actor, told: Submission, family_id: UUID | None, reason: str
) -> FamilyChoice:
    """Write down which family a later desk's answers are of; None for none of them. Once.

    Must run inside ``acting_as``. Needs ``intake:conflict:decide``. Raises ``ReasonMissing``,
    ``ChoiceMade``.
    """
    actor.require(IntakePermission.CONFLICT_DECIDE)
    words = " ".join(reason.split())
    if not words:
        raise ReasonMissing
    try:
        with transaction.atomic():
            row = FamilyChoice.objects.create(
                submission=told,
                family_id=family_id,
                reason=words,
                decided_by=actor.account_id,
                scopes=told.scopes,
            )
    except IntegrityError as error:
        raise ChoiceMade from error
    record_event(
        actor=actor,
        event="intake:family:chosen",
        target_kind="submission",
        target_id=str(told.id),
        reason=words,
        detail={"family": str(family_id) if family_id else "none"},
    )
    return row


def note_side_by_side(*, actor: Actor, people: Collection[UUID]) -> None:
    """Write down that these people were seen beside each other. Must run inside ``acting_as``.

    Needs ``intake:conflict:decide``.
    """
    actor.require(IntakePermission.CONFLICT_DECIDE)
    record_events(
        actor=actor,
        drafts=[EventDraft("intake:family:compared", "person", str(one)) for one in people],
    )


def _locked(conflict_id: UUID) -> AnswerConflict:
    found = AnswerConflict.objects.select_for_update().filter(id=conflict_id).first()
    if found is None:
        raise ConflictUnknown
    return found


def _standing(conflict: AnswerConflict) -> ConflictDecision | None:
    return conflict.decisions.filter(undone_by__isnull=True, undoes__isnull=True).first()


def _decide(
    actor: Actor,
    conflict: AnswerConflict,
    choice: str,
    reason: str,
    undoes: ConflictDecision | None,
) -> None:
    ConflictDecision.objects.create(
        conflict=conflict,
        choice=choice,
        reason=" ".join(reason.split()),
        undoes=undoes,
        decided_by=actor.account_id,
        scopes=conflict.scopes,
    )
    record_event(
        actor=actor,
        event="intake:conflict:undone" if undoes else "intake:conflict:decided",
        target_kind="conflict",
        target_id=str(conflict.id),
        reason=choice,
    )
