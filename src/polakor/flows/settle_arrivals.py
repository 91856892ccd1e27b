"""Make of what devices brought what it is: names, papers, families, who needs somebody.

The worker's part, moments after ``receive_envelopes``: some hundred envelopes a transaction, in the
order they came, one process at a time. A process that dies leaves whole transactions; what it had
not settled is taken up again. One that cannot be settled is found by halving and set aside alone;
the people in it stay registered and counted.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from django.db import DataError, IntegrityError, InternalError, transaction

import namebridge
from polakor.access.context import acting_as
from polakor.access.errors import AccountUnknown, NoDuty
from polakor.access.machine import SETUP
from polakor.access.queries.actors import actor_of_account
from polakor.access.rules.actors import Actor
from polakor.access.rules.scopes import NATION
from polakor.base.dates import PartialDate
from polakor.flows.enter_counts import enter_counts
from polakor.flows.register_returns import documents_of
from polakor.intake.actions.settling import close_deliveries, note_outcomes
from polakor.intake.queries.known import known
from polakor.intake.queries.settling import (
    Unsettled,
    deliveries_to_settle,
    envelopes_of,
    hold_settling,
)
from polakor.intake.queries.words import vocabulary
from polakor.intake.rules.arrivals import Arrival, people_in
from polakor.journeys.queries.crossings import crossings_told_by
from polakor.protection.actions.screenings import ScreeningDraft, record_screenings
from polakor.protection.rules.screening import ScreeningRules
from polakor.reference.errors import FormUnknown
from polakor.reference.queries.forms import form
from polakor.reference.queries.pack import pack_settings
from polakor.registry.actions.families import FamilyDraft, FamilyMember, form_families
from polakor.registry.actions.persons import PersonDraft, name_persons
from polakor.registry.actions.records import Facts, complete_records
from polakor.registry.queries.records import RecordLine, records_of

CHUNK = 300
"""Envelopes a transaction."""

SETTLER = replace(
    SETUP,
    name="worker",
    permissions=frozenset(
        {
            "intake:envelope:settle",
            "journeys:crossing:record",
            "protection:screening:record",
            "registry:household:record",
            "registry:person:register",
        }
    ),
)
"""Settles for an account that is closed by now; else the account itself answers for it."""

Outcomes = dict[UUID, tuple[str, str]]
ACCEPTED = ("accepted", "")
_FAULTS = (DataError, IntegrityError, InternalError, ValueError, ArithmeticError, LookupError)


def settle_arrivals(*, at_most: int = CHUNK) -> int:
    """Settle the oldest envelopes, one transaction. Returns how many; 0 when there is none.

    0 as well while another process settles.
    """
    with acting_as(SETTLER):
        if not hold_settling():
            return 0
        deliveries = deliveries_to_settle(at_most)
        if not deliveries:
            return 0
        envelopes = envelopes_of(deliveries)
        outcomes = settle(envelopes)
        note_outcomes(actor=SETTLER, outcomes=outcomes)
        close_deliveries(actor=SETTLER, deliveries=deliveries)
    return len(envelopes)


def settle(envelopes: Sequence[Unsettled]) -> Outcomes:
    """What became of each envelope, in the transaction of the caller.

    Families first, of one account and day together; then what goes on from them.
    """
    outcomes: Outcomes = {}
    groups: dict[tuple[UUID, date], list[Unsettled]] = defaultdict(list)
    for one in envelopes:
        if one.kind == "register":
            day = one.received_at.astimezone(known().zone).date()
            groups[(one.received_by, day)].append(one)
    for (account, day), group in groups.items():
        outcomes |= _halving(_answering(account, day), group, _families)
    for one in envelopes:
        if one.kind == "counts":
            day = one.received_at.astimezone(known().zone).date()
            outcomes |= _halving(_answering(one.received_by, day), [one], enter_counts)
    return outcomes


def _answering(account: UUID, day: date) -> Actor:
    """Whoever took it in, as on that day; the machine only where nobody is left to answer."""
    try:
        actor = actor_of_account(account, today=day)
    except (AccountUnknown, NoDuty):
        return SETTLER
    return actor


Work = Callable[[Actor, Sequence[Unsettled]], Outcomes]


def _halving(actor: Actor, envelopes: Sequence[Unsettled], work: Work) -> Outcomes:
    """Settle together; where something is refused, halve until the one is found."""
    try:
        with transaction.atomic():
            return work(actor, envelopes)
    except FormUnknown:
        reason = "form_unknown"
    except _FAULTS:
        reason = "not_taken"
    if len(envelopes) == 1:
        return {envelopes[0].id: ("quarantined", reason)}
    middle = len(envelopes) // 2
    first = _halving(actor, envelopes[:middle], work)
    return first | _halving(actor, envelopes[middle:], work)


@dataclass(frozen=True, slots=True)
class Settling:
    """One person of an envelope with the record that stands for them."""

    envelope: Unsettled
    arrival: Arrival
    record: RecordLine


def _families(actor: Actor, envelopes: Sequence[Unsettled]) -> Outcomes:
    """Names, papers, households and screenings of registrations. A fixed number of statements."""
    told = {one.id: people_in(form(one.form), one.told, vocabulary()) for one in envelopes}
    with acting_as(actor.also_seeing(NATION)) as wide:
        ids = [arrival.member_id for people in told.values() for arrival in people]
        records = records_of(ids)
        people = [
            Settling(one, arrival, records[arrival.member_id])
            for one in envelopes
            for arrival in told[one.id]
        ]
        complete_records(actor=wide, facts=_missing(people))
        name_persons(actor=wide, drafts=[draft_of(one) for one in people])
        _together(wide, envelopes, people)
        screen(wide, people, crossings_told_by([one.id for one in envelopes]))
    return dict.fromkeys(told, ACCEPTED)


def draft_of(one: Settling) -> PersonDraft:
    """A person of an envelope as the register takes them in."""
    reading = one.arrival.reading
    written = (reading.name_km, reading.name_latin, reading.name_th)
    birth, from_age = birth_of(one.arrival)
    return PersonDraft(
        id=one.record.id,
        names=tuple(namebridge.parse(text) for text in written if text),
        scopes=one.record.scopes,
        submission_id=one.envelope.id,
        sex=one.record.sex or reading.sex,
        birth=birth,
        birth_from_age=from_age,
        home=one.record.home,
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


def _missing(people: Sequence[Settling]) -> dict[UUID, Facts]:
    """What the machine-readable lines of a paper say and the record does not."""
    found = {}
    for one in people:
        reading, record = one.arrival.reading, one.record
        birth, from_age = birth_of(one.arrival)
        if (reading.sex and not record.sex) or (birth is not None and record.birth[0] is None):
            found[record.id] = Facts(reading.sex, birth, from_age, record.home)
    return found


def _together(actor: Actor, envelopes: Sequence[Unsettled], people: Sequence[Settling]) -> None:
    """A household for each family: of several people, or of one with a paper of their own."""
    members: dict[UUID, list[FamilyMember]] = defaultdict(list)
    for one in people:
        members[one.envelope.id].append(
            FamilyMember(one.record.id, one.arrival.relation, one.record.scopes)
        )
    drafts = [
        FamilyDraft(one.id, one.token, tuple(members[one.id]))
        for one in envelopes
        if one.token or len(members[one.id]) > 1
    ]
    if drafts:
        form_families(actor=actor, drafts=drafts)


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
            province=places.get(one.record.home, ""),
        )
        for one in people
        if one.arrival.reading.flags or one.arrival.reading.needs
    ]
    if drafts:
        rules = ScreeningRules.from_pack(pack_settings()["screening"])
        record_screenings(actor=actor, drafts=drafts, rules=rules)
