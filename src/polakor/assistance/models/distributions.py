"""What was handed out: to whom, what, when; and what was taken back."""

from django.db import models
from django.db.models import Q

from polakor.access.models import ScopedModel
from polakor.assistance.models.sites import Site
from polakor.registry.models import Household, Person


class Distribution(ScopedModel):
    """Something given once under its rule. The id is made where it is given: a repeat adds nothing.

    ``item`` is a code of the pack (list ``entitlements``). ``recipient`` says for whom the rule
    counts (``token:…``, ``household:…``, ``person:…``), ``period`` for when (``once`` or a day).
    ``turn`` grows when an earlier one was cancelled: the constraint stays true and nothing is
    written over. ``amount`` is in minor units of ``currency``.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    item = models.TextField()
    recipient = models.TextField()
    period = models.TextField()
    turn = models.SmallIntegerField(default=0)
    token = models.TextField(blank=True, default="")
    household = models.ForeignKey(Household, models.PROTECT, null=True, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    people = models.SmallIntegerField(default=1)
    amount = models.BigIntegerField(null=True)
    currency = models.TextField(blank=True, default="")
    way = models.TextField(blank=True, default="")
    site = models.ForeignKey(Site, models.PROTECT, null=True, related_name="+")
    given_at = models.DateTimeField()
    recorded_at = models.DateTimeField(auto_now_add=True)
    given_by = models.UUIDField()
    office_id = models.UUIDField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["item", "recipient", "period", "turn"],
                name="a_thing_is_given_once_under_its_rule",
            ),
            models.CheckConstraint(
                condition=~Q(recipient=""), name="what_is_given_is_given_to_somebody"
            ),
            models.CheckConstraint(
                condition=Q(amount__isnull=True) | (Q(amount__gt=0) & ~Q(currency="") & ~Q(way="")),
                name="money_has_an_amount_a_currency_and_a_way",
            ),
            models.CheckConstraint(
                condition=Q(people__range=(1, 200)), name="given_to_one_person_or_more"
            ),
        ]
        indexes = [
            models.Index(fields=["given_by", "-given_at"], name="given_by_an_account"),
            models.Index(fields=["-given_at"], name="given_by_time"),
        ]

    def __str__(self) -> str:
        return f"{self.item} {self.recipient}"


class DistributionCancelled(ScopedModel):
    """A distribution that did not happen as told. It stays readable, with the reason beside it."""

    distribution = models.OneToOneField(
        Distribution, models.PROTECT, primary_key=True, related_name="cancelled"
    )
    reason = models.TextField()
    cancelled_at = models.DateTimeField(auto_now_add=True)
    cancelled_by = models.UUIDField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="a_cancelled_gift_says_why"),
        ]

    def __str__(self) -> str:
        return self.reason
