"""Open accounts and give them duties."""

from collections.abc import Sequence
from datetime import date

from django.db import IntegrityError, transaction

from polakor.access.actions.events import record_event
from polakor.access.context import acting_as
from polakor.access.errors import UsernameTaken
from polakor.access.models import Account, Grant, Office, Organisation
from polakor.access.permissions import AccessPermission
from polakor.access.rules.actors import Actor
from polakor.access.rules.policy import Role


def open_office(
    *,
    actor: Actor,
    organisation: tuple[str, str, str],
    office: tuple[str, str, str],
    phone: str = "",
) -> Office:
    """Add an office (and its organisation) or return the one that has the code.

    Both are given as (code, Khmer name, English name). Needs ``access:account:manage``.
    """
    actor.require(AccessPermission.ACCOUNT_MANAGE)
    with acting_as(actor):
        parent, _ = Organisation.objects.get_or_create(
            code=organisation[0],
            defaults={"name_km": organisation[1], "name_en": organisation[2]},
        )
        found, created = Office.objects.get_or_create(
            code=office[0],
            defaults={
                "organisation": parent,
                "name_km": office[1],
                "name_en": office[2],
                "phone": phone,
            },
        )
        if created:
            record_event(
                actor=actor,
                event="access:office:opened",
                target_kind="office",
                target_id=str(found.id),
            )
    return found


def open_account(
    *,
    actor: Actor,
    username: str,
    name: str,
    password: str | None,
    language: str = "km",
    is_demo: bool = False,
) -> Account:
    """Open an account without any duty yet. ``password=None``: it cannot sign in.

    Needs ``access:account:manage``. Raises ``UsernameTaken``.
    """
    actor.require(AccessPermission.ACCOUNT_MANAGE)
    account = Account(username=username, name=name, language=language, is_demo=is_demo)
    if password is None:
        account.set_unusable_password()
    else:
        account.set_password(password)
    with acting_as(actor):
        try:
            with transaction.atomic():
                account.save(force_insert=True)
        except IntegrityError as error:
            raise UsernameTaken(name=username) from error
        record_event(
            actor=actor,
            event="access:account:opened",
            target_kind="account",
            target_id=str(account.id),
        )
    return account


def note_sign_in(*, actor: Actor) -> None:
    """Write down that an account's session began, with every factor its role needs at that time."""
    with acting_as(actor):
        record_event(
            actor=actor,
            event="access:session:begun",
            target_kind="account",
            target_id=str(actor.account_id),
        )


def close_account(*, actor: Actor, account: Account) -> None:
    """End an account's right to act at once. Nothing it wrote is touched."""
    actor.require(AccessPermission.ACCOUNT_MANAGE)
    with acting_as(actor):
        Account.objects.filter(id=account.id).update(is_active=False)
        record_event(
            actor=actor,
            event="access:account:closed",
            target_kind="account",
            target_id=str(account.id),
        )


def give_duty(
    *,
    actor: Actor,
    account: Account,
    office: Office,
    role: Role,
    areas: Sequence[str],
    valid_from: date,
    valid_to: date | None = None,
    country: str = "",
) -> Grant:
    """Put ``account`` on duty. ``areas`` are province codes, or ``*`` for the whole country.

    Needs ``access:account:manage``; nobody may give a duty to themselves.
    """
    actor.require(AccessPermission.ACCOUNT_MANAGE)
    if account.id == actor.account_id:
        actor.require("access:account:manage_own")  # held by nobody, so this refuses
    with acting_as(actor):
        grant = Grant.objects.create(
            account=account,
            office=office,
            role=role.value,
            areas=list(areas),
            country=country,
            valid_from=valid_from,
            valid_to=valid_to,
            granted_by_id=actor.account_id,
        )
        record_event(
            actor=actor,
            event="access:duty:given",
            target_kind="account",
            target_id=str(account.id),
            detail={"grant": str(grant.id), "role": role.value},
        )
    return grant
