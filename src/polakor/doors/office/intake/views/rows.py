"""Rows set aside: by reason, mended one by one in place or together in a spreadsheet."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from polakor.base.errors import Refusal
from polakor.doors.office.intake import spreadsheets, words
from polakor.doors.office.intake.forms import SentBackForm
from polakor.doors.office.intake.sheets import (
    cells_to_mend,
    heads_of,
    shown_cells,
    written_cells,
)
from polakor.doors.ui.acting import actor_of
from polakor.doors.ui.errors import sentence_of
from polakor.flows.correct_rows import correct_row, leave_row_out
from polakor.intake.actions.lists import note_look
from polakor.intake.actions.sent_back import receive_sent_back
from polakor.intake.errors import NotTheRowsSetAside, RowUnknown
from polakor.intake.models import ReceivedList, Submission
from polakor.intake.queries.lists import list_for, reasons_set_aside, row_for, rows_set_aside

A_PAGE = 50


@require_GET
def show_rows(request: HttpRequest, list_id: UUID) -> HttpResponse:
    """Rows still set aside, of one reason or of all, in the order of the file."""
    received = list_for(actor_of(request), list_id)
    reason = request.GET.get("reason", "")
    found = Paginator(rows_set_aside(actor_of(request), received, reason=reason), A_PAGE)
    page = found.get_page(request.GET.get("page"))
    note_look(actor=actor_of(request), received=received, what="set_aside")
    context = {
        "list": received,
        "page": page,
        "rows": [(row, written_cells(received, row)) for row in page.object_list],
        "reasons": reasons_set_aside(actor_of(request), received),
        "reason": reason,
        "form": SentBackForm(),
    }
    return render(request, "office_intake/rows.html", context)


def _row(request: HttpRequest, list_id: UUID, row_id: UUID) -> Submission:
    row = row_for(actor_of(request), row_id)
    if row.received_list_id != list_id:
        raise RowUnknown
    return row


@require_http_methods(["GET", "POST"])
def mend(request: HttpRequest, list_id: UUID, row_id: UUID) -> HttpResponse:
    """One row, its cells to be written over; what was written first is kept."""
    row = _row(request, list_id, row_id)
    received = row.whole_list
    cells = cells_to_mend(received, row, request.POST)
    trouble = ""
    if request.method == "POST":
        try:
            answer = correct_row(
                actor=actor_of(request),
                submission_id=row.id,
                cells=[cell.value for cell in cells],
            )
        except Refusal as refusal:
            trouble = sentence_of(refusal)
        else:
            if answer.reason:
                messages.warning(request, words.reason_sentence(answer.reason))
                return redirect("office_intake:mend", list_id, answer.submission_id)
            messages.success(request, _("Row %(row)s is in the register.") % {"row": row.row})
            return _next(request, received, row.reason)
    note_look(actor=actor_of(request), received=received, what="set_aside")
    context = {"list": received, "row": row, "cells": cells, "trouble": trouble}
    return render(request, "office_intake/row.html", context, status=422 if trouble else 200)


@require_POST
def leave_out(request: HttpRequest, list_id: UUID, row_id: UUID) -> HttpResponse:
    """This row is nobody: it stays kept as written and is set aside no more."""
    row = _row(request, list_id, row_id)
    leave_row_out(actor=actor_of(request), submission_id=row.id)
    messages.success(request, _("Row %(row)s was left out.") % {"row": row.row})
    return _next(request, row.whole_list, row.reason)


def _next(request: HttpRequest, received: ReceivedList, reason: str) -> HttpResponse:
    """The next row of the same heap, else the list."""
    following = rows_set_aside(actor_of(request), received, reason=reason).first()
    if following is None:
        return redirect("office_intake:list", received.id)
    return redirect("office_intake:mend", received.id, following.id)


@require_GET
def download(request: HttpRequest, list_id: UUID) -> HttpResponse:
    """All rows set aside as a spreadsheet with a reason column. Written down as an export."""
    received = list_for(actor_of(request), list_id)
    rows = (
        spreadsheets.AsideRow(
            row.id,
            *row.place,
            words.reason_sentence(row.reason),
            shown_cells(received, row),
        )
        for row in rows_set_aside(actor_of(request), received).iterator(chunk_size=2000)
    )
    content = spreadsheets.write_rows_set_aside(
        rows,
        heads_of(received),
        [str(sample["name"]) for sample in received.samples],
        [_("Do not change"), _("Row"), _("Reason")],
    )
    note_look(actor=actor_of(request), received=received, what="export")
    response = HttpResponse(
        content,
        content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    )
    name = _("set aside %(name)s") % {"name": received.filename.rsplit(".", 1)[0]}
    response["Content-Disposition"] = (
        content_disposition_header(True, f"{name}.xlsx") or "attachment"
    )
    return response


@require_POST
def send_back(request: HttpRequest, list_id: UUID) -> HttpResponse:
    """The mended spreadsheet: kept as it came; the worker reads each changed row again."""
    received = list_for(actor_of(request), list_id)
    form = SentBackForm(request.POST, request.FILES)
    try:
        if not form.is_valid():
            raise NotTheRowsSetAside
        file = form.cleaned_data["file"]
        receive_sent_back(
            actor=actor_of(request),
            list_id=received.id,
            filename=file.name,
            content=file.read(),
        )
    except Refusal as refusal:
        messages.error(request, sentence_of(refusal))
    else:
        messages.success(request, _("The mended rows are kept and are being read."))
    return redirect("office_intake:list", list_id)
