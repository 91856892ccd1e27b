"""Workers who go for job orders: signed, looked into, cleared, departed, and what came then."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _

import namebridge
from polakor.access.rules.actors import Actor
from polakor.access.rules.policy import Role
from polakor.access.rules.scopes import person_scopes
from polakor.base.errors import Refusal
from polakor.doors.office.recruitment import deal_showing as showing
from polakor.doors.office.recruitment.deal_forms import (
    AnswerForm,
    ContractForm,
    MoveForm,
    OnDayForm,
    SignForm,
    ToldForm,
    initial_of,
)
from polakor.doors.office.recruitment.deal_words import pack_words
from polakor.doors.office.recruitment.forms import WhyForm
from polakor.doors.office.recruitment.money_showing import statements
from polakor.doors.office.recruitment.views.orders import ask
from polakor.doors.office.recruitment.views.orders import found as found_order
from polakor.doors.ui.acting import actor_of
from polakor.doors.ui.errors import sentence_of
from polakor.doors.ui.templatetags.ui import spoken
from polakor.flows.sign_worker import Signed, sign_worker
from polakor.recruitment.actions.placements import (
    ContractDraft,
    add_contract,
    answer_finding,
    clear_worker,
    move_on,
    record_departure,
    take_back_step,
    tell_terms,
    withdraw_worker,
)
from polakor.recruitment.errors import PlacementNotFound
from polakor.recruitment.permissions import RecruitmentPermission as May
from polakor.recruitment.queries.money import statements_of_placement
from polakor.recruitment.queries.placements import (
    PlacementFile,
    placement_count,
    placement_file,
    placements_for,
)
from polakor.recruitment.rules.deployment import BEFORE, following
from polakor.registry.actions.persons import PersonDraft

A_PAGE = 50
PASSPORT = "KH-PP"
Words = str | Promise


def workers(request: HttpRequest) -> HttpResponse:
    """Placed workers, the longest due first; those who wait too long by themselves."""
    actor = actor_of(request)
    asked = request.GET.get("q", "").strip()[:200]
    late = request.GET.get("late") == "1"
    order = request.GET.get("order", "").upper()
    chosen = {"asked": asked, "late": late, "order": order}
    pages = Paginator(range(placement_count(actor, **chosen)), A_PAGE)  # type: ignore[arg-type]
    page = pages.get_page(request.GET.get("page"))
    offset = max(page.start_index() - 1, 0)
    lines = placements_for(actor, offset=offset, limit=A_PAGE, **chosen)  # type: ignore[arg-type]
    lists = pack_words()
    shown = {
        "q": asked,
        "late": late,
        "order": order,
        "page": page,
        "rows": [showing.worker(line, lists) for line in lines],
        "now": timezone.now(),
    }
    return render(request, "office_recruitment/workers.html", shown)


def found(actor: Actor, number: str) -> PlacementFile:
    """The worker a page is about; one this account may not see is not there."""
    try:
        return placement_file(actor, number.upper())
    except PlacementNotFound:
        raise Http404 from None


def show(request: HttpRequest, number: str) -> HttpResponse:
    """One worker: where they are on the way, what was promised, what was found."""
    actor = actor_of(request)
    file = found(actor, number)
    lists = pack_words()
    heads, terms = showing.beside(showing.sides_of(file), lists)
    there = showing.found_there(file)
    there_heads, there_rows = showing.beside(there, lists) if there else ([], [])
    state = file.line.state
    may_record = actor.may(May.PLACEMENT_RECORD)
    may_costs = actor.may(May.COST_READ)
    told = statements_of_placement(actor, file.line.number) if may_costs else []
    shown = {
        **showing.worker(file.line, lists),
        "heads": heads,
        "terms": terms,
        "contracts": [showing.contract(one, lists) for one in file.contracts],
        "changes": [
            (one, lists["deployment_steps"].get(one.state, one.state)) for one in file.changes
        ],
        "statements": statements(told, lists),
        "there_heads": there_heads,
        "there": there_rows,
        "may_read_terms": actor.may(May.TERMS_READ),
        "may_tell_terms": actor.may(May.TERMS_TELL)
        and state not in (*BEFORE, "cleared", "withdrawn"),
        "may_costs": may_costs,
        "may_tell": actor.may(May.COST_TELL),
        "may_refund": actor.may(May.COST_TELL) and actor.role is not Role.AGENCY,
        "may_contract": may_record and state in BEFORE,
        "may_answer": actor.may(May.PLACEMENT_CLEAR) and state in BEFORE,
        "may_clear": actor.may(May.PLACEMENT_CLEAR) and state in BEFORE,
        "may_depart": may_record and state == "cleared",
        "may_move": may_record and bool(following(state)),
        "may_leave": may_record
        and (state in BEFORE or (state == "cleared" and actor.may(May.PLACEMENT_CLEAR))),
        "may_back": actor.may(May.LEDGER_CORRECT) and state in ("cleared", "departed"),
        "today": timezone.localdate(),
        "now": timezone.now(),
    }
    return render(request, "office_recruitment/worker.html", shown)


def sign(request: HttpRequest, number: str) -> HttpResponse:
    """A worker signs with the agency for an order."""
    actor = actor_of(request)
    file = found_order(actor, number)
    form = SignForm(request.POST or None, initial=initial_of(file.terms))

    def do(told: dict[str, Any]) -> str:
        return sign_worker(actor=actor, told=_signed(actor, file.line.number, told, form))

    return ask(
        request,
        form=form,
        do=do,
        title=_("A worker signs"),
        lead=_(
            "Write what stands on the contract, not what should. The terms are filled in from the "
            "job order; change every one that is different on the paper."
        ),
        facts=[
            (_("Job order"), spoken(file.line.number)),
            (_("Employer"), spoken(file.line.employer)),
            (
                _("Places left"),
                file.line.counts.approved - file.line.counts.contracted,
            ),
        ],
        button=_("Enter the worker"),
        back=reverse("office_orders:order", args=[file.line.number]),
        done=_("The worker is entered."),
        onward=lambda made: reverse("office_orders:worker", args=[made]),
    )


def _signed(actor: Actor, order: str, told: dict[str, Any], form: SignForm) -> Signed:
    names = [told["name"], *([told["name_2"]] if told["name_2"] else [])]
    passport = told["passport"].replace(" ", "").upper()
    person = PersonDraft(
        names=tuple(namebridge.parse(name) for name in names),
        sex=int(told["sex"] or 0),
        birth=told["birth"],
        home=told["home"],
        phone=told["phone"],
        documents=((PASSPORT, passport, ""),) if passport else (),
        scopes=tuple(
            person_scopes(
                province=told["home"], account_id=actor.account_id, day=timezone.localdate()
            )
        ),
    )
    answers = {name: str(form.data.get(name, "")) for name in form.fields if name in form.data}
    return Signed(order, answers, person, told["name"], _contract(told, "placement"), told["made"])


def _contract(told: dict[str, Any], kind: str) -> ContractDraft:
    return ContractDraft(
        kind=kind,
        signed_on=told["signed_on"],
        terms=told["terms"],
        paper=told["paper"],
        starts_on=told["starts_on"],
        ends_on=told["ends_on"],
    )


def contract(request: HttpRequest, number: str) -> HttpResponse:
    """Enter a contract, or a new version of one."""
    actor = actor_of(request)
    file = found(actor, number)
    _word, newest = showing.sides_of(file)[-1]
    return ask(
        request,
        form=ContractForm(request.POST or None, initial=initial_of(newest)),
        do=lambda told: add_contract(
            actor=actor, number=file.line.number, draft=_contract(told, told["kind"])
        ),
        title=_("Enter a contract"),
        lead=_(
            "Write what stands on the contract, not what should. A new version of a contract "
            "replaces the one before it, which stays readable."
        ),
        facts=_facts(file),
        button=_("Enter the contract"),
        back=reverse("office_orders:worker", args=[file.line.number]),
        done=_("The contract is entered. Look at what was found in it."),
    )


def _facts(file: PlacementFile) -> list[tuple[Words, Any]]:
    return [
        (_("Worker"), spoken(f"{file.line.name} · {file.line.number}")),
        (_("Employer"), spoken(file.line.employer)),
    ]


def _ask_about(
    request: HttpRequest,
    number: str,
    *,
    do: Callable[..., object],
    title: Words,
    button: Words,
    done: Words,
    form: Callable[..., forms.Form] = WhyForm,
    lead: Words = "",
    dangerous: bool = False,
) -> HttpResponse:
    actor = actor_of(request)
    file = found(actor, number)

    def act(told: dict[str, Any]) -> object:
        return do(actor=actor, number=file.line.number, **told)

    return ask(
        request,
        form=form(request.POST or None),
        do=act,
        title=title,
        lead=lead,
        facts=_facts(file),
        button=button,
        back=reverse("office_orders:worker", args=[file.line.number]),
        done=done,
        dangerous=dangerous,
    )


def tell(request: HttpRequest, number: str) -> HttpResponse:
    """Enter the terms as the worker finds them."""
    actor = actor_of(request)
    file = found(actor, number)

    def do(told: dict[str, Any]) -> object:
        kept = {name: told[name] for name in ("moment", "channel", "told_on", "terms")}
        return tell_terms(actor=actor, number=file.line.number, **kept)

    return ask(
        request,
        form=ToldForm(request.POST or None),
        do=do,
        title=_("What the worker finds there"),
        lead=_(
            "Ask and write what is said; leave empty what is not known. Nothing is filled in from "
            "the contract. The agency never sees it."
        ),
        facts=_facts(file),
        button=_("Keep what was told"),
        back=reverse("office_orders:worker", args=[file.line.number]),
        done=_("What was told is kept."),
    )


def answer(request: HttpRequest, number: str, finding_id: UUID) -> HttpResponse:
    """Say what came of something found in a contract."""
    lists = pack_words()
    every = (
        one
        for contract in found(actor_of(request), number).contracts
        for one in showing.contract(contract, lists)["findings"]
    )
    meant = next((one for one in every if one["one"].id == finding_id), None)
    if meant is None:
        raise Http404
    return _ask_about(
        request,
        number,
        form=AnswerForm,
        do=lambda actor, number, answer: answer_finding(
            actor=actor, number=number, finding_id=finding_id, answer=answer
        ),
        title=_("Answer what was found"),
        lead=": ".join((str(meant["rule"]), str(meant["about"]))),
        button=_("Keep the answer"),
        done=_("Answered."),
    )


def clear(request: HttpRequest, number: str) -> HttpResponse:
    """Let a worker leave. One press: everything to look at stands on the worker's page."""
    actor = actor_of(request)
    file = found(actor, number)
    if request.method == "POST":
        try:
            clear_worker(actor=actor, number=file.line.number)
        except Refusal as refusal:
            messages.error(request, sentence_of(refusal))
        else:
            messages.success(request, _("The worker may leave."))
    return redirect("office_orders:worker", number=file.line.number)


