"""Settle what the columns are, with a preview, before anything is written."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from polakor.base.errors import Refusal
from polakor.doors.office.intake import words
from polakor.doors.office.intake.forms import PassageForm
from polakor.doors.office.intake.sheets import (
    chosen_fields,
    layouts_of,
    preview_of,
    sheet_groups,
)
from polakor.doors.ui.acting import actor_of
from polakor.doors.ui.errors import sentence_of
from polakor.flows.settle_columns import settle_columns
from polakor.intake.actions.lists import note_look, start_reading
from polakor.intake.models import ListState, ReceivedList
from polakor.intake.queries.lists import list_for
from polakor.registry.errors import RuleCannotFire


@require_http_methods(["GET", "POST"])
def settle(request: HttpRequest, list_id: UUID) -> HttpResponse:
    """The columns of a list. POST keeps what was chosen, and with ``read`` begins to read."""
    received = list_for(actor_of(request), list_id)
    if received.state != ListState.RECEIVED:
        return redirect("office_intake:list", received.id)
    form = PassageForm(request.POST or None, initial=_told(received))
    trouble = ""
    silent = "without_rules" in request.POST
    if request.method == "POST":
        try:
            if form.is_valid():
                settle_columns(
                    actor=actor_of(request),
                    list_id=received.id,
                    fields=chosen_fields(received, request.POST),
                    passage=form.cleaned_data,
                    confirmed=silent,
                )
                if "read" in request.POST:
                    start_reading(actor=actor_of(request), list_id=received.id)
                    return redirect("office_intake:list", received.id)
                return redirect("office_intake:columns", received.id)
        except Refusal as refusal:
            trouble = sentence_of(refusal)
            silent = silent or isinstance(refusal, RuleCannotFire)
    return _page(request, received, form, trouble, silent=silent)


def _told(received: ReceivedList) -> dict[str, object]:
    return {
        "gate": received.gate_id or "",
        "crossed_on": received.crossed_on,
        "mode": received.mode,
    }


def _page(
    request: HttpRequest, received: ReceivedList, form: PassageForm, trouble: str, *, silent: bool
) -> HttpResponse:
    """``silent``: a matching rule can recognise nobody with these columns; to be confirmed."""
    layouts = layouts_of(received, request.POST)
    documents = words.document_words()
    groups = sheet_groups(received, layouts, documents, everything="all" in request.GET)
    context = {
        "list": received,
        "groups": groups,
        "doubtful": sum(column.doubtful for group in groups for column in group.columns),
        "choices": words.field_choices(documents),
        "form": form,
        "trouble": trouble,
        "silent": silent,
        "confirmed": "without_rules" in request.POST,
        "notices": words.notice_sentences(received.notices),
        "preview": preview_of(received, layouts),
    }
    note_look(actor=actor_of(request), received=received, what="preview")
    status = 422 if trouble or form.errors else 200
    return render(request, "office_intake/columns.html", context, status=status)


@require_POST
def preview(request: HttpRequest, list_id: UUID) -> HttpResponse:
    """The preview alone, with the columns as they are chosen on the page; nothing is kept."""
    received = list_for(actor_of(request), list_id)
    layouts = layouts_of(received, request.POST)
    note_look(actor=actor_of(request), received=received, what="preview")
    context = {"list": received, "preview": preview_of(received, layouts)}
    return render(request, "office_intake/_preview.html", context)


@require_POST
def begin(request: HttpRequest, list_id: UUID) -> HttpResponse:
    """Begin, or go on, to read a list whose columns are settled."""
    start_reading(actor=actor_of(request), list_id=list_id)
    return redirect("office_intake:list", list_id)
