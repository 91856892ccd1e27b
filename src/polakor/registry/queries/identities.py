"""Many persons at once in the form ``namebridge`` compares: four queries, whatever their number."""

from collections import defaultdict
from collections.abc import Collection
from functools import lru_cache
from uuid import UUID

import namebridge
from polakor.registry.models import Document, NameKey, Person, PersonName, Phone
from polakor.registry.rules.identities import identity

CANDIDATES_PER_KEY = 200
"""A key shared by more records says nothing; it is passed over rather than read."""


@lru_cache(maxsize=65536)
def _name(text: str) -> namebridge.Name:
    return namebridge.parse(text)


def records_with_keys(keys: Collection[str]) -> dict[str, list[UUID]]:
    """Records by blocking key, for those keys that are selective. One indexed query."""
    found: dict[str, list[UUID]] = defaultdict(list)
    rows = NameKey.objects.filter(key__in=list(keys)).values_list("key", "person_id")
    for key, person_id in rows.iterator(chunk_size=5000):
        found[key].append(person_id)
    return {key: ids for key, ids in found.items() if len(ids) <= CANDIDATES_PER_KEY}


def identities_of(person_ids: Collection[UUID]) -> dict[UUID, tuple[UUID, namebridge.Identity]]:
    """``{record: (human it stands under, identity)}`` for the records visible to the asker."""
    ids = list(person_ids)
    if not ids:
        return {}
    names: dict[UUID, list[namebridge.Name]] = defaultdict(list)
    phones: dict[UUID, str] = {}
    documents: dict[UUID, list[tuple[str, str]]] = defaultdict(list)
    for person_id, text in (
        PersonName.objects.filter(person_id__in=ids)
        .order_by("person_id", "position")
        .values_list("person_id", "text")
    ):
        names[person_id].append(_name(text))
    for person_id, number in Phone.objects.filter(person_id__in=ids).values_list(
        "person_id", "number"
    ):
        phones.setdefault(person_id, number)
    for person_id, kind, number in Document.objects.filter(person_id__in=ids).values_list(
        "person_id", "kind", "number"
    ):
        documents[person_id].append((kind, number))
    people = Person.objects.filter(id__in=ids).values_list(
        "id",
        "canonical_id",
        "sex",
        "birth_year",
        "birth_month",
        "birth_day",
        "birth_basis",
        "home_id",
    )
    return {
        record: (
            canonical or record,
            identity(
                names=names[record],
                sex=sex,
                birth=(year, month, day),
                basis=basis,
                home=home or "",
                phone=phones.get(record, ""),
                documents=documents[record],
            ),
        )
        for record, canonical, sex, year, month, day, basis, home in people
    }
