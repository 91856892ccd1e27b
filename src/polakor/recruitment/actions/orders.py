"""Declare a job order, agree to it or refuse it, take it back, close it."""

from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError, transaction
from django.utils import timezone

from polakor.access.actions.events import record_event
from polakor.access.context import acting_as
from polakor.access.rules.actors import Actor
from polakor.access.rules.scopes import deal_scopes
from polakor.recruitment.actions.ledger import enter_step, undo_step
from polakor.recruitment.errors import (
    DecidedAlready,
    EndsBeforeItBegins,
    NothingToUndo,
    OrderNotOpen,
    TermAbsurd,
)
from polakor.recruitment.models import JobOrder, LedgerRow, OrderDecision, Recruiter
from polakor.recruitment.permissions import RecruitmentPermission
from polakor.recruitment.queries.orders import order_row
from polakor.recruitment.queries.pack import order_rules
from polakor.recruitment.queries.recruiters import with_acts
from polakor.recruitment.queries.rows import next_number
from polakor.recruitment.queries.sending import checked_terms, must_be_allowed, own_agency
from polakor.recruitment.rules.terms import Terms
from polakor.recruitment.rules.words import said, tidy

MOST_PEOPLE = 100_000


@dataclass(frozen=True, slots=True)
class OrderDraft:
    """A job order about to be declared: for how many people, on which terms, leaving by when."""

    people: int
    terms: Terms
    leave_by: date | None = None


def declare_order(*, actor: Actor, agency: str, draft: OrderDraft) -> str:
    """Declare a job order of an agency; officers agree to it afterwards. Returns its number.

    Needs ``recruitment:order:declare``. Raises ``RecruiterNotFound`` (also for an agency that is
    not the actor's), ``MayNotRecruit``, ``TermAbsurd``, ``CodeUnknown``, ``NotMoney``,
    ``EndsBeforeItBegins`` for a day of leaving that is past.
    """
    actor.require(RecruitmentPermission.ORDER_DECLARE)
    terms = checked_terms(draft.terms)
    if not terms.employer or not terms.country:
        raise TermAbsurd(term="employer" if not terms.employer else "country")
    if not 1 <= draft.people <= MOST_PEOPLE:
        raise TermAbsurd(term="people")
    today = timezone.localdate()
    if draft.leave_by is not None and draft.leave_by < today:
        raise EndsBeforeItBegins
    rules = order_rules()
    with acting_as(actor):
        row = own_agency(actor, agency)
        must_be_allowed(row, terms.country, terms.sector, today)
        order = JobOrder.objects.create(
            number=next_number("recruitment_joborder_number", rules.order_prefix),
            agency=row,
            scopes=deal_scopes(agency=row.number),
            country=terms.country,
            employer=terms.employer,
            sector=terms.sector,
            occupation=terms.occupation,
            people=draft.people,
            leave_by=draft.leave_by,
            terms=terms.as_data(),
            needed=2 if draft.people >= rules.second_officer_from else 1,
            declared_by=actor.account_id,
        )
        _note(actor, "recruitment:order:declared", order)
    return order.number


def decide_order(*, actor: Actor, number: str, agree: bool, reason: str = "") -> str:
    """Agree to an order or refuse it; returns its state afterwards.

    Above the pack's size two officers must agree; one who refuses is enough. Nobody decides about
    what they declared themselves, nor twice. Needs ``recruitment:order:decide``. Raises
    ``OrderNotFound``, ``OrderNotOpen``, ``DecidedAlready``, ``MayNotRecruit``, ``ReasonMissing``.
    """
    actor.require(RecruitmentPermission.ORDER_DECIDE)
    because = tidy(reason) if agree else said(reason)
    with acting_as(actor):
        order = order_row(number)
        if order.state != "declared":
            raise OrderNotOpen
        if actor.account_id == order.declared_by:
            raise DecidedAlready
        if agree:
            agency = with_acts(Recruiter.objects.filter(id=order.agency_id)).get()
            must_be_allowed(agency, order.country, order.sector, timezone.localdate())
        try:
            with transaction.atomic():
                OrderDecision.objects.create(
                    order=order,
                    scopes=order.scopes,
                    agreed=agree,
                    reason=because,
                    decided_by=actor.account_id,
                )
        except IntegrityError:
            raise DecidedAlready from None
        _note(actor, f"recruitment:order:{'agreed' if agree else 'refused'}", order, because)
        if not agree:
            return _now(order, "refused")
        agreed = order.decisions.filter(agreed=True).values_list("decided_by", flat=True)
        if len(agreed) < order.needed:
            return order.state
        enter_step(
            actor=actor,
            order=order,
            step="approved",
            people=order.people,
            approvers=tuple(agreed),
        )
        return _now(order, "approved")


def withdraw_order(*, actor: Actor, number: str, reason: str) -> None:
    """Take back an order nobody has agreed to yet in full.

    Needs ``recruitment:order:declare``. Raises ``OrderNotFound``, ``OrderNotOpen``,
    ``ReasonMissing``.
    """
    actor.require(RecruitmentPermission.ORDER_DECLARE)
    because = said(reason)
    with acting_as(actor):
        order = order_row(number)
        if order.state != "declared":
            raise OrderNotOpen
        _now(order, "withdrawn")
        _note(actor, "recruitment:order:withdrawn", order, because)


def close_order(*, actor: Actor, number: str, reason: str) -> None:
    """Let nobody new sign for an approved order. Who signed goes on.

    Needs ``recruitment:order:decide``. Raises ``OrderNotFound``, ``OrderNotOpen``,
    ``ReasonMissing``.
    """
    actor.require(RecruitmentPermission.ORDER_DECIDE)
    because = said(reason)
    with acting_as(actor):
        order = order_row(number)
        if order.state != "approved":
            raise OrderNotOpen
        _now(order, "closed")
        _note(actor, "recruitment:order:closed", order, because)


def revoke_approval(*, actor: Actor, number: str, reason: str) -> None:
    """Take an approval back for which nobody has signed yet; the ledger keeps both rows.

    Needs ``recruitment:ledger:correct``. Raises ``OrderNotFound``, ``ReasonMissing``,
    ``NothingToUndo`` where nothing is approved or somebody has signed.
    """
    actor.require(RecruitmentPermission.LEDGER_CORRECT)
    because = said(reason)
    with acting_as(actor):
        order = order_row(number)
        meant = LedgerRow.objects.filter(order=order, step="approved").first()
        if meant is None:
            raise NothingToUndo
        undo_step(actor=actor, order=order, meant=meant, reason=because)
        _now(order, "refused")
        _note(actor, "recruitment:order:approval_revoked", order, because)


def _now(order: JobOrder, state: str) -> str:
    order.state = state
    order.save(update_fields=["state"])
    return state


def _note(actor: Actor, event: str, order: JobOrder, reason: str = "") -> None:
    record_event(
        actor=actor, event=event, target_kind="order", target_id=str(order.id), reason=reason
    )
