"""What was found when the matching rules were last tried."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from polakor.base.ids import uuid7


class RuleCheck(models.Model):
    """One trial of the matching rules: golden pairs, measured error rates, alarms.

    Holds counts and made-up pairs, nobody's data, and so is open to every transaction.
    ``measures`` is ``rules.health.Measures.as_json``; ``alarms`` are words of
    ``rules.health.Alarm``.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    checked_at = models.DateTimeField(auto_now_add=True)
    checked_by = models.UUIDField()
    occasion = models.TextField()
    version = models.TextField()
    pairs = models.IntegerField()
    failures = models.JSONField(default=list)
    measures = models.JSONField(default=dict)
    alarms = ArrayField(models.TextField(), default=list)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(occasion__in=["start", "nightly", "asked"]),
                name="rules_are_checked_on_one_of_three_occasions",
            ),
        ]
        indexes = [models.Index(fields=["-checked_at"], name="rule_checks_newest_first")]

    def __str__(self) -> str:
        return f"{self.occasion} {self.checked_at}"
