"""From a filled form to what the register, the crossings and the case workers need of it.

Values that do not fit their question are left out here; whoever must know of them asks
``answers.problems`` first.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from polakor.base.dates import PartialDate
from polakor.base.mrz import parse_mrz
from polakor.intake.rules.answers import (
    Filled,
    carried,
    counts_of,
    fault_of_value,
    given,
    household_of,
    members_of,
    relevant,
)
from polakor.intake.rules.phones import PhoneReader
from polakor.intake.rules.readings import Reading
from polakor.intake.rules.text import tidy
from polakor.intake.rules.vocabulary import Vocabulary
from polakor.reference.rules.forms import REASONS, Form

NOT_ASKED = "not_asked"
_ASKED_BY = {
    "sex": ("sex",),
    "birth": ("birth", "age", "age_band"),
    "home": ("destination",),
    "phone": ("phone",),
    "document": ("document", "document_number"),
}
"""What a person record calls an answer, and the questions that give it."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """One person of a filled form. ``member_id`` is the id of the person record.

    ``unanswered``: why ``sex``, ``birth``, ``home``, ``phone`` or ``document`` is missing, as the
    register keeps it; ``relation``: code of what they are to the first member, ``""`` for the
    first or not said; ``mode``: code of the return, ``""`` not said; ``crossed_at``: by the
    device's clock, with its offset; ``age_band``: lower bound of the band chosen instead of an
    age: good for counting, never for a birth year; ``age_estimated``: the age or birth is a guess.
    """

    member_id: UUID
    reading: Reading
    unanswered: dict[str, str]
    relation: str
    mode: str
    crossed_at: datetime
    gate: str
    age_band: int | None = None
    age_estimated: bool = False

    @property
    def age(self) -> int | None:
        """Whole years to count this person by; None where nothing was said."""
        if self.reading.age is not None:
            return self.reading.age
        if self.reading.birth is not None:
            return self.reading.birth.age_at(self.crossed_at.date())
        return self.age_band


@dataclass(frozen=True, slots=True)
class Counted:
    """A count at a gate without persons: what ``journeys`` enters as tallies.

    ``counts``: people by (ISO 5218 sex, age group); ``hour``: of the day (0 to 23), None for the
    whole day; ``source``: who counted; ``note``: as told.
    """

    gate: str
    day: date
    hour: int | None
    counts: dict[tuple[int, str], int]
    method: str
    source: str
    note: str


def people_in(form: Form, payload: Mapping[str, Any], vocabulary: Vocabulary) -> list[Arrival]:
    """Everybody a filled form tells of, in order; the first is the head of the household.

    Needs the ids and the moment of a payload without problems (``ValueError`` otherwise);
    ``vocabulary`` reads phone numbers as the country writes them.
    """
    made = datetime.fromisoformat(str(payload["made_at"]))
    family = _fitting(form, "household", household_of(payload), None)
    crossed_at = _crossed_at(family.answers.get("crossed_on"), made)
    phones = PhoneReader(vocabulary)
    found = []
    for at, (member, told) in enumerate(zip(payload["members"], members_of(payload), strict=True)):
        mine = _fitting(form, "member", told, family.answers)
        said = carried(form, family, mine, at)
        reading = reading_of(said, phones, crossed_at.date())
        found.append(
            Arrival(
                member_id=UUID(member["id"]),
                reading=reading,
                unanswered=_unanswered(said, reading),
                relation=str(said.answers.get("relation", "")),
                mode=str(family.answers.get("return_mode", "")),
                crossed_at=crossed_at,
                gate=str(payload.get("gate") or ""),
                age_band=_whole(said.answers.get("age_band")),
                age_estimated=said.answers.get("age_estimated") == "yes",
            )
        )
    return found


def counts_in(form: Form, payload: Mapping[str, Any]) -> Counted:
    """What a filled count says. Needs the moment of a payload without problems."""
    made = datetime.fromisoformat(str(payload["made_at"]))
    said = _fitting(form, "count", counts_of(payload), None).answers
    on = said.get("counted_on", "")
    counts: dict[tuple[int, str], int] = {}
    for question in form.about("count"):
        count = _whole(said.get(question.code))
        if question.counts is not None and count is not None:
            counts[question.counts] = counts.get(question.counts, 0) + count
    return Counted(
        gate=str(payload.get("gate") or ""),
        day=date.fromisoformat(on) if len(on) == 10 else made.date(),
        hour=_whole(said.get("hour")),
        counts=counts,
        method=str(said.get("method") or "tally"),
        source=tidy(str(said.get("source", ""))),
        note=tidy(str(said.get("note", ""))),
    )


def reading_of(said: Filled, phones: PhoneReader, crossed_on: date) -> Reading:
    """One person's answers as values. A machine-readable zone fills what was not said otherwise."""
    answers = said.answers
    birth = PartialDate.from_iso(answers["birth"]) if "birth" in answers else None
    zone = parse_mrz(answers.get("mrz", ""), crossed_on)
    sex = int(answers.get("sex", 0))
    name, number = tidy(answers.get("name_latin", "")), tidy(answers.get("document_number", ""))
    if zone is not None:
        name = name or f"{zone.surname} {zone.given}".strip()
        number = number or (zone.number if zone.checks["number"] else "")
        sex = sex or zone.sex
        birth = birth or (zone.birth if zone.checks["birth"] else None)
    return Reading(
        name_km=tidy(answers.get("name_km", "")),
        name_latin=name,
        name_th=tidy(answers.get("name_th", "")),
        sex=sex,
        birth=birth,
        age=_whole(answers.get("age")),
        place_code=answers.get("destination", ""),
        phone=phones.read(answers.get("phone", ""))[0],
        document_kind=answers.get("document", ""),
        document_number=number,
        mode=answers.get("return_mode", ""),
        flags=tuple(dict.fromkeys(answers.get("flags", ()))),
        needs=tuple(dict.fromkeys(answers.get("needs", ()))),
    )


