"""Finding a person: any letters, any number, and no dead end."""

import pytest
from django.test import Client
from django.urls import reverse
from tests.cast import Cast
from tests.doors.office.records import enter_person, signed_in

from polakor.access.context import acting_as
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
