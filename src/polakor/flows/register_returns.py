"""Register people who came home: who each is, where they crossed, who needs somebody.

One transaction for a whole chunk of rows, and the same statements whether one person stands at the
desk or five hundred stand on a list.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal
from uuid import UUID

import namebridge
from polakor.access.context import acting_as
from polakor.access.rules.actors import Actor
from polakor.access.rules.scopes import NATION, case_scopes, person_scopes
from polakor.base.dates import PartialDate
from polakor.base.ids import uuid7
from polakor.intake.rules.reading import Reading
from polakor.journeys.actions.crossings import CrossingDraft, record_crossings
from polakor.protection.actions.screenings import ScreeningDraft, record_screenings
from polakor.protection.rules.screening import ScreeningRules
from polakor.reference.queries.pack import pack_settings
from polakor.reference.queries.places import provinces_of
from polakor.registry.actions.persons import PersonDraft, register_persons

Outcome = Literal["new", "matched", "waiting"]
NOT_TOLD = "unknown"
"""The mode of return of a row that says nothing of it; every pack has this code."""


@dataclass(frozen=True, slots=True)
class ToldRow:
    """One person as we were told: the submission, our reading of it, where and when they crossed.

    ``entered_on``: the local day the row was entered, which a border officer's own session is;
    ``person_id``: the id of the record to be made; ``unanswered`` as ``PersonDraft`` has it;
    ``about_age``: an age to count by where none is known.
    """

    submission_id: UUID
    reading: Reading
    gate: str
    crossed_on: date
    mode: str
    entered_on: date
    person_id: UUID = field(default_factory=uuid7)
    unanswered: Mapping[str, str] = field(default_factory=dict)
    crossed_at: datetime | None = None
    about_age: int | None = None


@dataclass(frozen=True, slots=True)
class RowOutcome:
    """What became of a row; ``clash``: its document number is known under another name."""

    submission_id: UUID
    outcome: Outcome
    person_id: UUID
    clash: bool = False


def register_returns(*, actor: Actor, rows: Sequence[ToldRow]) -> list[RowOutcome]:
    """Register all rows in order, in the caller's transaction or one of its own.

    Each becomes a person record (joined with a known one by rule, proposed to an officer, or new),
    a crossing inwards, and a screening if anything was flagged or asked for. The submissions must
    be stored already. Needs the permissions of the three rooms it passes through.
    """
    if not rows:
        return []
    provinces = provinces_of({row.reading.place_code for row in rows if row.reading.place_code})
    drafts = [_person(actor, row, provinces) for row in rows]
    # Joining and handing over reach beyond the actor's own rows; nothing of that is shown.
    with acting_as(actor.also_seeing(NATION)) as wide:
        registered = register_persons(actor=wide, drafts=drafts)
        crossings = [_crossing(row, draft) for row, draft in zip(rows, drafts, strict=True)]
        record_crossings(actor=wide, drafts=crossings)
        screenings = [
            ScreeningDraft(
                person_id=crossing.person_id,
                crossing_id=crossing.id,
                flags=row.reading.flags,
                needs=row.reading.needs,
                screened_on=row.crossed_on,
                province=provinces.get(row.reading.place_code, ""),
            )
            for row, crossing in zip(rows, crossings, strict=True)
            if row.reading.flags or row.reading.needs
        ]
        if screenings:
            rules = ScreeningRules.from_pack(pack_settings()["screening"])
            record_screenings(actor=wide, drafts=screenings, rules=rules)
    return [
        RowOutcome(row.submission_id, one.outcome, one.person_id, one.clash)
        for row, one in zip(rows, registered, strict=True)
    ]


def _person(actor: Actor, row: ToldRow, provinces: Mapping[str, str]) -> PersonDraft:
    reading = row.reading
    province = provinces.get(reading.place_code, "")
    scopes = person_scopes(province=province, account_id=actor.account_id, day=row.entered_on)
    if reading.flags or reading.needs:
        scopes += case_scopes(province=province)
    birth, from_age = reading.birth, False
    if birth is None and reading.age is not None:
        birth, from_age = PartialDate(row.crossed_on.year - reading.age), True
    written = (reading.name_km, reading.name_latin, reading.name_th)
    return PersonDraft(
        id=row.person_id,
        names=tuple(namebridge.parse(text) for text in written if text),
        scopes=tuple(scopes),
        submission_id=row.submission_id,
        sex=reading.sex,
        birth=birth,
        birth_from_age=from_age,
        home=reading.place_code,
        phone=reading.phone,
        documents=documents_of(reading),
        unanswered=row.unanswered,
    )


def documents_of(reading: Reading) -> tuple[tuple[str, str, str], ...]:
    """A document that was named, and who holds it if that was said: only "lost" says so here."""
    if reading.document_kind in {"", "none"} and not reading.document_number:
        return ()
    holder = "lost" if reading.document_kind == "lost" else ""
    return ((reading.document_kind, reading.document_number, holder),)


def _crossing(row: ToldRow, draft: PersonDraft) -> CrossingDraft:
    reading = row.reading
    age = reading.age
    if age is None and reading.birth is not None:
        age = reading.birth.age_at(row.crossed_on)
    age = row.about_age if age is None else age
    return CrossingDraft(
        person_id=draft.id,
        submission_id=row.submission_id,
        gate=row.gate,
        crossed_on=row.crossed_on,
        crossed_at=row.crossed_at,
        mode=row.mode or NOT_TOLD,
        sex=reading.sex,
        age=age if age is not None and 0 <= age <= 130 else None,
        destination=reading.place_code,
        scopes=draft.scopes,
    )
