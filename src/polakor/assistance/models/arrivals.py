"""What was said of an arrival, and the paper code with which a commune says it."""

from django.db import models
from django.db.models import Q

from polakor.access.models import ScopedModel
from polakor.assistance.models.travel import Party, Trip
from polakor.base.ids import uuid7


class ArrivalCode(models.Model):
    """A code for one trip and one district, good once. Only its keyed hash is kept."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    trip = models.ForeignKey(Trip, models.PROTECT, related_name="codes")
    district = models.TextField(blank=True, default="")
    digest = models.TextField()
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.UUIDField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    barred_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["digest"], name="an_arrival_code_is_made_once"),
            models.UniqueConstraint(
                fields=["trip", "district"],
                condition=Q(used_at__isnull=True, barred_at__isnull=True),
                name="one_open_code_for_a_district",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.trip_id} {self.district}"


class Arrival(ScopedModel):
    """Somebody said how many of a party are there, or what became of them. Added, never changed.

    ``code`` is the paper code it was said with; without one an account said it.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    party = models.ForeignKey(Party, models.PROTECT, related_name="arrivals")
    arrived = models.SmallIntegerField()
    note = models.TextField(blank=True, default="")
    code = models.ForeignKey(ArrivalCode, models.PROTECT, null=True, related_name="+")
    said_at = models.DateTimeField(auto_now_add=True)
    said_by = models.UUIDField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(arrived__gte=0), name="nobody_or_somebody_arrived"),
        ]

    def __str__(self) -> str:
        return str(self.arrived)


class GuessPace(models.Model):
    """How many wrong codes came from one address lately; runs out by itself.

    ``key`` is a keyed hash of the address and the day: it finds nobody again tomorrow.
    """

    key = models.TextField(primary_key=True)
    level = models.FloatField()
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.key
