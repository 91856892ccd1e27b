"""Families on their way home: where they wait, which vehicle takes them, which seats they have."""

from django.db import models
from django.db.models import F, Q

from polakor.access.models import ScopedModel
from polakor.assistance.models.sites import Site
from polakor.base.ids import uuid7
from polakor.registry.models import Household, Person


class Vehicle(models.Model):
    """What drives. ``kind`` is a code of the pack (list ``vehicle_kinds``)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    name = models.TextField()
    kind = models.TextField()
    seats = models.SmallIntegerField()
    retired_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(seats__range=(1, 200)), name="a_vehicle_has_seats"),
            models.UniqueConstraint(
                fields=["name"], condition=Q(retired_at__isnull=True), name="one_vehicle_per_name"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Trip(models.Model):
    """One drive of one vehicle from a site to people's districts.

    ``seats`` is the vehicle's number on the day it was planned. From ``departed_at`` on the
    manifest is locked; who was not seen by ``due_at`` stands on the alarm list.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    site = models.ForeignKey(Site, models.PROTECT, related_name="trips")
    vehicle = models.ForeignKey(Vehicle, models.PROTECT, related_name="trips")
    seats = models.SmallIntegerField()
    escort = models.TextField(blank=True, default="")
    leaves_at = models.DateTimeField()
    planned_at = models.DateTimeField(auto_now_add=True)
    planned_by = models.UUIDField()
    departed_at = models.DateTimeField(null=True)
    departed_by = models.UUIDField(null=True)
    due_at = models.DateTimeField(null=True)
    cancelled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["id", "seats"], name="a_trip_with_its_seats"),
            models.UniqueConstraint(
                fields=["vehicle"],
                condition=Q(departed_at__isnull=True, cancelled_at__isnull=True),
                name="a_vehicle_waits_for_one_trip_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(departed_at__isnull=True) | Q(cancelled_at__isnull=True),
                name="a_trip_that_left_is_not_cancelled",
            ),
            models.CheckConstraint(
                condition=Q(departed_at__isnull=True) | Q(due_at__isnull=False),
                name="a_trip_that_left_is_due",
            ),
        ]
        indexes = [
            models.Index(fields=["-leaves_at"], name="trips_by_time"),
            models.Index(
                fields=["due_at"], condition=Q(due_at__isnull=False), name="trips_by_due_time"
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)


class Party(ScopedModel):
    """People who go home together: a family, or somebody alone. Open until all are accounted for.

    ``people`` counts everybody, also those without a record; ``home`` is a place code or ``""``;
    ``first``: is given a seat before others (never says why). ``arrived`` of them were seen at
    home. ``outcome``, once settled: ``arrived``, ``own_way``, ``stayed`` or ``mistake``.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    site = models.ForeignKey(Site, models.PROTECT, related_name="parties")
    household = models.ForeignKey(Household, models.PROTECT, null=True, related_name="+")
    token = models.TextField(blank=True, default="")
    people = models.SmallIntegerField()
    home = models.TextField(blank=True, default="")
    first = models.BooleanField(default=False)
    came_at = models.DateTimeField(auto_now_add=True)
    came_by = models.UUIDField()
    trip = models.ForeignKey(Trip, models.PROTECT, null=True, related_name="parties")
    arrived = models.SmallIntegerField(default=0)
    settled_at = models.DateTimeField(null=True)
    outcome = models.TextField(blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["household"],
                condition=Q(settled_at__isnull=True),
                name="a_household_is_on_one_way_at_a_time",
            ),
            models.UniqueConstraint(
                fields=["token"],
                condition=Q(settled_at__isnull=True) & ~Q(token=""),
                name="a_token_is_on_one_way_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(people__range=(1, 200)), name="a_party_has_one_person_or_more"
            ),
            models.CheckConstraint(
                condition=Q(arrived__gte=0) & Q(arrived__lte=F("people")),
                name="no_more_arrive_than_left",
            ),
            models.CheckConstraint(
                condition=Q(settled_at__isnull=True, outcome="")
                | Q(
                    settled_at__isnull=False,
                    outcome__in=["arrived", "own_way", "stayed", "mistake"],
                ),
                name="a_settled_party_has_an_outcome",
            ),
        ]
        indexes = [
            models.Index(
                fields=["site", "came_at"],
                condition=Q(settled_at__isnull=True, trip__isnull=True),
                name="parties_waiting_at_a_site",
            ),
        ]

    def __str__(self) -> str:
        return self.token or str(self.id)


class PartyMember(ScopedModel):
    """A known person of a party; ``open`` while the party is, and in one open party only."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    party = models.ForeignKey(Party, models.PROTECT, related_name="members")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    open = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(open=True),
                name="a_person_is_on_one_way_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return str(self.person_id)


class Seat(ScopedModel):
    """A seat of a trip held for a party. Given back by ``freed_at``; never deleted.

    ``trip_seats`` repeats the trip's number of seats so that the database can hold the seat's
    number against it (a foreign key over both columns, see the migration).
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    trip = models.ForeignKey(Trip, models.PROTECT, related_name="places", db_index=False)
    trip_seats = models.SmallIntegerField()
    number = models.SmallIntegerField()
    party = models.ForeignKey(Party, models.PROTECT, related_name="places")
    freed_at = models.DateTimeField(null=True)
    freed_by = models.UUIDField(null=True)
    reason = models.TextField(blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["trip", "number"],
                condition=Q(freed_at__isnull=True),
                name="a_seat_is_given_once",
            ),
            models.CheckConstraint(
                condition=Q(number__gte=1) & Q(number__lte=F("trip_seats")),
                name="a_seat_is_one_the_vehicle_has",
            ),
            models.CheckConstraint(
                condition=Q(freed_at__isnull=True) | ~Q(reason=""), name="a_freed_seat_says_why"
            ),
        ]
        indexes = [models.Index(fields=["trip", "trip_seats"], name="seats_of_a_trip")]

    def __str__(self) -> str:
        return str(self.number)
