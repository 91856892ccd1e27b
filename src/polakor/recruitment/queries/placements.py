"""Reading who is placed: the row an act is about, lists, one worker's papers and what was found."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from polakor.access.actions.events import record_event
from polakor.access.context import acting_as
from polakor.access.rules.actors import Actor
from polakor.access.rules.scopes import NATION
from polakor.recruitment.errors import PlacementNotFound
from polakor.recruitment.models import Contract, Placement, StateChange, TermsFinding, TermsTold
from polakor.recruitment.models.placements import OVER
from polakor.recruitment.permissions import RecruitmentPermission
from polakor.recruitment.rules.terms import MOMENTS, Terms, terms_of
from polakor.registry.queries.records import records_of_human

AT_ONCE = 2000


@dataclass(frozen=True, slots=True)
class PlacementLine:
    """A placed worker in a list. ``late``: the next step is overdue; ``open``: open findings."""

    id: UUID
    number: str
    name: str
    sex: int
    birth: str
    order: str
    agency: str
    agency_km: str
    agency_latin: str
    country: str
    employer: str
    state: str
    since: date
    due_on: date | None
    late: bool
    open: int


@dataclass(frozen=True, slots=True)
class ContractLine:
    """A contract with what was found in it. ``replaced``: there is a newer version."""

    id: UUID
    kind: str
    paper: str
    signed_on: date
    starts_on: date | None
    ends_on: date | None
    terms: Terms
    replaced: bool
    findings: tuple[TermsFinding, ...]


@dataclass(frozen=True, slots=True)
class ToldLine:
    """The terms as the worker found them, at a moment."""

    moment: str
    channel: str
    told_on: date
    terms: Terms


@dataclass(frozen=True, slots=True)
class PlacementFile:
    """All that stands about one placement. ``contracts``, ``changes``: newest first.

    ``told``: what the worker found there, the newest of each moment in their order; empty for whom
    it is closed.
    """

    line: PlacementLine
    person_id: UUID
    promised: Terms
    contracts: tuple[ContractLine, ...]
    changes: tuple[StateChange, ...]
    told: tuple[ToldLine, ...]


@dataclass(frozen=True, slots=True)
class Twin:
    """What was promised to a worker and what was found, moment by moment."""

    agency: str
    employer: str
    sex: int
    sector: str
    promised: Terms
    found: tuple[ToldLine, ...]


def placement_row(number: str) -> Placement:
    """A placement with its order, the order locked until the end of the act.

    Every act about a worker takes its turn at the order. Raises ``PlacementNotFound``.
    """
    row = (
        Placement.objects.select_for_update(of=("self", "order"))
        .select_related("order__agency")
        .filter(number=number)
        .first()
    )
    if row is None:
        raise PlacementNotFound
    return row


def placements_for(
    actor: Actor,
    *,
    order: str = "",
    late: bool = False,
    asked: str = "",
    offset: int = 0,
    limit: int = 50,
) -> list[PlacementLine]:
    """Placed workers this account may see, the longest due first. Two queries.

    Needs ``recruitment:placement:read``.
    """
    actor.require(RecruitmentPermission.PLACEMENT_READ)
    with acting_as(actor):
        rows = _chosen(order, late, asked).order_by(
            F("due_on").asc(nulls_last=True), "-recorded_at"
        )
        # Which they are first, by the index alone: joined at once, all are read and sorted.
        ids = list(rows.values_list("id", flat=True)[offset : offset + limit])
        lines = {line.id: line for line in _lines(Placement.objects.filter(id__in=ids))}
        return [lines[one] for one in ids]


def placement_count(actor: Actor, *, order: str = "", late: bool = False, asked: str = "") -> int:
    """How many there are. One query. Needs ``recruitment:placement:read``."""
    actor.require(RecruitmentPermission.PLACEMENT_READ)
    with acting_as(actor):
        return _chosen(order, late, asked).count()


def placement_file(actor: Actor, number: str) -> PlacementFile:
    """One placement, and the look is written down in the worker's record. Eight queries.

    Needs ``recruitment:placement:read``. Raises ``PlacementNotFound``.
    """
    actor.require(RecruitmentPermission.PLACEMENT_READ)
    with acting_as(actor):
        row = Placement.objects.select_related("order").filter(number=number).first()
        if row is None:
            raise PlacementNotFound
        contracts = (
            row.contracts.select_related("replaced_by")
            .prefetch_related("findings")
            .order_by("-recorded_at")
        )
        record_event(
            actor=actor,
            event="recruitment:placement:read",
            target_kind="person",
            target_id=str(row.person_id),
        )
        return PlacementFile(
            line=_lines(Placement.objects.filter(id=row.id))[0],
            person_id=row.person_id,
            promised=terms_of(row.order.terms),
            contracts=tuple(map(_contract, contracts)),
            changes=tuple(row.changes.order_by("-recorded_at")),
            told=_told(row.told.order_by("recorded_at")),
        )


def bound_elsewhere(actor: Actor, person_id: UUID, *, but: UUID | None = None) -> bool:
    """Whether any record of this human is bound by another placement, of whichever agency.

    Sees the nation for this one question and answers it with yes or no. Two queries.
    """
    with acting_as(actor.also_seeing(NATION)):
        records = records_of_human(person_id)
        others = Placement.objects.filter(person_id__in=records).exclude(state__in=OVER)
        return (others.exclude(id=but) if but else others).exists()


def current_contracts(placement: Placement) -> dict[str, Contract]:
    """The newest contract of each kind. One query."""
    rows = placement.contracts.filter(replaced_by__isnull=True)
    return {one.kind: one for one in rows}


def open_findings(placement: Placement) -> list[TermsFinding]:
    """What stops this worker and is not answered, in contracts that hold. One query."""
    return list(
        TermsFinding.objects.filter(
            contract__placement=placement,
            contract__replaced_by__isnull=True,
            stops=True,
            answered_at__isnull=True,
        )
    )


def is_minor(placement: Placement) -> bool:
    """Whether a contract that holds was found to be a minor's. One query."""
    return TermsFinding.objects.filter(
        contract__placement=placement, contract__replaced_by__isnull=True, rule="under_age"
    ).exists()


