"""Answers that differ: both kept, until an officer says which one holds."""

from django.db import models
from django.db.models import Q

from polakor.access.models import ScopedModel
from polakor.base.ids import uuid7
from polakor.intake.models.fields import VerbatimField
from polakor.intake.models.lists import Submission


class AnswerConflict(ScopedModel):
    """Two desks answered one question of one family differently, neither seeing the other's.

    ``member`` is the id of the person record the question is about (None: the family);
    ``first`` is the answer that was there, ``second`` the one that came later. Never changed.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    member = models.UUIDField(null=True)
    form = models.TextField()
    question = models.TextField()
    first = models.ForeignKey(Submission, models.PROTECT, related_name="+")
    first_answer = VerbatimField()
    second = models.ForeignKey(Submission, models.PROTECT, related_name="conflicts")
    second_answer = VerbatimField()
    found_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["second", "member", "question"],
                name="an_answer_conflicts_once",
                nulls_distinct=False,
            ),
        ]

    def __str__(self) -> str:
        return self.question


class ConflictDecision(ScopedModel):
    """Which answer holds. Added; one that ``undoes`` another gives the question back."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    conflict = models.ForeignKey(AnswerConflict, models.PROTECT, related_name="decisions")
    choice = models.TextField()
    reason = models.TextField(blank=True, default="")
    undoes = models.OneToOneField("self", models.PROTECT, null=True, related_name="undone_by")
    decided_by = models.UUIDField()
    decided_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(choice__in=["first", "second"], undoes__isnull=True)
                | Q(choice="open", undoes__isnull=False),
                name="a_decision_chooses_or_undoes",
            ),
        ]

    def __str__(self) -> str:
        return self.choice


class FamilyChoice(ScopedModel):
    """Which of several families under one paper a later desk's answers are of. Added, once.

    ``submission`` is what was added; ``family`` the registration of the family it is of, None when
    it is of none of them: then it stays readable and is added to nobody.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    submission = models.OneToOneField(Submission, models.PROTECT, related_name="family_choice")
    family = models.ForeignKey(Submission, models.PROTECT, null=True, related_name="+")
    reason = models.TextField()
    decided_by = models.UUIDField()
    decided_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="a_choice_of_family_says_why"),
        ]

    def __str__(self) -> str:
        return str(self.family_id or "neither")
