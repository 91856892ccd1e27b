"""Needs someone now: the one due first, private matters kept private, an answer with a note."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.cast import Cast
from tests.doors.office.records import TODAY, enter_person, signed_in

from polakor.access.context import acting_as
from polakor.access.queries.events import events_visible_to
from polakor.access.rules.scopes import CASES, case_scopes
from polakor.protection.models import Screening

pytestmark = pytest.mark.django_db
QUEUE = "/help-needed/"
Queries = Callable[[int], AbstractContextManager[object]]


@pytest.fixture
def chenda(cast: Cast) -> Client:
    return signed_in(cast, "chenda")


def _waits(
    cast: Cast,
    name: str,
    flags: Sequence[str] = ("pregnant",),
    *,
    minutes: int = 30,
    urgency: str = "now",
    province: str = "01",
) -> UUID:
    person = enter_person(cast.dara, name, province=province, for_cases=True)
    with acting_as(cast.maly.also_seeing(CASES)):
        screening = Screening.objects.create(
            person_id=person,
            flags=list(flags),
            needs=["medical"],
            urgency=urgency,
            rule="screen-1",
            due_at=timezone.now() + timedelta(minutes=minutes),
            screened_on=TODAY,
            screened_by=cast.dara.account_id,
            scopes=case_scopes(province=province),
        )
    return screening.id


def _open(client: Client, screening: object) -> str:
    return client.get(reverse("office_protection:answer", args=[screening])).content.decode()


def test_the_one_due_first_comes_first_and_what_is_late_is_marked(
    cast: Cast, chenda: Client
) -> None:
    _waits(cast, "CHAN LATER", minutes=3000, urgency="72h")
    _waits(cast, "SOK LATE", minutes=-130)
    page = chenda.get(QUEUE).content.decode()
    assert page.index("SOK LATE") < page.index("CHAN LATER")
    assert "late by 2 h 10 min" in page
    assert "1 is late" in page
    assert "due in 2 d" in page
    assert "2 people wait" in page


def test_flags_and_needs_are_words(cast: Cast, chenda: Client) -> None:
    _waits(cast, "SOK DARA", ["pregnant", "no_place_to_go"])
    page = chenda.get(QUEUE).content.decode()
    for word in ("Pregnant", "No place to go", "Medical care"):
        assert word in page
    assert "no_place_to_go" not in page


def test_a_private_flag_is_not_on_the_list_but_in_the_entry(cast: Cast, chenda: Client) -> None:
    screening = _waits(cast, "SOK DARA", ["trafficking_indicators", "pregnant"])
    page = chenda.get(QUEUE).content.decode()
    assert "trafficking" not in page.lower()
    assert "private matter" in page
    entry = _open(chenda, screening)
    assert "Signs of trafficking" in entry
    assert "between you and the person" in entry


def test_an_answer_takes_the_person_off_the_queue_and_stays(cast: Cast, chenda: Client) -> None:
    screening = _waits(cast, "SOK DARA")
    address = reverse("office_protection:answer", args=[screening])
    page = chenda.post(address, {"answer": "Taken to the clinic"}, follow=True).content.decode()
    assert "SOK DARA" not in page
    assert "Nobody waits" in page
    with acting_as(cast.chenda):
        assert Screening.objects.get(id=screening).answer == "Taken to the clinic"
    again = chenda.post(address, {"answer": "Me too"}, follow=True).content.decode()
    assert "looking after this person already" in again
    with acting_as(cast.chenda):
        assert Screening.objects.get(id=screening).answer == "Taken to the clinic"


def test_whoever_goes_says_so_and_others_see_it(cast: Cast, chenda: Client) -> None:
    screening = _waits(cast, "SOK DARA")
    address = reverse("office_protection:take", args=[screening])
    assert chenda.get(address).status_code == 405
    assert "you are going there" in chenda.post(address, follow=True).content.decode()
    maly = signed_in(cast, "maly")
    assert "Chenda" in maly.get(QUEUE).content.decode()
    maly.post(address)
    assert "Maly" in chenda.get(QUEUE).content.decode()
    assert signed_in(cast, "dara").post(address).status_code == 403
    assert chenda.post(reverse("office_protection:take", args=[uuid4()])).status_code == 404


def test_an_answer_without_words_is_asked_for(cast: Cast, chenda: Client) -> None:
    screening = _waits(cast, "SOK DARA")
    address = reverse("office_protection:answer", args=[screening])
    answer = chenda.post(address, {"answer": "  "})
    assert answer.status_code == 422
    assert "few words" in answer.content.decode()
    assert "SOK DARA" in chenda.get(QUEUE).content.decode()


def test_another_provinces_entry_does_not_exist(cast: Cast, chenda: Client) -> None:
    hidden = _waits(cast, "SOK DARA", province="17")
    assert "Nobody waits" in chenda.get(QUEUE).content.decode()
    for each in (hidden, uuid4()):
        address = reverse("office_protection:answer", args=[each])
        assert chenda.get(address).status_code == 404
        assert chenda.post(address, {"answer": "x"}).status_code == 404
    assert "SOK DARA" in signed_in(cast, "maly").get(QUEUE).content.decode()


def test_every_look_is_written_down(cast: Cast, chenda: Client) -> None:
    screening = _waits(cast, "SOK DARA")
    with acting_as(cast.chenda):
        person = Screening.objects.get(id=screening).person_id
    chenda.get(QUEUE)
    _open(chenda, screening)
    entries = events_visible_to(cast.sreymom)
    events = [entry.event for entry in entries if entry.target_id == str(person)]
    assert events.count("protection:screening:read") == 2


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("chenda", 200),
        ("maly", 200),
        ("dara", 403),
        ("sokha", 403),
        ("vannak", 403),
        ("rith", 403),
        ("sreymom", 403),
        ("thida", 403),
    ],
)
def test_only_case_workers_see_who_needs_somebody(cast: Cast, name: str, status: int) -> None:
    client = signed_in(cast, name)
    assert client.get(QUEUE).status_code == status
    entry = reverse("office_protection:answer", args=[_waits(cast, "SOK DARA")])
    assert client.get(entry).status_code == status


def test_the_queue_promises_its_queries_whatever_its_length(
    cast: Cast, chenda: Client, django_assert_max_num_queries: Queries
) -> None:
    for number in range(9):
        _waits(cast, f"SOK {'ABCDEFGHI'[number] * 4}")
    with django_assert_max_num_queries(22):
        chenda.get(QUEUE)


def test_khmer_queue_holds_no_english(cast: Cast, khmer_words: None) -> None:
    screening = _waits(cast, "សុខ ដារ៉ា", ["trafficking_indicators", "injury"])
    client = signed_in(cast, "chenda", language="km")
    pages = client.get(QUEUE).content.decode() + _open(client, screening)
    for english in ("Needs", "due in", "Now", "Injured", "What was", "private", "Female"):
        assert english not in pages
