"""Two records that may be one human: what the machine proposes and what was decided."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from polakor.access.models import ScopedModel, TransactionNumber
from polakor.base.ids import uuid7
from polakor.registry.models.persons import Person


class MatchCandidate(ScopedModel):
    """The machine's proposal that ``subject`` (newer) is ``other``, with its reasons.

    ``urgent``: both carry one document number under names that differ clearly. ``first_by`` said
    "same" where another officer has to say so too. ``claimed_by`` is looking at it until
    ``claimed_until``: a courtesy between officers, never a lock.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    subject = models.ForeignKey(Person, models.PROTECT, related_name="candidates")
    other = models.ForeignKey(Person, models.PROTECT, related_name="proposed_for")
    probability = models.FloatField()
    reasons = models.JSONField()
    open = models.BooleanField(default=True)
    urgent = models.BooleanField(default=False, db_default=False)
    proposed_at = models.DateTimeField(auto_now_add=True)
    first_by = models.UUIDField(null=True)
    claimed_by = models.UUIDField(null=True)
    claimed_until = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["subject", "other"], name="a_pair_is_proposed_once"),
            models.CheckConstraint(
                condition=~Q(subject=models.F("other")), name="nobody_is_proposed_to_themselves"
            ),
        ]
        indexes = [
            models.Index(
                fields=["proposed_at", "id"], condition=Q(open=True), name="open_proposals_by_age"
            ),
            models.Index(
                fields=["claimed_by"],
                condition=Q(claimed_by__isnull=False),
                name="proposals_being_looked_at",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject_id} ? {self.other_id}"


class Verdict(models.TextChoices):
    """What was decided of a pair."""

    SAME = "same"
    DIFFERENT = "different"
    UNSURE = "unsure"


class MatchDecision(ScopedModel):
    """An edge between two person records. Added, never changed; undoing adds another.

    A "same" with ``second_needed`` joins nothing until another account's edge ``confirms`` it.
    Edges of one ``batch`` were decided with one confirmation and can be undone together.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    subject = models.ForeignKey(Person, models.PROTECT, related_name="decisions")
    other = models.ForeignKey(Person, models.PROTECT, related_name="decisions_as_other")
    verdict = models.TextField(choices=Verdict.choices)
    basis = models.TextField()
    reason = models.TextField(blank=True, default="")
    probability = models.FloatField(null=True)
    reasons = models.JSONField(default=list)
    decided_by = models.UUIDField()
    decided_at = models.DateTimeField(auto_now_add=True)
    undoes = models.OneToOneField("self", models.PROTECT, null=True, related_name="undone_by")
    second_needed = models.BooleanField(default=False, db_default=False)
    confirms = models.ForeignKey("self", models.PROTECT, null=True, related_name="confirmations")
    batch = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(basis__in=["person", "rule"]),
                name="a_decision_is_by_a_person_or_a_rule",
            ),
            models.CheckConstraint(
                condition=~Q(subject=models.F("other")), name="nobody_is_decided_with_themselves"
            ),
            models.CheckConstraint(
                condition=Q(second_needed=False) | Q(verdict="same"),
                name="only_a_same_waits_for_a_second_officer",
            ),
        ]
        indexes = [
            models.Index(fields=["decided_by", "-decided_at"], name="decisions_of_an_account"),
            models.Index(
                fields=["batch"], condition=Q(batch__isnull=False), name="decisions_of_a_batch"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject_id} {self.verdict} {self.other_id}"


class Registering(ScopedModel):
    """One act of registering: whom, and what it could not see of others at the same moment.

    ``tx`` and ``snapshot`` (``pg_current_snapshot()`` before comparing) tell afterwards which acts
    ran side by side; ``compared_at`` when their people were compared with each other.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    tx = TransactionNumber()
    snapshot = models.TextField()
    persons = ArrayField(models.UUIDField())
    compared_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["tx"], name="registerings_by_transaction"),
            models.Index(
                fields=["id"], condition=Q(compared_at__isnull=True), name="registerings_to_compare"
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)
