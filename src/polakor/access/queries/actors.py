"""From an account to the actor it is today."""

from datetime import date
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from polakor.access.errors import AccountUnknown, NoDuty
from polakor.access.models import Account, Grant
from polakor.access.rules.actors import Actor
from polakor.access.rules.policy import PERMISSIONS, Role
from polakor.access.rules.scopes import scopes_of


def actor_for(account: Account, *, today: date | None = None) -> Actor:
    """The actor ``account`` is on ``today``. One query. Raises ``NoDuty`` without a grant in force.

    Of several duties the one begun last counts: a transfer takes effect without ending the old one.
    """
    day = today or timezone.localdate()
    grant = (
        Grant.objects.filter(
            Q(valid_to__isnull=True) | Q(valid_to__gte=day), account=account, valid_from__lte=day
        )
        .select_related("office")
        .order_by("-valid_from", "-id")
        .first()
    )
    if grant is None or not account.is_active:
        raise NoDuty
    return actor_of_grant(account, grant, day)


def actor_of_account(account_id: UUID, *, today: date | None = None) -> Actor:
    """The actor of the account with this id, for work begun earlier in its name. Two queries.

    Raises ``AccountUnknown`` or ``NoDuty``.
    """
    account = Account.objects.filter(id=account_id, is_active=True).first()
    if account is None:
        raise AccountUnknown(name=account_id)
    return actor_for(account, today=today)


def actor_of_grant(account: Account, grant: Grant, day: date) -> Actor:
    """Build the actor from an account and its duty, without asking the database."""
    role = Role(grant.role)
    areas = tuple(grant.areas)
    office = grant.office
    return Actor(
        account_id=account.id,
        name=account.name,
        role=role,
        office_id=office.id,
        office_name=office.name_km if account.language == "km" else office.name_en,
        areas=areas,
        permissions=PERMISSIONS[role],
        scopes=scopes_of(role=role, areas=areas, account_id=account.id, today=day),
    )


def actor_by_name(username: str) -> Actor:
    """The actor of the account called ``username``. Raises ``AccountUnknown`` or ``NoDuty``."""
    account = Account.objects.filter(username=username, is_active=True).first()
    if account is None:
        raise AccountUnknown(name=username)
    return actor_for(account)
