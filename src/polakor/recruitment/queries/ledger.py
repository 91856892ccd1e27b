"""Reading the ledger: where an order stands, all its rows, and the roots of days."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from uuid import UUID

from polakor.access.context import acting_as
from polakor.access.rules.actors import Actor
from polakor.intake.keys import every_key, key_in_force
from polakor.recruitment.models import LedgerRoot, LedgerRow
from polakor.recruitment.permissions import RecruitmentPermission
from polakor.recruitment.rules.ledger import (
    VERSION,
    Counts,
    Root,
    Row,
    digest,
    public_words,
    sign,
    totals,
)

AT_ONCE = 2000


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """A row as a page shows it. ``undone_at_place``: the row that took it back, else 0."""

    place: int
    step: str
    placement: str
    people: int
    undoes: int
    day: date
    counts: Counts
    reason: str
    undone_at_place: int


@dataclass(frozen=True, slots=True)
class RootLine:
    """A day's root as everybody can read it. The counts are of all orders together."""

    day: date
    rows: int
    counts: Counts
    hash: str


def head_of(order_id: UUID) -> LedgerRow | None:
    """The last row of an order's chain. One query. Ask it with the order locked."""
    rows = LedgerRow.objects.filter(order_id=order_id).select_related("order__agency", "placement")
    return rows.order_by("-place").first()


def counts_of(head: LedgerRow | None) -> Counts:
    """The counts a row came to; of no row, none."""
    if head is None:
        return Counts()
    return Counts(head.approved, head.contracted, head.cleared, head.departed)


def counts_by_order(order_ids: Iterable[UUID]) -> dict[UUID, Counts]:
    """Where several orders stand. One query."""
    heads = (
        LedgerRow.objects.filter(order_id__in=list(order_ids))
        .order_by("order_id", "-place")
        .distinct("order_id")
    )
    return {head.order_id: counts_of(head) for head in heads}


def lines_of_order(actor: Actor, number: str) -> list[LedgerLine]:
    """Every step of an order, newest first. One query. Needs ``recruitment:order:read``."""
    actor.require(RecruitmentPermission.ORDER_READ)
    with acting_as(actor):
        rows = list(
            LedgerRow.objects.filter(order__number=number)
            .select_related("placement")
            .order_by("-place")
        )
    undone = {row.undoes: row.place for row in rows if row.step == "undone"}
    return [
        LedgerLine(
            row.place,
            row.step,
            row.placement.number if row.placement else "",
            row.people,
            row.undoes,
            row.day,
            counts_of(row),
            row.reason,
            undone.get(row.place, 0),
        )
        for row in rows
    ]


def row_of(row: LedgerRow) -> Row:
    """A row as it was hashed. It must have come with its order, agency and placement."""
    return Row(
        order=row.order.number,
        place=row.place,
        step=row.step,  # type: ignore[arg-type]
        placement=row.placement.number if row.placement else "",
        people=row.people,
        undoes=row.undoes,
        approvers=tuple(row.approvers),
        needed=row.needed,
        agency=row.order.agency.number,
        country=row.order.country,
        by=row.by,
        at=row.at,
        day=row.day,
        counts=counts_of(row),
        previous=row.previous,
    )


def whole_rows(**chosen: object) -> Iterator[LedgerRow]:
    """Rows with all that ``row_of`` needs, in the order of the chains, a few at a time."""
    rows = LedgerRow.objects.filter(**chosen).select_related("order__agency", "placement")
    yield from rows.order_by("order__number", "place").iterator(chunk_size=AT_ONCE)


def root_of(row: LedgerRoot) -> Root:
    """A day's root as it was hashed."""
    heads = tuple((order, place, hashed) for order, place, hashed in row.heads)
    counts = Counts(row.approved, row.contracted, row.cleared, row.departed)
    return Root(row.day, heads, row.rows, counts, row.previous)


def exported(actor: Actor) -> Iterator[dict[str, object]]:
    """The whole ledger, line by line: a head with the keys, every row, every root, a signed end.

    Needs ``recruitment:order:read``; whoever sees few orders exports few.
    """
    actor.require(RecruitmentPermission.ORDER_READ)
    keys = {key.kid: public_words(key.public) for key in every_key("ledger")}
    yield {"kind": "ledger", "version": VERSION, "keys": keys}
    heads: dict[str, str] = {}
    rows = days = 0
    with acting_as(actor):
        for row in whole_rows():
            said = row_of(row).as_said()
            heads[row.order.number] = row.hash
            rows += 1
            yield {"kind": "row", **said, **_signed(row)}
        for root in LedgerRoot.objects.order_by("day"):
            days += 1
            yield {"kind": "root", **root_of(root).as_said(), **_signed(root)}
    last = hashlib.sha256("".join(heads[order] for order in sorted(heads)).encode()).hexdigest()
    end = {"rows": rows, "roots": days, "last": last}
    key = key_in_force("ledger")
    sealed = {"hash": digest(end), "key": key.kid}
    yield {"kind": "end", **end, **sealed, "signature": sign(key.private, sealed["hash"])}


def _signed(row: LedgerRow | LedgerRoot) -> dict[str, str]:
    return {"hash": row.hash, "key": row.key, "signature": row.signature}


def heads_of_day(day: date) -> list[LedgerRow]:
    """The last row of each chain that moved on a day. One query."""
    rows = whole_rows(day=day)
    return [list(chain)[-1] for _, chain in groupby(rows, key=lambda row: row.order_id)]


def days_to_seal(before: date) -> list[date]:
    """Days before ``before`` that have rows and no root yet, in order. Two queries."""
    last = LedgerRoot.objects.order_by("-day").values_list("day", flat=True).first()
    rows = LedgerRow.objects.filter(day__lt=before)
    if last is not None:
        rows = rows.filter(day__gt=last)
    return sorted(set(rows.values_list("day", flat=True).distinct()))


def last_root() -> LedgerRoot | None:
    """The newest root. One query."""
    return LedgerRoot.objects.order_by("-day").first()


def roots(limit: int = 60) -> list[RootLine]:
    """The newest roots, for everybody. One query."""
    return [
        RootLine(one.day, one.rows, root_of(one).counts, one.hash)
        for one in LedgerRoot.objects.order_by("-day")[:limit]
    ]


def counts_until(day: date) -> Counts:
    """What all orders together came to at the end of a day. One query."""
    heads = (
        LedgerRow.objects.filter(day__lte=day).order_by("order_id", "-place").distinct("order_id")
    )
    return totals(map(counts_of, heads))


def public_keys() -> list[tuple[str, str]]:
    """The keys that vouch for the ledger, the one in force last: (name, public half)."""
    key_in_force("ledger")
    return [(key.kid, public_words(key.public)) for key in every_key("ledger")]
