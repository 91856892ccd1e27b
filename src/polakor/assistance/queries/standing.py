"""What must hold before something is changed: looked up, and locked where others may change it."""

from uuid import UUID

from polakor.access.rules.actors import Actor
from polakor.assistance.errors import (
    PartyNotFound,
    SiteClosed,
    SiteNotFound,
    SiteNotYours,
    TripLocked,
    TripNotFound,
)
from polakor.assistance.models import Party, Site, Trip
from polakor.assistance.queries.sites import on_duty_in


def open_site_of(actor: Actor, site_id: UUID) -> Site:
    """An open site in the actor's area. ``SiteNotFound``, ``SiteNotYours``, ``SiteClosed``."""
    site = Site.objects.filter(id=site_id).first()
    if site is None:
        raise SiteNotFound
    if not on_duty_in(actor, site.province):
        raise SiteNotYours
    if site.closed_on is not None:
        raise SiteClosed
    return site


def open_trip(trip_id: UUID) -> Trip:
    """A trip that has not left, locked. ``TripNotFound``, ``TripLocked``. Inside ``acting_as``."""
    trip = Trip.objects.select_for_update().filter(id=trip_id).first()
    if trip is None:
        raise TripNotFound
    if trip.departed_at is not None or trip.cancelled_at is not None:
        raise TripLocked
    return trip


def locked_party(party_id: UUID) -> Party:
    """A party the asker sees, locked. ``PartyNotFound``. Must run inside ``acting_as``."""
    party = Party.objects.select_for_update().filter(id=party_id).first()
    if party is None:
        raise PartyNotFound
    return party
