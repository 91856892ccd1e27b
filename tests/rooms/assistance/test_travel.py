"""The way home: a family stands in one place, on one trip, on seats of its own."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from polakor.access.context import acting_as
from polakor.access.errors import PermissionRefused
from polakor.access.rules.actors import Actor
from polakor.access.rules.scopes import CASES, case_scopes
from polakor.assistance.actions.distributions import Gift, give
from polakor.assistance.actions.parties import let_go, receive_party, seat_parties, take_off
from polakor.assistance.actions.trips import add_vehicle, cancel_trip, depart, plan_trip
from polakor.assistance.errors import (
    AlreadyOnTheWay,
    FamilyUnknown,
    PartyNotFound,
    PartyNotWaiting,
    ReasonMissing,
    SiteNotYours,
    TokenBarred,
    TokenForeign,
    TokenForged,
    TokenOfSeveral,
    TokenSlip,
    TripEmpty,
    TripFull,
    TripLocked,
    VehicleBusy,
)
from polakor.assistance.models import Party, Seat
from polakor.assistance.queries.boarding import good_token
from polakor.assistance.queries.travel import manifest, trip_for, trips_for, waiting_at
from polakor.base.errors import Refusal
from polakor.base.ids import uuid7
from polakor.intake.models import BarredTokens, TokenBatch, TokenClash
from polakor.intake.rules.tokens import make_token
from polakor.protection.models import Screening
from polakor.registry.models import Person
from tests.cast import Cast
from tests.doors.office.records import TODAY
from tests.rooms.assistance.way import FAR, a_family, a_site, a_trip, paper

pytestmark = pytest.mark.django_db
Queries = Callable[[int], AbstractContextManager[object]]


@pytest.fixture
def site(cast: Cast) -> UUID:
    return a_site(cast.dara)


def test_a_token_brings_the_whole_family_and_no_name(cast: Cast, site: UUID) -> None:
    a_family(cast.bopha, "KHA-00472-Q", "សុខ ដារ៉ា", "សុខ នារី", "សុខ សុភា")
    receive_party(actor=cast.sokha, site_id=site, asked=" kha00472q ")
    [line] = waiting_at(cast.sokha, site)
    assert (line.token, line.people, line.home, line.names) == ("KHA-00472-Q", 3, FAR, ())
    assert waiting_at(cast.bopha, site)[0].names == ("សុខ ដារ៉ា", "សុខ នារី", "សុខ សុភា")


def test_a_paper_that_is_not_good_is_told_in_words_wherever_it_is_shown(
    cast: Cast, site: UUID
) -> None:
    """At a site, where things are handed out, and at a bed alike."""
    a_family(cast.dara, paper(7), "SOK DARA", home="0103")
    batch = TokenBatch.objects.get(code="KHA")
    BarredTokens.objects.create(
        batch=batch, first=8, last=9, reason="stolen", barred_by=cast.dara.account_id
    )
    TokenClash.objects.create(token=paper(7), families=2)
    few = {"public_key": b"", "office_id": uuid7(), "issued_by": uuid7()}
    TokenBatch.objects.create(code="FEW", first=1, last=5, **few)
    shown: dict[str, type[Refusal]] = {
        "KHA-00007-A": TokenSlip,
        "https://example.org/7": TokenForeign,
        make_token("ZZZ", 7): TokenForeign,
        make_token("FEW", 6): TokenForged,
        "PLK1:KHA-00472-Q:AAAA": TokenForged,
        make_token("KHA", 8): TokenBarred,
        paper(7): TokenOfSeveral,
    }
    for asked, refusal in shown.items():
        with pytest.raises(refusal):
            receive_party(actor=cast.dara, site_id=site, asked=asked, people=3)
        with pytest.raises(refusal):
            give(actor=cast.dara, gift=Gift(uuid7(), "family_kit", asked, people=3))
        with pytest.raises(refusal):
            good_token(asked)
    TokenClash.objects.update(
        answer="one", settled_at=timezone.now(), settled_by=cast.dara.account_id
    )
    receive_party(actor=cast.dara, site_id=site, asked=paper(7))


def test_people_without_a_record_go_along(cast: Cast, site: UUID) -> None:
    receive_party(actor=cast.sokha, site_id=site, people=4, home="0103")
    receive_party(actor=cast.sokha, site_id=site, asked="KHA-00001-9", people=2)
    found = {(line.token, line.people) for line in waiting_at(cast.sokha, site)}
    assert found == {("", 4), ("KHA-00001-9", 2)}
    with pytest.raises(FamilyUnknown):
        receive_party(actor=cast.sokha, site_id=site, asked="KHA-99999-3")


def test_a_family_waits_in_one_place_only(cast: Cast, site: UUID) -> None:
    family = a_family(cast.dara, "KHA-00001-9", "SOK DARA", "SOK NARY", home="0103")
    receive_party(actor=cast.dara, site_id=site, asked="KHA-00001-9")
    other = a_site(cast.dara, "Another place")
    with acting_as(cast.dara):
        number = Person.objects.get(id=family[1]).number
    for asked in ("KHA-00001-9", number):
        with pytest.raises(AlreadyOnTheWay):
            receive_party(actor=cast.dara, site_id=other, asked=asked)
    [line] = waiting_at(cast.dara, site)
    let_go(actor=cast.dara, party_id=line.id, outcome="own_way", reason="An uncle came")
    receive_party(actor=cast.dara, site_id=other, asked="KHA-00001-9")


def test_another_provinces_site_is_not_theirs(cast: Cast, site: UUID) -> None:
    with pytest.raises(SiteNotYours):
        receive_party(actor=cast.bopha, site_id=site, people=1)
    with pytest.raises(PermissionRefused):
        receive_party(actor=cast.chenda, site_id=site, people=1)


def test_women_with_children_and_the_flagged_are_marked_first(cast: Cast, site: UUID) -> None:
    a_family(cast.dara, paper(1, "AAA"), "SOK DARA", "SOK NARY", home="0103")
    a_family(cast.dara, paper(2, "AAA"), "CHAN DARA", home="0103", births=[1990])
    [pregnant] = a_family(cast.dara, paper(3, "AAA"), "KEO DARA", home="0103", births=[1990])
    [hidden] = a_family(cast.dara, paper(4, "AAA"), "LIM DARA", home="0103", births=[1990])
    with acting_as(cast.maly.also_seeing(CASES)):
        for person, flag in ((pregnant, "pregnant"), (hidden, "violence_survivor")):
            Screening.objects.create(
                person_id=person,
                flags=[flag],
                urgency="none",
                rule="r",
                screened_on=TODAY,
                screened_by=cast.sokha.account_id,
                scopes=case_scopes(province="01"),
            )
    for token in (paper(2, "AAA"), paper(4, "AAA"), paper(1, "AAA"), paper(3, "AAA")):
        receive_party(actor=cast.dara, site_id=site, asked=token)
    found = [(line.token, line.first) for line in waiting_at(cast.dara, site)]
    assert found == [
        (paper(1, "AAA"), True),
        (paper(3, "AAA"), True),
        (paper(2, "AAA"), False),
        (paper(4, "AAA"), False),
    ]


def test_everybody_has_a_seat_and_gives_it_back(cast: Cast, site: UUID) -> None:
    one = receive_party(actor=cast.dara, site_id=site, people=4, home=FAR)
    two = receive_party(actor=cast.dara, site_id=site, people=3, home=FAR)
    trip = a_trip(cast.dara, site, one, two)
    assert [line.seats for line in manifest(cast.dara, trip)] == [(1, 2, 3, 4), (5, 6, 7)]
    with pytest.raises(ReasonMissing):
        take_off(actor=cast.dara, party_id=one, reason="  ")
    take_off(actor=cast.dara, party_id=one, reason="A child is ill")
    assert trip_for(cast.dara, trip).free == 7
    assert [line.id for line in waiting_at(cast.dara, site)] == [one]
    with acting_as(cast.dara):
        assert Seat.objects.filter(party=one, reason="A child is ill").count() == 4
    seat_parties(actor=cast.dara, trip_id=trip, party_ids=[one])
    assert trip_for(cast.dara, trip).free == 3


def test_a_family_is_seated_whole_or_not_at_all(cast: Cast, site: UUID) -> None:
    small = receive_party(actor=cast.dara, site_id=site, people=2)
    big = receive_party(actor=cast.dara, site_id=site, people=5)
    trip = a_trip(cast.dara, site, seats=6)
    with pytest.raises(TripFull, match="4 free, 5 needed"):
        seat_parties(actor=cast.dara, trip_id=trip, party_ids=[small, big])
    assert trip_for(cast.dara, trip).taken == 0
    seat_parties(actor=cast.dara, trip_id=trip, party_ids=[small])
    with pytest.raises(PartyNotWaiting):
        seat_parties(actor=cast.dara, trip_id=trip, party_ids=[small])


def test_leaving_locks_the_manifest(cast: Cast, site: UUID) -> None:
    party = receive_party(actor=cast.dara, site_id=site, people=2)
    late = receive_party(actor=cast.dara, site_id=site, people=1)
    empty = a_trip(cast.dara, site, name="empty")
    with pytest.raises(TripEmpty):
        depart(actor=cast.dara, trip_id=empty)
    trip = a_trip(cast.dara, site, party)
    depart(actor=cast.dara, trip_id=trip)
    refused = (
        lambda: seat_parties(actor=cast.dara, trip_id=trip, party_ids=[late]),
        lambda: take_off(actor=cast.dara, party_id=party, reason="x"),
        lambda: cancel_trip(actor=cast.dara, trip_id=trip, reason="x"),
        lambda: depart(actor=cast.dara, trip_id=trip),
    )
    for act in refused:
        with pytest.raises(TripLocked):
            act()
    found = trip_for(cast.dara, trip)
    assert (found.state, found.taken) == ("going", 2)
    assert found.due_at
    assert found.departed_at
    assert (found.due_at - found.departed_at).total_seconds() == 24 * 3600


def test_a_cancelled_trip_lets_its_families_wait_again(cast: Cast, site: UUID) -> None:
    party = receive_party(actor=cast.dara, site_id=site, people=2)
    trip = a_trip(cast.dara, site, party)
    cancel_trip(actor=cast.dara, trip_id=trip, reason="The road is flooded")
    assert [line.id for line in waiting_at(cast.dara, site)] == [party]
    assert trip_for(cast.dara, trip).state == "cancelled"
    a_trip(cast.dara, site, party, name="2A-2222")


def test_a_vehicle_waits_for_one_trip_at_a_time(cast: Cast, site: UUID) -> None:
    vehicle = add_vehicle(actor=cast.dara, name="2A-1111", kind="van", seats=15)

    def plan() -> UUID:
        return plan_trip(
            actor=cast.dara, site_id=site, vehicle_id=vehicle, leaves_at=timezone.now()
        )

    first = plan()
    with pytest.raises(VehicleBusy):
        plan()
    cancel_trip(actor=cast.dara, trip_id=first, reason="Wrong hour")
    plan()


def _seat(actor: Actor, trip: UUID, party: UUID, number: int, seats: int = 10) -> None:
    with acting_as(actor), transaction.atomic():
        scopes = Party.objects.get(id=party).scopes
        Seat.objects.create(
            trip_id=trip, trip_seats=seats, number=number, party_id=party, scopes=scopes
        )


def test_the_database_itself_gives_a_seat_once_and_none_that_is_not_there(
    cast: Cast, site: UUID
) -> None:
    party = receive_party(actor=cast.dara, site_id=site, people=1)
    trip = a_trip(cast.dara, site)
    _seat(cast.dara, trip, party, 3)
    with pytest.raises(IntegrityError, match="a_seat_is_given_once"):
        _seat(cast.dara, trip, party, 3)
    for number in (0, 11):
        with pytest.raises(IntegrityError, match="a_seat_is_one_the_vehicle_has"):
            _seat(cast.dara, trip, party, number)
    with pytest.raises(IntegrityError, match="a_seat_knows_how_many_its_trip_has"):
        _seat(cast.dara, trip, party, 11, seats=50)


def test_the_database_itself_seats_a_family_whole(cast: Cast, site: UUID) -> None:
    two = receive_party(actor=cast.dara, site_id=site, people=2)
    trip = a_trip(cast.dara, site)
    with pytest.raises(IntegrityError, match="a_family_is_seated_whole"):
        _seat(cast.dara, trip, two, 1)
    seat_parties(actor=cast.dara, trip_id=trip, party_ids=[two])
    with pytest.raises(IntegrityError, match="a_family_is_seated_whole"):
        _seat(cast.dara, trip, two, 3)
    with (
        pytest.raises(IntegrityError, match="a_family_is_seated_whole"),
        acting_as(cast.dara),
        transaction.atomic(),
    ):
        Seat.objects.filter(number=1).update(freed_at=timezone.now(), reason="a slip")
    take_off(actor=cast.dara, party_id=two, reason="they walk")
    assert manifest(cast.dara, trip) == []


def test_families_of_others_are_not_seen_or_moved(cast: Cast, site: UUID) -> None:
    party = receive_party(actor=cast.dara, site_id=site, people=2, home="0103")
    assert waiting_at(cast.bopha, site) == []
    with pytest.raises(PartyNotFound):
        let_go(actor=cast.bopha, party_id=party, outcome="stayed", reason="x")
    with acting_as(cast.rith):
        assert not Party.objects.exists()


def test_lists_promise_their_queries(
    cast: Cast, site: UUID, django_assert_max_num_queries: Queries
) -> None:
    parties = []
    for n in range(6):
        a_family(cast.dara, paper(n + 1, "AAA"), f"SOK {'ABCDEF'[n] * 4}", "SOK NARY", home="0103")
        parties.append(receive_party(actor=cast.dara, site_id=site, asked=paper(n + 1, "AAA")))
    with acting_as(cast.dara):
        with django_assert_max_num_queries(8):  # two of them open and close a savepoint
            assert len(waiting_at(cast.dara, site)) == 6
        trip = a_trip(cast.dara, site, *parties[:4])
        with django_assert_max_num_queries(9):
            assert len(manifest(cast.dara, trip)) == 4
        with django_assert_max_num_queries(6):
            assert len(trips_for(cast.dara)) == 1
