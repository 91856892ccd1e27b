"""Register persons, many at a time, each compared with everybody already known."""

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal
from uuid import UUID

from django.db import connection

import namebridge
from polakor.access.actions.events import EventDraft, queue_events, record_events
from polakor.access.bulk import insert_rows, together
from polakor.access.context import acting_as
from polakor.access.rules.actors import Actor
from polakor.access.rules.scopes import NATION
from polakor.base.dates import PartialDate
from polakor.base.ids import human_number, uuid7, uuid7_texts
from polakor.reference.queries.pack import pack_settings
from polakor.registry.actions.clusters import join_records
from polakor.registry.actions.readings import Filed, file_readings
from polakor.registry.models import (
    Custody,
    Document,
    MatchCandidate,
    MatchDecision,
    Person,
    Phone,
    Registering,
    Verdict,
)
from polakor.registry.permissions import RegistryPermission
from polakor.registry.queries.identities import identities_of, records_with_keys
from polakor.registry.rules.identities import birth_basis, identity
from polakor.registry.rules.linking import (
    COMPARED_AT_MOST,
    RULE,
    Compared,
    Linking,
    alike,
    closest,
    compared_with,
    is_clash,
    linking_of,
)

Outcome = Literal["new", "matched", "waiting"]

# What everybody has, a dozen narrow rows a person: not worth an object each, nor a statement.
_INSERT_NAMES = """
WITH told AS MATERIALIZED (
  SELECT * FROM json_to_recordset(%s) AS told
    (person_id uuid, submission_id uuid, scopes text[], keys text[], names json)),
names AS (
  INSERT INTO registry_personname
    (id, person_id, position, script, text, original, submission_id, scopes)
  SELECT name.id, person_id, name.position, name.script, name.text, name.original,
         submission_id, scopes
  FROM told, json_to_recordset(names)
    AS name (id uuid, position smallint, script text, text text, original text)),
keys AS (
  INSERT INTO registry_namekey (key, person_id, scopes)
  SELECT key, person_id, scopes FROM told, unnest(keys) AS key)
INSERT INTO registry_told (submission_id, person_id, scopes)
SELECT submission_id, person_id, scopes FROM told WHERE submission_id IS NOT NULL
"""


@dataclass(frozen=True, slots=True)
class PersonDraft:
    """What is known of somebody about to be registered. A name alone is enough.

    ``scopes``: who may see the record (``access.rules.scopes``); ``home``: place code or ``""``;
    ``documents``: (kind, number or ``""``, holder or ``""``); ``unanswered``: why ``sex``,
    ``birth``, ``home``, ``phone`` or ``document`` is missing (``not_asked``, ``unknown``,
    ``refused``, ``not_applicable``): four different things, none of which is "no".
    """

    names: tuple[namebridge.Name, ...]
    scopes: tuple[str, ...]
    submission_id: UUID | None = None
    sex: int = 0
    birth: PartialDate | None = None
    birth_from_age: bool = False
    home: str = ""
    phone: str = ""
    documents: tuple[tuple[str, str, str], ...] = ()
    unanswered: Mapping[str, str] = field(default_factory=dict)
    id: UUID = field(default_factory=uuid7)

    def identity(self) -> namebridge.Identity:
        """The comparable form."""
        birth = self.birth
        return identity(
            names=self.names,
            sex=self.sex,
            birth=(birth.year, birth.month, birth.day) if birth else (None, None, None),
            basis=birth_basis(birth, from_age=self.birth_from_age),
            home=self.home,
            phone=self.phone,
            documents=[(kind, number) for kind, number, _ in self.documents],
        )


@dataclass(frozen=True, slots=True)
class Named:
    """What became of a draft: alone (``new``), joined by rule (``matched``), or in the queue.

    ``clash``: it waits because its document number is known under a name that differs clearly.
    """

    person_id: UUID
    outcome: Outcome
    clash: bool = False


@dataclass(frozen=True, slots=True)
class Registered:
    """The same with the number of the new record."""

    person_id: UUID
    number: str
    outcome: Outcome
    clash: bool = False


def register_persons(*, actor: Actor, drafts: Sequence[PersonDraft]) -> list[Registered]:
    """Add one record for each draft, in order, and compare it with all that are known.

    Comparing must look beyond the actor's own area, or the same person would be registered in
    every province anew; so this one act sees the nation, shows the actor nothing of it, and leaves
    its proposals to those who may see both records. Needs ``registry:person:register``. The number
    of statements does not depend on the number of drafts.
    """
    actor.require(RegistryPermission.PERSON_REGISTER)
    if not drafts:
        return []
    with acting_as(actor.also_seeing(NATION)):
        numbers = _next_numbers(len(drafts))
        rows = zip(drafts, numbers, strict=True)
        insert_rows([_person_row(actor, draft, number) for draft, number in rows])
        named = name_persons(actor=actor, drafts=drafts)
    return [
        Registered(one.person_id, number, one.outcome, one.clash)
        for one, number in zip(named, numbers, strict=True)
    ]


