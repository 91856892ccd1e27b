"""Reading persons: summaries for lists, and one whole file at a time, each look written down."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from polakor.access.actions.events import record_event
from polakor.access.context import acting_as
from polakor.access.rules.actors import Actor
from polakor.base.ids import read_human_number
from polakor.registry.errors import PersonNotFound
from polakor.registry.models import MatchDecision, Person, PersonName, Phone
from polakor.registry.permissions import RegistryPermission
from polakor.registry.queries.households import EndedLink, Link, Links, links_of
from polakor.registry.queries.papers import DocumentLine, FormerDocument, papers_of
from polakor.registry.queries.told import ToldLine, told_of

__all__ = [
    "DecisionLine",
    "DocumentLine",
    "FormerRelative",
    "NameLine",
    "PersonFile",
    "PersonSummary",
    "Relative",
    "ToldLine",
    "birth_text",
    "file_of",
    "get_person_for",
    "person_id_by_number",
    "record_for",
    "summaries_by_record",
    "summaries_of",
]


@dataclass(frozen=True, slots=True)
class PersonSummary:
    """A person in a list. ``names``: (ISO 15924 script, text); ``records``: joined records."""

    id: UUID
    number: str
    names: tuple[tuple[str, str], ...]
    sex: int
    birth: str
    birth_basis: str
    home: str
    records: int


@dataclass(frozen=True, slots=True)
class NameLine:
    """One name as written by one source."""

    record: UUID
    script: str
    text: str
    original: str
    submission: UUID | None


@dataclass(frozen=True, slots=True)
class DecisionLine:
    """A match decision that touches the person. ``number``: the other record's number.

    ``waits``: a "same" that joins nothing before another officer has confirmed it.
    """

    id: UUID
    number: str
    verdict: str
    basis: str
    reason: str
    probability: float | None
    decided_by: UUID
    decided_at: datetime
    undone: bool
    waits: bool


@dataclass(frozen=True, slots=True)
class Relative:
    """Somebody of the household with the link that leads to them; ``link.record`` is theirs."""

    person: PersonSummary
    link: Link


@dataclass(frozen=True, slots=True)
class FormerRelative:
    """Somebody who was linked once, or by mistake."""

    person: PersonSummary
    link: EndedLink


@dataclass(frozen=True, slots=True)
class PersonFile:
    """All the registry knows of one person, over all joined records.

    ``unanswered``: why an answer is missing, by question; the latest record that says so.
    ``household``: each other person once; ``relatives``: the same people with their links.
    """

    summary: PersonSummary
    records: tuple[tuple[UUID, str], ...]
    names: tuple[NameLine, ...]
    phones: tuple[str, ...]
    documents: tuple[DocumentLine, ...]
    decisions: tuple[DecisionLine, ...]
    told: tuple[ToldLine, ...]
    household: tuple[PersonSummary, ...]
    unanswered: Mapping[str, str]
    withdrawn: tuple[FormerDocument, ...] = ()
    relatives: tuple[Relative, ...] = ()
    former_relatives: tuple[FormerRelative, ...] = ()

    @property
    def record_ids(self) -> tuple[UUID, ...]:
        """Ids of all joined records, the canonical one first."""
        return tuple(record for record, _ in self.records)


def birth_text(person: Person) -> str:
    """``YYYY``, ``YYYY-MM``, ``YYYY-MM-DD`` or ``""``."""
    parts = [(person.birth_year, 4), (person.birth_month, 2), (person.birth_day, 2)]
    return "-".join(f"{value:0{width}d}" for value, width in parts if value is not None)


def summaries_of(person_ids: Collection[UUID]) -> dict[UUID, PersonSummary]:
    """Summaries of the canonical persons with these ids, as far as visible. Two queries."""
    people = Person.objects.filter(Q(id__in=person_ids) | Q(canonical_id__in=person_ids))
    groups: dict[UUID, list[Person]] = defaultdict(list)
    for person in people.order_by("id"):
        groups[person.canonical_id or person.id].append(person)
    names: dict[UUID, list[tuple[str, str]]] = defaultdict(list)
    human_of = {person.id: human for human, group in groups.items() for person in group}
    for record, script, text in (
        PersonName.objects.filter(person_id__in=list(human_of))
        .order_by("person_id", "position")
        .values_list("person_id", "script", "text")
    ):
        pair = (script, text)
        if pair not in names[human_of[record]]:
            names[human_of[record]].append(pair)
    return {human: _summary(group, tuple(names[human])) for human, group in groups.items()}


def summaries_by_record(records: Collection[UUID]) -> dict[UUID, PersonSummary]:
    """Summaries by record id, whichever human the record stands under. Three queries."""
    humans = {
        record: canonical or record
        for record, canonical in Person.objects.filter(id__in=records).values_list(
            "id", "canonical_id"
        )
    }
    summaries = summaries_of(set(humans.values()))
    return {record: summaries[human] for record, human in humans.items() if human in summaries}


def _summary(group: list[Person], names: tuple[tuple[str, str], ...]) -> PersonSummary:
    """The canonical record speaks; where it is silent, the most precise of the others does."""
    head = group[0]
    birth = max(group, key=lambda p: (len(birth_text(p)), p.birth_basis == "date"))
    sex = next((p.sex for p in group if p.sex in (1, 2)), head.sex)
    home = max((p.home_id or "" for p in group), key=len)
    return PersonSummary(
        id=head.canonical_id or head.id,
        number=head.number,
        names=names,
        sex=sex,
        birth=birth_text(birth),
        birth_basis=birth.birth_basis,
        home=home,
        records=len(group),
    )


def person_id_by_number(actor: Actor, text: str) -> UUID | None:
    """The canonical person behind a number as typed, or None (unknown, unseen or mistyped)."""
    actor.require(RegistryPermission.PERSON_SEARCH)
    number = read_human_number(text)
    if number is None:
        return None
    with acting_as(actor):
        row = Person.objects.filter(number=number).values_list("id", "canonical_id").first()
    return (row[1] or row[0]) if row else None


def record_for(actor: Actor, person_id: UUID) -> Person:
    """The record to add something to: this one, or one joined with it that the actor may see.

    Needs ``registry:person:read``. Raises ``PersonNotFound``. One query. Inside ``acting_as``.
    """
    actor.require(RegistryPermission.PERSON_READ)
    found = list(Person.objects.filter(Q(id=person_id) | Q(canonical_id=person_id)).order_by("id"))
    if not found:
        raise PersonNotFound
    return next((person for person in found if person.id == person_id), found[0])


def get_person_for(actor: Actor, person_id: UUID, *, reason: str = "") -> PersonFile:
    """One person's whole file, and the look is written down.

    Any joined record's id opens the same file. Needs ``registry:person:read``. Raises
    ``PersonNotFound``, the same for "no such person" and "not yours to see". At most 16 queries.
    """
    actor.require(RegistryPermission.PERSON_READ)
    with acting_as(actor):
        # Lists lead to the canonical record, which may lie where the actor may not see it.
        known = Person.objects.filter(Q(id=person_id) | Q(canonical_id=person_id))
        found = known.order_by("id").values_list("id", "canonical_id").first()
        if found is None:
            raise PersonNotFound
        file = file_of(found[1] or found[0])
        record_event(
            actor=actor,
            event="registry:person:read",
            target_kind="person",
            target_id=str(file.summary.id),
            reason=reason,
        )
    return file


def file_of(human: UUID) -> PersonFile:
    """The file of a canonical person, not written down: for queries of this room that do so."""
    group = list(Person.objects.filter(Q(id=human) | Q(canonical_id=human)).order_by("id"))
    # The canonical record may lie in another province than the one that led here.
    group.sort(key=lambda person: person.id != human)
    records = [person.id for person in group]
    names = tuple(
        NameLine(*row)
        for row in PersonName.objects.filter(person_id__in=records)
        .order_by("person_id", "position")
        .values_list("person_id", "script", "text", "original", "submission_id")
    )
    phones = tuple(
        dict.fromkeys(
            Phone.objects.filter(person_id__in=records)
            .order_by("id")
            .values_list("number", flat=True)
        )
    )
    shown = tuple(dict.fromkeys((line.script, line.text) for line in names))
    papers = papers_of(records)
    relatives, former_relatives = _relatives(links_of(records))
    return PersonFile(
        summary=_summary(group, shown),
        records=tuple((person.id, person.number) for person in group),
        names=names,
        phones=phones,
        documents=papers.documents,
        decisions=_decisions(records),
        told=told_of(records),
        household=tuple(one.person for one in relatives),
        withdrawn=papers.withdrawn,
        relatives=relatives,
        former_relatives=former_relatives,
        unanswered={
            question: why
            for person in sorted(group, key=lambda person: person.id)
            for question, why in person.unanswered.items()
        },
    )


def _decisions(records: list[UUID]) -> tuple[DecisionLine, ...]:
    confirmations = MatchDecision.objects.filter(confirms=OuterRef("pk"), undone_by__isnull=True)
    rows = (
        MatchDecision.objects.filter(
            Q(subject_id__in=records) | Q(other_id__in=records), undoes__isnull=True
        )
        .select_related("subject", "other", "undone_by")
        .annotate(confirmed=Exists(confirmations))
        .order_by("-decided_at")
    )
    return tuple(
        DecisionLine(
            id=row.id,
            number=row.other.number if row.subject_id in records else row.subject.number,
            verdict=row.verdict,
            basis=row.basis,
            reason=row.reason,
            probability=row.probability,
            decided_by=row.decided_by,
            decided_at=row.decided_at,
            undone=hasattr(row, "undone_by"),
            waits=row.second_needed and not row.confirmed,
        )
        for row in rows
    )


def _relatives(links: Links) -> tuple[tuple[Relative, ...], tuple[FormerRelative, ...]]:
    """The people behind the links, as far as visible, each human once."""
    records = {link.record for link in links.now} | {link.record for link in links.ended}
    people = summaries_by_record(records) if records else {}
    now: dict[UUID, Relative] = {}
    for link in links.now:
        if link.record in people:
            person = people[link.record]
            if person.id not in now or now[person.id].link.id is None:
                now[person.id] = Relative(person, link)
    ended = tuple(
        FormerRelative(people[link.record], link) for link in links.ended if link.record in people
    )
    return tuple(now.values()), ended
