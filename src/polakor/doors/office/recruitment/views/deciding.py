"""What is decided about an agency: licence, permits, deposit, sanctions and rewards."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from polakor.access.rules.actors import Actor
from polakor.doors.office.recruitment import asking, showing
from polakor.doors.office.recruitment.forms import (
    ActForm,
    DepositForm,
    MeasureForm,
    PermitForm,
    WhyForm,
)
from polakor.doors.office.recruitment.views.recruiters import acts_that_fit
from polakor.doors.ui.acting import actor_of
from polakor.recruitment.actions.licences import (
    ActDraft,
    DepositDraft,
    change_deposit,
    decide_licence,
    permit_country,
    take_measure,
    undo_act,
)

Words = str | Promise


def _about(
    request: HttpRequest,
    number: str,
    *,
    form: Callable[[Actor], forms.Form],
    do: Callable[[Actor, dict[str, Any]], object],
    title: Words,
    button: Words,
    done: Words,
    lead: Words = "",
    agencies: bool = True,
) -> HttpResponse:
    actor = actor_of(request)
    line = asking.line_for(actor, number)
    if agencies and line.kind != "agency":
        raise Http404
    holds = showing.row(line, {})["words"]
    return asking.ask(
        request,
        form=form(actor),
        do=lambda told: do(actor, told),
        title=title,
        lead=lead,
        facts=[(_("About"), showing.name_of(line)), (_("Today"), holds)],
        button=button,
        back=reverse("office_recruitment:recruiter", args=[line.number]),
        done=done,
    )


def decide(request: HttpRequest, number: str) -> HttpResponse:
    """Decide about the licence."""
    return _about(
        request,
        number,
        form=lambda actor: ActForm(request.POST or None, acts=acts_that_fit(actor, number.upper())),
        do=lambda actor, told: decide_licence(
            actor=actor, number=number.upper(), draft=ActDraft(**told)
        ),
        title=_("Decide about the licence"),
        lead=_("It stands on the public page at once, with who decided and why."),
        button=_("Enter the decision"),
        done=_("The decision stands."),
    )


def undo(request: HttpRequest, number: str, act_id: UUID) -> HttpResponse:
    """Say that a decision was entered by mistake."""
    return _about(
        request,
        number,
        form=lambda actor: WhyForm(request.POST or None),
        do=lambda actor, told: undo_act(actor=actor, act_id=act_id, **told),
        title=_("Take a decision back"),
        lead=_("For what was entered by mistake. It stays readable, struck out, with your reason."),
        button=_("Take it back"),
        done=_("The decision is taken back."),
    )


def permit(request: HttpRequest, number: str) -> HttpResponse:
    """Let it send people to a country."""
    return _about(
        request,
        number,
        form=lambda actor: PermitForm(request.POST or None),
        do=lambda actor, told: permit_country(actor=actor, number=number.upper(), **told),
        title=_("Permit a country"),
        button=_("Permit"),
        done=_("Permitted."),
    )


def deposit(request: HttpRequest, number: str) -> HttpResponse:
    """Money put down, drawn or given back."""
    return _about(
        request,
        number,
        form=lambda actor: DepositForm(request.POST or None),
        do=lambda actor, told: change_deposit(
            actor=actor, number=number.upper(), draft=DepositDraft(**told)
        ),
        title=_("Deposit"),
        button=_("Enter"),
        done=_("Entered."),
    )


def measure(request: HttpRequest, number: str) -> HttpResponse:
    """A warning, another sanction, or a reward."""
    return _about(
        request,
        number,
        form=lambda actor: MeasureForm(request.POST or None),
        do=lambda actor, told: take_measure(actor=actor, number=number.upper(), **told),
        title=_("A sanction or a reward"),
        lead=_("What stops an agency is decided about its licence; here is what stands beside it."),
        button=_("Enter"),
        done=_("Entered."),
        agencies=False,
    )
