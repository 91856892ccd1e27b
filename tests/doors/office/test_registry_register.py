"""Registering by hand: a name alone is enough, and missing is not the same as no."""

import re
from typing import Any

import pytest
from django.test import Client
from tests.cast import Cast
from tests.doors.office.records import signed_in

from polakor.access.context import acting_as
from polakor.journeys.models import Crossing
from polakor.registry.models import Document, Person, PersonName

pytestmark = pytest.mark.django_db
NEW = "/people/new/"


@pytest.fixture
def dara(cast: Cast) -> Client:
    return signed_in(cast, "dara")


def _newest(cast: Cast) -> Person:
    with acting_as(cast.vannak):
        return Person.objects.order_by("-id")[0]


def test_a_name_alone_is_enough(cast: Cast, dara: Client) -> None:
    answer = dara.post(NEW, {"name": "នួន ស្រីពេជ្រ"}, follow=True)
    assert answer.status_code == 200
    person = _newest(cast)
    assert person.number in answer.content.decode()
    assert (person.sex, person.birth_year, person.home_id) == (0, None, None)


def test_without_a_name_nothing_is_registered_and_it_is_said(dara: Client) -> None:
    answer = dara.post(NEW, {"phone": "012000481", "age": "30"})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "at least one name" in page
    assert 'value="012000481"' in page


def test_everything_told_is_kept(cast: Cast, dara: Client) -> None:
    told: dict[str, Any] = {
        "name": "ចាន់ សុខា",
        "name_2": "CHAN SOKHA",
        "sex": "1",
        "birth_year": "2535",
        "birth_month": "3",
        "home": "17",
        "phone": "012 000 481",
        "document": "passport",
        "document_number": "n 0000421",
        "holder": "broker",
        "gate": "KH-TH-PPT",
        "crossed_on": "2025-08-06",
        "mode": "deported",
    }
    page = dara.post(NEW, told, follow=True)
    assert page.status_code == 200
    person = _newest(cast)
    with acting_as(cast.vannak):
        names = set(PersonName.objects.filter(person=person).values_list("text", flat=True))
        document = Document.objects.get(person=person)
        crossing = Crossing.objects.get(person=person)
    assert names == {"ចាន់ សុខា", "CHAN SOKHA"}
    assert (person.sex, person.birth_year, person.birth_month, person.home_id) == (1, 1992, 3, "17")
    assert (document.kind, document.number) == ("passport", "N0000421")
    assert (crossing.gate_id, crossing.mode, crossing.age) == ("KH-TH-PPT", "deported", 33)


def test_an_age_becomes_a_year_marked_as_such(cast: Cast, dara: Client) -> None:
    dara.post(NEW, {"name": "KEO DARA", "age": "34"})
    person = _newest(cast)
    assert person.birth_basis == "age"
    assert person.birth_month is None


@pytest.mark.parametrize(
    "birth",
    [
        {"birth_day": "31", "birth_month": "2", "birth_year": "1990"},
        {"birth_year": "1700"},
        {"birth_month": "4"},
        {"birth_year": "2300"},
    ],
)
def test_an_impossible_birth_is_refused_kindly(dara: Client, birth: dict[str, str]) -> None:
    answer = dara.post(NEW, {"name": "KEO DARA", **birth})
    assert answer.status_code == 422
    assert "no such date" in answer.content.decode()


def test_not_asked_unknown_and_refused_are_offered_apart(dara: Client) -> None:
    page = dara.get(NEW).content.decode()
    for word in ("not asked", "does not know", "did not want to say"):
        assert page.count(word) >= 5, word


def test_a_search_fills_the_form(dara: Client) -> None:
    page = dara.get(NEW, {"name": "KEO DARA", "age": "34", "home": "17"}).content.decode()
    assert 'value="KEO DARA"' in page
    assert 'value="34"' in page
    assert '<option value="17" selected' in page


def test_an_officer_keeps_sight_of_somebody_without_a_home(cast: Cast, dara: Client) -> None:
    dara.post(NEW, {"name": "KEO DARA"})
    assert "P01" in _newest(cast).scopes


@pytest.mark.parametrize(
    ("name", "status"),
    [("sokha", 200), ("dara", 200), ("vannak", 200), ("chenda", 403), ("rith", 403)],
)
def test_who_may_register(cast: Cast, name: str, status: int) -> None:
    assert signed_in(cast, name).get(NEW).status_code == status


def test_why_an_answer_is_missing_is_kept_and_shown(cast: Cast, dara: Client) -> None:
    told = {
        "name": "KEO DARA",
        "sex": "1",
        "birth_why": "unknown",
        "home": "refused",
        "phone_why": "not_asked",
        "document": "refused",
    }
    page = dara.post(NEW, told, follow=True).content.decode()
    assert _newest(cast).unanswered == {
        "birth": "unknown",
        "home": "refused",
        "phone": "not_asked",
        "document": "refused",
    }
    for word in ("does not know", "did not want to say", "not asked"):
        assert word in page


@pytest.mark.parametrize("name", ["sokha", "dara", "vannak"])
def test_whoever_registers_lands_on_the_new_file(cast: Cast, name: str) -> None:
    told = {"name": "CHAN SOKHA", "home": "17", "gate": "KH-TH-PPT", "crossed_on": "2025-08-06"}
    answer = signed_in(cast, name).post(NEW, told, follow=True)
    assert answer.status_code == 200
    assert _newest(cast).number in answer.content.decode()


def test_a_likeness_to_somebody_elsewhere_is_said_without_showing_them(cast: Cast) -> None:
    told = {"name": "ចាន់ សុខា", "sex": "1", "birth_year": "1992"}
    signed_in(cast, "bopha").post(NEW, told | {"home": "17", "phone": "012000481"})
    answer = signed_in(cast, "dara").post(NEW, told | {"home": "01"}, follow=True)
    assert answer.status_code == 200
    page = answer.content.decode()
    assert "Registered as" in page
    assert "000481" not in page
    assert "Siem" not in page.split("</header>")[1]


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("012 345 678", "+85512345678"),
        ("០១២ ៣៤៥ ៦៧៨", "+85512345678"),
        ("+66 81 234 5678", "+66812345678"),
        ("081 234 5678", "+66812345678"),
        ("12", "12"),
    ],
)
def test_a_phone_is_stored_so_that_it_can_be_dialled(
    cast: Cast, dara: Client, typed: str, kept: str
) -> None:
    dara.post(NEW, {"name": "KEO DARA", "phone": typed})
    person = _newest(cast)
    with acting_as(cast.dara):
        assert [phone.number for phone in person.phones.all()] == [kept]


def test_the_same_form_sent_twice_makes_one_person(cast: Cast, dara: Client) -> None:
    page = dara.get(NEW).content.decode()
    made = re.search(r'name="made" value="([0-9a-f-]{36})"', page)
    assert made
    told = {"name": "SOK DARA", "made": made[1]}
    answers = [dara.post(NEW, told) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert answers[0]["Location"] == answers[1]["Location"]
    with acting_as(cast.vannak):
        assert Person.objects.count() == 1
