"""Enrol devices, bar lost ones, ask for records again."""

import secrets
from uuid import UUID

from django.utils import timezone

from polakor.access.actions.events import record_event
from polakor.access.context import acting_as
from polakor.access.rules.actors import Actor
from polakor.intake.errors import DeviceNeedsName, DeviceNotYours, GateUnknown, ReasonMissing
from polakor.intake.models import Device, DeviceStanding
from polakor.intake.permissions import IntakePermission
from polakor.intake.queries.devices import forget, is_of, missing_numbers, secret_hash
from polakor.intake.rules.sealing import text_of
from polakor.reference.queries.gates import gate_exists

LONGEST_NAME = 80
MOST_ASKED = 1000
"""Numbers a device is asked for at once; the rest when those are here."""


def enrol_device(*, actor: Actor, name: str, gate: str) -> tuple[Device, str]:
    """Take a device into service for the actor's account. Returns it and its secret, once.

    Needs ``intake:device:enrol``. Raises ``DeviceNeedsName``, ``GateUnknown``.
    """
    actor.require(IntakePermission.DEVICE_ENROL)
    called = " ".join(name.split())[:LONGEST_NAME]
    if not called:
        raise DeviceNeedsName
    if not gate_exists(gate):
        raise GateUnknown(gate=gate)
    secret = text_of(secrets.token_bytes(32))
    with acting_as(actor):
        device = Device.objects.create(
            name=called,
            gate_id=gate,
            office_id=actor.office_id,
            account_id=actor.account_id,
            secret_hash=secret_hash(secret),
            enrolled_by=actor.account_id,
        )
        DeviceStanding.objects.create(device=device)
        _note(actor, "enrolled", device.id)
    return device, secret


def bar_device(*, actor: Actor, device_id: UUID, reason: str) -> Device:
    """Bar a lost device: it is turned away from now on, and empties itself when it asks.

    Needs ``intake:device:manage``. Raises ``DeviceNotYours``, ``ReasonMissing``. One that is
    barred already stays as it is.
    """
    actor.require(IntakePermission.DEVICE_MANAGE)
    words = " ".join(reason.split())
    if not words:
        raise ReasonMissing
    with acting_as(actor):
        device = _locked(actor, device_id)
        if device.barred_at is None:
            device.barred_at = timezone.now()
            device.barred_by = actor.account_id
            device.barred_reason = words
            device.save(update_fields=["barred_at", "barred_by", "barred_reason"])
            _note(actor, "barred", device.id, words)
    forget(device_id)
    return device


def ask_again(*, actor: Actor, device_id: UUID, numbers: list[int]) -> None:
    """Ask a device to send these numbers again: its next answer says so.

    Needs ``intake:device:manage``. Raises ``DeviceNotYours``.
    """
    actor.require(IntakePermission.DEVICE_MANAGE)
    with acting_as(actor):
        device = _locked(actor, device_id)
        DeviceStanding.objects.filter(device=device).update(
            resend=sorted(set(numbers))[:MOST_ASKED]
        )
        record_event(
            actor=actor,
            event="intake:device:asked_again",
            target_kind="device",
            target_id=str(device.id),
            detail={"records": len(numbers)},
        )


def reconcile_devices(*, actor: Actor) -> int:
    """Compare, device by device, the numbers given with those that are here; ask for the others.

    For the worker, every night: needs ``intake:device:reconcile``, which no role holds. Returns
    how many devices miss something.
    """
    actor.require("intake:device:reconcile")
    with acting_as(actor):
        found = missing_numbers()
        now = timezone.now()
        DeviceStanding.objects.update(missing=0, reconciled_at=now)
        for device_id, numbers in found.items():
            DeviceStanding.objects.filter(device_id=device_id).update(
                missing=len(numbers), resend=numbers[:MOST_ASKED]
            )
        record_event(
            actor=actor,
            event="intake:device:reconciled",
            target_kind="device",
            target_id="",
            detail={"devices_with_gaps": len(found)},
        )
    return len(found)


def _locked(actor: Actor, device_id: UUID) -> Device:
    device = Device.objects.select_for_update().filter(id=device_id).first()
    if device is None or not is_of(actor, device):
        raise DeviceNotYours
    return device


def _note(actor: Actor, what: str, device_id: UUID, reason: str = "") -> None:
    record_event(
        actor=actor,
        event=f"intake:device:{what}",
        target_kind="device",
        target_id=str(device_id),
        reason=reason,
    )
