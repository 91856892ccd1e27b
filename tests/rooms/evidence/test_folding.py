"""Every entry of the log is counted once: late commits, withdrawals, joins, new cuts."""

import random
import time
from datetime import timedelta
from typing import Any

import psycopg
import pytest
from django.db import connection
from django.utils import timezone
from tests.cast import Cast, enter_cast
from tests.conftest import APP_PASSWORD
from tests.rooms.evidence.people import DAY, counting, cross, fold_all, move, person, withdraw
from tests.rooms.evidence.recount import recount

from polakor.access.rules.actors import Actor
from polakor.evidence import jobs
from polakor.evidence.actions.folding import ROLLUPS, count_anew, fold_log
from polakor.evidence.machine import COUNTER
from polakor.evidence.models import ByDay, LogPlace, PersonsByProvince
from polakor.evidence.queries.situation import Situation, situation
from polakor.evidence.rules.disclosure import Protection
from polakor.evidence.rules.period import Period
from polakor.journeys.models import Crossing
from polakor.registry.models import Person

WEEK = Period(DAY - timedelta(days=3), DAY + timedelta(days=3))


def read(actor: Actor, period: Period = WEEK) -> Situation:
    return situation(actor=actor, period=period)


def assert_equal(shown: Situation, period: Period = WEEK) -> None:
    true = recount(period.since, period.until, period.gates)
    assert shown.total.value == true.total
    assert shown.persons.value == len(true.persons)
    assert {line.day: line.registered for line in shown.days if line.registered} == {
        day: n for day, n in true.by_day.items() if day <= shown.today
    }
    assert {g.gate: g.registered for g in shown.gates if g.registered} == dict(true.by_gate)
    assert {sex: n for sex, n in shown.by_sex.items() if n} == dict(true.by_sex)
    assert {mode: n for mode, n in shown.by_mode.items() if n} == dict(true.by_mode)


def rollups() -> dict[str, list[tuple[Any, ...]]]:
    with connection.cursor() as cursor:
        found = {}
        for table in ROLLUPS:
            cursor.execute(f"SELECT * FROM {table}")
            rows = [row for row in cursor.fetchall() if row[-1] != 0]
            found[table] = sorted(rows, key=str)
    return found


def test_a_crossing_is_in_the_report_before_and_after_it_is_folded(
    committed_db: str,
) -> None:
    rith = enter_cast().rith
    with counting():
        cross()
    before = read(rith)
    assert before.total.value == 1
    assert before.persons.value == 1
    assert fold_all() == 1
    assert fold_all() == 0
    after = read(rith)
    assert (after.total, after.by_sex) == (
        before.total.__class__(1, after.as_of, "registration", "crossings", before.revision),
        {2: 1},
    )
    with counting():
        assert ByDay.objects.get().n == 1


def test_a_transaction_that_commits_late_is_counted_once(committed_db: str) -> None:
    """An earlier one, still open while a later one is folded, is neither lost nor doubled."""
    rith = enter_cast().rith
    with counting():
        who = person()
        cross(who)
    late = psycopg.connect(
        host=connection.settings_dict["HOST"],
        port=connection.settings_dict["PORT"] or None,
        dbname=connection.settings_dict["NAME"],
        user="polakor_app",
        password=APP_PASSWORD,
    )
    late.execute("SELECT set_config('polakor.scopes', 'N', true)")
    late.execute(
        "INSERT INTO journeys_crossing (id, person_id, gate_id, direction, crossed_on, mode,"
        " nationality, sex, age, destination, recorded_at, recorded_by, scopes, number, tx)"
        " SELECT gen_random_uuid(), person_id, gate_id, direction, crossed_on, mode, nationality,"
        " sex, age, destination, now(), recorded_by, scopes, nextval('journeys_crossing_number'),"
        " pg_current_xact_id()::text::bigint FROM journeys_crossing LIMIT 1"
    )
    with counting():
        cross()  # begins after and commits before the late one
    for _ in range(5):
        jobs.tick()
    assert read(rith).total.value == 2
    late.commit()
    assert read(rith).total.value == 3
    fold_all()
    assert read(rith).total.value == 3
    assert_equal(read(rith))
    late.close()


