"""Reading persons: summaries for lists, and one whole file at a time, each look written down."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q

from polakor.access.actions.events import record_event
from polakor.access.context import acting_as
from polakor.access.rules.actors import Actor
from polakor.base.ids import read_human_number
from polakor.intake.models import Submission
from polakor.intake.queries.words import layouts_of
from polakor.registry.errors import PersonNotFound
from polakor.registry.models import (
    Custody,
    Document,
    HouseholdMember,
    MatchDecision,
    Person,
    PersonName,
    Phone,
    Told,
)
from polakor.registry.permissions import RegistryPermission


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
class DocumentLine:
    """A document and who holds it, as far as told."""

    kind: str
    number: str
    holder: str
    against_will: str
    since: date | None


@dataclass(frozen=True, slots=True)
class DecisionLine:
    """A match decision that touches the person. ``number``: the other record's number."""

    id: UUID
    number: str
    verdict: str
    basis: str
    reason: str
    probability: float | None
    decided_at: datetime
    undone: bool


@dataclass(frozen=True, slots=True)
class ToldLine:
    """A submission word for word: the cells of the row, the list it stood in.

    Guarded cells (``intake.rules.fields.GUARDED_FIELDS``) are blank.
    """

    submission: UUID
    filename: str
    row: int
    cells: tuple[str, ...]
    received_at: datetime


@dataclass(frozen=True, slots=True)
class PersonFile:
    """All the registry knows of one person, over all joined records.

    ``unanswered``: why an answer is missing, by question; the latest record that says so.
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


def get_person_for(actor: Actor, person_id: UUID, *, reason: str = "") -> PersonFile:
    """One person's whole file, and the look is written down.

    Any joined record's id opens the same file. Needs ``registry:person:read``. Raises
    ``PersonNotFound``, the same for "no such person" and "not yours to see". Nine queries.
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
    return PersonFile(
        summary=_summary(group, shown),
        records=tuple((person.id, person.number) for person in group),
        names=names,
        phones=phones,
        documents=_documents(records),
        decisions=_decisions(records),
        told=_told(records),
        household=_household(records),
        unanswered={
            question: why
            for person in sorted(group, key=lambda person: person.id)
            for question, why in person.unanswered.items()
        },
    )


def _documents(records: list[UUID]) -> tuple[DocumentLine, ...]:
    custody: dict[UUID, Custody] = {}
    for row in Custody.objects.filter(document__person_id__in=records).order_by("id"):
        custody[row.document_id] = row
    lines = []
    for document in Document.objects.filter(person_id__in=records).order_by("id"):
        held = custody.get(document.id)
        lines.append(
            DocumentLine(
                kind=document.kind,
                number=document.number,
                holder=held.holder if held else "unknown",
                against_will=held.against_will if held else "unknown",
                since=held.since if held else None,
            )
        )
    return tuple(lines)


def _decisions(records: list[UUID]) -> tuple[DecisionLine, ...]:
    rows = (
        MatchDecision.objects.filter(
            Q(subject_id__in=records) | Q(other_id__in=records), undoes__isnull=True
        )
        .select_related("subject", "other", "undone_by")
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
            decided_at=row.decided_at,
            undone=hasattr(row, "undone_by"),
        )
        for row in rows
    )


def _told(records: list[UUID]) -> tuple[ToldLine, ...]:
    rows = (
        Told.objects.filter(person_id__in=records)
        .select_related("submission__received_list")
        .order_by("submission_id")
    )
    return tuple(
        ToldLine(
            submission=row.submission_id,
            filename=row.submission.received_list.filename,
            row=row.submission.row,
            cells=_open_cells(row.submission),
            received_at=row.submission.received_at,
        )
        for row in rows
    )


def _open_cells(submission: Submission) -> tuple[str, ...]:
    """The row without what it tells of the person's trouble: that is for case workers alone."""
    layouts = layouts_of(submission.received_list)
    layout = layouts[submission.sheet] if submission.sheet < len(layouts) else None
    cells = [str(cell) for cell in submission.raw]
    return tuple(cells if layout is None else layout.open_cells(cells))


def _household(records: list[UUID]) -> tuple[PersonSummary, ...]:
    households = HouseholdMember.objects.filter(person_id__in=records).values("household_id")
    others = list(
        HouseholdMember.objects.filter(household_id__in=households)
        .exclude(person_id__in=records)
        .values_list("person_id", flat=True)
    )
    return tuple(summaries_of(others).values()) if others else ()
