"""Families at a site: taken in by token, let go, put on a trip and taken off it."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from polakor.access.actions.events import record_event
from polakor.access.context import acting_as
from polakor.access.rules.actors import Actor
from polakor.access.rules.scopes import bearer_scope, case_scopes, way_scopes
from polakor.assistance.errors import (
    AlreadyOnTheWay,
    FamilyUnknown,
    PartyNotFound,
    PartyNotWaiting,
    TripFull,
)
from polakor.assistance.models import Party, PartyMember, Seat, Trip
from polakor.assistance.permissions import AssistancePermission
from polakor.assistance.queries.boarding import boarding_rules, family_known
from polakor.assistance.queries.standing import locked_party, open_site_of, open_trip
from polakor.assistance.rules.words import said


def receive_party(
    *, actor: Actor, site_id: UUID, asked: str = "", people: int | None = None, home: str = ""
) -> UUID:
    """Take in a family that came to a site and wants to go home. Returns the party's id.

    ``asked``: a token or a person's number, or nothing for people without a record. ``people``
    counts everybody who goes along (at least those on record); ``home`` is a place code. What is
    not said is taken from the register. Needs ``assistance:transport:plan``. Raises
    ``SiteNotFound``, ``SiteNotYours``, ``SiteClosed``, ``FamilyUnknown``, ``AlreadyOnTheWay``,
    and for a paper what ``queries.boarding.good_token`` raises.
    """
    actor.require(AssistancePermission.TRANSPORT_PLAN)
    rules = boarding_rules()
    today = timezone.localdate()
    with acting_as(actor):
        site = open_site_of(actor, site_id)
        known = family_known(actor, asked, rules=rules, today=today) if asked.strip() else None
        if not people and not (known and known.members):
            raise FamilyUnknown
        place = home or (known.home if known else "")
        scopes = [
            *way_scopes(provinces=[site.province, rules.province(place)]),
            *case_scopes(province=rules.province(place)),
        ]
        party = Party(
            site=site,
            household_id=known.household if known else None,
            token=known.token if known else "",
            people=max(people or 0, known.people if known else 0),
            home=place,
            first=known.first if known else False,
            came_by=actor.account_id,
            scopes=scopes,
        )
        try:
            with transaction.atomic():
                party.save(force_insert=True)
                PartyMember.objects.bulk_create(
                    PartyMember(party=party, person_id=person, scopes=scopes)
                    for person in (known.members if known else ())
                )
        except IntegrityError as error:
            raise AlreadyOnTheWay from error
        _note(actor, "assistance:party:received", party.id)
    return party.id


def let_go(*, actor: Actor, party_id: UUID, outcome: str, reason: str) -> None:
    """A family that waits goes by itself (``own_way``), stays, or was entered by ``mistake``.

    Needs ``assistance:transport:plan``. Raises ``ReasonMissing``, ``PartyNotFound``,
    ``PartyNotWaiting``.
    """
    actor.require(AssistancePermission.TRANSPORT_PLAN)
    words = said(reason)
    with acting_as(actor):
        party = locked_party(party_id)
        if party.trip_id is not None or party.settled_at is not None:
            raise PartyNotWaiting
        party.settled_at = timezone.now()
        party.outcome = outcome
        party.save(update_fields=["settled_at", "outcome"])
        PartyMember.objects.filter(party=party, open=True).update(open=False)
        _note(actor, "assistance:party:let_go", party.id, reason=words)


def seat_parties(*, actor: Actor, trip_id: UUID, party_ids: Sequence[UUID]) -> None:
    """Give every family as many seats of a trip as it has people; all of them or none.

    Needs ``assistance:transport:plan``. Raises ``TripNotFound``, ``TripLocked``,
    ``PartyNotFound``, ``PartyNotWaiting``, ``TripFull``.
    """
    actor.require(AssistancePermission.TRANSPORT_PLAN)
    with acting_as(actor):
        trip = open_trip(trip_id)  # locked: who seats others on it waits for this
        taken = set(
            Seat.objects.filter(trip=trip, freed_at__isnull=True).values_list("number", flat=True)
        )
        free = [number for number in range(1, trip.seats + 1) if number not in taken]
        parties = {
            party.id: party
            for party in Party.objects.select_for_update().filter(id__in=party_ids).order_by("id")
        }
        for party_id in party_ids:
            party = parties.get(party_id)
            if party is None:
                raise PartyNotFound
            if party.trip_id is not None or party.settled_at or party.site_id != trip.site_id:
                raise PartyNotWaiting
            if len(free) < party.people:
                raise TripFull(free=len(free), people=party.people)
            _seat(party, trip, free[: party.people])
            del free[: party.people]
            _note(actor, "assistance:party:seated", party.id, trip=trip.id)


def _seat(party: Party, trip: Trip, numbers: Sequence[int]) -> None:
    # The holder of this trip's arrival code may see how many people and which token: no more.
    party.scopes = [*party.scopes, bearer_scope(trip.id)]
    party.trip = trip
    party.save(update_fields=["scopes", "trip"])
    Seat.objects.bulk_create(
        Seat(trip=trip, trip_seats=trip.seats, number=number, party=party, scopes=party.scopes)
        for number in numbers
    )


def take_off(*, actor: Actor, party_id: UUID, reason: str) -> None:
    """Take a family off a trip that has not left; it waits again, its seats are free.

    Needs ``assistance:transport:plan``. Raises ``ReasonMissing``, ``PartyNotFound``,
    ``PartyNotWaiting``, ``TripLocked``.
    """
    actor.require(AssistancePermission.TRANSPORT_PLAN)
    words = said(reason)
    with acting_as(actor):
        on = Party.objects.filter(id=party_id).values_list("trip_id", flat=True).first()
        trip = open_trip(on) if on else None
        party = locked_party(party_id)
        if trip is None or party.trip_id != trip.id:
            raise PartyNotWaiting
        free_seats(actor=actor, trip=trip, parties=[party], reason=words)


def free_seats(*, actor: Actor, trip: Trip, parties: Sequence[Party], reason: str) -> None:
    """Free the seats of these parties and let them wait again. Inside ``acting_as``."""
    Seat.objects.filter(trip=trip, party__in=parties, freed_at__isnull=True).update(
        freed_at=timezone.now(), freed_by=actor.account_id, reason=reason
    )
    for party in parties:
        party.trip = None
        party.scopes = [word for word in party.scopes if word != bearer_scope(trip.id)]
        party.save(update_fields=["trip", "scopes"])
        _note(actor, "assistance:party:taken_off", party.id, trip=trip.id, reason=reason)


def _note(
    actor: Actor, event: str, party: UUID, *, trip: UUID | None = None, reason: str = ""
) -> None:
    detail: Mapping[str, object] = {"trip": str(trip)} if trip else {}
    record_event(
        actor=actor,
        event=event,
        target_kind="party",
        target_id=str(party),
        reason=reason,
        detail=detail,
    )