def name_persons(*, actor: Actor, drafts: Sequence[PersonDraft]) -> list[Named]:
    """Give records that are there already their names, phones and papers, and compare them.

    In order, each with all that are known, as ``register_persons`` says; what stands in the record
    itself is not touched. Needs ``registry:person:register``. The number of statements does not
    depend on the number of drafts.
    """
    return name_groups(actor=actor, groups=[(actor, drafts)])


def name_groups(
    *, actor: Actor, groups: Sequence[tuple[Actor, Sequence[PersonDraft]]]
) -> list[Named]:
    """The same for several accounts at once, each of which answers for its own drafts.

    All are compared and stored together by ``actor``; what is decided and the record of acts stand
    in the name of each. Everybody needs ``registry:person:register``.
    """
    for who in (actor, *(who for who, _ in groups)):
        who.require(RegistryPermission.PERSON_REGISTER)
    drafts = [draft for _, some in groups for draft in some]
    if not drafts:
        return []
    with acting_as(actor.also_seeing(NATION)):
        snapshot = _snapshot()
        identities = {draft.id: draft.identity() for draft in drafts}
        keys = {draft.id: namebridge.keys(identities[draft.id]) for draft in drafts}
        linkings = _compare(drafts, identities, keys)
        _store_names(drafts, keys)
        _store_papers(groups)
        file_readings([Filed(draft.id, identities[draft.id], draft.scopes) for draft in drafts])
        insert_rows(
            [Registering(snapshot=snapshot, persons=[d.id for d in drafts], scopes=[NATION])]
        )
        outcomes: list[Outcome] = []
        for who, some in groups:
            mine = linkings[len(outcomes) : len(outcomes) + len(some)]
            with acting_as(who.also_seeing(NATION)):
                outcomes += record_links(actor=who, drafts=some, linkings=mine)
                with together():
                    queue_events(
                        actor=who,
                        event="registry:person:registered",
                        target_kind="person",
                        target_ids=[str(draft.id) for draft in some],
                    )
    return [
        Named(draft.id, outcome, clash=bool(linking.urgent))
        for draft, outcome, linking in zip(drafts, outcomes, linkings, strict=True)
    ]


