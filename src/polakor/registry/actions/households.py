"""Who belongs together: links between persons, added and ended, never written over."""

from uuid import UUID

from polakor.access.actions.events import EventDraft, record_events
from polakor.access.context import acting_as
from polakor.access.rules.actors import Actor
from polakor.reference.queries.codes import entries
from polakor.registry.errors import (
    HouseholdKnown,
    MembershipNotFound,
    RelationUnknown,
    SamePerson,
)
from polakor.registry.models import Household, HouseholdMember, Person
from polakor.registry.permissions import RegistryPermission
from polakor.registry.queries.households import households_in_force, membership_in_force
from polakor.registry.queries.persons import record_for


def link_household(
    *,
    actor: Actor,
    person_id: UUID,
    other_id: UUID,
    relation: str,
    submission_id: UUID | None = None,
) -> UUID:
    """Say that ``other_id`` belongs to the household of ``person_id`` and is their ``relation``.

    A household begins where neither has one. Both records must be visible to the actor. Needs
    ``registry:household:record``. Raises ``PersonNotFound``, ``SamePerson``, ``RelationUnknown``,
    ``HouseholdKnown``. Returns the id of the new membership.
    """
    actor.require(RegistryPermission.HOUSEHOLD_RECORD)
    if relation not in {one.code for one in entries("relations")}:
        raise RelationUnknown(relation=relation)
    with acting_as(actor):
        person, other = record_for(actor, person_id), record_for(actor, other_id)
        if (person.canonical_id or person.id) == (other.canonical_id or other.id):
            raise SamePerson
        # In the order of ids: two offices that link at once make one household, not two.
        ends = sorted((person.id, other.id), key=lambda one: one.int)
        list(Person.objects.select_for_update().filter(id__in=ends).order_by("id"))
        mine, theirs = households_in_force(person), households_in_force(other)
        if _linked(person, other, set(mine) & set(theirs)):
            raise HouseholdKnown
        household = _household(mine, theirs, person, other)
        if household.id not in mine:
            _member(actor, household, person, None, "", submission_id)
        member = _member(actor, household, other, person, relation, submission_id)
        _note(actor, "linked", household, person.id, other.id)
    return member.id


def end_membership(
    *, actor: Actor, member_id: UUID, reason: str, submission_id: UUID | None = None
) -> None:
    """Say that a link holds no more (``left``) or never did (``mistake``). It stays readable.

    Needs ``registry:household:record``. Raises ``MembershipNotFound``.
    """
    actor.require(RegistryPermission.HOUSEHOLD_RECORD)
    with acting_as(actor):
        member = membership_in_force(actor, member_id)
        household = Household.objects.select_for_update().get(id=member.household_id)
        if HouseholdMember.objects.filter(ends=member).exists():
            raise MembershipNotFound
        _end(actor, member, reason, submission_id)
        touched = [member.person_id]
        if member.related_to_id is not None:
            touched.append(member.related_to_id)
        _note(actor, "ended", household, *touched)


def _linked(person: Person, other: Person, shared: set[UUID]) -> bool:
    """Whether a link between these two is in force, in either direction."""
    pairs = HouseholdMember.objects.filter(
        household_id__in=shared, ends__isnull=True, ended_by__isnull=True
    ).values_list("person_id", "related_to_id")
    return any({person.id, other.id} == set(pair) for pair in pairs)


def _household(mine: list[UUID], theirs: list[UUID], person: Person, other: Person) -> Household:
    """The household both go on in: one they share, else the person's, else the other's."""
    known = [*(one for one in mine if one in theirs), *mine, *theirs]
    words = sorted({*person.scopes, *other.scopes})
    if not known:
        return Household.objects.create(scopes=words)
    household = Household.objects.select_for_update().get(id=known[0])
    household.scopes = sorted({*household.scopes, *words})
    household.save(update_fields=["scopes"])
    return household


def _member(
    actor: Actor,
    household: Household,
    person: Person,
    related_to: Person | None,
    relation: str,
    submission_id: UUID | None,
) -> HouseholdMember:
    return HouseholdMember.objects.create(
        household=household,
        person=person,
        related_to=related_to,
        relation=relation,
        submission_id=submission_id,
        told_by=actor.account_id,
        scopes=person.scopes,
    )


def _end(
    actor: Actor, member: HouseholdMember, reason: str, submission_id: UUID | None
) -> HouseholdMember:
    return HouseholdMember.objects.create(
        household_id=member.household_id,
        person_id=member.person_id,
        related_to_id=member.related_to_id,
        relation=member.relation,
        ends=member,
        reason=reason,
        submission_id=submission_id,
        told_by=actor.account_id,
        scopes=member.scopes,
    )


def _note(actor: Actor, what: str, household: Household, *persons: UUID) -> None:
    record_events(
        actor=actor,
        drafts=[
            EventDraft(
                f"registry:household:{what}",
                "person",
                str(person),
                detail={"household": str(household.id)},
            )
            for person in persons
        ],
    )
