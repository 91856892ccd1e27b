"""Spreadsheets of mended rows on their way."""

from uuid import UUID

from polakor.access.context import acting_as
from polakor.access.rules.actors import Actor
from polakor.intake.errors import ListUnknown
from polakor.intake.models import ListState, ReceivedList, SentBack
from polakor.intake.permissions import IntakePermission


def sent_back_locked(actor: Actor, sent_back_id: UUID) -> SentBack:
    """One spreadsheet, locked until the transaction ends. Raises ``ListUnknown``. One query.

    Must run inside ``acting_as``.
    """
    found = SentBack.objects.select_for_update().defer("content").filter(id=sent_back_id).first()
    if found is None:
        raise ListUnknown
    return found


def content_sent_back(actor: Actor, sent: SentBack) -> bytes:
    """The bytes of a spreadsheet as it came back. One query."""
    with acting_as(actor):
        return bytes(SentBack.objects.values_list("content", flat=True).get(id=sent.id))


def sent_back_of(actor: Actor, received: ReceivedList) -> list[SentBack]:
    """Spreadsheets being read for a list, and the newest that was read, oldest first. One query.

    Needs ``intake:list:read``. Must run inside ``acting_as``.
    """
    actor.require(IntakePermission.LIST_READ)
    found = list(
        SentBack.objects.filter(received_list=received).defer("content").order_by("-id")[:20]
    )
    newest = found[:1]
    return [one for one in reversed(found) if one in newest or one.state != ListState.DONE]


def unfinished_sent_back() -> list[SentBack]:
    """Spreadsheets that are not read whole. Must run inside ``acting_as``. One query."""
    return list(SentBack.objects.filter(state=ListState.READING).defer("content"))
