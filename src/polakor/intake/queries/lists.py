"""Reading lists, their rows, and the heap of rows that were set aside."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Min, QuerySet

from polakor.access.context import acting_as
from polakor.access.models import Account, Office
from polakor.access.rules.actors import Actor
from polakor.intake.errors import ListUnknown, RowAlreadyMended, RowUnknown
from polakor.intake.models import (
    ListContent,
    ListState,
    ReceivedList,
    Sender,
    Submission,
    SubmissionState,
)
from polakor.intake.permissions import IntakePermission


@dataclass(frozen=True, slots=True)
class Origin:
    """Who received a list, by name, in which office."""

    account: str
    office_km: str
    office_en: str


@dataclass(frozen=True, slots=True)
class ReasonCount:
    """How many rows are set aside for one reason, and the first of them."""

    reason: str
    rows: int
    first_row: int


def lists_visible_to(actor: Actor, *, search: str = "") -> QuerySet[ReceivedList]:
    """Lists the actor may see, newest first; ``search`` looks in the names of file and sender.

    Needs ``intake:list:read``. Evaluate it inside ``acting_as``. One query a page, one to count.
    """
    actor.require(IntakePermission.LIST_READ)
    found = ReceivedList.objects.select_related("sender", "gate").order_by("-received_at", "-id")
    found = found.defer("layouts", "samples")
    for word in search.split():
        found = found.filter(filename__icontains=word) | found.filter(sender__name__icontains=word)
    return found


def list_for(actor: Actor, list_id: UUID) -> ReceivedList:
    """One list. Needs ``intake:list:read``. Raises ``ListUnknown``. One query."""
    actor.require(IntakePermission.LIST_READ)
    with acting_as(actor):
        received = ReceivedList.objects.select_related("sender", "gate").filter(id=list_id).first()
    if received is None:
        raise ListUnknown
    return received


def list_locked(actor: Actor, list_id: UUID) -> ReceivedList:
    """One list, its row locked until the transaction ends. Raises ``ListUnknown``. One query.

    Must run inside ``acting_as``.
    """
    received = (
        ReceivedList.objects.select_related("sender")
        .select_for_update(of=("self",))
        .filter(id=list_id)
        .first()
    )
    if received is None:
        raise ListUnknown
    return received


def earlier_list(actor: Actor, *, kind: str, sha256: str) -> ReceivedList | None:
    """The list these very bytes were received as, among those the actor may see. One query."""
    with acting_as(actor):
        return ReceivedList.objects.filter(kind=kind, sha256=sha256).first()


def content_of(actor: Actor, received: ReceivedList) -> bytes:
    """The bytes of a list as they arrived. Raises ``ListUnknown``. One query."""
    with acting_as(actor):
        content = ListContent.objects.filter(received_list=received).first()
    if content is None:
        raise ListUnknown
    return bytes(content.content)


def origin_of(received: ReceivedList) -> Origin:
    """Who received the list. Two queries."""
    account = Account.objects.filter(id=received.received_by).first()
    office = Office.objects.filter(id=received.office_id).first()
    return Origin(
        account=account.name if account else "",
        office_km=office.name_km if office else "",
        office_en=office.name_en if office else "",
    )


def _set_aside(received: ReceivedList) -> QuerySet[Submission]:
    return Submission.objects.filter(
        received_list=received, state=SubmissionState.QUARANTINED, corrected_by__isnull=True
    )


def reasons_set_aside(actor: Actor, received: ReceivedList) -> list[ReasonCount]:
    """Reasons of a list's rows still set aside, the commonest first. One query."""
    with acting_as(actor):
        counted = (
            _set_aside(received)
            .values("reason")
            .annotate(rows=Count("id"), first_row=Min("row"))
            .order_by("-rows", "reason")
        )
        return [ReasonCount(one["reason"], one["rows"], one["first_row"]) for one in counted]


def rows_set_aside(
    actor: Actor, received: ReceivedList, *, reason: str = ""
) -> QuerySet[Submission]:
    """Rows still set aside in the order of the file, of one reason or of all.

    Evaluate it inside ``acting_as``.
    """
    actor.require(IntakePermission.LIST_READ)
    rows = _set_aside(received).order_by("sheet", "row", "id")
    return rows.filter(reason=reason) if reason else rows


def row_for(actor: Actor, submission_id: UUID) -> Submission:
    """One row with its list. Needs ``intake:list:read``. Raises ``RowUnknown``. One query."""
    actor.require(IntakePermission.LIST_READ)
    with acting_as(actor):
        row = (
            Submission.objects.select_related("received_list", "received_list__sender")
            .filter(id=submission_id, received_list__isnull=False)
            .first()
        )
    if row is None:
        raise RowUnknown
    return row


def row_to_mend(actor: Actor, submission_id: UUID) -> Submission:
    """A row still set aside. Raises ``RowUnknown`` or ``RowAlreadyMended``. Two queries.

    Must run inside ``acting_as``; whoever comes second to the same row is told so.
    """
    row = row_for(actor, submission_id)
    mended = Submission.objects.filter(corrects=row).exists()
    if mended or row.state != SubmissionState.QUARANTINED:
        raise RowAlreadyMended
    return row


def rows_to_mend(actor: Actor, received: ReceivedList, ids: Sequence[UUID]) -> list[Submission]:
    """Those of ``ids`` that are still set aside, in the order of the file. One query.

    Must run inside ``acting_as``.
    """
    actor.require(IntakePermission.LIST_READ)
    return list(_set_aside(received).filter(id__in=ids).order_by("sheet", "row", "id"))


def unfinished_lists() -> list[ReceivedList]:
    """Lists somebody began to read and that are not done. Must run inside ``acting_as``."""
    return list(
        ReceivedList.objects.filter(state=ListState.READING).defer("layouts", "samples", "notices")
    )


def known_senders() -> Sequence[str]:
    """Names of all who handed lists over, in order. One query."""
    return list(Sender.objects.order_by("name").values_list("name", flat=True)[:500])
