"""Add to a person's file at a desk: what was told is kept first, then papers and family follow."""

from uuid import UUID

from polakor.access.context import acting_as
from polakor.access.rules.actors import Actor
from polakor.base.ids import receipt_number
from polakor.flows.register_by_hand import FilledForm
from polakor.intake.actions.submissions import keep_form
from polakor.registry.actions.households import end_membership, link_household
from polakor.registry.actions.papers import (
    HeldBy,
    add_document,
    change_holder,
    correct_document,
    withdraw_document,
)
from polakor.registry.actions.told import note_told
from polakor.registry.queries.persons import record_for

DOCUMENT_FORM = "document/1"
HOLDER_FORM = "holder/1"
CORRECTION_FORM = "document-correction/1"
HOUSEHOLD_FORM = "household/1"
HOUSEHOLD_END_FORM = "household-end/1"


def tell_document(
    *, actor: Actor, told: FilledForm, person_id: UUID, kind: str, number: str, held: HeldBy
) -> str:
    """A paper of the person and who holds it. Returns the receipt's number.

    Raises what ``add_document`` raises, and ``ToldAlready`` for a form sent twice.
    """
    with acting_as(actor):
        _keep(actor, told, person_id)
        add_document(
            actor=actor,
            person_id=person_id,
            kind=kind,
            number=number,
            held=held,
            submission_id=told.id,
        )
    return receipt_number(told.id)


def tell_holder(
    *, actor: Actor, told: FilledForm, person_id: UUID, document_id: UUID, held: HeldBy
) -> str:
    """Who holds a paper now. Returns the receipt's number. Raises what ``change_holder`` raises."""
    with acting_as(actor):
        _keep(actor, told, person_id)
        change_holder(actor=actor, document_id=document_id, held=held, submission_id=told.id)
    return receipt_number(told.id)


def tell_correction(
    *,
    actor: Actor,
    told: FilledForm,
    person_id: UUID,
    document_id: UUID,
    kind: str,
    number: str,
    reason: str,
    withdrawn: bool,
) -> str:
    """A paper was written down wrongly, or is not the person's at all (``withdrawn``).

    Returns the receipt's number. Raises what ``correct_document`` and ``withdraw_document`` raise.
    """
    with acting_as(actor):
        _keep(actor, told, person_id)
        if withdrawn:
            withdraw_document(
                actor=actor, document_id=document_id, reason=reason, submission_id=told.id
            )
        else:
            correct_document(
                actor=actor,
                document_id=document_id,
                kind=kind,
                number=number,
                reason=reason,
                submission_id=told.id,
            )
    return receipt_number(told.id)


def tell_household(
    *, actor: Actor, told: FilledForm, person_id: UUID, other_id: UUID, relation: str
) -> str:
    """Another person belongs to this one's household. Returns the receipt's number.

    Raises what ``link_household`` raises.
    """
    with acting_as(actor):
        _keep(actor, told, person_id)
        link_household(
            actor=actor,
            person_id=person_id,
            other_id=other_id,
            relation=relation,
            submission_id=told.id,
        )
    return receipt_number(told.id)


def tell_household_end(
    *, actor: Actor, told: FilledForm, person_id: UUID, member_id: UUID, reason: str
) -> str:
    """A link of a household holds no more, or never did. Returns the receipt's number.

    Raises what ``end_membership`` raises.
    """
    with acting_as(actor):
        _keep(actor, told, person_id)
        end_membership(actor=actor, member_id=member_id, reason=reason, submission_id=told.id)
    return receipt_number(told.id)


def _keep(actor: Actor, told: FilledForm, person_id: UUID) -> None:
    person = record_for(actor, person_id)
    keep_form(
        actor=actor,
        submission_id=told.id,
        form=told.form,
        answers=told.answers,
        scopes=person.scopes,
    )
    note_told(actor=actor, submission_id=told.id, person=person)
