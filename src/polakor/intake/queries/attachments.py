"""Attachments: how much of one is here, those of a person, and one of them opened."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet, Sum
from django.db.models.functions import Length

from polakor.access.actions.events import record_event
from polakor.access.context import acting_as
from polakor.access.rules.actors import Actor
from polakor.intake.errors import AttachmentUnknown, AttachmentUnreadable
from polakor.intake.keys import opener
from polakor.intake.models import Attachment, AttachmentPart, Submission
from polakor.intake.permissions import IntakePermission
from polakor.intake.rules.attachments import read_head, sealed_part
from polakor.intake.rules.pictures import NotAPictureError, without_metadata
from polakor.intake.rules.sealing import SealError, open_sealed


@dataclass(frozen=True, slots=True)
class AttachmentLine:
    """A photo of a person, not opened."""

    id: UUID
    received_at: datetime


def is_whole(device_id: UUID, sha256: bytes) -> bool:
    """Whether the attachment is here whole. One query. Must run inside ``acting_as``."""
    return Attachment.objects.filter(device_id=device_id, sha256=sha256).exists()


def bytes_here(device_id: UUID, sha256: bytes) -> int:
    """Bytes of an unfinished attachment that are here, from its beginning. One query."""
    pieces = AttachmentPart.objects.filter(device_id=device_id, sha256=sha256)
    found = pieces.aggregate(here=Sum(Length("content")))["here"]
    return int(found or 0)


def size_here(actor: Actor, device_id: UUID, sha256: str) -> int:
    """Bytes here of an attachment, whole or not. At most two queries."""
    name = bytes.fromhex(sha256)
    with acting_as(actor):
        whole = Attachment.objects.filter(device_id=device_id, sha256=name)
        size = whole.values_list("size", flat=True).first()
        return size if size is not None else bytes_here(device_id, name)


def attachments_of(actor: Actor, persons: Collection[UUID]) -> list[AttachmentLine]:
    """Photos of these records whose submission the actor may see, oldest first. One query.

    Needs ``intake:attachment:read``. Must run inside ``acting_as``.
    """
    actor.require(IntakePermission.ATTACHMENT_READ)
    found = _of_their_submission(persons).order_by("received_at", "id")
    return [AttachmentLine(*row) for row in found.values_list("id", "received_at")]


def open_attachment(
    actor: Actor, attachment_id: UUID, persons: Collection[UUID]
) -> tuple[str, bytes]:
    """Media type and picture of one photo of these records, opened now and stripped.

    The look is written down. Needs ``intake:attachment:read``. Raises ``AttachmentUnknown`` (also
    for one whose submission the actor may not see), ``AttachmentUnreadable``.
    """
    actor.require(IntakePermission.ATTACHMENT_READ)
    with acting_as(actor):
        one = _of_their_submission(persons).filter(id=attachment_id).first()
        if one is None:
            raise AttachmentUnknown
        record_event(
            actor=actor,
            event="intake:attachment:opened",
            target_kind="person",
            target_id=str(one.person),
            detail={"attachment": str(one.id)},
        )
    return _opened(bytes(one.content))


def _of_their_submission(persons: Collection[UUID]) -> QuerySet[Attachment]:
    """Photos of what the device named in their seal told: none is hung onto another's record."""
    told = Submission.objects.filter(id=OuterRef("submission"), device_id=OuterRef("device_id"))
    return Attachment.objects.filter(Exists(told), person__in=persons)


def _opened(content: bytes) -> tuple[str, bytes]:
    head = read_head(content)
    if head is None:
        raise AttachmentUnreadable
    try:
        key = opener(head.server_key, head.session)
        return without_metadata(open_sealed(key, head.iv, sealed_part(content, head), head.line))
    except (SealError, NotAPictureError):
        raise AttachmentUnreadable from None
