"""Who belongs to the household of a person, by which link."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from polakor.access.rules.actors import Actor
from polakor.registry.errors import MembershipNotFound
from polakor.registry.models import HouseholdMember, Person
from polakor.registry.permissions import RegistryPermission


@dataclass(frozen=True, slots=True)
class Link:
    """Another record in the household, as far as visible.

    ``relation``: what the other is to the person (a code of the pack; ``""``: not told, they are
    linked through somebody). ``inverted``: it was told the other way round, as what the person is
    to the other. ``id`` is the membership that can be ended; None where there is no direct link.
    """

    record: UUID
    id: UUID | None
    relation: str
    inverted: bool
    told_at: datetime
    told_by: UUID


@dataclass(frozen=True, slots=True)
class EndedLink:
    """A link that held once (``left``) or never did (``mistake``)."""

    record: UUID
    relation: str
    inverted: bool
    reason: str
    ended_at: datetime
    ended_by: UUID


@dataclass(frozen=True, slots=True)
class Links:
    """Links in force, each other record once, and links that ended."""

    now: tuple[Link, ...]
    ended: tuple[EndedLink, ...]


def households_in_force(person: Person) -> list[UUID]:
    """Households the person (any joined record) belongs to now, oldest first. One query."""
    human = person.canonical_id or person.id
    records = Person.objects.filter(id=human) | Person.objects.filter(canonical_id=human)
    found = HouseholdMember.objects.filter(
        person_id__in=records.values("id"), ends__isnull=True, ended_by__isnull=True
    ).order_by("id")
    return list(dict.fromkeys(found.values_list("household_id", flat=True)))


def membership_in_force(actor: Actor, member_id: UUID) -> HouseholdMember:
    """One link that can be ended. Needs ``registry:person:read``. Raises ``MembershipNotFound``.

    One query. Must run inside ``acting_as``.
    """
    actor.require(RegistryPermission.PERSON_READ)
    member = HouseholdMember.objects.filter(
        id=member_id, ends__isnull=True, ended_by__isnull=True
    ).first()
    if member is None:
        raise MembershipNotFound
    return member


def links_of(records: Collection[UUID]) -> Links:
    """Links of a person with these joined records. Two queries. Inside ``acting_as``."""
    own = HouseholdMember.objects.filter(person_id__in=records).values("household_id")
    rows = list(
        HouseholdMember.objects.filter(household_id__in=own)
        .select_related("ended_by")
        .order_by("id")
    )
    in_force = [row for row in rows if row.ends_id is None and not hasattr(row, "ended_by")]
    mine = {row.household_id for row in in_force if row.person_id in records}
    now: dict[UUID, Link] = {}
    for row in in_force:
        if row.household_id not in mine:
            continue
        link = _link(row, records)
        if link is not None and (link.record not in now or now[link.record].id is None):
            now[link.record] = link
    for row in in_force:
        if row.household_id in mine and row.person_id not in records:
            now.setdefault(
                row.person_id, Link(row.person_id, None, "", False, row.told_at, row.told_by)
            )
    ended = [_ended(row, records) for row in rows if hasattr(row, "ended_by")]
    return Links(tuple(now.values()), tuple(one for one in ended if one is not None))


def _ends_of(row: HouseholdMember, records: Collection[UUID]) -> tuple[UUID, bool] | None:
    """The other end of a direct link and whether it was told the other way round."""
    if row.related_to_id is None:
        return None
    if row.related_to_id in records and row.person_id not in records:
        return row.person_id, False
    if row.person_id in records and row.related_to_id not in records:
        return row.related_to_id, True
    return None


def _link(row: HouseholdMember, records: Collection[UUID]) -> Link | None:
    ends = _ends_of(row, records)
    if ends is None:
        return None
    return Link(ends[0], row.id, row.relation, ends[1], row.told_at, row.told_by)


def _ended(row: HouseholdMember, records: Collection[UUID]) -> EndedLink | None:
    ends = _ends_of(row, records)
    if ends is None:
        return None
    ending = row.ended_by
    return EndedLink(ends[0], row.relation, ends[1], ending.reason, ending.told_at, ending.told_by)
