"""Papers of a person: add one, say who holds it, correct what was written."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from polakor.base.errors import Refusal
from polakor.base.ids import uuid7
from polakor.doors.office.registry import codes
from polakor.doors.office.registry.amending import (
    CorrectionForm,
    DocumentForm,
    HolderForm,
    ToldForm,
)
from polakor.doors.office.registry.questions import answers_from
from polakor.doors.office.registry.views.person import file_for, names_of
from polakor.doors.ui.acting import actor_of
from polakor.doors.ui.errors import sentence_of
from polakor.flows.amend_person import (
    CORRECTION_FORM,
    DOCUMENT_FORM,
    HOLDER_FORM,
    tell_correction,
    tell_document,
    tell_holder,
)
from polakor.flows.register_by_hand import FilledForm
from polakor.intake.errors import ToldAlready
from polakor.registry.actions.papers import HeldBy
from polakor.registry.queries.papers import DocumentLine
from polakor.registry.queries.persons import PersonFile

Act = Callable[[ToldForm, FilledForm], str]


def add(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """A paper that is not on file yet."""
    actor = actor_of(request)
    file = file_for(actor, person_id, reason="amend")
    form = DocumentForm(request.POST or None)

    def act(form: ToldForm, told: FilledForm) -> str:
        given = form.cleaned_data
        return tell_document(
            actor=actor,
            told=told,
            person_id=file.summary.id,
            kind=given["kind"],
            number=given["number"],
            held=_held(given),
        )

    return amended(request, file, form, DOCUMENT_FORM, act, {"title": _("Add a document")})


def holder(request: HttpRequest, person_id: UUID, document_id: UUID) -> HttpResponse:
    """Who holds a paper now; earlier answers stay."""
    actor = actor_of(request)
    file = file_for(actor, person_id, reason="amend")
    paper = _paper(file, document_id)
    form = HolderForm(request.POST or None)

    def act(form: ToldForm, told: FilledForm) -> str:
        return tell_holder(
            actor=actor,
            told=told,
            person_id=file.summary.id,
            document_id=document_id,
            held=_held(form.cleaned_data),
        )

    shown = {"title": _("Who holds it now?"), "paper": _in_words(paper)}
    return amended(request, file, form, HOLDER_FORM, act, shown, about=_answers(paper))


def correct(request: HttpRequest, person_id: UUID, document_id: UUID) -> HttpResponse:
    """What was written of a paper is wrong; it stays readable beside the correction."""
    actor = actor_of(request)
    file = file_for(actor, person_id, reason="amend")
    paper = _paper(file, document_id)
    form = CorrectionForm(
        request.POST or None, initial={"kind": paper.kind, "number": paper.number}
    )

    def act(form: ToldForm, told: FilledForm) -> str:
        given = form.cleaned_data
        return tell_correction(
            actor=actor,
            told=told,
            person_id=file.summary.id,
            document_id=document_id,
            kind=given["kind"] or paper.kind,
            number=given["number"],
            reason=given["reason"],
            withdrawn=given["what"] == "not_theirs",
        )

    shown = {"title": _("Correct a document"), "paper": _in_words(paper)}
    return amended(request, file, form, CORRECTION_FORM, act, shown)


def amended(
    request: HttpRequest,
    file: PersonFile,
    form: ToldForm,
    name: str,
    act: Act,
    shown: Mapping[str, str | Promise],
    *,
    about: dict[str, str] | None = None,
) -> HttpResponse:
    """Show the form, or do what it asks and go back to the file with a receipt.

    ``about`` is kept with the answers: what the form was about.
    """
    address = reverse("office_registry:person", args=[file.summary.id])
    if request.method == "POST" and form.is_valid():
        told = FilledForm(
            {**(about or {}), **answers_from(request.POST)},
            form=name,
            id=form.cleaned_data["made"] or uuid7(),
        )
        try:
            receipt = act(form, told)
        except ToldAlready as refusal:
            messages.info(request, sentence_of(refusal))
            return redirect(address)
        except Refusal as refusal:
            form.add_error(None, sentence_of(refusal))
        else:
            messages.success(
                request, _("Written down. Receipt %(receipt)s.") % {"receipt": receipt}
            )
            return redirect(address)
    context = {"file": file, "names": names_of(file), "form": form, "back": address, **shown}
    status = 422 if form.errors else 200
    return render(request, "office_registry/amend.html", context, status=status)


def _paper(file: PersonFile, document_id: UUID) -> DocumentLine:
    found = next((one for one in file.documents if one.id == document_id), None)
    if found is None:
        raise Http404
    return found


def _in_words(paper: DocumentLine) -> str:
    kind = codes.words_of("document_kinds").of("document_kinds", paper.kind)
    return " ".join(part for part in (kind, paper.number) if part)


def _answers(paper: DocumentLine) -> dict[str, str]:
    """Which paper a form was about, as kept with its answers."""
    return {"kind": paper.kind, "number": paper.number}


def _held(given: dict[str, Any]) -> HeldBy:
    return HeldBy(given["holder"], given["since"], given["against_will"])
