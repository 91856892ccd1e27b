"""Ask the longer interview about somebody who is registered: the form of the pack as a page."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from polakor.access.rules.actors import Actor
from polakor.base.ids import uuid7
from polakor.doors.office.registry import codes
from polakor.doors.office.registry.family_form import form_in_force
from polakor.doors.office.registry.interview_form import Group, InterviewForm
from polakor.doors.office.registry.questions import answer_words
from polakor.doors.office.registry.views.person import file_for, names_of, reads_private
from polakor.doors.ui import figures, languages
from polakor.doors.ui.acting import actor_of
from polakor.doors.ui.errors import sentence_of
from polakor.flows.tell_interview import (
    Interview,
    InterviewKept,
    answered_before,
    tell_interview,
)
from polakor.intake.errors import ToldAlready
from polakor.reference.queries.forms import form_as_json
from polakor.reference.queries.pack import in_language
from polakor.reference.queries.places import places_at
from polakor.reference.rules.forms import Form, Question
from polakor.registry.queries.persons import PersonFile
from polakor.registry.queries.told import MANY

FORM = "profile"
_NOBODY = "00000000-0000-7000-8000-000000000000"  # stands for the person while answers are judged


class EnvelopeForm(forms.Form):
    """What is said of the form itself: its id, made with it, and what lay before the asker."""

    made = forms.UUIDField(widget=forms.HiddenInput)
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def clean_seen(self) -> frozenset[UUID]:
        """Ids of what had been told."""
        return frozenset(forms.UUIDField().clean(one) for one in self.cleaned_data["seen"].split())


def interview(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """The form, empty or with what is wrong beside each answer; then the file with a receipt."""
    actor = actor_of(request)
    file = file_for(actor, person_id, reason="amend")
    asked = form_in_force(FORM)
    if request.method != "POST":
        return _page(request, actor, file, InterviewForm(asked))
    envelope, filled = EnvelopeForm(request.POST), InterviewForm(asked, request.POST)
    if not envelope.is_valid():
        return redirect("office_registry:interview", person_id=file.summary.id)
    told = filled.told()
    wrong = filled.find_problems(_payload(asked, told))
    if wrong or not _says_something(told):
        nothing = not wrong
        return _page(request, actor, file, filled, envelope, nothing=nothing, status=422)
    try:
        kept = tell_interview(
            actor=actor,
            person_id=file.summary.id,
            told=Interview(
                id=envelope.cleaned_data["made"],
                form=asked.key,
                seen=envelope.cleaned_data["seen"],
                unseen=_unread(actor, asked),
                **told,
            ),
        )
    except ToldAlready as refusal:
        messages.info(request, sentence_of(refusal))
    else:
        if not kept.again:
            messages.success(request, _said(kept))
    return redirect("office_registry:person", person_id=file.summary.id)


def _payload(asked: Form, told: Mapping[str, Any]) -> dict[str, Any]:
    """The answers as a whole, to be judged as what adds to a registration."""
    return {
        "kind": "enrich",
        "form": asked.key,
        "made_at": timezone.localtime().isoformat(timespec="seconds"),
        "household": told["household"],
        "members": [{"id": _NOBODY, **told["member"]}],
    }


def _says_something(told: Mapping[str, Any]) -> bool:
    return any(said for part in told.values() for said in part.values())


def _unread(actor: Actor, asked: Form) -> frozenset[str]:
    """Questions whose earlier answers this account is not shown."""
    if reads_private(actor):
        return frozenset()
    return frozenset(one.code for one in asked.questions if one.private)


def _page(
    request: HttpRequest,
    actor: Actor,
    file: PersonFile,
    filled: InterviewForm,
    envelope: EnvelopeForm | None = None,
    *,
    nothing: bool = False,
    status: int = 200,
) -> HttpResponse:
    asked = filled.form
    earlier = answered_before(actor, file.summary.id)
    if envelope is None:
        seen = " ".join(sorted(str(one) for one in earlier.ids))
        envelope = EnvelopeForm(initial={"made": str(uuid7()), "seen": seen})
    hidden = _unread(actor, asked)
    known = {
        (one.who, one.code): earlier.answers[one.who, one.code]
        for one in asked.questions
        if (one.who, one.code) in earlier.answers and one.code not in hidden
    }
    shown = {
        "file": file,
        "names": names_of(file),
        "title": in_language(asked.label, languages.current()),
        "envelope": envelope,
        "groups": _groups(filled, known),
        "wrong": [part for part in filled.parts if part.errors],
        "nothing": nothing,
        "places": [place.name(local=languages.current() != "en") for place in places_at(2)],
        "relevance": _relevance(asked, known),
    }
    return render(request, "office_registry/interview.html", shown, status=status)


def _groups(filled: InterviewForm, known: Mapping[Any, Any]) -> list[Group]:
    asked = filled.form
    answers = {place: _text(answer) for place, (answer, _told) in known.items()}
    places = codes.place_names(
        answers[one.who, one.code]
        for one in asked.questions
        if one.type == "place" and (one.who, one.code) in answers
    )

    def before(question: Question) -> str:
        place = (question.who, question.code)
        if place not in answers:
            return ""
        answer = answer_words(asked, question, answers[place], places)
        return f"{answer} ({figures.day(known[place][1].received_at)})"

    return filled.groups(before)


def _text(answer: Any) -> str:
    return MANY.join(map(str, answer)) if isinstance(answer, list) else str(answer)


def _relevance(asked: Form, known: Mapping[Any, Any]) -> dict[str, Any]:
    """When each question is asked, and what was answered before, for the page's script."""
    told = form_as_json(asked.key, timezone.localdate())
    kept = ("code", "who", "type", "when")
    earlier: dict[str, dict[str, Any]] = {"household": {}, "member": {}}
    for (who, code), (answer, _told) in known.items():
        earlier[who][code] = answer
    return {
        "questions": [
            {name: one[name] for name in kept if name in one} for one in told["questions"]
        ],
        "earlier": earlier,
    }


def _said(kept: InterviewKept) -> str:
    said = _("Written down. Receipt %(receipt)s.") % {"receipt": kept.receipt}
    if kept.differing:
        said += " " + ngettext(
            "%(n)s answer differs from what others were told: both are kept, an officer decides.",
            "%(n)s answers differ from what others were told: both are kept, an officer decides.",
            kept.differing,
        ) % {"n": figures.number(kept.differing)}
    return said
