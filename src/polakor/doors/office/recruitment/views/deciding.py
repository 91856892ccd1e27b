"""What is decided about an agency: licence, permits, deposit, sanctions and rewards."""

from functools import partial
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from polakor.access.rules.actors import Actor
from polakor.doors.office.recruitment import asking
from polakor.doors.office.recruitment.forms import (
    ActForm,
    DepositForm,
    MeasureForm,
    PermitForm,
    WhyForm,
)
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
from polakor.recruitment.errors import RecruiterNotFound
from polakor.recruitment.queries.recruiters import acts_for
from polakor.recruitment.rules.licences import ACTS, may_follow


def _acts_that_fit(actor: Actor, number: str) -> list[str]:
    """Decisions that what holds today allows."""
    try:
        decided = acts_for(actor, number.upper())
    except RecruiterNotFound:
        raise Http404 from None
    return [one for one in ACTS if may_follow(decided, one, timezone.localdate())]


def decide(request: HttpRequest, number: str) -> HttpResponse:
    """Decide about the licence."""
    return asking.ask_about(
        request,
        number,
        form=partial(ActForm, acts=_acts_that_fit(actor_of(request), number)),
        do=lambda actor, number, **told: decide_licence(
            actor=actor, number=number, draft=ActDraft(**told)
        ),
        title=_("Decide about the licence"),
        lead=_("It stands on the public page at once, with who decided and why."),
        button=_("Enter the decision"),
        done=_("The decision stands."),
        agencies=True,
    )


def undo(request: HttpRequest, number: str, act_id: UUID) -> HttpResponse:
    """Say that a decision was entered by mistake."""
    return asking.ask_about(
        request,
        number,
        form=WhyForm,
        do=partial(undo_act, act_id=act_id),
        title=_("Take a decision back"),
        lead=_("For what was entered by mistake. It stays readable, struck out, with your reason."),
        button=_("Take it back"),
        done=_("The decision is taken back."),
        agencies=True,
    )


def permit(request: HttpRequest, number: str) -> HttpResponse:
    """Let it send people to a country."""
    return asking.ask_about(
        request,
        number,
        form=PermitForm,
        do=permit_country,
        title=_("Permit a country"),
        button=_("Permit"),
        done=_("Permitted."),
        agencies=True,
    )


def deposit(request: HttpRequest, number: str) -> HttpResponse:
    """Money put down, drawn or given back."""
    return asking.ask_about(
        request,
        number,
        form=DepositForm,
        do=lambda actor, number, **told: change_deposit(
            actor=actor, number=number, draft=DepositDraft(**told)
        ),
        title=_("Deposit"),
        button=_("Enter"),
        done=_("Entered."),
        agencies=True,
    )


def measure(request: HttpRequest, number: str) -> HttpResponse:
    """A warning, another sanction, or a reward."""
    return asking.ask_about(
        request,
        number,
        form=MeasureForm,
        do=take_measure,
        title=_("A sanction or a reward"),
        lead=_("What stops an agency is decided about its licence; here is what stands beside it."),
        button=_("Enter"),
        done=_("Entered."),
    )
