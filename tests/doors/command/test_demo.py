"""The demonstration: published figures to the last person, people who never lived, made once."""

from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from polakor.access.actions.seals import seal_events, verify_chain
from polakor.access.context import acting_as
from polakor.access.models import Account
from polakor.access.queries.actors import actor_by_name
from polakor.access.rules.actors import Actor
from polakor.access.rules.policy import Role
from polakor.doors.command import demo
from polakor.doors.command.demo import counts, making, people, sheets
from polakor.doors.command.demo.plan import ListPlan, Plan, read_plan
from polakor.evidence.queries.periods import find_named, named_periods
from polakor.evidence.queries.returns import count_returns
from polakor.evidence.rules.period import Period
from polakor.flows.read_list import read_whole_list
from polakor.intake.actions.lists import receive_list, start_reading
from polakor.intake.queries.lists import lists_visible_to, reasons_set_aside
from polakor.protection.queries.screenings import waiting_for

PACKS = Path(__file__).resolve().parents[3] / "packs"
DAYS = Period(date(2020, 3, 21), date(2020, 7, 23))


@pytest.fixture(scope="module")
def plan() -> Plan:
    return read_plan(PACKS / "kh" / "demo.toml")


def summed(days: list[counts.GateDay], **of: Any) -> Counter[tuple[int, str]]:
    found: Counter[tuple[int, str]] = Counter()
    for day in days:
        if all(getattr(day, name) == value for name, value in of.items()):
            found.update(day.counts)
    return found


def invented(plan: Plan) -> tuple[people.Inventor, list[tuple[people.Sighting, people.Cells]]]:
    places = {code: [(f"P{code}", "D", "C")] for code, _ in plan.words.destinations}
    inventor = people.Inventor(plan, places)
    days = [day for wave in plan.waves for day in counts.wave_days(wave, plan.seed)]
    gates = {gate: gate for one in plan.sample.lists for gate in one.gates}
    return inventor, people.told_of(inventor, counts.one_in(plan.sample.every, days), gates)


def test_parts_add_up_to_the_whole_whatever_the_weights() -> None:
    for total in (0, 1, 7, 5988, 103000):
        for weights in ([1], [1, 1, 1], [0.1, 7, 0, 3.3], [5] * 97):
            assert sum(counts.spread(total, weights)) == total


def test_the_wave_of_2020_has_every_one_of_its_people(plan: Plan) -> None:
    found = summed(counts.wave_days(plan.waves[0], plan.seed))
    assert found.total() == 103_000
    assert found[2, "adult"] + found[2, "child"] == 46_350
    assert min(found.values()) > 0


def test_by_late_april_2020_four_in_five_were_back(plan: Plan) -> None:
    early = [d for d in counts.wave_days(plan.waves[0], plan.seed) if d.day <= date(2020, 4, 23)]
    assert 80_000 < summed(early).total() < 85_000


def test_june_2014_is_as_it_was_published(plan: Plan) -> None:
    days = [day for one in plan.published for day in counts.published_days(one)]
    poipet = [d for d in days if d.gate == "KH-TH-PPT"]
    assert summed([d for d in poipet if d.day.day <= 10]).total() == 5_988
    assert [summed(poipet, day=date(2014, 6, n)).total() for n in (11, 12, 14)] == [
        7_536,
        16_508,
        20_000,
    ]
    peak = summed(poipet, day=date(2014, 6, 13))
    assert (peak.total(), peak[2, "adult"], peak[0, "child"]) == (37_744, 11_971, 2_403)
    smach = [d for d in days if d.gate == "KH-TH-OSM"]
    three = summed([d for d in smach if d.day.day <= 12])
    assert (three.total(), three[2, "adult"], three[0, "child"]) == (1_646, 713, 135)
    assert [summed(smach, day=date(2014, 6, n)).total() for n in (13, 14)] == [108, 532]


def test_what_nobody_counted_is_called_an_estimate(plan: Plan) -> None:
    methods = {
        (d.gate, d.day.day): d.method for one in plan.published for d in counts.published_days(one)
    }
    assert {key for key, method in methods.items() if method == "estimate"} == {
        *(("KH-TH-PPT", day) for day in (7, 8, 9, 10, 14)),
        *(("KH-TH-OSM", day) for day in (10, 11, 12)),
    }


def test_one_in_twenty_is_in_all_ways_like_the_whole(plan: Plan) -> None:
    days = counts.wave_days(plan.waves[0], plan.seed)
    picked = counts.one_in(20, days)
    assert len(picked) == 5_150
    assert abs(sum(one.sex == 2 for one in picked) - 2_317.5) < 1
    gates = Counter(one.gate for one in picked)
    for gate, number in gates.items():
        assert abs(number - summed(days, gate=gate).total() / 20) < 10


