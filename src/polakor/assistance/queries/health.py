"""Reading quarantine: health workers alone, and only while the pack has measures switched on."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from polakor.access.actions.events import EventDraft, record_events
from polakor.access.context import acting_as
from polakor.access.rules.actors import Actor
from polakor.assistance.errors import HealthModeOff, StayNotFound
from polakor.assistance.models import QuarantineStay, QuarantineTest, Site
from polakor.assistance.permissions import AssistancePermission
from polakor.assistance.rules.quarantine import HealthRules
from polakor.reference.queries.pack import pack_settings


@dataclass(frozen=True, slots=True)
class TestLine:
    """One test as it stands: ``result`` is ``waiting`` until it comes."""

    number: int
    taken_on: date
    result: str
    reported_on: date | None


@dataclass(frozen=True, slots=True)
class StayLine:
    """Somebody in quarantine by token or number: no name is shown here."""

    id: UUID
    site_id: UUID
    site_km: str
    site_en: str
    reference: str
    bed: str
    entered_on: date
    until: date
    released_on: date | None
    ending: str
    certificate: str
    tests: tuple[TestLine, ...]


def health_rules() -> HealthRules:
    """The pack's measures. One query. Raises ``HealthModeOff`` where they are switched off."""
    rules = HealthRules.from_pack(pack_settings())
    if not rules.on:
        raise HealthModeOff
    return rules


def quarantine_sites() -> list[Site]:
    """Open quarantine sites. One query; they hold nobody's data."""
    return list(Site.objects.filter(kind="quarantine", closed_on__isnull=True).order_by("name_en"))


def stays_for(
    actor: Actor, *, ended: bool = False, offset: int = 0, limit: int = 50
) -> list[StayLine]:
    """Stays, those who may leave first at the head. Four queries; the look is written down.

    Needs ``assistance:quarantine:read``. Raises ``HealthModeOff``.
    """
    actor.require(AssistancePermission.QUARANTINE_READ)
    health_rules()
    with acting_as(actor):
        rows = list(_stays(ended).order_by("until", "bed", "id")[offset : offset + limit])
        return _lines(actor, rows)


def stay_count(actor: Actor, *, ended: bool = False) -> int:
    """How many stays the actor sees. One query."""
    actor.require(AssistancePermission.QUARANTINE_READ)
    with acting_as(actor):
        return _stays(ended).count()


def stay_for(actor: Actor, stay_id: UUID) -> StayLine:
    """One stay. Raises ``StayNotFound``, ``HealthModeOff``. Four queries; written down."""
    actor.require(AssistancePermission.QUARANTINE_READ)
    health_rules()
    with acting_as(actor):
        row = QuarantineStay.objects.select_related("site").filter(id=stay_id).first()
        if row is None:
            raise StayNotFound
        return _lines(actor, [row])[0]


def _stays(ended: bool) -> "QuerySet[QuarantineStay]":
    return QuarantineStay.objects.select_related("site").filter(released_on__isnull=not ended)


def _lines(actor: Actor, rows: list[QuarantineStay]) -> list[StayLine]:
    tests: dict[UUID, dict[int, TestLine]] = defaultdict(dict)
    for one in QuarantineTest.objects.filter(stay__in=rows).order_by("number", "recorded_at", "id"):
        # A later row of the same number is the result, or a correction: it stands.
        tests[one.stay_id][one.number] = TestLine(
            one.number, one.taken_on, one.result, one.reported_on
        )
    record_events(
        actor=actor,
        drafts=[EventDraft("assistance:quarantine:looked", "stay", str(row.id)) for row in rows],
    )
    return [
        StayLine(
            id=row.id,
            site_id=row.site_id,
            site_km=row.site.name_km,
            site_en=row.site.name_en,
            reference=row.reference,
            bed=row.bed,
            entered_on=row.entered_on,
            until=row.until,
            released_on=row.released_on,
            ending=row.ending,
            certificate=row.certificate,
            tests=tuple(tests[row.id].values()),
        )
        for row in rows
    ]
