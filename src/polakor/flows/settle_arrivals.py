"""Make of what devices brought what it is: names, papers, families, who needs somebody.

The worker's part, moments after ``receive_envelopes``: up to a thousand envelopes a transaction,
in the order they came, one process at a time. A process that dies leaves whole transactions; what
it had not settled is taken up again. One that cannot be settled is found by halving and set aside
alone; the people in it stay registered and counted.
"""

import gc
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, partial
from uuid import UUID

from django.db import DataError, IntegrityError, InternalError, transaction

from polakor.access.context import acting_as
from polakor.access.errors import AccountUnknown, NoDuty
from polakor.access.machine import SETUP
from polakor.access.queries.actors import actor_of_account
from polakor.access.rules.actors import Actor
from polakor.access.rules.scopes import NATION
from polakor.flows.enrich_arrival import enrich_arrivals
from polakor.flows.enter_counts import enter_counts
from polakor.flows.settling_people import Settling, draft_of, forms_of, missing_facts, screen
from polakor.intake.actions.settling import close_deliveries, note_outcomes
from polakor.intake.actions.tokens import note_clashes
from polakor.intake.queries.family import ANSWERED, FamilyTold, families_told
from polakor.intake.queries.known import known
from polakor.intake.queries.settling import (
    Unsettled,
    deliveries_to_settle,
    envelopes_of,
    held_for,
    held_that_may_go_on,
    hold_settling,
)
from polakor.intake.queries.words import vocabulary
from polakor.intake.rules.arrivals import people_in
from polakor.journeys.queries.crossings import crossings_told_by
from polakor.reference.errors import FormUnknown
from polakor.registry.actions.families import FamilyDraft, FamilyMember, form_families
from polakor.registry.actions.persons import name_groups
from polakor.registry.actions.records import complete_records
from polakor.registry.queries.records import records_of

CHUNK = 1000
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
Work = Callable[[Sequence[Unsettled]], Outcomes]
Answering = Callable[[UUID, date], Actor]
ACCEPTED = ("accepted", "")
_FAULTS = (DataError, IntegrityError, InternalError, ValueError, ArithmeticError, LookupError)


@dataclass(frozen=True, slots=True)
class _Group:
    """What one account took in on a day, and the people in it."""

    actor: Actor
    envelopes: Sequence[Unsettled]
    people: Sequence[Settling]


def settle_arrivals(*, at_most: int = CHUNK) -> int:
    """Settle the oldest envelopes, one transaction. Returns how many; 0 when there is none.

    0 as well while another process settles. What was held for one of these goes on with them; the
    whole of what is held is looked through when nothing else is left to do.
    """
    with _uncollected(), acting_as(SETTLER):
        if not hold_settling():
            return 0
        deliveries = deliveries_to_settle(at_most)
        answering = cache(_answering)
        settled = 0
        waiting = envelopes_of(deliveries) if deliveries else held_that_may_go_on(at_most)
        while waiting:
            became = _settle(waiting, answering)
            settled += len(became)
            answered = {one for one, (state, _) in became.items() if state in ANSWERED}
            tokens = {one.token for one in waiting if one.token and one.id in answered}
            waiting = held_for(answered, tokens, at_most)
        if deliveries:
            close_deliveries(actor=SETTLER, deliveries=deliveries)
    return settled


@contextmanager
def _uncollected() -> Iterator[None]:
    """Leave the collector of cycles out until the end of the turn.

    All that a turn makes lives as long as the turn: looking through it and through all the words in
    memory, again and again, took a quarter of the time and found nothing.
    """
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


def _settle(envelopes: Sequence[Unsettled], answering: Answering) -> Outcomes:
    """Settle these and write down what became of each of which something became.

    Families first and counts; then what goes on from families.
    """
    families = [one for one in envelopes if one.kind == "register"]
    counts = [one for one in envelopes if one.kind == "counts"]
    became = _halving(families, partial(_families, answering)) if families else {}
    became |= _each_account(counts, answering, enter_counts)
    _note(became)
    return became | _add([one for one in envelopes if one.kind == "enrich"], answering)


def _by_account(
    envelopes: Sequence[Unsettled], answering: Answering
) -> list[tuple[Actor, list[Unsettled]]]:
    """Those of one account and day together, with the account as on that day."""
    groups: dict[tuple[UUID, date], list[Unsettled]] = defaultdict(list)
    for one in envelopes:
        groups[one.received_by, _day(one)].append(one)
    return [(answering(*who), group) for who, group in groups.items()]


