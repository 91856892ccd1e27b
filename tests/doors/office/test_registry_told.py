"""What was told at a desk is kept word for word, with a receipt, and shown with its questions."""

import re
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse
from tests.cast import Cast
from tests.doors.office.records import enter_person, read_rows, signed_in

from polakor.access.context import acting_as
from polakor.base.dates import PartialDate
from polakor.base.ids import receipt_number
from polakor.intake.models import Submission
from polakor.journeys.models import Crossing
from polakor.registry.models import Document, Person, PersonName, Told

pytestmark = pytest.mark.django_db
NEW = "/people/new/"
TOLD: dict[str, Any] = {
    "name": " ចាន់  សុខា ",
    "name_2": "CHAN SOKHA",
    "sex": "1",
    "birth_year": "2535",
    "home": "17",
    "phone": "012 000 481",
    "document": "passport",
    "document_number": "n 0000421",
    "holder": "broker",
    "gate": "KH-TH-PPT",
    "crossed_on": "2025-08-06",
    "mode": "deported",
}


@pytest.fixture
def dara(cast: Cast) -> Client:
    return signed_in(cast, "dara")


def _kept(cast: Cast) -> Submission:
    with acting_as(cast.vannak):
        return Submission.objects.order_by("-received_at")[0]


def _asked(told: str) -> list[tuple[str, str]]:
    """Each heading with what stands beside it."""
    pairs = re.findall(r"<dt>(.*?)</dt><dd>(.*?)</dd>", told)
    return [(re.sub("<.*?>", "", head), re.sub("<.*?>", "", text)) for head, text in pairs]


def test_every_answer_is_kept_as_it_was_typed(cast: Cast, dara: Client) -> None:
    dara.post(NEW, TOLD)
    kept = _kept(cast)
    assert {key: kept.raw[key] for key in TOLD} == TOLD
    assert (kept.source, kept.form, kept.received_list_id) == ("form", "register/1", None)
    assert (kept.received_by, kept.office_id) == (cast.dara.account_id, cast.dara.office_id)


def test_all_that_was_made_of_it_points_back(cast: Cast, dara: Client) -> None:
    dara.post(NEW, TOLD)
    kept = _kept(cast)
    with acting_as(cast.vannak):
        person = Person.objects.get()
        assert Told.objects.get().submission_id == kept.id
        assert Told.objects.get().person_id == person.id
        for rows in (PersonName, Document, Crossing):
            assert {row.submission_id for row in rows.objects.all()} == {kept.id}


def test_the_receipt_is_shown_at_once_and_in_the_file(cast: Cast, dara: Client) -> None:
    page = dara.post(NEW, {"name": "KEO DARA"}, follow=True).content.decode()
    receipt = receipt_number(_kept(cast).id)
    assert re.fullmatch(r"[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]", receipt)
    assert page.count(receipt) == 2


def test_the_file_says_who_typed_it_where_and_what(cast: Cast, dara: Client) -> None:
    page = dara.post(NEW, TOLD, follow=True).content.decode()
    told = page.split('id="told"')[1].split("</section>")[0]
    for words in ("Registered by hand", "Dara", "Office of dara", "2535", "n 0000421", "a broker"):
        assert words in told, words
    assert ("Who holds it", "a broker") in _asked(told)
    assert "not asked" not in told


def test_a_form_sent_twice_is_told_once_and_gets_its_first_receipt(
    cast: Cast, dara: Client
) -> None:
    page = dara.get(NEW).content.decode()
    made = re.search(r'name="made" value="([0-9a-f-]{36})"', page)
    assert made
    answers = [dara.post(NEW, {"name": "SOK DARA", "made": made[1]}) for _ in range(2)]
    assert answers[0]["Location"] == answers[1]["Location"]
    with acting_as(cast.vannak):
        assert Submission.objects.count() == Person.objects.count() == 1


def test_anothers_form_number_opens_nothing(cast: Cast, dara: Client) -> None:
    signed_in(cast, "bopha").post(NEW, {"name": "CHAN MONY", "home": "17"})
    foreign = str(_kept(cast).id)
    answer = dara.post(NEW, {"name": "KEO DARA", "made": foreign}, follow=True)
    page = answer.content.decode()
    assert "received already" in page
    assert "CHAN MONY" not in page
    with acting_as(cast.vannak):
        assert Person.objects.count() == 1


