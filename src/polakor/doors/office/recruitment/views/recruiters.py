"""Who recruits: the list, one file, and what is entered about them."""

from functools import partial
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from polakor.doors.office.recruitment import asking, showing
from polakor.doors.office.recruitment.forms import (
    LastDayForm,
    ListedForm,
    MembershipForm,
    NameForm,
    OfficeForm,
    RecruiterForm,
    ResponsibleForm,
    WhyForm,
)
from polakor.doors.office.recruitment.words import KINDS, PERIODS
from polakor.doors.ui import languages
from polakor.doors.ui.acting import actor_of
from polakor.recruitment.actions.recruiters import (
    OfficeDraft,
    ResponsibleDraft,
    add_name,
    add_office,
    add_responsible,
    end_period,
    join_association,
    list_publicly,
    register_recruiter,
    take_off_list,
)
from polakor.recruitment.errors import RecruiterNotFound
from polakor.recruitment.permissions import RecruitmentPermission as May
from polakor.recruitment.queries.inspections import inspections_of
from polakor.recruitment.queries.recruiters import (
    find_for,
    recruiter_count,
    recruiter_file,
    recruiters_for,
)
from polakor.reference.queries.places import province_names

A_PAGE = 50
Words = str | Promise


def recruiters(request: HttpRequest) -> HttpResponse:
    """Everybody this account may see, or those found by any spelling."""
    actor, today = actor_of(request), timezone.localdate()
    asked = request.GET.get("q", "").strip()[:200]
    kind = request.GET.get("kind", "")
    kind = kind if kind in KINDS else ""
    page = None
    if asked:
        lines = find_for(actor, asked, on=today)
    else:
        pages = Paginator(range(recruiter_count(actor, kind=kind)), A_PAGE)
        page = pages.get_page(request.GET.get("page"))
        offset = max(page.start_index() - 1, 0)
        lines = recruiters_for(actor, kind=kind, on=today, offset=offset, limit=A_PAGE)
    names = province_names(languages.current())
    shown = {
        "q": asked,
        "kind": kind,
        "kinds": [("", _("All")), *KINDS.items()],
        "page": page,
        "rows": [showing.row(line, names) for line in lines],
        "may_record": actor.may(May.RECRUITER_RECORD),
        "now": timezone.now(),
    }
    return render(request, "office_recruitment/recruiters.html", shown)


def show(request: HttpRequest, number: str) -> HttpResponse:
    """All that stands about one, and what may be done."""
    actor, today = actor_of(request), timezone.localdate()
    try:
        file = recruiter_file(actor, number.upper(), on=today)
    except RecruiterNotFound:
        raise Http404 from None
    agency = file.line.kind == "agency"
    shown = {
        **showing.file_words(file),
        "may_record": actor.may(May.RECRUITER_RECORD),
        "may_decide": actor.may(May.LICENCE_DECIDE),
        "may_inspect": agency and actor.may(May.INSPECTION_RECORD),
        "visits": [showing.visit(one) for one in inspections_of(actor, file.line.number)],
        "now": timezone.now(),
    }
    return render(request, "office_recruitment/recruiter.html", shown)


def add(request: HttpRequest) -> HttpResponse:
    """Enter an agency, a sub-agent or a broker."""
    actor = actor_of(request)

    def do(told: dict[str, Any]) -> str:
        other = told.pop("other").splitlines()
        return register_recruiter(actor=actor, other_names=other, **told)

    return asking.ask(
        request,
        form=RecruiterForm(request.POST or None),
        do=do,
        title=_("Enter who recruits"),
        lead=_(
            "An agency can be licensed afterwards. The name of a broker or sub-agent is seen only "
            "by those who license, until it is put on the public list."
        ),
        button=_("Enter"),
        back=reverse("office_recruitment:recruiters"),
        done=_("Entered."),
        onward=lambda made: reverse("office_recruitment:recruiter", args=[made]),
    )


def name(request: HttpRequest, number: str) -> HttpResponse:
    """Another name somebody goes by."""
    return asking.ask_about(
        request,
        number,
        form=NameForm,
        do=add_name,
        title=_("Another name"),
        button=_("Add the name"),
        done=_("Added."),
    )


def office(request: HttpRequest, number: str) -> HttpResponse:
    """Where it can be found."""
    return asking.ask_about(
        request,
        number,
        form=OfficeForm,
        do=lambda actor, number, **told: add_office(
            actor=actor, number=number, draft=OfficeDraft(**told)
        ),
        title=_("An office"),
        button=_("Add the office"),
        done=_("Added."),
    )


def responsible(request: HttpRequest, number: str) -> HttpResponse:
    """Who answers for it."""
    return asking.ask_about(
        request,
        number,
        form=ResponsibleForm,
        do=lambda actor, number, **told: add_responsible(
            actor=actor, number=number, draft=ResponsibleDraft(**told)
        ),
        title=_("Who answers for it"),
        button=_("Add"),
        done=_("Added."),
    )


def membership(request: HttpRequest, number: str) -> HttpResponse:
    """An association it belongs to."""
    return asking.ask_about(
        request,
        number,
        form=MembershipForm,
        do=join_association,
        title=_("Member of an association"),
        button=_("Add"),
        done=_("Added."),
    )


def listed(request: HttpRequest, number: str) -> HttpResponse:
    """Put a name on the public list."""
    return asking.ask_about(
        request,
        number,
        form=ListedForm,
        do=lambda actor, number, reason: list_publicly(actor=actor, number=number, because=reason),
        title=_("Put on the public list"),
        lead=_(
            "Everybody can then read this name and the reason, among the people known to recruit "
            "without a licence."
        ),
        button=_("Put on the list"),
        done=_("The name is on the public list."),
        dangerous=True,
    )


def unlisted(request: HttpRequest, number: str) -> HttpResponse:
    """Take a name off the public list."""
    return asking.ask_about(
        request,
        number,
        form=WhyForm,
        do=lambda actor, number, reason: take_off_list(actor=actor, number=number, because=reason),
        title=_("Take off the public list"),
        button=_("Take off the list"),
        done=_("The name is closed again."),
    )


def end(request: HttpRequest, number: str, what: str, period_id: UUID) -> HttpResponse:
    """End an office, a duty, a membership or a permit."""
    if what not in PERIODS:
        raise Http404
    return asking.ask_about(
        request,
        number,
        form=LastDayForm,
        do=partial(end_period, what=what, period_id=period_id),
        title=_("When did this end?"),
        lead=PERIODS[what],
        button=_("Write it down"),
        done=_("Written down."),
    )
