"""Gates: where people come in, and in which periods they may."""

from django.db import models
from django.db.models import F, Q

from polakor.reference.models.codes import VERIFICATION

CLASSES = ["international", "permanent", "local", "temporary", "informal", "air", "sea"]
STATES = ["open", "restricted", "one_way", "closed"]


class Gate(models.Model):
    """A point of entry, or ``informal`` for people who came another way. Retired, never deleted.

    ``country`` is the neighbour (ISO 3166-1 alpha-3, ``""`` for airports and informal crossings).
    ``attributes`` may hold ``other_names``, ``facing`` (the other side) and ``place`` (its code).
    """

    code = models.TextField(primary_key=True)
    position = models.SmallIntegerField(default=0)
    labels = models.JSONField()
    province = models.TextField(blank=True, default="")
    country = models.TextField(blank=True, default="")
    gate_class = models.TextField()
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    attributes = models.JSONField(default=dict)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    source = models.TextField()
    verification_status = models.TextField()
    pack = models.TextField()
    retired_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(gate_class__in=CLASSES), name="a_gate_is_of_a_known_class"
            ),
            models.CheckConstraint(
                condition=Q(verification_status__in=VERIFICATION),
                name="a_gate_says_how_far_it_is_trusted",
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="a_gate_does_not_end_before_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(latitude__range=(-90, 90), longitude__range=(-180, 180)),
                name="a_gate_lies_on_the_earth",
            ),
        ]

    def __str__(self) -> str:
        return self.code


class GateStatusPeriod(models.Model):
    """What a gate was like from one day to another, both included (no last day: it goes on).

    ``hours`` is local time such as ``08:00-16:00``; ``who`` says in words who may cross.
    """

    gate = models.ForeignKey(Gate, models.CASCADE, related_name="periods")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)
    state = models.TextField()
    hours = models.TextField(blank=True, default="")
    who = models.JSONField(default=dict)
    source = models.TextField()
    verification_status = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["gate", "starts_on"], name="one_period_of_a_gate_starts_on_a_day"
            ),
            models.CheckConstraint(
                condition=Q(state__in=STATES), name="a_gate_is_in_a_known_state"
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="a_period_does_not_end_before_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.gate_id} {self.state} from {self.starts_on}"
