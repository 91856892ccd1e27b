"""The workbench: is this the same person? The machine proposes, a person decides."""

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from polakor.access.rules.actors import Actor
from polakor.doors.office.registry import codes, wording
from polakor.doors.office.registry.comparison import lines_of
from polakor.doors.office.registry.requests import id_from
from polakor.doors.ui import figures
from polakor.doors.ui.acting import actor_of
from polakor.doors.ui.errors import sentence_of
from polakor.registry.actions.decisions import decide_pair, undo_decision
from polakor.registry.errors import (
    DecisionAlreadyUndone,
    DecisionNotFound,
    PairAlreadyDecided,
    PairNotFound,
)
from polakor.registry.models import Verdict
from polakor.registry.queries.matches import (
    PairView,
    WaitingPair,
    get_pair_for,
    latest_decision_of,
    pairs_waiting,
    pairs_waiting_count,
)
from polakor.registry.queries.persons import PersonFile, PersonSummary

BESIDE = 7
ALL_AT_MOST = 200


@dataclass(frozen=True, slots=True)
class Waiting:
    """A line of the queue in words."""

    address: str
    names: list[str]
    number: str
    proposals: str
    since: str
    here: bool


def decide(request: HttpRequest) -> HttpResponse:
    """The pair that waits longest; when none waits, that is said and rewarded with a way on."""
    actor = actor_of(request)
    waiting = pairs_waiting(actor, limit=BESIDE)
    if not waiting:
        shown = {"latest": _latest(actor), "verdict_words": wording.VERDICTS}
        return render(request, "office_registry/all_done.html", shown)
    return _workbench(request, actor, waiting[0].candidate_id, waiting)


def pair(request: HttpRequest, candidate_id: UUID) -> HttpResponse:
    """One pair, chosen from the queue or from the proposals of the same record."""
    actor = actor_of(request)
    return _workbench(request, actor, candidate_id, pairs_waiting(actor, limit=BESIDE))


def queue(request: HttpRequest) -> HttpResponse:
    """All that wait, for those who choose for themselves and for narrow screens."""
    actor = actor_of(request)
    waiting = pairs_waiting(actor, limit=ALL_AT_MOST)
    count = pairs_waiting_count(actor)
    shown = {
        "waiting": [_line(one, None) for one in waiting],
        "left": _left(count),
        "cut": count > len(waiting),
        "most": ALL_AT_MOST,
    }
    return render(request, "office_registry/queue.html", shown)


def _workbench(
    request: HttpRequest, actor: Actor, candidate_id: UUID, waiting: list[WaitingPair]
) -> HttpResponse:
    try:
        view = get_pair_for(actor, candidate_id)
    except PairNotFound:
        raise Http404 from None
    count = pairs_waiting_count(actor)
    here = {sibling for sibling, _person, _probability in view.siblings}
    words = codes.words_of("document_kinds")
    places = codes.place_names([view.subject.summary.home, view.other.summary.home])
    shown = {
        "pair": view,
        "left": _left(count),
        "waiting": [_line(one, here) for one in waiting],
        "more": count > len(waiting),
        "place": _place_in_queue(view, waiting, count),
        "tabs": _tabs(view),
        "likely": wording.likely(view.probability),
        "because": wording.sentences(view.reasons, supports=True),
        "against": wording.sentences(view.reasons, supports=False),
        "undecided": wording.undecided(view.reasons),
        "lines": lines_of(
            view.subject,
            view.other,
            place_words=lambda code: places.get(code, code),
            kind_words=lambda code: words.of("document_kinds", code),
        ),
        "subject_source": _source(view.subject),
        "other_source": _source(view.other),
        "verdicts": _verdicts(),
        "latest": _latest(actor),
        "verdict_words": wording.VERDICTS,
    }
    return render(request, "office_registry/decide.html", shown)


def _verdicts() -> list[tuple[str, wording.Words, str]]:
    """The three answers, in equal rank: value, word, key."""
    keys = {"same": "s", "different": "d", "unsure": "u"}
    return [(value, word, keys[value]) for value, word in wording.VERDICTS.items()]


def _line(one: WaitingPair, here: set[UUID] | None) -> Waiting:
    return Waiting(
        address=reverse("office_registry:pair", args=[one.candidate_id]),
        names=_names(one.subject)[:2],
        number=one.subject.number,
        proposals=ngettext("%(n)s candidate", "%(n)s candidates", one.proposals)
        % {"n": one.proposals},
        since=figures.recent(one.waiting_since),
        here=here is not None and one.candidate_id in here,
    )


def _names(person: PersonSummary) -> list[str]:
    return [text for _script, text in person.names] or [_("name not known")]


def _left(count: int) -> str:
    return ngettext("%(n)s left", "%(n)s left", count) % {"n": figures.number(count)}


def _place_in_queue(view: PairView, waiting: list[WaitingPair], count: int) -> str:
    siblings = {sibling for sibling, _person, _probability in view.siblings}
    for place, one in enumerate(waiting, start=1):
        if one.candidate_id in siblings:
            return _("%(place)s of %(count)s") % {"place": place, "count": figures.number(count)}
    return ""


def _tabs(view: PairView) -> list[dict[str, object]]:
    return [
        {
            "address": reverse("office_registry:pair", args=[candidate]),
            "name": _names(person)[0],
            "likely": wording.likely(probability),
            "here": candidate == view.candidate_id,
        }
        for candidate, person, probability in view.siblings
    ]


def _source(file: PersonFile) -> dict[str, str]:
    """Where a record came from: its number and the list it stood in."""
    told = file.told[-1] if file.told else None
    return {
        "number": file.summary.number,
        "list": told.filename if told else "",
        "when": figures.day(told.received_at) if told else "",
    }


def _latest(actor: Actor) -> dict[str, object] | None:
    latest = latest_decision_of(actor)
    if latest is None or latest.undone:
        return None
    return {
        "id": latest.id,
        "name": latest.subject or _("name not known"),
        "verdict": wording.VERDICTS[latest.verdict],
    }


@require_POST
def answer(request: HttpRequest, candidate_id: UUID) -> HttpResponse:
    """Take one answer and show the next pair. Somebody else's answer in between is respected."""
    verdict = request.POST.get("verdict", "")
    if verdict not in Verdict.values:
        messages.error(request, _("Choose one of the three answers."))
        return redirect("office_registry:pair", candidate_id=candidate_id)
    reason = " ".join(request.POST.get("reason", "").split())[:500]
    try:
        decide_pair(
            actor=actor_of(request), candidate_id=candidate_id, verdict=verdict, reason=reason
        )
    except PairNotFound:
        raise Http404 from None
    except PairAlreadyDecided as refusal:
        messages.warning(request, sentence_of(refusal))
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
