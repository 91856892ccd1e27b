"""Devices in the field: where each stands, barring lost ones, asking for records, saved files."""

import json
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from polakor.access.rules.actors import Actor
from polakor.base.errors import Refusal
from polakor.doors.office.intake.device_forms import BarForm, FileForm
from polakor.doors.ui import languages
from polakor.doors.ui.acting import actor_of
from polakor.doors.ui.errors import sentence_of
from polakor.flows.receive_envelopes import Receipt, receive_envelopes
from polakor.intake.actions.attachments import keep_attachment
from polakor.intake.actions.devices import ask_again, bar_device
from polakor.intake.models import Device, Submission
from polakor.intake.permissions import IntakePermission
from polakor.intake.queries.devices import (
    device_for,
    devices_for,
    missing_numbers,
    set_aside_of,
    with_answers_left_out,
)
from polakor.intake.queries.known import form_known, known
from polakor.intake.queries.settling import held_too_long
from polakor.intake.rules.answers import problems
from polakor.intake.rules.reasons import ENVELOPE_REASONS
from polakor.intake.rules.sealing import SealError, bytes_of
from polakor.reference.queries.gates import gate_labels
from polakor.reference.queries.pack import in_language
from polakor.registry.permissions import RegistryPermission

A_PAGE = 50
MOST_SHOWN = 40
"""Missing numbers written out on a device's page; the rest are counted."""

