"""Reception pages: what they show to whom, what they refuse in one sentence, how long lists go."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse
from tests.cast import Cast
from tests.doors.office.records import signed_in
from tests.rooms.assistance.way import FAR, a_family, a_site, a_trip

from polakor.access.context import acting_as
from polakor.assistance.actions.arrivals import make_code
from polakor.assistance.actions.distributions import Gift, give
from polakor.assistance.actions.parties import receive_party
from polakor.assistance.actions.trips import depart
from polakor.assistance.models import Distribution, Party, Trip
from polakor.base.ids import uuid7

pytestmark = pytest.mark.django_db
Queries = Callable[[int], AbstractContextManager[object]]


@pytest.fixture
def site(cast: Cast) -> UUID:
    return a_site(cast.dara)


def _at(name: str, *args: object) -> str:
    return reverse(f"office_assistance:{name}", args=args)


def _text(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def test_a_family_is_taken_in_by_token_and_a_second_time_refused(cast: Cast, site: UUID) -> None:
    a_family(cast.bopha, "KHA-00001-9", "SOK DARA", "SOK NARY")
    sokha = signed_in(cast, "sokha")
    shown = sokha.post(_at("receive", site), {"asked": "kha000019"}, follow=True).content.decode()
    assert "KHA-00001-9" in shown
    assert "SOK DARA" not in shown
    again = sokha.post(_at("receive", site), {"asked": "kha000019"})
    assert again.status_code == 422
    assert "already waiting" in again.content.decode()


def test_a_long_list_of_families_is_paged(
    cast: Cast, site: UUID, django_assert_max_num_queries: Queries
) -> None:
    for _ in range(60):
        receive_party(actor=cast.dara, site_id=site, people=1, home="0103")
    dara = signed_in(cast, "dara")
    with django_assert_max_num_queries(32):
        first = _text(dara, _at("site", site))
    assert first.count("no token") == 50
    assert "page 1 of 2" in first
    assert _text(dara, _at("site", site) + "?page=2").count("no token") == 10


def test_what_is_planned_is_what_was_shown(cast: Cast, site: UUID) -> None:
    """A family that came after the proposal was drawn does not slip into the trip."""
    shown = receive_party(actor=cast.dara, site_id=site, people=2, home="0103")
    empty = a_trip(cast.dara, site, name="other")
    with acting_as(cast.dara):
        vehicle = Trip.objects.get(id=empty).vehicle_id
    dara = signed_in(cast, "dara")
    dara.post(_at("cancel", empty), {"reason": "free it"})
    told = {"vehicles": str(vehicle), "day": "23/11/2030", "hour": "07:30"}
    page = dara.post(_at("plan", site), told).content.decode()
    assert f"{vehicle}:{shown}" in page
    later = receive_party(actor=cast.dara, site_id=site, people=2, home="0103")
    dara.post(_at("plan", site), {**told, "decide": "1", "seat": f"{vehicle}:{shown}"})
    with acting_as(cast.dara):
        assert Party.objects.get(id=shown).trip_id is not None
        assert Party.objects.get(id=later).trip_id is None
    gone = dara.post(_at("plan", site), {**told, "decide": "1", "seat": f"{vehicle}:{shown}"})
    assert gone.status_code == 422


def test_the_manifest_shows_tokens_and_no_flag(cast: Cast, site: UUID) -> None:
    a_family(cast.bopha, "KHA-00001-9", "SOK DARA", "SOK NARY")
    party = receive_party(actor=cast.dara, site_id=site, asked="KHA-00001-9")
    trip = a_trip(cast.dara, site, party)
    page = _text(signed_in(cast, "dara"), _at("trip", trip))
    assert "KHA-00001-9" in page
    assert "SOK DARA" not in page
    assert "boards first" not in page
    assert "SOK DARA" in _text(signed_in(cast, "bopha"), _at("trip", trip))


def test_a_code_is_shown_once_and_kept_by_nobody(cast: Cast, site: UUID) -> None:
    party = receive_party(actor=cast.dara, site_id=site, people=2, home=FAR)
    trip = a_trip(cast.dara, site, party)
    depart(actor=cast.dara, trip_id=trip)
    dara = signed_in(cast, "dara")
    made = dara.post(_at("code", trip), {"district": FAR[:4]})
    assert "no-store" in made["Cache-Control"]
    code = made.content.decode().split('class="paper-code" lang="en">')[1][:11]
    assert code not in _text(dara, _at("trip", trip))


def test_a_visitor_with_a_wrong_code_is_slowed(cast: Cast, site: UUID) -> None:
    visitor = Client()
    visitor.cookies["lang"] = "en"
    address = reverse("portal:arrived")
    for _ in range(10):
        refused = visitor.post(address, {"code": "AAAA-AAAA-A"})
        assert refused.status_code == 422
    assert "Too many wrong codes" in visitor.post(address, {"code": "x"}).content.decode()


def test_a_code_in_an_address_is_told_to_nobody(cast: Cast, site: UUID) -> None:
    party = receive_party(actor=cast.dara, site_id=site, people=2, home=FAR)
    trip = a_trip(cast.dara, site, party)
    depart(actor=cast.dara, trip_id=trip)
    code = make_code(actor=cast.dara, trip_id=trip, district=FAR[:4])
    page = Client().get(reverse("portal:arrived_with", args=[code]))
    assert page.status_code == 200
    assert page["Referrer-Policy"] == "no-referrer"
    assert "no-store" in page["Cache-Control"]


def test_pressing_twice_gives_once(cast: Cast) -> None:
    a_family(cast.dara, "KHA-00001-9", "SOK DARA", home="0103")
    sokha = signed_in(cast, "sokha")
    told = {"made": str(uuid7()), "asked": "KHA-00001-9", "item": "family_kit", "site": ""}
    one, two = (sokha.post(_at("give"), told) for _ in range(2))
    assert one.headers["Location"] == two.headers["Location"]
    with acting_as(cast.dara):
        assert Distribution.objects.count() == 1


def test_a_first_receipt_of_another_office_is_told_by_number_alone(cast: Cast) -> None:
    a_family(cast.dara, "KHA-00001-9", "SOK DARA", home="0103")
    first = give(actor=cast.dara, gift=Gift(id=uuid7(), item="family_kit", asked="KHA-00001-9"))
    told = {"made": str(uuid7()), "asked": "KHA-00001-9", "item": "family_kit", "site": ""}
    page = signed_in(cast, "bopha").post(_at("give"), told)
    assert page.status_code == 422
    assert first.receipt in page.content.decode()
    assert str(first.id) not in page.content.decode()


def test_the_public_answers_ask_for_nothing(
    cast: Cast, django_assert_max_num_queries: Queries
) -> None:
    visitor = Client()
    with django_assert_max_num_queries(4):
        page = visitor.get(reverse("portal:rumours"))
    assert page.status_code == 200
    assert "public" in page["Cache-Control"]


def test_the_poster_is_a_pdf(cast: Cast) -> None:
    answer = signed_in(cast, "sokha").get(_at("poster_file"))
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")


@pytest.mark.parametrize("name", ["sites", "trips", "missing", "given", "rumours", "vehicles"])
def test_empty_lists_say_what_to_do(cast: Cast, name: str) -> None:
    assert 'class="empty"' in _text(signed_in(cast, "vannak"), _at(name))
