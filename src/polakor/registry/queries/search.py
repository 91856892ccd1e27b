"""Is this person already known? One box, any script, any order, partial."""

import re
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from uuid import UUID

from django.db import connection

import namebridge
from polakor.access.actions.events import EventDraft, record_events
from polakor.access.context import acting_as
from polakor.access.rules.actors import Actor
from polakor.access.rules.scopes import NATION
from polakor.base.ids import read_human_number
from polakor.reference.queries.pack import pack_settings
from polakor.reference.queries.places import place_index_rows
from polakor.registry.errors import NothingToSearch
from polakor.registry.models import Document, HouseholdMember, Person, Phone
from polakor.registry.permissions import RegistryPermission
from polakor.registry.queries.identities import identities_of, records_with_keys
from polakor.registry.queries.nearby import Wanted, nearby
from polakor.registry.queries.persons import PersonSummary, summaries_of
from polakor.registry.queries.words import word_index
from polakor.registry.rules.asking import Asked, read_box
from polakor.registry.rules.identities import identity
from polakor.registry.rules.readings import asked_readings

_DIGITS = re.compile(r"\d")
COMPARED = 26
"""Records compared in full of those that the words lead to; the likeliest of them are shown."""
_BY_NUMBER_AT_MOST = 50
ELSEWHERE_AT_MOST = 3
_PLACE_CODE_AT_MOST = 4


