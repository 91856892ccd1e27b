"""File the names of persons for the counter search, in the transaction that writes the names."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import connection

import namebridge
from polakor.access.actions.events import record_event
from polakor.access.context import acting_as
from polakor.access.rules.actors import Actor
from polakor.access.rules.scopes import NATION
from polakor.registry.queries.identities import identities_of
from polakor.registry.rules.readings import (
    VERSION,
    filed_province,
    filed_year,
    readings_of,
    word_number,
)

# One statement. Words in the order of their numbers, so that two who write the same wait in turn.
_INSERT = """
WITH words AS (
  INSERT INTO registry_nameword (number, text)
  SELECT number, text FROM json_to_recordset(%s) AS told (number bigint, text text)
  ORDER BY number ON CONFLICT DO NOTHING)
INSERT INTO registry_namereading
  (person_id, family, given, born, province, version, scopes)
SELECT person_id, pairs[i], pairs[i + 1], born, province, %s, scopes
FROM json_to_recordset(%s)
  AS told (person_id uuid, born smallint, province text, scopes text[], pairs bigint[]),
  generate_series(1, cardinality(pairs), 2) AS i
ON CONFLICT (person_id, family, given) DO UPDATE
SET born = EXCLUDED.born, province = EXCLUDED.province, version = EXCLUDED.version
"""
_FILED_BEFORE = """
SELECT p.id, p.scopes FROM registry_person p
WHERE p.id > %s AND NOT EXISTS (
  SELECT 1 FROM registry_namereading r WHERE r.person_id = p.id AND r.version = %s)
ORDER BY p.id LIMIT %s
"""


NOBODY = UUID(int=0)


@dataclass(frozen=True, slots=True)
class Filed:
    """A record to file: who, what is known of them, and who may see it."""

    person_id: UUID
    identity: namebridge.Identity
    scopes: Sequence[str]


def file_readings(records: Sequence[Filed]) -> None:
    """File the readings of these records' names, or file them again. One statement.

    To be called inside the transaction, and in the sight, of those who write the names.
    """
    words: dict[int, str] = {}
    told = []
    for record in records:
        pairs: list[int] = []
        for reading in readings_of(record.identity.names):
            for one in reading:
                number = word_number(one)
                pairs.append(number)
                if one:
                    words[number] = one
        if pairs:
            told.append(
                {
                    "person_id": str(record.person_id),
                    "born": filed_year(record.identity),
                    "province": filed_province(record.identity.place),
                    "scopes": record.scopes,
                    "pairs": pairs,
                }
            )
    if not told:
        return
    new = [{"number": number, "text": text} for number, text in words.items()]
    with connection.cursor() as cursor:
        cursor.execute(_INSERT, [json.dumps(new), VERSION, json.dumps(told)])


def refile_names(*, actor: Actor, after: UUID = NOBODY, at_most: int = 2_000) -> UUID | None:
    """File anew those persons whose names are filed by older rules, or not at all.

    Sees the nation, like registering. Looks at ``at_most`` persons after the one given, and
    answers where to go on: None when there is nobody left. Four queries, whatever their number.
    """
    with acting_as(actor.also_seeing(NATION)):
        with connection.cursor() as cursor:
            cursor.execute(_FILED_BEFORE, [after, VERSION, at_most])
            scopes = dict(cursor.fetchall())
        if not scopes:
            return None
        known = identities_of(scopes)
        file_readings([Filed(one, known[one][1], scopes[one]) for one in scopes])
        record_event(
            actor=actor,
            event="registry:person:refiled",
            target_kind="register",
            target_id="",
            detail={"persons": len(scopes), "version": VERSION},
        )
    return UUID(str(max(scopes)))
