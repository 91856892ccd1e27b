"""Is this person already known? One box, any script, any order, partial."""

import re
from dataclasses import dataclass
from datetime import date
from uuid import UUID

import namebridge
from polakor.access.actions.events import EventDraft, record_events
from polakor.access.context import acting_as
from polakor.access.rules.actors import Actor
from polakor.base.ids import read_human_number
from polakor.reference.queries.pack import pack_settings
from polakor.registry.errors import NothingToSearch
from polakor.registry.models import Document, Person, Phone
from polakor.registry.permissions import RegistryPermission
from polakor.registry.queries.identities import identities_of, records_with_keys
from polakor.registry.queries.persons import PersonSummary, summaries_of
from polakor.registry.rules.identities import identity

_DIGITS = re.compile(r"\d")
LOOKED_AT = 400
"""Records compared at most in one search; beyond that the question is too wide to answer well."""


@dataclass(frozen=True, slots=True)
class Hit:
    """One person found, how likely, and why."""

    person: PersonSummary
    probability: float
    reasons: tuple[namebridge.Reason, ...]


def search_persons(
    actor: Actor,
    *,
    on: date,
    text: str = "",
    age: int | None = None,
    place: str = "",
    phone: str = "",
    document: str = "",
    limit: int = 20,
) -> list[Hit]:
    """Persons the actor may see who may be the one meant, likeliest first.

    ``text`` may hold a name in any script, a person's number, a phone or a document number;
    ``age`` in whole years on ``on``. The search is written down, and each
    person it showed; its words are not. Needs ``registry:person:search``. Raises
    ``NothingToSearch``. At most ten queries.
    """
    actor.require(RegistryPermission.PERSON_SEARCH)
    words = " ".join(text.split())
    if not (words or phone or document):
        raise NothingToSearch
    with acting_as(actor):
        exact = _by_number(words, phone, document)
        hits = _ranked(exact, _asked(words, age, on, place, phone, document), limit)
        record_events(
            actor=actor,
            drafts=[
                EventDraft("registry:person:searched", "search", "", detail={"found": len(hits)}),
                *(EventDraft("registry:person:found", "person", str(h.person.id)) for h in hits),
            ],
        )
    return hits


def _by_number(words: str, phone: str, document: str) -> set[UUID]:
    """Records found by a number alone: person's number, phone or document."""
    found: set[UUID] = set()
    number = read_human_number(words)
    if number:
        found |= set(Person.objects.filter(number=number).values_list("id", flat=True))
    typed = [value for value in (words, phone, document) if _DIGITS.search(value)]
    if typed:
        bare = {re.sub(r"[\s().-]", "", value).upper() for value in typed}
        local = _as_dialled_from_abroad(bare)
        phones = Phone.objects.filter(number__in=bare | local)
        found |= set(phones.values_list("person_id", flat=True)[:50])
        documents = Document.objects.filter(number__in=bare)
        found |= set(documents.values_list("person_id", flat=True)[:50])
    return found


def _as_dialled_from_abroad(bare: set[str]) -> set[str]:
    """Local numbers with the country's calling code in the place of its trunk prefix."""
    pack = pack_settings()["pack"]
    trunk = str(pack.get("trunk_prefix", ""))
    return {
        f"+{pack['calling_code']}{value.removeprefix(trunk)}"
        for value in bare
        if value.isdigit() and trunk and value.startswith(trunk)
    }


def _asked(
    words: str, age: int | None, on: date, place: str, phone: str, document: str
) -> namebridge.Identity:
    named = words if words and not read_human_number(words) else ""
    return identity(
        names=[namebridge.parse(named, order="unknown")] if named else [],
        sex=0,
        birth=(on.year - age if age is not None else None, None, None),
        basis="age" if age is not None else "",
        home=place,
        phone=phone,
        documents=[("", document)] if document else [],
    )


def _ranked(exact: set[UUID], asked: namebridge.Identity, limit: int) -> list[Hit]:
    records = set(exact)
    for ids in records_with_keys(namebridge.search_keys(asked)).values():
        if len(records) < LOOKED_AT:
            records |= set(map(UUID, ids))
    best: dict[UUID, namebridge.Comparison] = {}
    certain: set[UUID] = set()
    for record, (human, known) in identities_of(records).items():
        comparison = namebridge.compare(asked, known)
        if record in exact:
            certain.add(human)
        if human not in best or comparison.probability > best[human].probability:
            best[human] = comparison
    order = sorted(best, key=lambda h: (h not in certain, -best[h].weight, h.int))[:limit]
    people = summaries_of(order)
    return [
        Hit(
            people[human],
            1.0 if human in certain else best[human].probability,
            best[human].reasons,
        )
        for human in order
        if human in people
    ]
