"""The rumour log: what is said, the official answer, and the poster."""

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from polakor.assistance.actions.rumours import AnswerDraft, answer_rumour, hear_rumour
from polakor.assistance.errors import RumourNotFound
from polakor.assistance.permissions import AssistancePermission
from polakor.assistance.queries.boarding import boarding_rules
from polakor.assistance.queries.rumours import (
    RumourLine,
    published_answers,
    rumour_count,
    rumour_for,
    rumours_for,
)
from polakor.doors.office.assistance import choices
from polakor.doors.office.assistance.asking import ask
from polakor.doors.office.assistance.forms import AnswerForm, RumourForm
from polakor.doors.office.assistance.poster import poster_pdf
from polakor.doors.ui.acting import actor_of

A_PAGE = 25
ON_A_POSTER = 6


def _words(line: RumourLine, homes: dict[str, str]) -> dict[str, Any]:
    answer = line.answer
    mark, state = (
        ("now", _("no answer yet"))
        if answer is None
        else ("done", _("answered for everybody"))
        if answer.published
        else ("kept", _("answered, not published"))
    )
    said = choices.own_or_english(answer.answer_km, answer.answer_en) if answer else ""
    return {
        "line": line,
        "place": homes.get(line.place, ""),
        "mark": mark,
        "state": state,
        "said": said,
    }


def rumours(request: HttpRequest) -> HttpResponse:
    """The log, newest first."""
    actor = actor_of(request)
    page = Paginator(range(rumour_count(actor)), A_PAGE).get_page(request.GET.get("page"))
    lines = rumours_for(actor, offset=max(page.start_index() - 1, 0), limit=A_PAGE)
    homes = choices.names_of_homes({one.place for one in lines}, boarding_rules().digits)
    shown = {
        "rows": [_words(line, homes) for line in lines],
        "page": page,
        "may_answer": actor.may(AssistancePermission.RUMOUR_ANSWER),
    }
    return render(request, "office_assistance/rumours.html", shown)


def hear(request: HttpRequest) -> HttpResponse:
    """Write a rumour down."""
    actor = actor_of(request)
    return ask(
        request,
        form=RumourForm(request.POST or None),
        do=lambda told: hear_rumour(actor=actor, **told),
        title=_("Something is being said"),
        lead=_("Whoever answers officially reads it at once. No name is kept of who said it."),
        button=_("Write it down"),
        back=reverse("office_assistance:rumours"),
        done=_("Written down. It waits for an answer."),
    )


def answer(request: HttpRequest, rumour_id: UUID) -> HttpResponse:
    """Answer a rumour, or change its answer; the newest form stands."""
    actor = actor_of(request)
    try:
        line = rumour_for(actor, rumour_id)
    except RumourNotFound:
        raise Http404 from None
    stands = line.answer
    before = (
        {field: getattr(stands, field) for field in AnswerForm.base_fields}
        if stands
        else {"asked_km": line.words, "said_on": timezone.localdate()}
    )
    return ask(
        request,
        form=AnswerForm(request.POST or None, initial=before),
        do=lambda told: answer_rumour(actor=actor, rumour_id=rumour_id, draft=AnswerDraft(**told)),
        title=_("The official answer"),
        facts=[(_("What is said"), line.words)],
        button=_("Save the answer"),
        back=reverse("office_assistance:rumours"),
        done=_("The answer stands."),
    )


def poster(request: HttpRequest) -> HttpResponse:
    """The newest answers as a sheet to print and put up."""
    actor_of(request)
    answers = published_answers(limit=ON_A_POSTER)
    return render(
        request, "office_assistance/poster.html", {"answers": answers, "now": timezone.now()}
    )


def poster_file(request: HttpRequest) -> HttpResponse:
    """The same sheet as a PDF in the country's language."""
    actor_of(request)
    address = request.build_absolute_uri(reverse("portal:rumours"))
    content = poster_pdf(published_answers(limit=ON_A_POSTER), address)
    answer = HttpResponse(content, content_type="application/pdf")
    answer["Content-Disposition"] = 'attachment; filename="answers.pdf"'
    return answer
