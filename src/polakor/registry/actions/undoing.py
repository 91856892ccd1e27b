"""Take decisions back: another edge is added, and both histories stand apart again."""

from collections.abc import Sequence
from uuid import UUID

from polakor.access.actions.events import EventDraft, record_events
from polakor.access.bulk import insert_rows
from polakor.access.context import acting_as
from polakor.access.rules.actors import Actor
from polakor.registry.actions.clusters import rejoin
from polakor.registry.errors import BatchNotFound, DecisionAlreadyUndone, DecisionNotFound
from polakor.registry.models import MatchCandidate, MatchDecision, Person, Verdict
from polakor.registry.permissions import RegistryPermission
from polakor.registry.queries.second import standings_of


def undo_decision(*, actor: Actor, decision_id: UUID, reason: str = "") -> MatchDecision:
    """Take one decision back; the pair waits anew unless another decision about it stands.

    Works for decisions of a rule too. Taking a confirmation back leaves the first answer waiting
    for another officer. Needs ``registry:match:decide``. Raises ``DecisionNotFound``,
    ``DecisionAlreadyUndone``.
    """
    actor.require(RegistryPermission.MATCH_DECIDE)
    with acting_as(actor):
        decision = MatchDecision.objects.filter(id=decision_id, undoes__isnull=True).first()
        if decision is None:
            raise DecisionNotFound
        undone = _undo(actor, [decision], reason)
    if not undone:
        raise DecisionAlreadyUndone
    return undone[0]


def undo_batch(*, actor: Actor, batch_id: UUID, reason: str = "") -> int:
    """Take back all answers of one batch that still stand; returns how many those were.

    Needs ``registry:match:decide``. Raises ``BatchNotFound``. The number of statements does not
    depend on the size of the batch.
    """
    actor.require(RegistryPermission.MATCH_DECIDE)
    with acting_as(actor):
        decisions = list(MatchDecision.objects.filter(batch=batch_id, undoes__isnull=True))
        if not decisions:
            raise BatchNotFound
        return len(_undo(actor, decisions, reason))


def _undo(actor: Actor, decisions: Sequence[MatchDecision], reason: str) -> list[MatchDecision]:
    """Add the undoings of those not undone yet, and put their pairs where they now stand."""
    # Edges cannot be changed, so the newer records are locked in their stead, in order of ids.
    subjects = {decision.subject_id for decision in decisions}
    list(Person.objects.select_for_update().filter(id__in=subjects).order_by("id").only("id"))
    done = MatchDecision.objects.filter(undoes__in=decisions).values_list("undoes_id", flat=True)
    gone = set(done)
    standing = [decision for decision in decisions if decision.id not in gone]
    undoings = [
        MatchDecision(
            subject_id=one.subject_id,
            other_id=one.other_id,
            verdict=one.verdict,
            basis="person",
            reason=reason,
            decided_by=actor.account_id,
            undoes=one,
            scopes=one.scopes,
        )
        for one in standing
    ]
    insert_rows(undoings)
    _put_back(standing)
    rejoin(actor, [one for one in standing if one.verdict == Verdict.SAME])
    record_events(
        actor=actor,
        drafts=[
            EventDraft(
                "registry:match:undone",
                "match_decision",
                str(one.id),
                detail={"subject": str(one.subject_id), "other": str(one.other_id)},
            )
            for one in standing
        ],
    )
    return undoings


def _put_back(decisions: Sequence[MatchDecision]) -> None:
    """Each pair waits again, or not, as the decisions that are left say."""
    by_pair = {(one.subject_id, one.other_id): one for one in decisions}
    standings = standings_of(by_pair)
    known = {
        (row.subject_id, row.other_id): row
        for row in MatchCandidate.objects.select_for_update()
        .filter(
            subject_id__in={subject for subject, _ in by_pair},
            other_id__in={other for _, other in by_pair},
        )
        .order_by("id")
    }
    changed: list[MatchCandidate] = []
    added: list[MatchCandidate] = []
    for pair, decision in by_pair.items():
        row = known.get(pair) or MatchCandidate(
            subject_id=decision.subject_id,
            other_id=decision.other_id,
            probability=decision.probability or 0.0,
            reasons=decision.reasons,
            scopes=decision.scopes,
        )
        first = standings[pair].first
        row.open = not standings[pair].answered
        row.first_by = first.decided_by if first else None
        row.claimed_by = row.claimed_until = None
        (changed if pair in known else added).append(row)
    MatchCandidate.objects.bulk_update(changed, ["open", "first_by", "claimed_by", "claimed_until"])
    insert_rows(added)
