"""Write down what inspectors saw, and that something was put right."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils import timezone

from polakor.access.actions.events import record_event
from polakor.access.context import acting_as
from polakor.access.rules.actors import Actor
from polakor.recruitment.errors import (
    CodeUnknown,
    CorrectionDone,
    DayToCome,
    EndsBeforeItBegins,
    FindingMissing,
    InspectionNotFound,
    NothingSeen,
)
from polakor.recruitment.models import Correction, Finding, Inspection
from polakor.recruitment.permissions import RecruitmentPermission
from polakor.recruitment.queries.pack import checklist
from polakor.recruitment.queries.rows import agency_row, closed_scopes
from polakor.recruitment.rules.checklists import RESULTS
from polakor.recruitment.rules.words import said, tidy


@dataclass(frozen=True, slots=True)
class FindingDraft:
    """What was seen at a point (``rules.checklists.RESULTS``), and what must be put right until."""

    item: str
    result: str
    found: str = ""
    correction: str = ""
    due_on: date | None = None


@dataclass(frozen=True, slots=True)
class InspectionDraft:
    """A visit about to be entered. ``checklist``: its key in the pack."""

    on_day: date
    checklist: str
    inspectors: str
    findings: Sequence[FindingDraft]
    kind: str = "regular"
    summary: str = ""


def record_inspection(*, actor: Actor, number: str, draft: InspectionDraft) -> UUID:
    """Enter a visit to an agency with what was seen at each point.

    Needs ``recruitment:inspection:record``. Raises ``RecruiterNotFound``, ``NotAnAgency``,
    ``DayToCome``, ``CodeUnknown`` for a checklist or a point, ``NothingSeen``, ``FindingMissing``,
    ``EndsBeforeItBegins`` for a correction due before the visit, ``ReasonMissing`` for nobody who
    inspected.
    """
    actor.require(RecruitmentPermission.INSPECTION_RECORD)
    if draft.on_day > timezone.localdate():
        raise DayToCome
    _check(draft)
    with acting_as(actor):
        row = agency_row(number)
        scopes = closed_scopes(row)
        visit = Inspection.objects.create(
            recruiter=row,
            scopes=scopes,
            on_day=draft.on_day,
            checklist=draft.checklist,
            inspectors=said(draft.inspectors),
            kind=draft.kind,
            summary=draft.summary.strip(),
            recorded_by=actor.account_id,
        )
        findings = Finding.objects.bulk_create(
            Finding(
                inspection=visit,
                item=one.item,
                result=one.result,
                found=one.found.strip(),
                scopes=scopes,
            )
            for one in draft.findings
        )
        Correction.objects.bulk_create(
            Correction(finding=finding, what=tidy(one.correction), due_on=one.due_on, scopes=scopes)
            for finding, one in zip(findings, draft.findings, strict=True)
            if one.due_on is not None
        )
        record_event(
            actor=actor,
            event="recruitment:inspection:recorded",
            target_kind="recruiter",
            target_id=str(row.id),
        )
    return visit.id


def _check(draft: InspectionDraft) -> None:
    points = {one.code: one for one in checklist(draft.checklist).items}
    for one in draft.findings:
        if one.item not in points or one.result not in RESULTS:
            raise CodeUnknown(code=one.item)
        if one.result == "not_met" and not one.found.strip():
            raise FindingMissing(item=one.item)
        if one.due_on is not None:
            said(one.correction)
            if one.due_on < draft.on_day:
                raise EndsBeforeItBegins
    if all(one.result == "not_seen" for one in draft.findings):
        raise NothingSeen


def close_correction(
    *, actor: Actor, inspection_id: UUID, correction_id: UUID, on_day: date, note: str = ""
) -> None:
    """Say that something an inspection asked for was put right.

    Needs ``recruitment:inspection:record``. Raises ``InspectionNotFound``, ``CorrectionDone``,
    ``DayToCome``.
    """
    actor.require(RecruitmentPermission.INSPECTION_RECORD)
    if on_day > timezone.localdate():
        raise DayToCome
    with acting_as(actor):
        row = (
            Correction.objects.select_for_update(of=("self",))
            .select_related("finding__inspection")
            .filter(id=correction_id, finding__inspection=inspection_id)
            .first()
        )
        if row is None:
            raise InspectionNotFound
        if row.done_on is not None:
            raise CorrectionDone
        row.done_on, row.done_note, row.closed_by = on_day, note.strip(), actor.account_id
        row.save(update_fields=["done_on", "done_note", "closed_by"])
        record_event(
            actor=actor,
            event="recruitment:correction:done",
            target_kind="recruiter",
            target_id=str(row.finding.inspection.recruiter_id),
        )
