"""What was decided about an agency: its licence, where it may send people, its deposit, sanctions.

Rows are added. A decision that was a mistake is undone by a row of its own and stays readable, so
that what the register said on an earlier day can be said again.
"""

from django.db import models
from django.db.models import F, Q

from polakor.access.models import ScopedModel
from polakor.base.ids import uuid7
from polakor.recruitment.models.recruiters import Period, Recruiter, ends_after_it_begins


class LicenceAct(ScopedModel):
    """One decision about a licence, from ``on_day`` to ``until``, by an act of an authority.

    ``decided_by`` and ``reference``: who decided, and the number of the letter or prakas.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    recruiter = models.ForeignKey(Recruiter, models.PROTECT, related_name="acts")
    act = models.TextField()
    on_day = models.DateField()
    until = models.DateField(null=True)
    licence = models.TextField(blank=True, default="")
    reason = models.TextField(blank=True, default="")
    decided_by = models.TextField()
    reference = models.TextField()
    recorded_at = models.DateTimeField(auto_now_add=True)
    recorded_by = models.UUIDField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    act__in=[
                        "granted",
                        "renewed",
                        "suspended",
                        "recruiting_stopped",
                        "resumed",
                        "revoked",
                    ]
                ),
                name="a_licence_act_is_a_known_one",
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("on_day")),
                name="a_licence_act_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=~Q(act__in=["granted", "renewed"])
                | (Q(until__isnull=False) & ~Q(licence="")),
                name="a_licence_has_a_number_and_a_last_day",
            ),
            models.CheckConstraint(
                condition=~Q(act__in=["suspended", "recruiting_stopped", "revoked"])
                | ~Q(reason=""),
                name="what_stops_an_agency_says_why",
            ),
            models.CheckConstraint(
                condition=~Q(decided_by="") & ~Q(reference=""),
                name="a_licence_act_names_who_decided",
            ),
        ]
        indexes = [models.Index(fields=["recruiter", "on_day"], name="acts_of_an_agency")]

    def __str__(self) -> str:
        return f"{self.act} {self.on_day}"


class LicenceActUndone(ScopedModel):
    """A decision was entered by mistake."""

    act = models.OneToOneField(LicenceAct, models.PROTECT, primary_key=True, related_name="undone")
    reason = models.TextField()
    undone_at = models.DateTimeField(auto_now_add=True)
    undone_by = models.UUIDField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="an_undone_act_says_why")
        ]

    def __str__(self) -> str:
        return self.reason


class Permit(Period):
    """Where an agency may send people, and to what work: ``sector`` is ``""`` for all."""

    recruiter = models.ForeignKey(Recruiter, models.PROTECT, related_name="permits")
    country = models.TextField()
    sector = models.TextField(blank=True, default="")
    reference = models.TextField()

    class Meta:
        constraints = [
            ends_after_it_begins("a_permit_ends_after_it_begins"),
            models.CheckConstraint(
                condition=~Q(country="") & ~Q(reference=""), name="a_permit_names_country_and_act"
            ),
            models.UniqueConstraint(
                fields=["recruiter", "country", "sector"],
                condition=Q(until__isnull=True),
                name="a_permit_is_open_once",
            ),
        ]
        indexes = [models.Index(fields=["recruiter", "country"], name="permits_of_an_agency")]

    def __str__(self) -> str:
        return f"{self.country} {self.sector}"


class DepositEntry(ScopedModel):
    """Money put down as a guarantee, drawn to pay workers, or given back. ``amount`` above 0."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    recruiter = models.ForeignKey(Recruiter, models.PROTECT, related_name="deposit")
    change = models.TextField()
    amount = models.DecimalField(max_digits=14, decimal_places=2)
    currency = models.TextField()
    on_day = models.DateField()
    held_by = models.TextField(blank=True, default="")
    reason = models.TextField(blank=True, default="")
    recorded_at = models.DateTimeField(auto_now_add=True)
    recorded_by = models.UUIDField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(change__in=["paid_in", "drawn", "given_back"]),
                name="a_deposit_changes_in_a_known_way",
            ),
            models.CheckConstraint(condition=Q(amount__gt=0), name="a_deposit_entry_is_money"),
            models.CheckConstraint(
                condition=Q(change="paid_in") | ~Q(reason=""),
                name="what_leaves_a_deposit_says_why",
            ),
        ]
        indexes = [models.Index(fields=["recruiter", "on_day"], name="deposit_of_an_agency")]

    def __str__(self) -> str:
        return f"{self.change} {self.amount} {self.currency}"


class Measure(ScopedModel):
    """A warning, another sanction or a reward, beside what was decided about the licence itself."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    recruiter = models.ForeignKey(Recruiter, models.PROTECT, related_name="measures")
    kind = models.TextField()
    on_day = models.DateField()
    reason = models.TextField()
    decided_by = models.TextField()
    reference = models.TextField(blank=True, default="")
    recorded_at = models.DateTimeField(auto_now_add=True)
    recorded_by = models.UUIDField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["warning", "fine", "referred", "praise", "priority"]),
                name="a_measure_is_of_a_known_kind",
            ),
            models.CheckConstraint(
                condition=~Q(reason="") & ~Q(decided_by=""), name="a_measure_says_who_and_why"
            ),
        ]
        indexes = [models.Index(fields=["recruiter", "on_day"], name="measures_of_an_agency")]

    def __str__(self) -> str:
        return f"{self.kind} {self.on_day}"
