"""Add to records what a later desk was told: more names, phones and papers, in place of none."""

import json
from collections.abc import Mapping, Sequence
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
        for draft in drafts:
            _add(wide, draft, before[draft.id][1])
        after = identities_of({draft.id for draft in drafts})
        keys = {record: namebridge.keys(identity) for record, (_, identity) in after.items()}
        _file(drafts, keys, {record: identity for record, (_, identity) in after.items()})
        changed = [draft for draft in drafts if after[draft.id][1] != before[draft.id][1]]
        linkings = [_linking(draft, *after[draft.id], keys[draft.id]) for draft in changed]
        record_links(actor=wide, drafts=changed, linkings=linkings)
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


def _add(actor: Actor, draft: PersonDraft, known: namebridge.Identity) -> None:
    scopes = list(draft.scopes)
    told = {"person_id": draft.id, "submission_id": draft.submission_id, "scopes": scopes}
    there = {name.text for name in known.names}
    insert_rows(
        [
            PersonName(
                position=len(known.names) + at,
                script=name.script.value,
                text=name.text,
                original=name.original,
                **told,
            )
            for at, name in enumerate(draft.names)
            if name.text not in there
        ]
    )
    if draft.phone and draft.phone != known.phone:
        insert_rows([Phone(number=draft.phone, **told)])
    papers = [
        (Document(kind=kind, number=number, **told), holder)
        for kind, number, holder in draft.documents
        if (kind, number) not in known.documents
    ]
    insert_rows([paper for paper, _ in papers])
    insert_rows(
        [
            Custody(document=paper, holder=holder, told_by=actor.account_id, scopes=scopes)
            for paper, holder in papers
            if holder
        ]
    )
    assert draft.submission_id is not None, "what is added was told by somebody"
    insert_rows([Told(submission_id=draft.submission_id, person_id=draft.id, scopes=scopes)])


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


def _linking(
    draft: PersonDraft, human: UUID, mine: namebridge.Identity, keys: Sequence[str]
) -> Linking:
    """Compare a record that says more now with the closest others, as far as nobody did before."""
    known = records_with_keys(keys)
    near = {UUID(one) for one in closest(keys, known, COMPARED_AT_MOST)} - {draft.id}
    stored = identities_of(near)
    pair = Q(subject_id=draft.id, other_id__in=near) | Q(other_id=draft.id, subject_id__in=near)
    met: set[UUID] = set()
    for model in (MatchCandidate, MatchDecision):
        for one in model.objects.filter(pair).values_list("subject_id", "other_id"):
            met |= set(one)
    return linking_of(
        [
            compared_with(record, its_human, mine, identity)
            for record, (its_human, identity) in stored.items()
            if record not in met and its_human != human
        ]
    )
