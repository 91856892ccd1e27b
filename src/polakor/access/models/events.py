"""The record of who did and who saw what, and the seals that make a gap in it visible."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.expressions import RawSQL
from django.db.models.functions import Now

from polakor.access.models.fields import ScopedModel, TransactionNumber
from polakor.base.ids import uuid7


class AuditEvent(ScopedModel):
    """One act or one look. Holds references, never values: the log must not become the leak."""

    number = models.BigAutoField(primary_key=True)
    id = models.UUIDField(default=uuid7, editable=False)
    tx = TransactionNumber()
    at = models.DateTimeField(db_default=Now())
    account_id = models.UUIDField()
    role = models.TextField()
    office_id = models.UUIDField()
    event = models.TextField()
    target_kind = models.TextField()
    target_id = models.TextField()
    reason = models.TextField(blank=True, default="")
    detail = models.JSONField(default=dict)
    scopes = ArrayField(models.TextField(), db_default=RawSQL("ARRAY['audit']::text[]", []))

    class Meta:
        indexes = [
            models.Index(fields=["tx", "number"], name="events_in_order_of_commit"),
            models.Index(fields=["target_id", "number"], name="events_of_a_target"),
            models.Index(fields=["account_id", "number"], name="events_of_an_account"),
        ]

    def __str__(self) -> str:
        return f"{self.event} {self.target_kind} {self.target_id}"


class AuditSeal(models.Model):
    """The place of one event in the chain. Written by the sealer alone, never changed."""

    position = models.BigIntegerField(primary_key=True)
    event_number = models.BigIntegerField()
    event_tx = models.BigIntegerField()
    hash = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["event_number"], name="an_event_is_sealed_once"),
        ]

    def __str__(self) -> str:
        return f"{self.position}"
