"""Trips: planned by a rule and decided by a person, left, printed by home district."""

from itertools import groupby
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from polakor.access.rules.actors import Actor
from polakor.assistance.actions.parties import seat_parties, take_off
from polakor.assistance.actions.trips import (
    add_vehicle,
    cancel_trip,
    depart,
    plan_trips,
    retire_vehicle,
)
from polakor.assistance.errors import TripNotFound
from polakor.assistance.permissions import AssistancePermission
from polakor.assistance.queries.arrivals import codes_of
from polakor.assistance.queries.boarding import boarding_rules
from polakor.assistance.queries.travel import (
    PartyLine,
    TripLine,
    manifest,
    party_for,
    propose_rides,
    trip_count,
    trip_for,
    trips_for,
    vehicles,
    waiting_at,
)
from polakor.assistance.rules.boarding import BoardingRules
from polakor.base.errors import Refusal
from polakor.doors.office.assistance import choices
from polakor.doors.office.assistance.asking import ask
from polakor.doors.office.assistance.forms import PlanForm, ReasonForm, VehicleForm
from polakor.doors.office.assistance.views.sites import in_words, site_or_404
from polakor.doors.ui import figures, languages
from polakor.doors.ui.acting import actor_of
from polakor.doors.ui.errors import sentence_of
from polakor.doors.ui.templatetags.ui import spoken
from polakor.reference.queries.codes import choices as code_choices
from polakor.reference.queries.codes import labels

A_PAGE = 25


def trip_or_404(actor: Actor, trip_id: UUID) -> TripLine:
    """A trip, or the page that says there is none."""
    try:
        return trip_for(actor, trip_id)
    except TripNotFound:
        raise Http404 from None


def trip_words(line: TripLine, homes: dict[str, str], kinds: dict[str, str]) -> dict[str, Any]:
    """A trip as its pages show it."""
    mark, state = choices.TRIP_STATES[line.state]
    return {
        "line": line,
        "site": choices.own_or_english(line.site_km, line.site_en),
        "kind": kinds.get(line.kind, line.kind),
        "mark": mark,
        "state": state,
        "homes": [homes.get(home) or _("not known") for home in line.homes],
    }


def trips(request: HttpRequest) -> HttpResponse:
    """Trips, the latest first."""
    actor = actor_of(request)
    page = Paginator(range(trip_count(actor)), A_PAGE).get_page(request.GET.get("page"))
    lines = trips_for(actor, offset=max(page.start_index() - 1, 0), limit=A_PAGE)
    rules = boarding_rules()
    homes = choices.names_of_homes({home for one in lines for home in one.homes}, rules.digits)
    kinds = labels("vehicle_kinds", languages.current())
    shown = {
        "rows": [trip_words(line, homes, kinds) for line in lines],
        "page": page,
        "may_plan": actor.may(AssistancePermission.TRANSPORT_PLAN),
    }
    return render(request, "office_assistance/trips.html", shown)


def trip(request: HttpRequest, trip_id: UUID) -> HttpResponse:
    """One trip with its manifest by home district; printed as it stands."""
    actor = actor_of(request)
    line = trip_or_404(actor, trip_id)
    rules = boarding_rules()
    parties = manifest(actor, trip_id)
    homes = choices.names_of_homes({one.home for one in parties} | set(line.homes), rules.digits)
    own = site_or_404(actor, line.site_id).own and actor.may(AssistancePermission.TRANSPORT_PLAN)
    shown = {
        "trip": trip_words(line, homes, labels("vehicle_kinds", languages.current())),
        "districts": _by_district(parties, homes, rules),
        "codes": [
            (one, homes.get(one.district) or one.district) for one in codes_of(actor, trip_id)
        ],
        "unseen": line.taken - sum(one.people for one in parties),
        "now": timezone.now(),
        "may_change": own and line.state == "planned",
        "may_make_codes": own and line.state != "cancelled" and bool(parties),
        "may_confirm": line.departed_at is not None
        and actor.may(AssistancePermission.ARRIVAL_CONFIRM),
    }
    return render(request, "office_assistance/trip.html", shown)


