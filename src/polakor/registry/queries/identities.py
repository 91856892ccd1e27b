"""Many persons at once in the form ``namebridge`` compares: two queries, whatever their number."""

import json
from collections.abc import Collection
from functools import lru_cache
from uuid import UUID

from django.db import connection

import namebridge
from polakor.registry.rules.identities import identity

CANDIDATES_PER_KEY = 200
"""A key shared by more records says nothing; it is passed over rather than read."""

# One array, not thousands of placeholders: those cost more than the rows they ask for. Of a key
# that is passed over no more is read than tells so, however many lie under it.
_BY_KEYS = """
SELECT asked.key, found.ids
FROM json_array_elements_text(%s::json) AS asked (key), LATERAL (
  SELECT string_agg(person_id::text, ',') AS ids, count(*) AS records
  FROM (SELECT person_id FROM registry_namekey n WHERE n.key = asked.key
        ORDER BY person_id LIMIT %s) AS few) AS found
WHERE found.records BETWEEN 1 AND %s
"""
_IDENTITIES = """
SELECT p.id, p.canonical_id, p.sex, p.birth_year, p.birth_month, p.birth_day, p.birth_basis,
       coalesce(p.home_id, ''),
       ARRAY(SELECT n.text FROM registry_personname n WHERE n.person_id = p.id
             ORDER BY n.position, n.id),
       coalesce((SELECT t.number FROM registry_phone t WHERE t.person_id = p.id
                 ORDER BY t.id LIMIT 1), ''),
       (SELECT json_agg(json_build_array(d.kind, d.number) ORDER BY d.id)
        FROM registry_document d WHERE d.person_id = p.id AND NOT d.withdrawn
        AND NOT EXISTS (SELECT FROM registry_document c WHERE c.corrects_id = d.id))
FROM registry_person p WHERE p.id = ANY (string_to_array(%s, ',')::uuid[])
"""


@lru_cache(maxsize=65536)
def _name(text: str) -> namebridge.Name:
    return namebridge.parse(text)


def records_with_keys(keys: Collection[str]) -> dict[str, list[str]]:
    """Records (ids as text) by blocking key, for those keys that are selective.

    One indexed query. Text, because most ids are counted and few are opened.
    """
    if not keys:
        return {}
    with connection.cursor() as cursor:
        most = CANDIDATES_PER_KEY
        cursor.execute(_BY_KEYS, [json.dumps(sorted(keys)), most + 1, most])
        return {key: ids.split(",") for key, ids in cursor.fetchall()}


def identities_of(person_ids: Collection[UUID]) -> dict[UUID, tuple[UUID, namebridge.Identity]]:
    """``{record: (human it stands under, identity)}`` for the records visible to the asker.

    One query.
    """
    if not person_ids:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(_IDENTITIES, [",".join(map(str, person_ids))])
        rows = cursor.fetchall()
    return {
        record: (
            canonical or record,
            identity(
                names=[_name(text) for text in names],
                sex=sex,
                birth=(year, month, day),
                basis=basis,
                home=home,
                phone=phone,
                documents=[(kind, number) for kind, number in documents or ()],
            ),
        )
        for record, canonical, sex, year, month, day, basis, home, names, phone, documents in rows
    }
