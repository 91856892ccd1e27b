"""Finding a person: any letters, any number, and no dead end."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from tests.cast import Cast
from tests.doors.office.records import enter_person, signed_in

from polakor.access.context import acting_as
from polakor.access.models import AuditEvent
from polakor.base.dates import PartialDate
from polakor.registry.models import Person

pytestmark = pytest.mark.django_db
SEARCH = "/people/"


@pytest.fixture
def dara(cast: Cast) -> Client:
    return signed_in(cast, "dara")


def test_a_name_in_other_letters_finds_the_person_and_says_why(cast: Cast, dara: Client) -> None:
    person = enter_person(cast.dara, "ស៊ុន សុភាព", birth=PartialDate(1991))
    page = dara.get(SEARCH, {"q": "SUN SOPHEAP"}).content.decode()
    assert reverse("office_registry:person", args=[person]) in page
    assert 'lang="km">ស៊ុន' in page
    assert "found-reason" in page
    assert "year only" in page


def test_the_number_of_a_person_opens_the_file_at_once(cast: Cast, dara: Client) -> None:
    person = enter_person(cast.dara, "KEO DARA")
    with acting_as(cast.dara):
        number = Person.objects.get(id=person).number
    answer = dara.get(SEARCH, {"q": number.lower().replace("-", " ")})
    assert answer.status_code == 302
    assert answer["Location"] == reverse("office_registry:person", args=[person])


def test_a_phone_and_a_document_are_found_in_the_same_box(cast: Cast, dara: Client) -> None:
    person = enter_person(
        cast.dara, "KEO DARA", phone="+85512000481", documents=[("passport", "N0000421", "")]
    )
    address = reverse("office_registry:person", args=[person])
    for typed in ("012 000 481", "០១២ ០០០ ៤៨១", "n0000421"):
        assert address in dara.get(SEARCH, {"q": typed}).content.decode(), typed


def test_nobody_found_leads_on_to_registering_with_what_was_typed(dara: Client) -> None:
    page = dara.get(SEARCH, {"q": "ឈ្មោះ ឥតមាន", "age": "34"}).content.decode()
    assert "Nobody was found" in page
    assert "/people/new/?name=" in page
    assert "age=34" in page


def test_another_provinces_person_looks_like_nobody(cast: Cast) -> None:
    enter_person(cast.dara, "KEO DARA", province="01")
    there = signed_in(cast, "bopha").get(SEARCH, {"q": "KEO DARA"}).content.decode()
    assert "Nobody was found" in there


@pytest.mark.parametrize("age", ["abc", "-3", "900"])
def test_an_impossible_age_is_said_beside_its_field(dara: Client, age: str) -> None:
    page = dara.get(SEARCH, {"q": "KEO DARA", "age": age}).content.decode()
    assert "whole number of years" in page
    assert "Nobody was found" not in page


def test_age_alone_asks_for_a_name(dara: Client) -> None:
    assert "first." in dara.get(SEARCH, {"age": "30"}).content.decode()


def test_a_case_worker_finds_but_is_not_offered_to_register(cast: Cast) -> None:
    page = signed_in(cast, "chenda").get(SEARCH, {"q": "KEO DARA"}).content.decode()
    assert "/people/new/" not in page


def test_results_carry_what_the_arrow_keys_need(cast: Cast, dara: Client) -> None:
    enter_person(cast.dara, "KEO DARA")
    page = dara.get(SEARCH, {"q": "KEO DARA"}).content.decode()
    assert "data-rows-from" in page
    assert "data-rows>" in page
    assert "data-row>" in page


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("sokha", 200),
        ("dara", 200),
        ("chenda", 200),
        ("vannak", 200),
        ("rith", 403),
        ("sreymom", 403),
        ("thida", 403),
    ],
)
def test_who_may_search(cast: Cast, name: str, status: int) -> None:
    assert signed_in(cast, name).get(SEARCH).status_code == status


def test_searching_takes_the_same_queries_for_one_and_for_many(
    cast: Cast, dara: Client, django_assert_max_num_queries: object
) -> None:
    for number in range(12):
        enter_person(cast.dara, f"KEO DARA {'ABCDEFGHIJKL'[number]}")
    with django_assert_max_num_queries(22):  # type: ignore[operator]
        dara.get(SEARCH, {"q": "KEO DARA"})


@pytest.mark.parametrize(
    "typed",
    [
        "sopheap sun 1991",
        "សុភាព ស៊ុន ១៩៩១",
        "1991 SUN SOPHEAB",
        "soun sopheap 34 banteay meanchey",
        "ซุน โสเพียบ 2534",
        "sopheap 1991",
        "SUN SOPHEAP 012 000 481",
    ],
)
def test_one_box_takes_name_age_year_place_and_phone_in_any_order(
    cast: Cast, dara: Client, typed: str
) -> None:
    person = enter_person(
        cast.dara, "ស៊ុន សុភាព", birth=PartialDate(1991), home="010203", phone="+85512000481"
    )
    enter_person(cast.dara, "ឡុង វណ្ណា", birth=PartialDate(1970))
    page = dara.get(SEARCH, {"q": typed}).content.decode()
    found = [part.split('"')[0] for part in page.split('class="row" href="')[1:]]
    assert found, typed
    assert found[0] == reverse("office_registry:person", args=[person]), typed


def test_what_was_understood_is_said(dara: Client) -> None:
    page = dara.get(SEARCH, {"q": "sopheap 1991 kampot"}).content.decode()
    assert "Also looked at" in page
    assert "born 1991" in page
    assert "Kampot" in page


def test_while_typing_only_the_answers_come(cast: Cast, dara: Client) -> None:
    person = enter_person(cast.dara, "KEO DARA")
    answer = dara.get(SEARCH, {"q": "keo dar"}, headers={"HX-Request": "true"})
    page = answer.content.decode()
    assert "<form" not in page
    assert reverse("office_registry:person", args=[person]) in page
    assert 'data-said="1 person found"' in page
    assert "HX-Request" in answer["Vary"]


def test_a_script_is_slowed_and_told_of(cast: Cast, dara: Client, settings: Any) -> None:
    settings.SEARCH_BURST = 5
    answers = [dara.get(SEARCH, {"q": f"KEO {n}"}).status_code for n in "ABCDEFGH"]
    assert answers == [200] * 5 + [429] * 3
    last = dara.get(SEARCH, {"q": "KEO DARA"})
    assert int(last["Retry-After"]) >= 1
    assert "more than a counter does" in last.content.decode()
    with acting_as(cast.sreymom):
        told = AuditEvent.objects.filter(event="registry:person:search_slowed")
        assert [event.target_id for event in told] == [str(cast.dara.account_id)]
    assert signed_in(cast, "bopha").get(SEARCH, {"q": "KEO DARA"}).status_code == 200


def test_somebody_elsewhere_is_hinted_at_to_one_who_knows_name_and_year(cast: Cast) -> None:
    enter_person(
        cast.dara, "KEO SOPHEAKTRA", birth=PartialDate(1984, 5, 2), home="010203", province="01"
    )
    asker = signed_in(cast, "bopha")
    page = asker.get(SEARCH, {"q": "KEO SOPHEAKTRA 2/5/1984 Banteay Meanchey"}).content.decode()
    assert "Somebody who fits is known in Banteay Meanchey" in page
    assert "KEO SOPHEAKTRA</b>" not in page
    assert "PK-" not in page
    unsure = asker.get(SEARCH, {"q": "KEO SOPHEAKTRA"}).content.decode()
    assert "Somebody who fits" not in unsure