def _each_account(
    envelopes: Sequence[Unsettled],
    answering: Answering,
    work: Callable[[Actor, Sequence[Unsettled]], Outcomes],
) -> Outcomes:
    became: Outcomes = {}
    for actor, group in _by_account(envelopes, answering):
        became |= _halving(group, partial(work, actor))
    return became


def _add(envelopes: Sequence[Unsettled], answering: Answering) -> Outcomes:
    """What later desks add, in rounds: in each round one envelope of a family, the earliest.

    So each finds settled what came before it, and those of a hundred families cost the statements
    of one. Of those whose family is not here nothing becomes; they wait.
    """
    became: Outcomes = {}
    later = list(envelopes)
    while later:
        families = families_told(later)
        now, later = _first_of_each(later, families)
        if not now:
            break
        done = _each_account(now, answering, partial(enrich_arrivals, families=families))
        _note(done)
        became |= done
    # What they go on from was here when these came, and was set aside since.
    aside = {one.id: ("quarantined", "base_never_came") for one in later if not one.held}
    _note(aside)
    return became | aside


def _first_of_each(
    envelopes: Sequence[Unsettled], families: Mapping[UUID, Sequence[FamilyTold]]
) -> tuple[list[Unsettled], list[Unsettled]]:
    """Those that touch no family and no person an earlier one touches, and the others."""
    touched: set[str] = set()
    now: list[Unsettled] = []
    later: list[Unsettled] = []
    for one in envelopes:
        mine = {str(family.root.id) for family in families[one.id]}
        free = bool(mine)
        mine |= {str(member["id"]).lower() for member in one.told.get("members") or ()}
        (now if free and not mine & touched else later).append(one)
        touched |= mine
    return now, later


def _note(outcomes: Outcomes) -> None:
    if outcomes:
        note_outcomes(actor=SETTLER, outcomes=outcomes)


def _day(one: Unsettled) -> date:
    return one.received_at.astimezone(known().zone).date()


def _answering(account: UUID, day: date) -> Actor:
    """Whoever took it in, as on that day; the machine only where nobody is left to answer."""
    try:
        actor = actor_of_account(account, today=day)
    except (AccountUnknown, NoDuty):
        return SETTLER
    return actor


def _halving(envelopes: Sequence[Unsettled], work: Work) -> Outcomes:
    """Settle together; where something is refused, halve until the one is found."""
    try:
        with transaction.atomic():
            return work(envelopes)
    except FormUnknown:
        reason = "form_unknown"
    except _FAULTS:
        reason = "not_taken"
    if len(envelopes) == 1:
        return {envelopes[0].id: ("quarantined", reason)}
    middle = len(envelopes) // 2
    return _halving(envelopes[:middle], work) | _halving(envelopes[middle:], work)


def _families(answering: Answering, envelopes: Sequence[Unsettled]) -> Outcomes:
    """Names, papers, households and screenings of registrations.

    All are compared together; each account answers for what it took in. The number of statements
    depends on the accounts, not on the envelopes.
    """
    forms, words = forms_of(envelopes), vocabulary()
    told = {one.id: people_in(forms[one.form], one.told, words) for one in envelopes}
    records = records_of([arrival.member_id for people in told.values() for arrival in people])
    groups = [
        _Group(
            actor.also_seeing(NATION),
            group,
            [
                Settling(one, arrival, records[arrival.member_id])
                for one in group
                for arrival in told[one.id]
            ],
        )
        for actor, group in _by_account(envelopes, answering)
    ]
    for group in groups:
        facts = missing_facts(group.people)
        if facts:
            with acting_as(group.actor) as actor:
                complete_records(actor=actor, facts=facts)
    name_groups(
        actor=SETTLER,
        groups=[(group.actor, [draft_of(one) for one in group.people]) for group in groups],
    )
    crossings = crossings_told_by([one.id for one in envelopes])
    for group in groups:
        with acting_as(group.actor) as actor:
            _together(actor, group)
            screen(actor, group.people, crossings)
    papers = {one.token for one in envelopes if one.token}
    if papers:
        note_clashes(actor=SETTLER, tokens=papers)
    return dict.fromkeys(told, ACCEPTED)


def _together(actor: Actor, group: _Group) -> None:
    """A household for each family: of several people, or of one with a paper of their own."""
    members: dict[UUID, list[FamilyMember]] = defaultdict(list)
    for one in group.people:
        members[one.envelope.id].append(
            FamilyMember(one.record.id, one.arrival.relation, one.record.scopes)
        )
    drafts = [
        FamilyDraft(one.id, one.token, tuple(members[one.id]))
        for one in group.envelopes
        if one.token or len(members[one.id]) > 1
    ]
    if drafts:
        form_families(actor=actor, drafts=drafts)
