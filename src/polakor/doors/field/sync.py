"""Sync: a device brings sealed records and hears what became of each, now or when it asks."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext, override
from django.views.decorators.http import require_POST

from polakor.base.ids import receipt_number
from polakor.doors.field.device import (
    LANGUAGES,
    body_of,
    by_device,
    limit,
    on_a_live_line,
    signed,
    too_much,
    wrong,
)
from polakor.flows.receive_envelopes import Receipt, receive_envelopes
from polakor.intake.actions.envelopes import Contact
from polakor.intake.queries.devices import Speaking
from polakor.intake.queries.envelopes import Here, states_of
from polakor.intake.rules.reasons import ENVELOPE_REASONS

MOST_ASKED = 500
KILOBYTE = 1024
_HEAD = 64 * KILOBYTE
_MOST_SKEW = timedelta(days=3650).total_seconds()


@require_POST
@by_device
def sync(request: HttpRequest, device: Speaking) -> HttpResponse:
    """Take in up to the pack's number of sealed records; answer one signed receipt for each."""
    most = limit("envelopes_at_once")
    told = body_of(request, most * limit("envelope_kilobytes") * KILOBYTE + _HEAD)
    if isinstance(told, HttpResponse):
        return told
    envelopes = told.get("envelopes", []) if isinstance(told, dict) else None
    if not isinstance(envelopes, list):
        return wrong()
    if len(envelopes) > most:
        return too_much()
    contact = _contact(told)
    answer = on_a_live_line(
        lambda: receive_envelopes(
            actor=device.actor, sealed=envelopes, device_id=device.id, contact=contact
        )
    )
    return signed(
        device,
        {
            "receipts": [_told(one) for one in answer.receipts],
            "next": {"resend": list(answer.resend)},
        },
    )


@require_POST
@by_device
def bring_file(request: HttpRequest, device: Speaking) -> HttpResponse:
    """Take in a saved file of another device's sealed records; the same receipts."""
    told = body_of(request, limit("file_megabytes") * KILOBYTE * KILOBYTE)
    if isinstance(told, HttpResponse):
        return told
    envelopes = told.get("envelopes") if isinstance(told, dict) else None
    if not isinstance(envelopes, list):
        return wrong()
    receipts: list[Receipt] = []
    most = limit("envelopes_at_once")
    for start in range(0, len(envelopes), most):
        part = envelopes[start : start + most]
        answer = receive_envelopes(actor=device.actor, sealed=part, device_id=device.id)
        receipts += answer.receipts
    return signed(device, {"receipts": [_told(one) for one in receipts], "next": {"resend": []}})


@require_POST
@by_device
def states(request: HttpRequest, device: Speaking) -> HttpResponse:
    """What became of records sent before: the present state of each that is known."""
    told = body_of(request, _HEAD)
    if isinstance(told, HttpResponse):
        return told
    asked = told.get("ids") if isinstance(told, dict) else None
    if not isinstance(asked, list) or len(asked) > MOST_ASKED:
        return wrong()
    ids = _ids(asked)
    found = states_of(device.actor, device.id, ids)
    receipts = [_told(_receipt(one, found[one])) for one in ids if one in found]
    return signed(device, {"receipts": receipts, "next": {"resend": []}})


def _ids(asked: Sequence[object]) -> list[UUID]:
    found = []
    for one in asked:
        try:
            found.append(UUID(str(one)))
        except ValueError:
            continue
    return list(dict.fromkeys(found))


def _contact(told: dict[str, Any]) -> Contact:
    """What the device says of itself; what is no number or no time says nothing."""
    made, app = told.get("made"), told.get("app")
    skew = 0.0
    try:
        clock = datetime.fromisoformat(str(told.get("clock", "")))
        skew = (clock.astimezone(UTC) - timezone.now()).total_seconds()
    except (ValueError, OverflowError):
        pass
    return Contact(
        made=made if type(made) is int and 0 <= made < 2**31 else 0,
        skew=max(-_MOST_SKEW, min(_MOST_SKEW, skew)),
        app="".join(letter for letter in str(app or "")[:40] if letter.isprintable()),
    )


def _receipt(envelope: UUID, here: Here) -> Receipt:
    return Receipt(
        str(envelope),
        here.sequence,
        here.state,
        receipt_number(here.id),
        here.sha256.hex(),
        here.received_at,
        here.reason,
    )


def _told(one: Receipt) -> dict[str, object]:
    told: dict[str, object] = {
        "id": one.id,
        "seq": one.sequence,
        "state": one.state,
        "receipt": one.number,
        "sha256": one.sha256,
        "received_at": one.received_at.isoformat(),
        "reason": one.reason,
        "say": _said(one.reason) if one.reason else _NOTHING,
    }
    return told


_NOTHING = dict.fromkeys(LANGUAGES, "")


def _said(reason: str) -> dict[str, str]:
    found = {}
    for language in LANGUAGES:
        with override(language):
            found[language] = gettext(ENVELOPE_REASONS.get(reason, ENVELOPE_REASONS["not_taken"]))
    return found
