"""Reading inspections: scores, what was found, and what must still be put right."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import F

from polakor.access.context import acting_as
from polakor.access.rules.actors import Actor
from polakor.recruitment.errors import InspectionNotFound
from polakor.recruitment.models import Correction, Finding, Inspection
from polakor.recruitment.permissions import RecruitmentPermission
from polakor.recruitment.queries.pack import items_of_checklists
from polakor.recruitment.rules.checklists import Score, score


@dataclass(frozen=True, slots=True)
class InspectionLine:
    """A visit with its score; ``open``: corrections that were not seen to be done."""

    id: UUID
    number: str
    on_day: date
    checklist: str
    kind: str
    inspectors: str
    summary: str
    score: Score
    open: int


@dataclass(frozen=True, slots=True)
class CorrectionLine:
    """Something an agency must put right."""

    id: UUID
    inspection: UUID
    number: str
    name_km: str
    name_latin: str
    item: str
    what: str
    due_on: date
    done_on: date | None
    done_note: str


@dataclass(frozen=True, slots=True)
class FindingLine:
    """What was seen at one point, with what must be put right there."""

    item: str
    result: str
    found: str
    corrections: tuple[CorrectionLine, ...]


def inspections_of(actor: Actor, number: str) -> list[InspectionLine]:
    """Visits to an agency, newest first. Four queries. Needs ``recruitment:recruiter:read``."""
    actor.require(RecruitmentPermission.RECRUITER_READ)
    with acting_as(actor):
        rows = list(
            Inspection.objects.filter(recruiter__number=number)
            .select_related("recruiter")
            .prefetch_related("findings__corrections")
            .order_by("-on_day", "-recorded_at")
        )
        return _lines(rows)


def inspection_for(
    actor: Actor, inspection_id: UUID
) -> tuple[InspectionLine, tuple[FindingLine, ...]]:
    """A visit and what was seen, in the order of the checklist. Four queries.

    Needs ``recruitment:recruiter:read``. Raises ``InspectionNotFound``.
    """
    actor.require(RecruitmentPermission.RECRUITER_READ)
    with acting_as(actor):
        row = (
            Inspection.objects.filter(id=inspection_id)
            .select_related("recruiter")
            .prefetch_related("findings__corrections__finding__inspection__recruiter")
            .first()
        )
        if row is None:
            raise InspectionNotFound
        items = items_of_checklists([row.checklist])[row.checklist]
        place = {code: at for at, code in enumerate(items)}
        found = sorted(row.findings.all(), key=lambda one: place.get(one.item, len(place)))
        return _lines([row])[0], tuple(_finding(one) for one in found)


def open_corrections(actor: Actor, *, limit: int = 200) -> list[CorrectionLine]:
    """What must still be put right, the longest due first. One query.

    Needs ``recruitment:recruiter:read``.
    """
    actor.require(RecruitmentPermission.RECRUITER_READ)
    with acting_as(actor):
        rows = (
            Correction.objects.filter(done_on__isnull=True)
            .select_related("finding__inspection__recruiter")
            .order_by(F("due_on").asc(), "id")[:limit]
        )
        return [_correction(row) for row in rows]


def _lines(rows: Iterable[Inspection]) -> list[InspectionLine]:
    rows = list(rows)
    items = items_of_checklists({row.checklist for row in rows})
    return [
        InspectionLine(
            id=row.id,
            number=row.recruiter.number,
            on_day=row.on_day,
            checklist=row.checklist,
            kind=row.kind,
            inspectors=row.inspectors,
            summary=row.summary,
            score=score(items[row.checklist], {one.item: one.result for one in row.findings.all()}),
            open=sum(
                one.done_on is None
                for found in row.findings.all()
                for one in found.corrections.all()
            ),
        )
        for row in rows
    ]


def _finding(row: Finding) -> FindingLine:
    corrections = tuple(_correction(one) for one in row.corrections.all())
    return FindingLine(row.item, row.result, row.found, corrections)


def _correction(row: Correction) -> CorrectionLine:
    inspection = row.finding.inspection
    return CorrectionLine(
        id=row.id,
        inspection=inspection.id,
        number=inspection.recruiter.number,
        name_km=inspection.recruiter.name_km,
        name_latin=inspection.recruiter.name_latin,
        item=row.finding.item,
        what=row.what,
        due_on=row.due_on,
        done_on=row.done_on,
        done_note=row.done_note,
    )
