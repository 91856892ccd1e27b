"""Answers that differ and papers of several families, open and decided."""

from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from polakor.access.rules.actors import Actor
from polakor.intake.errors import ConflictUnknown
from polakor.intake.models import AnswerConflict, ConflictDecision, FamilyChoice, Submission
from polakor.intake.permissions import IntakePermission

TOKEN_TWICE = "token_twice"  # noqa: S105 - the code of a reason


def conflicts_for(actor: Actor, *, open_only: bool = True) -> QuerySet[AnswerConflict]:
    """Conflicts the actor may see, oldest first; ``decided`` says whether one is in force.

    Needs ``intake:conflict:decide``. Evaluate it inside ``acting_as``.
    """
    actor.require(IntakePermission.CONFLICT_DECIDE)
    standing = ConflictDecision.objects.filter(
        conflict=OuterRef("pk"), undoes__isnull=True, undone_by__isnull=True
    )
    rows = AnswerConflict.objects.annotate(decided=Exists(standing)).order_by("found_at", "id")
    rows = rows.select_related("first__device", "second__device")
    return rows.filter(decided=False) if open_only else rows


def conflict_for(actor: Actor, conflict_id: UUID) -> AnswerConflict:
    """One conflict with its decisions. Raises ``ConflictUnknown``. Two queries.

    Must run inside ``acting_as``.
    """
    found = (
        conflicts_for(actor, open_only=False)
        .prefetch_related("decisions")
        .filter(id=conflict_id)
        .first()
    )
    if found is None:
        raise ConflictUnknown
    return found


def unplaced_for(actor: Actor, *, open_only: bool = True) -> QuerySet[Submission]:
    """What later desks added under a paper that several families have, oldest first.

    ``decided`` says whether an officer chose the family. Needs ``intake:conflict:decide``. Evaluate
    it inside ``acting_as``.
    """
    actor.require(IntakePermission.CONFLICT_DECIDE)
    chosen = FamilyChoice.objects.filter(submission=OuterRef("pk"))
    rows = Submission.objects.filter(outcome__reason=TOKEN_TWICE).annotate(decided=Exists(chosen))
    rows = rows.select_related("device").order_by("received_at", "id")
    return rows.filter(decided=False) if open_only else rows


def one_unplaced(actor: Actor, submission_id: UUID) -> Submission:
    """One of them. Raises ``ConflictUnknown``. One query. Must run inside ``acting_as``."""
    found = unplaced_for(actor, open_only=False).filter(id=submission_id).first()
    if found is None:
        raise ConflictUnknown
    return found


def choice_of(submission_id: UUID) -> FamilyChoice | None:
    """The family an officer chose for it. One query. Must run inside ``acting_as``."""
    return FamilyChoice.objects.filter(submission_id=submission_id).first()


def sees_submission(submission_id: UUID) -> bool:
    """Whether whoever acts may see what was told there. One query. Inside ``acting_as``."""
    return Submission.objects.filter(id=submission_id).exists()
