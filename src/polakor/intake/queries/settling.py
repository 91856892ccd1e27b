"""What devices brought and the worker has not settled yet."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone

from polakor.intake.models import Delivery, Outcome, Submission
from polakor.intake.queries.envelopes import tokens_here
from polakor.intake.queries.known import known

_HOLD = "SELECT pg_try_advisory_xact_lock(hashtextextended('settle envelopes', 0))"


@dataclass(frozen=True, slots=True)
class Unsettled:
    """An envelope to settle. ``told`` is its content; who took it in and when.

    ``held``: what it goes on from was not here when it came.
    """

    id: UUID
    kind: str
    form: str
    told: dict[str, Any]
    token: str
    base: UUID | None
    device: str
    received_by: UUID
    received_at: datetime
    held: bool
    scopes: tuple[str, ...]


def hold_settling() -> bool:
    """Take the turn to settle until the transaction ends; False when another process has it.

    One at a time: a later desk's answers must find the family settled that they go on from.
    """
    with connection.cursor() as cursor:
        cursor.execute(_HOLD)
        row = cursor.fetchone()
    return bool(row and row[0])


def deliveries_to_settle(at_most: int) -> list[Delivery]:
    """The oldest deliveries not settled, together about ``at_most`` envelopes. One query.

    Must run inside ``acting_as``.
    """
    found: list[Delivery] = []
    count = 0
    rows = Delivery.objects.filter(settled_at__isnull=True).order_by("number")[:at_most]
    for delivery in rows:
        found.append(delivery)
        count += len(delivery.submissions)
        if count >= at_most:
            break
    return found


def envelopes_of(deliveries: Sequence[Delivery]) -> list[Unsettled]:
    """Their envelopes without an outcome, in order. One query. Must run inside ``acting_as``."""
    ids = [one for delivery in deliveries for one in delivery.submissions]
    rows = {row.id: row for row in _without_outcome().filter(id__in=ids)}
    return [_unsettled(rows[one]) for one in ids if one in rows]


def held_that_may_go_on(at_most: int) -> list[Unsettled]:
    """Held envelopes whose predecessor is accepted by now, oldest first. At most three queries.

    Must run inside ``acting_as``.
    """
    held = list(_without_outcome().filter(state="held").order_by("received_at", "id"))
    bases = accepted_among({row.base for row in held if row.base})
    tokens = tokens_here({row.token for row in held if row.token and row.base is None})
    return [
        _unsettled(row)
        for row in held
        if (row.base in bases if row.base is not None else row.token in tokens)
    ][:at_most]


def accepted_among(ids: Collection[UUID]) -> frozenset[UUID]:
    """Those of ``ids`` that are in the register. One query. Must run inside ``acting_as``."""
    if not ids:
        return frozenset()
    found = Outcome.objects.filter(submission_id__in=ids, state__in=["accepted", "conflict"])
    return frozenset(found.values_list("submission_id", flat=True))


def held_too_long() -> QuerySet[Submission]:
    """Envelopes that have waited longer than the pack says, oldest first: a person looks at them.

    Must run inside ``acting_as``.
    """
    before = timezone.now() - timedelta(hours=known().limits["hold_hours"])
    return _without_outcome().filter(state="held", received_at__lt=before).order_by("received_at")


def _without_outcome() -> QuerySet[Submission]:
    return Submission.objects.filter(outcome__isnull=True).select_related("device")


def _unsettled(row: Submission) -> Unsettled:
    assert row.device is not None, "only envelopes are settled"
    return Unsettled(
        id=row.id,
        kind=row.kind,
        form=row.form,
        told=row.raw,
        token=row.token,
        base=row.base,
        device=row.device.name,
        received_by=row.received_by,
        received_at=row.received_at,
        held=row.state == "held",
        scopes=tuple(row.scopes),
    )
