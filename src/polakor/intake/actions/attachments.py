"""Take in attachments piece by piece, and let go of those that never became whole."""

import hashlib
from datetime import datetime

from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from polakor.access.actions.events import record_event
from polakor.access.context import acting_as
from polakor.access.rules.actors import Actor
from polakor.access.rules.scopes import person_scopes
from polakor.intake.errors import AttachmentBroken, TooManyAttachments
from polakor.intake.models import Attachment, AttachmentPart
from polakor.intake.permissions import IntakePermission
from polakor.intake.queries.attachments import bytes_here, is_whole
from polakor.intake.queries.devices import Speaking, barred_when
from polakor.intake.rules.attachments import read_head

MOST_AT_ONCE = 40
"""Attachments of one device that may be unfinished; more than any morning's photos."""


def keep_part(
    *, actor: Actor, device: Speaking, sha256: str, first: int, total: int, content: bytes
) -> int:
    """Keep the piece that begins at ``first``; returns how many bytes are here now.

    A piece that is here already, or that does not begin where the last one ended, changes nothing.
    With the last piece the whole is checked against its name and kept. Needs
    ``intake:envelope:receive``. Raises ``AttachmentBroken`` (all pieces are let go: send it anew),
    ``TooManyAttachments``.
    """
    actor.require(IntakePermission.ENVELOPE_RECEIVE)
    name = bytes.fromhex(sha256)
    broken = False
    with acting_as(actor):
        _alone(f"{device.id}{sha256}")
        if is_whole(device.id, name):
            return total
        here = bytes_here(device.id, name)
        pieces = AttachmentPart.objects.filter(device_id=device.id, sha256=name)
        if first != here:
            return here
        if here == 0 and _unfinished(device) >= MOST_AT_ONCE:
            raise TooManyAttachments
        here += len(content)
        if here < total:
            AttachmentPart.objects.create(
                device_id=device.id, sha256=name, first=first, total=total, content=content
            )
            return here
        stored = pieces.order_by("first").values_list("content", flat=True)
        whole = b"".join([*map(bytes, stored), content])
        pieces.delete()
        broken = hashlib.sha256(whole).digest() != name or not _keep(actor, str(device.id), whole)
    if broken:
        raise AttachmentBroken
    return total


def keep_attachment(*, actor: Actor, content: bytes) -> bool:
    """Keep a whole sealed attachment that an office brings in a saved file; once, however often.

    False for what is none, or of a device nobody knows. Needs ``intake:envelope:receive``.
    """
    actor.require(IntakePermission.ENVELOPE_RECEIVE)
    with acting_as(actor):
        return _keep(actor, "office", content)


def _keep(actor: Actor, brought_by: str, whole: bytes) -> bool:
    """Keep the whole, if it is of a device we know.

    It may be of another than the one that speaks: a device handed over or enrolled anew brings what
    its former self had not sent, as it does with records. Who brought it stands beside it.
    """
    head = read_head(whole)
    if head is None or not barred_when({head.device}):
        return False
    name = hashlib.sha256(whole).digest()
    one = Attachment(
        sha256=name,
        device_id=head.device,
        submission=head.submission,
        person=head.person,
        size=len(whole),
        content=whole,
        received_by=actor.account_id,
        scopes=person_scopes(province="", account_id=actor.account_id, day=timezone.localdate()),
    )
    try:
        with transaction.atomic():
            one.save(force_insert=True)
    except IntegrityError:
        return True  # here already, from whoever brought it first
    record_event(
        actor=actor,
        event="intake:attachment:kept",
        target_kind="submission",
        target_id=str(one.submission),
        detail={"attachment": str(one.id), "size": one.size, "brought_by": brought_by},
    )
    return True


def sweep_parts(*, actor: Actor, before: datetime) -> int:
    """Let go of pieces that came before ``before``: their rest never did. Returns how many.

    Needs ``intake:attachment:sweep``, which the worker alone holds.
    """
    actor.require(IntakePermission.ATTACHMENT_SWEEP)
    with acting_as(actor):
        gone, _ = AttachmentPart.objects.filter(at__lt=before).delete()
        if gone:
            record_event(
                actor=actor,
                event="intake:attachment:swept",
                target_kind="attachment",
                target_id="parts",
                detail={"pieces": gone},
            )
    return gone


def _unfinished(device: Speaking) -> int:
    pieces = AttachmentPart.objects.filter(device_id=device.id)
    return pieces.values("sha256").distinct().count()


def _alone(what: str) -> None:
    """Two requests with one attachment (a browser that gave up and began anew) take turns."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 4620))", [what])
