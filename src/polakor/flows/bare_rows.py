"""What a family's envelope becomes at once: bare records and crossings, as JSON lists."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

from polakor.access.rules.actors import Actor
from polakor.access.rules.scopes import case_scopes, person_scopes
from polakor.base.dates import PartialDate
from polakor.base.ids import uuid7_texts
from polakor.intake.actions.envelopes import Contact
from polakor.intake.queries.known import Known
from polakor.intake.rules.envelopes import Envelope, Member
from polakor.registry.rules.identities import birth_basis

NOT_TOLD = "unknown"


@dataclass(frozen=True, slots=True)
class Bringing:
    """Who brings: the actor, the device if it is one, and what its clock says."""

    actor: Actor
    device_id: UUID | None
    contact: Contact | None
    known: Known
    now: datetime
    scopes: dict[tuple[str, bool], list[str]] = field(default_factory=dict)

    @property
    def today(self) -> date:
        return self.now.astimezone(self.known.zone).date()

    def crossed_at(self, envelope: Envelope) -> datetime:
        """When it was made, by our clock where the device's is clearly wrong; never to come."""
        made = envelope.made_at
        skew = self.contact.skew if self.contact and envelope.device == self.device_id else 0.0
        if abs(skew) > self.known.limits["clock_minutes"] * 60:
            made -= timedelta(seconds=skew)
        made = min(made, self.now)
        day = envelope.crossed_on
        if day is None:
            return made
        local = made.astimezone(self.known.zone)
        return min(local.replace(year=day.year, month=day.month, day=day.day), self.now)


def scopes_of_envelope(one: Envelope, by: Bringing, helped: bool, home: str = "") -> list[str]:
    """Who may see what is made of an envelope, or of one person of it."""
    province = by.known.provinces.get(home or one.destination, "")
    words = by.scopes.get((province, helped))
    if words is None:
        words = person_scopes(province=province, account_id=by.actor.account_id, day=by.today)
        words += case_scopes(province=province) if helped else []
        by.scopes[province, helped] = words
    return words


def bare_rows(
    people: Sequence[tuple[Envelope, Member]], numbers: Sequence[str], by: Bringing
) -> tuple[str, str]:
    """Records and crossings as JSON lists: one text each travels quicker than a row at a time."""
    records: list[dict[str, object]] = []
    returns: list[dict[str, object]] = []
    ids = uuid7_texts(len(people))
    for (envelope, member), number, new_id in zip(people, numbers, ids, strict=True):
        home = member.home if member.home in by.known.provinces else ""
        scopes = scopes_of_envelope(envelope, by, member.helped, home)
        at = by.crossed_at(envelope)
        day = at.astimezone(by.known.zone).date()
        year, month, born = member.birth
        basis = _basis(member)
        if year is None and member.age is not None:
            year = day.year - member.age
        records.append(
            {
                "id": str(member.id),
                "number": number,
                "sex": member.sex,
                "year": year,
                "month": month,
                "day": born,
                "basis": basis,
                "home": home or None,
                "unanswered": member.unanswered or None,
                "scopes": scopes,
            }
        )
        returns.append(
            {
                "id": new_id,
                "person": str(member.id),
                "submission": str(envelope.id),
                "gate": envelope.gate,
                "day": day.isoformat(),
                "at": at.isoformat(),
                "mode": envelope.mode if envelope.mode in by.known.modes else NOT_TOLD,
                "sex": member.sex,
                "age": _age(member, day),
                "destination": home,
                "scopes": scopes,
            }
        )
    return json.dumps(records), json.dumps(returns)


def _basis(member: Member) -> str:
    year, month, day = member.birth
    birth = None if year is None else PartialDate(year, month, day)
    if birth is None and member.age is not None:
        return "age"
    return birth_basis(birth, from_age=False)


def _age(member: Member, day: date) -> int | None:
    """Whole years at the crossing, as told or from the birth, for counting."""
    if member.age is not None or member.birth[0] is None:
        return member.band if member.age is None else member.age
    return PartialDate(member.birth[0], *member.birth[1:]).age_at(day)
