"""A worker signs with an agency: what the agency told is kept, the person made, the place taken."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from uuid import UUID

from polakor.access.context import acting_as
from polakor.access.rules.actors import Actor
from polakor.base.ids import uuid7
from polakor.intake.actions.submissions import keep_form
from polakor.intake.permissions import IntakePermission
from polakor.recruitment.actions.placements import ContractDraft, PlacementDraft, place_worker
from polakor.recruitment.permissions import RecruitmentPermission
from polakor.recruitment.queries.orders import order_row
from polakor.registry.actions.persons import PersonDraft, register_persons
from polakor.registry.permissions import RegistryPermission

FORM = "placement/1"


@dataclass(frozen=True, slots=True)
class Signed:
    """A worker who signed: answers as typed, the person and the contract made of them.

    ``name`` as on the contract; ``id`` is the form's own.
    """

    order: str
    answers: Mapping[str, str]
    person: PersonDraft
    name: str
    contract: ContractDraft
    id: UUID | None = None


def sign_worker(*, actor: Actor, told: Signed) -> str:
    """Keep the form word for word, register the worker, place them. Returns the placement's number.

    One transaction: where the order is full, nobody is registered. The agency sees the placement
    and what it told, never the person's record. Needs ``recruitment:placement:record``. Raises
    ``ToldAlready`` for a form sent twice, and what ``place_worker`` refuses.
    """
    actor.require(RecruitmentPermission.PLACEMENT_RECORD)
    able = actor.also_allowed(IntakePermission.SUBMISSION_ADD, RegistryPermission.PERSON_REGISTER)
    with acting_as(actor):
        # The order first: whoever waits for it must hold no person somebody else waits for.
        order = order_row(told.order)
        kept = keep_form(
            actor=able,
            submission_id=told.id or uuid7(),
            form=FORM,
            answers=told.answers,
            scopes=order.scopes,
        )
        person = replace(told.person, submission_id=kept.id)
        made = register_persons(actor=able, drafts=[person])[0]
        return place_worker(
            actor=actor,
            order=told.order,
            draft=PlacementDraft(
                person_id=made.person_id,
                name=told.name,
                contract=told.contract,
                sex=person.sex,
                birth=person.birth,
            ),
        )
