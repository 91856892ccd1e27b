"""Sites, their desks, and who is on duty at them."""

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from polakor.access.actions.events import record_event
from polakor.access.context import acting_as
from polakor.access.rules.actors import Actor
from polakor.assistance.errors import (
    ShiftClashes,
    SiteClosed,
    SiteKnown,
    SiteNotFound,
    SiteNotYours,
)
from polakor.assistance.models import Desk, Shift, Site
from polakor.assistance.permissions import AssistancePermission
from polakor.assistance.queries.boarding import boarding_rules
from polakor.assistance.queries.sites import on_duty_in, site_for
from polakor.assistance.queries.standing import open_site_of


def open_site(
    *,
    actor: Actor,
    kind: str,
    name_km: str,
    name_en: str,
    place: str,
    capacity: int,
    emergency: str = "",
) -> UUID:
    """Open a transit, reception or quarantine site at a place. Returns its id.

    Needs ``assistance:site:manage`` and a duty in the place's province. Raises ``SiteNotYours``,
    ``SiteKnown``.
    """
    actor.require(AssistancePermission.SITE_MANAGE)
    province = boarding_rules().province(place)
    if not on_duty_in(actor, province):
        raise SiteNotYours
    site = Site(
        kind=kind,
        name_km=name_km,
        name_en=name_en,
        place=place,
        province=province,
        capacity=capacity,
        emergency_id=emergency or None,
        opened_on=timezone.localdate(),
        opened_by=actor.account_id,
    )
    with acting_as(actor):
        try:
            with transaction.atomic():
                site.save(force_insert=True)
        except IntegrityError as error:
            raise SiteKnown from error
        _note(actor, "assistance:site:opened", "site", site.id)
    return site.id


def announce_coming(*, actor: Actor, site_id: UUID, people: int) -> None:
    """Write down how many more are said to be coming to a site; the earlier number is replaced.

    Needs ``assistance:site:manage``. Raises ``SiteNotFound``, ``SiteNotYours``, ``SiteClosed``.
    """
    actor.require(AssistancePermission.SITE_MANAGE)
    with acting_as(actor):
        site = open_site_of(actor, site_id)
        site.coming, site.coming_at = people, timezone.now()
        site.save(update_fields=["coming", "coming_at"])
        _note(actor, "assistance:site:coming_announced", "site", site_id)


def close_site(*, actor: Actor, site_id: UUID) -> None:
    """Close a site where nobody is left.

    Needs ``assistance:site:manage``. Raises ``SiteNotFound``, ``SiteNotYours``, ``SiteClosed``
    (also while people are there).
    """
    actor.require(AssistancePermission.SITE_MANAGE)
    with acting_as(actor):
        site = open_site_of(actor, site_id)
        if site_for(actor, site_id).now:
            raise SiteClosed
        site.closed_on = timezone.localdate()
        site.save(update_fields=["closed_on"])
        _note(actor, "assistance:site:closed", "site", site_id)


def add_desk(*, actor: Actor, site_id: UUID, name: str, task: str) -> UUID:
    """Add a desk to a site; one of the same name is the same desk.

    Needs ``assistance:site:manage``. Raises ``SiteNotFound``, ``SiteNotYours``, ``SiteClosed``.
    """
    actor.require(AssistancePermission.SITE_MANAGE)
    with acting_as(actor):
        site = open_site_of(actor, site_id)
        desk, made = Desk.objects.get_or_create(
            site=site, name=" ".join(name.split()), defaults={"task": task}
        )
        if made:
            _note(actor, "assistance:desk:added", "desk", desk.id)
    return desk.id


def plan_shift(
    *, actor: Actor, desk_id: UUID, account_id: UUID, begins_at: datetime, ends_at: datetime
) -> UUID:
    """Put an officer at a desk for some hours. Nobody is at two desks at once.

    Needs ``assistance:site:manage``. Raises ``SiteNotFound`` (also for a desk nobody knows),
    ``SiteNotYours``, ``SiteClosed``, ``ShiftClashes``.
    """
    actor.require(AssistancePermission.SITE_MANAGE)
    with acting_as(actor):
        desk = Desk.objects.filter(id=desk_id).first()
        if desk is None:
            raise SiteNotFound
        open_site_of(actor, desk.site_id)
        with connection.cursor() as cursor:  # two planners of one officer take turns
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"shift {account_id}"])
        clashing = Shift.objects.filter(
            account_id=account_id,
            cancelled_at__isnull=True,
            begins_at__lt=ends_at,
            ends_at__gt=begins_at,
        )
        if ends_at <= begins_at or clashing.exists():
            raise ShiftClashes
        shift = Shift.objects.create(
            desk=desk,
            account_id=account_id,
            begins_at=begins_at,
            ends_at=ends_at,
            planned_by=actor.account_id,
        )
        _note(actor, "assistance:shift:planned", "account", account_id)
    return shift.id


def cancel_shift(*, actor: Actor, shift_id: UUID) -> None:
    """Take a shift back. Needs ``assistance:site:manage``. Raises ``SiteNotFound``."""
    actor.require(AssistancePermission.SITE_MANAGE)
    with acting_as(actor):
        shift = (
            Shift.objects.select_for_update(of=("self",))
            .select_related("desk")
            .filter(id=shift_id, cancelled_at__isnull=True)
            .first()
        )
        if shift is None:
            raise SiteNotFound
        open_site_of(actor, shift.desk.site_id)
        shift.cancelled_at = timezone.now()
        shift.save(update_fields=["cancelled_at"])
        _note(actor, "assistance:shift:cancelled", "account", shift.account_id)


def _note(actor: Actor, event: str, kind: str, target: UUID) -> None:
    record_event(actor=actor, event=event, target_kind=kind, target_id=str(target))
