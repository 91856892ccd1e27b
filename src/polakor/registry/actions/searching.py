"""Searching at a counter: no faster than people at a counter ask, whoever or whatever asks."""

import math
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db import connection

from polakor.access.actions.events import record_event
from polakor.access.context import acting_as
from polakor.access.rules.actors import Actor
from polakor.registry.permissions import RegistryPermission
from polakor.registry.queries.search import Answer, search

TYPED, ASKED = 0.5, 1.0
"""What a question weighs while it is typed, and when it is sent; either shows twenty at most."""
LONGEST_WAIT = 300

# A bucket that runs out by itself, for the minute and for the day, and is never more than full.
_TAKE = """
INSERT INTO registry_searchpace AS pace (account_id, level, day_level, at)
VALUES (%(account)s, %(weight)s, %(weight)s, clock_timestamp())
ON CONFLICT (account_id) DO UPDATE SET
  level = least(%(burst)s + 1, %(weight)s + greatest(0,
    pace.level - %(a_minute)s * extract(epoch FROM clock_timestamp() - pace.at) / 60)),
  day_level = least(%(a_day)s + 1, %(weight)s + greatest(0,
    pace.day_level - %(a_day)s * extract(epoch FROM clock_timestamp() - pace.at) / 86400)),
  at = clock_timestamp()
RETURNING level, day_level, told_at IS NULL OR told_at < now() - interval '10 minutes'
"""
_TOLD = "UPDATE registry_searchpace SET told_at = now() WHERE account_id = %s"


@dataclass(frozen=True, slots=True)
class Slowed:
    """The question was not asked: try again in so many seconds."""

    seconds: int


def search_at_counter(
    *,
    actor: Actor,
    on: date,
    text: str,
    age: int | None = None,
    place: str = "",
    typed: bool = False,
    limit: int = 20,
) -> Answer | Slowed:
    """``search``, unless the account has asked for more than a counter does.

    Then the answer is ``Slowed``, and the record says so (``registry:person:search_slowed``), once
    in ten minutes. ``typed``: the text is still being typed. Limits: ``SEARCH_BURST`` questions at
    once, ``SEARCH_A_MINUTE`` and ``SEARCH_A_DAY`` lastingly. Needs ``registry:person:search``.
    Raises ``NothingToSearch``.
    """
    actor.require(RegistryPermission.PERSON_SEARCH)
    with acting_as(actor):
        slowed = _take(actor, TYPED if typed else ASKED)
        if slowed is not None:
            return slowed
        return search(actor, on=on, text=text, age=age, place=place, limit=limit)


def _weigh(actor: Actor, weight: float) -> tuple[float, float, bool]:
    with connection.cursor() as cursor:
        cursor.execute(
            _TAKE,
            {
                "account": actor.account_id,
                "weight": weight,
                "burst": settings.SEARCH_BURST,
                "a_minute": settings.SEARCH_A_MINUTE,
                "a_day": settings.SEARCH_A_DAY,
            },
        )
        level, day_level, unsaid = cursor.fetchone()
    return float(level), float(day_level), bool(unsaid)


def _take(actor: Actor, weight: float) -> Slowed | None:
    level, day_level, unsaid = _weigh(actor, weight)
    wait = max(
        (level - settings.SEARCH_BURST) / settings.SEARCH_A_MINUTE * 60,
        (day_level - settings.SEARCH_A_DAY) / settings.SEARCH_A_DAY * 86400,
    )
    if wait <= 0:
        return None
    if unsaid:
        record_event(
            actor=actor,
            event="registry:person:search_slowed",
            target_kind="account",
            target_id=str(actor.account_id),
        )
        with connection.cursor() as cursor:
            cursor.execute(_TOLD, [actor.account_id])
    return Slowed(min(LONGEST_WAIT, max(1, math.ceil(wait))))
