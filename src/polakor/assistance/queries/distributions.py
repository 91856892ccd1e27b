"""Reading what was handed out, and what may be."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from polakor.access.context import acting_as
from polakor.access.rules.actors import Actor
from polakor.access.rules.scopes import NATION
from polakor.assistance.errors import DistributionNotFound
from polakor.assistance.models import Distribution
from polakor.assistance.permissions import AssistancePermission
from polakor.assistance.rules.giving import GivingRule
from polakor.base.ids import receipt_number
from polakor.reference.queries.codes import entries


@dataclass(frozen=True, slots=True)
class Given:
    """Something handed out. ``amount`` in minor units of ``currency``; no name."""

    id: UUID
    receipt: str
    item: str
    token: str
    people: int
    amount: int | None
    currency: str
    way: str
    given_at: datetime
    site_id: UUID | None
    given_by: UUID
    cancelled_at: datetime | None
    reason: str


def giving_rules() -> dict[str, GivingRule]:
    """What may be given now, by code, in the order of the pack. One query."""
    return {
        one.code: GivingRule.from_entry(one.code, one.attributes) for one in entries("entitlements")
    }


def given_for(actor: Actor, *, offset: int = 0, limit: int = 50) -> list[Given]:
    """What was handed out, newest first, as far as the actor sees. One query.

    Needs ``assistance:distribution:give``.
    """
    actor.require(AssistancePermission.DISTRIBUTION_GIVE)
    with acting_as(actor):
        return [_given(row) for row in _rows().order_by("-given_at", "id")[offset : offset + limit]]


def given_count(actor: Actor) -> int:
    """How many receipts the actor sees. One query."""
    actor.require(AssistancePermission.DISTRIBUTION_GIVE)
    with acting_as(actor):
        return Distribution.objects.count()


def gift_for(actor: Actor, distribution_id: UUID) -> Given:
    """One receipt. Raises ``DistributionNotFound``. One query."""
    actor.require(AssistancePermission.DISTRIBUTION_GIVE)
    with acting_as(actor):
        row = _rows().filter(id=distribution_id).first()
    if row is None:
        raise DistributionNotFound
    return _given(row)


def standing_gift(
    actor: Actor, *, item: str, period: str, recipients: Collection[str]
) -> Given | None:
    """The first receipt in force for the same thing, time and family, wherever it was given.

    For one named purpose: a duplicate is refused with what was given before. Says no name. One
    query. Needs ``assistance:distribution:give``.
    """
    actor.require(AssistancePermission.DISTRIBUTION_GIVE)
    with acting_as(actor.also_seeing(NATION)):
        row = (
            _rows()
            .filter(item=item, period=period, recipient__in=recipients, cancelled__isnull=True)
            .order_by("given_at")
            .first()
        )
    return _given(row) if row else None


def _rows() -> QuerySet[Distribution]:
    return Distribution.objects.select_related("cancelled")


def _given(row: Distribution) -> Given:
    back = getattr(row, "cancelled", None)
    return Given(
        id=row.id,
        receipt=receipt_number(row.id),
        item=row.item,
        token=row.token,
        people=row.people,
        amount=row.amount,
        currency=row.currency,
        way=row.way,
        given_at=row.given_at,
        site_id=row.site_id,
        given_by=row.given_by,
        cancelled_at=back.cancelled_at if back else None,
        reason=back.reason if back else "",
    )
