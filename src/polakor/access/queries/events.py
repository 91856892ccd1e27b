"""Reading the record of acts and looks."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from polakor.access.context import acting_as
from polakor.access.models import Account, AuditEvent, Office
from polakor.access.permissions import AccessPermission
from polakor.access.rules.actors import Actor
from polakor.access.rules.policy import Role
from polakor.access.rules.scopes import AUDIT


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the record as a reader sees it."""

    number: int
    at: datetime
    account: str
    role: str
    office_km: str
    office_en: str
    event: str
    target_kind: str
    target_id: str
    reason: str


def _entries(events: Sequence[AuditEvent]) -> list[Entry]:
    accounts = dict(
        Account.objects.filter(id__in={e.account_id for e in events}).values_list("id", "name")
    )
    offices = {o.id: o for o in Office.objects.filter(id__in={e.office_id for e in events})}
    entries = []
    for event in events:
        office = offices.get(event.office_id)
        entries.append(
            Entry(
                number=event.number,
                at=event.at,
                account=accounts.get(event.account_id, "?"),
                role=event.role,
                office_km=office.name_km if office else "?",
                office_en=office.name_en if office else "?",
                event=event.event,
                target_kind=event.target_kind,
                target_id=event.target_id,
                reason=event.reason,
            )
        )
    return entries


def events_visible_to(
    actor: Actor, *, before: int | None = None, event: str = "", limit: int = 50
) -> list[Entry]:
    """The newest events, newest first, at most ``limit``, older than number ``before`` if given.

    Needs ``access:log:read``. Three queries, whatever the length of the log.
    """
    actor.require(AccessPermission.LOG_READ)
    with acting_as(actor):
        rows = AuditEvent.objects.order_by("-number")
        if before is not None:
            rows = rows.filter(number__lt=before)
        if event:
            rows = rows.filter(event=event)
        return _entries(list(rows[:limit]))


def events_of_person(actor: Actor, person_id: UUID, *, limit: int = 50) -> list[Entry]:
    """Who looked at and who changed one person's file, newest first.

    Needs ``access:log:read_person``. The caller must have fetched the person in the actor's own
    scopes first; this opens the log for that one id only. Three queries.

    Acts of case workers are left out: they open only those who need somebody, so that their name
    in the log would say what the flags say, to those who may not read flags.
    """
    actor.require(AccessPermission.LOG_READ_PERSON)
    with acting_as(actor.also_seeing(AUDIT)):
        rows = AuditEvent.objects.filter(target_id=str(person_id)).order_by("-number")
        rows = rows.exclude(role=Role.CASE_WORKER).exclude(event__startswith="protection:")
        return _entries(list(rows[:limit]))
