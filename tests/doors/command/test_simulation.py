"""The rehearsal of a wave: what the pack says of it, who comes, and a judge that misses nothing."""

from collections import Counter
from datetime import date
from uuid import UUID

import pytest

from polakor.base.ids import uuid7
from polakor.doors.command import demo
from polakor.doors.command.errors import CommandFailure
from polakor.doors.command.simulation.crowd import Crowd
from polakor.doors.command.simulation.judging import Register, judge
from polakor.doors.command.simulation.scenario import Scenario, people_of, read_scenario
from polakor.doors.command.simulation.truth import Made, Truth

DAY = date(2014, 6, 13)
GATE = "KH-TH-PPT"


def crowd_of(scenario: Scenario) -> Crowd:
    plan = demo.plan()
    assert plan is not None
    return Crowd(scenario, plan, ["01", "02", *(row[0] for row in plan.words.destinations)], 7)


@pytest.mark.parametrize(
    ("code", "arrivals", "peak"),
    [("2014", 226_546, 37_744), ("2020", 80_000, None), ("2025", 900_000, None)],
)
def test_a_wave_of_the_pack_has_the_published_sums(
    code: str, arrivals: int, peak: int | None
) -> None:
    wave = read_scenario(code)
    assert wave.arrivals == arrivals
    assert peak is None or wave.peak_day == peak
    assert wave.busiest(wave.usual_days).arrivals <= arrivals


def test_the_busiest_days_hold_the_peak_and_a_scale_keeps_the_sum() -> None:
    wave = read_scenario("2014")
    assert wave.busiest(1).days == [DAY]
    assert wave.busiest(1).peak_day == 37_744
    assert wave.scaled(0.01).arrivals == 2_265


def test_an_unknown_wave_is_refused_with_the_names_of_those_there_are() -> None:
    with pytest.raises(CommandFailure, match="2014, 2020, 2025"):
        read_scenario("1979")


def test_everybody_who_was_counted_comes_once_and_children_come_with_somebody() -> None:
    wave = read_scenario("2014").busiest(2).scaled(0.05)
    crowd = crowd_of(wave)
    for gate_day in wave.gate_days:
        families = list(crowd.of(gate_day))
        members = [one for family in families for one in family.members]
        assert len(members) == people_of(gate_day) == len({one.id for one in members})
        alone = [one for one in families if len({m.human for m in one.members}) < len(one.members)]
        assert not alone, "nobody stands twice in one family"
    assert crowd.humans < wave.arrivals, "some crossed again"


def test_who_crosses_again_is_one_human_written_otherwise() -> None:
    wave = read_scenario("2014").busiest(3).scaled(0.1)
    crowd = crowd_of(wave)
    seen: dict[int, list[dict[str, object]]] = {}
    for gate_day in sorted(wave.gate_days, key=lambda one: one.day):
        for family in crowd.of(gate_day):
            for one in family.members:
                seen.setdefault(one.human, []).append(one.answers)
    again = [told for told in seen.values() if len(told) > 1]
    assert again
    assert all(told[0]["sex"] == told[1]["sex"] for told in again)
    assert any(told[0].get("name_latin") != told[1].get("name_latin") for told in again)


def made(*people: UUID, human: int = 1, never_sent: bool = False) -> Made:
    return Made(
        uuid7(),
        "register",
        GATE,
        DAY,
        tuple((person, human + at) for at, person in enumerate(people)),
        never_sent=never_sent,
    )


def register_of(*records: Made) -> Register:
    """A register that holds each of these records once."""
    found = Register()
    for one in records:
        found.states[one.id] = "accepted"
        for person, _ in one.people:
            found.stands[person] = person
            found.told[person, one.id] += 1
            found.crossings[person].append((one.id, GATE, DAY))
    return found


def test_the_judge_finds_whoever_is_missing_or_there_twice() -> None:
    first, second, gone = made(uuid7(), uuid7()), made(uuid7(), human=9), made(uuid7(), human=20)
    gone.never_sent = True
    truth = Truth({one.id: one for one in (first, second, gone)})
    register = register_of(first, second)
    sound = judge(truth, register)
    assert sound.holds
    assert (sound.registered, sound.accepted, sound.never_sent) == (3, 3, 1)

    lost = first.people[0][0]
    del register.crossings[lost]
    assert judge(truth, register).lost == [lost]
    stranger = uuid7()
    register.stands[stranger] = stranger
    assert judge(truth, register).doubled == [stranger]
    del register.states[second.id]
    assert judge(truth, register).records_lost == [second.id]


def test_the_judge_counts_a_crossing_told_twice_as_doubled() -> None:
    one = made(uuid7())
    register = register_of(one)
    register.crossings[one.people[0][0]].append((uuid7(), GATE, DAY))
    assert judge(Truth({one.id: one}), register).doubled == [one.people[0][0]]


def test_one_human_twice_is_joined_proposed_or_unseen_and_strangers_are_wrongly_joined() -> None:
    records = [made(uuid7(), human=number) for number in (1, 1, 2, 2, 3, 3, 4)]
    register = register_of(*records)
    ids = [one.people[0][0] for one in records]
    register.stands[ids[1]] = ids[0]
    register.proposed.add(frozenset((ids[2], ids[3])))
    register.stands[ids[6]] = ids[5]
    found = judge(Truth({one.id: one for one in records}), register).circular
    assert found == {
        "people": 3, "crossings": 6, "joined": 1, "proposed": 1, "unseen": 1, "wrongly_joined": 1
    }  # fmt: skip


def test_a_receipt_that_changes_is_noticed_and_a_damaged_record_stays_to_be_sent() -> None:
    one = made(uuid7())
    truth = Truth({one.id: one})
    told = {"id": str(one.id), "receipt": "A", "received_at": "1", "state": "received"}
    told |= {"sha256": "00"}
    assert truth.hear([{**told, "state": "quarantined", "sha256": ""}]) == []
    assert truth.hear([told]) == [one.id]
    assert truth.hear([{**told, "state": "accepted"}]) == [one.id]
    assert truth.changed_receipts == 0
    truth.hear([{**told, "receipt": "B"}])
    assert truth.changed_receipts == 1
    assert Counter(truth.heard) == Counter(received=2, accepted=1, quarantined=1)
