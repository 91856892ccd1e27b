"""Add to records what a later desk was told: more names, phones and papers, in place of none."""

import json
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

from django.db import connection
from django.db.models import Q

import namebridge
from polakor.access.actions.events import EventDraft, record_events
from polakor.access.bulk import insert_rows
from polakor.access.context import acting_as
from polakor.access.rules.actors import Actor
from polakor.access.rules.scopes import NATION
from polakor.registry.actions.persons import PersonDraft, record_links
from polakor.registry.actions.readings import Filed, file_readings
from polakor.registry.models import (
    Custody,
    Document,
    MatchCandidate,
    MatchDecision,
    PersonName,
    Phone,
    Told,
)
from polakor.registry.permissions import RegistryPermission
from polakor.registry.queries.identities import identities_of, records_with_keys
from polakor.registry.rules.linking import (
    COMPARED_AT_MOST,
    Linking,
    alike,
    closest,
    compared_with,
    linking_of,
)

_INSERT_KEYS = """
INSERT INTO registry_namekey (key, person_id, scopes)
SELECT key, person_id, scopes
FROM json_to_recordset(%s) AS told (person_id uuid, scopes text[], keys text[]), unnest(keys) AS key
ON CONFLICT DO NOTHING
"""


def enrich_persons(*, actor: Actor, drafts: Sequence[PersonDraft]) -> int:
    """Add what ``drafts`` say and the records of these ids do not yet, and compare them again.

    What stands is left standing. Whom they may be besides is proposed or joined as at registering,
    but never a pair that was proposed or decided before. Needs ``registry:person:register``.
    Returns how many records were told of.
    """
    actor.require(RegistryPermission.PERSON_REGISTER)
    if not drafts:
        return 0
    with acting_as(actor.also_seeing(NATION)) as wide:
        before = identities_of({draft.id for draft in drafts})
        _add(wide, drafts, {record: identity for record, (_, identity) in before.items()})
        after = identities_of({draft.id for draft in drafts})
        identities = {record: identity for record, (_, identity) in after.items()}
        keys = {record: namebridge.keys(identity) for record, identity in identities.items()}
        _file(drafts, keys, identities)
        changed = [draft for draft in drafts if identities[draft.id] != before[draft.id][1]]
        record_links(actor=wide, drafts=changed, linkings=_linkings(changed, after, keys))
        record_events(
            actor=wide,
            drafts=[
                EventDraft(
                    "registry:person:told_more",
                    "person",
                    str(draft.id),
                    detail={"submission": str(draft.submission_id)},
                )
                for draft in drafts
            ],
        )
    return len(drafts)


def _add(
    actor: Actor, drafts: Sequence[PersonDraft], known: Mapping[UUID, namebridge.Identity]
) -> None:
    names, phones, papers, custody, told = [], [], [], [], []
    for draft in drafts:
        assert draft.submission_id is not None, "what is added was told by somebody"
        mine, scopes = known[draft.id], list(draft.scopes)
        by = {"person_id": draft.id, "submission_id": draft.submission_id, "scopes": scopes}
        there = {name.text for name in mine.names}
        names += [
            PersonName(
                position=len(mine.names) + at,
                script=name.script.value,
                text=name.text,
                original=name.original,
                **by,
            )
            for at, name in enumerate(draft.names)
            if name.text not in there
        ]
        if draft.phone and draft.phone != mine.phone:
            phones.append(Phone(number=draft.phone, **by))
        for kind, number, holder in draft.documents:
            if (kind, number) in mine.documents:
                continue
            paper = Document(kind=kind, number=number, **by)
            papers.append(paper)
            if holder:
                custody.append(
                    Custody(document=paper, holder=holder, told_by=actor.account_id, scopes=scopes)
                )
        told.append(Told(**by))
    for rows in (names, phones, papers, custody, told):
        insert_rows(rows)


def _file(
    drafts: Sequence[PersonDraft],
    keys: Mapping[UUID, tuple[str, ...]],
    identities: Mapping[UUID, namebridge.Identity],
) -> None:
    told = [
        {"person_id": str(draft.id), "scopes": draft.scopes, "keys": keys[draft.id]}
        for draft in drafts
    ]
    with connection.cursor() as cursor:
        cursor.execute(_INSERT_KEYS, [json.dumps(told)])
    file_readings([Filed(draft.id, identities[draft.id], draft.scopes) for draft in drafts])


def _linkings(
    drafts: Sequence[PersonDraft],
    after: Mapping[UUID, tuple[UUID, namebridge.Identity]],
    keys: Mapping[UUID, tuple[str, ...]],
) -> list[Linking]:
    """Compare records that say more now with the closest others, as far as nobody did before."""
    if not drafts:
        return []
    filed = records_with_keys({key for draft in drafts for key in keys[draft.id]})
    # One more, because each lies under its own keys.
    wanted = [closest(keys[draft.id], filed, COMPARED_AT_MOST + 1) for draft in drafts]
    near = {UUID(text) for text in {one for some in wanted for one in some}}
    stored = {**{draft.id: after[draft.id] for draft in drafts}, **identities_of(near)}
    records = list(stored)
    humans, people = map(list, zip(*stored.values(), strict=True))
    places = {str(record): at for at, record in enumerate(records)}
    met = _met(records[: len(drafts)])
    pairs = alike(
        people,
        [
            (at, places[text])
            for at, texts in enumerate(wanted)
            for text in texts
            if text in places and humans[places[text]] != humans[at]
        ],
    )
    resembling: dict[int, list[int]] = defaultdict(list)
    for at, other in pairs:
        resembling[at].append(other)
    linkings = []
    for at in range(len(drafts)):
        linking = linking_of(
            [
                compared_with(records[other], humans[other], people[at], people[other])
                for other in resembling[at]
                if humans[other] != humans[at]
                and frozenset((records[at], records[other])) not in met
            ]
        )
        linkings.append(linking)
        # Two of these may resemble each other: the first of them has asked for both.
        met |= {frozenset((records[at], found.record)) for found in linking.propose}
        if linking.join is not None:
            before, now = humans[at], linking.join.human
            humans = [now if human == before else human for human in humans]
    return linkings


def _met(records: Collection[UUID]) -> set[frozenset[UUID]]:
    """Pairs with one of these that were proposed or decided before, in any way. Two queries."""
    touching = Q(subject_id__in=records) | Q(other_id__in=records)
    return {
        frozenset(pair)
        for model in (MatchCandidate, MatchDecision)
        for pair in model.objects.filter(touching).values_list("subject_id", "other_id")
    }
