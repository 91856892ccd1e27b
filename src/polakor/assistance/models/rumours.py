"""What people heard said, and what is officially answered to it. Holds nobody's data."""

from django.db import models
from django.db.models import Q

from polakor.base.ids import uuid7


class Rumour(models.Model):
    """Words that go round: where and when they were heard. ``place`` is a place code or ``""``."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    words = models.TextField()
    place = models.TextField(blank=True, default="")
    heard_on = models.DateField()
    heard_by = models.UUIDField()
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(words=""), name="a_rumour_has_words")]
        indexes = [models.Index(fields=["-recorded_at"], name="rumours_newest_first")]

    def __str__(self) -> str:
        return self.words


class RumourAnswer(models.Model):
    """An official answer, or the newest form of it: rows are added, the last one is in force.

    ``asked_km`` and ``asked_en`` are the rumour as the public page puts it; ``published``: shown
    to everybody. ``source`` is the letter, notice or speech it rests on.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    rumour = models.ForeignKey(Rumour, models.PROTECT, related_name="answers")
    asked_km = models.TextField()
    asked_en = models.TextField()
    answer_km = models.TextField()
    answer_en = models.TextField()
    said_by = models.TextField()
    said_on = models.DateField()
    source = models.TextField()
    published = models.BooleanField(default=False)
    entered_at = models.DateTimeField(auto_now_add=True)
    entered_by = models.UUIDField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(answer_km="") & ~Q(asked_km="") & ~Q(said_by="") & ~Q(source=""),
                name="an_answer_says_who_and_from_where",
            ),
        ]
        indexes = [models.Index(fields=["rumour", "-entered_at"], name="answers_newest_first")]

    def __str__(self) -> str:
        return self.answer_en
