"""Promised and real: told by the worker, shown beside, counted, and never the agency's to read."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from polakor.access.context import acting_as
from polakor.access.errors import PermissionRefused
from polakor.access.rules.actors import Actor
from polakor.evidence.errors import UnknownCorridor
from polakor.evidence.queries.substitutions import substitutions
from polakor.recruitment.actions.placements import clear_worker, record_departure, tell_terms
from polakor.recruitment.errors import AnswerUnknown, DayToCome, TermAbsurd, WorkerNotThere
from polakor.recruitment.models import TermsTold
from polakor.recruitment.queries.placements import placement_file
from polakor.recruitment.rules.terms import Terms
from tests.cast import Cast, somebody_of
from tests.rooms.recruitment.agencies import today
from tests.rooms.recruitment.orders import TERMS, an_agency_for_thailand, an_approved_order, ready

pytestmark = pytest.mark.django_db
LESS = replace(TERMS, wage=Decimal(9000), fees=(), papers="employer")


def gone(cast: Cast, actor: Actor, order: str, at: int) -> str:
    number = ready(actor, order, at)
    clear_worker(actor=cast.kosal, number=number)
    record_departure(actor=cast.kosal, number=number, on_day=today())
    return number


def tell(actor: Actor, number: str, terms: Terms, moment: str = "arrival") -> None:
    tell_terms(
        actor=actor, number=number, moment=moment, channel="visit", told_on=today(), terms=terms
    )


def test_the_newest_of_each_moment_holds_and_the_agency_reads_none(cast: Cast) -> None:
    agency = an_agency_for_thailand(cast)
    srey, _ = somebody_of(agency)
    worker = gone(cast, srey, an_approved_order(cast, srey, agency), 0)
    tell(cast.kosal, worker, TERMS, "days_30")
    tell(cast.kosal, worker, replace(TERMS, wage=Decimal(10000)))
    tell(cast.kosal, worker, LESS)
    told = placement_file(cast.kosal, worker).told
    assert [(one.moment, one.terms.wage) for one in told] == [
        ("arrival", Decimal(9000)),
        ("days_30", Decimal(12000)),
    ]
    assert placement_file(srey, worker).told == ()
    with acting_as(srey):
        assert not TermsTold.objects.exists()
    with pytest.raises(PermissionRefused):
        tell(srey, worker, TERMS)


def test_what_cannot_be_told_is_refused(cast: Cast) -> None:
    agency = an_agency_for_thailand(cast)
    srey, _ = somebody_of(agency)
    order = an_approved_order(cast, srey, agency)
    here = ready(srey, order, 0)
    with pytest.raises(WorkerNotThere):
        tell(cast.kosal, here, TERMS)
    worker = gone(cast, srey, order, 1)
    with pytest.raises(AnswerUnknown):
        tell(cast.kosal, worker, TERMS, "some day")
    with pytest.raises(TermAbsurd):
        tell(cast.kosal, worker, replace(TERMS, wage=Decimal(-1)))
    with pytest.raises(DayToCome):
        tell_terms(
            actor=cast.kosal,
            number=worker,
            moment="arrival",
            channel="visit",
            told_on=today() + timedelta(days=1),
            terms=TERMS,
        )
    with acting_as(cast.kosal):
        assert not TermsTold.objects.exists()


def test_substitution_is_counted_by_agency_and_small_groups_are_withheld(cast: Cast) -> None:
    numbers = {}
    for name, workers, worse in (("Rose Hill", 6, 3), ("Golden Rice", 5, 0), ("Deep Stream", 2, 2)):
        agency = an_agency_for_thailand(cast, name)
        srey, _ = somebody_of(agency, name.split()[0].lower())
        order = an_approved_order(cast, srey, agency, 10)
        for at in range(workers):
            worker = gone(cast, srey, order, 10 * len(numbers) + at)
            tell(cast.kosal, worker, LESS if at < worse else TERMS)
        numbers[name] = agency
    found = substitutions(actor=cast.rith, corridor="KH-TH", by="agency").as_data()
    assert (found["all"]["people"], found["all"]["found_worse"]) == (13, 5)
    assert found["all"]["terms"] == {"wage": 5, "papers": 5}
    assert found["all"]["pay_missing"] == 0.25
    rose = found["groups"][numbers["Rose Hill"]]
    assert (rose["people"], rose["found_worse"], rose["share"]) == (6, 3, 0.5)
    # of two told: withheld, and another with it, or it could be worked out
    assert found["groups"][numbers["Deep Stream"]] is None
    assert found["groups"][numbers["Golden Rice"]] is None
    with pytest.raises(UnknownCorridor):
        substitutions(actor=cast.rith, corridor="KH-TH", by="name")
    with pytest.raises(PermissionRefused):
        substitutions(actor=cast.thida, corridor="KH-TH")
