"""Who sits where: families together, nobody forgotten, those who board first before others."""

from collections import Counter
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from polakor.assistance.rules.boarding import BoardingRules, boards_first
from polakor.assistance.rules.planning import Group, Ride, plan_rides

DISTRICTS = ("0102", "0103", "1701", "1705", "")
GROUPS = st.lists(
    st.tuples(st.integers(1, 14), st.sampled_from(DISTRICTS), st.booleans()), max_size=40
)
RIDES = st.lists(st.integers(1, 45), max_size=8)


def _groups(rows: list[tuple[int, str, bool]]) -> list[Group]:
    return [Group(UUID(int=n), *row) for n, row in enumerate(rows)]


def _rides(seats: list[int]) -> list[Ride]:
    return [Ride(UUID(int=1000 + n), free) for n, free in enumerate(seats)]


@given(GROUPS, RIDES)
def test_everybody_is_seated_once_or_told(
    rows: list[tuple[int, str, bool]], seats: list[int]
) -> None:
    groups = _groups(rows)
    plan = plan_rides(groups, _rides(seats), province_digits=2)
    met = Counter(key for keys in plan.seated.values() for key in keys)
    met.update(key for key, _ in plan.told)
    assert met == Counter(group.key for group in groups)


@given(GROUPS, RIDES)
def test_no_vehicle_takes_more_than_its_seats(
    rows: list[tuple[int, str, bool]], seats: list[int]
) -> None:
    groups, rides = {one.key: one for one in _groups(rows)}, _rides(seats)
    plan = plan_rides(list(groups.values()), rides, province_digits=2)
    for ride in rides:
        assert sum(groups[key].people for key in plan.seated.get(ride.key, ())) <= ride.free


@given(GROUPS, RIDES)
def test_nobody_is_told_while_there_was_room_and_first_means_first(
    rows: list[tuple[int, str, bool]], seats: list[int]
) -> None:
    groups, rides = {one.key: one for one in _groups(rows)}, _rides(seats)
    plan = plan_rides(list(groups.values()), rides, province_digits=2)
    taken = {
        ride.key: sum(groups[key].people for key in plan.seated.get(ride.key, ())) for ride in rides
    }
    for key, why in plan.told:
        group = groups[key]
        assert all(ride.free - taken[ride.key] < group.people for ride in rides)
        assert (why == "fits_no_vehicle") == all(ride.free < group.people for ride in rides)
        if group.first:
            # whoever boards later sits where this family would not have fitted either
            for ride in rides:
                first = sum(
                    groups[one].people for one in plan.seated.get(ride.key, ()) if groups[one].first
                )
                assert ride.free - first < group.people


@given(GROUPS, RIDES)
def test_the_same_people_and_vehicles_give_the_same_plan(
    rows: list[tuple[int, str, bool]], seats: list[int]
) -> None:
    first, again = (plan_rides(_groups(rows), _rides(seats), province_digits=2) for _ in range(2))
    assert first == again


def test_districts_share_a_vehicle_only_when_they_must() -> None:
    groups = _groups(
        [(4, "0102", False), (3, "1701", False), (5, "0102", False), (2, "1701", False)]
    )
    plan = plan_rides(groups, _rides([9, 5]), province_digits=2)
    homes = {ride: {groups[key.int].home for key in keys} for ride, keys in plan.seated.items()}
    assert homes == {UUID(int=1000): {"0102"}, UUID(int=1001): {"1701"}}
    assert plan.told == ()


def test_a_neighbouring_district_of_the_province_comes_before_another_province() -> None:
    groups = _groups([(3, "0102", False), (4, "1701", False), (2, "0103", False)])
    plan = plan_rides(groups, _rides([6, 6]), province_digits=2)
    together = next(keys for keys in plan.seated.values() if UUID(int=0) in keys)
    assert UUID(int=2) in together


def test_a_family_too_big_for_every_vehicle_is_told_not_split() -> None:
    plan = plan_rides(
        _groups([(12, "0102", True), (2, "0102", False)]), _rides([10]), province_digits=2
    )
    assert plan.told == ((UUID(int=0), "fits_no_vehicle"),)
    assert plan.seated == {UUID(int=1000): (UUID(int=1),)}


RULES = BoardingRules(frozenset({"pregnant"}), True, 24, 72, 18, (2, 4, 6, 8))


def test_women_with_children_and_the_flagged_board_first() -> None:
    woman, man, child = (2, 30), (1, 30), (1, 6)
    assert boards_first(RULES, people=[woman, child], flags=())
    assert boards_first(RULES, people=[(2, None), child], flags=())
    assert boards_first(RULES, people=[man], flags=["pregnant"])
    assert not boards_first(RULES, people=[man, child], flags=())
    assert not boards_first(RULES, people=[woman, man], flags=["wage_theft"])
    assert not boards_first(RULES, people=[(2, 12), child], flags=())


def test_a_hidden_flag_never_decides_an_order_people_can_watch() -> None:
    settings = {
        "transport": {
            "first_flags": ["pregnant", "violence_survivor"],
            "women_with_children_first": False,
            "arrival_hours": 24,
            "code_hours": 72,
        },
        "limits": {"adult_age": 18},
        "places": {"code_digits": [2, 4]},
    }
    rules = BoardingRules.from_pack(settings, {"violence_survivor"})
    assert not boards_first(rules, people=[(2, 30)], flags=["violence_survivor"])
    assert boards_first(rules, people=[(2, 30)], flags=["violence_survivor", "pregnant"])


def test_a_place_lies_in_its_district_as_far_as_it_is_known() -> None:
    assert RULES.district("01020304") == "0102"
    assert RULES.district("01") == "01"
    assert RULES.district("") == ""
    assert RULES.province("010203") == "01"
