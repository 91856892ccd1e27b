"""What we were told about a person, word for word, and where it came from."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q

from polakor.base.ids import receipt_number
from polakor.intake.models import Submission, SubmissionSource
from polakor.intake.queries.family import ANSWERED
from polakor.intake.queries.words import layouts_of_lists
from polakor.intake.rules.layouts import Layout
from polakor.registry.models import Person, Told

GUARDED = frozenset({"flags", "needs"})
"""Questions of a device's form that are for case workers alone."""
MANY = ", "
"""Between the codes of several answers to one question."""


@dataclass(frozen=True, slots=True)
class ToldCell:
    """One answer as it was written, and what was asked.

    ``asked``: the heading of the column as the sender wrote it, or the name of a form's question.
    """

    asked: str
    text: str


@dataclass(frozen=True, slots=True)
class ToldLine:
    """A submission word for word: the answers of a form, or the row of a list.

    ``filename`` is ``""`` for a form, and for a list that the asker may not see; ``row`` is None
    for a form; ``form`` is ``""`` for a list. Guarded cells (``intake.rules.fields``) and empty
    ones are left out. ``taken_by``, ``office``: the account and office that took it down.
    """

    submission: UUID
    receipt: str
    filename: str
    row: int | None
    form: str
    cells: tuple[ToldCell, ...]
    received_at: datetime
    taken_by: UUID
    office: UUID | None


def told_of(records: Collection[UUID]) -> tuple[ToldLine, ...]:
    """All submissions about these records, the oldest first. Two queries, four with lists.

    Must run inside ``acting_as``.
    """
    rows = [
        (told.submission, told.person_id)
        for told in Told.objects.filter(person_id__in=records)
        .select_related("submission__received_list")
        .order_by("submission__received_at", "submission_id")
    ]
    layouts = layouts_of_lists({one.received_list_id for one, _ in rows if one.received_list_id})
    return tuple(_line(one, person, layouts) for one, person in rows)


def forms_about(person: Person) -> tuple[list[Submission], frozenset[UUID]]:
    """Filled forms about a person's joined records and the families they were registered in.

    Oldest first, with the records they tell of. Rows of lists are left out. Two queries. Must run
    inside ``acting_as``.
    """
    human = person.canonical_id or person.id
    rows = list(
        Told.objects.filter(Q(person_id=human) | Q(person__canonical_id=human))
        .exclude(submission__source=SubmissionSource.LIST)
        .select_related("submission")
    )
    found = {told.submission_id: told.submission for told in rows}
    tokens = {one.token for one in found.values() if one.token and one.kind == "register"}
    of_family = Submission.objects.filter(
        Q(base__in=list(found)) | Q(token__in=tokens, base__isnull=True),
        kind="enrich",
        outcome__state__in=ANSWERED,
    ).exclude(outcome__reason="token_twice")  # nobody knows yet which family it is of
    found |= {one.id: one for one in of_family}
    in_order = sorted(found.values(), key=lambda one: (one.received_at, one.id))
    return in_order, frozenset(told.person_id for told in rows)


def _line(one: Submission, person: UUID, layouts: dict[UUID, list[Layout | None]]) -> ToldLine:
    # A list may be hidden from somebody who sees one row of it.
    received = one.received_list
    if one.source == SubmissionSource.DEVICE or (
        one.source == SubmissionSource.FORM and "members" in one.raw
    ):
        cells = _of_person(one.raw, str(person))
    elif one.source == SubmissionSource.FORM:
        cells = [ToldCell(asked, text) for asked, text in one.raw.items()]
    else:
        assert one.received_list_id is not None
        cells = _open_cells(one, layouts.get(one.received_list_id, []))
    return ToldLine(
        submission=one.id,
        receipt=receipt_number(one.id),
        filename=received.filename if received is not None else "",
        row=one.row,
        form=one.form,
        cells=tuple(cell for cell in cells if cell.text.strip()),
        received_at=one.received_at,
        taken_by=one.received_by,
        office=one.office_id or (received.office_id if received is not None else None),
    )


def _of_person(told: Mapping[str, Any], person: str) -> list[ToldCell]:
    """What the family and this one of it said; of the others and of their trouble nothing."""
    said = [told.get("household") or {}]
    said += [one for one in told.get("members") or () if str(one.get("id")).lower() == person]
    cells = []
    for one in said:
        for asked, value in {**(one.get("answers") or {}), **(one.get("unanswered") or {})}.items():
            if asked not in GUARDED:
                text = MANY.join(map(str, value)) if isinstance(value, list) else str(value)
                cells.append(ToldCell(asked, text))
    return cells


def _open_cells(one: Submission, layouts: list[Layout | None]) -> list[ToldCell]:
    """The row without what it tells of the person's trouble: that is for case workers alone."""
    at = one.sheet if one.sheet is not None else 0
    layout = layouts[at] if at < len(layouts) else None
    if layout is None:
        return []  # nobody can say which of its cells are guarded
    heads = {column.index: column.header for column in layout.columns}
    cells = layout.open_cells([str(cell) for cell in one.raw])
    return [ToldCell(heads.get(index, ""), text) for index, text in enumerate(cells)]


def person_told_by(submission_id: UUID) -> UUID | None:
    """The record a submission is about, or None (unknown or unseen). One query.

    Must run inside ``acting_as``.
    """
    found = Told.objects.filter(submission_id=submission_id).values_list("person_id", flat=True)
    return found.first()
