"""Families as they stood before a desk: a household with its token, and who is what to whom."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from polakor.access.actions.events import EventDraft, record_events
from polakor.access.bulk import insert_rows
from polakor.access.context import acting_as
from polakor.access.rules.actors import Actor
from polakor.access.rules.scopes import NATION
from polakor.base.ids import uuid7
from polakor.registry.models import Household, HouseholdMember, Told
from polakor.registry.permissions import RegistryPermission


@dataclass(frozen=True, slots=True)
class FamilyMember:
    """A record of the family. ``relation``: what it is to the first one, ``""`` if not said."""

    person_id: UUID
    relation: str
    scopes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FamilyDraft:
    """People who came together, the first of them first; ``token`` of their paper or ``""``."""

    submission_id: UUID
    token: str
    members: tuple[FamilyMember, ...]


def form_families(*, actor: Actor, drafts: Sequence[FamilyDraft]) -> list[UUID]:
    """Begin a household for each draft with all its members. Returns the ids in order.

    Nobody is looked for: two desks that were shown one paper begin two households with one token,
    and a person decides. Needs ``registry:household:record``. Three statements.
    """
    actor.require(RegistryPermission.HOUSEHOLD_RECORD)
    households, members, events = [], [], []
    for draft in drafts:
        words = sorted({word for one in draft.members for word in one.scopes})
        household = Household(id=uuid7(), token=draft.token, scopes=words)
        households.append(household)
        head = draft.members[0].person_id
        for one in draft.members:
            related = bool(one.relation) and one.person_id != head
            members.append(
                HouseholdMember(
                    household=household,
                    person_id=one.person_id,
                    relation=one.relation if related else "",
                    related_to_id=head if related else None,
                    submission_id=draft.submission_id,
                    told_by=actor.account_id,
                    scopes=list(one.scopes),
                )
            )
        events.append(
            EventDraft(
                "registry:household:begun",
                "household",
                str(household.id),
                detail={"persons": len(draft.members)},
            )
        )
    with acting_as(actor.also_seeing(NATION)):
        insert_rows(households)
        insert_rows(members)
        record_events(actor=actor, drafts=events)
    return [one.id for one in households]


def join_family(
    *, actor: Actor, submission_id: UUID, family_of: UUID, members: Sequence[FamilyMember]
) -> UUID:
    """Add people to the household of those a submission (``family_of``) told of first.

    Begins one where somebody had come alone without a paper. Returns its id. Needs
    ``registry:household:record``. Must run inside ``acting_as`` with the family in sight.
    """
    actor.require(RegistryPermission.HOUSEHOLD_RECORD)
    first = list(
        Told.objects.filter(submission_id=family_of).order_by("person_id").select_related("person")
    )
    found = HouseholdMember.objects.filter(submission_id=family_of).order_by("id").first()
    if found is None:
        began = tuple(FamilyMember(one.person_id, "", tuple(one.person.scopes)) for one in first)
        draft = FamilyDraft(family_of, "", (*began, *members))
        return form_families(actor=actor, drafts=[draft])[0]
    head = (
        HouseholdMember.objects.filter(
            household_id=found.household_id, related_to__isnull=True, ends__isnull=True
        )
        .order_by("id")
        .first()
    )
    insert_rows(
        [
            HouseholdMember(
                household_id=found.household_id,
                person_id=one.person_id,
                relation=one.relation if head else "",
                related_to_id=head.person_id if head and one.relation else None,
                submission_id=submission_id,
                told_by=actor.account_id,
                scopes=list(one.scopes),
            )
            for one in members
        ]
    )
    record_events(
        actor=actor,
        drafts=[
            EventDraft(
                "registry:household:joined",
                "person",
                str(one.person_id),
                detail={"household": str(found.household_id)},
            )
            for one in members
        ],
    )
    return found.household_id
