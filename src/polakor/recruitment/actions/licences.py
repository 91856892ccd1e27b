"""Decide about agencies: licences, where they may send people, deposits, sanctions and rewards."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from polakor.access.actions.events import record_event
from polakor.access.context import acting_as
from polakor.access.rules.actors import Actor
from polakor.recruitment.errors import (
    ActNotPossible,
    ActUndone,
    DayToCome,
    EndedAlready,
    EndsBeforeItBegins,
    MoreThanThereIs,
    NotMoney,
    RecruiterNotFound,
)
from polakor.recruitment.models import (
    DepositEntry,
    LicenceAct,
    LicenceActUndone,
    Measure,
    Permit,
    Recruiter,
)
from polakor.recruitment.permissions import RecruitmentPermission
from polakor.recruitment.queries.pack import currencies, must_know
from polakor.recruitment.queries.recruiters import acts_of, balance_of, with_acts
from polakor.recruitment.queries.rows import agency_row, closed_scopes, firm_scopes, recruiter_row
from polakor.recruitment.rules.licences import ACTS, GIVES, WITH_A_REASON, may_follow
from polakor.recruitment.rules.measures import PUBLIC_MEASURES
from polakor.recruitment.rules.words import said, tidy


@dataclass(frozen=True, slots=True)
class ActDraft:
    """A decision about a licence (``rules.licences.ACTS``) about to be entered."""

    act: str
    on_day: date
    decided_by: str
    reference: str
    until: date | None = None
    licence: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class DepositDraft:
    """Money that was ``paid_in``, ``drawn`` or ``given_back``."""

    change: str
    amount: Decimal
    currency: str
    on_day: date
    held_by: str = ""
    reason: str = ""


def decide_licence(*, actor: Actor, number: str, draft: ActDraft) -> UUID:
    """Enter a decision about an agency's licence. Two at once take turns.

    Needs ``recruitment:licence:decide``. Raises ``RecruiterNotFound``, ``NotAnAgency``,
    ``ActNotPossible`` where it does not fit what holds on that day, ``EndsBeforeItBegins``,
    ``ReasonMissing`` (also for a licence without number or last day).
    """
    actor.require(RecruitmentPermission.LICENCE_DECIDE)
    if draft.act not in ACTS:
        raise ActNotPossible
    if draft.until is not None and draft.until < draft.on_day:
        raise EndsBeforeItBegins
    if draft.act in GIVES:
        said(draft.licence if draft.until is not None else "")
    reason = said(draft.reason) if draft.act in WITH_A_REASON else tidy(draft.reason)
    with acting_as(actor):
        row = agency_row(number)
        before = with_acts(Recruiter.objects.filter(id=row.id)).get()
        if not may_follow(acts_of(before), draft.act, draft.on_day):
            raise ActNotPossible
        act = LicenceAct.objects.create(
            recruiter=row,
            scopes=row.scopes,
            act=draft.act,
            on_day=draft.on_day,
            until=draft.until,
            licence=tidy(draft.licence) if draft.act in GIVES else "",
            reason=reason,
            decided_by=said(draft.decided_by),
            reference=said(draft.reference),
            recorded_by=actor.account_id,
        )
        _note(actor, f"recruitment:licence:{draft.act}", row, reason)
    return act.id


def undo_act(*, actor: Actor, number: str, act_id: UUID, reason: str) -> None:
    """Say that a decision about an agency was entered by mistake; it stays readable.

    Needs ``recruitment:licence:decide``. Raises ``RecruiterNotFound`` for an act nobody knows,
    ``ActUndone``, ``ReasonMissing``.
    """
    actor.require(RecruitmentPermission.LICENCE_DECIDE)
    because = said(reason)
    with acting_as(actor):
        row = agency_row(number)
        act = LicenceAct.objects.filter(id=act_id, recruiter=row).first()
        if act is None:
            raise RecruiterNotFound
        try:
            with transaction.atomic():
                LicenceActUndone.objects.create(
                    act=act, reason=because, scopes=act.scopes, undone_by=actor.account_id
                )
        except IntegrityError:
            raise ActUndone from None
        _note(actor, "recruitment:licence:undone", row, because)


def permit_country(
    *, actor: Actor, number: str, country: str, from_day: date, reference: str, sector: str = ""
) -> UUID:
    """Let an agency send people to a country, for one sector or all (``""``).

    Needs ``recruitment:licence:decide``. Raises ``RecruiterNotFound``, ``NotAnAgency``,
    ``CodeUnknown``, ``EndedAlready`` where that permit runs, ``ReasonMissing`` for no reference.
    """
    actor.require(RecruitmentPermission.LICENCE_DECIDE)
    with acting_as(actor):
        row = agency_row(number)
        must_know("countries", country)
        if sector:
            must_know("sectors", sector)
        there = Permit.objects.filter(
            recruiter=row, country=country, sector=sector, until__isnull=True
        )
        if there.exists():
            raise EndedAlready
        permit = Permit.objects.create(
            recruiter=row,
            scopes=row.scopes,
            country=country,
            sector=sector,
            from_day=from_day,
            reference=said(reference),
            recorded_by=actor.account_id,
        )
        _note(actor, "recruitment:permit:given", row)
    return permit.id


def change_deposit(*, actor: Actor, number: str, draft: DepositDraft) -> UUID:
    """Enter money that was put down, drawn to pay workers, or given back.

    Needs ``recruitment:licence:decide``. Raises ``RecruiterNotFound``, ``NotAnAgency``,
    ``NotMoney``, ``MoreThanThereIs``, ``DayToCome``, ``ReasonMissing`` where money leaves.
    """
    actor.require(RecruitmentPermission.LICENCE_DECIDE)
    amount = draft.amount
    if not amount.is_finite() or not 0 < amount < 10**12 or draft.currency not in currencies():
        raise NotMoney
    if draft.on_day > timezone.localdate():
        raise DayToCome
    leaves = draft.change != "paid_in"
    reason = said(draft.reason) if leaves else tidy(draft.reason)
    with acting_as(actor):
        row = agency_row(number)
        left = balance_of(row.deposit.all()).get(draft.currency, Decimal(0))
        if leaves and amount > left:
            raise MoreThanThereIs(left=f"{left} {draft.currency}")
        entry = DepositEntry.objects.create(
            recruiter=row,
            scopes=closed_scopes(row),
            change=draft.change,
            amount=amount.quantize(Decimal("0.01")),
            currency=draft.currency,
            on_day=draft.on_day,
            held_by=tidy(draft.held_by),
            reason=reason,
            recorded_by=actor.account_id,
        )
        _note(actor, f"recruitment:deposit:{draft.change}", row, reason)
    return entry.id


def take_measure(
    *,
    actor: Actor,
    number: str,
    kind: str,
    on_day: date,
    reason: str,
    decided_by: str,
    reference: str = "",
) -> UUID:
    """Enter a warning, a fine, a referral to court, praise or priority.

    Needs ``recruitment:licence:decide``. Raises ``RecruiterNotFound``, ``ReasonMissing``,
    ``DayToCome``.
    """
    actor.require(RecruitmentPermission.LICENCE_DECIDE)
    if on_day > timezone.localdate():
        raise DayToCome
    because = said(reason)
    with acting_as(actor):
        row = recruiter_row(number)
        measure = Measure.objects.create(
            recruiter=row,
            scopes=firm_scopes(row) if kind in PUBLIC_MEASURES else closed_scopes(row),
            kind=kind,
            on_day=on_day,
            reason=because,
            decided_by=said(decided_by),
            reference=tidy(reference),
            recorded_by=actor.account_id,
        )
        _note(actor, "recruitment:measure:taken", row, because)
    return measure.id


def _note(actor: Actor, event: str, row: Recruiter, reason: str = "") -> None:
    record_event(
        actor=actor, event=event, target_kind="recruiter", target_id=str(row.id), reason=reason
    )
