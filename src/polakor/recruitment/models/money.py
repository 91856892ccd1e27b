"""What a job abroad cost, what was borrowed for it and what it paid: as somebody told of it.

What the agency declares and what the worker tells are two statements. They are never averaged, and
the agency never reads the worker's. Rows are added: who tells again makes a new statement, which
``replaces`` the one before.
"""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from polakor.access.models import ScopedModel
from polakor.base.ids import uuid7
from polakor.recruitment.models.placements import Placement
from polakor.registry.models import Person

KNOWN = ("yes", "no", "unknown")


class Statement(ScopedModel):
    """One telling of what a person's first job in a country cost and paid.

    ``said_by``: agency, worker, document or inspector. ``income`` is of the last month in that job
    as it was received, in ``currency``, with ``rate`` US dollars for one unit on the day told;
    ``taxes`` and ``recovered`` were kept back from it, the latter to pay for the recruitment.
    ``employee`` and ``moved`` (lives there): ``yes``, ``no`` or ``unknown``.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="statements")
    placement = models.ForeignKey(Placement, models.PROTECT, null=True, related_name="statements")
    said_by = models.TextField()
    told_on = models.DateField()
    country = models.TextField()
    sector = models.TextField(blank=True, default="")
    began_on = models.DateField(null=True)
    employee = models.TextField(default="unknown")
    moved = models.TextField(default="unknown")
    income = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    taxes = models.DecimalField(max_digits=14, decimal_places=2, default=0)
    recovered = models.DecimalField(max_digits=14, decimal_places=2, default=0)
    currency = models.TextField(blank=True, default="")
    rate = models.DecimalField(max_digits=16, decimal_places=10, null=True)
    replaces = models.OneToOneField("self", models.PROTECT, null=True, related_name="replaced_by")
    recorded_at = models.DateTimeField(auto_now_add=True)
    recorded_by = models.UUIDField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(said_by__in=["agency", "worker", "document", "inspector"]),
                name="a_statement_says_whose_it_is",
            ),
            models.CheckConstraint(
                condition=Q(employee__in=KNOWN) & Q(moved__in=KNOWN),
                name="a_statement_answers_in_known_words",
            ),
            models.CheckConstraint(
                condition=Q(income__isnull=True) | (Q(income__gte=0) & ~Q(currency="")),
                name="income_is_not_negative_and_has_a_currency",
            ),
            models.CheckConstraint(
                condition=Q(taxes__gte=0) & Q(recovered__gte=0),
                name="what_is_kept_back_is_not_negative",
            ),
            models.CheckConstraint(
                condition=Q(said_by="agency", placement__isnull=False) | ~Q(said_by="agency"),
                name="an_agency_tells_of_a_worker_it_placed",
            ),
            models.CheckConstraint(condition=~Q(country=""), name="a_statement_is_of_a_country"),
        ]
        indexes = [
            models.Index(fields=["person", "-recorded_at"], name="statements_of_a_person"),
            models.Index(fields=["placement", "-recorded_at"], name="statements_of_a_placement"),
            models.Index(fields=["country", "told_on"], name="statements_by_country"),
        ]

    def __str__(self) -> str:
        return f"{self.said_by} {self.told_on}"


class Cost(ScopedModel):
    """One thing that was paid for. ``rate``: US dollars for one unit of the currency, that day.

    ``item`` is a code of the pack (``cost_items``), ``receipt`` and ``official`` yes, no or
    unknown; ``from_wage``: kept back from pay, not paid in hand.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    statement = models.ForeignKey(Statement, models.PROTECT, related_name="costs")
    item = models.TextField()
    amount = models.DecimalField(max_digits=14, decimal_places=2)
    currency = models.TextField()
    rate = models.DecimalField(max_digits=16, decimal_places=10, null=True)
    paid_on = models.DateField(null=True)
    paid_by = models.TextField()
    paid_to = models.TextField(blank=True, default="")
    receipt = models.TextField(default="unknown")
    official = models.TextField(default="unknown")
    from_wage = models.BooleanField(default=False)
    refundable = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="a_cost_is_above_nothing"),
            models.CheckConstraint(
                condition=Q(receipt__in=KNOWN) & Q(official__in=KNOWN),
                name="a_cost_answers_in_known_words",
            ),
            models.CheckConstraint(
                condition=~Q(item="") & ~Q(currency="") & ~Q(paid_by=""),
                name="a_cost_says_for_what_in_what_and_by_whom",
            ),
        ]
        indexes = [models.Index(fields=["statement"], name="costs_of_a_statement")]

    def __str__(self) -> str:
        return f"{self.item} {self.amount} {self.currency}"


class Refund(ScopedModel):
    """Somebody asks a cost back. ``state``: claimed, agreed, refused or paid; ``paid`` how much."""

    cost = models.OneToOneField(Cost, models.PROTECT, primary_key=True, related_name="refund")
    claimed = models.DecimalField(max_digits=14, decimal_places=2)
    state = models.TextField(default="claimed")
    paid = models.DecimalField(max_digits=14, decimal_places=2, default=0)
    since = models.DateField()
    note = models.TextField(blank=True, default="")
    recorded_by = models.UUIDField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["claimed", "agreed", "refused", "paid"]),
                name="a_refund_is_in_a_known_state",
            ),
            models.CheckConstraint(
                condition=Q(claimed__gt=0) & Q(paid__gte=0) & Q(paid__lte=F("claimed")),
                name="no_more_is_refunded_than_was_claimed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.state} {self.claimed}"


class Debt(ScopedModel):
    """Money borrowed to go abroad, with interest as people say it (``rules/loans.py``).

    ``payment`` is what is paid back in a month; ``interest``: paid so far, for 10.7.1; ``security``
    codes of what was taken (``land``, ``papers``, ``other``); ``cosigners``: how many signed too.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    statement = models.ForeignKey(Statement, models.PROTECT, related_name="debts")
    lender = models.TextField()
    principal = models.DecimalField(max_digits=14, decimal_places=2)
    interest_rate = models.DecimalField(max_digits=7, decimal_places=3)
    per = models.TextField()
    payment = models.DecimalField(max_digits=14, decimal_places=2)
    interest = models.DecimalField(max_digits=14, decimal_places=2, default=0)
    currency = models.TextField()
    rate = models.DecimalField(max_digits=16, decimal_places=10, null=True)
    security = ArrayField(models.TextField(), default=list)
    cosigners = models.SmallIntegerField(default=0)
    may_leave = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(principal__gt=0) & Q(payment__gt=0) & Q(interest_rate__gte=0),
                name="a_debt_is_above_nothing_and_is_paid_back",
            ),
            models.CheckConstraint(
                condition=Q(per__in=["month", "month_flat", "ten_days", "year"]),
                name="interest_is_taken_in_a_known_way",
            ),
            models.CheckConstraint(
                condition=Q(
                    lender__in=["bank", "lender", "family", "recruiter", "employer", "other"]
                ),
                name="a_debt_is_owed_to_somebody_of_a_kind",
            ),
            models.CheckConstraint(
                condition=Q(interest__gte=0) & Q(cosigners__range=(0, 99)),
                name="interest_and_cosigners_are_not_negative",
            ),
        ]
        indexes = [models.Index(fields=["statement"], name="debts_of_a_statement")]

    def __str__(self) -> str:
        return f"{self.lender} {self.principal} {self.currency}"