def _by_district(
    parties: list[PartyLine], homes: dict[str, str], rules: BoardingRules
) -> list[dict[str, Any]]:
    districts = []
    for district, found in groupby(parties, key=lambda one: rules.district(one.home)):
        families = list(found)
        districts.append(
            {
                "code": district,
                "name": homes.get(families[0].home) or _("district not known"),
                "people": sum(one.people for one in families),
                "arrived": sum(one.arrived for one in families),
                "families": [(one, choices.OUTCOMES.get(one.outcome, "")) for one in families],
            }
        )
    return districts


def plan(request: HttpRequest, site_id: UUID) -> HttpResponse:
    """Choose vehicles, see who would sit where, and decide."""
    actor = actor_of(request)
    line = site_or_404(actor, site_id)
    kinds = labels("vehicle_kinds", languages.current())
    free = vehicles(actor, free=True)
    offered = [
        (
            str(one.id),
            choices.spoken_label(
                f"{one.name} · {kinds.get(one.kind, one.kind)} · {figures.people(one.seats)}"
            ),
        )
        for one in free
    ]
    form = PlanForm(request.POST or None, vehicles=offered)
    shown: dict[str, Any] = {"site": in_words(line, {}), "form": form, "free": free}
    if request.method == "POST" and form.is_valid():
        if "decide" in request.POST:
            answer = _decide(request, actor, site_id, form)
            if answer is not None:
                return answer
        shown |= _proposal(actor, site_id, form)
    return render(request, "office_assistance/plan.html", shown, status=422 if form.errors else 200)


def _proposal(actor: Actor, site_id: UUID, form: PlanForm) -> dict[str, Any]:
    rules = boarding_rules()
    chosen = {UUID(one) for one in form.cleaned_data["vehicles"]}
    proposed, parties = propose_rides(actor, site_id, chosen, rules=rules)
    lines = {one.id: one for one in parties}
    homes = choices.names_of_homes({one.home for one in parties}, rules.digits)
    drives = []
    for vehicle in vehicles(actor, free=True):
        keys = proposed.seated.get(vehicle.id)
        if keys:
            families = [(lines[key], homes.get(lines[key].home, "")) for key in keys]
            families.sort(key=lambda one: (one[0].home, one[0].token))
            people = sum(family.people for family, _home in families)
            drives.append({"vehicle": vehicle, "families": families, "people": people})
    return {
        "proposed": True,
        "drives": drives,
        "told": [
            (lines[key], homes.get(lines[key].home, ""), choices.WHY_TOLD[why])
            for key, why in proposed.told
        ],
    }


def _decide(
    request: HttpRequest, actor: Actor, site_id: UUID, form: PlanForm
) -> HttpResponse | None:
    """Make the trips as they were shown, not as they would be proposed by now."""
    seated: dict[UUID, list[UUID]] = {}
    try:
        for pair in request.POST.getlist("seat"):
            vehicle, party = pair.split(":")
            seated.setdefault(UUID(vehicle), []).append(UUID(party))
    except ValueError:
        raise Http404 from None
    try:
        made = plan_trips(
            actor=actor,
            site_id=site_id,
            leaves_at=form.leaves_at,
            seated=seated,
            escort=form.cleaned_data["escort"],
        )
    except Refusal as refusal:
        form.add_error(None, sentence_of(refusal))
        return None
    messages.success(request, _("The trips are planned. Look at each list before it leaves."))
    if len(made) == 1:
        return redirect("office_assistance:trip", made[0])
    return redirect("office_assistance:trips")


class SeatForm(forms.Form):
    """Families that wait and would go on this trip."""

    parties = forms.MultipleChoiceField(widget=forms.CheckboxSelectMultiple)


def seat(request: HttpRequest, trip_id: UUID) -> HttpResponse:
    """Put families that wait on a trip by hand."""
    actor = actor_of(request)
    line = trip_or_404(actor, trip_id)
    waiting = waiting_at(actor, line.site_id, limit=200)
    homes = choices.names_of_homes({one.home for one in waiting}, boarding_rules().digits)
    form = SeatForm(request.POST or None)
    field = form.fields["parties"]
    assert isinstance(field, forms.MultipleChoiceField)
    field.label = _("Families that wait")
    field.choices = [
        (
            str(one.id),
            choices.spoken_label(
                " · ".join(
                    part
                    for part in (
                        one.token or _("no token"),
                        figures.people(one.people),
                        homes.get(one.home, ""),
                    )
                    if part
                )
            ),
        )
        for one in waiting
    ]
    return ask(
        request,
        form=form,
        do=lambda told: seat_parties(
            actor=actor, trip_id=trip_id, party_ids=[UUID(one) for one in told["parties"]]
        ),
        title=_("Put families on this trip"),
        facts=[(_("Free seats"), figures.number(line.free))],
        lead="" if waiting else _("Nobody waits at this site."),
        button=_("Give them seats"),
        back=reverse("office_assistance:trip", args=[trip_id]),
        done=_("They have seats."),
    )


