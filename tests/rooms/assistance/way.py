"""Families, sites and trips for the tests of this room. All are made up."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from django.utils import timezone

from polakor.access.context import acting_as
from polakor.access.rules.actors import Actor
from polakor.access.rules.scopes import NATION
from polakor.assistance.actions.sites import open_site
from polakor.assistance.actions.trips import add_vehicle, plan_trip
from polakor.base.dates import PartialDate
from polakor.base.ids import uuid7
from polakor.intake.models import TokenBatch
from polakor.intake.rules.tokens import make_token
from polakor.registry.models import Household, HouseholdMember, Person
from tests.doors.office.records import enter_person

POIPET = "010202"
FAR = "170301"
LEAVES = timedelta(hours=2)


def paper(number: int, code: str = "KHA") -> str:
    """The token of a printed sheet. Its batch is here, whoever asks first."""
    TokenBatch.objects.get_or_create(
        code=code,
        defaults={
            "first": 1,
            "last": 99_999,
            "public_key": b"",
            "office_id": uuid7(),
            "issued_by": uuid7(),
        },
    )
    return make_token(code, number)


def a_site(actor: Actor, name: str = "Poipet transit", place: str = POIPET) -> UUID:
    """An open transit site, with the papers of one batch."""
    paper(1)
    return open_site(
        actor=actor, kind="transit", name_km=name, name_en=name, place=place, capacity=500
    )


def a_family(
    actor: Actor, token: str, *names: str, home: str = FAR, births: Sequence[int] = (1990, 2015)
) -> list[UUID]:
    """A household with a token, as the desk registers it. Returns its people."""
    paper(1, token[:3])
    people = [
        enter_person(
            actor, name, province=home[:2], home=home, birth=PartialDate(births[n % len(births)])
        )
        for n, name in enumerate(names)
    ]
    with acting_as(actor.also_seeing(NATION)):
        scopes = Person.objects.get(id=people[0]).scopes
        household = Household.objects.create(token=token, scopes=scopes)
        HouseholdMember.objects.bulk_create(
            HouseholdMember(
                household=household,
                person_id=person,
                relation="child" if n else "",
                related_to_id=people[0] if n else None,
                told_by=actor.account_id,
                scopes=scopes,
            )
            for n, person in enumerate(people)
        )
    return people


def a_trip(
    actor: Actor, site: UUID, *parties: UUID, seats: int = 10, name: str = "2A-1111"
) -> UUID:
    """A planned trip with these families on it."""
    vehicle = add_vehicle(actor=actor, name=name, kind="van", seats=seats)
    return plan_trip(
        actor=actor,
        site_id=site,
        vehicle_id=vehicle,
        leaves_at=timezone.now() + LEAVES,
        party_ids=parties,
    )
