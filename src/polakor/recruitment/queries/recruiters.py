"""Reading recruiters: who they are, what holds of them on a day, all that was decided."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet

from namebridge import clean
from polakor.access.context import acting_as
from polakor.access.rules.actors import Actor
from polakor.recruitment.errors import RecruiterNotFound
from polakor.recruitment.models import (
    DepositEntry,
    LicenceAct,
    Measure,
    Membership,
    Office,
    Permit,
    Recruiter,
    Responsible,
)
from polakor.recruitment.permissions import RecruitmentPermission
from polakor.recruitment.queries.names import names_in_force
from polakor.recruitment.rules.licences import Act, Holds, standing_on


@dataclass(frozen=True, slots=True)
class RecruiterLine:
    """A recruiter in a list. ``holds``: of an agency, what it may do on the day asked for."""

    id: UUID
    number: str
    kind: str
    name_km: str
    name_latin: str
    province: str
    holds: Holds
    listed_on: date | None


@dataclass(frozen=True, slots=True)
class ActLine:
    """A decision as it is shown: what, by whom, and whether it was taken back."""

    act: Act
    reason: str
    decided_by: str
    reference: str
    undone_because: str


@dataclass(frozen=True, slots=True)
class RecruiterFile:
    """All that stands about a recruiter. ``acts``, ``measures``, ``deposit``: newest first.

    ``balance``: what is left of the deposit, by currency.
    """

    line: RecruiterLine
    works_for: RecruiterLine | None
    sub_agents: tuple[RecruiterLine, ...]
    other_names: tuple[str, ...]
    listed_because: str
    acts: tuple[ActLine, ...]
    permits: tuple[Permit, ...]
    offices: tuple[Office, ...]
    responsible: tuple[Responsible, ...]
    memberships: tuple[Membership, ...]
    measures: tuple[Measure, ...]
    deposit: tuple[DepositEntry, ...]
    balance: dict[str, Decimal]


def recruiters_for(
    actor: Actor, *, kind: str = "", on: date, offset: int = 0, limit: int = 50
) -> list[RecruiterLine]:
    """Recruiters of a kind (or all), by name. Three queries.

    Needs ``recruitment:recruiter:read``.
    """
    actor.require(RecruitmentPermission.RECRUITER_READ)
    rows = Recruiter.objects.order_by("kind", "name_latin", "name_km")
    if kind:
        rows = rows.filter(kind=kind)
    with acting_as(actor):
        return lines_of(rows[offset : offset + limit], on=on)


def line_for(actor: Actor, number: str, *, on: date) -> RecruiterLine:
    """One recruiter. Two queries. Needs ``recruitment:recruiter:read``.

    Raises ``RecruiterNotFound``.
    """
    actor.require(RecruitmentPermission.RECRUITER_READ)
    with acting_as(actor):
        found = lines_of(Recruiter.objects.filter(number=number), on=on)
    if not found:
        raise RecruiterNotFound
    return found[0]


def acts_for(actor: Actor, number: str) -> list[Act]:
    """All that was decided about one. Two queries. Needs ``recruitment:recruiter:read``.

    Raises ``RecruiterNotFound``.
    """
    actor.require(RecruitmentPermission.RECRUITER_READ)
    with acting_as(actor):
        row = with_acts(Recruiter.objects.filter(number=number)).first()
    if row is None:
        raise RecruiterNotFound
    return acts_of(row)


def find_for(actor: Actor, asked: str, *, on: date, limit: int = 50) -> list[RecruiterLine]:
    """Recruiters this account may see, by number, licence number or any spelling, best first.

    Needs ``recruitment:recruiter:read``.
    """
    actor.require(RecruitmentPermission.RECRUITER_READ)
    asked = clean(asked)
    numbers = names_in_force().ranked(asked, limit)
    with acting_as(actor):
        rows = Recruiter.objects.filter(
            Q(number__in=numbers)
            | Q(number__iexact=asked)
            | Q(id__in=LicenceAct.objects.filter(licence__iexact=asked).values("recruiter"))
        )
        place = {number: at for at, number in enumerate(numbers)}
        return sorted(lines_of(rows, on=on), key=lambda line: place.get(line.number, -1))


def recruiter_count(actor: Actor, *, kind: str = "") -> int:
    """How many there are. One query. Needs ``recruitment:recruiter:read``."""
    actor.require(RecruitmentPermission.RECRUITER_READ)
    rows = Recruiter.objects.all()
    with acting_as(actor):
        return (rows.filter(kind=kind) if kind else rows).count()


def recruiter_file(actor: Actor, number: str, *, on: date) -> RecruiterFile:
    """Everything about one. Thirteen queries at most. Needs ``recruitment:recruiter:read``.

    Raises ``RecruiterNotFound``.
    """
    actor.require(RecruitmentPermission.RECRUITER_READ)
    with acting_as(actor):
        return _file(number, on)


def _file(number: str, on: date) -> RecruiterFile:
    row = with_acts(Recruiter.objects.filter(number=number)).first()
    if row is None:
        raise RecruiterNotFound
    deposit = tuple(row.deposit.order_by("-on_day", "-recorded_at"))
    under = [row.works_for_id] if row.works_for_id else []
    above = lines_of(Recruiter.objects.filter(id__in=under), on=on) if under else []
    return RecruiterFile(
        line=line_of(row, on),
        works_for=above[0] if above else None,
        sub_agents=tuple(lines_of(row.sub_agents.order_by("name_latin", "name_km"), on=on)),
        other_names=tuple(row.other_names.order_by("recorded_at").values_list("name", flat=True)),
        listed_because=row.listed_because,
        acts=tuple(_act_line(one) for one in reversed(_in_order(row))),
        permits=tuple(row.permits.order_by("country", "sector", "from_day")),
        offices=tuple(row.offices.order_by("from_day", "recorded_at")),
        responsible=tuple(row.responsible.order_by("from_day", "recorded_at")),
        memberships=tuple(row.memberships.order_by("from_day")),
        measures=tuple(row.measures.order_by("-on_day", "-recorded_at")),
        deposit=deposit,
        balance=balance_of(deposit),
    )


def balance_of(entries: Iterable[DepositEntry]) -> dict[str, Decimal]:
    """What is left of a deposit, by currency."""
    left: dict[str, Decimal] = {}
    for one in entries:
        amount = one.amount if one.change == "paid_in" else -one.amount
        left[one.currency] = left.get(one.currency, Decimal(0)) + amount
    return left


def with_acts(rows: QuerySet[Recruiter]) -> QuerySet[Recruiter]:
    """The same recruiters with all that was decided about their licences. One query more."""
    acts = LicenceAct.objects.select_related("undone")
    return rows.prefetch_related(Prefetch("acts", queryset=acts, to_attr="decided"))


def lines_of(
    rows: QuerySet[Recruiter], *, on: date, known_at: datetime | None = None
) -> list[RecruiterLine]:
    """Lines of some recruiters, as the register knew them at a moment. Two queries."""
    return [line_of(row, on, known_at) for row in with_acts(rows)]


def acts_of(row: Recruiter) -> list[Act]:
    """What was decided about a recruiter that came with its acts (``with_acts``)."""
    return [_act(one) for one in decided_rows(row)]


def decided_rows(row: Recruiter) -> Sequence[LicenceAct]:
    """The decisions a recruiter came with (``with_acts``)."""
    decided: Sequence[LicenceAct] = row.decided  # type: ignore[attr-defined]
    return decided


def _in_order(row: Recruiter) -> list[LicenceAct]:
    return sorted(decided_rows(row), key=lambda one: (one.on_day, one.recorded_at, one.id))


def line_of(row: Recruiter, on: date, known_at: datetime | None = None) -> RecruiterLine:
    """The line of a recruiter that came with its acts (``with_acts``)."""
    holds = standing_on(acts_of(row), on, known_at)
    names = row.name_km, row.name_latin
    return RecruiterLine(row.id, row.number, row.kind, *names, row.province, holds, row.listed_on)


def _act(row: LicenceAct) -> Act:
    undone = getattr(row, "undone", None)
    return Act(
        id=row.id,
        act=row.act,
        on_day=row.on_day,
        until=row.until,
        licence=row.licence,
        recorded_at=row.recorded_at,
        undone_at=undone.undone_at if undone else None,
    )


def _act_line(row: LicenceAct) -> ActLine:
    undone = getattr(row, "undone", None)
    because = undone.reason if undone else ""
    return ActLine(_act(row), row.reason, row.decided_by, row.reference, because)