@dataclass(frozen=True, slots=True)
class Hit:
    """One person found, how likely, and why."""

    person: PersonSummary
    probability: float
    reasons: tuple[namebridge.Reason, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """Who was found, and how the text was understood.

    ``elsewhere``: provinces (codes, ``""`` for unknown) whose office knows somebody who fits and
    whom the asker may not see. Nothing else is told of them.
    """

    hits: tuple[Hit, ...]
    asked: Asked
    elsewhere: tuple[str, ...] = ()


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
    """Persons the actor may see who may be the one meant, likeliest first (see ``search``)."""
    found = search(
        actor, on=on, text=text, age=age, place=place, phone=phone, document=document, limit=limit
    )
    return list(found.hits)


def search(
    actor: Actor,
    *,
    on: date,
    text: str = "",
    age: int | None = None,
    place: str = "",
    phone: str = "",
    document: str = "",
    limit: int = 20,
) -> Answer:
    """Who may be meant by ``text``, likeliest first, as far as the actor may see.

    ``text`` may hold a name in any script, an age or year of birth, a place, a person's or a
    family's number, a phone and a document number, in any order; ``age`` in whole years on ``on``,
    ``place`` (a code), ``phone`` and ``document`` may be given apart. The search is written down,
    and each person it showed; its words are not. Needs ``registry:person:search``. Raises
    ``NothingToSearch``. At most sixteen queries.
    """
    actor.require(RegistryPermission.PERSON_SEARCH)
    asked = read_box(text, this_year=on.year, places=_written_places(_database()))
    asked = replace(
        asked,
        age=asked.age if age is None else age,
        place=place or asked.place,
        numbers=(*asked.numbers, *filter(None, (phone, document))),
    )
    if not asked.anything:
        raise NothingToSearch
    meant = _identity(asked, on, phone, document)
    with acting_as(actor):
        hits = _ranked(actor, asked, meant, limit)
        elsewhere = _elsewhere(actor, asked, meant) if _may_be_elsewhere(actor, meant, hits) else ()
        record_events(
            actor=actor,
            drafts=[
                EventDraft(
                    "registry:person:searched",
                    "search",
                    "",
                    detail={"found": len(hits), "elsewhere": len(elsewhere)},
                ),
                *(EventDraft("registry:person:found", "person", str(h.person.id)) for h in hits),
            ],
        )
    return Answer(tuple(hits), asked, elsewhere)


def _database() -> str:
    return str(connection.settings_dict["NAME"])


@lru_cache(maxsize=4)
def _written_places(_database: str) -> dict[str, str]:
    """Code by written name of provinces and districts; a name of two districts says nothing."""
    found: dict[str, set[str]] = {}
    for code, *names, others in place_index_rows():
        if len(code) <= _PLACE_CODE_AT_MOST:
            for name in (*names, *others):
                if name:
                    found.setdefault(namebridge.clean(name).casefold(), set()).add(code)
    return {name: min(codes, key=len) for name, codes in found.items() if _one_place(codes)}


def _one_place(codes: set[str]) -> bool:
    """A province and the district of its town often share a name: then the province is meant."""
    shortest = min(codes, key=len)
    return all(code.startswith(shortest) for code in codes)


def _identity(asked: Asked, on: date, phone: str, document: str) -> namebridge.Identity:
    names = [
        namebridge.parse(name, order="unknown")
        for name in dict.fromkeys((asked.name, asked.whole_name))
        if name
    ]
    year, basis = asked.year, "date" if asked.month else "year"
    if year is None and asked.age is not None:
        year, basis = on.year - asked.age, "age"
    return identity(
        names=names,
        sex=0,
        birth=(year, asked.month, asked.day),
        basis=basis if year is not None else "",
        home=asked.place,
        phone=phone,
        documents=[("", document)] if document else [],
    )


def _by_number(numbers: Collection[str]) -> set[UUID]:
    """Records found by a number alone: person's or family's number, phone or document."""
    found: set[UUID] = set()
    bare = {re.sub(r"[\s().-]", "", value).upper() for value in numbers}
    if not bare:
        return found
    people = {number for value in bare if (number := read_human_number(value))}
    if people:
        found |= set(Person.objects.filter(number__in=people).values_list("id", flat=True))
    local = _as_dialled_from_abroad(bare)
    phones = Phone.objects.filter(number__in=bare | local)
    found |= set(phones.values_list("person_id", flat=True)[:_BY_NUMBER_AT_MOST])
    documents = Document.objects.filter(number__in=bare)
    found |= set(documents.values_list("person_id", flat=True)[:_BY_NUMBER_AT_MOST])
    tokens = (bare | {value.strip().upper() for value in numbers}) - {""}
    members = HouseholdMember.objects.filter(household__token__in=tokens)
    found |= set(members.values_list("person_id", flat=True)[:_BY_NUMBER_AT_MOST])
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


def _candidates(actor: Actor, asked: Asked, meant: namebridge.Identity) -> dict[UUID, int]:
    """Records whose name may be the one asked for, with the worth of the likeness."""
    if not meant.names or not meant.names[0].words:
        return {}
    first, *others = (asked_readings(name.words) for name in meant.names)
    otherwise = tuple(dict.fromkeys(pair for pairs in others for pair in pairs))
    index = word_index()
    complete = index.refresh(actor)
    last_word = asked.whole_name.rpartition(" ")[2].lower()
    wanted = Wanted(first, meant.birth_year or 0, asked.place[:2], last_word, otherwise)
    near = nearby(index, wanted, COMPARED)
    if not complete:
        # Rare words are still being read: blocking keys find most of their people meanwhile.
        found = records_with_keys(namebridge.search_keys(meant))
        ids = dict.fromkeys(UUID(one) for ids in found.values() for one in ids)
        near = {**dict.fromkeys(list(ids)[:COMPARED], 0), **near}
    return near


def _ranked(actor: Actor, asked: Asked, meant: namebridge.Identity, limit: int) -> list[Hit]:
    exact = _by_number(asked.numbers)
    near = _candidates(actor, asked, meant)
    best: dict[UUID, namebridge.Comparison] = {}
    score: dict[UUID, float] = {}
    certain: set[UUID] = set()
    for record, (human, known) in identities_of(exact | set(near)).items():
        comparison = namebridge.compare(meant, known)
        if record in exact:
            certain.add(human)
        # The comparison knows more facts; the words know finer how names are written, and count
        # twice for it.
        scored = comparison.weight + 2 * near.get(record, _FOUND_BY_NUMBER) / CENTIBITS
        if human not in best or scored > score[human]:
            best[human], score[human] = comparison, scored
    order = sorted(best, key=lambda h: (h not in certain, -score[h], h.int))[:limit]
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


def _may_be_elsewhere(actor: Actor, meant: namebridge.Identity, hits: list[Hit]) -> bool:
    """Whether to ask beyond the actor's sight: who asks must know more than a name."""
    if NATION in actor.scopes or not actor.may(RegistryPermission.PERSON_REGISTER):
        return False
    told = meant.birth_year is not None and any(len(name.words) > 1 for name in meant.names)
    return told and not any(hit.probability >= _FITS for hit in hits)


_FITS = 0.5
CENTIBITS, _FOUND_BY_NUMBER = 100, -3000


def _elsewhere(actor: Actor, asked: Asked, meant: namebridge.Identity) -> tuple[str, ...]:
    """Provinces that know somebody who fits well; what is read for it is not kept or shown."""
    with acting_as(actor.also_seeing(NATION)) as wider:
        records = _candidates(wider, asked, meant)
        fitting = [
            known.place[:2]
            for _human, known in identities_of(records).values()
            if namebridge.compare(meant, known).probability >= _FITS
        ]
    return tuple(dict.fromkeys(fitting))[:ELSEWHERE_AT_MOST]
