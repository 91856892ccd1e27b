"""Sites: how full they are, who waits there, which desk is whose."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from polakor.access.queries.accounts import officers_on_duty
from polakor.access.rules.actors import Actor
from polakor.access.rules.policy import Role
from polakor.assistance.actions.parties import let_go, receive_party
from polakor.assistance.actions.sites import (
    add_desk,
    announce_coming,
    cancel_shift,
    close_site,
    open_site,
    plan_shift,
)
from polakor.assistance.errors import SiteNotFound
from polakor.assistance.permissions import AssistancePermission
from polakor.assistance.queries.boarding import boarding_rules
from polakor.assistance.queries.sites import SiteLine, desks_of, site_for, sites_for
from polakor.assistance.queries.travel import party_for, waiting_at, waiting_count
from polakor.doors.office.assistance import choices
from polakor.doors.office.assistance.asking import ask
from polakor.doors.office.assistance.forms import (
    ComingForm,
    DeskForm,
    LetGoForm,
    ReceiveForm,
    ShiftForm,
    SiteForm,
    at,
)
from polakor.doors.ui import figures
from polakor.doors.ui.acting import actor_of
from polakor.doors.ui.templatetags.ui import spoken
from polakor.journeys.queries.tallies import emergencies

A_PAGE = 50
ON_SHIFT = (Role.BORDER_OFFICER, Role.PROVINCIAL_OFFICER, Role.CASE_WORKER)


def site_or_404(actor: Actor, site_id: UUID) -> SiteLine:
    """A site, or the page that says there is none."""
    try:
        return site_for(actor, site_id)
    except SiteNotFound:
        raise Http404 from None


def in_words(line: SiteLine, homes: dict[str, str]) -> dict[str, Any]:
    """A site as its pages show it."""
    full = line.capacity and line.now >= line.capacity
    return {
        "line": line,
        "name": choices.own_or_english(line.name_km, line.name_en),
        "kind": choices.SITE_KINDS[line.kind],
        "place": homes.get(line.place, line.place),
        "free": max(line.capacity - line.now, 0),
        "mark": "now" if full else "check" if line.now + line.coming > line.capacity else "done",
        "state": _("full")
        if full
        else _("will be full")
        if line.now + line.coming > line.capacity
        else _("has room"),
    }


def sites(request: HttpRequest) -> HttpResponse:
    """Open sites, those of one's own area first."""
    actor = actor_of(request)
    closed = "closed" in request.GET
    lines = sites_for(actor, closed=closed)
    homes = choices.names_of_homes({line.place for line in lines}, boarding_rules().digits)
    shown = {
        "sites": [in_words(line, homes) for line in lines],
        "closed": closed,
        "now": timezone.now(),
        "there": sum(line.now for line in lines),
        "capacity": sum(line.capacity for line in lines),
        "coming": sum(line.coming for line in lines),
        "may_manage": actor.may(AssistancePermission.SITE_MANAGE),
    }
    return render(request, "office_assistance/sites.html", shown)


def open_one(request: HttpRequest) -> HttpResponse:
    """Open a site."""
    actor = actor_of(request)
    named = [
        (one.code, choices.own_or_english(one.name_km, one.name_en))
        for one in emergencies()
        if one.closed_at is None
    ]
    form = SiteForm(request.POST or None, emergencies=named)
    return ask(
        request,
        form=form,
        do=lambda told: open_site(actor=actor, **told),
        title=_("Open a site"),
        button=_("Open it"),
        back=reverse("office_assistance:sites"),
        done=_("The site is open."),
        onward=lambda made: reverse("office_assistance:site", args=[made]),
    )


def site(request: HttpRequest, site_id: UUID) -> HttpResponse:
    """One site: how full it is, and the families that wait for a seat."""
    actor = actor_of(request)
    line = site_or_404(actor, site_id)
    rules = boarding_rules()
    waits = actor.may(AssistancePermission.TRANSPORT_READ)
    page = Paginator(range(waiting_count(actor, site_id) if waits else 0), A_PAGE).get_page(
        request.GET.get("page")
    )
    parties = (
        waiting_at(actor, site_id, offset=max(page.start_index() - 1, 0), limit=A_PAGE)
        if page.paginator.count
        else []
    )
    homes = choices.names_of_homes({line.place, *(one.home for one in parties)}, rules.digits)
    open_here = line.own and line.closed_on is None
    shown = {
        "site": in_words(line, homes),
        "rows": [(one, homes.get(one.home, "")) for one in parties],
        "page": page,
        "now": timezone.now(),
        "may_plan": open_here and actor.may(AssistancePermission.TRANSPORT_PLAN),
        "may_manage": open_here and actor.may(AssistancePermission.SITE_MANAGE),
    }
    return render(request, "office_assistance/site.html", shown)


