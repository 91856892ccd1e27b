"""A family by its token or by somebody of it: who stands together, without anybody's name."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from polakor.base.ids import read_human_number
from polakor.registry.models import Household, HouseholdMember, Person
from polakor.registry.queries.households import households_in_force


@dataclass(frozen=True, slots=True)
class Member:
    """One human of a family. ``person`` is the canonical id; ``birth_year`` None if not known."""

    person: UUID
    sex: int
    birth_year: int | None
    home: str


@dataclass(frozen=True, slots=True)
class Family:
    """People who belong together, or somebody alone (``household`` None, one member)."""

    household: UUID | None
    token: str
    members: tuple[Member, ...]

    @property
    def home(self) -> str:
        """The most exact place any of them is going to or comes from; ``""`` if nobody knows."""
        return max((member.home for member in self.members), key=len, default="")


def family_by_token(token: str) -> Family | None:
    """The family that was given this token, None if it is not (yet) known. Three queries.

    As far as the asker sees. Must run inside ``acting_as``.
    """
    household = Household.objects.filter(token=token).order_by("-created_at").first()
    return _family(household.id, household.token) if household and token else None


def family_by_number(number: str) -> Family | None:
    """The family of the person with this number, or the person alone. At most six queries.

    None for a slip of the pen and for nobody's number. Must run inside ``acting_as``.
    """
    known = read_human_number(number)
    person = Person.objects.filter(number=known).first() if known else None
    if person is None:
        return None
    households = households_in_force(person)
    if households:
        return _family(households[0], Household.objects.get(id=households[0]).token)
    return Family(None, "", tuple(_members([person.canonical_id or person.id])))


def member_by_number(number: str) -> UUID | None:
    """The human with this number, None if there is none in sight. One query."""
    known = read_human_number(number)
    row = Person.objects.filter(number=known).values_list("id", "canonical_id").first()
    return (row[1] or row[0]) if known and row else None


def _family(household: UUID, token: str) -> Family:
    rows = HouseholdMember.objects.filter(
        household_id=household, ends__isnull=True, ended_by__isnull=True
    ).values_list("person_id", "person__canonical_id")
    return Family(household, token, tuple(_members({own or record for record, own in rows})))


def _members(humans: Collection[UUID]) -> list[Member]:
    people = Person.objects.filter(id__in=humans).order_by("id")
    return [Member(one.id, one.sex, one.birth_year, one.home_id or "") for one in people]
