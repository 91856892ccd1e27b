"""Devices in the field: which there are, what they brought, and what could not be opened."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from polakor.access.models import Account, ScopedModel
from polakor.base.ids import uuid7
from polakor.reference.models import Gate


class Device(models.Model):
    """A tablet or laptop that registers people for one account, at one gate.

    Not about a person: like an account it is looked up before anybody acts. Of its secret only the
    SHA-256 is kept (32 random bytes need no slower hash). ``barred_at``: it was lost or stolen;
    what it made before that still counts when somebody brings it in.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    name = models.TextField()
    gate = models.ForeignKey(Gate, models.PROTECT, related_name="+")
    office_id = models.UUIDField()
    account = models.ForeignKey(Account, models.PROTECT, related_name="devices")
    secret_hash = models.BinaryField()
    enrolled_at = models.DateTimeField(auto_now_add=True)
    enrolled_by = models.UUIDField()
    barred_at = models.DateTimeField(null=True)
    barred_by = models.UUIDField(null=True)
    barred_reason = models.TextField(blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(barred_at__isnull=True)
                | (Q(barred_by__isnull=False) & ~Q(barred_reason="")),
                name="a_barred_device_says_by_whom_and_why",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class DeviceStanding(models.Model):
    """Where a device stands, as of its last word. Written at every sync, so a narrow row.

    ``made``: the last number it says it has given; ``received``: the highest number that is here;
    ``clock_skew``: seconds its clock was ahead of ours; ``resend``: numbers it is asked for again;
    ``missing``: how many were not here when all were last compared, at ``reconciled_at``.
    """

    device = models.OneToOneField(Device, models.PROTECT, primary_key=True, related_name="standing")
    last_seen_at = models.DateTimeField(null=True)
    made = models.IntegerField(default=0)
    received = models.IntegerField(default=0)
    clock_skew = models.FloatField(default=0)
    app_version = models.TextField(blank=True, default="")
    resend = ArrayField(models.IntegerField(), default=list)
    missing = models.IntegerField(default=0, db_default=0)
    reconciled_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return str(self.pk)


class Delivery(models.Model):
    """Envelopes that came together, in the order they were taken in: what the worker settles next.

    Ids only, nothing of anybody. ``device`` brought them (None: an office did from a file), and
    need not have made them. ``settled_at`` is set when every one of them has its outcome or waits.
    """

    number = models.BigAutoField(primary_key=True)
    device = models.ForeignKey(Device, models.PROTECT, null=True, related_name="deliveries")
    submissions = ArrayField(models.UUIDField())
    clock_skew = models.FloatField(null=True)
    at = models.DateTimeField(db_default=Now())
    settled_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["number"], condition=Q(settled_at__isnull=True), name="deliveries_to_settle"
            ),
        ]

    def __str__(self) -> str:
        return str(self.number)


class Quarantined(ScopedModel):
    """An envelope that could not become a submission, kept as it came.

    ``state`` is ``quarantined`` (it could not be opened or read) or ``returned`` (it was read, but
    its id or number is another's). ``claimed_id``, ``claimed_device`` and ``sequence`` are what is
    written on it; ``sealed_sha256`` is of all that is written on it, so that a repeat is one.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    brought_by = models.ForeignKey(Device, models.PROTECT, null=True, related_name="+")
    claimed_id = models.TextField()
    claimed_device = models.TextField()
    sequence = models.IntegerField(null=True)
    sealed = models.TextField()
    sealed_sha256 = models.BinaryField()
    sha256 = models.BinaryField(null=True)
    state = models.TextField()
    reason = models.TextField()
    received_at = models.DateTimeField(auto_now_add=True)
    received_by = models.UUIDField()
    seen_at = models.DateTimeField(null=True)
    seen_by = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["sealed_sha256"], name="a_sealed_envelope_is_set_aside_once"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["quarantined", "returned"]) & ~Q(reason=""),
                name="an_envelope_set_aside_says_why",
            ),
        ]
        indexes = [
            models.Index(fields=["claimed_device", "sequence"], name="set_aside_by_device"),
        ]

    def __str__(self) -> str:
        return self.reason
