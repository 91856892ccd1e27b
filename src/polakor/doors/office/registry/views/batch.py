"""The obvious ones: list them, tick them, confirm once, and take all back at once if need be."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from polakor.access.rules.actors import Actor
from polakor.doors.office.registry import codes, wording, workbench_words
from polakor.doors.office.registry.comparison import birth_note
from polakor.doors.office.registry.waiting import names_of, undo_in_reach
from polakor.doors.ui import figures
from polakor.doors.ui.acting import actor_of
from polakor.doors.ui.errors import sentence_of
from polakor.registry.actions.decisions import BATCH_AT_MOST, Batch, decide_pairs
from polakor.registry.errors import NothingTicked
from polakor.registry.queries.obvious import Kind, ObviousPair, obvious_pairs, pairs_by_id
from polakor.registry.queries.persons import PersonSummary

WHY_AT_MOST = 3


@require_http_methods(["GET", "POST"])
def batch(request: HttpRequest) -> HttpResponse:
    """The list to tick; then, with what was ticked, the page to confirm; then the act."""
    actor = actor_of(request)
    kind: Kind = "different" if _of(request).get("as") == "different" else "same"
    if request.method == "POST":
        ticked = _ticked(request)
        if not ticked:
            messages.error(request, sentence_of(NothingTicked()))
        elif "confirmed" in request.POST:
            return _decide(request, actor, kind, ticked)
        else:
            return _page(request, actor, kind, pairs_by_id(actor, ticked), confirm=True)
    return _page(request, actor, kind, obvious_pairs(actor, kind), confirm=False)


def _of(request: HttpRequest) -> QueryDict:
    return request.POST if request.method == "POST" else request.GET


def _ticked(request: HttpRequest) -> list[UUID]:
    try:
        return [UUID(text) for text in request.POST.getlist("pair")[:BATCH_AT_MOST]]
    except ValueError:
        raise Http404 from None


def _page(
    request: HttpRequest, actor: Actor, kind: Kind, pairs: list[ObviousPair], *, confirm: bool
) -> HttpResponse:
    homes = {person.home for pair in pairs for person in (pair.subject, pair.other)}
    places = codes.place_names(homes)
    shown = {
        "kind": kind,
        "verdict": wording.VERDICTS[kind],
        "pairs": [_line(pair, kind, places) for pair in pairs],
        "confirm": confirm,
        "latest": None if confirm else undo_in_reach(actor),
    }
    return render(request, "office_registry/batch.html", shown)


def _line(pair: ObviousPair, kind: Kind, places: dict[str, str]) -> dict[str, object]:
    return {
        "id": pair.candidate_id,
        "people": [_person(one, places) for one in (pair.subject, pair.other)],
        "name": names_of(pair.subject)[0],
        "likely": wording.likely(pair.probability),
        "why": wording.sentences(pair.reasons, supports=kind == "same")[:WHY_AT_MOST],
        "but": wording.sentences(pair.reasons, supports=kind != "same")[:WHY_AT_MOST],
    }


def _person(person: PersonSummary, places: dict[str, str]) -> dict[str, object]:
    return {
        "names": names_of(person)[:2],
        "number": person.number,
        "sex": wording.SEXES[person.sex] if person.sex in (1, 2) else "",
        "birth": figures.partial(person.birth),
        "birth_note": birth_note(person.birth, person.birth_basis),
        "home": places.get(person.home, person.home),
    }


def _decide(request: HttpRequest, actor: Actor, kind: Kind, ticked: list[UUID]) -> HttpResponse:
    reason = " ".join(request.POST.get("reason", "").split())[:500]
    outcome = decide_pairs(actor=actor, answers=dict.fromkeys(ticked, kind), reason=reason)
    messages.success(request, _told(outcome))
    if outcome.waiting:
        text = ngettext(
            "%(n)s of them waits for another officer.",
            "%(n)s of them wait for another officer.",
            outcome.waiting,
        )
        messages.info(request, text % {"n": figures.number(outcome.waiting)})
    if outcome.passed_over:
        messages.warning(request, workbench_words.PASSED_OVER)
    response = redirect("office_registry:batch")
    response["Location"] += f"?as={kind}"
    return response


def _told(outcome: Batch) -> str:
    text = ngettext("%(n)s pair answered.", "%(n)s pairs answered.", outcome.decided)
    return text % {"n": figures.number(outcome.decided)} if outcome.decided else _("Nothing kept.")
