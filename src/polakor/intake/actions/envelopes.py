"""Keep envelopes of devices: word for word those that were read, sealed those that were not."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils import timezone

from polakor.access.actions.events import EventDraft, queue_events, record_events
from polakor.access.bulk import queue_prepared
from polakor.access.rules.actors import Actor
from polakor.intake.models import Quarantined
from polakor.intake.permissions import IntakePermission
from polakor.intake.rules.envelopes import Envelope, as_text

_INSERT = """
INSERT INTO intake_submission
  (id, source, form, office_id, kind, raw, state, reason, received_at, received_by,
   device_id, sequence, base, token, made_at, sha256, scopes)
SELECT id, 'device', form, $2, kind, raw, state, reason, $4, $3,
       device, sequence, base, token, made, decode(sha, 'hex'), scopes
FROM json_to_recordset($1::json) AS told (id uuid, form text, kind text, raw text, state text,
  reason text, device uuid, sequence int, base uuid, token text, made timestamptz, sha text,
  scopes text[])
"""
_DELIVER = """
INSERT INTO intake_delivery (device_id, submissions, clock_skew) VALUES ($1, $2::uuid[], $3::float8)
"""
_BROUGHT = """
UPDATE intake_devicestanding SET received = $2::int WHERE device_id = $1 AND received < $2::int
"""
_CONTACT = """
UPDATE intake_devicestanding
SET last_seen_at = now(), made = greatest(made, $2::int), received = greatest(received, $3::int),
    clock_skew = $4::float8, app_version = $5,
    resend = CASE WHEN resend = '{}' THEN resend
             ELSE ARRAY(SELECT unnest(resend) EXCEPT SELECT unnest($6::int[]) ORDER BY 1) END
WHERE device_id = $1 AND (last_seen_at IS NULL OR last_seen_at < now() - interval '5 seconds'
  OR $2::int > $3::int OR resend <> '{}' OR abs(clock_skew - $4::float8) > 60)
"""
# Not at every record of a device that sends one after the other: its last number is then among
# the submissions themselves.


@dataclass(frozen=True, slots=True)
class Contact:
    """What a device says of itself: its last number, its clock's lead in seconds, its app."""

    made: int
    skew: float
    app: str


@dataclass(frozen=True, slots=True)
class Kept:
    """An envelope to keep: ``state`` received, held or returned, and who may see it."""

    envelope: Envelope
    state: str
    reason: str
    scopes: Sequence[str]


@dataclass(frozen=True, slots=True)
class Aside:
    """An envelope that becomes no submission, as it came (``sealed``: any JSON)."""

    sealed: object
    fingerprint: bytes
    state: str
    reason: str
    claimed_id: str = ""
    claimed_device: str = ""
    sequence: int | None = None
    sha256: bytes | None = None


def queue_envelopes(
    *,
    actor: Actor,
    device_id: UUID | None,
    skew: float | None,
    kept: Sequence[Kept],
    at: datetime,
) -> None:
    """Keep envelopes that were read, inside ``access.bulk.together``, and note they came together.

    ``device_id`` brought them, ``skew`` is how many seconds its clock is ahead. What is
    ``received`` at ``at`` is left to be settled. Needs ``intake:envelope:receive``.
    """
    actor.require(IntakePermission.ENVELOPE_RECEIVE)
    told = [
        {
            "id": str(one.envelope.id),
            "form": one.envelope.form,
            "kind": one.envelope.kind,
            "raw": one.envelope.text,
            "state": one.state,
            "reason": one.reason,
            "device": str(one.envelope.device),
            "sequence": one.envelope.sequence,
            "base": str(one.envelope.base) if one.envelope.base else None,
            "token": one.envelope.token,
            "made": one.envelope.made_at.isoformat(),
            "sha": one.envelope.sha256.hex(),
            "scopes": one.scopes,
        }
        for one in kept
    ]
    queue_prepared(
        _INSERT, [json.dumps(told, ensure_ascii=False), actor.office_id, actor.account_id, at]
    )
    ids = [str(one.envelope.id) for one in kept]
    queue_events(
        actor=actor,
        event="intake:envelope:received",
        target_kind="submission",
        target_ids=ids,
    )
    to_settle = [str(one.envelope.id) for one in kept if one.state == "received"]
    if to_settle:
        queue_prepared(
            _DELIVER,
            [device_id, "{" + ",".join(to_settle) + "}", None if skew is None else str(skew)],
        )
    _note_numbers(device_id, kept)


def _note_numbers(device_id: UUID | None, kept: Sequence[Kept]) -> None:
    """How far the devices that made these envelopes have come; the bringer says so itself."""
    highest: dict[UUID, int] = {}
    for one in kept:
        made_by = one.envelope.device
        if made_by != device_id:
            highest[made_by] = max(one.envelope.sequence, highest.get(made_by, 0))
    for made_by, number in highest.items():
        queue_prepared(_BROUGHT, [made_by, str(number)])


def queue_contact(*, actor: Actor, device_id: UUID, told: Contact, numbers: Sequence[int]) -> None:
    """Note what a device says of itself, inside ``access.bulk.together``.

    ``numbers``: those of its own that came with it. No event: a device speaks every few seconds,
    and says nothing of anybody by it. Needs ``intake:envelope:receive``.
    """
    actor.require(IntakePermission.ENVELOPE_RECEIVE)
    queue_prepared(
        _CONTACT,
        [
            device_id,
            str(told.made),
            str(max(numbers, default=0)),
            str(told.skew),
            told.app,
            "{" + ",".join(map(str, numbers)) + "}",
        ],
    )


def set_envelopes_aside(
    *, actor: Actor, device_id: UUID | None, aside: Sequence[Aside], scopes: Sequence[str]
) -> None:
    """Keep sealed what could not be opened or read. The same thing twice is kept once.

    Must run inside ``acting_as``. Needs ``intake:envelope:receive``.
    """
    actor.require(IntakePermission.ENVELOPE_RECEIVE)
    now = timezone.now()
    rows = [
        Quarantined(
            brought_by_id=device_id,
            claimed_id=one.claimed_id[:100],
            claimed_device=one.claimed_device[:100],
            sequence=one.sequence,
            sealed=as_text(one.sealed),
            sealed_sha256=one.fingerprint,
            sha256=one.sha256,
            state=one.state,
            reason=one.reason,
            received_at=now,
            received_by=actor.account_id,
            scopes=list(scopes),
        )
        for one in aside
    ]
    Quarantined.objects.bulk_create(rows, ignore_conflicts=True)
    record_events(
        actor=actor,
        drafts=[
            EventDraft("intake:envelope:set_aside", "quarantined", str(row.id), row.reason)
            for row in rows
        ],
    )
