"""Attachments: how much of one is here, those of a person, and one of them opened."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Sum
from django.db.models.functions import Length

from polakor.access.actions.events import record_event
from polakor.access.context import acting_as
from polakor.access.rules.actors import Actor
from polakor.access.rules.scopes import NATION
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
    """Photos of these records whose submission the actor may see, oldest first. Two queries.

    Needs ``intake:attachment:read``.
    """
    actor.require(IntakePermission.ATTACHMENT_READ)
    with acting_as(actor.also_seeing(NATION)):
        rows = list(
            Attachment.objects.filter(person__in=persons)
            .order_by("received_at", "id")
            .values_list("id", "received_at", "submission", "device_id")
        )
    seen = _seen(actor, {row[2] for row in rows}) if rows else {}
    return [
        AttachmentLine(one, at) for one, at, submission, by in rows if seen.get(submission) == by
    ]


def open_attachment(
    actor: Actor, attachment_id: UUID, persons: Collection[UUID]
) -> tuple[str, bytes]:
    """Media type and picture of one photo of these records, opened now and stripped.

    The look is written down. Needs ``intake:attachment:read``. Raises ``AttachmentUnknown`` (also
    for one whose submission the actor may not see), ``AttachmentUnreadable``.
    """
    actor.require(IntakePermission.ATTACHMENT_READ)
    with acting_as(actor.also_seeing(NATION)):
        one = Attachment.objects.filter(id=attachment_id, person__in=persons).first()
    if one is None or _seen(actor, {one.submission}).get(one.submission) != one.device_id:
        raise AttachmentUnknown
    with acting_as(actor):
        record_event(
            actor=actor,
            event="intake:attachment:opened",
            target_kind="person",
            target_id=str(one.person),
            detail={"attachment": str(one.id)},
        )
    return _opened(bytes(one.content))


def _seen(actor: Actor, submissions: Collection[UUID]) -> dict[UUID, UUID | None]:
    """Those submissions the actor may see, with the device each came from.

    A photo belongs only to what its own device told: none can be hung onto another's record.
    """
    with acting_as(actor):
        rows = Submission.objects.filter(id__in=submissions)
        return dict(rows.values_list("id", "device_id"))


def _opened(content: bytes) -> tuple[str, bytes]:
    head = read_head(content)
    if head is None:
        raise AttachmentUnreadable
    try:
        key = opener(head.server_key, head.session)
        return without_metadata(open_sealed(key, head.iv, sealed_part(content, head), head.line))
    except (SealError, NotAPictureError):
        raise AttachmentUnreadable from None
