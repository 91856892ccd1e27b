"""The situation report as a page that keeps itself up."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from polakor.access.rules.actors import Actor
from polakor.doors.office.evidence.asked import Asked, asked_for
from polakor.doors.office.evidence.content import bubble_map, content
from polakor.doors.ui import figures, languages
from polakor.doors.ui.acting import actor_of
from polakor.evidence.actions.readings import record_reading
from polakor.evidence.permissions import EvidencePermission
from polakor.evidence.queries.situation import Situation, situation
from polakor.registry.permissions import RegistryPermission
from polakor.registry.queries.health import rule_alarms
from polakor.registry.rules.health import Alarm


def returns(request: HttpRequest) -> HttpResponse:
    """The whole page. Leaves one event: this account read this report."""
    actor = actor_of(request)
    asked = asked_for(request.GET.dict())
    shown = situation(actor=actor, period=asked.period)
    record_reading(actor=actor, period=asked.period, form="page", revision=shown.revision)
    context = {**_page(request, actor, asked, shown), "rule_alarms": _rule_alarms(actor)}
    return render(request, "office_evidence/returns.html", context)


def _rule_alarms(actor: Actor) -> tuple[Alarm, ...]:
    """What the last check of the matching rules raised, for those who may read it."""
    return rule_alarms(actor) if actor.may(RegistryPermission.RULES_READ) else ()


def live(request: HttpRequest) -> HttpResponse:
    """The part that changes. Nothing new: an empty answer that only says how late it is."""
    actor = actor_of(request)
    asked = asked_for(request.GET.dict())
    shown = situation(actor=actor, period=asked.period)
    if request.GET.get("seen") == seen(shown):
        response = HttpResponse(status=204)
    else:
        response = render(
            request, "office_evidence/_report.html", _page(request, actor, asked, shown)
        )
    response["Polakor-As-Of"] = f"{figures.clock(shown.as_of)}:{shown.as_of:%S}"
    return response


def seen(shown: Situation) -> str:
    """A word for what stands on the page: its counts, and the minute its waits are counted to."""
    aside = (shown.lists_aside.value, shown.rows_aside.value)
    return f"{shown.revision}.{shown.as_of:%H%M}.{aside[0]}.{aside[1]}"


def _page(request: HttpRequest, actor: Actor, asked: Asked, shown: Situation) -> dict[str, Any]:
    language = languages.current()
    return {
        **content(shown, asked, language),
        "may_export": actor.may(EvidencePermission.REPORT_EXPORT),
        "bubbles": bubble_map(shown, language),
        "seen": seen(shown),
        "second": f"{figures.clock(shown.as_of)}:{shown.as_of:%S}",
    }
