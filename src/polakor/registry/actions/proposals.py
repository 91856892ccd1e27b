"""Compare records that are stored already: those registered side by side, or told more of.

Two lists read at the same moment do not see each other's people. Every act of registering notes
what it could see; acts that did not see each other are found afterwards and their people compared.
"""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from uuid import UUID

from django.db import connection
from django.db.models import Q
from django.utils import timezone

import namebridge
from polakor.access.actions.events import EventDraft, record_event, record_events
from polakor.access.bulk import insert_rows
from polakor.access.context import acting_as
from polakor.access.rules.actors import Actor
from polakor.access.rules.scopes import NATION
from polakor.registry.actions.clusters import join_records
from polakor.registry.actions.persons import edge_by_rule, reasons_as_json
from polakor.registry.models import MatchCandidate, MatchDecision, Person, Registering
from polakor.registry.queries.identities import identities_of, records_with_keys
from polakor.registry.rules.linking import (
    COMPARED_AT_MOST,
    RULE,
    Compared,
    closest,
    compared_with,
    is_clash,
    linking_of,
)

Known = Mapping[UUID, tuple[UUID, namebridge.Identity]]
Found = dict[UUID, list[Compared]]

_SIDE_BY_SIDE = """
SELECT other.persons FROM registry_registering act, registry_registering other
WHERE act.id = %s AND other.id <> act.id AND other.tx <> act.tx
  AND other.tx >= pg_snapshot_xmin(act.snapshot::pg_snapshot)::text::bigint
  AND NOT pg_visible_in_snapshot(other.tx::text::xid8, act.snapshot::pg_snapshot)
  AND NOT pg_visible_in_snapshot(act.tx::text::xid8, other.snapshot::pg_snapshot)
"""
_ADD_KEYS = """
INSERT INTO registry_namekey (key, person_id, scopes)
SELECT key, p.id, p.scopes FROM registry_person p, json_array_elements_text(%s::json) AS key
WHERE p.id = %s ON CONFLICT DO NOTHING
"""


def compare_side_by_side(*, actor: Actor, at_most: int = 20) -> int:
    """Compare the people of acts of registering that did not see each other. Returns acts done.

    Joins by the written rule where nothing else is known of the newer record, proposes otherwise;
    doing it again changes nothing. Needs ``registry:match:compare``, which no role holds: it is
    the worker's. Each act is a transaction of its own; what another process has in hand is passed.
    """
    actor.require("registry:match:compare")
    done = 0
    while done < at_most and _compare_next(actor):
        done += 1
    return done


def _compare_next(actor: Actor) -> bool:
    with acting_as(actor):
        act = (
            Registering.objects.select_for_update(skip_locked=True)
            .filter(compared_at__isnull=True)
            .order_by("id")
            .first()
        )
        if act is None:
            return False
        with connection.cursor() as cursor:
            cursor.execute(_SIDE_BY_SIDE, [act.id])
            theirs = {person for row in cursor.fetchall() for person in row[0]}
        if theirs:
            found = _across(set(act.persons), theirs)
            proposed, joined = _write(actor, found, may_join=True)
            record_event(
                actor=actor,
                event="registry:match:compared_again",
                target_kind="registering",
                target_id=str(act.id),
                detail={"with": len(theirs), "proposed": proposed, "joined": joined},
            )
        act.compared_at = timezone.now()
        act.save(update_fields=["compared_at"])
    return True


def _across(mine: set[UUID], theirs: set[UUID]) -> Found:
    """Each record with the closest older records of the other side."""
    known = identities_of(mine | theirs)
    filed: dict[bool, dict[str, list[UUID]]] = {
        True: defaultdict(list),
        False: defaultdict(list),
    }
    found: Found = {}
    for record in sorted(known, key=lambda one: one.int):
        side = record in mine
        keys = namebridge.keys(known[record][1])
        found[record] = _compared(record, closest(keys, filed[not side], COMPARED_AT_MOST), known)
        for key in keys:
            filed[side][key].append(record)
    return found


def _compared(record: UUID, others: Iterable[UUID], known: Known) -> list[Compared]:
    """Comparisons with records that stand under another human already known."""
    human, identity = known[record]
    return [
        compared_with(other, known[other][0], identity, known[other][1])
        for other in others
        if other in known and known[other][0] != human
    ]