KINDS: dict[str, tuple[str, str | Promise]] = {
    "barred": ("refused", gettext_lazy("Barred")),
    "gap": ("check", gettext_lazy("Records missing")),
    "silent": ("silent", gettext_lazy("Silent")),
    "new": ("unknown", gettext_lazy("Not heard of yet")),
    "whole": ("done", gettext_lazy("All here")),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One device as a list shows it."""

    device: Device
    gate: str
    kind: str
    word: str | Promise


@require_GET
def show_devices(request: HttpRequest) -> HttpResponse:
    """Every device on duty here: heard of when, records made and received, what is missing."""
    actor = actor_of(request)
    page = Paginator(devices_for(actor), A_PAGE).get_page(request.GET.get("page"))
    gates = gate_labels(languages.current())
    waiting = list(held_too_long()[:MOST_SHOWN])
    context = {
        "page": page,
        "lines": [_line(one, gates) for one in page],
        "waiting": [{"row": one, "receipt_of": one.device} for one in waiting],
        "left_out": with_answers_left_out(actor),
        "may_enrol": actor.may(IntakePermission.DEVICE_ENROL),
    }
    return render(request, "office_intake/devices.html", context)


@require_GET
def show_device(request: HttpRequest, device_id: UUID) -> HttpResponse:
    """One device."""
    return _device(request, device_id, BarForm(), status=200)


@require_POST
def bar(request: HttpRequest, device_id: UUID) -> HttpResponse:
    """Bar a lost device."""
    form = BarForm(request.POST)
    if form.is_valid():
        bar_device(actor=actor_of(request), device_id=device_id, reason=form.cleaned_data["reason"])
        messages.success(request, _("Barred. The device empties itself when it next reaches us."))
        return redirect("office_devices:device", device_id=device_id)
    return _device(request, device_id, form, status=422)


@require_POST
def again(request: HttpRequest, device_id: UUID) -> HttpResponse:
    """Ask the device to send what is missing once more."""
    actor = actor_of(request)
    device = device_for(actor, device_id)
    missing = missing_numbers(device.id).get(device.id, [])
    ask_again(actor=actor, device_id=device.id, numbers=missing)
    messages.success(request, _("The device is asked when it next reaches us."))
    return redirect("office_devices:device", device_id=device_id)


@require_http_methods(["GET", "POST"])
def bring_file(request: HttpRequest) -> HttpResponse:
    """Bring in a file of sealed records that a device saved."""
    form = FileForm(request.POST or None, request.FILES or None)
    context: dict[str, Any] = {"form": form}
    if request.method == "POST" and form.is_valid():
        try:
            receipts, context["photos"] = _taken_in(request, form.cleaned_data["file"].read())
        except Refusal as refusal:
            form.add_error("file", sentence_of(refusal))
        except ValueError:
            form.add_error("file", _("This is not a file that a device saved."))
        else:
            context["became"] = _became(receipts)
            context["records"] = len(receipts)
    status = 422 if form.errors else 200
    return render(request, "office_intake/device_file.html", context, status=status)


@dataclass(frozen=True, slots=True)
class Photos:
    """Photos of a saved file: how many are kept, and how many are damaged or of nobody we know."""

    kept: int
    left: int


def _taken_in(request: HttpRequest, content: bytes) -> tuple[list[Receipt], Photos]:
    try:
        told = json.loads(content)
    except RecursionError:
        raise ValueError("nested too deep") from None
    envelopes = told.get("envelopes") if isinstance(told, dict) else None
    photos = told.get("photos", []) if isinstance(told, dict) else None
    if not isinstance(envelopes, list) or not isinstance(photos, list):
        raise ValueError("no envelopes")
    if not envelopes and not photos:
        raise ValueError("nothing in it")
    most = known().limits["envelopes_at_once"]
    receipts: list[Receipt] = []
    for start in range(0, len(envelopes), most):
        part = envelopes[start : start + most]
        receipts += receive_envelopes(actor=actor_of(request), sealed=part).receipts
    kept = sum(_photo_kept(actor_of(request), one) for one in photos)
    return receipts, Photos(kept, len(photos) - kept)


def _photo_kept(actor: Actor, text: object) -> bool:
    """Whether a sealed photo of a saved file is here now."""
    most = known().limits["photo_kilobytes"] * 1024
    try:
        content = bytes_of(text) if isinstance(text, str) and len(text) <= 2 * most else b""
    except SealError:
        return False
    return 0 < len(content) <= most and keep_attachment(actor=actor, content=content)


STATES: dict[str, tuple[str, str | Promise]] = {
    "received": ("received", gettext_lazy("Received")),
    "accepted": ("done", gettext_lazy("In the register already")),
    "held": ("going", gettext_lazy("Waits for an earlier record")),
    "returned": ("differs", gettext_lazy("Returned")),
    "quarantined": ("refused", gettext_lazy("Set aside")),
    "conflict": ("check", gettext_lazy("Answers differ")),
}


def _became(receipts: list[Receipt]) -> list[dict[str, object]]:
    """How many came to be what, and why."""
    counted: dict[tuple[str, str], int] = {}
    for one in receipts:
        counted[one.state, one.reason] = counted.get((one.state, one.reason), 0) + 1
    return [
        {
            "kind": STATES[state][0],
            "word": STATES[state][1],
            "records": number,
            "why": _(ENVELOPE_REASONS[reason]) if reason else "",
        }
        for (state, reason), number in sorted(counted.items())
    ]


def _device(request: HttpRequest, device_id: UUID, form: BarForm, *, status: int) -> HttpResponse:
    actor = actor_of(request)
    device = device_for(actor, device_id)
    missing = missing_numbers(device.id).get(device.id, [])
    context = {
        "line": _line(device, gate_labels(languages.current())),
        "missing": missing[:MOST_SHOWN],
        "more": max(0, len(missing) - MOST_SHOWN),
        "missing_count": len(missing),
        "aside": [
            {
                "row": one,
                "word": STATES[one.state][1],
                "kind": STATES[one.state][0],
                "why": _(ENVELOPE_REASONS.get(one.reason, ENVELOPE_REASONS["not_taken"])),
            }
            for one in set_aside_of(actor, device.id)
        ],
        "left_out": [
            {"row": one, "faults": _faults(one), "person": _first_person(actor, one)}
            for one in with_answers_left_out(actor, device.id)
        ],
        "form": form,
    }
    return render(request, "office_intake/device.html", context, status=status)


@dataclass(frozen=True, slots=True)
class Fault:
    """One answer that was left out: of which person (None: the family), to what, and why."""

    person: int | None
    question: str
    why: str


def _faults(told: Submission) -> list[Fault]:
    """What was left out of an envelope; never the answer itself, which stands in its person."""
    asked = form_known(told.form)
    if asked is None:
        return []
    language = languages.current()
    found = []
    for one in problems(asked, told.raw, timezone.localdate(told.received_at)):
        question = asked.question(one.code, "household" if one.member is None else "member")
        label = in_language(question.label, language) if question else one.code
        person = None if one.member is None else one.member + 1
        found.append(Fault(person, label, in_language(one.message, language)))
    return found


def _first_person(actor: Actor, told: Submission) -> str | None:
    """The person whose file opens the family, for those who may open it."""
    members = told.raw.get("members") or ()
    may = actor.may(RegistryPermission.PERSON_READ)
    return str(members[0]["id"]) if may and members else None


def _line(device: Device, gates: dict[str, str]) -> Line:
    standing = device.standing
    quiet = timezone.now() - timedelta(hours=known().limits["silent_hours"])
    if device.barred_at is not None:
        state = "barred"
    elif standing.last_seen_at is None:
        state = "new"
    elif standing.missing:
        state = "gap"
    elif standing.last_seen_at < quiet:
        state = "silent"
    else:
        state = "whole"
    kind, word = KINDS[state]
    return Line(device, gates.get(device.gate_id, device.gate_id), kind, word)
