"""Crossings and gate tallies."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from polakor.access.context import acting_as
from polakor.access.errors import PermissionRefused
from polakor.journeys.actions.crossings import (
    CrossingDraft,
    record_crossings,
    withdraw_crossing,
)
from polakor.journeys.actions.tallies import declare_emergency, enter_tallies
from polakor.journeys.errors import CrossingNotFound, GateNotYours, TallyImpossible
from polakor.journeys.models import Crossing, GateTally
from polakor.journeys.queries.crossings import crossings_of
from polakor.journeys.queries.tallies import emergencies, tallies_entered
from polakor.registry.actions.persons import register_persons
from tests.cast import Cast
from tests.rooms.registry.people import draft

DAY = date(2025, 8, 6)
GATE = "KH-TH-PPT"


def crossed(cast: Cast) -> tuple[CrossingDraft, object]:
    person = draft(cast.sokha, "Chan Dara")
    register_persons(actor=cast.sokha, drafts=[person])
    crossing = CrossingDraft(
        person_id=person.id, gate=GATE, crossed_on=DAY, scopes=person.scopes, sex=2, age=34
    )
    record_crossings(actor=cast.sokha, drafts=[crossing])
    return crossing, person.id


@pytest.mark.django_db
def test_a_crossing_belongs_to_a_person_and_a_gate(cast: Cast) -> None:
    crossing, person = crossed(cast)
    (line,) = crossings_of(cast.dara, [crossing.person_id])
    assert (line.gate, line.crossed_on, line.withdrawn) == (GATE, DAY, "")
    assert crossings_of(cast.bopha, [crossing.person_id]) == []
    assert person == crossing.person_id


@pytest.mark.django_db
def test_a_withdrawn_crossing_stays_readable_with_its_reason(cast: Cast) -> None:
    crossing, _ = crossed(cast)
    withdraw_crossing(actor=cast.dara, crossing_id=crossing.id, reason="wrong day on the list")
    (line,) = crossings_of(cast.dara, [crossing.person_id])
    assert line.withdrawn == "wrong day on the list"
    with pytest.raises(CrossingNotFound):
        withdraw_crossing(actor=cast.dara, crossing_id=crossing.id, reason="again")
    with acting_as(cast.vannak):
        assert Crossing.objects.count() == 1


def tally(cast: Cast, women: int, men: int = 10) -> None:
    enter_tallies(
        actor=cast.sokha, gate=GATE, day=DAY, counts={(2, "adult"): women, (1, "adult"): men}
    )


@pytest.mark.django_db
def test_a_corrected_tally_replaces_and_does_not_erase(cast: Cast) -> None:
    tally(cast, 100)
    tally(cast, 120)
    tally(cast, 120)
    in_force = {(t.sex, t.age_group): t.count for t in tallies_entered(cast.rith, gate=GATE)}
    assert in_force == {(2, "adult"): 120, (1, "adult"): 10}
    assert GateTally.objects.count() == 3


@pytest.mark.django_db
def test_a_tally_counts_people_who_have_crossed(cast: Cast) -> None:
    with pytest.raises(TallyImpossible):
        tally(cast, -1)
    with pytest.raises(TallyImpossible):
        enter_tallies(
            actor=cast.sokha,
            gate=GATE,
            day=timezone.localdate() + timedelta(days=1),
            counts={(1, "adult"): 1},
        )


@pytest.mark.django_db
def test_a_gate_is_counted_by_those_on_duty_where_it_lies(cast: Cast) -> None:
    elsewhere = "KH-TH-CHY"
    with pytest.raises(GateNotYours):
        enter_tallies(actor=cast.sokha, gate=elsewhere, day=DAY, counts={(1, "adult"): 1})
    with pytest.raises(GateNotYours):
        enter_tallies(actor=cast.dara, gate="no-such-gate", day=DAY, counts={(1, "adult"): 1})
    assert enter_tallies(actor=cast.vannak, gate=elsewhere, day=DAY, counts={(1, "adult"): 1})


@pytest.mark.django_db
def test_roles_that_do_not_stand_at_a_gate_enter_no_tallies(cast: Cast) -> None:
    for actor in (cast.rith, cast.sreymom, cast.thida, cast.maly):
        with pytest.raises(PermissionRefused):
            enter_tallies(actor=actor, gate=GATE, day=DAY, counts={(1, "adult"): 1})


@pytest.mark.django_db
def test_an_emergency_is_named_by_those_who_answer_for_the_report(cast: Cast) -> None:
    words = {"code": "KH-T", "name_km": "សាកល្បង", "name_en": "Test", "begins_on": DAY}
    declare_emergency(actor=cast.vannak, **words)
    declare_emergency(actor=cast.vannak, **{**words, "ends_on": DAY})
    assert [(e.code, e.ends_on) for e in emergencies()] == [("KH-T", DAY)]
    with pytest.raises(PermissionRefused):
        declare_emergency(actor=cast.dara, **words)
