"""Who sits in which vehicle: a greedy rule short enough to be checked by hand.

1. Families are never split. Those who board first (children alone, women with children, …) are all
   seated before anybody else; among equals the largest family first, because it is hardest to seat.
2. A family goes into the vehicle that already goes to its district; else to its province; else into
   an empty one, the smallest that takes the whole district (or the largest there is); else wherever
   there is room. Of several that fit, the one left with the fewest empty seats.
3. A family larger than every vehicle, and one for which no seat is left, is told to a person.
"""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Literal
from uuid import UUID

Why = Literal["fits_no_vehicle", "no_seat_left"]


@dataclass(frozen=True, slots=True)
class Group:
    """A family that goes together. ``home``: a district's code; ``first``: boards before others."""

    key: UUID
    people: int
    home: str
    first: bool = False


@dataclass(frozen=True, slots=True)
class Ride:
    """A vehicle with seats still free, and the districts it goes to already."""

    key: UUID
    free: int
    homes: Collection[str] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """``seated``: families by vehicle. ``told``: families for a person to look at, and why."""

    seated: dict[UUID, tuple[UUID, ...]]
    told: tuple[tuple[UUID, Why], ...]


@dataclass(slots=True)
class _Filling:
    key: UUID
    free: int
    homes: set[str]
    groups: list[UUID] = field(default_factory=list)


def plan_rides(groups: Sequence[Group], rides: Sequence[Ride], *, province_digits: int) -> Plan:
    """Seat every family or say why not. Equal input gives an equal plan.

    ``province_digits``: how many leading characters of a district's code name its province.
    """
    filling = [_Filling(ride.key, ride.free, set(ride.homes)) for ride in rides]
    largest = max((ride.free for ride in rides), default=0)
    wanted = Counter[str]()
    for group in groups:
        wanted[group.home] += group.people
    told: list[tuple[UUID, Why]] = []
    # sorted() keeps the order of arrival among equals
    for group in sorted(groups, key=lambda one: (not one.first, -one.people)):
        ride = _best(group, filling, wanted[group.home], province_digits)
        if ride is None:
            told.append(
                (group.key, "no_seat_left" if group.people <= largest else "fits_no_vehicle")
            )
            continue
        ride.free -= group.people
        ride.homes.add(group.home)
        ride.groups.append(group.key)
        wanted[group.home] -= group.people
    return Plan({ride.key: tuple(ride.groups) for ride in filling if ride.groups}, tuple(told))


def _best(
    group: Group, rides: Sequence[_Filling], wanted: int, province_digits: int
) -> _Filling | None:
    room = [ride for ride in rides if ride.free >= group.people]
    province = group.home[:province_digits]

    def nearness(ride: _Filling) -> int:
        if group.home in ride.homes:
            return 0
        if province and any(home[:province_digits] == province for home in ride.homes):
            return 1
        return 3 if ride.homes else 2

    def waste(ride: _Filling) -> tuple[bool, int]:
        # An empty vehicle is judged by the whole district it would take, a begun one by its rest.
        if ride.homes:
            return False, ride.free - group.people
        return ride.free < wanted, abs(ride.free - wanted)

    return min(room, key=lambda ride: (nearness(ride), *waste(ride)), default=None)
