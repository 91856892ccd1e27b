"""Papers of a person and who held them when."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise
from uuid import UUID

from polakor.access.rules.actors import Actor
from polakor.registry.errors import DocumentAlreadyCorrected, DocumentNotFound
from polakor.registry.models import Custody, Document, Person
from polakor.registry.permissions import RegistryPermission


@dataclass(frozen=True, slots=True)
class CustodyLine:
    """One answer to "who holds it": a code of the pack, who told it down and when."""

    holder: str
    against_will: str
    since: date | None
    told_at: datetime
    told_by: UUID


@dataclass(frozen=True, slots=True)
class FormerDocument:
    """What stood here before: as it was written, and why it does not hold (``reason``)."""

    kind: str
    number: str
    withdrawn: bool
    reason: str
    told_at: datetime | None
    told_by: UUID | None


@dataclass(frozen=True, slots=True)
class DocumentLine:
    """A document and who holds it, as far as told. ``custody`` is newest first."""

    kind: str
    number: str
    holder: str
    against_will: str
    since: date | None
    id: UUID | None = None
    custody: tuple[CustodyLine, ...] = ()
    former: tuple[FormerDocument, ...] = ()


@dataclass(frozen=True, slots=True)
class Papers:
    """Papers in force, and those that were withdrawn."""

    documents: tuple[DocumentLine, ...]
    withdrawn: tuple[FormerDocument, ...]


def documents_in_force(person: Person) -> list[Document]:
    """Papers of all records joined with ``person`` that were neither corrected nor withdrawn.

    One query. Must run inside ``acting_as``.
    """
    human = person.canonical_id or person.id
    records = Person.objects.filter(id=human) | Person.objects.filter(canonical_id=human)
    return list(
        Document.objects.filter(
            person_id__in=records.values("id"), corrected_by__isnull=True, withdrawn=False
        )
        .select_related("person")
        .order_by("id")
    )


def document_in_force(actor: Actor, document_id: UUID) -> Document:
    """One paper that can be acted on. One query. Must run inside ``acting_as``.

    Needs ``registry:person:read``. Raises ``DocumentNotFound``, ``DocumentAlreadyCorrected``.
    """
    actor.require(RegistryPermission.PERSON_READ)
    document = (
        Document.objects.select_related("person", "corrected_by").filter(id=document_id).first()
    )
    if document is None:
        raise DocumentNotFound
    if document.withdrawn or hasattr(document, "corrected_by"):
        raise DocumentAlreadyCorrected
    return document


def papers_of(records: Collection[UUID]) -> Papers:
    """All papers of these records with their history. Two queries. Inside ``acting_as``."""
    custody: dict[UUID, list[Custody]] = defaultdict(list)
    for held in Custody.objects.filter(document__person_id__in=records).order_by("-told_at", "-id"):
        custody[held.document_id].append(held)
    rows = {row.id: row for row in Document.objects.filter(person_id__in=records).order_by("id")}
    corrected = {row.corrects_id: row for row in rows.values() if row.corrects_id}
    papers: dict[tuple[str, str], list[Document]] = defaultdict(list)
    withdrawn: dict[tuple[str, str], FormerDocument] = {}
    for row in rows.values():
        if row.id in corrected:
            continue
        if row.withdrawn:
            withdrawn.setdefault((row.kind, row.number), _former(row))
        else:
            # The same paper on several joined records is one paper; without a number who knows.
            papers[(row.kind, row.number or str(row.id))].append(row)
    lines = [_line(same, rows, custody) for same in papers.values()]
    return Papers(tuple(lines), tuple(withdrawn.values()))


def _chain(row: Document, rows: dict[UUID, Document]) -> list[Document]:
    """The document and what it corrects, newest first."""
    chain = [row]
    while chain[-1].corrects_id is not None and chain[-1].corrects_id in rows:
        chain.append(rows[chain[-1].corrects_id])
    return chain


def _former(row: Document, because: Document | None = None) -> FormerDocument:
    by = because or row
    return FormerDocument(
        kind=row.kind,
        number=row.number,
        withdrawn=row.withdrawn,
        reason=by.reason,
        told_at=by.told_at,
        told_by=by.told_by,
    )


def _line(
    same: list[Document], rows: dict[UUID, Document], custody: dict[UUID, list[Custody]]
) -> DocumentLine:
    """One paper, which may stand on several joined records."""
    row = same[-1]
    chains = [_chain(one, rows) for one in same]
    held = [one for chain in chains for document in chain for one in custody[document.id]]
    held.sort(key=lambda one: (one.told_at, one.id.int), reverse=True)
    now = held[0] if held else None
    return DocumentLine(
        kind=row.kind,
        number=row.number,
        holder=now.holder if now else "unknown",
        against_will=now.against_will if now else "unknown",
        since=now.since if now else None,
        id=row.id,
        custody=tuple(
            CustodyLine(one.holder, one.against_will, one.since, one.told_at, one.told_by)
            for one in held
        ),
        former=tuple(
            dict.fromkeys(_former(old, new) for chain in chains for new, old in pairwise(chain))
        ),
    )
