"""Stays in quarantine: bed, tests, release. Health workers alone may read this."""

from django.db import models
from django.db.models import F, Q

from polakor.access.models import ScopedModel
from polakor.assistance.models.sites import Site
from polakor.base.ids import uuid7
from polakor.registry.models import Person


class QuarantineStay(ScopedModel):
    """Somebody stays at a quarantine site until released. ``reference``: the token or number shown.

    ``person`` is None where nobody in the register bears it (yet). ``certificate`` is the number
    on the paper given at release.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    site = models.ForeignKey(Site, models.PROTECT, related_name="stays")
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    reference = models.TextField()
    bed = models.TextField()
    entered_on = models.DateField()
    until = models.DateField()
    recorded_by = models.UUIDField()
    released_on = models.DateField(null=True)
    released_by = models.UUIDField(null=True)
    ending = models.TextField(blank=True, default="")
    certificate = models.TextField(blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["site", "bed"],
                condition=Q(released_on__isnull=True),
                name="a_bed_is_one_persons_at_a_time",
            ),
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(released_on__isnull=True),
                name="a_person_is_in_one_quarantine",
            ),
            models.UniqueConstraint(
                fields=["certificate"],
                condition=~Q(certificate=""),
                name="one_stay_per_certificate",
            ),
            models.CheckConstraint(
                condition=Q(until__gte=F("entered_on"))
                & (Q(released_on__isnull=True) | Q(released_on__gte=F("entered_on"))),
                name="a_stay_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(released_on__isnull=True, ending="")
                | Q(released_on__isnull=False, ending__in=["released", "hospital", "left"]),
                name="an_ended_stay_says_how",
            ),
        ]

    def __str__(self) -> str:
        return self.bed


class QuarantineTest(ScopedModel):
    """A test of somebody in quarantine. The result is added when it comes; a new row corrects."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    stay = models.ForeignKey(QuarantineStay, models.PROTECT, related_name="tests")
    number = models.SmallIntegerField()
    taken_on = models.DateField()
    result = models.TextField(default="waiting")
    reported_on = models.DateField(null=True)
    recorded_at = models.DateTimeField(auto_now_add=True)
    recorded_by = models.UUIDField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(result__in=["waiting", "negative", "positive", "unclear"]),
                name="a_test_has_a_known_result",
            ),
            models.CheckConstraint(
                condition=Q(result="waiting", reported_on__isnull=True)
                | (~Q(result="waiting") & Q(reported_on__gte=F("taken_on"))),
                name="a_result_has_its_day",
            ),
        ]

    def __str__(self) -> str:
        return self.result
