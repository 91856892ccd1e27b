"""Jobs an agency wants to fill abroad, and who agreed to them."""

from django.db import models
from django.db.models import Q

from polakor.access.models import ScopedModel
from polakor.base.ids import uuid7
from polakor.recruitment.models.recruiters import Recruiter


class JobOrder(ScopedModel):
    """An employer's demand for workers, declared by an agency. ``terms``: ``rules/terms.py``.

    How many may go stands in the ledger, not here: ``people`` is what was asked for. ``needed``:
    officers who must agree, by the pack, as it was when the order was declared.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    number = models.TextField()
    agency = models.ForeignKey(Recruiter, models.PROTECT, related_name="orders")
    country = models.TextField()
    employer = models.TextField()
    sector = models.TextField(blank=True, default="")
    occupation = models.TextField(blank=True, default="")
    people = models.IntegerField()
    leave_by = models.DateField(null=True)
    terms = models.JSONField()
    needed = models.SmallIntegerField()
    state = models.TextField(default="declared")
    declared_at = models.DateTimeField(auto_now_add=True)
    declared_by = models.UUIDField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["number"], name="one_order_per_number"),
            models.CheckConstraint(
                condition=Q(state__in=["declared", "approved", "refused", "withdrawn", "closed"]),
                name="an_order_has_a_known_state",
            ),
            models.CheckConstraint(
                condition=Q(people__range=(1, 100_000)), name="an_order_is_for_somebody"
            ),
            models.CheckConstraint(
                condition=Q(needed__in=[1, 2]), name="one_or_two_officers_agree_to_an_order"
            ),
            models.CheckConstraint(
                condition=~Q(employer="") & ~Q(country=""),
                name="an_order_names_employer_and_country",
            ),
        ]
        indexes = [
            models.Index(fields=["agency", "-declared_at"], name="orders_of_an_agency"),
            models.Index(fields=["state", "-declared_at"], name="orders_by_state"),
        ]

    def __str__(self) -> str:
        return self.number


class OrderDecision(ScopedModel):
    """One officer agreed to an order, or refused it. Nobody decides twice."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    order = models.ForeignKey(JobOrder, models.PROTECT, related_name="decisions")
    agreed = models.BooleanField()
    reason = models.TextField(blank=True, default="")
    decided_at = models.DateTimeField(auto_now_add=True)
    decided_by = models.UUIDField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["order", "decided_by"], name="nobody_decides_about_an_order_twice"
            ),
            models.CheckConstraint(
                condition=Q(agreed=True) | ~Q(reason=""), name="a_refused_order_says_why"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agreed}"
