"""Quarantine: somebody enters, is tested, leaves with a paper. By health workers alone."""

from datetime import date
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from polakor.access.actions.events import record_event
from polakor.access.context import acting_as
from polakor.access.rules.actors import Actor
from polakor.access.rules.scopes import NATION, health_scopes
from polakor.assistance.errors import (
    BedTaken,
    NotToBeReleased,
    SiteNotFound,
    SiteNotYours,
    StayNotFound,
)
from polakor.assistance.models import QuarantineStay, QuarantineTest, Site
from polakor.assistance.permissions import AssistancePermission
from polakor.assistance.queries.boarding import good_token
from polakor.assistance.queries.health import health_rules, stay_for
from polakor.assistance.queries.sites import on_duty_in
from polakor.assistance.rules.quarantine import may_be_released
from polakor.assistance.rules.words import said
from polakor.base.ids import read_human_number, receipt_number
from polakor.registry.queries.family_members import member_by_number


def enter_quarantine(
    *, actor: Actor, site_id: UUID, reference: str, bed: str, entered_on: date | None = None
) -> UUID:
    """Give somebody a bed. ``reference``: a person's number, or a token as it stands on the paper.

    Needs ``assistance:quarantine:record``. Raises ``HealthModeOff``, ``SiteNotFound`` (also for
    a site of another kind), ``SiteNotYours``, ``BedTaken``; for a paper what
    ``queries.boarding.good_token`` raises.
    """
    actor.require(AssistancePermission.QUARANTINE_RECORD)
    rules = health_rules()
    shown = read_human_number(reference) or good_token(said(reference))
    day = entered_on or timezone.localdate()
    with acting_as(actor):
        site = Site.objects.filter(id=site_id, kind="quarantine", closed_on__isnull=True).first()
        if site is None:
            raise SiteNotFound
        if not on_duty_in(actor, site.province):
            raise SiteNotYours
        with acting_as(actor.also_seeing(NATION)):
            person = member_by_number(shown)
        stay = QuarantineStay(
            site=site,
            person_id=person,
            reference=shown,
            bed=" ".join(bed.upper().split()),
            entered_on=day,
            until=rules.until(day),
            recorded_by=actor.account_id,
            scopes=health_scopes(province=site.province),
        )
        try:
            with transaction.atomic():
                stay.save(force_insert=True)
        except IntegrityError as error:
            raise BedTaken from error
        _note(actor, "assistance:quarantine:entered", stay.id)
    return stay.id


def record_test(
    *,
    actor: Actor,
    stay_id: UUID,
    number: int,
    taken_on: date,
    result: str = "waiting",
    reported_on: date | None = None,
) -> None:
    """Write down a test or its result. The newest row of a number stands; none is written over.

    Needs ``assistance:quarantine:record``. Raises ``HealthModeOff``, ``StayNotFound``.
    """
    actor.require(AssistancePermission.QUARANTINE_RECORD)
    health_rules()
    with acting_as(actor):
        stay = _stay(stay_id)
        QuarantineTest.objects.create(
            stay=stay,
            number=number,
            taken_on=taken_on,
            result=result,
            reported_on=None if result == "waiting" else reported_on or timezone.localdate(),
            recorded_by=actor.account_id,
            scopes=stay.scopes,
        )
        _note(actor, "assistance:quarantine:tested", stay_id)


def end_quarantine(*, actor: Actor, stay_id: UUID, ending: str = "released") -> str:
    """End a stay: ``released`` (returns the certificate's number), ``hospital`` or ``left``.

    Needs ``assistance:quarantine:record``. Raises ``HealthModeOff``, ``StayNotFound``,
    ``NotToBeReleased``.
    """
    actor.require(AssistancePermission.QUARANTINE_RECORD)
    rules = health_rules()
    today = timezone.localdate()
    with acting_as(actor):
        stay = _stay(stay_id)
        results = [one.result for one in stay_for(actor, stay_id).tests]
        if ending == "released":
            if not may_be_released(rules, until=stay.until, today=today, results=results):
                raise NotToBeReleased(tests=rules.tests, until=stay.until.strftime("%d/%m/%Y"))
            stay.certificate = receipt_number(stay.id)
        stay.ending = ending
        stay.released_on = today
        stay.released_by = actor.account_id
        stay.save(update_fields=["certificate", "ending", "released_on", "released_by"])
        _note(actor, "assistance:quarantine:ended", stay_id)
    return stay.certificate


def _stay(stay_id: UUID) -> QuarantineStay:
    stay = (
        QuarantineStay.objects.select_for_update()
        .filter(id=stay_id, released_on__isnull=True)
        .first()
    )
    if stay is None:
        raise StayNotFound
    return stay


def _note(actor: Actor, event: str, target: UUID) -> None:
    record_event(actor=actor, event=event, target_kind="stay", target_id=str(target))
