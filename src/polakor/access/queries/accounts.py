"""Reading accounts, offices and duties, for those who administer them."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from django.db.models import Prefetch, Q

from polakor.access.context import acting_as
from polakor.access.errors import NoDuty
from polakor.access.models import Account, Grant, Office
from polakor.access.permissions import AccessPermission
from polakor.access.rules.actors import Actor
from polakor.access.rules.policy import Role
from polakor.access.rules.scopes import EVERYWHERE


def accounts_visible_to(
    actor: Actor, *, text: str = "", after: str = "", limit: int = 50
) -> list[Account]:
    """Accounts by name, each with its duties (``duties``), beginning after the name ``after``.

    Needs ``access:account:read``. Two queries. Persons are not in here: these are staff.
    """
    actor.require(AccessPermission.ACCOUNT_READ)
    with acting_as(actor):
        rows = Account.objects.order_by("username").prefetch_related(
            Prefetch(
                "grants",
                Grant.objects.select_related("office").order_by("-valid_from"),
                to_attr="duties",
            )
        )
        if text:
            rows = rows.filter(Q(username__icontains=text) | Q(name__icontains=text))
        if after:
            rows = rows.filter(username__gt=after)
        return list(rows[:limit])


def account_for(actor: Actor, account_id: UUID) -> Account | None:
    """One account, or None. Needs ``access:account:read``."""
    actor.require(AccessPermission.ACCOUNT_READ)
    with acting_as(actor):
        return Account.objects.filter(id=account_id).first()


def duties_of(actor: Actor, account_id: UUID) -> list[Grant]:
    """Duties of one account, newest first. Needs ``access:account:read``. One query."""
    actor.require(AccessPermission.ACCOUNT_READ)
    with acting_as(actor):
        rows = Grant.objects.filter(account_id=account_id).select_related("office")
        return list(rows.order_by("-valid_from"))


def duty_in_force(username: str) -> Grant:
    """The newest duty of an account, with account and office. Raises ``NoDuty``. One query."""
    found = (
        Grant.objects.filter(account__username=username)
        .select_related("account", "office")
        .order_by("-valid_from", "-id")
        .first()
    )
    if found is None:
        raise NoDuty
    return found


def offices(actor: Actor) -> list[Office]:
    """Offices by code. Needs ``access:account:read``. One query."""
    actor.require(AccessPermission.ACCOUNT_READ)
    with acting_as(actor):
        return list(Office.objects.select_related("organisation").order_by("code"))


def account_names(account_ids: Collection[UUID]) -> dict[UUID, str]:
    """Names of staff by account, for pages that say who did what. One query.

    No permission of its own: whoever may see an act may see whose it was.
    """
    rows = Account.objects.filter(id__in=account_ids) if account_ids else Account.objects.none()
    return dict(rows.values_list("id", "name"))


def office_names(offices: Collection[UUID], language: str) -> dict[UUID, str]:
    """Names of offices in Khmer (``km``) or English. One query."""
    if not offices:
        return {}
    field = "name_km" if language == "km" else "name_en"
    return dict(Office.objects.filter(id__in=offices).values_list("id", field))


def officers_on_duty(
    province: str, *, day: date, roles: Collection[Role]
) -> list[tuple[UUID, str]]:
    """(account, name) of staff on duty in a province (or everywhere) on a day, by name. One query.

    For pages that put somebody on a shift; says nothing of anybody but that they work there.
    """
    rows = (
        Grant.objects.filter(
            Q(valid_to__isnull=True) | Q(valid_to__gte=day),
            Q(areas__contains=[province]) | Q(areas__contains=[EVERYWHERE]),
            valid_from__lte=day,
            account__is_active=True,
            role__in=[role.value for role in roles],
        )
        .order_by("account__name")
        .values_list("account_id", "account__name")
        .distinct()
    )
    return list(rows)
