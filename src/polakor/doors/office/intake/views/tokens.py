"""Family tokens: batches, printing them, barring lost ones, and where one paper stands."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from polakor.access.rules.actors import Actor
from polakor.base.errors import Refusal
from polakor.doors.office.intake.token_forms import KINDS, STANDINGS, BarForm, IssueForm
from polakor.doors.office.intake.token_paper import tokens_pdf
from polakor.doors.ui import figures, languages
from polakor.doors.ui.acting import actor_of
from polakor.doors.ui.errors import sentence_of
from polakor.intake.actions.tokens import bar_tokens, issue_tokens, note_printing, settle_clash
from polakor.intake.errors import BatchUnknown
from polakor.intake.models import TokenBatch
from polakor.intake.permissions import IntakePermission
from polakor.intake.queries.tokens import batch_for, batches, clashes, token_standing
from polakor.reference.queries.gates import gate_labels
from polakor.registry.permissions import RegistryPermission

A_PAGE = 25


@require_GET
def show_tokens(request: HttpRequest) -> HttpResponse:
    """Every batch, a box to look at one paper, and issuing another batch."""
    actor = actor_of(request)
    form = IssueForm() if actor.may(IntakePermission.TOKEN_ISSUE) else None
    return _list(request, form, status=200)


@require_http_methods(["POST"])
def issue(request: HttpRequest) -> HttpResponse:
    """Issue a batch; its page offers the sheets for printing."""
    form = IssueForm(request.POST)
    if not form.is_valid():
        return _list(request, form, status=422)
    told = form.cleaned_data
    batch = issue_tokens(actor=actor_of(request), sheets=told["sheets"], gate=told["gate"])
    messages.success(
        request, _("Batch %(code)s is issued. Print its sheets now.") % {"code": batch.code}
    )
    return redirect("office_tokens:batch", code=batch.code)


@require_GET
def show_batch(request: HttpRequest, code: str) -> HttpResponse:
    """One batch: its numbers, what is barred, its sheets."""
    actor = actor_of(request)
    form = BarForm() if actor.may(IntakePermission.TOKEN_ISSUE) else None
    return _batch(request, _found(actor, code), form, status=200)


@require_GET
def print_batch(request: HttpRequest, code: str) -> HttpResponse:
    """The sheets as a PDF."""
    actor = actor_of(request)
    batch = _found(actor, code)
    content = tokens_pdf(batch)
    note_printing(actor=actor, batch=batch)
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="tokens-{batch.code}.pdf"'
    response["Cache-Control"] = "no-store"
    return response


@require_http_methods(["POST"])
def bar(request: HttpRequest, code: str) -> HttpResponse:
    """Bar a range of sheets."""
    actor = actor_of(request)
    batch, form = _found(actor, code), BarForm(request.POST)
    if form.is_valid():
        try:
            bar_tokens(actor=actor, code=batch.code, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error("first", sentence_of(refusal))
        else:
            messages.success(request, _("Barred. Devices hear of it when they next reach us."))
            return redirect("office_tokens:batch", code=batch.code)
    return _batch(request, batch, form, status=422)


@require_http_methods(["POST"])
def settle(request: HttpRequest, token: str) -> HttpResponse:
    """Answer what several families under one paper are."""
    settle_clash(actor=actor_of(request), token=token, answer=request.POST.get("answer", ""))
    messages.success(request, _("Your answer about %(token)s is kept.") % {"token": token})
    return redirect("office_tokens:tokens")


def _found(actor: Actor, code: str) -> TokenBatch:
    try:
        return batch_for(actor, code.upper())
    except BatchUnknown:
        raise Http404 from None


def _list(request: HttpRequest, form: IssueForm | None, *, status: int) -> HttpResponse:
    actor = actor_of(request)
    page = Paginator(batches(actor), A_PAGE).get_page(request.GET.get("page"))
    names = gate_labels(languages.current())
    asked = request.GET.get("q", "").strip()[:400]
    waiting = list(clashes(actor)) if actor.may(IntakePermission.CONFLICT_DECIDE) else []
    context = {
        "clashes": waiting,
        "page": page,
        "rows": [(one, names.get(one.gate_id or "", "")) for one in page.object_list],
        "form": form,
        "q": asked,
        "standing": _standing(actor, asked, names, {one.token for one in waiting})
        if asked
        else None,
    }
    return render(request, "office_intake/tokens.html", context, status=status)


def _standing(actor: Actor, asked: str, gates: dict[str, str], waiting: set[str]) -> dict[str, Any]:
    """A paper's standing in words; the family only for those who may open it."""
    found = token_standing(actor, asked)
    kind, sentence = STANDINGS[found.word]
    opens = actor.may(RegistryPermission.PERSON_READ)
    return {
        "token": found.token,
        "kind": kind,
        "sentence": sentence,
        "reason": found.reason,
        "waits": found.token in waiting,
        "uses": [
            {
                "kind": KINDS.get(use.kind, use.kind),
                "device": use.device,
                "gate": gates.get(use.gate, use.gate),
                "at": use.at,
                "person": next(iter(use.people), None) if opens else None,
            }
            for use in found.uses
        ],
    }


def _batch(
    request: HttpRequest, batch: TokenBatch, form: BarForm | None, *, status: int
) -> HttpResponse:
    names = gate_labels(languages.current())
    context = {
        "batch": batch,
        "form": form,
        "facts": [
            (_("Numbers"), f"{batch.first:05d} – {batch.last:05d}"),
            (_("Gate"), names.get(batch.gate_id or "", "") or _("For any gate")),
            (_("Issued"), figures.moment(batch.issued_at)),
        ],
        "barred": list(batch.barred.all()),
    }
    return render(request, "office_intake/token_batch.html", context, status=status)
