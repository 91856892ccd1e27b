"""Hand something out once under its rule, and take a wrong entry back."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from polakor.access.actions.events import record_event
from polakor.access.context import acting_as
from polakor.access.rules.actors import Actor
from polakor.access.rules.scopes import NATION, case_scopes, person_scopes, way_scopes
from polakor.assistance.errors import (
    AlreadyCancelled,
    AlreadyGiven,
    DistributionNotFound,
    FamilyUnknown,
    ItemUnknown,
    SameIdOtherGift,
)
from polakor.assistance.models import Distribution, DistributionCancelled, Site
from polakor.assistance.permissions import AssistancePermission
from polakor.assistance.queries.boarding import Known, boarding_rules, family_known
from polakor.assistance.queries.distributions import Given, gift_for, giving_rules, standing_gift
from polakor.assistance.queries.standing import open_site_of
from polakor.assistance.rules.boarding import BoardingRules
from polakor.assistance.rules.giving import GivingRule, recipient
from polakor.assistance.rules.words import said
from polakor.base.ids import read_human_number
from polakor.registry.queries.family_members import member_by_number


@dataclass(frozen=True, slots=True)
class Gift:
    """What is about to be given. ``id`` is made where the form is; ``asked``: token or number.

    ``people``: how many it is for, where nobody of the family is on record.
    """

    id: UUID
    item: str
    asked: str
    people: int | None = None
    way: str = ""
    site_id: UUID | None = None
    given_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class _Receiver:
    """Under which names the rule counts: ``own`` is written, ``all`` are looked up."""

    own: str
    all: tuple[str, ...]
    token: str
    household: UUID | None
    person: UUID | None
    people: int
    home: str


def give(*, actor: Actor, gift: Gift) -> Given:
    """Hand something out; returns its receipt. The same form sent twice gives the first receipt.

    Needs ``assistance:distribution:give``. Raises ``ItemUnknown``, ``FamilyUnknown``,
    ``AlreadyGiven`` (with the first receipt), ``SameIdOtherGift``, and for a site ``SiteNotFound``,
    ``SiteNotYours``, ``SiteClosed``; for a paper what ``queries.boarding.good_token`` raises.
    """
    actor.require(AssistancePermission.DISTRIBUTION_GIVE)
    rule = giving_rules().get(gift.item)
    if rule is None:
        raise ItemUnknown
    rules = boarding_rules()
    given_at = gift.given_at or timezone.now()
    with acting_as(actor):
        site = open_site_of(actor, gift.site_id) if gift.site_id else None
        to = _receiver(actor, gift, rule, rules)
        sent_before = Distribution.objects.filter(id=gift.id).first()
        if sent_before is not None:
            if (sent_before.item, sent_before.recipient) != (gift.item, to.own):
                raise SameIdOtherGift
            return gift_for(actor, gift.id)
        period = rule.period(timezone.localtime(given_at).date())
        _take_turns(rule.item, to.all)
        first = standing_gift(actor, item=rule.item, period=period, recipients=to.all)
        if first is not None:
            raise AlreadyGiven(receipt=first.receipt, when=_day(first), id=first.id)
        _write(actor, gift, rule, to, period, site, given_at, rules.province(to.home))
    return gift_for(actor, gift.id)


def _write(
    actor: Actor,
    gift: Gift,
    rule: GivingRule,
    to: _Receiver,
    period: str,
    site: Site | None,
    given_at: datetime,
    province: str,
) -> None:
    scopes = [
        *person_scopes(province=province, account_id=actor.account_id, day=timezone.localdate()),
        *way_scopes(provinces=[province, site.province if site else ""])[1:],
        *case_scopes(province=province),
    ]
    with acting_as(actor.also_seeing(NATION)):
        turn = Distribution.objects.filter(item=rule.item, recipient=to.own, period=period).count()
    row = Distribution(
        id=gift.id,
        item=rule.item,
        recipient=to.own,
        period=period,
        turn=turn,
        token=to.token,
        household_id=to.household,
        person_id=to.person,
        people=to.people,
        amount=rule.amount,
        currency=rule.currency,
        way=(gift.way or "cash") if rule.kind == "cash" else "",
        site=site,
        given_at=given_at,
        given_by=actor.account_id,
        office_id=actor.office_id,
        scopes=scopes,
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        raise SameIdOtherGift from error
    _note(actor, "assistance:distribution:given", gift.id, {"item": rule.item})


def cancel_gift(*, actor: Actor, distribution_id: UUID, reason: str) -> None:
    """Say that something was not given after all. The receipt stays, with the reason beside it.

    Needs ``assistance:distribution:give``. Raises ``ReasonMissing``, ``DistributionNotFound``,
    ``AlreadyCancelled``.
    """
    actor.require(AssistancePermission.DISTRIBUTION_GIVE)
    words = said(reason)
    with acting_as(actor):
        row = Distribution.objects.filter(id=distribution_id).first()
        if row is None:
            raise DistributionNotFound
        _take_turns(row.item, (row.recipient,))
        if DistributionCancelled.objects.filter(distribution=row).exists():
            raise AlreadyCancelled
        DistributionCancelled.objects.create(
            distribution=row, reason=words, cancelled_by=actor.account_id, scopes=row.scopes
        )
        _note(actor, "assistance:distribution:cancelled", distribution_id, {}, words)


def _receiver(actor: Actor, gift: Gift, rule: GivingRule, rules: BoardingRules) -> _Receiver:
    known = family_known(actor, gift.asked, rules=rules, today=timezone.localdate())
    if known is None or not (known.members or gift.people):
        raise FamilyUnknown
    if not known.members:
        assert gift.people, "asked just before"
        own = recipient(token=known.token, household=None, person=None)
        return _Receiver(own, (own,), known.token, None, None, gift.people, "")
    person = None
    if rule.unit == "person":
        with acting_as(actor.also_seeing(NATION)):
            person = member_by_number(gift.asked) if read_human_number(gift.asked) else None
        if person is None and len(known.members) == 1:
            person = known.members[0]
    return _known_receiver(known, person, rule, gift.people)


def _known_receiver(
    known: Known, person: UUID | None, rule: GivingRule, people: int | None
) -> _Receiver:
    family = recipient(token=known.token, household=known.household, person=known.members[0])
    each = tuple(recipient(token="", household=None, person=one) for one in known.members)
    if rule.unit == "household":
        household = (
            (recipient(token="", household=known.household, person=None),)
            if known.household
            else ()
        )
        names = (family, *household)
        own, count = family, max(people or 0, known.people)
    elif person is not None:
        # What the whole family was given counts for each of them, and the other way round.
        own = recipient(token="", household=None, person=person)
        names, count = (own, family), 1
    else:
        own, names, count = family, (family, *each), max(people or 0, known.people)
    return _Receiver(
        own,
        tuple(dict.fromkeys(names)),
        known.token,
        known.household,
        person if person else (known.members[0] if known.household is None else None),
        count,
        known.home,
    )


def _take_turns(item: str, recipients: tuple[str, ...]) -> None:
    """Two desks giving one family the same thing must see each other's receipt."""
    with connection.cursor() as cursor:
        for one in sorted(recipients):
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"give {item} {one}"])


def _day(first: Given) -> str:
    return timezone.localtime(first.given_at).strftime("%d/%m/%Y %H:%M")


def _note(
    actor: Actor, event: str, target: UUID, detail: Mapping[str, object], reason: str = ""
) -> None:
    record_event(
        actor=actor,
        event=event,
        target_kind="distribution",
        target_id=str(target),
        detail=detail,
        reason=reason,
    )
