"""Two desks answered one question differently: both answers side by side, and a choice."""

from collections.abc import Mapping, Sequence
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

from polakor.access.queries.accounts import office_names
from polakor.doors.office.intake.device_forms import ChoiceForm
from polakor.doors.ui import languages
from polakor.doors.ui.acting import actor_of
from polakor.flows.decide_difference import decide_difference, undo_difference
from polakor.intake.models import AnswerConflict, Submission
from polakor.intake.queries.conflicts import conflict_for, conflicts_for, unplaced_for
from polakor.reference.errors import FormUnknown
from polakor.reference.queries.forms import form as form_named
from polakor.reference.queries.pack import in_language
from polakor.reference.queries.places import place_full_names
from polakor.reference.rules.forms import Question

A_PAGE = 25
MOST_PAPERS = 100
"""Papers of several families shown at once, the oldest first."""


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two answers: what was said, at which desk, when."""

    choice: str
    answer: str
    desk: str
    at: datetime


@require_GET
def show_all(request: HttpRequest) -> HttpResponse:
    """Differences nobody decided yet, oldest first; with ``?all=1`` the decided ones as well."""
    every = request.GET.get("all") == "1"
    rows = conflicts_for(actor_of(request), open_only=not every)
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    conflicts = list(page)
    words = _words(conflicts)
    lines = [
        {
            "conflict": one,
            "question": _question(one),
            "sides": _sides(one, words),
            "private": _is_private(one),
        }
        for one in conflicts
    ]
    papers = unplaced_for(actor_of(request), open_only=not every)[:MOST_PAPERS]
    context = {"page": page, "lines": lines, "papers": papers, "every": every}
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
        "sides": _sides(conflict, _words([conflict])),
        "standing": standing,
    }
    return render(request, "office_intake/difference.html", context)


@require_POST
def undo(request: HttpRequest, conflict_id: UUID) -> HttpResponse:
    """Take a decision back."""
    undo_difference(actor=actor_of(request), conflict_id=conflict_id)
    messages.success(request, _("The decision is undone. The question is open again."))
    return redirect("office_devices:difference", conflict_id=conflict_id)


@dataclass(frozen=True, slots=True)
class _Words:
    """Names of offices and of places, for all differences of a page."""

    offices: Mapping[UUID, str]
    places: Mapping[str, str]


def _words(conflicts: Sequence[AnswerConflict]) -> _Words:
    """Three queries at most, whatever their number."""
    language = languages.current()
    told = [one for each in conflicts for one in (each.first, each.second)]
    codes = {
        str(answer)
        for one in conflicts
        for answer in (one.first_answer, one.second_answer)
        if (question := _asked(one)) is not None and question.type == "place"
    }
    return _Words(
        office_names({one.office_id for one in told if one.office_id}, language),
        place_full_names(codes, language) if codes else {},
    )


def _asked(conflict: AnswerConflict) -> Question | None:
    try:
        asked = form_named(conflict.form)
    except FormUnknown:
        return None
    return asked.question(conflict.question, "member" if conflict.member else "household")


def _is_private(conflict: AnswerConflict) -> bool:
    question = _asked(conflict)
    return question is not None and question.private


def _question(conflict: AnswerConflict) -> str:
    """The question in the reader's language, as the form has it."""
    question = _asked(conflict)
    return in_language(question.label, languages.current()) if question else conflict.question


def _sides(conflict: AnswerConflict, words: _Words) -> list[Side]:
    return [
        Side(choice, _answer(answer, conflict, words), _desk(told, words), told.received_at)
        for choice, told, answer in (
            ("first", conflict.first, conflict.first_answer),
            ("second", conflict.second, conflict.second_answer),
        )
    ]


def _desk(told: Submission, words: _Words) -> str:
    """The device that was told, or the office."""
    if told.device is not None:
        return told.device.name
    return words.offices.get(told.office_id, "") if told.office_id else ""


def _answer(answer: Any, conflict: AnswerConflict, words: _Words) -> str:
    """An answer in words where its question is answered by choosing or by a place."""
    question = _asked(conflict)
    if question is None:
        return str(answer)
    if question.type == "place":
        return words.places.get(str(answer), str(answer))
    choices = form_named(conflict.form).choices_of(question)
    found = next((one for one in choices if one.code == str(answer)), None)
    return in_language(found.label, languages.current()) if found else str(answer)
