"""Enter who recruits: agencies, sub-agents, brokers; their names, offices and people."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from polakor.access.actions.events import record_event
from polakor.access.context import acting_as
from polakor.access.rules.actors import Actor
from polakor.access.rules.scopes import recruiter_scopes
from polakor.recruitment.errors import (
    EndedAlready,
    EndsBeforeItBegins,
    NotAnAgency,
    RecruiterKnown,
    RecruiterNotFound,
)
from polakor.recruitment.models import (
    Membership,
    Office,
    OtherName,
    Permit,
    Recruiter,
    Responsible,
)
from polakor.recruitment.permissions import RecruitmentPermission
from polakor.recruitment.queries.pack import must_know, number_prefix
from polakor.recruitment.queries.rows import (
    agency_row,
    closed_scopes,
    firm_scopes,
    next_number,
    recruiter_row,
)
from polakor.recruitment.rules.words import said, tidy

Kind = Literal["agency", "sub_agent", "broker"]
PERIODS: dict[str, type[Membership] | type[Office] | type[Permit] | type[Responsible]] = {
    "membership": Membership,
    "office": Office,
    "permit": Permit,
    "responsible": Responsible,
}


@dataclass(frozen=True, slots=True)
class OfficeDraft:
    """Where a recruiter can be found: ``head``, ``branch``, ``training`` or ``abroad``."""

    kind: str
    from_day: date
    place: str = ""
    country: str = ""
    address: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class ResponsibleDraft:
    """Who answers for a recruiter: ``director``, ``contact`` or ``abroad``."""

    role: str
    name: str
    from_day: date
    country: str = ""
    phone: str = ""


def register_recruiter(
    *,
    actor: Actor,
    kind: Kind,
    name_km: str = "",
    name_latin: str = "",
    works_for: str = "",
    province: str = "",
    other_names: Sequence[str] = (),
) -> str:
    """Enter an agency, a sub-agent (``works_for``: the agency's number) or a broker.

    Returns the number. Needs ``recruitment:recruiter:record``. Raises ``RecruiterKnown`` for an
    agency that is there, ``RecruiterNotFound``, ``NotAnAgency``, ``ReasonMissing`` for no name.
    """
    actor.require(RecruitmentPermission.RECRUITER_RECORD)
    names = tidy(name_km), tidy(name_latin)
    said("".join(names))
    with acting_as(actor):
        above = agency_row(works_for).id if kind == "sub_agent" else None
        row = Recruiter(
            number=next_number("recruitment_recruiter_number", number_prefix()),
            kind=kind,
            name_km=names[0],
            name_latin=names[1],
            works_for_id=above,
            province=province,
            scopes=recruiter_scopes(province=province, public=kind == "agency"),
            recorded_by=actor.account_id,
        )
        try:
            with transaction.atomic():
                row.save(force_insert=True)
        except IntegrityError:
            there = Recruiter.objects.get(kind=kind, name_km=names[0], name_latin=names[1])
            raise RecruiterKnown(number=there.number) from None
        _add_names(actor, row, other_names)
        _note(actor, "recruitment:recruiter:registered", row)
    return row.number


def add_name(*, actor: Actor, number: str, name: str) -> None:
    """Add another name or spelling a recruiter goes by; one that is there already changes nothing.

    Needs ``recruitment:recruiter:record``. Raises ``RecruiterNotFound``, ``ReasonMissing``.
    """
    actor.require(RecruitmentPermission.RECRUITER_RECORD)
    with acting_as(actor):
        row = recruiter_row(number)
        _add_names(actor, row, [said(name)])
        _note(actor, "recruitment:recruiter:name_added", row)


def list_publicly(*, actor: Actor, number: str, because: str) -> None:
    """Put a sub-agent or broker on the public list of those who recruit without a licence.

    Needs ``recruitment:licence:decide``. Raises ``RecruiterNotFound``, ``NotAnAgency`` (of an
    agency the licence says it), ``ReasonMissing``, ``EndedAlready`` for one who stands there.
    """
    actor.require(RecruitmentPermission.LICENCE_DECIDE)
    reason = said(because)
    with acting_as(actor):
        row = recruiter_row(number)
        if row.kind == "agency":
            raise NotAnAgency
        if row.listed_on is not None:
            raise EndedAlready
        row.listed_on, row.listed_because = timezone.localdate(), reason
        _show(row, public=True)
        _note(actor, "recruitment:recruiter:listed", row, reason=reason)


def take_off_list(*, actor: Actor, number: str, because: str) -> None:
    """Take somebody off the public list again.

    Needs ``recruitment:licence:decide``. Raises ``RecruiterNotFound``, ``ReasonMissing``,
    ``EndedAlready`` for one who does not stand there.
    """
    actor.require(RecruitmentPermission.LICENCE_DECIDE)
    reason = said(because)
    with acting_as(actor):
        row = recruiter_row(number)
        if row.listed_on is None:
            raise EndedAlready
        row.listed_on = None
        _show(row, public=False)
        _note(actor, "recruitment:recruiter:unlisted", row, reason=reason)


def add_office(*, actor: Actor, number: str, draft: OfficeDraft) -> UUID:
    """Add an office. Needs ``recruitment:recruiter:record``. Raises ``RecruiterNotFound``,
    ``CodeUnknown`` for a country, ``ReasonMissing`` for an office that is nowhere.
    """
    actor.require(RecruitmentPermission.RECRUITER_RECORD)
    said(draft.place + draft.country + tidy(draft.address))
    with acting_as(actor):
        row = recruiter_row(number)
        if draft.country:
            must_know("countries", draft.country)
        office = Office.objects.create(
            recruiter=row,
            scopes=firm_scopes(row),
            kind=draft.kind,
            place=draft.place,
            country=draft.country,
            address=tidy(draft.address),
            phone=tidy(draft.phone),
            from_day=draft.from_day,
            recorded_by=actor.account_id,
        )
        _note(actor, "recruitment:office:added", row)
    return office.id


def add_responsible(*, actor: Actor, number: str, draft: ResponsibleDraft) -> UUID:
    """Add somebody who answers for a recruiter. Needs ``recruitment:recruiter:record``.

    Raises ``RecruiterNotFound``, ``ReasonMissing`` for no name, ``CodeUnknown`` for a country.
    """
    actor.require(RecruitmentPermission.RECRUITER_RECORD)
    name = said(draft.name)
    with acting_as(actor):
        row = recruiter_row(number)
        if draft.country:
            must_know("countries", draft.country)
        person = Responsible.objects.create(
            recruiter=row,
            scopes=closed_scopes(row),
            role=draft.role,
            name=name,
            country=draft.country,
            phone=tidy(draft.phone),
            from_day=draft.from_day,
            recorded_by=actor.account_id,
        )
        _note(actor, "recruitment:responsible:added", row)
    return person.id


def join_association(*, actor: Actor, number: str, association: str, from_day: date) -> UUID:
    """Say that a recruiter belongs to an association; it belongs to each once at a time.

    Needs ``recruitment:recruiter:record``. Raises ``RecruiterNotFound``, ``CodeUnknown``,
    ``EndedAlready`` for a membership that runs.
    """
    actor.require(RecruitmentPermission.RECRUITER_RECORD)
    with acting_as(actor):
        row = recruiter_row(number)
        must_know("institutions", association)
        if Membership.objects.filter(
            recruiter=row, association=association, until__isnull=True
        ).exists():
            raise EndedAlready
        member = Membership.objects.create(
            recruiter=row,
            scopes=firm_scopes(row),
            association=association,
            from_day=from_day,
            recorded_by=actor.account_id,
        )
        _note(actor, "recruitment:membership:begun", row)
    return member.id


def end_period(*, actor: Actor, number: str, what: str, period_id: UUID, until: date) -> None:
    """End an office, a duty, a membership or a permit (``PERIODS``) of one with a last day.

    Needs ``recruitment:recruiter:record``, for a permit ``recruitment:licence:decide``. Raises
    ``RecruiterNotFound`` for a period nobody knows, ``EndedAlready``, ``EndsBeforeItBegins``.
    """
    permits = what == "permit"
    actor.require(
        RecruitmentPermission.LICENCE_DECIDE if permits else RecruitmentPermission.RECRUITER_RECORD
    )
    with acting_as(actor):
        rows = PERIODS[what].objects.select_for_update(of=("self",))
        row = (
            rows.select_related("recruiter").filter(id=period_id, recruiter__number=number).first()
        )
        if row is None:
            raise RecruiterNotFound
        if row.until is not None:
            raise EndedAlready
        if until < row.from_day:
            raise EndsBeforeItBegins
        row.until, row.ended_at = until, timezone.now()
        row.save(update_fields=["until", "ended_at"])
        _note(actor, f"recruitment:{what}:ended", row.recruiter)


def _show(row: Recruiter, *, public: bool) -> None:
    """Open or close a name to everybody; where somebody lives or whom to call stays closed."""
    row.scopes = recruiter_scopes(province=row.province, public=public)
    row.save(update_fields=["listed_on", "listed_because", "scopes"])
    OtherName.objects.filter(recruiter=row).update(scopes=row.scopes)


def _add_names(actor: Actor, row: Recruiter, names: Sequence[str]) -> None:
    known = {row.name_km, row.name_latin}
    for name in dict.fromkeys(map(tidy, names)):
        if name and name not in known:
            OtherName.objects.get_or_create(
                recruiter=row,
                name=name,
                defaults={"scopes": row.scopes, "recorded_by": actor.account_id},
            )


def _note(actor: Actor, event: str, row: Recruiter, *, reason: str = "") -> None:
    record_event(
        actor=actor, event=event, target_kind="recruiter", target_id=str(row.id), reason=reason
    )
