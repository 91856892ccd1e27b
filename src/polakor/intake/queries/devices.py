"""Devices: who stands behind one that speaks to us, and where all of them stand."""

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from time import monotonic
from uuid import UUID

from django.db import connection
from django.db.models import F, Max, QuerySet

from polakor.access.context import acting, acting_as
from polakor.access.queries.actors import actor_of_account
from polakor.access.rules.actors import Actor
from polakor.access.rules.scopes import EVERYWHERE, NATION
from polakor.intake.errors import DeviceBarred, DeviceNotYours, DeviceUnknown
from polakor.intake.models import Device, DeviceStanding, Quarantined, Submission
from polakor.intake.permissions import IntakePermission
from polakor.intake.rules.answers import ANSWERS_LEFT_OUT
from polakor.reference.queries.gates import gate_provinces

KEPT_SECONDS = 5.0
"""How long a process believes what it knows of a device: a bar takes hold within it."""
_MOST_KEPT = 10_000


@dataclass(frozen=True, slots=True)
class Speaking:
    """A device that showed its secret, and the actor in whose name it speaks."""

    id: UUID
    gate: str
    actor: Actor


@dataclass(frozen=True, slots=True)
class _Kept:
    secret_hash: bytes
    speaking: Speaking
    until: float


_kept: dict[UUID, _Kept] = {}


def secret_hash(secret: str) -> bytes:
    """What is kept of a device's secret."""
    return hashlib.sha256(secret.encode()).digest()


def device_speaking(device_id: UUID, secret: str) -> Speaking:
    """The device with this secret. Four queries the first time, none for a few seconds after.

    Raises ``DeviceUnknown`` (also for a wrong secret), ``DeviceBarred`` (only to who has the
    secret), ``AccountUnknown`` or ``NoDuty`` when its account acts no more.
    """
    shown = secret_hash(secret)
    kept = _kept.get(device_id)
    if kept is not None and kept.until > monotonic():
        if hmac.compare_digest(kept.secret_hash, shown):
            return kept.speaking
        raise DeviceUnknown
    device = Device.objects.filter(id=device_id).first()
    if device is None or not hmac.compare_digest(bytes(device.secret_hash), shown):
        raise DeviceUnknown
    if device.barred_at is not None:
        raise DeviceBarred
    speaking = Speaking(device.id, device.gate_id, actor_of_account(device.account_id))
    if len(_kept) >= _MOST_KEPT:
        _kept.clear()
    _kept[device_id] = _Kept(shown, speaking, monotonic() + KEPT_SECONDS)
    return speaking


def forget(device_id: UUID) -> None:
    """Let this process ask anew about a device."""
    _kept.pop(device_id, None)


def barred_when(device_ids: set[UUID]) -> Mapping[UUID, datetime | None]:
    """When each of these devices was barred (None: not); unknown ones are left out. One query."""
    return dict(Device.objects.filter(id__in=device_ids).values_list("id", "barred_at"))


_MISSING = """
SELECT t.device_id, wanted.number
FROM intake_devicestanding t
JOIN intake_device d ON d.id = t.device_id,
LATERAL (SELECT max(s.sequence) AS here FROM intake_submission s
         WHERE s.device_id = t.device_id) AS last,
LATERAL generate_series(1, greatest(t.made, t.received, last.here)) AS wanted (number)
WHERE (%(device)s::uuid IS NULL OR t.device_id = %(device)s::uuid)
  AND (%(device)s::uuid IS NOT NULL OR d.barred_at IS NULL)
  AND NOT EXISTS (SELECT FROM intake_submission s
                  WHERE s.device_id = t.device_id AND s.sequence = wanted.number)
  AND NOT EXISTS (SELECT FROM intake_quarantined q
                  WHERE q.claimed_device = t.device_id::text AND q.sequence = wanted.number
                    AND (q.state = 'returned' OR q.reason <> 'seal_broken'))
ORDER BY t.device_id, wanted.number
"""


def missing_numbers(device_id: UUID | None = None) -> dict[UUID, list[int]]:
    """Numbers devices have given that are not here: of one, or of all that are not barred.

    One query. Must run inside ``acting_as``; sees the nation, and tells numbers alone.
    """
    with acting_as(acting().also_seeing(NATION)), connection.cursor() as cursor:
        cursor.execute(_MISSING, {"device": device_id})
        found: dict[UUID, list[int]] = {}
        for device, number in cursor.fetchall():
            found.setdefault(device, []).append(number)
    return found


def is_of(actor: Actor, device: Device) -> bool:
    """Whether a device stands where the actor is on duty. At most one query."""
    return EVERYWHERE in actor.areas or gate_provinces().get(device.gate_id, "") in actor.areas


def devices_for(actor: Actor) -> QuerySet[Device]:
    """Devices at the gates of the actor's duty, those heard of last first. One query more.

    Needs ``intake:device:manage``.
    """
    actor.require(IntakePermission.DEVICE_MANAGE)
    rows = Device.objects.select_related("standing", "account", "gate").order_by(
        F("standing__last_seen_at").desc(nulls_last=True), "-id"
    )
    if EVERYWHERE in actor.areas:
        return rows
    mine = [gate for gate, province in gate_provinces().items() if province in actor.areas]
    return rows.filter(gate_id__in=mine)


def device_for(actor: Actor, device_id: UUID) -> Device:
    """One device. Needs ``intake:device:manage``. Raises ``DeviceNotYours``. Two queries."""
    found = devices_for(actor).filter(id=device_id).first()
    if found is None:
        raise DeviceNotYours
    return found


def set_aside_of(actor: Actor, device_id: UUID) -> list[Quarantined]:
    """What was set aside of a device's envelopes, newest first, without what is in it. One query.

    Must run inside ``acting_as``.
    """
    actor.require(IntakePermission.DEVICE_MANAGE)
    rows = Quarantined.objects.filter(claimed_device=str(device_id)).defer("sealed")
    return list(rows.order_by("-received_at")[:50])


def with_answers_left_out(actor: Actor, device_id: UUID | None = None) -> list[Submission]:
    """Envelopes taken in without answers that fit no question: of one device or of all, newest
    first. One query. Must run inside ``acting_as``.
    """
    actor.require(IntakePermission.DEVICE_MANAGE)
    rows = Submission.objects.filter(reason=ANSWERS_LEFT_OUT).select_related("device")
    if device_id is not None:
        rows = rows.filter(device_id=device_id)
    return list(rows.order_by("-received_at")[:50])


def last_reconciled() -> datetime | None:
    """When all devices were last compared. One query."""
    at: datetime | None = DeviceStanding.objects.aggregate(at=Max("reconciled_at"))["at"]
    return at
