"""Several desks at one moment: real transactions side by side."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import UUID

from django.db import connection

from polakor.access.context import acting_as
from polakor.access.rules.scopes import NATION
from polakor.assistance.actions.parties import receive_party, seat_parties
from polakor.assistance.errors import AlreadyOnTheWay, TripFull
from polakor.assistance.models import Seat
from tests.cast import enter_cast
from tests.rooms.assistance.way import a_family, a_site, a_trip, paper


def test_two_desks_never_give_one_seat_twice(committed_db: str) -> None:
    """Eight desks seat families of two on a van of ten at one moment: five sit, three are told."""
    cast = enter_cast()
    site = a_site(cast.dara)
    parties = [receive_party(actor=cast.dara, site_id=site, people=2) for _ in range(8)]
    trip = a_trip(cast.dara, site, seats=10)
    together = Barrier(8)

    def seat(party: UUID) -> bool:
        try:
            together.wait(30)
            seat_parties(actor=cast.dara, trip_id=trip, party_ids=[party])
        except TripFull:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(8) as desks:
        seated = list(desks.map(seat, parties))
    assert sum(seated) == 5
    with acting_as(cast.dara.also_seeing(NATION)):
        numbers = list(Seat.objects.values_list("number", flat=True).order_by("number"))
    assert numbers == list(range(1, 11))


def test_two_sites_never_take_in_one_family_at_one_moment(committed_db: str) -> None:
    cast = enter_cast()
    sites = [a_site(cast.dara, f"Site {n}") for n in range(4)]
    a_family(cast.dara, paper(1, "AAA"), "SOK DARA", "SOK NARY", home="0103")
    together = Barrier(4)

    def take_in(site: UUID) -> bool:
        try:
            together.wait(30)
            receive_party(actor=cast.dara, site_id=site, asked=paper(1, "AAA"))
        except AlreadyOnTheWay:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(4) as desks:
        assert sum(desks.map(take_in, sites)) == 1
