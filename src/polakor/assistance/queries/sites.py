"""Reading sites: who is there now, how many come, who is on duty."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Prefetch, Q, Sum
from django.utils import timezone

from polakor.access.context import acting_as
from polakor.access.queries.accounts import account_names
from polakor.access.rules.actors import Actor
from polakor.access.rules.scopes import EVERYWHERE, NATION
from polakor.assistance.errors import SiteNotFound
from polakor.assistance.models import Desk, Party, Shift, Site
from polakor.assistance.permissions import AssistancePermission


@dataclass(frozen=True, slots=True)
class SiteLine:
    """A site with the people there: ``waiting`` for a seat, ``seated`` on a trip not yet gone."""

    id: UUID
    kind: str
    name_km: str
    name_en: str
    place: str
    province: str
    capacity: int
    waiting: int
    seated: int
    coming: int
    coming_at: datetime | None
    emergency: str
    opened_on: date
    closed_on: date | None
    own: bool

    @property
    def now(self) -> int:
        """Everybody who is there."""
        return self.waiting + self.seated


def on_duty_in(actor: Actor, province: str) -> bool:
    """Whether the actor's duty covers a province."""
    return EVERYWHERE in actor.areas or province in actor.areas


def sites_for(actor: Actor, *, closed: bool = False) -> list[SiteLine]:
    """Open sites (or closed ones), those of the actor's area first. Two queries.

    Needs ``assistance:site:read``. Numbers of people cover the nation: they name nobody.
    """
    actor.require(AssistancePermission.SITE_READ)
    rows = Site.objects.filter(closed_on__isnull=not closed).order_by("province", "name_en")[:200]
    lines = _lines(actor, list(rows))
    return sorted(lines, key=lambda line: not line.own)


def site_for(actor: Actor, site_id: UUID) -> SiteLine:
    """One site. Needs ``assistance:site:read``. Raises ``SiteNotFound``. Two queries."""
    actor.require(AssistancePermission.SITE_READ)
    row = Site.objects.filter(id=site_id).first()
    if row is None:
        raise SiteNotFound
    return _lines(actor, [row])[0]


def _lines(actor: Actor, rows: list[Site]) -> list[SiteLine]:
    with acting_as(actor.also_seeing(NATION)):
        counted = (
            Party.objects.filter(site__in=rows, settled_at__isnull=True)
            .filter(Q(trip__isnull=True) | Q(trip__departed_at__isnull=True))
            .values("site_id")
            .annotate(
                waiting=Sum("people", filter=Q(trip__isnull=True), default=0),
                seated=Sum("people", filter=Q(trip__isnull=False), default=0),
            )
        )
        there = {one["site_id"]: (one["waiting"], one["seated"]) for one in counted}
    return [
        SiteLine(
            id=row.id,
            kind=row.kind,
            name_km=row.name_km,
            name_en=row.name_en,
            place=row.place,
            province=row.province,
            capacity=row.capacity,
            waiting=there.get(row.id, (0, 0))[0],
            seated=there.get(row.id, (0, 0))[1],
            coming=row.coming,
            coming_at=row.coming_at,
            emergency=row.emergency_id or "",
            opened_on=row.opened_on,
            closed_on=row.closed_on,
            own=on_duty_in(actor, row.province),
        )
        for row in rows
    ]


@dataclass(frozen=True, slots=True)
class ShiftLine:
    """Somebody at a desk."""

    id: UUID
    officer: str
    begins_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class DeskLine:
    """A desk and who is at it in the days asked for."""

    id: UUID
    name: str
    task: str
    shifts: tuple[ShiftLine, ...]


def desks_of(actor: Actor, site_id: UUID, *, day: date, days: int = 2) -> list[DeskLine]:
    """Desks of a site with their shifts from ``day`` on. Three queries.

    Needs ``assistance:site:read``.
    """
    actor.require(AssistancePermission.SITE_READ)
    begins = timezone.make_aware(datetime.combine(day, datetime.min.time()))
    shifts = Shift.objects.filter(
        cancelled_at__isnull=True, ends_at__gt=begins, begins_at__lt=begins + timedelta(days=days)
    ).order_by("begins_at")
    desks = list(
        Desk.objects.filter(site_id=site_id)
        .order_by("name")
        .prefetch_related(Prefetch("shifts", queryset=shifts, to_attr="on_duty"))
    )
    wanted = {shift.account_id for desk in desks for shift in desk.on_duty}
    names = account_names(wanted)
    return [
        DeskLine(
            desk.id,
            desk.name,
            desk.task,
            tuple(
                ShiftLine(
                    shift.id, names.get(shift.account_id, "?"), shift.begins_at, shift.ends_at
                )
                for shift in desk.on_duty
            ),
        )
        for desk in desks
    ]
