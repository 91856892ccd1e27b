"""Made-up agencies and a made-up broker: licensed, stopped, expired, revoked. Made once."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from polakor.access.context import acting_as
from polakor.access.rules.actors import Actor
from polakor.doors.command.demo.plan import in_language
from polakor.recruitment.actions.inspections import (
    FindingDraft,
    InspectionDraft,
    record_inspection,
)
from polakor.recruitment.actions.licences import ActDraft, decide_licence, permit_country
from polakor.recruitment.actions.recruiters import (
    OfficeDraft,
    add_office,
    list_publicly,
    register_recruiter,
)
from polakor.recruitment.queries.pack import checklist, checklist_in_force
from polakor.recruitment.queries.recruiters import recruiter_count


def make_recruiters(rows: Sequence[Mapping[str, Any]], language: str, actor: Actor) -> int:
    """Make everybody of the section ``recruiter`` in one transaction; returns how many.

    Where somebody is entered already nothing is made.
    """
    with acting_as(actor):
        if not rows or recruiter_count(actor):
            return 0
        for row in rows:
            _recruiter(row, language, actor)
    return len(rows)


def _recruiter(row: Mapping[str, Any], language: str, actor: Actor) -> None:
    number = register_recruiter(
        actor=actor,
        kind=row["kind"],
        name_km=in_language(row["name"], language),
        name_latin=in_language(row["name"], "en"),
        province=row["province"],
        other_names=row.get("other_names", ()),
    )
    for act in row.get("act", ()):
        draft = ActDraft(
            act=act["act"],
            on_day=_day(act["on"]),
            until=_day(act["until"]) if "until" in act else None,
            licence=act.get("licence", ""),
            reason=in_language(act["reason"], language) if "reason" in act else "",
            decided_by=in_language(act["decided_by"], language),
            reference=act["reference"],
        )
        decide_licence(actor=actor, number=number, draft=draft)
    for country in row.get("countries", ()):
        permit_country(
            actor=actor,
            number=number,
            country=country,
            from_day=_day(row["act"][0]["on"]),
            reference=row["act"][0]["reference"],
        )
    if "place" in row:
        office = OfficeDraft("head", _day(row["act"][0]["on"]), place=row["place"])
        add_office(actor=actor, number=number, draft=office)
    if "inspection" in row:
        _inspection(row["inspection"], number, language, actor)
    if "listed" in row:
        list_publicly(actor=actor, number=number, because=in_language(row["listed"], language))


def _inspection(row: Mapping[str, Any], number: str, language: str, actor: Actor) -> None:
    key = checklist_in_force(timezone.localdate())
    not_met = row.get("not_met", {})
    findings = [
        FindingDraft(
            one.code,
            "not_met" if one.code in not_met else "met",
            in_language(not_met[one.code], language) if one.code in not_met else "",
            in_language(row["correction"], language) if one.code in not_met else "",
            _day(row["due"]) if one.code in not_met else None,
        )
        for one in checklist(key).items
    ]
    draft = InspectionDraft(
        on_day=_day(row["on"]),
        checklist=key,
        inspectors=in_language(row["inspectors"], language),
        findings=findings,
    )
    record_inspection(actor=actor, number=number, draft=draft)


def _day(days: int) -> date:
    """A day counted from today: what is shown stays fresh."""
    return timezone.localdate() + timedelta(days=days)