def off(request: HttpRequest, party_id: UUID) -> HttpResponse:
    """Take a family off a trip; it waits again."""
    actor = actor_of(request)
    party = party_for(actor, party_id)
    back = (
        reverse("office_assistance:trip", args=[party.trip_id])
        if party.trip_id
        else reverse("office_assistance:trips")
    )
    return ask(
        request,
        form=ReasonForm(request.POST or None),
        do=lambda told: take_off(actor=actor, party_id=party_id, **told),
        title=_("Take this family off the trip"),
        facts=[
            (_("Family token"), spoken(party.token) or _("no token")),
            (_("People"), figures.number(party.people)),
        ],
        button=_("Take them off"),
        back=back,
        done=_("Their seats are free; they wait again."),
    )


def leave(request: HttpRequest, trip_id: UUID) -> HttpResponse:
    """Send the trip off; from then on the list is locked."""
    actor = actor_of(request)
    line = trip_or_404(actor, trip_id)
    return ask(
        request,
        form=forms.Form(request.POST or None),
        do=lambda told: depart(actor=actor, trip_id=trip_id),
        title=_("The trip leaves now"),
        lead=_("From now on the list of passengers cannot be changed. Count the people once more."),
        facts=[
            (_("Vehicle"), spoken(line.vehicle)),
            (_("People"), figures.number(line.taken)),
            (_("Free seats"), figures.number(line.free)),
        ],
        button=_("It leaves"),
        back=reverse("office_assistance:trip", args=[trip_id]),
        done=_("On its way. Make a code for each commune that receives people."),
    )


def cancel(request: HttpRequest, trip_id: UUID) -> HttpResponse:
    """Cancel a trip that has not left."""
    actor = actor_of(request)
    line = trip_or_404(actor, trip_id)
    return ask(
        request,
        form=ReasonForm(request.POST or None),
        do=lambda told: cancel_trip(actor=actor, trip_id=trip_id, **told),
        title=_("Cancel this trip"),
        facts=[(_("Vehicle"), spoken(line.vehicle)), (_("People"), figures.number(line.taken))],
        button=_("Cancel the trip"),
        back=reverse("office_assistance:trip", args=[trip_id]),
        done=_("Cancelled. The families wait again."),
        dangerous=True,
    )


def all_vehicles(request: HttpRequest) -> HttpResponse:
    """Vehicles in use."""
    actor = actor_of(request)
    kinds = labels("vehicle_kinds", languages.current())
    free = {one.id for one in vehicles(actor, free=True)}
    shown = {
        "rows": [(one, kinds.get(one.kind, one.kind), one.id in free) for one in vehicles(actor)],
        "may_plan": actor.may(AssistancePermission.TRANSPORT_PLAN),
    }
    return render(request, "office_assistance/vehicles.html", shown)


def vehicle(request: HttpRequest) -> HttpResponse:
    """Add a vehicle."""
    actor = actor_of(request)
    kinds = code_choices("vehicle_kinds", languages.current())
    return ask(
        request,
        form=VehicleForm(request.POST or None, kinds=kinds),
        do=lambda told: add_vehicle(actor=actor, **told),
        title=_("Add a vehicle"),
        button=_("Add"),
        back=reverse("office_assistance:vehicles"),
        done=_("The vehicle can be used."),
    )


def vehicle_off(request: HttpRequest, vehicle_id: UUID) -> HttpResponse:
    """Take a vehicle out of use."""
    actor = actor_of(request)
    called = [spoken(one.name) for one in vehicles(actor) if one.id == vehicle_id]
    return ask(
        request,
        form=forms.Form(request.POST or None),
        do=lambda told: retire_vehicle(actor=actor, vehicle_id=vehicle_id),
        title=_("Take this vehicle out of use"),
        lead=_("Trips it has made stay readable."),
        facts=[(_("Vehicle"), name) for name in called],
        button=_("Out of use"),
        back=reverse("office_assistance:vehicles"),
        done=_("Out of use."),
        dangerous=True,
    )
