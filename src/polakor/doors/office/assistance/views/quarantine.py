"""Quarantine, for health workers alone: who lies where, tests, release with a paper."""

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from polakor.access.rules.actors import Actor
from polakor.assistance.actions.health import end_quarantine, enter_quarantine, record_test
from polakor.assistance.errors import StayNotFound
from polakor.assistance.queries.health import (
    StayLine,
    health_rules,
    quarantine_sites,
    stay_count,
    stay_for,
    stays_for,
)
from polakor.assistance.queries.sites import on_duty_in
from polakor.assistance.rules.quarantine import may_be_released
from polakor.doors.office.assistance import choices
from polakor.doors.office.assistance.asking import ask
from polakor.doors.office.assistance.forms import BedForm, EndForm, TestForm
from polakor.doors.ui.acting import actor_of
from polakor.doors.ui.templatetags.ui import spoken

A_PAGE = 50


def _words(line: StayLine) -> dict[str, Any]:
    rules = health_rules()
    results = [one.result for one in line.tests]
    today = timezone.localdate()
    return {
        "line": line,
        "site": choices.own_or_english(line.site_km, line.site_en),
        "tests": [(one, *choices.RESULTS[one.result]) for one in line.tests],
        "free": may_be_released(rules, until=line.until, today=today, results=results),
        "ending": choices.ENDINGS.get(line.ending, ""),
        "next": max((one.number for one in line.tests), default=0) + 1,
    }


def quarantine(request: HttpRequest) -> HttpResponse:
    """Who is in quarantine, those who may leave first at the head."""
    actor = actor_of(request)
    ended = "ended" in request.GET
    page = Paginator(range(stay_count(actor, ended=ended)), A_PAGE).get_page(
        request.GET.get("page")
    )
    found = stays_for(actor, ended=ended, offset=max(page.start_index() - 1, 0), limit=A_PAGE)
    rules = health_rules()
    shown = {
        "rows": [_words(line) for line in found],
        "page": page,
        "ended": ended,
        "rules": rules,
        "now": timezone.now(),
    }
    return render(request, "office_assistance/quarantine.html", shown)


def _or_404(actor: Actor, stay_id: UUID) -> StayLine:
    try:
        return stay_for(actor, stay_id)
    except StayNotFound:
        raise Http404 from None


def stay(request: HttpRequest, stay_id: UUID) -> HttpResponse:
    """One stay with its tests."""
    line = _or_404(actor_of(request), stay_id)
    shown = {**_words(line), "rules": health_rules()}
    return render(request, "office_assistance/stay.html", shown)


def enter(request: HttpRequest) -> HttpResponse:
    """Give somebody a bed."""
    actor = actor_of(request)
    health_rules()
    sites = [
        (str(one.id), choices.own_or_english(one.name_km, one.name_en))
        for one in quarantine_sites()
        if on_duty_in(actor, one.province)
    ]

    def lay(told: dict[str, Any]) -> object:
        return enter_quarantine(actor=actor, **{**told, "site_id": UUID(told.pop("site"))})

    return ask(
        request,
        form=BedForm(request.POST or None, sites=sites),
        do=lay,
        title=_("Give somebody a bed"),
        lead="" if sites else _("No quarantine place is open in your area."),
        button=_("Give the bed"),
        back=reverse("office_assistance:quarantine"),
        done=_("The bed is given."),
        onward=lambda made: reverse("office_assistance:stay", args=[made]),
    )


def test(request: HttpRequest, stay_id: UUID) -> HttpResponse:
    """Write down a test or its result."""
    actor = actor_of(request)
    line = _or_404(actor, stay_id)
    begun: dict[str, Any] = {
        "number": _words(line)["next"],
        "taken_on": timezone.localdate(),
        "result": "waiting",
    }
    waiting = next((one for one in line.tests if one.result == "waiting"), None)
    if waiting is not None:
        begun = {
            "number": waiting.number,
            "taken_on": waiting.taken_on,
            "reported_on": timezone.localdate(),
        }
    return ask(
        request,
        form=TestForm(request.POST or None, initial=begun),
        do=lambda told: record_test(actor=actor, stay_id=stay_id, **told),
        title=_("A test or its result"),
        facts=[(_("Family token or number"), spoken(line.reference)), (_("Bed"), spoken(line.bed))],
        button=_("Write it down"),
        back=reverse("office_assistance:stay", args=[stay_id]),
        done=_("Written down."),
    )


def end(request: HttpRequest, stay_id: UUID) -> HttpResponse:
    """End a stay."""
    actor = actor_of(request)
    line = _or_404(actor, stay_id)
    return ask(
        request,
        form=EndForm(request.POST or None),
        do=lambda told: end_quarantine(actor=actor, stay_id=stay_id, **told),
        title=_("End this stay"),
        facts=[(_("Family token or number"), spoken(line.reference)), (_("Bed"), spoken(line.bed))],
        button=_("End it"),
        back=reverse("office_assistance:stay", args=[stay_id]),
        done=_("The stay has ended."),
    )