def _chosen(order: str, late: bool, asked: str) -> QuerySet[Placement]:
    rows = Placement.objects.all()
    if order:
        rows = rows.filter(order__number=order)
    if late:
        rows = rows.filter(due_on__lt=timezone.localdate())
    if asked:
        rows = rows.filter(Q(number__iexact=asked) | Q(name__icontains=asked))
    return rows


def _lines(rows: QuerySet[Placement]) -> list[PlacementLine]:
    today = timezone.localdate()
    stopping = TermsFinding.objects.filter(
        contract__placement=OuterRef("id"),
        contract__replaced_by__isnull=True,
        stops=True,
        answered_at__isnull=True,
    )
    counted = stopping.order_by().values("contract__placement").annotate(many=Count("id"))
    opened = Coalesce(Subquery(counted.values("many")), 0)
    return [
        PlacementLine(
            id=row.id,
            number=row.number,
            name=row.name,
            sex=row.sex,
            birth=row.birth,
            order=row.order.number,
            agency=row.order.agency.number,
            agency_km=row.order.agency.name_km,
            agency_latin=row.order.agency.name_latin,
            country=row.order.country,
            employer=row.order.employer,
            state=row.state,
            since=row.since,
            due_on=row.due_on,
            late=row.due_on is not None and row.due_on < today,
            open=row.opened,
        )
        for row in rows.select_related("order__agency").annotate(opened=opened)
    ]


def _told(rows: Iterable[TermsTold]) -> tuple[ToldLine, ...]:
    newest = {row.moment: row for row in rows}
    return tuple(
        ToldLine(row.moment, row.channel, row.told_on, terms_of(row.terms))
        for moment in MOMENTS
        if (row := newest.get(moment)) is not None
    )


def told_terms(country: str) -> Iterator[Twin]:
    """What was promised and what was found, of every worker who told, as far as visible.

    For ``evidence``, inside ``acting_as``. Promised is what the contract with the employer says, or
    the order where there is none. Four queries for two thousand workers.
    """
    rows = (
        Placement.objects.filter(order__country=country, told__isnull=False)
        .distinct()
        .select_related("order__agency", "person")
        .prefetch_related("contracts__replaced_by", "told")
        .order_by("id")
    )
    for row in rows.iterator(chunk_size=AT_ONCE):
        holds = [
            one
            for one in row.contracts.all()
            if one.kind == "employment" and getattr(one, "replaced_by", None) is None
        ]
        yield Twin(
            agency=row.order.agency.number,
            employer=row.order.employer,
            sex=row.person.sex,
            sector=row.order.sector,
            promised=terms_of(holds[0].terms if holds else row.order.terms),
            found=_told(sorted(row.told.all(), key=lambda one: one.recorded_at)),
        )


def _contract(row: Contract) -> ContractLine:
    return ContractLine(
        id=row.id,
        kind=row.kind,
        paper=row.paper,
        signed_on=row.signed_on,
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        terms=terms_of(row.terms),
        replaced=getattr(row, "replaced_by", None) is not None,
        findings=tuple(sorted(row.findings.all(), key=lambda one: (not one.stops, str(one.id)))),
    )
