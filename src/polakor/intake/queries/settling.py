"""What devices brought and the worker has not settled yet."""

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone

from polakor.intake.models import Delivery, Submission
from polakor.intake.queries.known import known

_TURN = "hashtextextended('settle envelopes', 0)"
_HOLD = f"SELECT pg_try_advisory_xact_lock({_TURN})"
_WAIT = f"SELECT pg_advisory_xact_lock({_TURN})"


# In the order of the fields of ``Unsettled``. No objects of the tables: there are many of these.
_UNSETTLED = """
SELECT s.id, s.kind, s.form, s.raw, s.token, s.base, d.name, s.received_by, s.received_at,
       s.state = 'held', array_to_string(s.scopes, ',')
FROM intake_submission s JOIN intake_device d ON d.id = s.device_id
WHERE NOT EXISTS (SELECT FROM intake_outcome o WHERE o.submission_id = s.id)
"""
_OLDEST = "ORDER BY s.received_at, s.id LIMIT %s"
_THESE = f"{_UNSETTLED} AND s.id = ANY (%s::uuid[])"
_HELD_FOR = f"""
{_UNSETTLED} AND s.state = 'held' AND (
  s.base = ANY (%s::uuid[]) OR s.base IS NULL AND s.token <> '' AND s.token = ANY (%s::text[]))
{_OLDEST}
"""
# Those without an outcome first: what was held and went on is many times what is held.
_MAY_GO_ON = f"""
WITH held AS MATERIALIZED (
  SELECT s.id, s.base, s.token FROM intake_submission s
  WHERE s.state = 'held' AND s.received_at > %s
    AND NOT EXISTS (SELECT FROM intake_outcome o WHERE o.submission_id = s.id))
{_UNSETTLED} AND s.id IN (
  SELECT h.id FROM held h
  JOIN intake_submission b ON b.id = h.base AND b.kind <> 'counts'
  JOIN intake_outcome a ON a.submission_id = b.id AND a.state IN ('accepted', 'conflict')
  UNION ALL
  SELECT h.id FROM held h
  JOIN intake_submission b ON b.token = h.token AND b.token <> '' AND b.kind = 'register'
  JOIN intake_outcome a ON a.submission_id = b.id AND a.state IN ('accepted', 'conflict')
  WHERE h.base IS NULL)
{_OLDEST}
"""  # noqa: S608 - of the constants above alone


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


def wait_to_settle() -> None:
    """Take the turn as soon as it is free: for an officer's decision, which cannot come later."""
    with connection.cursor() as cursor:
        cursor.execute(_WAIT)


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
    rows = {row.id: row for row in _unsettled(_THESE, [list(map(str, ids))])}
    return [rows[one] for one in ids if one in rows]


def held_for(accepted: Collection[UUID], tokens: Collection[str], at_most: int) -> list[Unsettled]:
    """Held envelopes that go on from these, just accepted, or name these families; oldest first.

    One query. Must run inside ``acting_as``.
    """
    if not accepted:
        return []
    return _unsettled(_HELD_FOR, [list(map(str, accepted)), list(tokens), at_most])


def held_that_may_go_on(at_most: int) -> list[Unsettled]:
    """Held envelopes whose predecessor is accepted by now, oldest first. One query.

    For quiet moments: finds what came at the very moment its predecessor was settled. Of what has
    been held so long that a person looks at it, only ``held_for`` tells. Inside ``acting_as``.
    """
    return _unsettled(_MAY_GO_ON, [_held_since(), at_most])


def _held_since() -> datetime:
    """Since when what is held is left to itself."""
    return timezone.now() - timedelta(hours=known().limits["hold_hours"])


def held_too_long() -> QuerySet[Submission]:
    """Envelopes that have waited longer than the pack says, oldest first: a person looks at them.

    Must run inside ``acting_as``.
    """
    waiting = Submission.objects.filter(
        outcome__isnull=True, state="held", received_at__lt=_held_since()
    )
    return waiting.select_related("device").order_by("received_at")


def _unsettled(statement: str, values: list[Any]) -> list[Unsettled]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        rows = cursor.fetchall()
    return [_of_row(*row) for row in rows]


def _of_row(*row: Any) -> Unsettled:
    *before, raw = row[:4]
    told = (*before, json.loads(raw), *row[4:-1], _words(row[-1]))
    return Unsettled(*told)


def _words(joined: str) -> tuple[str, ...]:
    return tuple(joined.split(",")) if joined else ()
