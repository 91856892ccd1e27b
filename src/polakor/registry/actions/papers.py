"""Papers and who holds them: added to, corrected by adding, never written over."""

from dataclasses import dataclass
from datetime import date
from typing import Literal
from uuid import UUID

from django.utils import timezone

from polakor.access.actions.events import record_event
from polakor.access.context import acting_as
from polakor.access.rules.actors import Actor
from polakor.base.ids import uuid7
from polakor.reference.queries.codes import entries
from polakor.registry.actions.proposals import compare_anew
from polakor.registry.errors import (
    DayToCome,
    DocumentAlreadyCorrected,
    DocumentKnown,
    HolderUnknown,
    NotADocument,
)
from polakor.registry.models import Custody, Document, Person
from polakor.registry.permissions import RegistryPermission
from polakor.registry.queries.papers import document_in_force, documents_in_force
from polakor.registry.queries.persons import record_for

Answer = Literal["yes", "no", "unknown", "refused", "not_asked"]


@dataclass(frozen=True, slots=True)
class HeldBy:
    """Who holds a paper: a code of the pack, since when if known, and whether against the will."""

    holder: str
    since: date | None = None
    against_will: Answer = "not_asked"


def add_document(
    *,
    actor: Actor,
    person_id: UUID,
    kind: str,
    number: str = "",
    held: HeldBy | None = None,
    submission_id: UUID | None = None,
) -> UUID:
    """Add a paper to a file and compare its person anew. Returns the document's id.

    Needs ``registry:document:record``. Raises ``PersonNotFound``, ``NotADocument``,
    ``DocumentKnown`` (the same kind and number, over all joined records), and for ``held`` what
    ``change_holder`` raises.
    """
    actor.require(RegistryPermission.DOCUMENT_RECORD)
    _require_kind(kind)
    tidy = _tidy_number(number)
    with acting_as(actor):
        person = record_for(actor, person_id)
        if tidy and any(
            (one.kind, one.number) == (kind, tidy) for one in documents_in_force(person)
        ):
            raise DocumentKnown
        document = _document(actor, person, kind, tidy, submission_id)
        document.save(force_insert=True)
        _written_down(actor, person, document, "added")
        if held is not None:
            _hold(actor, document, held, submission_id)
        if tidy:
            compare_anew(actor=actor, person_id=person.id)
    return document.id


def change_holder(
    *,
    actor: Actor,
    document_id: UUID,
    held: HeldBy,
    submission_id: UUID | None = None,
) -> None:
    """Say who holds a paper now; who held it before stays written.

    Needs ``registry:document:record``. Raises ``DocumentNotFound``, ``HolderUnknown``,
    ``DayToCome``.
    """
    actor.require(RegistryPermission.DOCUMENT_RECORD)
    with acting_as(actor):
        _hold(actor, document_in_force(actor, document_id), held, submission_id)


def correct_document(
    *,
    actor: Actor,
    document_id: UUID,
    kind: str,
    number: str,
    reason: str = "",
    submission_id: UUID | None = None,
) -> UUID:
    """Put another kind or number in the place of what was written; both stay. Returns the new id.

    The same paper on joined records is corrected with it.

    Needs ``registry:document:record``. Raises ``DocumentNotFound``, ``DocumentAlreadyCorrected``,
    ``NotADocument``.
    """
    actor.require(RegistryPermission.DOCUMENT_RECORD)
    _require_kind(kind)
    with acting_as(actor):
        made = []
        for wrong in _to_correct(actor, document_id):
            right = _document(actor, wrong.person, kind, _tidy_number(number), submission_id)
            right.corrects, right.reason = wrong, reason
            right.save(force_insert=True)
            _written_down(actor, wrong.person, right, "corrected")
            if right.number:
                compare_anew(actor=actor, person_id=wrong.person_id)
            made.append(right.id)
    return made[0]


def withdraw_document(
    *, actor: Actor, document_id: UUID, reason: str = "", submission_id: UUID | None = None
) -> None:
    """Say that a paper was never this person's. It stays readable as withdrawn.

    Needs ``registry:document:record``. Raises ``DocumentNotFound``, ``DocumentAlreadyCorrected``.
    """
    actor.require(RegistryPermission.DOCUMENT_RECORD)
    with acting_as(actor):
        for wrong in _to_correct(actor, document_id):
            gone = _document(actor, wrong.person, wrong.kind, wrong.number, submission_id)
            gone.corrects, gone.withdrawn, gone.reason = wrong, True, reason
            gone.save(force_insert=True)
            _written_down(actor, wrong.person, gone, "withdrawn")


def _document(
    actor: Actor, person: Person, kind: str, number: str, submission_id: UUID | None
) -> Document:
    return Document(
        person=person,
        kind=kind,
        number=number,
        submission_id=submission_id,
        told_by=actor.account_id,
        told_at=timezone.now(),
        scopes=person.scopes,
    )


def _tidy_number(number: str) -> str:
    """A number as it is compared: capitals, no spaces."""
    return "".join(number.split()).upper()


def _require_kind(kind: str) -> None:
    papers = {one.code for one in entries("document_kinds") if one.attributes["document"]}
    if kind not in papers:
        raise NotADocument(kind=kind)


def _to_correct(actor: Actor, document_id: UUID) -> list[Document]:
    """The document and the same paper on joined records, for a page shows them as one.

    Their persons are locked, so that of two who correct it the second is told.
    """
    document = document_in_force(actor, document_id)
    same = [
        other
        for other in documents_in_force(document.person)
        if other.id != document.id
        and other.number
        and (other.kind, other.number) == (document.kind, document.number)
    ]
    persons = {one.person_id for one in (document, *same)}
    list(Person.objects.select_for_update().filter(id__in=persons).order_by("id"))
    if Document.objects.filter(corrects=document).exists():
        raise DocumentAlreadyCorrected
    return [document, *same]


def _hold(actor: Actor, document: Document, held: HeldBy, submission_id: UUID | None) -> None:
    if held.holder not in {one.code for one in entries("holders")}:
        raise HolderUnknown(holder=held.holder)
    if held.since is not None and held.since > timezone.localdate():
        raise DayToCome
    Custody(
        id=uuid7(),
        document=document,
        holder=held.holder,
        since=held.since,
        against_will=held.against_will,
        submission_id=submission_id,
        told_by=actor.account_id,
        scopes=document.scopes,
    ).save(force_insert=True)
    record_event(
        actor=actor,
        event="registry:document:holder_changed",
        target_kind="person",
        target_id=str(document.person_id),
        detail={"document": str(document.id)},
    )


def _written_down(actor: Actor, person: Person, document: Document, what: str) -> None:
    record_event(
        actor=actor,
        event=f"registry:document:{what}",
        target_kind="person",
        target_id=str(person.id),
        detail={"document": str(document.id)},
    )
