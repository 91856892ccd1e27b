"""Decide which of two answers holds, let the record say it, and take that back."""

from uuid import UUID

from polakor.access.context import acting_as
from polakor.access.rules.actors import Actor
from polakor.access.rules.scopes import NATION
from polakor.flows.enrich_arrival import FACTS, facts_of
from polakor.intake.actions.conflicts import SECOND, decide_conflict, undo_decision
from polakor.intake.models import AnswerConflict
from polakor.registry.actions.records import correct_record


def decide_difference(
    *, actor: Actor, conflict_id: UUID, choice: str, reason: str = ""
) -> AnswerConflict:
    """Let the ``first`` or the ``second`` answer hold. Both stay readable.

    Needs ``intake:conflict:decide`` and ``registry:person:register``. Raises what
    ``decide_conflict`` raises.
    """
    with acting_as(actor):
        conflict = decide_conflict(
            actor=actor, conflict_id=conflict_id, choice=choice, reason=reason
        )
        _let_hold(actor, conflict, second=choice == SECOND)
    return conflict


def undo_difference(*, actor: Actor, conflict_id: UUID, reason: str = "") -> AnswerConflict:
    """Open a decided difference again; the record says what it said before."""
    with acting_as(actor):
        conflict = undo_decision(actor=actor, conflict_id=conflict_id, reason=reason)
        _let_hold(actor, conflict, second=False)
    return conflict


def _let_hold(actor: Actor, conflict: AnswerConflict, *, second: bool) -> None:
    if conflict.member is None or conflict.question not in FACTS:
        return
    told = conflict.second if second else conflict.first
    answer = conflict.second_answer if second else conflict.first_answer
    assert told.made_at is not None, "only what a device made conflicts"
    with acting_as(actor.also_seeing(NATION)) as wide:
        correct_record(
            actor=wide,
            person_id=conflict.member,
            question=conflict.question,
            facts=facts_of(conflict.question, answer, told.made_at.year),
            submission_id=told.id,
        )
