"""Reading arrival codes: what an office made, and what the holder of one is shown."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.crypto import salted_hmac

from polakor.access.context import acting_as
from polakor.access.machine import bearer
from polakor.access.rules.actors import Actor
from polakor.access.rules.scopes import bearer_scope
from polakor.assistance.errors import CodeRefused, TooManyGuesses
from polakor.assistance.models import ArrivalCode, GuessPace, Party
from polakor.assistance.permissions import AssistancePermission
from polakor.assistance.queries.boarding import boarding_rules
from polakor.assistance.rules.codes import Pace, read_code, too_fast
from polakor.base.ids import receipt_number

_SALT = "polakor.assistance.arrival"


@dataclass(frozen=True, slots=True)
class CodeLine:
    """A code an office made: what became of it, never the code itself."""

    id: UUID
    district: str
    made_at: datetime
    expires_at: datetime
    used_at: datetime | None
    barred_at: datetime | None


@dataclass(frozen=True, slots=True)
class Expected:
    """A family as the holder of a code sees it: its token and how many they are."""

    party_id: UUID
    token: str
    people: int
    arrived: int


@dataclass(frozen=True, slots=True)
class Coming:
    """What a code opens: one trip, one district, no name. ``holder`` acts with it."""

    holder: Actor
    trip_id: UUID
    trip_number: str
    district: str
    departed_at: datetime
    families: tuple[Expected, ...]


def code_digest(code: str) -> str:
    """What is kept of a code: a hash keyed with the installation's secret."""
    return salted_hmac(_SALT, code, algorithm="sha256").hexdigest()


def address_key(address: str) -> str:
    """An address as it is counted: unreadable, and another one tomorrow."""
    day = timezone.localdate().isoformat()
    return salted_hmac(f"{_SALT}.address.{day}", address, algorithm="sha256").hexdigest()


def guesses_left(address: str) -> None:
    """Raises ``TooManyGuesses`` when this address has sent too many wrong codes. One query."""
    row = GuessPace.objects.filter(key=address_key(address)).first()
    if row is not None and too_fast(Pace(row.level, row.at), timezone.now()):
        raise TooManyGuesses


def codes_of(actor: Actor, trip_id: UUID) -> list[CodeLine]:
    """Codes made for a trip, newest first. Needs ``assistance:transport:read``. One query."""
    actor.require(AssistancePermission.TRANSPORT_READ)
    rows = ArrivalCode.objects.filter(trip_id=trip_id).order_by("-made_at")
    return [
        CodeLine(r.id, r.district, r.made_at, r.expires_at, r.used_at, r.barred_at) for r in rows
    ]


def good_code(text: str, *, lock: bool = False) -> ArrivalCode:
    """The code behind what somebody typed. Raises ``CodeRefused``, the same for every reason.

    One query. Codes name nobody and lie open to every transaction.
    """
    code = read_code(text)
    rows = ArrivalCode.objects.select_related("trip")
    if lock:
        rows = rows.select_for_update(of=("self",))
    row = rows.filter(digest=code_digest(code)).first() if code else None
    if (
        row is None
        or row.used_at is not None
        or row.barred_at is not None
        or row.expires_at < timezone.now()
        or row.trip.departed_at is None
    ):
        raise CodeRefused
    return row


def coming_with(text: str) -> Coming:
    """What a code opens, in the name of its bearer. Raises ``CodeRefused``. At most six queries."""
    row = good_code(text)
    digits = boarding_rules().province_digits
    holder = bearer(bearer_scope(row.trip_id))
    with acting_as(holder):
        families = tuple(
            Expected(one.id, one.token, one.people, one.arrived)
            for one in parties_of_code(row, digits).order_by("token", "came_at")
        )
    assert row.trip.departed_at is not None
    return Coming(
        holder=holder,
        trip_id=row.trip_id,
        trip_number=receipt_number(row.trip_id),
        district=row.district,
        departed_at=row.trip.departed_at,
        families=families,
    )


def parties_of_code(code: ArrivalCode, digits: int) -> QuerySet[Party]:
    """Open families of the trip whose home lies in the code's district. Inside ``acting_as``.

    ``digits`` of a place code name a province: where no more is known, that alone is the district.
    """
    rows = Party.objects.filter(trip_id=code.trip_id, settled_at__isnull=True)
    if len(code.district) > digits:
        return rows.filter(home__startswith=code.district)
    return rows.filter(home=code.district)