def test_folding_in_small_steps_gives_the_same_as_counting_anew(committed_db: str) -> None:
    rith = enter_cast().rith
    chance = random.Random(7)
    people: list[Any] = []
    crossings: list[Any] = []
    for _ in range(60):
        with counting():
            act = chance.random()
            if act < 0.55 or len(people) < 4:
                who = chance.choice(people) if people and chance.random() < 0.4 else person()
                people.append(who)
                crossings.append(
                    cross(
                        who,
                        crossed_on=DAY + timedelta(days=chance.randrange(-3, 3)),
                        gate_id=chance.choice(["KH-TH-PPT", "KH-TH-DNG", "KH-TH-OSM"]),
                        sex=chance.choice([0, 1, 2, 9]),
                        age=chance.choice([None, 0, 4, 5, 17, 18, 44, 60, 99]),
                        mode=chance.choice(["spontaneous", "deported", "unknown"]),
                        destination=chance.choice(["", "0102", "17", "020304"]),
                        direction=chance.choice([1, 1, 1, 2]),
                        crossed_at=timezone.now() if chance.random() < 0.5 else None,
                    )
                )
            elif act < 0.7 and crossings:
                withdraw(crossings.pop(chance.randrange(len(crossings))))
            elif act < 0.9:
                moved, under = chance.sample(people, 2)
                moved.refresh_from_db()
                under.refresh_from_db()
                free = under.canonical_id is None and moved.also_known_as.count() == 0
                if free and moved.id != under.id:
                    move(moved, under)
            else:
                loose = chance.choice(people)
                loose.refresh_from_db()
                if loose.canonical_id is not None:
                    move(loose, loose)
        if chance.random() < 0.5:
            fold_log(actor=COUNTER, limit=chance.choice([1, 2, 3, 50]))
        assert_equal(read(rith))
    fold_all()
    assert_equal(read(rith))
    step_by_step = rollups()
    count_anew(actor=COUNTER)
    assert rollups() == step_by_step
    assert_equal(read(rith))


def test_only_one_folds_at_a_time(committed_db: str) -> None:
    with counting():
        cross()
    other = psycopg.connect(
        host=connection.settings_dict["HOST"],
        port=connection.settings_dict["PORT"] or None,
        dbname=connection.settings_dict["NAME"],
        user="polakor_app",
        password=APP_PASSWORD,
    )
    other.execute("SELECT pg_advisory_xact_lock(4611686018431)")
    assert fold_log(actor=COUNTER) == 0
    other.rollback()
    other.close()
    assert fold_all() == 1


def test_other_age_bands_count_everything_anew(committed_db: str, monkeypatch: Any) -> None:
    with counting():
        cross(age=64)
        cross(age=66)
    fold_all()
    from polakor.evidence.actions import folding
    from polakor.evidence.queries.cuts import Cuts

    cuts = Cuts((0, 18, 65), 1, 18, Protection(3, 5), 60, "xx test-1")
    monkeypatch.setattr(folding, "cuts_in_force", lambda: cuts)
    fold_all()
    with counting():
        assert tuple(LogPlace.objects.get().bands) == (0, 18, 65)
        assert [row.province for row in PersonsByProvince.objects.all()] == ["0"]
    assert jobs.tick() == 0


@pytest.mark.django_db
def test_a_withdrawn_crossing_is_not_counted(cast: Cast) -> None:
    with counting():
        first = cross()
        cross(sex=1)
        withdraw(first)
    shown = read(cast.rith)
    assert shown.total.value == 1
    assert {sex: n for sex, n in shown.by_sex.items() if n} == {1: 1}


@pytest.mark.django_db
def test_a_joined_person_counts_once_and_parts_again(cast: Cast) -> None:
    with counting():
        one, two = person(), person()
        cross(one)
        cross(two, gate_id="KH-TH-DNG")
        move(two, one)
    assert read(cast.rith).persons.value == 1
    with counting():
        move(two, two)
    assert read(cast.rith).persons.value == 2


def test_a_long_end_of_the_log_is_read_and_folded_in_good_time(committed_db: str) -> None:
    """Thousands recorded and not folded yet must not be compared each with each."""
    rith = enter_cast().rith
    with counting():
        people = Person.objects.bulk_create(
            Person(number=f"L-{n}", created_by=COUNTER.account_id, scopes=["N"])
            for n in range(3000)
        )
        Crossing.objects.bulk_create(
            Crossing(
                person=who,
                gate_id="KH-TH-PPT",
                crossed_on=DAY,
                recorded_by=COUNTER.account_id,
                scopes=["N"],
            )
            for who in people
        )
    began = time.monotonic()
    assert read(rith).persons.value == 3000
    fold_all()
    assert read(rith).persons.value == 3000
    assert time.monotonic() - began < 8
