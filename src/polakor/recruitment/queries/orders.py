"""Reading job orders: lists, one with all that stands about it, and the row an act is about."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import QuerySet

from polakor.access.context import acting_as
from polakor.access.rules.actors import Actor
from polakor.recruitment.errors import OrderNotFound
from polakor.recruitment.models import JobOrder, OrderDecision
from polakor.recruitment.permissions import RecruitmentPermission
from polakor.recruitment.queries.ledger import counts_by_order
from polakor.recruitment.rules.ledger import Counts
from polakor.recruitment.rules.terms import Terms, terms_of


@dataclass(frozen=True, slots=True)
class OrderLine:
    """An order in a list. ``counts``: where its ledger stands; ``agreed``: officers who did."""

    id: UUID
    number: str
    agency: str
    agency_km: str
    agency_latin: str
    country: str
    employer: str
    sector: str
    occupation: str
    people: int
    leave_by: date | None
    state: str
    needed: int
    agreed: int
    declared_at: datetime
    declared_by: UUID
    counts: Counts


@dataclass(frozen=True, slots=True)
class OrderFile:
    """All that stands about an order but its workers and its ledger."""

    line: OrderLine
    terms: Terms
    decisions: tuple[OrderDecision, ...]


def order_row(number: str) -> JobOrder:
    """An order, locked until the end of the act. Raises ``OrderNotFound``."""
    row = JobOrder.objects.select_for_update(of=("self",)).filter(number=number).first()
    if row is None:
        raise OrderNotFound
    return row


def orders_for(
    actor: Actor, *, state: str = "", agency: str = "", offset: int = 0, limit: int = 50
) -> list[OrderLine]:
    """Orders this account may see, newest first. Three queries.

    Needs ``recruitment:order:read``.
    """
    actor.require(RecruitmentPermission.ORDER_READ)
    with acting_as(actor):
        return _lines(_chosen(state, agency).order_by("-declared_at")[offset : offset + limit])


def order_count(actor: Actor, *, state: str = "", agency: str = "") -> int:
    """How many there are. One query. Needs ``recruitment:order:read``."""
    actor.require(RecruitmentPermission.ORDER_READ)
    with acting_as(actor):
        return _chosen(state, agency).count()


def order_file(actor: Actor, number: str) -> OrderFile:
    """One order. Three queries. Needs ``recruitment:order:read``. Raises ``OrderNotFound``."""
    actor.require(RecruitmentPermission.ORDER_READ)
    with acting_as(actor):
        lines = _lines(JobOrder.objects.filter(number=number))
        if not lines:
            raise OrderNotFound
        row = JobOrder.objects.get(id=lines[0].id)
        decisions = tuple(row.decisions.order_by("decided_at"))
    return OrderFile(lines[0], terms_of(row.terms), decisions)


def _chosen(state: str, agency: str) -> QuerySet[JobOrder]:
    rows = JobOrder.objects.all()
    if state:
        rows = rows.filter(state=state)
    return rows.filter(agency__number=agency) if agency else rows


def _lines(rows: QuerySet[JobOrder]) -> list[OrderLine]:
    found = list(rows.select_related("agency").prefetch_related("decisions"))
    counts = counts_by_order(row.id for row in found)
    return [
        OrderLine(
            id=row.id,
            number=row.number,
            agency=row.agency.number,
            agency_km=row.agency.name_km,
            agency_latin=row.agency.name_latin,
            country=row.country,
            employer=row.employer,
            sector=row.sector,
            occupation=row.occupation,
            people=row.people,
            leave_by=row.leave_by,
            state=row.state,
            needed=row.needed,
            agreed=sum(one.agreed for one in row.decisions.all()),
            declared_at=row.declared_at,
            declared_by=row.declared_by,
            counts=counts.get(row.id, Counts()),
        )
        for row in found
    ]
