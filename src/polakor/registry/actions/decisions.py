"""Decide whether two records are one human: one pair, or many with one confirmation."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from polakor.access.actions.events import EventDraft, record_events
from polakor.access.bulk import insert_rows
from polakor.access.context import acting_as
from polakor.access.rules.actors import Actor
from polakor.base.ids import uuid7
from polakor.registry.actions.clusters import rejoin
from polakor.registry.errors import (
    NothingTicked,
    PairAlreadyDecided,
    PairNotFound,
    SecondOfficerNeeded,
)
from polakor.registry.models import MatchCandidate, MatchDecision, Verdict
from polakor.registry.permissions import RegistryPermission
from polakor.registry.queries.second import second_looks, standings_of

BATCH_AT_MOST = 50
"""Pairs in one batch: more than an officer can have looked at with one confirmation."""


@dataclass(frozen=True, slots=True)
class Batch:
    """What became of several answers. ``waiting``: of those decided, how many another officer has
    to confirm; ``passed_over``: answered by somebody else meanwhile, or not this officer's."""

    id: UUID
    decided: int
    waiting: int
    passed_over: int


def decide_pair(
    *, actor: Actor, candidate_id: UUID, verdict: str, reason: str = ""
) -> MatchDecision:
    """Answer one proposal with ``same``, ``different`` or ``unsure``.

    "Same" joins the records at once and changes nothing of either; where a child, money or a case
    is touched it waits for another officer's "same" (``second_needed``). Needs
    ``registry:match:decide`` and sight of both records. Raises ``PairNotFound``,
    ``PairAlreadyDecided``, and ``SecondOfficerNeeded`` for who gave the first answer.
    """
    actor.require(RegistryPermission.MATCH_DECIDE)
    answer = Verdict(verdict)
    with acting_as(actor):
        candidate = MatchCandidate.objects.select_for_update().filter(id=candidate_id).first()
        if candidate is None:
            raise PairNotFound
        if not candidate.open:
            raise PairAlreadyDecided
        if candidate.first_by == actor.account_id:
            raise SecondOfficerNeeded
        (decision,) = _decide(actor, [candidate], {candidate.id: answer}, reason, None)
    return decision


def decide_pairs(*, actor: Actor, answers: Mapping[UUID, str], reason: str = "") -> Batch:
    """Answer several proposals at once: ``{candidate id: verdict}``, at most ``BATCH_AT_MOST``.

    Pairs answered meanwhile, or waiting for another officer than this one, are passed over: one
    of them never stops the others. Needs ``registry:match:decide``. Raises ``NothingTicked``. The
    number of statements does not depend on the number of pairs.
    """
    actor.require(RegistryPermission.MATCH_DECIDE)
    verdicts = {key: Verdict(value) for key, value in list(answers.items())[:BATCH_AT_MOST]}
    if not verdicts:
        raise NothingTicked
    batch = uuid7()
    with acting_as(actor):
        rows = MatchCandidate.objects.select_for_update().filter(id__in=verdicts).order_by("id")
        free = [one for one in rows if one.open and one.first_by != actor.account_id]
        decisions = _decide(actor, free, verdicts, reason, batch)
    return Batch(
        id=batch,
        decided=len(decisions),
        waiting=sum(decision.second_needed for decision in decisions),
        passed_over=len(verdicts) - len(decisions),
    )


def _decide(
    actor: Actor,
    candidates: Sequence[MatchCandidate],
    answers: Mapping[UUID, Verdict],
    reason: str,
    batch: UUID | None,
) -> list[MatchDecision]:
    """Add an edge for each of the locked proposals, close them, and join what is now one human."""
    alike = [one for one in candidates if answers[one.id] is Verdict.SAME]
    touching = second_looks(actor, alike)
    standings = standings_of((one.subject_id, one.other_id) for one in candidates if one.first_by)
    decisions = []
    for one in candidates:
        answer = answers[one.id]
        standing = standings.get((one.subject_id, one.other_id))
        first = standing.first if standing else None
        confirms = first.id if first and answer is Verdict.SAME else None
        waits = answer is Verdict.SAME and first is None and one.id in touching
        decisions.append(
            MatchDecision(
                subject_id=one.subject_id,
                other_id=one.other_id,
                verdict=answer,
                basis="person",
                reason=reason,
                probability=one.probability,
                reasons=one.reasons,
                decided_by=actor.account_id,
                second_needed=waits,
                confirms_id=confirms,
                batch=batch,
                scopes=one.scopes,
            )
        )
        one.open = waits
        one.first_by = actor.account_id if waits else None
        one.claimed_by = one.claimed_until = None
    insert_rows(decisions)
    MatchCandidate.objects.bulk_update(
        candidates, ["open", "first_by", "claimed_by", "claimed_until"]
    )
    joins = [one for one in decisions if one.verdict == Verdict.SAME and not one.second_needed]
    rejoin(actor, joins)
    record_events(actor=actor, drafts=[_event(decision) for decision in decisions])
    return decisions


def _event(decision: MatchDecision) -> EventDraft:
    detail = {
        "verdict": str(decision.verdict),
        "subject": str(decision.subject_id),
        "other": str(decision.other_id),
    }
    name = "registry:match:decided"
    if decision.second_needed:
        name = "registry:match:second_asked"
    elif decision.confirms_id is not None:
        name = "registry:match:confirmed"
        detail["confirms"] = str(decision.confirms_id)
    if decision.batch is not None:
        detail["batch"] = str(decision.batch)
    return EventDraft(name, "match_decision", str(decision.id), detail=detail)
