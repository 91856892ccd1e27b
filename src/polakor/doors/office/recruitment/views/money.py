"""What was told of costs, debts and pay: entered, shown side by side, asked back."""

from decimal import Decimal
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from polakor.access.errors import PermissionRefused
from polakor.access.rules.actors import Actor
from polakor.access.rules.policy import Role
from polakor.doors.office.recruitment import deal_showing
from polakor.doors.office.recruitment.deal_words import pack_words
from polakor.doors.office.recruitment.money_forms import (
    RefundForm,
    RefundMoveForm,
    StatementForm,
)
from polakor.doors.office.recruitment.money_showing import statements
from polakor.doors.office.recruitment.money_words import SAID_BY
from polakor.doors.office.recruitment.views.orders import ask
from polakor.doors.office.recruitment.views.workers import found as found_worker
from polakor.doors.ui import languages
from polakor.doors.ui.acting import actor_of
from polakor.doors.ui.templatetags.ui import spoken
from polakor.recruitment.actions.money import claim_refund, move_refund, tell_costs
from polakor.recruitment.permissions import RecruitmentPermission as May
from polakor.recruitment.queries.money import CostLine, cost_for, statements_of_person
from polakor.registry.errors import PersonNotFound
from polakor.registry.queries.persons import PersonFile, get_person_for

PROVINCE = 2
"""Digits of a place code that name its province."""


def _tellers(actor: Actor, *, placed: bool) -> list[str]:
    """Whose words an account may write down: an agency its own alone."""
    if actor.role is Role.AGENCY:
        return ["agency"]
    return [one for one in SAID_BY if placed or one != "agency"]


def _lead(actor: Actor) -> str:
    if actor.role is Role.AGENCY:
        return _("Every cost of this job, whoever paid it. What the worker says is not shown here.")
    return _(
        "Write what was said, not what should be. Nothing has to be known; what was told before "
        "stays readable. The agency never sees what the worker tells."
    )


def tell(request: HttpRequest, number: str) -> HttpResponse:
    """Enter what was told about a placed worker."""
    actor = actor_of(request)
    file = found_worker(actor, number)
    form = StatementForm(
        request.POST or None,
        tellers=_tellers(actor, placed=True),
        initial={"country": file.line.country},
    )
    return ask(
        request,
        form=form,
        do=lambda _told: tell_costs(actor=actor, draft=form.draft(placement=file.line.number)),
        title=_("Costs, debts and pay"),
        lead=_lead(actor),
        facts=[
            (_("Worker"), spoken(f"{file.line.name} · {file.line.number}")),
            (_("Employer"), spoken(file.line.employer)),
        ],
        button=_("Keep what was told"),
        back=reverse("office_orders:worker", args=[file.line.number]),
        done=_("What was told is kept."),
    )


def _person(actor: Actor, person_id: UUID) -> PersonFile:
    """Somebody's file; the look is written down. Whoever may read no file finds nobody here."""
    try:
        return get_person_for(actor, person_id)
    except (PersonNotFound, PermissionRefused):
        raise Http404 from None


def _name(file: PersonFile) -> str:
    texts = dict(file.summary.names)
    own = "Khmr" if languages.current() == "km" else "Latn"
    return texts.get(own) or next(iter(texts.values()), file.summary.number)


def told(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """All that was told of somebody who may have no agency."""
    actor = actor_of(request)
    file = _person(actor, person_id)
    lines = [one for record in file.record_ids for one in statements_of_person(actor, record)]
    shown = {
        "name": _name(file),
        "number": file.summary.number,
        "person_id": person_id,
        "statements": statements(lines, pack_words()),
        "may_tell": actor.may(May.COST_TELL),
        "may_refund": actor.may(May.COST_TELL),
        "now": timezone.now(),
    }
    return render(request, "office_recruitment/told.html", shown)


def tell_of_person(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Enter what somebody tells who may have no agency."""
    actor = actor_of(request)
    file = _person(actor, person_id)
    form = StatementForm(request.POST or None, tellers=_tellers(actor, placed=False))
    return ask(
        request,
        form=form,
        do=lambda _told: tell_costs(
            actor=actor,
            draft=form.draft(person_id=file.summary.id, province=file.summary.home[:PROVINCE]),
        ),
        title=_("Costs, debts and pay"),
        lead=_lead(actor),
        facts=[(_("Person"), spoken(f"{_name(file)} · {file.summary.number}"))],
        button=_("Keep what was told"),
        back=reverse("office_orders:told", args=[person_id]),
        done=_("What was told is kept."),
    )


def _cost(actor: Actor, cost_id: UUID) -> tuple[CostLine, list[tuple[Any, Any]], str]:
    """A cost, what to say of it, and the page it stands on."""
    found = cost_for(actor, cost_id)
    if found is None:
        raise Http404
    line, person_id, placement = found
    items = pack_words(("cost_items",))["cost_items"]
    paid = deal_showing.money(line.cost.amount, line.cost.currency)
    facts = [
        (_("For what"), items.get(line.cost.item, line.cost.item)),
        (_("Amount"), spoken(paid)),
    ]
    if line.refund:
        asked = deal_showing.money(line.refund.claimed, line.cost.currency)
        facts.append((_("Asked back"), spoken(asked)))
    back = (
        reverse("office_orders:worker", args=[placement])
        if placement
        else reverse("office_orders:told", args=[person_id])
    )
    return line, facts, back


def refund(request: HttpRequest, cost_id: UUID) -> HttpResponse:
    """Ask a cost back, or say what came of it."""
    actor = actor_of(request)
    if actor.role is Role.AGENCY:
        raise Http404
    line, facts, back = _cost(actor, cost_id)
    if line.refund is None:
        return ask(
            request,
            form=RefundForm(request.POST or None, initial={"amount": _whole(line.cost.amount)}),
            do=lambda told: claim_refund(actor=actor, cost_id=cost_id, **told),
            title=_("Ask this back"),
            facts=facts,
            button=_("Ask it back"),
            back=back,
            done=_("It is asked back."),
        )
    return ask(
        request,
        form=RefundMoveForm(request.POST or None, initial={"paid": _whole(line.refund.claimed)}),
        do=lambda told: move_refund(actor=actor, cost_id=cost_id, **told),
        title=_("What came of asking back"),
        facts=facts,
        button=_("Write it down"),
        back=back,
        done=_("Written down."),
    )


def _whole(amount: Decimal) -> str:
    return f"{amount:f}".rstrip("0").rstrip(".")
