"""Who arrived, who did not, and the codes with which communes say so."""

from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from polakor.assistance.actions.arrivals import account_for, confirm_arrival, make_code
from polakor.assistance.permissions import AssistancePermission
from polakor.assistance.queries.boarding import boarding_rules
from polakor.assistance.queries.travel import manifest, missing, missing_count, party_for
from polakor.doors.office.assistance import choices
from polakor.doors.office.assistance.asking import ask
from polakor.doors.office.assistance.forms import AccountForm, ArrivedForm
from polakor.doors.office.assistance.views.trips import trip_or_404
from polakor.doors.ui import figures
from polakor.doors.ui.acting import actor_of
from polakor.doors.ui.templatetags.ui import spoken

A_PAGE = 50


def not_arrived(request: HttpRequest) -> HttpResponse:
    """The alarm list, the longest overdue first."""
    actor = actor_of(request)
    page = Paginator(range(missing_count(actor)), A_PAGE).get_page(request.GET.get("page"))
    found = missing(actor, offset=max(page.start_index() - 1, 0), limit=A_PAGE)
    now = timezone.now()
    rules = boarding_rules()
    homes = choices.names_of_homes({one.party.home for one in found}, rules.digits)
    shown = {
        "rows": [
            {
                "one": one,
                "home": homes.get(one.party.home, ""),
                "gone": one.party.people - one.party.arrived,
                "late": figures.duration(now - one.due_at) if one.due_at < now else "",
            }
            for one in found
        ],
        "page": page,
        "now": now,
        "hours": rules.arrival_hours,
        "may_confirm": actor.may(AssistancePermission.ARRIVAL_CONFIRM),
    }
    return render(request, "office_assistance/missing.html", shown)


def _back(trip_id: UUID | None) -> str:
    if trip_id is None:
        return reverse("office_assistance:missing")
    return reverse("office_assistance:trip", args=[trip_id])


def arrived(request: HttpRequest, party_id: UUID) -> HttpResponse:
    """An officer says how many of a family are at home."""
    actor = actor_of(request)
    party = party_for(actor, party_id)
    return ask(
        request,
        form=ArrivedForm(request.POST or None, initial={"arrived": party.people}),
        do=lambda told: confirm_arrival(actor=actor, party_id=party_id, **told),
        title=_("Who has arrived"),
        facts=[
            (_("Family token"), spoken(party.token) or _("no token")),
            (_("People on the trip"), figures.number(party.people)),
            (_("Seen so far"), figures.number(party.arrived)),
        ],
        button=_("Write it down"),
        back=_back(party.trip_id),
        done=_("Written down."),
    )


def account(request: HttpRequest, party_id: UUID) -> HttpResponse:
    """What became of those who were not seen at home."""
    actor = actor_of(request)
    party = party_for(actor, party_id)

    def settle(told: dict[str, str]) -> None:
        account_for(actor=actor, party_id=party_id, outcome=told["outcome"], note=told["reason"])

    return ask(
        request,
        form=AccountForm(request.POST or None),
        do=settle,
        title=_("What became of them"),
        facts=[
            (_("Family token"), spoken(party.token) or _("no token")),
            (_("People on the trip"), figures.number(party.people)),
            (_("Seen so far"), figures.number(party.arrived)),
        ],
        button=_("Write it down"),
        back=reverse("office_assistance:missing"),
        done=_("Written down. They stand on the alarm list no more."),
    )


def code(request: HttpRequest, trip_id: UUID) -> HttpResponse:
    """Make the code of one district and show it once, to be printed or copied."""
    actor = actor_of(request)
    line = trip_or_404(actor, trip_id)
    if request.method != "POST":
        return redirect("office_assistance:trip", trip_id)
    rules = boarding_rules()
    district = request.POST.get("district", "")
    made = make_code(actor=actor, trip_id=trip_id, district=district)
    families = [one for one in manifest(actor, trip_id) if rules.district(one.home) == district]
    names = choices.names_of_homes({district}, rules.digits)
    shown = {
        "line": line,
        "district": names.get(district) or _("district not known"),
        "code": made,
        "link": request.build_absolute_uri(reverse("portal:arrived_with", args=[made])),
        "page_address": request.build_absolute_uri(reverse("portal:arrived")),
        "families": families,
        "people": sum(one.people for one in families),
        "hours": rules.code_hours,
    }
    answer = render(request, "office_assistance/code.html", shown)
    answer["Cache-Control"] = "no-store"
    return answer
