"""One person of an envelope with the record that stands for them, and what is made of the two."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

import namebridge
from polakor.access.rules.actors import Actor
from polakor.access.rules.scopes import case_scopes, province_scope
from polakor.base.dates import PartialDate
from polakor.flows.register_returns import documents_of
from polakor.intake.queries.known import known
from polakor.intake.queries.settling import Unsettled
from polakor.intake.rules.arrivals import Arrival
from polakor.protection.actions.screenings import ScreeningDraft, record_screenings
from polakor.protection.rules.screening import ScreeningRules
from polakor.reference.queries.forms import form
from polakor.reference.queries.pack import pack_settings
from polakor.reference.rules.forms import Form
from polakor.registry.actions.persons import PersonDraft
from polakor.registry.actions.records import Facts
from polakor.registry.queries.records import RecordLine


@dataclass(frozen=True, slots=True)
class Settling:
    """One person of an envelope with the record that stands for them."""

    envelope: Unsettled
    arrival: Arrival
    record: RecordLine

    @classmethod
    def bare(
        cls, envelope: Unsettled, arrival: Arrival, scopes: tuple[str, ...], home: str
    ) -> "Settling":
        """Somebody without a record yet."""
        empty = RecordLine(arrival.member_id, arrival.reading.sex, (None, None, None), home, scopes)
        return cls(envelope, arrival, empty)


def forms_of(envelopes: Sequence[Unsettled]) -> dict[str, Form]:
    """The forms these were filled in with, each asked for once. Raises ``FormUnknown``."""
    return {key: form(key) for key in {one.form for one in envelopes}}


def draft_of(one: Settling) -> PersonDraft:
    """A person of an envelope as the register takes them in."""
    reading = one.arrival.reading
    written = (reading.name_km, reading.name_latin, reading.name_th)
    birth, from_age = birth_of(one.arrival)
    return PersonDraft(
        id=one.record.id,
        names=tuple(namebridge.parse(text) for text in written if text),
        scopes=(*one.record.scopes, *widened(one)),
        submission_id=one.envelope.id,
        sex=one.record.sex or reading.sex,
        birth=birth,
        birth_from_age=from_age,
        home=home_of(one),
        phone=reading.phone,
        documents=documents_of(reading),
        unanswered=one.arrival.unanswered,
    )


def birth_of(arrival: Arrival) -> tuple[PartialDate | None, bool]:
    """The birth as told, or the year an age makes likely (True)."""
    reading = arrival.reading
    if reading.birth is not None:
        return reading.birth, False
    if reading.age is None:
        return None, False
    return PartialDate(arrival.crossed_at.year - reading.age), True


def home_of(one: Settling) -> str:
    """Where the person goes, as the record says or, where it is silent, as was told now."""
    told = one.arrival.reading.place_code
    return one.record.home or (told if told in known().provinces else "")


def widened(one: Settling) -> tuple[str, ...]:
    """Who may see the record besides, by what was told now: the home province, case workers."""
    reading, home = one.arrival.reading, home_of(one)
    province = known().provinces.get(home, "")
    words = [province_scope(province)] if province else []
    if reading.flags or reading.needs:
        words += case_scopes(province=province)
    return tuple(word for word in words if word not in one.record.scopes)


def missing_facts(people: Sequence[Settling]) -> dict[UUID, Facts]:
    """What was told and the record does not say yet: by a later desk, or by a paper's lines."""
    found = {}
    for one in people:
        reading, record = one.arrival.reading, one.record
        birth, from_age = birth_of(one.arrival)
        more = widened(one)
        unknown = (
            (reading.sex and not record.sex)
            or (birth is not None and record.birth[0] is None)
            or home_of(one) != record.home
        )
        if unknown or more:
            found[record.id] = Facts(reading.sex, birth, from_age, home_of(one), more)
    return found


def screen(actor: Actor, people: Sequence[Settling], crossings: Mapping[UUID, UUID]) -> None:
    """Hand over to case workers whoever needs somebody."""
    places = known().provinces
    drafts = [
        ScreeningDraft(
            person_id=one.record.id,
            crossing_id=crossings.get(one.record.id),
            flags=one.arrival.reading.flags,
            needs=one.arrival.reading.needs,
            screened_on=one.arrival.crossed_at.astimezone(known().zone).date(),
            province=places.get(home_of(one), ""),
        )
        for one in people
        if one.arrival.reading.flags or one.arrival.reading.needs
    ]
    if drafts:
        rules = ScreeningRules.from_pack(pack_settings()["screening"])
        record_screenings(actor=actor, drafts=drafts, rules=rules)
