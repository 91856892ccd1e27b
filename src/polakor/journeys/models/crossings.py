"""Crossings of a border, one row a person and time; and what was withdrawn as wrong."""

from django.db import models
from django.db.models import Q
from django.db.models.expressions import RawSQL

from polakor.access.models import ScopedModel, TransactionNumber
from polakor.base.ids import uuid7
from polakor.intake.models import Submission
from polakor.reference.models import Gate
from polakor.registry.models import Person

INWARD = 1
OUTWARD = 2


class Crossing(ScopedModel):
    """A person crossed at a gate. Sex and age are kept as they were told at that crossing.

    ``destination`` is the code of the place the person went on to (province or deeper, ``""`` if
    not known); ``age`` is in whole years, NULL if not known.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    number = models.BigIntegerField(
        db_default=RawSQL("nextval('journeys_crossing_number')", []), editable=False
    )
    tx = TransactionNumber()
    person = models.ForeignKey(Person, models.PROTECT, related_name="crossings")
    submission = models.ForeignKey(
        Submission, models.PROTECT, null=True, related_name="+", db_index=False
    )
    gate = models.ForeignKey(Gate, models.PROTECT, related_name="+")
    direction = models.SmallIntegerField(default=INWARD)
    crossed_on = models.DateField()
    crossed_at = models.DateTimeField(null=True)
    mode = models.TextField(default="unknown")
    nationality = models.TextField(blank=True, default="")
    sex = models.SmallIntegerField(default=0)
    age = models.SmallIntegerField(null=True)
    destination = models.TextField(blank=True, default="")
    recorded_at = models.DateTimeField(auto_now_add=True)
    recorded_by = models.UUIDField()

    class Meta:
        constraints = [
            # A family's envelope tells of several people who crossed together.
            models.UniqueConstraint(
                fields=["submission", "person"], name="a_crossing_is_told_once_by_a_submission"
            ),
            models.CheckConstraint(
                condition=Q(direction__in=[INWARD, OUTWARD]), name="a_crossing_goes_in_or_out"
            ),
            models.CheckConstraint(
                condition=Q(age__isnull=True) | Q(age__range=(0, 130)),
                name="an_age_is_between_0_and_130",
            ),
            models.CheckConstraint(
                condition=Q(sex__in=[0, 1, 2, 9]), name="sex_at_a_crossing_is_iso_5218"
            ),
        ]
        indexes = [models.Index(fields=["tx", "number"], name="crossings_in_order_of_commit")]

    def __str__(self) -> str:
        return f"{self.gate_id} {self.crossed_on}"


class CrossingWithdrawal(ScopedModel):
    """A crossing that did not happen as told: it stays readable and stops being counted."""

    crossing = models.OneToOneField(
        Crossing, models.PROTECT, primary_key=True, related_name="withdrawal"
    )
    number = models.BigIntegerField(
        db_default=RawSQL("nextval('journeys_crossing_number')", []), editable=False
    )
    tx = TransactionNumber()
    reason = models.TextField()
    withdrawn_by = models.UUIDField()
    withdrawn_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="a_withdrawal_says_why"),
        ]
        indexes = [models.Index(fields=["tx", "number"], name="withdrawals_by_commit")]

    def __str__(self) -> str:
        return str(self.pk)