def departed(request: HttpRequest, number: str) -> HttpResponse:
    """Enter that a cleared worker left."""
    return _ask_about(
        request,
        number,
        form=lambda data: OnDayForm(data, initial={"on_day": timezone.localdate()}),
        do=record_departure,
        title=_("The worker left"),
        button=_("Enter the departure"),
        done=_("The departure is entered."),
    )


def move(request: HttpRequest, number: str) -> HttpResponse:
    """Enter the next state."""
    file = found(actor_of(request), number)
    steps = pack_words(("deployment_steps",))["deployment_steps"]
    states = [(one, steps.get(one, one)) for one in following(file.line.state)]
    if not states:
        raise Http404
    return _ask_about(
        request,
        number,
        form=lambda data: MoveForm(data, states=states, initial={"on_day": timezone.localdate()}),
        do=move_on,
        title=_("What comes now"),
        button=_("Write it down"),
        done=_("Written down."),
    )


def withdraw(request: HttpRequest, number: str) -> HttpResponse:
    """Enter that a worker will not go."""
    return _ask_about(
        request,
        number,
        do=withdraw_worker,
        title=_("The worker will not go"),
        lead=_("The place in the job order is free again. The ledger keeps what was."),
        button=_("Will not go"),
        done=_("Written down. The place is free again."),
        dangerous=True,
    )


def back(request: HttpRequest, number: str) -> HttpResponse:
    """Take back a clearance or departure entered by mistake."""
    return _ask_about(
        request,
        number,
        do=take_back_step,
        title=_("Take the last step back"),
        lead=_("For a clearance or departure entered by mistake. The ledger keeps both rows."),
        button=_("Take it back"),
        done=_("Taken back."),
        dangerous=True,
    )
