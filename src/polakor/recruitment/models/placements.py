"""Workers who go for a job order: what they signed, how far they are, what was found about it."""

from django.db import models
from django.db.models import F, Q

from polakor.access.models import ScopedModel
from polakor.base.ids import uuid7
from polakor.recruitment.models.orders import JobOrder
from polakor.registry.models import Person

OVER = ("withdrawn", "deceased", "returned", "closed")
"""States in which nobody is bound by a placement any more."""


class Placement(ScopedModel):
    """One worker goes for one order. ``name`` and ``birth`` as the contract has them.

    The agency reads this row and never the person's own file, so what it may know of its worker
    stands here. ``birth``: a day, a month or a year (``base.dates``), or "". ``state``:
    ``rules/deployment.py``; ``due_on``: until when the next must follow.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    number = models.TextField()
    order = models.ForeignKey(JobOrder, models.PROTECT, related_name="placements")
    person = models.ForeignKey(Person, models.PROTECT, related_name="placements")
    name = models.TextField()
    sex = models.SmallIntegerField(default=0)
    birth = models.TextField(blank=True, default="")
    state = models.TextField()
    since = models.DateField()
    due_on = models.DateField(null=True)
    recorded_at = models.DateTimeField(auto_now_add=True)
    recorded_by = models.UUIDField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["number"], name="one_placement_per_number"),
            models.UniqueConstraint(
                fields=["person"],
                condition=~Q(state__in=OVER),
                name="nobody_is_placed_twice_at_once",
            ),
            models.CheckConstraint(condition=~Q(name=""), name="a_placed_worker_has_a_name"),
            models.CheckConstraint(
                condition=Q(sex__in=[0, 1, 2, 9]), name="sex_placed_is_iso_5218"
            ),
        ]
        indexes = [
            models.Index(fields=["order", "-recorded_at"], name="placements_of_an_order"),
            models.Index(fields=["person"], name="placements_of_a_person"),
            models.Index(fields=["due_on", "-recorded_at"], name="placements_by_due_day"),
        ]

    def __str__(self) -> str:
        return self.number


class StateChange(ScopedModel):
    """A placement came into a state on a day. The newest is the present one; rows are added."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    placement = models.ForeignKey(Placement, models.PROTECT, related_name="changes")
    state = models.TextField()
    on_day = models.DateField()
    note = models.TextField(blank=True, default="")
    recorded_at = models.DateTimeField(auto_now_add=True)
    recorded_by = models.UUIDField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(state=""), name="a_change_of_state_names_it")
        ]
        indexes = [models.Index(fields=["placement", "recorded_at"], name="changes_of_a_placement")]

    def __str__(self) -> str:
        return f"{self.state} {self.on_day}"


class Contract(ScopedModel):
    """A paper a worker signed: with the agency (``placement``) or the employer (``employment``).

    Never changed; a new version ``replaces`` an older one. ``terms``: ``rules/terms.py``.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    placement = models.ForeignKey(Placement, models.PROTECT, related_name="contracts")
    kind = models.TextField()
    paper = models.TextField(blank=True, default="")
    signed_on = models.DateField()
    starts_on = models.DateField(null=True)
    ends_on = models.DateField(null=True)
    terms = models.JSONField()
    replaces = models.OneToOneField("self", models.PROTECT, null=True, related_name="replaced_by")
    recorded_at = models.DateTimeField(auto_now_add=True)
    recorded_by = models.UUIDField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["placement", "employment"]), name="a_contract_is_of_a_kind"
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True)
                | Q(starts_on__isnull=True)
                | Q(ends_on__gte=F("starts_on")),
                name="a_contract_ends_after_it_starts",
            ),
            models.UniqueConstraint(
                fields=["placement", "kind"],
                condition=Q(replaces__isnull=True),
                name="a_placement_has_one_first_contract_of_a_kind",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.paper}"


class TermsFinding(ScopedModel):
    """A rule of the pack found something in a contract.

    ``law`` (by language) and ``trust`` as the pack said that day. ``stops``: nobody is cleared
    while it is open. It is answered by an officer, never deleted.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    contract = models.ForeignKey(Contract, models.PROTECT, related_name="findings")
    rule = models.TextField()
    about = models.TextField(blank=True, default="")
    promised = models.TextField(blank=True, default="")
    found = models.TextField(blank=True, default="")
    law = models.JSONField()
    trust = models.TextField()
    stops = models.BooleanField()
    answer = models.TextField(blank=True, default="")
    answered_at = models.DateTimeField(null=True)
    answered_by = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["contract", "rule", "about"], name="a_rule_finds_a_thing_once"
            ),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, answered_by__isnull=True, answer="")
                | (Q(answered_at__isnull=False, answered_by__isnull=False) & ~Q(answer="")),
                name="an_answered_finding_says_what_and_by_whom",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rule} {self.about}"


class TermsTold(ScopedModel):
    """The terms as the worker finds them there, told at a moment. Never read by the agency.

    ``moment``: ``arrival``, ``days_30``, ``days_90`` or ``return``; ``channel``: who took it down.
    Who tells again adds a row; the newest of a moment holds.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    placement = models.ForeignKey(Placement, models.PROTECT, related_name="told")
    moment = models.TextField()
    channel = models.TextField()
    told_on = models.DateField()
    terms = models.JSONField()
    recorded_at = models.DateTimeField(auto_now_add=True)
    recorded_by = models.UUIDField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(moment__in=["arrival", "days_30", "days_90", "return"]),
                name="terms_are_told_at_a_known_moment",
            ),
            models.CheckConstraint(
                condition=Q(channel__in=["worker_page", "visit", "hotline", "officer"]),
                name="terms_are_told_through_a_known_channel",
            ),
        ]
        indexes = [
            models.Index(fields=["placement", "recorded_at"], name="terms_told_of_a_placement")
        ]

    def __str__(self) -> str:
        return f"{self.moment} {self.told_on}"
