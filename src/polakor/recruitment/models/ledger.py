"""The ledger: how many may go for an order, signed, were cleared and left; and each day's root."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from polakor.access.models import ScopedModel
from polakor.base.ids import uuid7
from polakor.recruitment.models.orders import JobOrder
from polakor.recruitment.models.placements import Placement


class LedgerRow(ScopedModel):
    """One step in the chain of an order (``rules/ledger.py``). Rows are added and never changed.

    The database refuses a row that does not follow from the one before it (a trigger of the
    migration), so that no page, no bug and no second officer at the same moment can bend the sums.
    ``reason`` (why something was taken back) is not hashed and not exported.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    order = models.ForeignKey(JobOrder, models.PROTECT, related_name="ledger")
    place = models.IntegerField()
    step = models.TextField()
    placement = models.ForeignKey(Placement, models.PROTECT, null=True, related_name="ledger")
    people = models.IntegerField()
    undoes = models.IntegerField(default=0)
    approvers = ArrayField(models.UUIDField(), default=list)
    needed = models.SmallIntegerField(default=0)
    by = models.UUIDField()
    at = models.DateTimeField()
    day = models.DateField()
    approved = models.IntegerField()
    contracted = models.IntegerField()
    cleared = models.IntegerField()
    departed = models.IntegerField()
    previous = models.TextField(blank=True)
    hash = models.TextField()
    key = models.TextField()
    signature = models.TextField()
    reason = models.TextField(blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["order", "place"], name="a_place_in_a_chain_is_taken_once"
            ),
            models.UniqueConstraint(
                fields=["order", "undoes"],
                condition=Q(step="undone"),
                name="a_step_is_undone_once",
            ),
            models.CheckConstraint(
                condition=Q(approved__gte=F("contracted"))
                & Q(contracted__gte=F("cleared"))
                & Q(cleared__gte=F("departed"))
                & Q(departed__gte=0),
                name="approved_contracted_cleared_departed_never_grow",
            ),
            models.CheckConstraint(
                condition=Q(step__in=["approved", "contracted", "cleared", "departed", "undone"]),
                name="a_step_of_the_ledger_is_a_known_one",
            ),
            models.CheckConstraint(
                condition=Q(step="approved", placement__isnull=True, people__gte=1)
                | Q(
                    step__in=["contracted", "cleared", "departed"],
                    placement__isnull=False,
                    people=1,
                )
                | Q(step="undone", undoes__gte=1),
                name="a_step_is_about_whom_it_says",
            ),
        ]
        indexes = [
            models.Index(fields=["placement", "-place"], name="ledger_of_a_placement"),
            models.Index(fields=["day"], name="ledger_by_day"),
        ]

    def __str__(self) -> str:
        return f"{self.step} {self.place}"


class LedgerRoot(models.Model):
    """What one day came to, published. About no person; ``heads`` are of the chains that moved."""

    day = models.DateField(primary_key=True)
    heads = models.JSONField()
    rows = models.BigIntegerField()
    approved = models.BigIntegerField()
    contracted = models.BigIntegerField()
    cleared = models.BigIntegerField()
    departed = models.BigIntegerField()
    previous = models.TextField(blank=True)
    hash = models.TextField()
    key = models.TextField()
    signature = models.TextField()
    sealed_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["previous"], name="a_root_follows_one_root")]

    def __str__(self) -> str:
        return f"{self.day}"
