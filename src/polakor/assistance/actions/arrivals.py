"""Arrivals: said by an officer, or by a commune with a paper code and no account."""

import secrets
from collections.abc import Mapping
from datetime import timedelta
from uuid import UUID

from django.utils import timezone

from polakor.access.actions.events import record_event
from polakor.access.context import acting_as
from polakor.access.rules.actors import Actor
from polakor.access.rules.scopes import NATION
from polakor.assistance.errors import TripNotFound, TripNotOnTheWay
from polakor.assistance.models import Arrival, ArrivalCode, GuessPace, Party, PartyMember, Trip
from polakor.assistance.permissions import AssistancePermission
from polakor.assistance.queries.arrivals import (
    address_key,
    code_digest,
    good_code,
    guesses_left,
    parties_of_code,
)
from polakor.assistance.queries.boarding import boarding_rules
from polakor.assistance.queries.standing import locked_party
from polakor.assistance.rules.codes import Pace, code_of, slowed
from polakor.assistance.rules.words import said

OUTCOMES = ("arrived", "own_way", "stayed", "mistake")


def make_code(*, actor: Actor, trip_id: UUID, district: str) -> str:
    """Make the code with which one district's commune confirms who came; an older one is barred.

    Returns the code: it is shown once and kept nowhere. Needs ``assistance:transport:plan``.
    Raises ``TripNotFound``, ``TripNotOnTheWay`` for a trip that was cancelled.
    """
    actor.require(AssistancePermission.TRANSPORT_PLAN)
    hours = boarding_rules().code_hours
    code = code_of([secrets.randbelow(32) for _ in range(8)])
    now = timezone.now()
    with acting_as(actor):
        trip = Trip.objects.select_for_update().filter(id=trip_id).first()
        if trip is None:
            raise TripNotFound
        if trip.cancelled_at is not None:
            raise TripNotOnTheWay
        ArrivalCode.objects.filter(
            trip=trip, district=district, used_at__isnull=True, barred_at__isnull=True
        ).update(barred_at=now)
        row = ArrivalCode.objects.create(
            trip=trip,
            district=district,
            digest=code_digest(code),
            made_by=actor.account_id,
            # A paper may be written before the bus leaves: the hours run from then.
            expires_at=max(now, trip.leaves_at) + timedelta(hours=hours),
        )
        _note(actor, "assistance:code:made", "arrival_code", row.id)
    return code


def confirm_with_code(*, actor: Actor, code: str, address: str, arrived: Mapping[UUID, int]) -> int:
    """A commune says who came; the code is used up. Returns how many people came.

    ``arrived``: people seen, by party; a party left out was not seen. ``address`` of the asker is
    counted, not kept. ``actor`` is the code's bearer (``queries.arrivals.coming_with``), who sees
    tokens and numbers of this trip and nothing else. Needs ``assistance:arrival:confirm``. Raises
    ``TooManyGuesses``, ``CodeRefused``.
    """
    actor.require(AssistancePermission.ARRIVAL_CONFIRM)
    guesses_left(address)
    digits = boarding_rules().province_digits
    with acting_as(actor):
        row = good_code(code, lock=True)
        total = 0
        for party in parties_of_code(row, digits).select_for_update().order_by("id"):
            seen = min(max(arrived.get(party.id, 0), party.arrived), party.people)
            total += seen
            _say(actor, party, seen, "", row)
        row.used_at = timezone.now()
        row.save(update_fields=["used_at"])
        _note(actor, "assistance:code:used", "arrival_code", row.id)
    return total


def count_wrong_code(*, actor: Actor, address: str) -> None:
    """Remember that a wrong code came from an address; it is forgotten within minutes."""
    actor.require(AssistancePermission.ARRIVAL_CONFIRM)
    key, now = address_key(address), timezone.now()
    with acting_as(actor):
        GuessPace.objects.get_or_create(key=key, defaults={"level": 0.0, "at": now})
        row = GuessPace.objects.select_for_update().get(key=key)
        row.level = slowed(Pace(row.level, row.at), now).level + 1
        row.at = now
        row.save(update_fields=["level", "at"])
        record_event(
            actor=actor,
            event="assistance:code:refused",
            target_kind="arrival_code",
            target_id="",
        )


def confirm_arrival(*, actor: Actor, party_id: UUID, arrived: int, note: str = "") -> None:
    """An officer says how many of a family have been seen at home; all of them settles it.

    Needs ``assistance:arrival:confirm``. Raises ``PartyNotFound``, ``TripNotOnTheWay``.
    """
    actor.require(AssistancePermission.ARRIVAL_CONFIRM)
    with acting_as(actor):
        party = _on_the_way(party_id)
        seen = min(max(arrived, party.arrived), party.people)
        _say(actor, party, seen, " ".join(note.split()), None)


def account_for(*, actor: Actor, party_id: UUID, outcome: str, note: str) -> None:
    """Take a family off the alarm list by saying what became of those who were not seen.

    ``outcome``: ``own_way`` (got home otherwise), ``stayed`` (got off, is safe elsewhere) or
    ``mistake``. Needs ``assistance:arrival:confirm``. Raises ``ReasonMissing``,
    ``PartyNotFound``, ``TripNotOnTheWay``.
    """
    actor.require(AssistancePermission.ARRIVAL_CONFIRM)
    words = said(note)
    with acting_as(actor):
        party = _on_the_way(party_id)
        Arrival.objects.create(
            party=party,
            arrived=party.arrived,
            note=words,
            said_by=actor.account_id,
            scopes=party.scopes,
        )
        _settle(actor, party, outcome if outcome in OUTCOMES else "stayed")
        _note(actor, "assistance:party:accounted_for", "party", party.id, reason=words)


def _on_the_way(party_id: UUID) -> Party:
    party = locked_party(party_id)
    gone = party.trip_id is not None and (
        Trip.objects.filter(id=party.trip_id, departed_at__isnull=False).exists()
    )
    if not gone or party.settled_at is not None:
        raise TripNotOnTheWay
    return party


def _say(actor: Actor, party: Party, seen: int, note: str, code: ArrivalCode | None) -> None:
    Arrival.objects.create(
        party=party,
        arrived=seen,
        note=note,
        code=code,
        said_by=actor.account_id,
        scopes=party.scopes,
    )
    party.arrived = seen
    party.save(update_fields=["arrived"])
    if seen == party.people:
        _settle(actor, party, "arrived")
    _note(actor, "assistance:party:seen", "party", party.id)


def _settle(actor: Actor, party: Party, outcome: str) -> None:
    party.settled_at = timezone.now()
    party.outcome = outcome
    party.save(update_fields=["settled_at", "outcome"])
    # The holder of a code does not see who the people are; closing their way is no look at them.
    with acting_as(actor.also_seeing(NATION)):
        PartyMember.objects.filter(party_id=party.id, open=True).update(open=False)


def _note(actor: Actor, event: str, kind: str, target: UUID, *, reason: str = "") -> None:
    record_event(actor=actor, event=event, target_kind=kind, target_id=str(target), reason=reason)
