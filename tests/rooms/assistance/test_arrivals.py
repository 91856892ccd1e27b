"""Who arrived: said by an officer or by a commune with a paper code; who did not is looked for."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from uuid import UUID

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from polakor.access.context import acting_as
from polakor.access.errors import PermissionRefused
from polakor.access.machine import BEARER_ACCOUNT, bearer
from polakor.access.models import Account
from polakor.access.queries.events import events_visible_to
from polakor.access.rules.scopes import bearer_scope
from polakor.assistance.actions.arrivals import (
    account_for,
    confirm_arrival,
    confirm_with_code,
    count_wrong_code,
    make_code,
)
from polakor.assistance.actions.parties import receive_party
from polakor.assistance.actions.trips import depart
from polakor.assistance.errors import (
    CodeRefused,
    PartyNotFound,
    TooManyGuesses,
    TripNotOnTheWay,
)
from polakor.assistance.models import Arrival, ArrivalCode, Party, PartyMember, Trip
from polakor.assistance.queries.arrivals import coming_with
from polakor.assistance.queries.travel import missing, missing_count, trip_for
from polakor.assistance.rules.codes import Pace, code_of, read_code, slowed, too_fast
from polakor.registry.models import Person
from tests.cast import Cast
from tests.rooms.assistance.way import FAR, a_family, a_site, a_trip

pytestmark = pytest.mark.django_db
Queries = Callable[[int], AbstractContextManager[object]]
HERE = "192.0.2.7"


@pytest.fixture
def site(cast: Cast) -> UUID:
    return a_site(cast.dara)


@pytest.fixture
def trip(cast: Cast, site: UUID) -> UUID:
    """A trip under way: a known family to district 1703, two more to 0103."""
    a_family(cast.bopha, "KHA-00001-9", "សុខ ដារ៉ា", "សុខ នារី", "សុខ សុភា", home=FAR)
    one = receive_party(actor=cast.dara, site_id=site, asked="KHA-00001-9")
    two = receive_party(actor=cast.dara, site_id=site, people=2, home="010301")
    trip = a_trip(cast.dara, site, one, two)
    depart(actor=cast.dara, trip_id=trip)
    return trip


def _confirm(code: str, address: str, arrived: dict[UUID, int]) -> int:
    """As the door does it: in the name of the code's bearer."""
    holder = coming_with(code).holder
    return confirm_with_code(actor=holder, code=code, address=address, arrived=arrived)


def _party(cast: Cast, home: str) -> UUID:
    with acting_as(cast.vannak):
        return Party.objects.get(home=home).id


def _overdue(cast: Cast, trip: UUID) -> None:
    with acting_as(cast.dara):
        Trip.objects.filter(id=trip).update(due_at=timezone.now() - timedelta(hours=1))


def test_a_code_opens_one_district_of_one_trip_without_a_name(cast: Cast, trip: UUID) -> None:
    code = make_code(actor=cast.dara, trip_id=trip, district="1703")
    opened = coming_with(code.lower().replace("-", " "))
    assert [(one.token, one.people) for one in opened.families] == [("KHA-00001-9", 3)]
    with acting_as(bearer(bearer_scope(trip))):
        assert Party.objects.count() == 2
        assert not Person.objects.exists()
        assert not PartyMember.objects.exists()
    with acting_as(cast.dara):
        assert code not in {row.digest for row in ArrivalCode.objects.all()}


def test_a_code_confirms_once_and_says_so_in_the_record(cast: Cast, trip: UUID) -> None:
    code = make_code(actor=cast.dara, trip_id=trip, district="1703")
    party = coming_with(code).families[0].party_id
    assert _confirm(code=code, address=HERE, arrived={party: 3}) == 3
    with acting_as(cast.bopha):
        row = Party.objects.get(id=party)
        assert (row.arrived, row.outcome) == (3, "arrived")
        assert not PartyMember.objects.filter(party=row, open=True).exists()
    for act in (
        lambda: coming_with(code),
        lambda: _confirm(code=code, address=HERE, arrived={party: 3}),
    ):
        with pytest.raises(CodeRefused):
            act()
    seen = [e for e in events_visible_to(cast.sreymom) if e.event == "assistance:code:used"]
    assert [(e.role, e.account) for e in seen] == [("bearer", "Holder of a paper code")]


def test_whoever_did_not_come_with_the_others_is_looked_for_at_once(cast: Cast, trip: UUID) -> None:
    assert missing_count(cast.dara) == 0
    code = make_code(actor=cast.dara, trip_id=trip, district="1703")
    party = coming_with(code).families[0].party_id
    _confirm(code=code, address=HERE, arrived={party: 2})
    [one] = missing(cast.bopha)
    assert (one.party.id, one.party.people, one.party.arrived) == (party, 3, 2)
    confirm_arrival(actor=cast.bopha, party_id=party, arrived=3)
    assert missing(cast.bopha) == []


