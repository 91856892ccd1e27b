"""Photos that travel apart from the record they belong to, sealed, in pieces."""

from django.db import models
from django.db.models import F, Q

from polakor.access.models import ScopedModel
from polakor.base.ids import uuid7
from polakor.intake.models.devices import Device


class Attachment(ScopedModel):
    """A whole attachment, sealed as it came; named by the SHA-256 of these bytes.

    ``submission`` and ``person`` are ids without a foreign key: the photo may be here before the
    record, and a record is safe if its photo never comes. Who may see the submission may see it:
    a row rule of the database beside the words of the row.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    sha256 = models.BinaryField()
    device = models.ForeignKey(Device, models.PROTECT, related_name="attachments")
    submission = models.UUIDField()
    person = models.UUIDField()
    size = models.IntegerField()
    content = models.BinaryField()
    received_at = models.DateTimeField(auto_now_add=True)
    received_by = models.UUIDField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["device", "sha256"], name="an_attachment_is_kept_once_for_its_device"
            ),
        ]
        indexes = [models.Index(fields=["person"], name="attachments_by_person")]

    def __str__(self) -> str:
        return bytes(self.sha256).hex()


class AttachmentPart(models.Model):
    """A piece of an attachment that is not whole yet: sealed bytes that say nothing of anybody.

    The one table of this room from which rows are taken away: when the whole is there, or when
    the rest never came (``jobs.py``).
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    device = models.ForeignKey(Device, models.PROTECT, related_name="+")
    sha256 = models.BinaryField()
    first = models.IntegerField()
    total = models.IntegerField()
    content = models.BinaryField()
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["device", "sha256", "first"], name="a_piece_of_an_attachment_is_here_once"
            ),
            models.CheckConstraint(
                condition=Q(first__gte=0, total__gt=F("first")),
                name="a_piece_lies_inside_its_attachment",
            ),
        ]
        indexes = [models.Index(fields=["at"], name="pieces_by_age")]

    def __str__(self) -> str:
        return f"{self.first}/{self.total}"
