"""Inspections: a visit point by point, and what must still be put right."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from polakor.base.errors import Refusal
from polakor.doors.office.recruitment import asking, showing
from polakor.doors.office.recruitment.forms import DoneForm, InspectionForm
from polakor.doors.ui import languages
from polakor.doors.ui.acting import actor_of
from polakor.doors.ui.errors import sentence_of
from polakor.recruitment.actions.inspections import (
    FindingDraft,
    InspectionDraft,
    close_correction,
    record_inspection,
)
from polakor.recruitment.errors import InspectionNotFound
from polakor.recruitment.permissions import RecruitmentPermission as May
from polakor.recruitment.queries.inspections import inspection_for, open_corrections
from polakor.recruitment.queries.pack import checklist, checklist_in_force
from polakor.reference.queries.codes import labels


def inspect(request: HttpRequest, number: str) -> HttpResponse:
    """Write a visit down, point by point."""
    actor = actor_of(request)
    line = asking.line_for(actor, number)
    key = request.POST.get("checklist") or checklist_in_force(timezone.localdate())
    if line.kind != "agency" or not key:
        raise Http404
    form = InspectionForm(request.POST or None, checklist=checklist(key))
    if request.method == "POST" and form.is_valid():
        try:
            visit_id = record_inspection(actor=actor, number=line.number, draft=_draft(form))
        except Refusal as refusal:
            form.add_error(None, sentence_of(refusal))
        else:
            messages.success(request, _("The inspection is kept."))
            return redirect("office_recruitment:inspection", inspection_id=visit_id)
    shown = {
        "form": form,
        "name": showing.name_of(line),
        "line": line,
        "checklist": key,
        "checklist_name": labels("checklists", languages.current()).get(key, key),
    }
    status = 422 if form.errors else 200
    return render(request, "office_recruitment/inspect.html", shown, status=status)


def _draft(form: InspectionForm) -> InspectionDraft:
    told: dict[str, Any] = form.cleaned_data
    return InspectionDraft(
        on_day=told["on_day"],
        checklist=form.checklist.key,
        inspectors=told["inspectors"],
        findings=[
            FindingDraft(
                one.code,
                told[f"{one.code}-result"],
                told[f"{one.code}-found"],
                told[f"{one.code}-correction"],
                told[f"{one.code}-due_on"],
            )
            for one in form.checklist.items
        ],
        kind=told["kind"],
        summary=told["summary"],
    )


def inspection(request: HttpRequest, inspection_id: UUID) -> HttpResponse:
    """One visit: its score, what was seen, what must be put right."""
    actor = actor_of(request)
    try:
        line, found = inspection_for(actor, inspection_id)
    except InspectionNotFound:
        raise Http404 from None
    about = asking.line_for(actor, line.number)
    shown = {
        **showing.visit(line),
        "name": showing.name_of(about),
        "rows": showing.findings(found),
        "checklist": labels("checklists", languages.current()).get(line.checklist, line.checklist),
        "may_inspect": actor.may(May.INSPECTION_RECORD),
        "today": timezone.localdate(),
    }
    return render(request, "office_recruitment/inspection.html", shown)


def corrections(request: HttpRequest) -> HttpResponse:
    """What agencies must still put right, the longest due first."""
    actor = actor_of(request)
    points = labels("checklist_items", languages.current())
    local = languages.current() == "km"
    rows = [
        {
            "line": one,
            "name": (one.name_km if local else one.name_latin) or one.name_km or one.name_latin,
            "point": points.get(one.item, one.item),
            "late": one.due_on < timezone.localdate(),
        }
        for one in open_corrections(actor)
    ]
    shown = {
        "rows": rows,
        "may_inspect": actor.may(May.INSPECTION_RECORD),
        "now": timezone.now(),
    }
    return render(request, "office_recruitment/corrections.html", shown)


def done(request: HttpRequest, inspection_id: UUID, correction_id: UUID) -> HttpResponse:
    """Say that something was put right."""
    actor = actor_of(request)
    return asking.ask(
        request,
        form=DoneForm(request.POST or None),
        do=lambda told: close_correction(
            actor=actor, inspection_id=inspection_id, correction_id=correction_id, **told
        ),
        title=_("Put right"),
        button=_("It was put right"),
        back=reverse("office_recruitment:inspection", args=[inspection_id]),
        done=_("Written down."),
    )