def _snapshot() -> str:
    """Which transactions are visible right now (``pg_current_snapshot``). One query."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_snapshot()::text")
        return str(cursor.fetchone()[0])


def _next_numbers(count: int) -> list[str]:
    prefix = str(pack_settings()["pack"]["person_prefix"])
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval('registry_person_number') FROM generate_series(1, %s)", [count]
        )
        return [human_number(row[0], prefix) for row in cursor.fetchall()]


def _compare(
    drafts: Sequence[PersonDraft],
    identities: Mapping[UUID, namebridge.Identity],
    keys: Mapping[UUID, tuple[str, ...]],
) -> list[Linking]:
    """Compare each draft with the closest known records and the closest drafts before it."""
    known = records_with_keys({key for draft in drafts for key in keys[draft.id]})
    wanted = [closest(keys[draft.id], known, COMPARED_AT_MOST) for draft in drafts]
    stored = identities_of({UUID(text) for text in {one for some in wanted for one in some}})
    # By place from here on: the drafts, then the stored. Ids are dear to look up by the thousand.
    records = [*(draft.id for draft in drafts), *stored]
    people = [*(identities[draft.id] for draft in drafts), *(one for _, one in stored.values())]
    humans = [*(draft.id for draft in drafts), *(human for human, _ in stored.values())]
    places = {str(record): at for at, record in enumerate(stored, start=len(drafts))}
    earlier: dict[str, list[int]] = defaultdict(list)
    near: list[tuple[int, int]] = []
    for at, draft in enumerate(drafts):
        near += [(at, places[text]) for text in wanted[at] if text in places]
        near += [(at, one) for one in closest(keys[draft.id], earlier, COMPARED_AT_MOST)]
        for key in keys[draft.id]:
            earlier[key].append(at)
    resembling: dict[int, list[int]] = defaultdict(list)
    for at, other in alike(people, near):
        resembling[at].append(other)
    linkings = []
    for at in range(len(drafts)):
        others = resembling[at]
        linking = linking_of(
            [compared_with(records[o], humans[o], people[at], people[o]) for o in others]
        )
        if linking.join:
            humans[at] = linking.join.human
        linkings.append(linking)
    return linkings


def _store_papers(groups: Sequence[tuple[Actor, Sequence[PersonDraft]]]) -> None:
    phones, documents, custody = [], [], []
    for who, draft in ((who, draft) for who, some in groups for draft in some):
        scopes = list(draft.scopes)
        by = {"person_id": draft.id, "submission_id": draft.submission_id, "scopes": scopes}
        if draft.phone:
            phones.append(Phone(number=draft.phone, **by))
        for kind, number, holder in draft.documents:
            document = Document(kind=kind, number=number, **by)
            documents.append(document)
            if holder:
                custody.append(
                    Custody(document=document, holder=holder, told_by=who.account_id, scopes=scopes)
                )
    insert_rows(phones)
    insert_rows(documents)
    insert_rows(custody)


def _store_names(drafts: Sequence[PersonDraft], keys: Mapping[UUID, tuple[str, ...]]) -> None:
    ids = iter(uuid7_texts(sum(len(draft.names) for draft in drafts)))
    told = [
        {
            "person_id": str(draft.id),
            "submission_id": str(draft.submission_id) if draft.submission_id else None,
            "scopes": draft.scopes,
            "keys": keys[draft.id],
            "names": [
                {
                    "id": next(ids),
                    "position": position,
                    "script": name.script.value,
                    "text": name.text,
                    "original": name.original,
                }
                for position, name in enumerate(draft.names)
            ],
        }
        for draft in drafts
    ]
    with connection.cursor() as cursor:
        cursor.execute(_INSERT_NAMES, [json.dumps(told, ensure_ascii=False)])


def _person_row(actor: Actor, draft: PersonDraft, number: str) -> Person:
    birth = draft.birth
    return Person(
        id=draft.id,
        number=number,
        sex=draft.sex,
        birth_year=birth.year if birth else None,
        birth_month=birth.month if birth else None,
        birth_day=birth.day if birth else None,
        birth_basis=birth_basis(birth, from_age=draft.birth_from_age),
        home_id=draft.home or None,
        unanswered=dict(draft.unanswered),
        created_by=actor.account_id,
        scopes=list(draft.scopes),
    )


def record_links(
    *, actor: Actor, drafts: Sequence[PersonDraft], linkings: Sequence[Linking]
) -> list[Outcome]:
    """Write the edges and proposals. Each is visible to those alone who may see both records.

    Must run inside ``acting_as`` with the nation in sight. Needs ``registry:person:register``.
    """
    actor.require(RegistryPermission.PERSON_REGISTER)
    others = {c.record for li in linkings for c in (*li.propose, *([li.join] if li.join else []))}
    scopes_of = dict(Person.objects.filter(id__in=others).values_list("id", "scopes"))
    decisions: list[MatchDecision] = []
    proposals: list[MatchCandidate] = []
    outcomes: list[Outcome] = []
    for draft, linking in zip(drafts, linkings, strict=True):

        def both(record: UUID, mine: tuple[str, ...] = draft.scopes) -> list[str]:
            return sorted(set(mine) & set(scopes_of[record])) or [NATION]

        if linking.join is not None:
            join = linking.join
            scopes = both(join.record)
            decisions.append(
                edge_by_rule(draft.id, join, decided_by=actor.account_id, scopes=scopes)
            )
            outcomes.append("matched")
            continue
        proposals += [
            MatchCandidate(
                subject_id=draft.id,
                other_id=one.record,
                probability=one.comparison.probability,
                reasons=reasons_as_json(one.comparison.reasons),
                urgent=is_clash(one.comparison),
                scopes=both(one.record),
            )
            for one in linking.propose
        ]
        outcomes.append("waiting" if linking.propose else "new")
    insert_rows(decisions)
    insert_rows(proposals)
    join_records([(d.subject_id, d.other_id) for d in decisions])
    record_events(
        actor=actor,
        drafts=[
            EventDraft("registry:match:decided_by_rule", "match_decision", str(d.id), reason=RULE)
            for d in decisions
        ],
    )
    return outcomes


def edge_by_rule(
    subject: UUID, join: Compared, *, decided_by: UUID, scopes: list[str]
) -> MatchDecision:
    """The join of ``subject`` with the record that the rule is certain of, not yet written."""
    return MatchDecision(
        subject_id=subject,
        other_id=join.record,
        verdict=Verdict.SAME,
        basis="rule",
        reason=RULE,
        probability=join.comparison.probability,
        reasons=reasons_as_json(join.comparison.reasons),
        decided_by=decided_by,
        scopes=scopes,
    )


def reasons_as_json(reasons: Sequence[namebridge.Reason]) -> list[dict[str, object]]:
    """Reasons as they are kept beside a proposal, so that it can be explained later as it was."""
    return [
        {
            "code": reason.code,
            "supports": reason.supports,
            "weight": round(reason.weight, 3),
            "values": list(reason.values),
        }
        for reason in reasons
    ]
