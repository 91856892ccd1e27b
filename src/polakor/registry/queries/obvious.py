"""Proposals that need no second thought: shown as a list, to be ticked and answered at once."""

from dataclasses import dataclass
from typing import Any, Literal
from uuid import UUID

from django.db import connection
from django.utils import timezone

import namebridge
from polakor.access.actions.events import EventDraft, record_events
from polakor.access.context import acting_as
from polakor.access.rules.actors import Actor
from polakor.reference.queries.pack import pack_in_force
from polakor.registry.models import MatchCandidate
from polakor.registry.permissions import RegistryPermission
from polakor.registry.queries.matches import reasons_from_json, sound_same
from polakor.registry.queries.persons import PersonSummary, summaries_by_record
from polakor.registry.rules.families import Member, family_findings

Kind = Literal["same", "different"]
SURE, UNLIKELY = 0.95, 0.3
AGAINST_ALLOWED = -1.0
"""Bits against that an obvious "same" may have: a phone changed, a province moved."""

# The only proposal of its record, nobody's first answer, in nobody's hand, no child in sight.
_OBVIOUS = """
SELECT min(c.id::text)::uuid
FROM registry_matchcandidate c
JOIN registry_person s ON s.id = c.subject_id
JOIN registry_person o ON o.id = c.other_id
WHERE c.open AND coalesce(s.canonical_id, s.id) <> coalesce(o.canonical_id, o.id)
GROUP BY c.subject_id
HAVING count(*) = 1 AND bool_and(c.probability >= %(least)s AND c.probability < %(most)s)
  AND bool_and(c.first_by IS NULL AND NOT c.urgent)
  AND NOT bool_or(coalesce(s.birth_year >= %(child)s OR o.birth_year >= %(child)s, false))
  AND NOT bool_or(coalesce(c.claimed_until > now() AND c.claimed_by <> %(me)s, false))
ORDER BY min(c.proposed_at), min(c.id::text)
LIMIT %(limit)s
"""


@dataclass(frozen=True, slots=True)
class ObviousPair:
    """One line to tick: both people in short, and why."""

    candidate_id: UUID
    subject: PersonSummary
    other: PersonSummary
    probability: float
    reasons: tuple[namebridge.Reason, ...]


def obvious_pairs(actor: Actor, kind: Kind, *, limit: int = 25) -> list[ObviousPair]:
    """Pairs that are obviously the same, or obviously different; longest waiting first.

    "Same": very likely and nothing weighty against it. "Different": unlikely. Never a child, never
    one of several proposals. Each person named is written down as seen. Needs
    ``registry:match:decide``. Six queries.
    """
    actor.require(RegistryPermission.MATCH_DECIDE)
    least, most = (SURE, 1.01) if kind == "same" else (-0.01, UNLIKELY)
    asked: dict[str, Any] = {
        "me": actor.account_id,
        "least": least,
        "most": most,
        "child": timezone.localdate().year - pack_in_force().limits["adult_age"],
        "limit": 4 * limit,  # some have something against them
    }
    with acting_as(actor):
        with connection.cursor() as cursor:
            cursor.execute(_OBVIOUS, asked)
            ids = [row[0] for row in cursor.fetchall()]
        rows = [
            row
            for row in MatchCandidate.objects.filter(id__in=ids).order_by("proposed_at", "id")
            if kind == "different" or _nothing_against(row)
        ]
        return _named(actor, rows, limit=limit, careful=kind == "same")


def pairs_by_id(actor: Actor, candidate_ids: list[UUID]) -> list[ObviousPair]:
    """The open ones of these proposals, to be confirmed; each person named is written down.

    Needs ``registry:match:decide``. Five queries.
    """
    actor.require(RegistryPermission.MATCH_DECIDE)
    with acting_as(actor):
        rows = MatchCandidate.objects.filter(id__in=candidate_ids, open=True)
        found = list(rows.order_by("proposed_at", "id"))
        return _named(actor, found, limit=len(found), careful=False)


def _nothing_against(row: MatchCandidate) -> bool:
    return not any(
        reason.supports is False and reason.weight < AGAINST_ALLOWED
        for reason in reasons_from_json(row.reasons)
    )


def _named(
    actor: Actor, rows: list[MatchCandidate], *, limit: int, careful: bool
) -> list[ObviousPair]:
    """At most ``limit`` of the pairs; ``careful`` leaves out who may be brothers or sisters."""
    people = summaries_by_record({end for row in rows for end in (row.subject_id, row.other_id)})
    rows = [row for row in rows if row.subject_id in people and row.other_id in people]
    if careful:
        rows = [row for row in rows if not _of_one_family(people, row)]
    rows = rows[:limit]
    seen = {people[end].id for row in rows for end in (row.subject_id, row.other_id)}
    record_events(
        actor=actor,
        drafts=[
            EventDraft("registry:person:listed", "person", str(person), reason="match")
            for person in sorted(seen, key=str)
        ],
    )
    return [
        ObviousPair(
            candidate_id=row.id,
            subject=people[row.subject_id],
            other=people[row.other_id],
            probability=row.probability,
            reasons=reasons_from_json(row.reasons),
        )
        for row in rows
    ]


def _of_one_family(people: dict[UUID, PersonSummary], row: MatchCandidate) -> bool:
    one, other = (
        Member((), [text for _, text in person.names], person.birth, person.home, ())
        for person in (people[row.subject_id], people[row.other_id])
    )
    return bool(family_findings(one, other, sound_same=sound_same(row)))
