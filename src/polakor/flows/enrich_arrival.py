"""What later desks add to a family: applied as added rows, or kept beside what differs from it.

An answer to a question nobody answered is added. One that differs from an answer its desk had
seen is a correction. One that differs from an answer its desk had not seen is a conflict: both are
kept, and an officer decides (``decide_difference.py``). Nobody's answer is lost to a later one.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from polakor.access.context import acting_as
from polakor.access.rules.actors import Actor
from polakor.access.rules.scopes import NATION
from polakor.base.dates import PartialDate
from polakor.flows.settling_people import Settling, birth_of, draft_of, missing_facts, screen
from polakor.intake.actions.conflicts import Differing, note_conflicts
from polakor.intake.queries.family import Answers, FamilyTold, answers_in, family_told
from polakor.intake.queries.known import known
from polakor.intake.queries.settling import Unsettled
from polakor.intake.queries.words import vocabulary
from polakor.intake.rules.arrivals import Arrival, people_in
from polakor.journeys.actions.crossings import CrossingDraft, record_crossings
from polakor.journeys.queries.crossings import crossings_told_by
from polakor.reference.queries.forms import form
from polakor.registry.actions.enriching import enrich_persons
from polakor.registry.actions.families import FamilyMember, join_family
from polakor.registry.actions.persons import PersonDraft, register_persons
from polakor.registry.actions.records import Facts, complete_records, correct_record
from polakor.registry.queries.records import records_of

Outcomes = dict[UUID, tuple[str, str]]
FACTS = frozenset({"sex", "birth", "age", "destination"})
"""Questions whose answer stands in the record itself; of all others every answer is a row."""


@dataclass(frozen=True, slots=True)
class _Change:
    """What an envelope changes: answers that conflict, and facts its desk corrected knowingly."""

    conflicts: list[Differing]
    corrections: list[tuple[UUID, str]]


def enrich_arrival(actor: Actor, envelopes: Sequence[Unsettled]) -> Outcomes:
    """Apply later desks' envelopes one after the other; what became of each.

    One whose family is not here (yet) has no outcome and goes on waiting.
    """
    outcomes: Outcomes = {}
    for one in envelopes:
        families = family_told(base=one.base, token=one.token)
        if len(families) > 1:
            outcomes[one.id] = ("conflict", "token_twice")
        elif families:
            outcomes[one.id] = _apply(actor, one, families[0])
    return outcomes


def _apply(actor: Actor, one: Unsettled, family: FamilyTold) -> tuple[str, str]:
    with acting_as(actor.also_seeing(NATION)) as wide:
        told = {**one.told, "members": one.told.get("members") or []}
        arrivals = people_in(form(one.form), told, vocabulary())
        records = records_of([arrival.member_id for arrival in arrivals])
        change = _change(one, family, tuple(family.root.scopes))
        differing = {(found.member, found.question) for found in change.conflicts}
        people = [
            Settling(one, _without(arrival, differing), records[arrival.member_id])
            for arrival in arrivals
            if arrival.member_id in records
        ]
        complete_records(actor=wide, facts=missing_facts(people))
        _correct(wide, change, people)
        enrich_persons(actor=wide, drafts=[draft_of(person) for person in people])
        new = [arrival for arrival in arrivals if arrival.member_id not in records]
        people += _join(wide, one, family, new)
        screen(wide, people, crossings_told_by([family.root.id, one.id]))
        if change.conflicts:
            note_conflicts(actor=_settler(wide), found=change.conflicts)
    return ("conflict", "answers_differ") if change.conflicts else ("accepted", "")


def _settler(actor: Actor) -> Actor:
    """The same, with the right to write down what was found on the way."""
    return replace(actor, permissions=actor.permissions | {"intake:envelope:settle"})


def _change(one: Unsettled, family: FamilyTold, scopes: tuple[str, ...]) -> _Change:
    """Hold what an envelope answers against all that was answered before."""
    standing: dict[tuple[str | None, str], tuple[Any, UUID]] = {}
    for earlier in family.told:
        for place, answer in answers_in(earlier.raw).items():
            standing[place] = (answer, earlier.id)
    seen = family.seen_from(one.base)
    change = _Change([], [])
    for place, answer in _single_answers(answers_in(one.told)).items():
        before = standing.get(place)
        if before is None or before[0] == answer:
            continue
        member = UUID(place[0]) if place[0] else None
        if before[1] not in seen:
            change.conflicts.append(
                Differing(member, one.form, place[1], before[1], before[0], one.id, answer, scopes)
            )
        elif member is not None:
            change.corrections.append((member, place[1]))
    return change


def _single_answers(answers: Answers) -> Answers:
    """Answers of which there is one; those chosen among many only ever add up."""
    return {place: answer for place, answer in answers.items() if not isinstance(answer, list)}


def _without(arrival: Arrival, differing: set[tuple[UUID | None, str]]) -> Arrival:
    """The person without the facts somebody else answered otherwise: those wait for an officer."""
    asked = {question for member, question in differing if member in (None, arrival.member_id)}
    reading = arrival.reading
    if "sex" in asked:
        reading = replace(reading, sex=0)
    if asked & {"birth", "age"}:
        reading = replace(reading, birth=None, age=None)
    if "destination" in asked:
        reading = replace(reading, place_code="")
    return replace(arrival, reading=reading)


def _correct(actor: Actor, change: _Change, people: Sequence[Settling]) -> None:
    by_id = {one.record.id: one for one in people}
    for member, question in change.corrections:
        person = by_id.get(member)
        if person is None or question not in FACTS:
            continue
        birth, from_age = birth_of(person.arrival)
        reading = person.arrival.reading
        home = reading.place_code if reading.place_code in known().provinces else ""
        correct_record(
            actor=actor,
            person_id=member,
            question=question,
            facts=Facts(reading.sex, birth, from_age, home),
            submission_id=person.envelope.id,
        )


def _join(
    actor: Actor, one: Unsettled, family: FamilyTold, arrivals: Sequence[Arrival]
) -> list[Settling]:
    """People of the family whom only the later desk wrote down: registered, and across the border.

    With the family's gate, day and mode: they crossed together.
    """
    if not arrivals:
        return []
    scopes = tuple(family.root.scopes)
    crossed = [arrival.member_id for arrival in arrivals]
    drafts: list[PersonDraft] = []
    crossings: list[CrossingDraft] = []
    told = family.root.raw
    mode = str((told.get("household") or {}).get("answers", {}).get("return_mode") or "unknown")
    for arrival in arrivals:
        birth, from_age = birth_of(arrival)
        home = arrival.reading.place_code
        home = home if home in known().provinces else ""
        day = arrival.crossed_at.astimezone(known().zone).date()
        base = Settling.bare(one, arrival, scopes, home)
        drafts.append(replace(draft_of(base), birth=birth, birth_from_age=from_age))
        crossings.append(
            CrossingDraft(
                person_id=arrival.member_id,
                gate=str(told.get("gate") or ""),
                crossed_on=day,
                scopes=scopes,
                mode=mode,
                sex=arrival.reading.sex,
                age=arrival.age,
                destination=home,
                submission_id=one.id,
            )
        )
    register_persons(actor=actor, drafts=drafts)
    record_crossings(actor=actor, drafts=crossings)
    records = records_of(crossed)
    join_family(
        actor=actor,
        submission_id=one.id,
        family_of=family.root.id,
        members=[FamilyMember(arrival.member_id, arrival.relation, scopes) for arrival in arrivals],
    )
    return [Settling(one, arrival, records[arrival.member_id]) for arrival in arrivals]


def facts_of(question: str, answer: Any, year: int) -> Facts:
    """One answer as a fact of a record; ``year`` in which an age was told."""
    sex, birth, from_age, home = 0, None, False, ""
    if question == "sex":
        sex = int(answer)
    elif question == "birth":
        birth = PartialDate.from_iso(str(answer))
    elif question == "age":
        birth, from_age = PartialDate(year - int(answer)), True
    elif question == "destination":
        home = str(answer) if str(answer) in known().provinces else ""
    return Facts(sex, birth, from_age, home)
