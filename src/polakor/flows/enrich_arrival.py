"""What later desks add to a family: applied as added rows, or kept beside what differs from it.

An answer to a question nobody answered is added. One that differs from an answer its desk had
seen is a correction. One that differs from an answer its desk had not seen is a conflict: both are
kept, and an officer decides (``decide_difference.py``). Nobody's answer is lost to a later one.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from polakor.access.context import acting_as
from polakor.access.rules.actors import Actor
from polakor.access.rules.scopes import NATION
from polakor.base.dates import PartialDate
from polakor.flows.settling_people import (
    Settling,
    birth_of,
    draft_of,
    forms_of,
    missing_facts,
    screen,
)
from polakor.intake.actions.conflicts import Differing, note_conflicts
from polakor.intake.queries.family import Answers, FamilyTold, answers_in
from polakor.intake.queries.known import known
from polakor.intake.queries.settling import Unsettled
from polakor.intake.queries.words import vocabulary
from polakor.intake.rules.arrivals import Arrival, people_in
from polakor.journeys.actions.crossings import CrossingDraft, record_crossings
from polakor.journeys.queries.crossings import crossings_told_by
from polakor.registry.actions.enriching import enrich_persons
from polakor.registry.actions.families import FamilyMember, join_family
from polakor.registry.actions.persons import PersonDraft, register_persons
from polakor.registry.actions.records import Facts, complete_records, correct_record
from polakor.registry.queries.records import records_of

Outcomes = dict[UUID, tuple[str, str]]
FACTS = frozenset({"sex", "birth", "age", "destination"})
"""Questions whose answer stands in the record itself; of all others every answer is a row."""


@dataclass(frozen=True, slots=True)
class Adding:
    """An envelope of a later desk, and the family it adds to."""

    envelope: Unsettled
    family: FamilyTold

    @property
    def id(self) -> UUID:
        """The envelope's."""
        return self.envelope.id


@dataclass(frozen=True, slots=True)
class _Change:
    """What an envelope changes: answers that conflict, and facts its desk corrected knowingly."""

    conflicts: list[Differing]
    corrections: list[tuple[UUID, str]]


def enrich_arrivals(
    actor: Actor,
    envelopes: Sequence[Unsettled],
    families: Mapping[UUID, Sequence[FamilyTold]],
) -> Outcomes:
    """Apply later desks' envelopes, each to its family; what became of each.

    No two of one family nor of one person, and each with a family: ``settle_arrivals`` sees to
    the order. The number of statements does not depend on how many they are.
    """
    twice = {one.id: ("conflict", "token_twice") for one in envelopes if len(families[one.id]) > 1}
    alone = [Adding(one, families[one.id][0]) for one in envelopes if one.id not in twice]
    return twice | (_apply(actor, alone) if alone else {})


def _apply(actor: Actor, added: Sequence[Adding]) -> Outcomes:
    forms, words = forms_of([one.envelope for one in added]), vocabulary()
    with acting_as(actor.also_seeing(NATION)) as wide:
        arrivals = {
            one.id: people_in(forms[one.envelope.form], _with_members(one.envelope.told), words)
            for one in added
        }
        records = records_of([person.member_id for some in arrivals.values() for person in some])
        changes = {one.id: _change(one.envelope, one.family) for one in added}
        people: list[Settling] = []
        new: list[tuple[Adding, Arrival]] = []
        for one in added:
            differing = {(found.member, found.question) for found in changes[one.id].conflicts}
            for arrival in arrivals[one.id]:
                record = records.get(arrival.member_id)
                if record is None:
                    new.append((one, arrival))
                else:
                    people.append(Settling(one.envelope, _without(arrival, differing), record))
        complete_records(actor=wide, facts=missing_facts(people))
        _correct(wide, [told for one in changes.values() for told in one.corrections], people)
        enrich_persons(actor=wide, drafts=[draft_of(person) for person in people])
        people += _join(wide, new)
        told_by = [one for adding in added for one in (adding.family.root.id, adding.id)]
        screen(wide, people, crossings_told_by(told_by))
        conflicts = [found for one in changes.values() for found in one.conflicts]
        if conflicts:
            note_conflicts(actor=_settler(wide), found=conflicts)
    return {
        one.id: ("conflict", "answers_differ") if changes[one.id].conflicts else ("accepted", "")
        for one in added
    }


def _with_members(told: dict[str, Any]) -> dict[str, Any]:
    return {**told, "members": told.get("members") or []}


def _settler(actor: Actor) -> Actor:
    """The same, with the right to write down what was found on the way."""
    return replace(actor, permissions=actor.permissions | {"intake:envelope:settle"})


def _change(one: Unsettled, family: FamilyTold) -> _Change:
    """Hold what an envelope answers against all that was answered before."""
    scopes = tuple(family.root.scopes)
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


def _correct(
    actor: Actor, corrections: Sequence[tuple[UUID, str]], people: Sequence[Settling]
) -> None:
    by_id = {one.record.id: one for one in people}
    for member, question in corrections:
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


def _join(actor: Actor, new: Sequence[tuple[Adding, Arrival]]) -> list[Settling]:
    """People of families whom only a later desk wrote down: registered, and across the border.

    With the family's gate, day and mode: they crossed together.
    """
    if not new:
        return []
    drafts: list[PersonDraft] = []
    crossings: list[CrossingDraft] = []
    members: dict[UUID, list[FamilyMember]] = defaultdict(list)
    for one, arrival in new:
        scopes, told = tuple(one.family.root.scopes), one.family.root.raw
        birth, from_age = birth_of(arrival)
        home = arrival.reading.place_code
        home = home if home in known().provinces else ""
        base = Settling.bare(one.envelope, arrival, scopes, home)
        drafts.append(replace(draft_of(base), birth=birth, birth_from_age=from_age))
        answers = (told.get("household") or {}).get("answers", {})
        crossings.append(
            CrossingDraft(
                person_id=arrival.member_id,
                gate=str(told.get("gate") or ""),
                crossed_on=arrival.crossed_at.astimezone(known().zone).date(),
                scopes=scopes,
                mode=str(answers.get("return_mode") or "unknown"),
                sex=arrival.reading.sex,
                age=arrival.age,
                destination=home,
                submission_id=one.id,
            )
        )
        members[one.id].append(FamilyMember(arrival.member_id, arrival.relation, scopes))
    register_persons(actor=actor, drafts=drafts)
    record_crossings(actor=actor, drafts=crossings)
    for adding in {one.id: one for one, _ in new}.values():
        join_family(
            actor=actor,
            submission_id=adding.id,
            family_of=adding.family.root.id,
            members=members[adding.id],
        )
    records = records_of([arrival.member_id for _, arrival in new])
    return [Settling(one.envelope, arrival, records[arrival.member_id]) for one, arrival in new]


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
