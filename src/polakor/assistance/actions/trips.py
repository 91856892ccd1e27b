"""Vehicles and trips: planned, cancelled, sent off."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from polakor.access.actions.events import EventDraft, record_event, record_events
from polakor.access.context import acting_as
from polakor.access.rules.actors import Actor
from polakor.assistance.actions.parties import free_seats, seat_parties
from polakor.assistance.errors import TripEmpty, VehicleBusy, VehicleKnown
from polakor.assistance.models import Party, Trip, Vehicle
from polakor.assistance.permissions import AssistancePermission
from polakor.assistance.queries.boarding import boarding_rules
from polakor.assistance.queries.standing import open_site_of, open_trip
from polakor.assistance.rules.words import said


def add_vehicle(*, actor: Actor, name: str, kind: str, seats: int) -> UUID:
    """Enter a vehicle: its name or number plate, kind (pack) and seats for passengers.

    Needs ``assistance:transport:plan``. Raises ``VehicleKnown``.
    """
    actor.require(AssistancePermission.TRANSPORT_PLAN)
    vehicle = Vehicle(name=" ".join(name.split()), kind=kind, seats=seats)
    with acting_as(actor):
        try:
            with transaction.atomic():
                vehicle.save(force_insert=True)
        except IntegrityError as error:
            raise VehicleKnown from error
        _note(actor, "assistance:vehicle:added", "vehicle", vehicle.id)
    return vehicle.id


def retire_vehicle(*, actor: Actor, vehicle_id: UUID) -> None:
    """Take a vehicle out of use; old trips keep it.

    Needs ``assistance:transport:plan``. Raises ``VehicleBusy`` while it waits for a trip.
    """
    actor.require(AssistancePermission.TRANSPORT_PLAN)
    with acting_as(actor):
        vehicle = Vehicle.objects.select_for_update().filter(id=vehicle_id).first()
        planned = Trip.objects.filter(
            vehicle_id=vehicle_id, departed_at__isnull=True, cancelled_at__isnull=True
        )
        if vehicle is None or planned.exists():
            raise VehicleBusy
        vehicle.retired_at = timezone.now()
        vehicle.save(update_fields=["retired_at"])
        _note(actor, "assistance:vehicle:retired", "vehicle", vehicle_id)


def plan_trip(
    *,
    actor: Actor,
    site_id: UUID,
    vehicle_id: UUID,
    leaves_at: datetime,
    escort: str = "",
    party_ids: Sequence[UUID] = (),
) -> UUID:
    """Plan a trip, with families on it if given. Returns its id.

    Needs ``assistance:transport:plan``. Raises ``SiteNotFound``, ``SiteNotYours``, ``SiteClosed``,
    ``VehicleBusy``, and what ``seat_parties`` raises: then nothing is planned.
    """
    actor.require(AssistancePermission.TRANSPORT_PLAN)
    with acting_as(actor):
        site = open_site_of(actor, site_id)
        vehicle = Vehicle.objects.filter(id=vehicle_id, retired_at__isnull=True).first()
        if vehicle is None:
            raise VehicleBusy
        trip = Trip(
            site=site,
            vehicle=vehicle,
            seats=vehicle.seats,
            escort=" ".join(escort.split()),
            leaves_at=leaves_at,
            planned_by=actor.account_id,
        )
        try:
            with transaction.atomic():
                trip.save(force_insert=True)
        except IntegrityError as error:
            raise VehicleBusy from error
        _note(actor, "assistance:trip:planned", "trip", trip.id)
        if party_ids:
            seat_parties(actor=actor, trip_id=trip.id, party_ids=party_ids)
    return trip.id


def plan_trips(
    *,
    actor: Actor,
    site_id: UUID,
    leaves_at: datetime,
    seated: Mapping[UUID, Sequence[UUID]],
    escort: str = "",
) -> list[UUID]:
    """Plan a trip for each vehicle with its families (``seated``), all of them or none.

    Needs ``assistance:transport:plan``. Raises what ``plan_trip`` raises.
    """
    with acting_as(actor):
        return [
            plan_trip(
                actor=actor,
                site_id=site_id,
                vehicle_id=vehicle,
                leaves_at=leaves_at,
                escort=escort,
                party_ids=parties,
            )
            for vehicle, parties in sorted(seated.items(), key=lambda one: str(one[0]))
        ]


def cancel_trip(*, actor: Actor, trip_id: UUID, reason: str) -> None:
    """Cancel a trip that has not left; its families wait again.

    Needs ``assistance:transport:plan``. Raises ``ReasonMissing``, ``TripNotFound``, ``TripLocked``.
    """
    actor.require(AssistancePermission.TRANSPORT_PLAN)
    words = said(reason)
    with acting_as(actor):
        trip = open_trip(trip_id)
        parties = list(Party.objects.select_for_update().filter(trip=trip).order_by("id"))
        free_seats(actor=actor, trip=trip, parties=parties, reason=words)
        trip.cancelled_at = timezone.now()
        trip.save(update_fields=["cancelled_at"])
        _note(actor, "assistance:trip:cancelled", "trip", trip_id, reason=words)


def depart(*, actor: Actor, trip_id: UUID) -> None:
    """Send a trip off: from now on its manifest is locked, and its families are expected at home.

    Needs ``assistance:transport:plan``. Raises ``TripNotFound``, ``TripLocked``, ``TripEmpty``.
    """
    actor.require(AssistancePermission.TRANSPORT_PLAN)
    hours = boarding_rules().arrival_hours
    with acting_as(actor):
        trip = open_trip(trip_id)
        parties = list(Party.objects.filter(trip=trip).values_list("id", flat=True))
        if not parties:
            raise TripEmpty
        trip.departed_at = timezone.now()
        trip.departed_by = actor.account_id
        trip.due_at = trip.departed_at + timedelta(hours=hours)
        trip.save(update_fields=["departed_at", "departed_by", "due_at"])
        record_events(
            actor=actor,
            drafts=[
                EventDraft("assistance:trip:departed", "trip", str(trip_id)),
                *(EventDraft("assistance:party:departed", "party", str(one)) for one in parties),
            ],
        )


def _note(actor: Actor, event: str, kind: str, target: UUID, *, reason: str = "") -> None:
    record_event(actor=actor, event=event, target_kind=kind, target_id=str(target), reason=reason)
