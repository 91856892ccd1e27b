"""Decide which of two answers holds, let the record say it, and take that back.

And which of several families under one paper a later desk's answers are of.
"""

from dataclasses import replace
from uuid import UUID

from polakor.access.context import acting_as
from polakor.access.rules.actors import Actor
from polakor.access.rules.scopes import NATION
from polakor.flows.enrich_arrival import FACTS, enrich_arrivals, facts_of
from polakor.flows.settle_arrivals import SETTLER
from polakor.intake.actions.conflicts import (
    SECOND,
    choose_family,
    decide_conflict,
    undo_decision,
)
from polakor.intake.errors import ConflictUnknown
from polakor.intake.models import AnswerConflict, Submission
from polakor.intake.queries.conflicts import one_unplaced, sees_submission
from polakor.intake.queries.family import FamilyTold, families_told
from polakor.intake.queries.known import form_known
from polakor.intake.queries.settling import Unsettled, wait_to_settle
from polakor.intake.rules.answers import fault_of_value
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


def place_in_family(
    *, actor: Actor, submission_id: UUID, family_id: UUID | None, reason: str
) -> None:
    """Say which of the families under one paper a later desk's answers are of, and add them to it.

    ``family_id`` is the family's registration, which the actor must be able to see; None: of none
    of them, nothing is added. Once, with a reason. Needs ``intake:conflict:decide``. Raises
    ``ConflictUnknown``, ``ReasonMissing``, ``ChoiceMade``.
    """
    with acting_as(actor):
        wait_to_settle()
        told = one_unplaced(actor, submission_id)
        one = _unsettled(told)
        family = None if family_id is None else _visible_family(actor, one, family_id)
        choose_family(actor=actor, told=told, family_id=family_id, reason=reason)
        if family is not None:
            # The choice is the officer's; what follows from it is what the worker does.
            may = replace(actor, permissions=actor.permissions | SETTLER.permissions)
            enrich_arrivals(may, [one], {one.id: [family]})


def _visible_family(actor: Actor, one: Unsettled, family_id: UUID) -> FamilyTold:
    seen = sees_submission(family_id)
    with acting_as(actor.also_seeing(NATION)):
        families = families_told([one])[one.id]
    found = next((family for family in families if family.root.id == family_id), None)
    if found is None or not seen:
        raise ConflictUnknown
    return found


def _unsettled(told: Submission) -> Unsettled:
    assert told.device is not None, "only what a device brought names a paper"
    return Unsettled(
        id=told.id,
        kind=told.kind,
        form=told.form,
        told=told.raw,
        token=told.token,
        base=told.base,
        device=told.device.name,
        received_by=told.received_by,
        received_at=told.received_at,
        held=False,
        scopes=tuple(told.scopes),
    )


def _let_hold(actor: Actor, conflict: AnswerConflict, *, second: bool) -> None:
    if conflict.member is None or conflict.question not in FACTS:
        return
    told = conflict.second if second else conflict.first
    answer = conflict.second_answer if second else conflict.first_answer
    form = form_known(conflict.form)
    asked = form.question(conflict.question, "member") if form else None
    if form is None or asked is None or fault_of_value(form, asked, answer):
        return  # kept beside, and never a fact: it is no answer to its question
    with acting_as(actor.also_seeing(NATION)) as wide:
        correct_record(
            actor=wide,
            person_id=conflict.member,
            question=conflict.question,
            facts=facts_of(conflict.question, answer, (told.made_at or told.received_at).year),
            submission_id=told.id,
        )
