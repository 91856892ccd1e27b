"""All lists, handing one in, and one list on its way."""

from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from polakor.base.errors import Refusal
from polakor.doors.office.intake.forms import SentBackForm, UploadForm
from polakor.doors.office.intake.standing import standing_of, standing_of_mended
from polakor.doors.office.intake.words import notice_sentences
from polakor.doors.ui import figures, languages
from polakor.doors.ui.acting import actor_of
from polakor.doors.ui.errors import forbidden, sentence_of
from polakor.doors.ui.templatetags.ui import spoken
from polakor.intake.actions.lists import note_look, receive_list
from polakor.intake.errors import AlreadyReceived
from polakor.intake.models import ListState, ReceivedList
from polakor.intake.queries.lists import (
    content_of,
    known_senders,
    list_for,
    lists_visible_to,
    origin_of,
    reasons_set_aside,
)
from polakor.intake.queries.sent_back import sent_back_of
from polakor.reference.queries.codes import labels
from polakor.reference.queries.gates import gate_labels
from polakor.registry.queries.clashes import clashes_of_list

A_PAGE = 25


@require_GET
def show_lists(request: HttpRequest) -> HttpResponse:
    """Lists the account may see, newest first."""
    search = request.GET.get("q", "").strip()
    found = Paginator(lists_visible_to(actor_of(request), search=search), A_PAGE)
    page = found.get_page(request.GET.get("page"))
    names = gate_labels(languages.current())
    rows = [(one, names.get(one.gate_id or "", "")) for one in page.object_list]
    context = {"page": page, "rows": rows, "q": search}
    return render(request, "office_intake/lists.html", context)


@require_http_methods(["GET", "POST"])
def upload(request: HttpRequest) -> HttpResponse:
    """Hand a list in. What is wrong with a file is said beside its field; nothing is kept then."""
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            received = receive_list(
                actor=actor_of(request),
                filename=told["file"].name,
                content=told["file"].read(),
                sender=told["sender"],
                gate=told["gate"],
                crossed_on=told["crossed_on"],
                mode=told["mode"],
            )
        except AlreadyReceived as refusal:
            return _already(request, form, refusal)
        except Refusal as refusal:
            form.add_error("file", sentence_of(refusal))
        else:
            return redirect("office_intake:columns", received.id)
    status = 422 if form.is_bound else 200
    context = {"form": form, "senders": known_senders()}
    return render(request, "office_intake/upload.html", context, status=status)


def _already(request: HttpRequest, form: UploadForm, refusal: AlreadyReceived) -> HttpResponse:
    """Say so, and lead to the earlier list where it may be seen."""
    form.add_error("file", sentence_of(refusal))
    visible = lists_visible_to(actor_of(request)).filter(id=str(refusal.fields["list_id"])).first()
    context = {"form": form, "senders": known_senders(), "earlier": visible}
    return render(request, "office_intake/upload.html", context, status=409)


@require_GET
def show_list(request: HttpRequest, list_id: UUID) -> HttpResponse:
    """One list: its columns while nothing is read, then how far it is and what came of it."""
    received = list_for(actor_of(request), list_id)
    if received.state == ListState.RECEIVED:
        return redirect("office_intake:columns", received.id)
    context = _whole(request, received)
    context |= {"facts": facts_of(received), "notices": notice_sentences(received.notices)}
    return render(request, "office_intake/list.html", context)


@require_GET
def progress(request: HttpRequest, list_id: UUID) -> HttpResponse:
    """The part of a list's page that moves while it is read."""
    received = list_for(actor_of(request), list_id)
    return render(request, "office_intake/_state.html", _whole(request, received))


def _whole(request: HttpRequest, received: ReceivedList) -> dict[str, object]:
    reasons = reasons_set_aside(actor_of(request), received) if received.quarantined else []
    clashes = clashes_of_list(actor_of(request), received) if received.document_clashes else []
    mending = [(one, standing_of_mended(one)) for one in sent_back_of(actor_of(request), received)]
    return {
        "list": received,
        "standing": standing_of(received),
        "reasons": reasons,
        "clashes": clashes,
        "mending": mending,
        "moving": any(standing.is_reading for _sent, standing in mending),
        "form": SentBackForm(),
    }


def facts_of(received: ReceivedList) -> list[tuple[str, object]]:
    """What is known about a list as a whole, word and value."""
    origin = origin_of(received)
    language = languages.current()
    office = origin.office_km if language == "km" else origin.office_en
    gates = gate_labels(language)
    modes = labels("return_modes", language)
    as_rows = _("As each row says")
    size = figures.size(received.size)
    facts: list[tuple[str, object]] = [
        (_("Received"), figures.moment(received.received_at)),
        (_("Received by"), spoken(f"{origin.account} · {office}")),
        (_("Sender"), spoken(received.sender.name if received.sender else _("not said"))),
        (_("Gate"), gates.get(received.gate_id or "", as_rows)),
        (_("Day of crossing"), figures.day(received.crossed_on) or as_rows),
        (_("How they came back"), modes.get(received.mode, as_rows)),
        (_("File"), spoken(f"{received.format} {received.encoding} · {size}")),
        (spoken("SHA-256"), spoken(f"{received.sha256[:8]}…{received.sha256[-8:]}")),
    ]
    return facts


@require_GET
def original(request: HttpRequest, list_id: UUID) -> HttpResponse:
    """The file as it arrived, byte for byte, for the account that handed it in.

    It holds what no page shows again: flags, needs, remarks, and people of other provinces.
    """
    received = list_for(actor_of(request), list_id)
    if received.received_by != actor_of(request).account_id:
        return forbidden(request)
    content = content_of(actor_of(request), received)
    note_look(actor=actor_of(request), received=received, what="original")
    response = HttpResponse(content, content_type="application/octet-stream")
    response["Content-Disposition"] = (
        content_disposition_header(True, received.filename) or "attachment"
    )
    return response
