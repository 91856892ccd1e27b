"""What can be asked, who may ask, and what the answers say."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.cast import Cast, enter_cast
from tests.rooms.evidence.people import DAY, counting, cross, fold_all, person, screen, tally
from tests.rooms.evidence.recount import recount

from polakor.access.errors import PermissionRefused
from polakor.evidence.actions.folding import fold_log
from polakor.evidence.errors import PeriodBackwards, UnknownQuestion
from polakor.evidence.models import PersonsAgain
from polakor.evidence.queries.returns import CountedReturns, count_returns
from polakor.evidence.queries.situation import situation
from polakor.evidence.rules.figures import Shown
from polakor.evidence.rules.period import Period
from polakor.journeys.actions.tallies import declare_emergency

PERIOD = Period(DAY - timedelta(days=1), DAY)
NOON = datetime(2026, 11, 20, 12, tzinfo=ZoneInfo("Asia/Phnom_Penh"))


def ask(cast: Cast, *by: str, period: Period = PERIOD) -> CountedReturns:
    return count_returns(actor=cast.rith, period=period, by=by, now=NOON)


@pytest.mark.django_db
def test_both_sources_stand_beside_each_other_and_are_not_added(cast: Cast) -> None:
    with counting():
        cross(sex=2), cross(sex=1), cross(sex=1), cross(sex=0)
        tally(sex=2, count=45), tally(sex=1, count=55)
    answer = ask(cast, "sex").as_data()
    assert answer["registrations"]["total"] == 4
    assert answer["registrations"]["share_female"] == pytest.approx(1 / 3, abs=1e-4)
    assert answer["tallies"]["total"] == 100
    assert answer["tallies"]["share_female"] == 0.45
    assert answer["difference"] == -96
    assert {cell["sex"]: cell["count"] for cell in answer["tallies"]["by"]} == {
        "female": 45,
        "male": 55,
    }


@pytest.mark.django_db
def test_a_corrected_tally_replaces_the_one_before(cast: Cast) -> None:
    with counting():
        wrong = tally(count=500)
        tally(count=50, replaces=wrong)
    assert ask(cast).tallies.total == 50


@pytest.mark.django_db
def test_no_tally_is_no_report_and_not_zero(cast: Cast) -> None:
    with counting():
        cross()
    assert ask(cast).tallies.total is None
    with counting():
        tally(count=0)
    assert ask(cast).tallies.total == 0


@pytest.mark.django_db
@pytest.mark.parametrize(
    "by",
    [
        ("sex",),
        ("gate", "day"),
        ("sex", "gate"),
        ("mode",),
        ("mode", "sex"),
        ("day", "mode", "sex"),
    ],
)
def test_open_counts_are_exact_whatever_is_asked(cast: Cast, by: tuple[str, ...]) -> None:
    with counting():
        for sex, gate, mode in [(1, "KH-TH-PPT", "deported"), (2, "KH-TH-DNG", "spontaneous")] * 3:
            cross(sex=sex, gate_id=gate, mode=mode)
    counted = ask(cast, *by)
    assert counted.registrations.by is not None
    assert sum(cell.value or 0 for cell in counted.registrations.by.values()) == 6
    assert all(cell.kind == "exact" for cell in counted.registrations.by.values())


@pytest.mark.django_db
def test_ages_and_provinces_are_protected(cast: Cast) -> None:
    with counting():
        cross(age=8, destination="17"), cross(age=8)
        for _ in range(23):
            cross(age=30)
    by_age = ask(cast, "age").registrations.by
    assert by_age is not None
    assert by_age[5,].kind == "below"
    assert by_age[25,] == Shown("rounded", 20)
    by_province = ask(cast, "province").registrations.by
    assert by_province is not None
    assert by_province["17",].value is None or by_province["17",].kind == "below"


@pytest.mark.django_db
def test_flags_are_counted_protected_and_hidden_ones_only_together(cast: Cast) -> None:
    with counting():
        for flags in (
            [("pregnant",)] * 7 + [("violence_survivor",)] * 3 + [("trafficking_indicators",)] * 3
        ):
            screen(cross(), *flags, needs=("transport",), at=NOON - timedelta(hours=2))
    shown = situation(actor=cast.rith, period=PERIOD, now=NOON)
    lines = {line.flag: line for line in shown.flags}
    assert set(lines) == {"pregnant", "*"}
    assert lines["pregnant"].persons == Shown("rounded", 10)
    assert lines["*"].persons == Shown("rounded", 10)
    assert lines["*"].longest_wait is None
    assert [(line.flag, line.waiting) for line in shown.needs] == [
        ("transport", Shown("rounded", 10))
    ]
    assert shown.waiting == Shown("rounded", 10)
    assert shown.longest_wait == timedelta(hours=2)


@pytest.mark.django_db
def test_a_gate_without_news_is_silent_not_zero(cast: Cast) -> None:
    gates = ("KH-TH-PPT", "KH-TH-DNG")
    today = Period(DAY, DAY, gates)
    with counting():
        cross()
    shown = situation(actor=cast.rith, period=today)
    lines = {line.gate: line for line in shown.gates}
    assert shown.today != DAY or lines["KH-TH-DNG"].silent
    assert lines["KH-TH-DNG"].last_at is None


@pytest.mark.django_db
def test_who_may_not_read_reports_reads_none(cast: Cast) -> None:
    for actor in (cast.sreymom, cast.thida):
        with pytest.raises(PermissionRefused):
            situation(actor=actor, period=PERIOD)
        with pytest.raises(PermissionRefused):
            count_returns(actor=actor, period=PERIOD, by=[])
    with pytest.raises(PermissionRefused):
        fold_log(actor=cast.vannak)


@pytest.mark.django_db
def test_everybody_who_may_reads_the_same_numbers(cast: Cast) -> None:
    """Counts do not depend on whose rows the asker could open."""
    with counting():
        cross(), cross(scopes=["N", "P17"])
    readers = (cast.rith, cast.vannak, cast.dara, cast.bopha, cast.sokha, cast.chenda)
    assert {situation(actor=reader, period=PERIOD).total.value for reader in readers} == {2}


@pytest.mark.django_db
def test_unknown_questions_are_refused(cast: Cast) -> None:
    with pytest.raises(UnknownQuestion, match="name"):
        ask(cast, "name")
    with pytest.raises(PeriodBackwards):
        Period(DAY, DAY - timedelta(days=1))


@pytest.mark.django_db
def test_the_same_counts_have_the_same_revision(cast: Cast) -> None:
    with counting():
        cross()
    first = ask(cast)
    assert ask(cast).revision == first.revision
    with counting():
        cross()
    assert ask(cast).revision != first.revision


@pytest.mark.django_db
def test_a_report_asks_few_questions_of_the_database(cast: Cast) -> None:
    with counting():
        cross()
    with CaptureQueriesContext(connection) as queries:
        situation(actor=cast.rith, period=PERIOD)
    asked = [query["sql"] for query in queries if "SAVEPOINT" not in query["sql"]]
    assert len(asked) <= 11, "\n".join(text[:80] for text in asked)


def test_gates_of_an_emergency_limit_the_report(committed_db: Any) -> None:
    cast = enter_cast()
    gates = ("KH-TH-DNG", "KH-TH-OSM")
    with counting():
        twice = person()
        cross(twice), cross(twice, gate_id="KH-TH-DNG"), cross(twice, gate_id="KH-TH-OSM")
    declare_emergency(
        actor=cast.vannak, code="E-1", name_km="ក", name_en="A", begins_on=DAY, gates=gates
    )
    period = Period(DAY, DAY, gates, "E-1")
    for _ in range(2):  # before and after the emergency is counted for itself
        shown = situation(actor=cast.rith, period=period)
        true = recount(DAY, DAY, gates)
        assert (shown.total.value, shown.persons.value) == (true.total, len(true.persons))
        assert (shown.total.value, shown.persons.value) == (2, 1)
        fold_all()
    with counting():
        cross(gate_id="KH-TH-DNG"), cross()
        assert PersonsAgain.objects.filter(watch="E-1").exists()
    assert situation(actor=cast.rith, period=period).persons.value == 2
    fold_all()
    assert situation(actor=cast.rith, period=period).persons.value == 2
