"""Two desks answered one question differently: both answers side by side, and a choice."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from polakor.doors.office.intake.device_forms import ChoiceForm
from polakor.doors.ui import languages
from polakor.doors.ui.acting import actor_of
from polakor.flows.decide_difference import decide_difference, undo_difference
from polakor.intake.models import AnswerConflict, Submission
from polakor.intake.queries.conflicts import conflict_for, conflicts_for
from polakor.reference.errors import FormUnknown
from polakor.reference.queries.forms import form as form_named
from polakor.reference.queries.pack import in_language
from polakor.reference.queries.places import place_full_name

A_PAGE = 25


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two answers: what was said, at which desk, when."""

    choice: str
    answer: str
    device: str
    at: datetime


@require_GET
def show_all(request: HttpRequest) -> HttpResponse:
    """Differences nobody decided yet, oldest first; with ``?all=1`` the decided ones as well."""
    every = request.GET.get("all") == "1"
    rows = conflicts_for(actor_of(request), open_only=not every)
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    lines = [{"conflict": one, "question": _question(one)} for one in page]
    context = {"page": page, "lines": lines, "every": every}
    return render(request, "office_intake/differences.html", context)


@require_http_methods(["GET", "POST"])
def show_one(request: HttpRequest, conflict_id: UUID) -> HttpResponse:
    """One difference: both answers side by side, and a choice."""
    actor = actor_of(request)
    if request.method == "POST":
        form = ChoiceForm(request.POST)
        if form.is_valid():
            decide_difference(actor=actor, conflict_id=conflict_id, **form.cleaned_data)
            messages.success(request, _("Your decision is kept. It can be undone."))
            return redirect("office_devices:difference", conflict_id=conflict_id)
    conflict = conflict_for(actor, conflict_id)
    decisions = sorted(conflict.decisions.all(), key=lambda one: one.decided_at)
    undone = {one.undoes_id for one in decisions}
    standing = next(
        (one for one in decisions if one.undoes_id is None and one.id not in undone), None
    )
    context = {
        "conflict": conflict,
        "question": _question(conflict),
        "sides": [
            _side("first", conflict.first, conflict.first_answer, conflict),
            _side("second", conflict.second, conflict.second_answer, conflict),
        ],
        "standing": standing,
    }
    return render(request, "office_intake/difference.html", context)


@require_POST
def undo(request: HttpRequest, conflict_id: UUID) -> HttpResponse:
    """Take a decision back."""
    undo_difference(actor=actor_of(request), conflict_id=conflict_id)
    messages.success(request, _("The decision is undone. The question is open again."))
    return redirect("office_devices:difference", conflict_id=conflict_id)


def _question(conflict: AnswerConflict) -> str:
    """The question in the reader's language, as the form has it."""
    try:
        asked = form_named(conflict.form)
    except FormUnknown:
        return conflict.question
    who = "member" if conflict.member else "household"
    question = asked.question(conflict.question, who)
    return in_language(question.label, languages.current()) if question else conflict.question


def _side(choice: str, told: Submission, answer: Any, conflict: AnswerConflict) -> Side:
    return Side(
        choice=choice,
        answer=_answer(answer, conflict),
        device=told.device.name if told.device else "",
        at=told.received_at,
    )


def _answer(answer: Any, conflict: AnswerConflict) -> str:
    """An answer in words where its question is answered by choosing or by a place."""
    try:
        asked = form_named(conflict.form)
    except FormUnknown:
        return str(answer)
    who = "member" if conflict.member else "household"
    question = asked.question(conflict.question, who)
    language = languages.current()
    if question is not None and question.type == "place":
        return place_full_name(str(answer), language) or str(answer)
    choices = asked.choices_of(question) if question is not None else ()
    found = next((one for one in choices if one.code == str(answer)), None)
    return in_language(found.label, language) if found else str(answer)