def test_a_code_cannot_speak_for_another_district_or_unsay_an_arrival(
    cast: Cast, trip: UUID
) -> None:
    near, far = _party(cast, "010301"), _party(cast, FAR)
    confirm_arrival(actor=cast.bopha, party_id=far, arrived=2)
    code = make_code(actor=cast.dara, trip_id=trip, district="1703")
    _confirm(code=code, address=HERE, arrived={near: 2, far: 0})
    with acting_as(cast.vannak):
        assert Party.objects.get(id=near).arrived == 0
        assert Party.objects.get(id=far).arrived == 2


def test_old_barred_and_early_codes_are_refused_alike(cast: Cast, site: UUID, trip: UUID) -> None:
    first = make_code(actor=cast.dara, trip_id=trip, district="1703")
    second = make_code(actor=cast.dara, trip_id=trip, district="1703")
    with acting_as(cast.dara):
        ArrivalCode.objects.filter(barred_at__isnull=True).update(
            expires_at=timezone.now() - timedelta(minutes=1)
        )
    waiting = receive_party(actor=cast.dara, site_id=site, people=1)
    planned = a_trip(cast.dara, site, waiting, name="2A-2222")
    early = make_code(actor=cast.dara, trip_id=planned, district="")
    for code in (first, second, early, "AAAA-AAAA-A", "", "x" * 500):
        with pytest.raises(CodeRefused):
            coming_with(code)


def test_guessing_is_slowed_by_address(cast: Cast, trip: UUID) -> None:
    code = make_code(actor=cast.dara, trip_id=trip, district="1703")
    for _ in range(10):
        count_wrong_code(actor=bearer(""), address=HERE)
    with pytest.raises(TooManyGuesses):
        _confirm(code=code, address=HERE, arrived={})
    _confirm(code=code, address="192.0.2.8", arrived={})


def test_the_alarm_rings_after_the_packs_hours_and_is_answered(cast: Cast, trip: UUID) -> None:
    _overdue(cast, trip)
    assert missing_count(cast.vannak) == 2
    assert trip_for(cast.dara, trip).state == "late"
    near, far = _party(cast, "010301"), _party(cast, FAR)
    assert [one.party.id for one in missing(cast.bopha)] == [far]
    with pytest.raises(PartyNotFound):
        account_for(actor=cast.bopha, party_id=near, outcome="own_way", note="x")
    account_for(actor=cast.dara, party_id=near, outcome="own_way", note="Got off at the market")
    with pytest.raises(TripNotOnTheWay):
        account_for(actor=cast.dara, party_id=near, outcome="own_way", note="again")
    confirm_arrival(actor=cast.bopha, party_id=far, arrived=3, note="A day late")
    assert missing_count(cast.vannak) == 0
    assert trip_for(cast.dara, trip).state == "done"
    with acting_as(cast.vannak):
        notes = Arrival.objects.order_by("said_at").values_list("note", flat=True)
        assert list(notes) == ["Got off at the market", "A day late"]


def test_gates_do_not_confirm_arrivals(cast: Cast, trip: UUID) -> None:
    with pytest.raises(PermissionRefused):
        confirm_arrival(actor=cast.sokha, party_id=_party(cast, FAR), arrived=3)


def test_the_alarm_list_promises_its_queries(
    cast: Cast, trip: UUID, django_assert_max_num_queries: Queries
) -> None:
    _overdue(cast, trip)
    with acting_as(cast.vannak), django_assert_max_num_queries(9):
        assert len(missing(cast.vannak)) == 2


def test_the_account_behind_a_code_can_never_sign_in(cast: Cast) -> None:
    account = Account.objects.get(id=BEARER_ACCOUNT)
    assert not account.is_active
    assert not account.has_usable_password()


@given(st.lists(st.integers(0, 31), min_size=8, max_size=8), st.integers(0, 7), st.integers(1, 31))
def test_a_code_is_read_as_it_was_written_and_one_wrong_letter_is_noticed(
    numbers: list[int], at: int, step: int
) -> None:
    code = code_of(numbers)
    assert read_code(code) == code
    assert read_code(f"  {code.lower().replace('-', '')} ") == code
    other = list(numbers)
    other[at] = (other[at] + step) % 32
    slip = code_of(other)[:9] + code[-2:]
    assert read_code(slip) != slip


def test_a_pace_runs_out_by_itself() -> None:
    now = timezone.now()
    assert too_fast(Pace(10, now), now)
    assert not too_fast(Pace(9, now), now)
    assert not too_fast(Pace(10, now - timedelta(minutes=2)), now)
    assert slowed(Pace(3, now - timedelta(hours=1)), now).level == 0