def test_nothing_is_kept_of_a_form_that_could_not_be_registered(
    cast: Cast, dara: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(**_: object) -> None:
        raise DatabaseError("the disk is full")

    monkeypatch.setattr("polakor.flows.register_by_hand.register_persons", fail)
    with pytest.raises(DatabaseError), transaction.atomic():
        dara.post(NEW, {"name": "KEO DARA"})
    with acting_as(cast.vannak):
        assert not Submission.objects.exists()


def test_what_was_told_cannot_be_written_over(cast: Cast, dara: Client) -> None:
    dara.post(NEW, {"name": "KEO DARA"})
    with pytest.raises(DatabaseError), acting_as(cast.vannak):
        Submission.objects.update(form="register/2")


@pytest.mark.parametrize(
    "wrong",
    [
        {"source": "form", "form": "", "office": True},
        {"source": "form", "form": "register/1", "office": False},
        {"source": "list", "form": "register/1", "office": True},
        {"source": "list", "form": "", "office": True},
    ],
)
def test_a_submission_names_exactly_one_source(cast: Cast, wrong: dict[str, Any]) -> None:
    with pytest.raises(DatabaseError), acting_as(cast.vannak):
        Submission.objects.create(
            source=wrong["source"],
            form=wrong["form"],
            office_id=cast.vannak.office_id if wrong["office"] else None,
            kind="person",
            raw={"name": "KEO DARA"},
            state="accepted",
            received_by=cast.vannak.account_id,
            scopes=["N"],
        )


def test_another_province_does_not_see_what_was_told(cast: Cast, dara: Client) -> None:
    dara.post(NEW, {"name": "KEO DARA", "home": "01"})
    with acting_as(cast.bopha):
        assert not Submission.objects.exists()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM intake_submission")
        assert cursor.fetchone() == (0,)


def test_somebody_like_those_known_is_asked_about_before_anything_is_written(
    cast: Cast, dara: Client
) -> None:
    known = enter_person(
        cast.dara, "KEO SOPHEAK", sex=1, home="0102", birth=PartialDate(1991), phone="+85512345678"
    )
    told = {"name": "KEO SOPHEAK", "sex": "1", "birth_year": "1991", "phone": "012 345 678"}
    page = dara.post(NEW, told).content.decode()
    assert "Is it one of these?" in page
    assert reverse("office_registry:person", args=[known]) in page
    with acting_as(cast.vannak):
        assert Person.objects.count() == 1
        assert not Submission.objects.exists()
    answer = dara.post(NEW, told | {"looked": "1"}, follow=True)
    assert "Receipt" in answer.content.decode()
    with acting_as(cast.vannak):
        assert Person.objects.count() == 2
        assert "looked" not in Submission.objects.get().raw


def test_a_known_number_under_another_name_is_kept_and_said(cast: Cast, dara: Client) -> None:
    known = enter_person(cast.dara, "SOK SREYNEANG", documents=[("passport", "N90004217", "")])
    told = {"name": "CHEA VUTHY", "document": "passport", "document_number": "N90004217"}
    asked = dara.post(NEW, told).content.decode()
    assert "the same document number, another name" in asked
    page = dara.post(NEW, told | {"looked": "1"}, follow=True).content.decode()
    assert "Look at the number once more" in page
    with acting_as(cast.vannak):
        new = Person.objects.exclude(id=known).get()
        proposed = new.candidates.get()
        assert (proposed.other_id, proposed.urgent, proposed.open) == (known, True, True)


def test_a_list_row_is_shown_under_its_own_headings(cast: Cast) -> None:
    person = read_rows(cast.vannak, "Name,Sex,Shift", "CHEA VUTHY,M,night")[0]
    page = signed_in(cast, "vannak").get(reverse("office_registry:person", args=[person]))
    told = page.content.decode().split('id="told"')[1]
    assert _asked(told) == [("Name", "CHEA VUTHY"), ("Sex", "M"), ("Shift", "night")]


def test_the_home_province_reads_its_row_of_another_offices_list(cast: Cast) -> None:
    rows = ("Name,Province,Flags", "CHEA VUTHY,Siem Reap,pregnant")
    person = read_rows(cast.dara, *rows, filename="secret name.csv")[0]
    page = signed_in(cast, "bopha").get(reverse("office_registry:person", args=[person]))
    told = page.content.decode().split('id="told"')[1].split("</section>")[0]
    assert "A list of another office" in told
    assert "secret name" not in told
    assert "CHEA VUTHY" in told
    assert "pregnant" not in told
