"""The queue of records whose likeness to known ones waits for an officer, most urgent first.

Urgency, from the top:

1. a pair that waits for a second officer;
2. a record that cannot wait: two papers of one number under differing names, somebody who may be a
   child, somebody a case worker is to help, a wait of more than a week;
3. who was told of today or yesterday, because they may still be within reach;
4. the others, longest waiting first.

Who needs a case worker must not show. So every third record, drawn by lot, stands in the second
group too, and the pages say of a line only what its record says anyway.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils import timezone

from polakor.access.actions.events import EventDraft, record_events
from polakor.access.context import acting_as
from polakor.access.queries.accounts import account_names
from polakor.access.rules.actors import Actor
from polakor.access.rules.scopes import CASES
from polakor.reference.queries.pack import pack_in_force
from polakor.registry.permissions import RegistryPermission
from polakor.registry.queries.persons import PersonSummary, summaries_by_record

LOOKED_AHEAD = 200
"""Places of the queue that are worked out; the rest is counted."""

NOBODY = UUID(int=0)
LOT = 3
"""Every so many-th record stands among the urgent ones by lot."""

_QUEUE = """
SELECT c.subject_id,
       (array_agg(c.id ORDER BY c.probability DESC, c.id))[1],
       max(c.probability), count(*), min(c.proposed_at),
       bool_or(c.first_by IS NOT NULL),
       coalesce(bool_or(s.birth_year >= %(child)s OR o.birth_year >= %(child)s), false),
       (array_agg(c.claimed_by) FILTER (
         WHERE c.claimed_until > now() AND c.claimed_by <> %(me)s))[1],
       CASE WHEN bool_or(c.first_by IS NOT NULL) THEN 1
            WHEN bool_or(c.urgent OR s.birth_year >= %(child)s OR o.birth_year >= %(child)s
                         OR %(cases)s = ANY (s.scopes) OR %(cases)s = ANY (o.scopes))
              OR min(c.proposed_at) < %(long)s
              OR ('x' || right(c.subject_id::text, 4))::bit(16)::int %% %(lot)s = 0 THEN 2
            WHEN max(c.proposed_at) >= %(fresh)s THEN 3
            ELSE 4 END AS place,
       bool_or(c.urgent),
       count(*) OVER ()
FROM registry_matchcandidate c
JOIN registry_person s ON s.id = c.subject_id
JOIN registry_person o ON o.id = c.other_id
WHERE c.open AND (c.first_by IS NULL OR c.first_by <> %(me)s)
  AND coalesce(s.canonical_id, s.id) <> coalesce(o.canonical_id, o.id)
GROUP BY c.subject_id
ORDER BY place, min(c.proposed_at), c.subject_id
LIMIT %(limit)s
"""


@dataclass(frozen=True, slots=True)
class Place:
    """One place in the queue: a record, its likeliest proposal, and what may be said of it.

    ``urgency`` 1 to 4 as above. ``second``: waits for a second officer. ``young``: somebody may be
    a child. ``clash``: one document number under two names. ``held_by``: the other account that is
    looking at it now.
    """

    subject_id: UUID
    candidate_id: UUID
    probability: float
    proposals: int
    waiting_since: datetime
    second: bool
    young: bool
    held_by: UUID | None
    urgency: int
    clash: bool


@dataclass(frozen=True, slots=True)
class WaitingPair:
    """A place with the record's summary, and the name of whoever else is looking at it."""

    place: Place
    subject: PersonSummary
    held_by: str

    @property
    def candidate_id(self) -> UUID:
        """The likeliest open proposal."""
        return self.place.candidate_id


@dataclass(frozen=True, slots=True)
class Queue:
    """The queue as one officer sees it. ``total`` records wait; ``places`` are the first of them.

    ``lines``: those that are shown, named.
    """

    total: int
    places: tuple[Place, ...]
    lines: tuple[WaitingPair, ...]

    def first_free(self) -> Place | None:
        """The most urgent place that nobody else is looking at; else the most urgent of all."""
        free = (place for place in self.places if place.held_by is None)
        return next(free, self.places[0] if self.places else None)

    def after(self, subject_id: UUID) -> Place | None:
        """The next free place behind a record's, from the top again at the end."""
        at = next((i for i, p in enumerate(self.places) if p.subject_id == subject_id), -1)
        turned = (*self.places[at + 1 :], *self.places[: max(at, 0)])
        others = [place for place in turned if place.subject_id != subject_id]
        return next((place for place in others if place.held_by is None), None)

    def position(self, subject_id: UUID) -> int:
        """Place of a record counted from 1; 0 when it is not among those worked out."""
        return next((i for i, p in enumerate(self.places, 1) if p.subject_id == subject_id), 0)


def queue_for(actor: Actor, *, shown: int = 20, around: UUID | None = None) -> Queue:
    """The queue with at most ``shown`` lines named: from the top, or around a record.

    Each person named is written down as seen. Needs ``registry:match:decide``. Six queries.
    """
    return with_lines(actor, queue_places(actor), shown=shown, around=around)


def with_lines(actor: Actor, queue: Queue, *, shown: int, around: UUID | None = None) -> Queue:
    """The same queue with at most ``shown`` lines named; see ``queue_for``. Four queries."""
    actor.require(RegistryPermission.MATCH_DECIDE)
    with acting_as(actor):
        return replace(queue, lines=_named(actor, _window(queue.places, shown, around)))


def queue_places(actor: Actor) -> Queue:
    """The queue with nobody named, to find the way in it. Two queries."""
    actor.require(RegistryPermission.MATCH_DECIDE)
    with acting_as(actor):
        places, total = _places(actor)
    return Queue(total, tuple(places), ())


def _places(actor: Actor) -> tuple[list[Place], int]:
    now = timezone.now()
    midnight = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    asked: dict[str, Any] = {
        "me": actor.account_id,
        "cases": CASES,
        "child": timezone.localdate().year - pack_in_force().limits["adult_age"],
        "fresh": midnight - timedelta(days=1),
        "long": now - timedelta(days=7),
        "lot": LOT,
        "limit": LOOKED_AHEAD,
    }
    with connection.cursor() as cursor:
        cursor.execute(_QUEUE, asked)
        rows = cursor.fetchall()
    return [Place(*row[:-1]) for row in rows], rows[0][-1] if rows else 0


def _window(places: Sequence[Place], shown: int, around: UUID | None) -> Sequence[Place]:
    """The lines shown hold the record one is at, a little above the middle."""
    at = next((i for i, place in enumerate(places) if place.subject_id == around), 0)
    start = max(0, min(at - shown // 3, len(places) - shown))
    return places[start : start + shown]


def _named(actor: Actor, places: Sequence[Place]) -> tuple[WaitingPair, ...]:
    people = summaries_by_record([place.subject_id for place in places])
    names = account_names({place.held_by for place in places if place.held_by})
    record_events(
        actor=actor,
        drafts=[
            EventDraft("registry:person:listed", "person", str(person.id), reason="match")
            for person in people.values()
        ],
    )
    return tuple(
        WaitingPair(place, people[place.subject_id], names.get(place.held_by or NOBODY, ""))
        for place in places
        if place.subject_id in people
    )
