"""What inspectors saw at an agency, by a checklist of the pack, and what must be put right."""

from django.db import models
from django.db.models import Q

from polakor.access.models import ScopedModel
from polakor.base.ids import uuid7
from polakor.recruitment.models.recruiters import Recruiter


class Inspection(ScopedModel):
    """One visit to an agency. ``checklist`` is the key of the checklist, with its version."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    recruiter = models.ForeignKey(Recruiter, models.PROTECT, related_name="inspections")
    on_day = models.DateField()
    checklist = models.TextField()
    inspectors = models.TextField()
    kind = models.TextField()
    summary = models.TextField(blank=True, default="")
    recorded_at = models.DateTimeField(auto_now_add=True)
    recorded_by = models.UUIDField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(inspectors="") & ~Q(checklist=""),
                name="an_inspection_says_who_and_how",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["first", "regular", "complaint", "follow_up", "unannounced"]),
                name="an_inspection_is_of_a_known_kind",
            ),
        ]
        indexes = [models.Index(fields=["recruiter", "-on_day"], name="inspections_of_an_agency")]

    def __str__(self) -> str:
        return f"{self.checklist} {self.on_day}"


class Finding(ScopedModel):
    """What was seen at one point of the checklist."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    inspection = models.ForeignKey(Inspection, models.PROTECT, related_name="findings")
    item = models.TextField()
    result = models.TextField()
    found = models.TextField(blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(result__in=["met", "partly", "not_met", "not_seen"]),
                name="a_finding_has_a_known_result",
            ),
            models.CheckConstraint(
                condition=~Q(result="not_met") | ~Q(found=""), name="what_is_not_met_says_how"
            ),
            models.UniqueConstraint(fields=["inspection", "item"], name="a_point_is_answered_once"),
        ]

    def __str__(self) -> str:
        return f"{self.item} {self.result}"


class Correction(ScopedModel):
    """What the agency must put right until a day, and when it was seen to be done."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    finding = models.ForeignKey(Finding, models.PROTECT, related_name="corrections")
    what = models.TextField()
    due_on = models.DateField()
    done_on = models.DateField(null=True)
    done_note = models.TextField(blank=True, default="")
    closed_by = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(what=""), name="a_correction_says_what"),
            models.CheckConstraint(
                condition=Q(done_on__isnull=True, closed_by__isnull=True)
                | Q(done_on__isnull=False, closed_by__isnull=False),
                name="a_correction_that_is_done_says_by_whom",
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_on"],
                condition=Q(done_on__isnull=True),
                name="corrections_open_by_due_day",
            )
        ]

    def __str__(self) -> str:
        return self.what
