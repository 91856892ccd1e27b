"""Reading families on their way: who waits at a site, which trips there are, who sits on them."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Sum
from django.utils import timezone

from polakor.access.actions.events import EventDraft, record_events
from polakor.access.context import acting_as
from polakor.access.rules.actors import Actor
from polakor.access.rules.scopes import NATION
from polakor.assistance.errors import PartyNotFound, TripNotFound
from polakor.assistance.models import Arrival, Party, PartyMember, Seat, Trip, Vehicle
from polakor.assistance.permissions import AssistancePermission
from polakor.assistance.rules.boarding import BoardingRules
from polakor.assistance.rules.planning import Group, Plan, Ride, plan_rides
from polakor.base.ids import receipt_number
from polakor.registry.queries.persons import summaries_by_record


@dataclass(frozen=True, slots=True)
class PartyLine:
    """A family on its way. ``names``: of those the actor may see anyway, else empty."""

    id: UUID
    token: str
    people: int
    home: str
    first: bool
    came_at: datetime
    trip_id: UUID | None
    arrived: int
    settled_at: datetime | None
    outcome: str
    names: tuple[str, ...] = ()
    seats: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class TripLine:
    """A trip in a list; ``number`` is what stands on its papers. ``homes`` are place codes."""

    id: UUID
    number: str
    site_id: UUID
    site_km: str
    site_en: str
    province: str
    vehicle: str
    kind: str
    seats: int
    taken: int
    arrived: int
    waiting: int
    homes: tuple[str, ...]
    escort: str
    leaves_at: datetime
    departed_at: datetime | None
    due_at: datetime | None
    cancelled_at: datetime | None

    @property
    def free(self) -> int:
        """Seats nobody has."""
        return self.seats - self.taken

    @property
    def state(self) -> str:
        """``planned``, ``going``, ``late``, ``done`` or ``cancelled``."""
        if self.cancelled_at is not None:
            return "cancelled"
        if self.departed_at is None or self.due_at is None:
            return "planned"
        if not self.waiting:
            return "done"
        return "late" if self.due_at < timezone.now() else "going"


def vehicles(actor: Actor, *, free: bool = False) -> list[Vehicle]:
    """Vehicles in use by name; ``free``: those that wait for no trip. One query.

    Needs ``assistance:transport:read``.
    """
    actor.require(AssistancePermission.TRANSPORT_READ)
    rows = Vehicle.objects.filter(retired_at__isnull=True)
    if free:
        planned = Trip.objects.filter(
            vehicle=OuterRef("pk"), departed_at__isnull=True, cancelled_at__isnull=True
        )
        rows = rows.exclude(Exists(planned))
    return list(rows.order_by("name")[:500])


def waiting_at(actor: Actor, site_id: UUID, *, offset: int = 0, limit: int = 50) -> list[PartyLine]:
    """Families that wait for a seat: those who board first, then by hour. At most six queries.

    Needs ``assistance:transport:read``. Names are those the register shows the actor anyway, and
    showing them is written down.
    """
    actor.require(AssistancePermission.TRANSPORT_READ)
    with acting_as(actor):
        rows = list(_waiting(site_id).order_by("-first", "came_at", "id")[offset : offset + limit])
        return _with_names(actor, rows)


def waiting_count(actor: Actor, site_id: UUID) -> int:
    """How many families wait there, as far as the actor sees. One query."""
    with acting_as(actor):
        return _waiting(site_id).count()


def _waiting(site_id: UUID) -> QuerySet[Party]:
    return Party.objects.filter(site_id=site_id, trip__isnull=True, settled_at__isnull=True)


def propose_rides(
    actor: Actor, site_id: UUID, vehicle_ids: Collection[UUID], *, rules: BoardingRules
) -> tuple[Plan, list[PartyLine]]:
    """Who would sit where: a proposal, nothing is written. Three queries.

    Takes everybody who waits at the site. Needs ``assistance:transport:plan``.
    """
    actor.require(AssistancePermission.TRANSPORT_PLAN)
    with acting_as(actor):
        rows = list(_waiting(site_id).order_by("came_at", "id"))
    groups = [Group(one.id, one.people, rules.district(one.home), one.first) for one in rows]
    chosen = [one for one in vehicles(actor, free=True) if one.id in vehicle_ids]
    rides = [Ride(one.id, one.seats) for one in chosen]
    plan = plan_rides(groups, rides, province_digits=rules.province_digits)
    return plan, [_line(row) for row in rows]


def trips_for(
    actor: Actor, *, site_id: UUID | None = None, offset: int = 0, limit: int = 25
) -> list[TripLine]:
    """Trips, those planned and under way first, then the latest. Two queries.

    Needs ``assistance:transport:read``. Numbers cover the whole trip: they name nobody.
    """
    actor.require(AssistancePermission.TRANSPORT_READ)
    rows = _trips(site_id).select_related("site", "vehicle").order_by("-leaves_at", "id")
    return _trip_lines(actor, rows[offset : offset + limit])


def trip_count(actor: Actor, *, site_id: UUID | None = None) -> int:
    """How many trips there are. One query."""
    actor.require(AssistancePermission.TRANSPORT_READ)
    return _trips(site_id).count()


def _trips(site_id: UUID | None) -> QuerySet[Trip]:
    return Trip.objects.filter(site_id=site_id) if site_id else Trip.objects.all()


def trip_for(actor: Actor, trip_id: UUID) -> TripLine:
    """One trip. Needs ``assistance:transport:read``. Raises ``TripNotFound``. Two queries."""
    actor.require(AssistancePermission.TRANSPORT_READ)
    rows = Trip.objects.filter(id=trip_id).select_related("site", "vehicle")
    found = _trip_lines(actor, rows)
    if not found:
        raise TripNotFound
    return found[0]


def _trip_lines(actor: Actor, rows: QuerySet[Trip]) -> list[TripLine]:
    trips = list(rows)
    totals: dict[UUID, list[tuple[str, int, int, int]]] = defaultdict(list)
    with acting_as(actor.also_seeing(NATION)):
        open_people = Sum(F("people") - F("arrived"), filter=Q(settled_at__isnull=True), default=0)
        for trip, home, *numbers in (
            Party.objects.filter(trip__in=trips)
            .values("trip_id", "home")
            .annotate(taken=Sum("people"), there=Sum("arrived"), open=open_people)
            .values_list("trip_id", "home", "taken", "there", "open")
        ):
            if trip is not None:
                totals[trip].append((home, numbers[0], numbers[1], numbers[2]))
    return [_trip_line(trip, totals[trip.id]) for trip in trips]


def _trip_line(trip: Trip, totals: Sequence[tuple[str, int, int, int]]) -> TripLine:
    return TripLine(
        id=trip.id,
        number=receipt_number(trip.id),
        site_id=trip.site_id,
        site_km=trip.site.name_km,
        site_en=trip.site.name_en,
        province=trip.site.province,
        vehicle=trip.vehicle.name,
        kind=trip.vehicle.kind,
        seats=trip.seats,
        taken=sum(taken for _, taken, _, _ in totals),
        arrived=sum(there for _, _, there, _ in totals),
        waiting=sum(still for _, _, _, still in totals),
        homes=tuple(sorted({home for home, *_ in totals})),
        escort=trip.escort,
        leaves_at=trip.leaves_at,
        departed_at=trip.departed_at,
        due_at=trip.due_at,
        cancelled_at=trip.cancelled_at,
    )


def manifest(actor: Actor, trip_id: UUID) -> list[PartyLine]:
    """Who sits on a trip, by home and token, with seat numbers. At most seven queries.

    Needs ``assistance:transport:read``. Never a flag; names as in ``waiting_at``.
    """
    actor.require(AssistancePermission.TRANSPORT_READ)
    with acting_as(actor):
        rows = list(Party.objects.filter(trip_id=trip_id).order_by("home", "token", "came_at"))
        seats: dict[UUID, list[int]] = defaultdict(list)
        for party, number in (
            Seat.objects.filter(trip_id=trip_id, freed_at__isnull=True)
            .order_by("number")
            .values_list("party_id", "number")
        ):
            seats[party].append(number)
        return _with_names(actor, rows, seats)


def party_for(actor: Actor, party_id: UUID) -> PartyLine:
    """One family on its way. Raises ``PartyNotFound``. At most five queries."""
    actor.require(AssistancePermission.TRANSPORT_READ)
    with acting_as(actor):
        row = Party.objects.filter(id=party_id).first()
        if row is None:
            raise PartyNotFound
        return _with_names(actor, [row])[0]


@dataclass(frozen=True, slots=True)
class Missing:
    """A family that was not seen at home in time, or not all of it. ``note``: last word said."""

    party: PartyLine
    trip_number: str
    due_at: datetime
    said_at: datetime | None
    note: str


def missing(actor: Actor, *, offset: int = 0, limit: int = 50) -> list[Missing]:
    """The alarm list, the longest overdue first: those due and not seen, those said to be fewer.

    Needs ``assistance:transport:read``. At most eight queries.
    """
    actor.require(AssistancePermission.TRANSPORT_READ)
    with acting_as(actor):
        rows = list(
            _missing()
            .select_related("trip")
            .order_by("trip__due_at", "id")[offset : offset + limit]
        )
        lines = _with_names(actor, rows)
        last = {
            one.party_id: one
            for one in Arrival.objects.filter(party__in=rows).order_by("said_at", "id")
        }
    found = []
    for row, line in zip(rows, lines, strict=True):
        said = last.get(row.id)
        if row.trip is not None and row.trip.due_at is not None:
            number = receipt_number(row.trip.id)
            when, note = (said.said_at, said.note) if said else (None, "")
            found.append(Missing(line, number, row.trip.due_at, when, note))
    return found


def missing_count(actor: Actor) -> int:
    """How many families stand on the alarm list, as far as the actor sees. One query."""
    actor.require(AssistancePermission.TRANSPORT_READ)
    with acting_as(actor):
        return _missing().count()


def _missing() -> QuerySet[Party]:
    said = Arrival.objects.filter(party=OuterRef("pk"))
    return Party.objects.filter(
        Q(trip__due_at__lt=timezone.now()) | Q(Exists(said)),
        settled_at__isnull=True,
        trip__departed_at__isnull=False,
    )


def _with_names(
    actor: Actor, rows: Sequence[Party], seats: dict[UUID, list[int]] | None = None
) -> list[PartyLine]:
    """Lines with the names in sight. Must run inside ``acting_as``."""
    members = list(
        PartyMember.objects.filter(party__in=rows)
        .values_list("party_id", "person_id")
        .order_by("person_id")
    )
    people = summaries_by_record([person for _, person in members]) if members else {}
    names: dict[UUID, list[str]] = defaultdict(list)
    for party, person in members:
        if person in people and people[person].names:
            names[party].append(people[person].names[0][1])
    record_events(
        actor=actor,
        drafts=[EventDraft("assistance:party:read", "person", str(person)) for person in people],
    )
    return [_line(row, tuple(names[row.id]), tuple((seats or {}).get(row.id, ()))) for row in rows]


def _line(row: Party, names: tuple[str, ...] = (), seats: tuple[int, ...] = ()) -> PartyLine:
    return PartyLine(
        id=row.id,
        token=row.token,
        people=row.people,
        home=row.home,
        first=row.first,
        came_at=row.came_at,
        trip_id=row.trip_id,
        arrived=row.arrived,
        settled_at=row.settled_at,
        outcome=row.outcome,
        names=names,
        seats=seats,
    )
