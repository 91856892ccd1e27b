"""Job orders: the list, one order with its ledger, declared, agreed to, refused, closed."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from polakor.access.rules.actors import Actor
from polakor.access.rules.policy import Role
from polakor.doors.office.recruitment import deal_showing as showing
from polakor.doors.office.recruitment.deal_forms import OptionalWhyForm, OrderForm
from polakor.doors.office.recruitment.deal_words import ORDER_STATES, pack_words
from polakor.doors.office.recruitment.forms import WhyForm
from polakor.doors.ui import asking
from polakor.doors.ui.acting import actor_of
from polakor.doors.ui.templatetags.ui import spoken
from polakor.recruitment.actions.orders import (
    OrderDraft,
    close_order,
    decide_order,
    declare_order,
    revoke_approval,
    withdraw_order,
)
from polakor.recruitment.errors import OrderNotFound
from polakor.recruitment.permissions import RecruitmentPermission as May
from polakor.recruitment.queries.ledger import lines_of_order
from polakor.recruitment.queries.orders import OrderFile, order_count, order_file, orders_for
from polakor.recruitment.queries.placements import placement_count, placements_for
from polakor.recruitment.queries.public import names_of_agencies

A_PAGE = 50
WORKERS_SHOWN = 20
Words = str | Promise
ask = partial(asking.ask, frame="office_recruitment/deal.html")


def orders(request: HttpRequest) -> HttpResponse:
    """Orders this account may see, newest first; those that wait by themselves."""
    actor = actor_of(request)
    state = request.GET.get("state", "")
    state = state if state in ORDER_STATES else ""
    pages = Paginator(range(order_count(actor, state=state)), A_PAGE)
    page = pages.get_page(request.GET.get("page"))
    lists = pack_words()
    lines = orders_for(actor, state=state, offset=max(page.start_index() - 1, 0), limit=A_PAGE)
    shown = {
        "state": state,
        "states": [("", _("All")), *ORDER_STATES.items()],
        "page": page,
        "rows": [showing.order(line, lists) for line in lines],
        "may_declare": actor.may(May.ORDER_DECLARE),
        "now": timezone.now(),
    }
    return render(request, "office_recruitment/orders.html", shown)


def found(actor: Actor, number: str) -> OrderFile:
    """The order a page is about; one this account may not see is not there."""
    try:
        return order_file(actor, number.upper())
    except OrderNotFound:
        raise Http404 from None


def show(request: HttpRequest, number: str) -> HttpResponse:
    """One order: its sums, its terms, who decided, who goes, and every row of its ledger."""
    actor = actor_of(request)
    file = found(actor, number)
    line, lists = file.line, pack_words()
    heads, rows = showing.beside([(_("Job order"), file.terms)], lists)
    may_look = actor.may(May.PLACEMENT_READ)
    workers = placements_for(actor, order=line.number, limit=WORKERS_SHOWN) if may_look else []
    mine = line.declared_by == actor.account_id
    mine_already = any(one.decided_by == actor.account_id for one in file.decisions)
    waits = line.state == "declared"
    shown = {
        **showing.order(line, lists),
        "terms": rows,
        "heads": heads,
        "decisions": file.decisions,
        "sums": showing.sums(line.counts),
        "workers": [showing.worker(one, lists) for one in workers],
        "worker_count": placement_count(actor, order=line.number) if may_look else 0,
        "ledger": showing.ledger(lines_of_order(actor, line.number)),
        "may_decide": waits and actor.may(May.ORDER_DECIDE) and not mine and not mine_already,
        "must_be_another": waits and actor.may(May.ORDER_DECIDE) and (mine or mine_already),
        "may_withdraw": waits and actor.may(May.ORDER_DECLARE),
        "may_sign": line.state == "approved"
        and line.counts.contracted < line.counts.approved
        and actor.may(May.PLACEMENT_RECORD),
        "may_close": line.state == "approved" and actor.may(May.ORDER_DECIDE),
        "may_revoke": line.state == "approved"
        and not line.counts.contracted
        and actor.may(May.LEDGER_CORRECT),
        "now": timezone.now(),
    }
    return render(request, "office_recruitment/order.html", shown)


def add(request: HttpRequest) -> HttpResponse:
    """Declare a job order."""
    actor = actor_of(request)

    def do(told: dict[str, Any]) -> str:
        draft = OrderDraft(told["people"], told["terms"], told["leave_by"])
        return declare_order(actor=actor, agency=told["agency"].strip().upper(), draft=draft)

    known = names_of_agencies(actor.areas) if actor.role is Role.AGENCY else {}
    own = [(number, showing.own_name(names)) for number, names in known.items()]
    initial = {"agency": request.GET.get("agency", "")}
    return ask(
        request,
        form=OrderForm(request.POST or None, agencies=own, initial=initial),
        do=do,
        title=_("Declare a job order"),
        lead=_(
            "What the employer asks for, and on which terms. Officers agree to it; then workers "
            "can sign, never more than were approved."
        ),
        button=_("Declare the order"),
        back=reverse("office_orders:orders"),
        done=_("Declared. It waits for approval."),
        onward=lambda made: reverse("office_orders:order", args=[made]),
    )


def _ask_about(
    request: HttpRequest,
    number: str,
    *,
    do: Callable[..., object],
    form: type[forms.Form] = WhyForm,
    title: Words,
    button: Words,
    done: Words,
    lead: Words = "",
    dangerous: bool = False,
) -> HttpResponse:
    actor = actor_of(request)
    file = found(actor, number)
    line, lists = file.line, pack_words()
    shown = showing.order(line, lists)

    def act(told: dict[str, Any]) -> object:
        return do(actor=actor, number=line.number, **told)

    return ask(
        request,
        form=form(request.POST or None),
        do=act,
        title=title,
        lead=lead,
        facts=[
            (_("Agency"), spoken(shown["agency"])),
            (_("Employer"), spoken(f"{line.employer}, {shown['country']}")),
            (_("For how many people"), line.people),
            (_("Wage"), spoken(", ".join(showing.said(file.terms, "wage", lists)))),
        ],
        button=button,
        back=reverse("office_orders:order", args=[line.number]),
        done=done,
        dangerous=dangerous,
    )


def agree(request: HttpRequest, number: str) -> HttpResponse:
    """Agree to an order."""
    return _ask_about(
        request,
        number,
        form=OptionalWhyForm,
        do=lambda actor, number, reason: decide_order(
            actor=actor, number=number, agree=True, reason=reason
        ),
        title=_("Agree to this job order"),
        lead=_("So many people may then sign and leave, and not one more."),
        button=_("Agree"),
        done=_("You agreed to the order."),
    )


def refuse(request: HttpRequest, number: str) -> HttpResponse:
    """Refuse an order."""
    return _ask_about(
        request,
        number,
        do=lambda actor, number, reason: decide_order(
            actor=actor, number=number, agree=False, reason=reason
        ),
        title=_("Refuse this job order"),
        lead=_("The agency reads the reason."),
        button=_("Refuse"),
        done=_("The order is refused."),
        dangerous=True,
    )


def withdraw(request: HttpRequest, number: str) -> HttpResponse:
    """Take an order back before it is approved."""
    return _ask_about(
        request,
        number,
        do=withdraw_order,
        title=_("Take this job order back"),
        button=_("Take it back"),
        done=_("The order is taken back."),
    )


def close(request: HttpRequest, number: str) -> HttpResponse:
    """Let nobody new sign."""
    return _ask_about(
        request,
        number,
        do=close_order,
        title=_("Close this job order"),
        lead=_("Nobody new can sign for it. Who signed goes on."),
        button=_("Close the order"),
        done=_("The order is closed."),
    )


def revoke(request: HttpRequest, number: str) -> HttpResponse:
    """Take an approval back for which nobody signed."""
    return _ask_about(
        request,
        number,
        do=revoke_approval,
        title=_("Take the approval back"),
        lead=_("The ledger keeps both: that it was approved, and that it was taken back."),
        button=_("Take the approval back"),
        done=_("The approval is taken back."),
        dangerous=True,
    )
