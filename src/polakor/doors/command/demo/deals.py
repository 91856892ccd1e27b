"""Made-up job orders, workers and what they told of costs: made once, through the room's acts."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

import namebridge
from polakor.access.actions.accounts import give_duty
from polakor.access.context import acting_as
from polakor.access.machine import SETUP
from polakor.access.queries.accounts import duty_in_force
from polakor.access.queries.actors import actor_by_name
from polakor.access.rules.actors import Actor
from polakor.access.rules.policy import Role
from polakor.access.rules.scopes import person_scopes
from polakor.base.dates import PartialDate
from polakor.flows.sign_worker import Signed, sign_worker
from polakor.recruitment.actions.money import (
    CostDraft,
    DebtDraft,
    StatementDraft,
    tell_costs,
)
from polakor.recruitment.actions.orders import OrderDraft, decide_order, declare_order
from polakor.recruitment.actions.placements import (
    ContractDraft,
    add_contract,
    clear_worker,
    record_departure,
)
from polakor.recruitment.queries.orders import order_count
from polakor.recruitment.queries.public import find
from polakor.recruitment.rules.terms import Terms, terms_of
from polakor.registry.actions.persons import PersonDraft

Row = Mapping[str, Any]


def make_deals(rows: Sequence[Row], officers: Sequence[str], clerk: str) -> int:
    """Make every ``[[order]]`` in one transaction; returns how many. Nothing where some are there.

    ``officers`` agree in turn; ``clerk`` is the account of the agency, put on duty for it here,
    because an agency has its number only once it is registered.
    """
    if not rows or not officers or not clerk:
        return 0
    first = actor_by_name(officers[0])
    with acting_as(first):
        if order_count(first):
            return 0
        agency = find(rows[0]["agency"])[0].number
        actor = _on_duty(clerk, agency)
        for row in rows:
            _order(row, agency, actor, [actor_by_name(one) for one in officers])
    return len(rows)


def _on_duty(clerk: str, agency: str) -> Actor:
    duty = duty_in_force(clerk)
    give_duty(
        actor=SETUP,
        account=duty.account,
        office=duty.office,
        role=Role.AGENCY,
        areas=[agency],
        valid_from=duty.valid_from,
    )
    return actor_by_name(clerk)


def _order(row: Row, agency: str, clerk: Actor, officers: Sequence[Actor]) -> None:
    terms = terms_of(row["terms"])
    leave_by = timezone.localdate() + timedelta(days=row["leave_in"])
    draft = OrderDraft(row["people"], terms, leave_by)
    number = declare_order(actor=clerk, agency=agency, draft=draft)
    for officer in officers[: row["agreed_by"]]:
        decide_order(actor=officer, number=number, agree=True)
    for worker in row.get("worker", ()):
        _worker(worker, number, terms, clerk, officers[0])


def _worker(row: Row, order: str, terms: Terms, clerk: Actor, officer: Actor) -> None:
    today = timezone.localdate()
    person = PersonDraft(
        names=tuple(namebridge.parse(name) for name in row["names"]),
        sex=row["sex"],
        birth=PartialDate.from_iso(row["birth"]),
        home=row["home"],
        scopes=tuple(person_scopes(province=row["home"], account_id=clerk.account_id, day=today)),
    )
    told = Signed(
        order=order,
        answers={"name": row["names"][0]},
        person=person,
        name=row["names"][0],
        contract=ContractDraft("placement", today, terms),
    )
    number = sign_worker(actor=clerk, told=told)
    until = row["until"]
    if until != "signed":
        second = terms_of({**terms.as_data(), **row.get("instead", {})})
        draft = ContractDraft("employment", today, second, starts_on=today)
        add_contract(actor=clerk, number=number, draft=draft)
    if until in ("cleared", "departed"):
        clear_worker(actor=officer, number=number)
    if until == "departed":
        record_departure(actor=clerk, number=number, on_day=today)
    for statement in row.get("told", ()):
        teller = clerk if statement["by"] == "agency" else officer
        tell_costs(actor=teller, draft=_statement(statement, number, terms))


def _statement(row: Row, placement: str, terms: Terms) -> StatementDraft:
    today = timezone.localdate()
    income = row.get("income")
    return StatementDraft(
        said_by=row["by"],
        told_on=today,
        country=terms.country,
        placement=placement,
        sector=terms.sector,
        began_on=today - timedelta(days=row["began"]) if "began" in row else None,
        employee="yes",
        moved="yes",
        income=Decimal(income) if income is not None else None,
        currency=terms.currency if income is not None else "",
        costs=tuple(
            CostDraft(item, Decimal(amount), currency, payer, paid_to, receipt=receipt)
            for item, amount, currency, payer, paid_to, receipt in row.get("costs", ())
        ),
        debts=tuple(
            DebtDraft(
                lender=lender,
                principal=Decimal(principal),
                interest_rate=Decimal(rate),
                per=per,
                payment=Decimal(payment),
                currency="USD",
                interest=Decimal(interest),
                security=tuple(security),
            )
            for lender, principal, rate, per, payment, interest, security in row.get("debts", ())
        ),
    )
