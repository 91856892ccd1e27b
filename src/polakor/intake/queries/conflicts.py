"""Answers that differ, open and decided."""

from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from polakor.access.rules.actors import Actor
from polakor.intake.errors import ConflictUnknown
from polakor.intake.models import AnswerConflict, ConflictDecision
from polakor.intake.permissions import IntakePermission


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
