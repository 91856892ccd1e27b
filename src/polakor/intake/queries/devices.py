"""Devices: who stands behind one that speaks to us, and where all of them stand."""

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from time import monotonic
from uuid import UUID

from polakor.access.queries.actors import actor_of_account
from polakor.access.rules.actors import Actor
from polakor.intake.errors import DeviceBarred, DeviceUnknown
from polakor.intake.models import Device

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