@pytest.mark.parametrize("pack", ["kh", "xx"])
def test_the_same_people_are_invented_every_time(pack: str) -> None:
    plan = read_plan(PACKS / pack / "demo.toml")
    first, second = (sheets.list_files(plan, invented(plan)[1]) for _ in range(2))
    assert first == second
    assert set(first) == {one.filename for one in plan.sample.lists}


def test_people_are_invented_so_that_nobody_real_is_meant(plan: Plan) -> None:
    _, told = invented(plan)
    for sighting, row in told:
        number = "".join(sign for sign in row["phone"].removeprefix("+855") if sign.isdigit())
        assert not number or number.lstrip("0")[2] == "0"
        digits = [sign for sign in sighting.who.number if sign.isdigit()]
        assert not digits or digits[0] == "9"
    again = sum(sighting.anew for sighting, _ in told)
    assert 0.01 < again / len(told) < 0.03


def test_accounts_are_printed_with_what_to_try() -> None:
    rows = demo.accounts()
    assert {row[2].replace(" ", "_") for row in rows} == {role.value for role in Role} - {
        "bearer",
        "command_line",
    }
    assert {len(row) for row in rows} == {5}
    assert all(len(row[1]) >= 12 and row[4] for row in rows)


def test_the_invented_country_has_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POLAKOR_PACK", "xx")
    assert demo.accounts()[0][3] == "Chancery (demonstration)"


def everything() -> dict[str, int]:
    """Rows of every table that the demonstration fills."""
    found = {}
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('polakor.scopes', 'N,C,audit', false)")
        for table in ("access_account", "access_auditevent", "journeys_gatetally",
                      "journeys_emergency", "journeys_crossing", "intake_submission",
                      "intake_receivedlist", "registry_person"):  # fmt: skip
            cursor.execute(f"SELECT count(*) FROM {table}")
            found[table] = cursor.fetchone()[0]
        cursor.execute("SELECT set_config('polakor.scopes', '', false)")
    return found


@pytest.fixture
def made(committed_db: str, plan: Plan, tmp_path: Path) -> Actor:
    making.make_all(plan, tmp_path)
    return actor_by_name("supervisor")


def test_the_whole_demonstration(made: Actor, plan: Plan, tmp_path: Path) -> None:
    """One making serves all questions: it takes some seconds."""
    _the_report_counts_what_was_published(made)
    _everybody_was_read_from_lists(made, plan)
    before = everything()
    making.make_all(plan, tmp_path)
    assert everything() == before
    assert Account.objects.filter(is_demo=True).count() == len(plan.accounts)
    assert waiting_for(actor_by_name("caseworker"))
    _the_list_to_try_has_something_to_decide(made, tmp_path / plan.messy.filename)
    while seal_events():
        pass
    assert verify_chain().broken_at is None


def _the_report_counts_what_was_published(actor: Actor) -> None:
    answer = count_returns(actor=actor, period=DAYS, by=["sex"]).as_data()
    assert answer["tallies"]["total"] == 103_000
    assert answer["tallies"]["share_female"] == 0.45
    assert answer["registrations"]["total"] == 5_150
    named = find_named(named_periods(date(2026, 1, 1)), "KH-2014-06")
    assert count_returns(actor=actor, period=named.period, by=[]).tallies.total == 90_062


def _everybody_was_read_from_lists(actor: Actor, plan: Plan) -> None:
    with acting_as(actor):
        lists = list(lists_visible_to(actor))
    assert {one.filename for one in lists} == {one.filename for one in plan.sample.lists}
    assert sum(one.accepted for one in lists) == 5_150
    assert not any(one.quarantined for one in lists)
    assert 50 < sum(one.waiting for one in lists) < 300
    assert all(one.sender and "សាកល្បង" in one.sender.name for one in lists)


def _the_list_to_try_has_something_to_decide(actor: Actor, file: Path) -> None:
    received = receive_list(
        actor=actor,
        filename=file.name,
        content=file.read_bytes(),
        gate="KH-TH-PPT",
        crossed_on=date(2026, 1, 5),
    )
    start_reading(actor=actor, list_id=received.id, queue=False)
    read_whole_list(actor=actor, list_id=received.id)
    with acting_as(actor):
        received.refresh_from_db()
    assert received.accepted == 28
    assert {one.reason for one in reasons_set_aside(actor, received)} == {"no_name", "name_garbled"}
    assert received.waiting >= 2


def test_a_list_cut_off_in_the_middle_is_read_on(
    committed_db: str, plan: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    making.make_accounts(plan)
    actor = actor_by_name("supervisor")
    one = ListPlan("cut.csv", "Testing", ())
    content = b"name,sex,gate,date of return\nSok Dara,M,KH-TH-PPT,01/04/2020\n"
    monkeypatch.setattr(making, "read_whole_list", lambda **_: False)
    making.bring_in(one, content, actor)
    monkeypatch.undo()
    assert making.bring_in(one, content, actor) == 1
    assert making.bring_in(one, content, actor) is None