def compare_anew(*, actor: Actor, person_id: UUID) -> int:
    """After a record was told more of: file it under its new keys and propose whom it resembles.

    Never joins by itself: what is added at a desk is looked at by a person. Sees the nation for
    comparing and shows nothing of it. Returns the proposals made.
    """
    with acting_as(actor.also_seeing(NATION)):
        known = dict(identities_of([person_id]))
        keys = namebridge.keys(known[person_id][1])
        with connection.cursor() as cursor:
            cursor.execute(_ADD_KEYS, [json.dumps(list(keys)), person_id])
        filed = records_with_keys(set(keys))
        near = [UUID(one) for one in closest(keys, filed, COMPARED_AT_MOST + 1)]
        known |= identities_of(set(near) - {person_id})
        found = {person_id: _compared(person_id, [one for one in near if one != person_id], known)}
        proposed, _joined = _write(actor, found, may_join=False)
        record_event(
            actor=actor,
            event="registry:match:compared_again",
            target_kind="person",
            target_id=str(person_id),
            detail={"proposed": proposed},
        )
    return proposed


def _write(actor: Actor, found: Found, *, may_join: bool) -> tuple[int, int]:
    """Write what is new of it. Returns (proposals, joins). Must run where all is visible."""
    resembling = {record: compared for record, compared in found.items() if compared}
    if not resembling:
        return 0, 0
    records = {*resembling, *(one.record for some in resembling.values() for one in some)}
    told = _told_of(records)
    touched = {end for pair in told for end in pair} | _in_clusters(records)
    scopes = dict(Person.objects.filter(id__in=records).values_list("id", "scopes"))
    proposals: list[MatchCandidate] = []
    joins: list[MatchDecision] = []
    for record, compared in resembling.items():
        linking = linking_of(compared)
        if linking.join is not None and may_join and record not in touched:
            join = linking.join
            shared = _shared(record, join.record, scopes)
            joins.append(edge_by_rule(record, join, decided_by=actor.account_id, scopes=shared))
            continue
        proposals += [
            _proposal(record, one, scopes)
            for one in (*linking.propose, *([linking.join] if linking.join else []))
            if frozenset((record, one.record)) not in told
        ]
    insert_rows(proposals)
    insert_rows(joins)
    if joins:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext('registry_clusters'))")
        join_records([(edge.subject_id, edge.other_id) for edge in joins])
    record_events(
        actor=actor,
        drafts=[
            EventDraft("registry:match:decided_by_rule", "match_decision", str(d.id), reason=RULE)
            for d in joins
        ],
    )
    return len(proposals), len(joins)


def _told_of(records: Collection[UUID]) -> set[frozenset[UUID]]:
    """Pairs among ``records`` (or with one of them) proposed or decided before, in any way."""
    touching = Q(subject_id__in=records) | Q(other_id__in=records)
    pairs: set[frozenset[UUID]] = set()
    for model in (MatchCandidate, MatchDecision):
        rows = model._default_manager.filter(touching).values_list("subject_id", "other_id")
        pairs |= {frozenset(row) for row in rows}
    return pairs


def _in_clusters(records: Collection[UUID]) -> set[UUID]:
    """Those of ``records`` that are joined with another record."""
    under = Person.objects.filter(
        Q(id__in=records, canonical__isnull=False) | Q(canonical_id__in=records)
    ).values_list("id", "canonical_id")
    return {end for row in under for end in row if end is not None}


def _shared(one: UUID, other: UUID, scopes: Mapping[UUID, Sequence[str]]) -> list[str]:
    """Visible to those alone who may see both."""
    return sorted(set(scopes[one]) & set(scopes[other])) or [NATION]


def _proposal(subject: UUID, one: Compared, scopes: Mapping[UUID, Sequence[str]]) -> MatchCandidate:
    newer, older = sorted((subject, one.record), key=lambda record: record.int, reverse=True)
    return MatchCandidate(
        subject_id=newer,
        other_id=older,
        probability=one.comparison.probability,
        reasons=reasons_as_json(one.comparison.reasons),
        urgent=is_clash(one.comparison),
        scopes=_shared(newer, older, scopes),
    )
