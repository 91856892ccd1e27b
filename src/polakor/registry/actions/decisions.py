"""Decide whether two records are one human, and take a decision back."""

from uuid import UUID

from django.db import connection

from polakor.access.actions.events import record_event
from polakor.access.context import acting_as
from polakor.access.rules.actors import Actor
from polakor.access.rules.scopes import NATION
from polakor.registry.actions.clusters import recompute_clusters
from polakor.registry.errors import (
    DecisionAlreadyUndone,
    DecisionNotFound,
    PairAlreadyDecided,
    PairNotFound,
)
from polakor.registry.models import MatchCandidate, MatchDecision, Person, Verdict
from polakor.registry.permissions import RegistryPermission


def decide_pair(
    *, actor: Actor, candidate_id: UUID, verdict: str, reason: str = ""
) -> MatchDecision:
    """Answer one proposal with ``same``, ``different`` or ``unsure``.

    Needs ``registry:match:decide`` and sight of both records. Raises ``PairNotFound``,
    ``PairAlreadyDecided``. "Same" joins the records at once; nothing of either is changed.
    """
    actor.require(RegistryPermission.MATCH_DECIDE)
    answer = Verdict(verdict)
    with acting_as(actor):
        candidate = MatchCandidate.objects.select_for_update().filter(id=candidate_id).first()
        if candidate is None:
            raise PairNotFound
        if not candidate.open:
            raise PairAlreadyDecided
        decision = MatchDecision.objects.create(
            subject_id=candidate.subject_id,
            other_id=candidate.other_id,
            verdict=answer,
            basis="person",
            reason=reason,
            probability=candidate.probability,
            reasons=candidate.reasons,
            decided_by=actor.account_id,
            scopes=candidate.scopes,
        )
        candidate.open = False
        candidate.save(update_fields=["open"])
        if answer is Verdict.SAME:
            _recompute(actor, decision)
        record_event(
            actor=actor,
            event="registry:match:decided",
            target_kind="match_decision",
            target_id=str(decision.id),
            detail={
                "verdict": answer.value,
                "subject": str(decision.subject_id),
                "other": str(decision.other_id),
            },
        )
    return decision


def undo_decision(*, actor: Actor, decision_id: UUID) -> MatchDecision:
    """Take a decision back: both histories stand apart again and the pair waits anew.

    Works for decisions made by a rule too. Needs ``registry:match:decide``. Raises
    ``DecisionNotFound``, ``DecisionAlreadyUndone``.
    """
    actor.require(RegistryPermission.MATCH_DECIDE)
    with acting_as(actor):
        decision = MatchDecision.objects.filter(id=decision_id, undoes__isnull=True).first()
        if decision is None:
            raise DecisionNotFound
        # Edges cannot be changed, so the newer record is locked in their stead.
        Person.objects.select_for_update().get(id=decision.subject_id)
        if MatchDecision.objects.filter(undoes=decision).exists():
            raise DecisionAlreadyUndone
        undoing = MatchDecision.objects.create(
            subject_id=decision.subject_id,
            other_id=decision.other_id,
            verdict=decision.verdict,
            basis="person",
            decided_by=actor.account_id,
            undoes=decision,
            scopes=decision.scopes,
        )
        MatchCandidate.objects.update_or_create(
            subject_id=decision.subject_id,
            other_id=decision.other_id,
            defaults={"open": True},
            create_defaults={
                "open": True,
                "probability": decision.probability or 0.0,
                "reasons": decision.reasons,
                "scopes": decision.scopes,
            },
        )
        if decision.verdict == Verdict.SAME:
            _recompute(actor, decision)
        record_event(
            actor=actor,
            event="registry:match:undone",
            target_kind="match_decision",
            target_id=str(decision.id),
            detail={"subject": str(decision.subject_id), "other": str(decision.other_id)},
        )
    return undoing


def _recompute(actor: Actor, decision: MatchDecision) -> None:
    """Records of one human may lie in several provinces: joining them needs sight of all."""
    with acting_as(actor.also_seeing(NATION)), connection.cursor() as cursor:
        # Joins of overlapping groups take turns; deciding is rare beside registering.
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('registry_clusters'))")
        recompute_clusters({decision.subject_id, decision.other_id})
