"""Gate tallies: what was counted at a gate, entered as it was counted, corrected in the open."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import ngettext

from polakor.access.rules.actors import Actor
from polakor.doors.office.journeys.forms import (
    AGE_GROUPS,
    METHODS,
    SEXES,
    TallyForm,
    cell_name,
)
from polakor.doors.ui import figures, languages
from polakor.doors.ui.acting import actor_of
from polakor.doors.ui.errors import sentence_of
from polakor.journeys.actions.tallies import enter_tallies
from polakor.journeys.errors import GateNotYours, TallyImpossible
from polakor.journeys.models import GateTally
from polakor.journeys.permissions import JourneysPermission
from polakor.journeys.queries.tallies import gates_of_duty, tallies_entered
from polakor.reference.queries.gates import gate_labels

ROWS_READ = 400


@dataclass(frozen=True, slots=True)
class Entered:
    """One gate and day (or hour) as it stands, in words."""

    gate: str
    day: str
    hour: str
    by_sex: list[tuple[str | Promise, int | None]]
    by_group: list[tuple[str | Promise, int]]
    total: int
    how: str | Promise
    source: str
    corrected: bool
    correct: str


def tallies(request: HttpRequest) -> HttpResponse:
    """What was entered, newest day first; a gate and a day narrow it."""
    actor = actor_of(request)
    gates = gate_labels(languages.current())
    gate = request.GET.get("gate", "")
    day = _day(request.GET.get("day", ""))
    found = tallies_entered(actor, gate=gate if gate in gates else "", day=day, limit=ROWS_READ)
    may_enter = actor.may(JourneysPermission.TALLY_ENTER)
    shown = {
        "entered": _entered(found, gates, own=gates_of_duty(actor) if may_enter else frozenset()),
        "gates": gates.items(),
        "gate": gate,
        "day": day.isoformat() if day else "",
        "narrowed": bool(gate or day),
        "cut": len(found) == ROWS_READ,
        "may_enter": may_enter,
    }
    return render(request, "office_journeys/tallies.html", shown)


def enter(request: HttpRequest) -> HttpResponse:
    """The grid. With a gate and a day in the address it is filled with what stands there now."""
    actor = actor_of(request)
    own = gates_of_duty(actor)
    gates = [one for one in gate_labels(languages.current()).items() if one[0] in own]
    if request.method == "POST":
        form = TallyForm(request.POST, gates=gates)
        if form.is_valid() and _taken(request, actor, form):
            told = form.cleaned_data
            address = reverse("office_journeys:tallies")
            return redirect(f"{address}?{urlencode({'gate': told['gate'], 'day': told['day']})}")
    else:
        form = TallyForm(initial=_standing(request, actor), gates=gates)
    shown = {
        "form": form,
        "sexes": list(SEXES.values()),
        "correcting": request.method == "GET"
        and any(name.startswith("count_") for name in form.initial),
    }
    return render(request, "office_journeys/enter.html", shown, status=422 if form.errors else 200)


def _taken(request: HttpRequest, actor: Actor, form: TallyForm) -> bool:
    told = form.cleaned_data
    counts = form.counts()
    try:
        enter_tallies(
            actor=actor,
            gate=told["gate"],
            day=told["day"],
            hour=int(told["hour"]) if told["hour"] else None,
            counts=counts,
            method=told["method"],
            source=" ".join(told["source"].split()),
        )
    except (GateNotYours, TallyImpossible) as refusal:
        form.add_error(None, sentence_of(refusal))
        return False
    people = sum(counts.values())
    messages.success(
        request,
        ngettext(
            "Written down: %(n)s person. What stood there before stays readable.",
            "Written down: %(n)s people. What stood there before stays readable.",
            people,
        )
        % {"n": figures.number(people)},
    )
    return True


def _standing(request: HttpRequest, actor: Actor) -> dict[str, object]:
    """What stands for the gate, day, hour and source in the address, to be corrected."""
    gate, day = request.GET.get("gate", ""), _day(request.GET.get("day", ""))
    hour, source = request.GET.get("hour", ""), request.GET.get("source", "")
    begun: dict[str, object] = {"gate": gate, "hour": hour, "source": source}
    if day is None:
        return {key: value for key, value in begun.items() if value}
    begun["day"] = day
    if gate and actor.may(JourneysPermission.TALLY_READ):
        for tally in tallies_entered(actor, gate=gate, day=day):
            if _hour(tally) == hour and tally.source == source:
                begun[cell_name(tally.sex, tally.age_group)] = tally.count
                begun["method"] = tally.method
    return begun


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _hour(tally: GateTally) -> str:
    return "" if tally.hour is None else str(tally.hour)


def _entered(
    found: Sequence[GateTally], gates: dict[str, str], *, own: frozenset[str]
) -> list[Entered]:
    groups: dict[tuple[str, date, str, str], list[GateTally]] = {}
    for tally in found:
        key = (tally.gate_id, tally.day, _hour(tally), tally.source)
        groups.setdefault(key, []).append(tally)
    return [_line(key, group, gates, may_enter=key[0] in own) for key, group in groups.items()]


def _line(
    key: tuple[str, date, str, str],
    group: Sequence[GateTally],
    gates: dict[str, str],
    *,
    may_enter: bool,
) -> Entered:
    gate, day, hour, source = key
    asked = urlencode({"gate": gate, "day": day.isoformat(), "hour": hour, "source": source})
    return Entered(
        gate=gates.get(gate, gate),
        day=figures.day(day),
        hour=f"{int(hour):02d}:00–{int(hour):02d}:59" if hour else "",
        by_sex=[(word, _sum(group, sex)) for sex, word in SEXES.items()],
        by_group=[
            (word, sum(tally.count for tally in group if tally.age_group == age_group))
            for age_group, word in AGE_GROUPS.items()
            if any(tally.age_group == age_group for tally in group)
        ],
        total=sum(tally.count for tally in group),
        how=METHODS.get(group[0].method, group[0].method),
        source=source,
        corrected=any(tally.replaces_id for tally in group),
        correct=f"{reverse('office_journeys:enter')}?{asked}" if may_enter else "",
    )


def _sum(group: Sequence[GateTally], sex: int) -> int | None:
    """People of one sex; None where that sex was not counted, which is not nobody."""
    counted = [tally.count for tally in group if tally.sex == sex]
    return sum(counted) if counted else None
