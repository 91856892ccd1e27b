"""The workbench: is this the same person? The machine proposes, a person decides."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from polakor.access.rules.actors import Actor
from polakor.doors.office.registry import codes, questions, wording, workbench_words
from polakor.doors.office.registry.comparison import lines_of
from polakor.doors.office.registry.requests import id_from
from polakor.doors.office.registry.telling import told_lines
from polakor.doors.office.registry.waiting import (
    grouped,
    left,
    line_of,
    names_of,
    undo_in_reach,
)
from polakor.doors.ui import figures
from polakor.doors.ui.acting import actor_of
from polakor.doors.ui.errors import sentence_of
from polakor.registry.actions.claims import take_up_pair
from polakor.registry.actions.decisions import decide_pair
from polakor.registry.actions.undoing import undo_batch, undo_decision
from polakor.registry.errors import (
    BatchNotFound,
    DecisionAlreadyUndone,
    DecisionNotFound,
    PairAlreadyDecided,
    PairNotFound,
    SecondOfficerNeeded,
)
from polakor.registry.models import Verdict
from polakor.registry.queries.matches import (
    PairView,
    Unsure,
    decided_today,
    get_pair_for,
    next_proposal,
    unsure_pairs,
)
from polakor.registry.queries.persons import PersonFile
from polakor.registry.queries.queue import (
    LOOKED_AHEAD,
    Queue,
    queue_for,
    queue_places,
    with_lines,
)

BESIDE = 7
TRIES = 3


def decide(request: HttpRequest) -> HttpResponse:
    """The most urgent pair that nobody else is looking at; when none waits, a way on."""
    actor = actor_of(request)
    queue = queue_places(actor)
    free = [place for place in queue.places if place.held_by is None]
    for place in free[:TRIES]:
        # Somebody may have opened it since the queue was read: then the next one.
        if take_up_pair(actor=actor, candidate_id=place.candidate_id):
            return _workbench(request, actor, place.candidate_id, queue)
    if queue.places:
        return _workbench(request, actor, queue.places[0].candidate_id, queue)
    return render(request, "office_registry/all_done.html", {"latest": undo_in_reach(actor)})


def pair(request: HttpRequest, candidate_id: UUID) -> HttpResponse:
    """One pair, chosen from the queue or from the proposals of the same record."""
    actor = actor_of(request)
    return _workbench(request, actor, candidate_id, queue_places(actor))


def queue(request: HttpRequest) -> HttpResponse:
    """All that wait, by urgency, for those who choose for themselves and for narrow screens."""
    actor = actor_of(request)
    waiting = queue_for(actor, shown=LOOKED_AHEAD)
    shown = {
        "groups": grouped(waiting),
        "left": left(waiting.total),
        "done_today": _done_today(actor),
        "cut": waiting.total > len(waiting.lines),
        "most": LOOKED_AHEAD,
        "latest": undo_in_reach(actor),
        "unsure": [_unsure(one) for one in unsure_pairs(actor)],
    }
    return render(request, "office_registry/queue.html", shown)


def _unsure(one: Unsure) -> dict[str, object]:
    return {
        "again": reverse("office_registry:undo", args=[one.decision]),
        "people": [(names_of(each)[0], each.number, each.id) for each in (one.subject, one.other)],
        "by": one.by,
        "when": figures.recent(one.at),
        "reason": one.reason,
    }


def _workbench(
    request: HttpRequest, actor: Actor, candidate_id: UUID, queue: Queue
) -> HttpResponse:
    try:
        view = get_pair_for(actor, candidate_id)
    except PairNotFound:
        raise Http404 from None
    if view.open and not view.held_by:
        take_up_pair(actor=actor, candidate_id=candidate_id)
    waiting = with_lines(actor, queue, shown=BESIDE, around=view.subject_record)
    words = codes.words_of("document_kinds", "gates", "return_modes", "holders", "relations")
    places = codes.place_names([view.subject.summary.home, view.other.summary.home])
    shown = {
        "pair": view,
        "may_answer": view.open and not (view.first and view.first.mine),
        "left": left(waiting.total),
        "done_today": _done_today(actor),
        "waiting": [line_of(one, view.subject_record) for one in waiting.lines],
        "more": waiting.total > len(waiting.lines),
        "place": _place_in_queue(view, waiting),
        "next": _next(view, waiting),
        "tabs": tabs_of(view),
        "decided": decided_of(view),
        "likely": wording.likely(view.probability),
        "because": wording.sentences(view.reasons, supports=True),
        "against": wording.sentences(view.reasons, supports=False),
        "undecided": wording.undecided(view.reasons),
        "beware": [workbench_words.FAMILY[finding] for finding in view.family],
        "lines": lines_of(
            view.subject,
            view.other,
            place_words=lambda code: places.get(code, code),
            kind_words=lambda code: words.of("document_kinds", code),
        ),
        "subject_told": told_lines(view.subject.told),
        "other_told": told_lines(view.other.told),
        "subject_source": source_of(view.subject),
        "other_source": source_of(view.other),
        "told": [
            (_("This record"), _told(view.subject, words)),
            (_("The known record"), _told(view.other, words)),
        ],
        "verdicts": _verdicts(),
        "latest": undo_in_reach(actor),
    }
    return render(request, "office_registry/decide.html", shown)


def _told(file: PersonFile, words: codes.Words) -> list[dict[str, object]]:
    """The submissions behind a file, word for word."""
    provinces = dict(codes.provinces()) if any(line.form for line in file.told) else {}
    return [
        {
            "form": questions.form_words(line.form),
            "filename": line.filename,
            "row": line.row,
            "when": line.received_at,
            "cells": questions.asked_of(line, words, provinces),
        }
        for line in file.told
    ]


def _verdicts() -> list[tuple[str, wording.Words, str]]:
    """The three answers, in equal rank: value, word, key."""
    keys = {"same": "s", "different": "d", "unsure": "u"}
    return [(value, word, keys[value]) for value, word in wording.VERDICTS.items()]


def _done_today(actor: Actor) -> str:
    count = decided_today(actor)
    text = ngettext("%(n)s done today", "%(n)s done today", count)
    return text % {"n": figures.number(count)}


def _place_in_queue(view: PairView, waiting: Queue) -> str:
    place = waiting.position(view.subject_record)
    if not place:
        return ""
    return _("%(place)s of %(count)s") % {"place": place, "count": figures.number(waiting.total)}


def _next(view: PairView, waiting: Queue) -> str:
    """Where the key for the next pair leads; "" when no other waits."""
    place = waiting.after(view.subject_record)
    return reverse("office_registry:pair", args=[place.candidate_id]) if place else ""


def tabs_of(view: PairView) -> list[dict[str, object]]:
    """The proposals for one record, to go from one to the other by their number."""
    return [
        {
            "address": reverse("office_registry:pair", args=[one.candidate_id]),
            "name": names_of(one.person)[0],
            "likely": wording.likely(one.probability),
            "here": one.candidate_id == view.candidate_id,
            "answered": one.answered,
        }
        for one in view.siblings
    ]


def decided_of(view: PairView) -> str:
    """How many of the proposals for this record are decided; "" for a single one."""
    if len(view.siblings) < 2:
        return ""
    return _("%(done)s of %(all)s decided") % {"done": view.answered, "all": len(view.siblings)}


def source_of(file: PersonFile) -> dict[str, str]:
    """Where a record came from: its number and the list it stood in."""
    told = file.told[-1] if file.told else None
    return {
        "number": file.summary.number,
        "list": told.filename if told else "",
        "when": figures.day(told.received_at) if told else "",
    }


@require_POST
def answer(request: HttpRequest, candidate_id: UUID) -> HttpResponse:
    """Take one answer and show the next proposal of the same record, or else the next pair.

    Somebody else's answer in between is respected.
    """
    actor = actor_of(request)
    verdict = request.POST.get("verdict", "")
    if verdict not in Verdict.values:
        messages.error(request, _("Choose one of the three answers."))
        return redirect("office_registry:pair", candidate_id=candidate_id)
    reason = " ".join(request.POST.get("reason", "").split())[:500]
    try:
        decision = decide_pair(
            actor=actor, candidate_id=candidate_id, verdict=verdict, reason=reason
        )
    except PairNotFound:
        raise Http404 from None
    except (PairAlreadyDecided, SecondOfficerNeeded) as refusal:
        messages.warning(request, sentence_of(refusal))
        return redirect("office_registry:decide")
    if decision.second_needed:
        messages.info(request, workbench_words.SECOND_ASKED)
    following = next_proposal(actor, candidate_id)
    if following is not None:
        return redirect("office_registry:pair", candidate_id=following)
    return redirect("office_registry:decide")


@require_POST
def undo(request: HttpRequest, decision_id: UUID) -> HttpResponse:
    """Take a decision back; both records stand alone again and the pair waits anew."""
    try:
        undo_decision(actor=actor_of(request), decision_id=decision_id)
    except DecisionNotFound:
        raise Http404 from None
    except DecisionAlreadyUndone as refusal:
        messages.warning(request, sentence_of(refusal))
    else:
        messages.success(request, _("Undone. Both records stand alone again, and the pair waits."))
    back = request.POST.get("back", "")
    if back:
        return redirect("office_registry:person", person_id=id_from(back))
    return redirect("office_registry:decide")


@require_POST
def undo_together(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    """Take back all answers that were given with one confirmation."""
    try:
        count = undo_batch(actor=actor_of(request), batch_id=batch_id)
    except BatchNotFound:
        raise Http404 from None
    text = ngettext(
        "Undone: %(n)s answer. Its records stand alone again.",
        "Undone: %(n)s answers. Their records stand alone again.",
        count,
    )
    messages.success(request, text % {"n": figures.number(count)})
    return redirect("office_registry:queue")
