"""Counts at a gate without names, and the emergencies both kinds of count belong to."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from polakor.base.ids import uuid7
from polakor.journeys.models.crossings import INWARD
from polakor.reference.models import Gate


class GateTally(models.Model):
    """So many people of one sex and age group passed a gate on a day (or in an hour of it).

    Never added to registrations: the two are shown side by side. A corrected tally replaces the
    earlier one, which stays readable.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    gate = models.ForeignKey(Gate, models.PROTECT, related_name="+")
    direction = models.SmallIntegerField(default=INWARD)
    day = models.DateField()
    hour = models.SmallIntegerField(null=True)
    sex = models.SmallIntegerField()
    age_group = models.TextField()
    count = models.IntegerField()
    method = models.TextField(default="tally")
    source = models.TextField(blank=True, default="")
    entered_by = models.UUIDField()
    entered_at = models.DateTimeField(auto_now_add=True)
    replaces = models.OneToOneField("self", models.PROTECT, null=True, related_name="replaced_by")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(count__gte=0), name="a_tally_is_not_negative"),
            models.CheckConstraint(
                condition=Q(hour__isnull=True) | Q(hour__range=(0, 23)),
                name="an_hour_is_between_0_and_23",
            ),
            models.CheckConstraint(
                condition=Q(age_group__in=["adult", "child", "child_alone", "unknown"]),
                name="a_tally_counts_adults_or_children",
            ),
            models.CheckConstraint(
                condition=Q(method__in=["tally", "list", "turnstile", "estimate"]),
                name="a_tally_has_a_known_method",
            ),
        ]
        indexes = [models.Index(fields=["day", "gate"], name="tallies_by_day")]

    def __str__(self) -> str:
        return f"{self.gate_id} {self.day} {self.count}"


class Emergency(models.Model):
    """A named period of returns: what a situation report is about.

    ``mode``: ``normal``, ``mass`` (fast lines at the gates) or ``health`` (with quarantine).
    """

    code = models.TextField(primary_key=True)
    name_km = models.TextField()
    name_en = models.TextField()
    begins_on = models.DateField()
    ends_on = models.DateField(null=True)
    gates = ArrayField(models.TextField(), default=list)
    mode = models.TextField(default="normal", db_default="normal")
    closed_at = models.DateTimeField(null=True)
    closed_by = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(mode__in=["normal", "mass", "health"]),
                name="an_emergency_is_of_a_known_mode",
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True) | Q(ends_on__isnull=False),
                name="a_closed_emergency_has_a_last_day",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=models.F("begins_on")),
                name="an_emergency_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return self.code