def _fitting(form: Form, who: str, said: Filled, family: Mapping[str, Any] | None) -> Filled:
    """The answers that are of the kind their question asks for and that had to be asked.

    Codes that say "nothing of these" are left out: they flag nothing and ask for nothing.
    """
    answers: dict[str, Any] = {}
    for question in form.about(who):
        value = said.answers.get(question.code)
        if not given(value) or fault_of_value(form, question, value):
            continue
        if not relevant(form, question, said.answers, family):
            continue
        if question.type == "many":
            nothing = {code for rule in question.must for code in rule.alone}
            value = [code for code in value or () if code not in nothing]
        answers[question.code] = value
    reasons = {code: why for code, why in said.unanswered.items() if why in REASONS}
    return Filled(answers, reasons)


def _unanswered(said: Filled, reading: Reading) -> dict[str, str]:
    """Why the register's answers are missing, where they are."""
    there = {
        "sex": reading.sex in (1, 2),
        "birth": reading.birth is not None or reading.age is not None,
        "home": bool(reading.place_code),
        "phone": bool(reading.phone),
        "document": bool(reading.document_kind or reading.document_number),
    }
    missing = {}
    for name, questions in _ASKED_BY.items():
        if there[name]:
            continue
        why = [said.unanswered[code] for code in questions if code in said.unanswered]
        answered = any(code in said.answers for code in questions)
        missing[name] = why[0] if why else "unknown" if answered else NOT_ASKED
    if reading.sex == 9:
        missing["sex"] = "not_applicable"
    return missing


def _crossed_at(on: object, made: datetime) -> datetime:
    """The moment of crossing: when the form was made, or on another day it names whole."""
    if isinstance(on, str) and len(on) == 10 and on != made.date().isoformat():
        day = date.fromisoformat(on)
        return made.replace(year=day.year, month=day.month, day=day.day)
    return made


def _whole(value: object) -> int | None:
    return int(value) if isinstance(value, int | float) else None
