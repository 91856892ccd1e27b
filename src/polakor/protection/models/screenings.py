"""Quick screening: what was seen and asked in the first minute, and who still waits."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from polakor.access.models import ScopedModel
from polakor.base.ids import uuid7
from polakor.journeys.models import Crossing
from polakor.registry.models import Person


class Screening(ScopedModel):
    """Flags and needs of one person at one time, and what the screening rule made of them.

    ``urgency`` is ``now``, ``24h``, ``72h`` or ``none``. Never says who is a victim; says who needs
    somebody, and by when.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="screenings")
    crossing = models.ForeignKey(Crossing, models.PROTECT, null=True, related_name="screenings")
    flags = ArrayField(models.TextField(), default=list)
    needs = ArrayField(models.TextField(), default=list)
    urgency = models.TextField()
    rule = models.TextField()
    reasons = ArrayField(models.TextField(), default=list)
    due_at = models.DateTimeField(null=True)
    screened_on = models.DateField()
    screened_at = models.DateTimeField(auto_now_add=True)
    screened_by = models.UUIDField()
    taken_at = models.DateTimeField(null=True)
    taken_by = models.UUIDField(null=True)
    answer = models.TextField(blank=True, default="")
    answered_at = models.DateTimeField(null=True)
    answered_by = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(urgency__in=["now", "24h", "72h", "none"]),
                name="an_urgency_is_one_of_four",
            ),
            models.CheckConstraint(
                condition=Q(urgency="none") | Q(due_at__isnull=False),
                name="who_needs_somebody_has_a_due_time",
            ),
            models.CheckConstraint(
                condition=Q(taken_at__isnull=True, taken_by__isnull=True)
                | Q(taken_at__isnull=False, taken_by__isnull=False),
                name="whoever_takes_a_case_does_so_at_an_hour",
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_at"],
                condition=Q(answered_at__isnull=True) & ~Q(urgency="none"),
                name="waiting_by_due_time",
            ),
            models.Index(fields=["screened_on"], name="screenings_by_day"),
        ]

    def __str__(self) -> str:
        return self.urgency
