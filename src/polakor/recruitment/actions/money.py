"""Keep what an agency declared and what a worker told of costs, debts and pay; ask costs back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from psycopg.errors import UniqueViolation

from polakor.access.actions.events import record_event
from polakor.access.context import acting_as
from polakor.access.rules.actors import Actor
from polakor.access.rules.policy import Role
from polakor.access.rules.scopes import told_scopes
from polakor.recruitment.errors import (
    AnswerUnknown,
    DayToCome,
    NotMoney,
    NotYoursToTell,
    PlacementNotFound,
    RefundNotFound,
    RefundNotPossible,
    TermAbsurd,
)
from polakor.recruitment.models import Cost, Debt, Placement, Refund, Statement
from polakor.recruitment.permissions import RecruitmentPermission
from polakor.recruitment.queries.money import current_statement
from polakor.recruitment.queries.pack import currencies, must_know, rates
from polakor.recruitment.queries.placements import placement_row
from polakor.recruitment.rules.loans import LENDERS, SECURITIES, WAYS
from polakor.recruitment.rules.terms import is_amount
from polakor.recruitment.rules.words import tidy

SAID_BY = ("worker", "document", "inspector", "agency")
PAYERS = ("worker", "family", "employer", "agency", "state", "unknown")
PAID_TO = ("agency", "broker", "employer", "official", "transport", "clinic", "school", "other", "")
KNOWN = ("yes", "no", "unknown")
CENT = Decimal("0.01")
"""The least that is kept: less would be kept as nothing."""
Rates = Mapping[str, Sequence[tuple[date, Decimal]]]


@dataclass(frozen=True, slots=True)
class CostDraft:
    """One thing that was paid for; words as in ``models.money.Cost``."""

    item: str
    amount: Decimal
    currency: str
    paid_by: str = "worker"
    paid_to: str = ""
    paid_on: date | None = None
    receipt: str = "unknown"
    official: str = "unknown"
    from_wage: bool = False
    refundable: bool = False


@dataclass(frozen=True, slots=True)
class DebtDraft:
    """Money borrowed, with interest as people say it; ``per`` one of ``rules.loans.WAYS``."""

    lender: str
    principal: Decimal
    interest_rate: Decimal
    per: str
    payment: Decimal
    currency: str
    interest: Decimal = Decimal(0)
    security: tuple[str, ...] = ()
    cosigners: int = 0
    may_leave: bool = True


@dataclass(frozen=True, slots=True)
class StatementDraft:
    """One telling. ``placement``: the number of the worker's placement, or "" where there is none.

    ``province``: the home province of a worker without a placement, so that its case workers read
    it. Other words as in ``models.money.Statement``.
    """

    said_by: str
    told_on: date
    country: str
    placement: str = ""
    person_id: UUID | None = None
    province: str = ""
    sector: str = ""
    began_on: date | None = None
    employee: str = "unknown"
    moved: str = "unknown"
    income: Decimal | None = None
    taxes: Decimal = Decimal(0)
    recovered: Decimal = Decimal(0)
    currency: str = ""
    costs: tuple[CostDraft, ...] = ()
    debts: tuple[DebtDraft, ...] = ()


def tell_costs(*, actor: Actor, draft: StatementDraft) -> UUID:
    """Keep one telling of costs, debts and pay; the teller's earlier one stays and is replaced.

    Needs ``recruitment:cost:tell``. An agency tells of its own workers, in its own name alone.
    Each amount keeps the rate of its day. Raises ``NotYoursToTell``, ``PlacementNotFound``,
    ``CodeUnknown``, ``AnswerUnknown``, ``NotMoney``, ``TermAbsurd``, ``DayToCome``.
    """
    actor.require(RecruitmentPermission.COST_TELL)
    if (actor.role is Role.AGENCY) and draft.said_by != "agency":
        raise NotYoursToTell
    _must_be_sound(draft)
    known = rates()
    with acting_as(actor):
        placed = placement_row(draft.placement) if draft.placement else None
        person_id = placed.person_id if placed else draft.person_id
        if person_id is None or (draft.said_by == "agency" and placed is None):
            raise PlacementNotFound
        statement = _kept(actor, draft, placed, person_id, known)
        Cost.objects.bulk_create(_cost(statement, one, known) for one in draft.costs)
        Debt.objects.bulk_create(_debt(statement, one, known) for one in draft.debts)
        record_event(
            actor=actor,
            event=f"recruitment:cost:told_by_{draft.said_by}",
            target_kind="person",
            target_id=str(person_id),
        )
    return statement.id


def claim_refund(*, actor: Actor, cost_id: UUID, amount: Decimal, note: str = "") -> None:
    """Ask a cost back, in whole or in part.

    Needs ``recruitment:cost:tell``; no agency judges what is asked back of it (``NotYoursToTell``).
    Raises ``RefundNotFound``, ``RefundNotPossible``.
    """
    actor.require(RecruitmentPermission.COST_TELL)
    if actor.role is Role.AGENCY:
        raise NotYoursToTell
    with acting_as(actor):
        cost = Cost.objects.filter(id=cost_id).first()
        if cost is None:
            raise RefundNotFound
        most = f"{cost.amount} {cost.currency}"
        if not amount.is_finite() or not 0 < amount <= cost.amount:
            raise RefundNotPossible(most=most)
        try:
            with transaction.atomic():
                Refund.objects.create(
                    cost=cost,
                    scopes=cost.scopes,
                    claimed=amount,
                    since=timezone.localdate(),
                    note=tidy(note),
                    recorded_by=actor.account_id,
                )
        except IntegrityError:
            raise RefundNotPossible(most=most) from None
        _note_refund(actor, cost, "claimed")


def move_refund(
    *, actor: Actor, cost_id: UUID, state: str, paid: Decimal = Decimal(0), note: str = ""
) -> None:
    """Say what came of a claim: agreed, refused, or paid (how much).

    Needs ``recruitment:cost:tell``. Raises ``RefundNotFound``, ``AnswerUnknown``,
    ``RefundNotPossible`` for more than was claimed, or a claim that was refused or paid.
    """
    actor.require(RecruitmentPermission.COST_TELL)
    if actor.role is Role.AGENCY:
        raise NotYoursToTell
    if state not in ("agreed", "refused", "paid"):
        raise AnswerUnknown(code=state)
    with acting_as(actor):
        claim = Refund.objects.select_for_update(of=("self",)).filter(cost_id=cost_id).first()
        if claim is None:
            raise RefundNotFound
        cost = claim.cost
        ended = claim.state in ("refused", "paid")
        wrong = state == "paid" and not (paid.is_finite() and 0 < paid <= claim.claimed)
        if ended or wrong:
            raise RefundNotPossible(most=f"{claim.claimed} {cost.currency}")
        claim.state, claim.since, claim.note = state, timezone.localdate(), tidy(note)
        claim.paid = paid if state == "paid" else Decimal(0)
        claim.save(update_fields=["state", "since", "note", "paid"])
        _note_refund(actor, cost, state)


def _must_be_sound(draft: StatementDraft) -> None:
    today = timezone.localdate()
    days = [draft.told_on, *([draft.began_on] if draft.began_on else [])]
    if any(day > today for day in (*days, *(one.paid_on for one in draft.costs if one.paid_on))):
        raise DayToCome
    must_know("countries", draft.country)
    if draft.sector:
        must_know("sectors", draft.sector)
    for one in draft.costs:
        must_know("cost_items", one.item)
    answers = [
        (draft.said_by, SAID_BY),
        (draft.employee, KNOWN),
        (draft.moved, KNOWN),
        *((one.paid_by, PAYERS) for one in draft.costs),
        *((one.paid_to, PAID_TO) for one in draft.costs),
        *((one.receipt, KNOWN) for one in draft.costs),
        *((one.official, KNOWN) for one in draft.costs),
        *((one.lender, LENDERS) for one in draft.debts),
        *((one.per, WAYS) for one in draft.debts),
        *((code, SECURITIES) for one in draft.debts for code in one.security),
    ]
    for code, among in answers:
        if code not in among:
            raise AnswerUnknown(code=code)
    _must_be_money(draft)


def _must_be_money(draft: StatementDraft) -> None:
    plain = [draft.income or Decimal(0), draft.taxes, draft.recovered]
    plain += [amount for one in draft.debts for amount in (one.interest_rate, one.interest)]
    above = [one.amount for one in draft.costs]
    above += [amount for one in draft.debts for amount in (one.principal, one.payment)]
    if not all(map(is_amount, (*plain, *above))) or any(one < CENT for one in above):
        raise TermAbsurd(term="amount")
    if any(one.interest_rate > 1000 or not 0 <= one.cosigners <= 99 for one in draft.debts):
        raise TermAbsurd(term="interest")
    said_in = {one.currency for one in draft.costs} | {one.currency for one in draft.debts}
    if draft.income is not None:
        said_in.add(draft.currency)
    if said_in - set(currencies()):
        raise NotMoney


def _kept(
    actor: Actor, draft: StatementDraft, placed: Placement | None, person_id: UUID, known: Rates
) -> Statement:
    """The statement, in place of the teller's earlier one.

    One that this account cannot see may have replaced that already: then both stand, and the
    newest counts.
    """
    statement = Statement(
        person_id=person_id,
        placement=placed,
        scopes=_scopes(actor, draft, placed),
        said_by=draft.said_by,
        told_on=draft.told_on,
        country=draft.country,
        sector=draft.sector,
        began_on=draft.began_on,
        employee=draft.employee,
        moved=draft.moved,
        income=draft.income,
        taxes=draft.taxes,
        recovered=draft.recovered,
        currency=draft.currency,
        rate=_rate(known, draft.currency, draft.told_on),
        replaces=current_statement(person_id, draft.said_by, draft.country),
        recorded_by=actor.account_id,
    )
    try:
        with transaction.atomic():
            statement.save(force_insert=True)
    except IntegrityError as error:
        if not isinstance(error.__cause__, UniqueViolation):
            raise
        statement.replaces = None
        statement.save(force_insert=True)
    return statement


def _scopes(actor: Actor, draft: StatementDraft, placed: Placement | None) -> list[str]:
    """The agency reads what it declared; what the worker told it never reads."""
    if draft.said_by == "agency" and placed is not None:
        return list(placed.scopes)
    return told_scopes(
        province=draft.province, account_id=actor.account_id, day=timezone.localdate()
    )


def _rate(known: Rates, currency: str, day: date) -> Decimal | None:
    """Dollars for one unit on a day; None where the pack has no rate for then."""
    fitting = [rate for since, rate in known.get(currency, ()) if since <= day]
    return fitting[-1] if fitting else None


def _cost(statement: Statement, one: CostDraft, known: Rates) -> Cost:
    return Cost(
        statement=statement,
        scopes=statement.scopes,
        item=one.item,
        amount=one.amount,
        currency=one.currency,
        rate=_rate(known, one.currency, one.paid_on or statement.told_on),
        paid_on=one.paid_on,
        paid_by=one.paid_by,
        paid_to=one.paid_to,
        receipt=one.receipt,
        official=one.official,
        from_wage=one.from_wage,
        refundable=one.refundable,
    )


def _debt(statement: Statement, one: DebtDraft, known: Rates) -> Debt:
    return Debt(
        statement=statement,
        scopes=statement.scopes,
        lender=one.lender,
        principal=one.principal,
        interest_rate=one.interest_rate,
        per=one.per,
        payment=one.payment,
        interest=one.interest,
        currency=one.currency,
        rate=_rate(known, one.currency, statement.told_on),
        security=list(one.security),
        cosigners=one.cosigners,
        may_leave=one.may_leave,
    )


def _note_refund(actor: Actor, cost: Cost, state: str) -> None:
    record_event(
        actor=actor,
        event=f"recruitment:refund:{state}",
        target_kind="cost",
        target_id=str(cost.id),
    )
