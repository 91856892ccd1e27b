"""Quarantine: bed, two tests, release with a paper; nobody but health workers reads it."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, timedelta
from uuid import UUID

import pytest
from django.utils import timezone

from polakor.access.context import acting_as
from polakor.access.errors import PermissionRefused
from polakor.assistance.actions.health import end_quarantine, enter_quarantine, record_test
from polakor.assistance.actions.sites import open_site
from polakor.assistance.errors import BedTaken, HealthModeOff, NotToBeReleased, StayNotFound
from polakor.assistance.models import QuarantineStay, QuarantineTest
from polakor.assistance.queries import health
from polakor.assistance.queries.health import stay_for, stays_for
from polakor.assistance.rules.quarantine import HealthRules, may_be_released
from polakor.registry.models import Person
from tests.cast import Cast
from tests.doors.office.records import enter_person
from tests.rooms.assistance.way import POIPET, paper

pytestmark = pytest.mark.django_db
Queries = Callable[[int], AbstractContextManager[object]]
TODAY = date(2021, 1, 15)
RULES = HealthRules(on=True, tests=2, days=14)


@pytest.fixture
def site(cast: Cast) -> UUID:
    paper(1)
    return open_site(
        actor=cast.dara,
        kind="quarantine",
        name_km="សាលា",
        name_en="School",
        place=POIPET,
        capacity=40,
    )


def _long_ago() -> date:
    return timezone.localdate() - timedelta(days=14)


@pytest.mark.parametrize(
    ("results", "days", "free"),
    [
        (["negative", "negative"], 14, True),
        (["positive", "negative", "negative"], 14, True),
        (["negative", "negative"], 13, False),
        (["negative"], 20, False),
        (["negative", "positive"], 20, False),
        (["negative", "unclear"], 20, False),
        (["negative", "waiting"], 20, False),
        ([], 20, False),
    ],
)
def test_release_needs_the_days_and_the_last_tests(
    results: list[str], days: int, free: bool
) -> None:
    today = TODAY + timedelta(days=days)
    until = RULES.until(TODAY)
    assert may_be_released(RULES, until=until, today=today, results=results) is free


def test_a_stay_from_bed_to_paper(cast: Cast, site: UUID) -> None:
    stay = enter_quarantine(
        actor=cast.nary, site_id=site, reference="kha00001 9", bed="b 12", entered_on=_long_ago()
    )
    record_test(actor=cast.nary, stay_id=stay, number=1, taken_on=_long_ago())
    assert stay_for(cast.nary, stay).tests[0].result == "waiting"
    record_test(actor=cast.nary, stay_id=stay, number=1, taken_on=_long_ago(), result="negative")
    with pytest.raises(NotToBeReleased):
        end_quarantine(actor=cast.nary, stay_id=stay)
    record_test(
        actor=cast.nary, stay_id=stay, number=2, taken_on=timezone.localdate(), result="negative"
    )
    certificate = end_quarantine(actor=cast.nary, stay_id=stay)
    shown = stay_for(cast.nary, stay)
    assert (shown.reference, shown.bed, shown.certificate) == ("KHA-00001-9", "B 12", certificate)
    assert [one.result for one in shown.tests] == ["negative", "negative"]
    with pytest.raises(StayNotFound):
        end_quarantine(actor=cast.nary, stay_id=stay)
    with acting_as(cast.nary):
        assert QuarantineTest.objects.count() == 3


def test_a_bed_and_a_person_are_taken_once(cast: Cast, site: UUID) -> None:
    person = enter_person(cast.dara, "SOK DARA")
    with acting_as(cast.dara):
        number = Person.objects.get(id=person).number
    enter_quarantine(actor=cast.nary, site_id=site, reference=number, bed="1")
    for reference, bed in ((number, "2"), ("KHA-00001-9", "1")):
        with pytest.raises(BedTaken):
            enter_quarantine(actor=cast.nary, site_id=site, reference=reference, bed=bed)


def test_nobody_else_reads_it_and_another_province_sees_nothing(cast: Cast, site: UUID) -> None:
    enter_quarantine(actor=cast.nary, site_id=site, reference="KHA-00001-9", bed="1")
    for actor in cast.everyone().values():
        if actor == cast.nary:
            continue
        with pytest.raises(PermissionRefused):
            stays_for(actor)
        with acting_as(actor):
            assert not QuarantineStay.objects.exists()
            assert not QuarantineTest.objects.exists()


def test_no_page_opens_while_the_pack_says_off(
    cast: Cast, site: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    section = {"mode": "off", "tests": 2, "days": 14}
    monkeypatch.setattr(health, "pack_settings", lambda: {"health": section})
    for act in (
        lambda: stays_for(cast.nary),
        lambda: enter_quarantine(actor=cast.nary, site_id=site, reference="KHA-00001-9", bed="1"),
    ):
        with pytest.raises(HealthModeOff):
            act()


def test_the_list_promises_its_queries(
    cast: Cast, site: UUID, django_assert_max_num_queries: Queries
) -> None:
    for n in range(1, 6):
        stay = enter_quarantine(actor=cast.nary, site_id=site, reference=paper(n), bed=str(n))
        record_test(actor=cast.nary, stay_id=stay, number=1, taken_on=timezone.localdate())
    with acting_as(cast.nary), django_assert_max_num_queries(6):
        assert len(stays_for(cast.nary)) == 5
