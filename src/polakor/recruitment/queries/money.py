"""Reading what was told of costs, debts and pay: each statement by itself, never averaged."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db.models import Q, QuerySet

from polakor.access.context import acting_as
from polakor.access.rules.actors import Actor
from polakor.recruitment.models import Cost, Debt, Placement, Refund, Statement
from polakor.recruitment.permissions import RecruitmentPermission
from polakor.recruitment.queries.pack import book_for, debt_limits
from polakor.recruitment.rules.costs import Judged, judge
from polakor.recruitment.rules.loans import Burden, Limits, Loan, Per, burden, signs_of_bondage
from polakor.recruitment.rules.ratios import Paid, Told

AT_ONCE = 2000


@dataclass(frozen=True, slots=True)
class CostLine:
    """A cost with what the rules say of it, and its refund if one was asked for."""

    cost: Cost
    judged: Judged
    refund: Refund | None


@dataclass(frozen=True, slots=True)
class DebtLine:
    """A debt, what comes of it, and the signs of bondage it shows."""

    debt: Debt
    loan: Loan
    burden: Burden
    signs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StatementLine:
    """One telling. ``borne``: what worker and family paid, by currency; ``replaced``: told anew."""

    statement: Statement
    costs: tuple[CostLine, ...]
    debts: tuple[DebtLine, ...]
    borne: dict[str, Decimal]
    replaced: bool


def current_statement(person_id: UUID, said_by: str, country: str) -> Statement | None:
    """The newest visible telling of one teller about a country. Inside ``acting_as``."""
    rows = Statement.objects.filter(
        person_id=person_id, said_by=said_by, country=country, replaced_by__isnull=True
    )
    return rows.order_by("-recorded_at").first()


def statements_of_placement(actor: Actor, number: str) -> list[StatementLine]:
    """All tellings about a placed worker this account may see, newest first.

    The agency sees what it declared, and nothing the worker told. Needs
    ``recruitment:cost:read``. At most eight queries for each country told of.
    """
    actor.require(RecruitmentPermission.COST_READ)
    with acting_as(actor):
        placed = Placement.objects.filter(number=number).first()
        if placed is None:
            return []
        rows = Statement.objects.filter(Q(placement=placed) | Q(person_id=placed.person_id))
        return _lines(rows)


def statements_of_person(actor: Actor, person_id: UUID) -> list[StatementLine]:
    """All tellings about somebody this account may see. Needs ``recruitment:cost:read``."""
    actor.require(RecruitmentPermission.COST_READ)
    with acting_as(actor):
        return _lines(Statement.objects.filter(person_id=person_id))


def cost_for(actor: Actor, cost_id: UUID) -> tuple[CostLine, UUID, str] | None:
    """One cost, of whom it is, and the number of their placement or "". None where there is none.

    Needs ``recruitment:cost:read``.
    """
    actor.require(RecruitmentPermission.COST_READ)
    with acting_as(actor):
        row = Statement.objects.filter(costs=cost_id).select_related("placement").first()
        if row is None:
            return None
        costs = _lines(Statement.objects.filter(id=row.id))[0].costs
    number = row.placement.number if row.placement else ""
    return next(one for one in costs if one.cost.id == cost_id), row.person_id, number


def _lines(rows: QuerySet[Statement]) -> list[StatementLine]:
    limits = debt_limits()
    found = rows.select_related("replaced_by").prefetch_related("costs__refund", "debts")
    made = []
    for row in found.order_by("-recorded_at"):
        book = book_for(row.country, row.told_on)
        costs = tuple(
            CostLine(
                one,
                judge(
                    item=one.item,
                    amount=one.amount,
                    currency=one.currency,
                    payer=one.paid_by,
                    group=(book.groups or {}).get(one.item, ""),
                    rules=book.fees or {},
                ),
                getattr(one, "refund", None),
            )
            for one in row.costs.all()
        )
        made.append(
            StatementLine(
                statement=row,
                costs=costs,
                debts=tuple(_debt(one, row, limits) for one in row.debts.all()),
                borne=_borne(costs),
                replaced=getattr(row, "replaced_by", None) is not None,
            )
        )
    return made


def _borne(costs: tuple[CostLine, ...]) -> dict[str, Decimal]:
    found: dict[str, Decimal] = {}
    for one in costs:
        if one.cost.paid_by in ("worker", "family"):
            currency = one.cost.currency
            found[currency] = found.get(currency, Decimal(0)) + one.cost.amount
    return found


def _debt(row: Debt, statement: Statement, limits: Limits) -> DebtLine:
    per: Per = row.per  # type: ignore[assignment]
    loan = Loan(row.principal, row.interest_rate, per, row.payment)
    comes = burden(loan)
    same = statement.currency == row.currency and statement.income is not None
    wage = statement.income if same and statement.income is not None else Decimal(0)
    signs = signs_of_bondage(
        loan,
        comes,
        wage=wage,
        lender=row.lender,
        security=row.security,
        may_leave=row.may_leave,
        limits=limits,
    )
    return DebtLine(row, loan, comes, signs)


@dataclass(frozen=True, slots=True)
class Counted:
    """A statement as it is counted: of which human, which sex (ISO 5218), in which work."""

    human: UUID
    said_by: str
    sex: int
    sector: str
    recorded: date
    told: Told


def told_of_country(country: str) -> Iterator[Counted]:
    """Every statement in force about jobs in a country, as far as visible, newest first.

    For ``evidence``, inside ``acting_as``. Three queries for two thousand statements.
    """
    rows = (
        Statement.objects.filter(country=country, replaced_by__isnull=True)
        .select_related("person")
        .prefetch_related("costs", "debts")
        .order_by("-recorded_at")
    )
    for row in rows.iterator(chunk_size=AT_ONCE):
        yield Counted(
            human=row.person.canonical_id or row.person_id,
            said_by=row.said_by,
            sex=row.person.sex,
            sector=row.sector,
            recorded=row.recorded_at.date(),
            told=Told(
                told_on=row.told_on,
                began_on=row.began_on,
                employee=row.employee,
                moved=row.moved,
                costs=tuple(Paid(one.amount, one.rate, one.paid_by) for one in row.costs.all()),
                interest=tuple(
                    Paid(one.interest, one.rate) for one in row.debts.all() if one.interest
                ),
                income=row.income,
                taxes=row.taxes,
                recovered=row.recovered,
                rate=row.rate,
            ),
        )