def receive(request: HttpRequest, site_id: UUID) -> HttpResponse:
    """Take in a family; the page comes back for the next one."""
    actor = actor_of(request)
    line = site_or_404(actor, site_id)
    return ask(
        request,
        form=ReceiveForm(request.POST or None),
        do=lambda told: receive_party(actor=actor, site_id=site_id, **told),
        title=_("A family has come"),
        lead=choices.own_or_english(line.name_km, line.name_en),
        button=_("Take them in"),
        back=reverse("office_assistance:site", args=[site_id]),
        done=_("Taken in. They wait for a seat."),
    )


def go(request: HttpRequest, party_id: UUID) -> HttpResponse:
    """A family no longer waits for a seat."""
    actor = actor_of(request)
    party = party_for(actor, party_id)
    return ask(
        request,
        form=LetGoForm(request.POST or None),
        do=lambda told: let_go(actor=actor, party_id=party_id, **told),
        title=_("This family no longer waits"),
        facts=[
            (_("Family token"), spoken(party.token) or _("no token")),
            (_("People"), figures.number(party.people)),
        ],
        button=_("Take off the list"),
        back=reverse("office_assistance:sites"),
        done=_("Written down. They no longer wait."),
    )


def coming(request: HttpRequest, site_id: UUID) -> HttpResponse:
    """How many more were announced."""
    actor = actor_of(request)
    line = site_or_404(actor, site_id)
    return ask(
        request,
        form=ComingForm(request.POST or None, initial={"people": line.coming}),
        do=lambda told: announce_coming(actor=actor, site_id=site_id, **told),
        title=_("How many more are coming"),
        lead=choices.own_or_english(line.name_km, line.name_en),
        button=_("Save"),
        back=reverse("office_assistance:site", args=[site_id]),
        done=_("Written down."),
    )


def close(request: HttpRequest, site_id: UUID) -> HttpResponse:
    """Close a site where nobody is left."""
    actor = actor_of(request)
    line = site_or_404(actor, site_id)
    return ask(
        request,
        form=forms.Form(request.POST or None),
        do=lambda told: close_site(actor=actor, site_id=site_id),
        title=_("Close this site"),
        lead=choices.own_or_english(line.name_km, line.name_en),
        facts=[(_("There now"), figures.number(line.now))],
        button=_("Close it"),
        back=reverse("office_assistance:site", args=[site_id]),
        done=_("The site is closed."),
        dangerous=True,
    )


def desks(request: HttpRequest, site_id: UUID) -> HttpResponse:
    """Who is at which desk, today and tomorrow."""
    actor = actor_of(request)
    line = site_or_404(actor, site_id)
    today = timezone.localdate()
    shown = {
        "site": in_words(line, {}),
        "desks": [(desk, choices.TASKS[desk.task]) for desk in desks_of(actor, site_id, day=today)],
        "today": today,
        "now": timezone.now(),
        "may_manage": line.own
        and line.closed_on is None
        and actor.may(AssistancePermission.SITE_MANAGE),
    }
    return render(request, "office_assistance/desks.html", shown)


def desk(request: HttpRequest, site_id: UUID) -> HttpResponse:
    """Add a desk."""
    actor = actor_of(request)
    site_or_404(actor, site_id)
    return ask(
        request,
        form=DeskForm(request.POST or None),
        do=lambda told: add_desk(actor=actor, site_id=site_id, **told),
        title=_("Add a desk"),
        button=_("Add"),
        back=reverse("office_assistance:desks", args=[site_id]),
        done=_("The desk is there."),
    )


def shift(request: HttpRequest, site_id: UUID) -> HttpResponse:
    """Put an officer at a desk."""
    actor = actor_of(request)
    line = site_or_404(actor, site_id)
    today = timezone.localdate()
    form = ShiftForm(
        request.POST or None,
        desks=[(str(one.id), one.name) for one in desks_of(actor, site_id, day=today)],
        officers=[
            (str(account), name)
            for account, name in officers_on_duty(line.province, day=today, roles=ON_SHIFT)
        ],
    )

    def plan(told: dict[str, Any]) -> object:
        begins = at(told["day"], told["begins"])
        ends = at(told["day"], told["ends"])
        return plan_shift(
            actor=actor,
            desk_id=UUID(told["desk"]),
            account_id=UUID(told["officer"]),
            begins_at=begins,
            ends_at=ends if ends > begins else ends + timedelta(days=1),
        )

    return ask(
        request,
        form=form,
        do=plan,
        title=_("Plan a shift"),
        button=_("Plan it"),
        back=reverse("office_assistance:desks", args=[site_id]),
        done=_("The shift is planned."),
    )


def shift_off(request: HttpRequest, site_id: UUID, shift_id: UUID) -> HttpResponse:
    """Take a shift back."""
    actor = actor_of(request)
    site_or_404(actor, site_id)
    return ask(
        request,
        form=forms.Form(request.POST or None),
        do=lambda told: cancel_shift(actor=actor, shift_id=shift_id),
        title=_("Take this shift back"),
        button=_("Take it back"),
        back=reverse("office_assistance:desks", args=[site_id]),
        done=_("The shift is taken back."),
        dangerous=True,
    )
