"""A person's file: honest about what is not known, closed to other provinces, every look logged."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from tests.cast import Cast
from tests.doors.office.records import enter_person, propose, signed_in

from polakor.access.context import acting_as
from polakor.access.queries.events import events_of_person
from polakor.base.dates import PartialDate
from polakor.journeys.actions.crossings import CrossingDraft, record_crossings
from polakor.registry.actions.decisions import decide_pair
from polakor.registry.models import Person

pytestmark = pytest.mark.django_db
Queries = Callable[[int], AbstractContextManager[object]]


@pytest.fixture
def dara(cast: Cast) -> Client:
    return signed_in(cast, "dara")


def _address(person: object) -> str:
    return reverse("office_registry:person", args=[person])


def _plain(page: bytes) -> str:
    return page.decode()


def test_every_script_of_the_name_carries_its_language(cast: Cast, dara: Client) -> None:
    person = enter_person(cast.dara, "ស៊ុន សុភាព", "SUN SOPHEAP", "ซุน โสเพียบ")
    page = _plain(dara.get(_address(person)).content)
    for lang, name in (("km", "ស៊ុន សុភាព"), ("en", "SUN SOPHEAP"), ("th", "ซุน โสเพียบ")):
        assert f'lang="{lang}"' in page
        assert name in page


@pytest.mark.parametrize(
    ("birth", "shown", "note"),
    [
        (PartialDate(1991), "1991", "year only"),
        (PartialDate(1991, 3), "March 1991", "no day"),
        (PartialDate(1991, 3, 14), "14 March 1991", ""),
        (PartialDate(1991, 1, 1), "1 January 1991", "only the year is known"),
        (None, "not known", ""),
    ],
)
def test_a_birth_date_is_no_more_exact_than_told(
    cast: Cast, dara: Client, birth: PartialDate | None, shown: str, note: str
) -> None:
    person = enter_person(cast.dara, "KEO DARA", birth=birth)
    page = _plain(dara.get(_address(person)).content)
    assert shown in page
    assert note in page


def test_who_holds_a_document_is_said(cast: Cast, dara: Client) -> None:
    papers = [("passport", "N0000421", "employer")]
    person = enter_person(cast.dara, "KEO DARA", documents=papers)
    page = _plain(dara.get(_address(person)).content)
    assert "N0000421" in page
    assert "the employer" in page
    assert "Passport" in page


def test_crossings_are_listed_with_the_gate_in_words(cast: Cast, dara: Client) -> None:
    person = enter_person(cast.dara, "KEO DARA")
    with acting_as(cast.dara):
        scopes = tuple(Person.objects.get(id=person).scopes)
    draft = CrossingDraft(person, "KH-TH-PPT", date(2025, 8, 6), scopes, age=34, destination="17")
    record_crossings(actor=cast.dara, drafts=[draft])
    page = _plain(dara.get(_address(person)).content)
    assert "Poipet" in page
    assert "6 August 2025" in page
    assert "Siem" in page


def test_another_provinces_person_is_not_told_apart_from_none(cast: Cast) -> None:
    person = enter_person(cast.dara, "KEO DARA", province="01")
    bopha = signed_in(cast, "bopha")
    hidden, absent = bopha.get(_address(person)), bopha.get(_address(uuid4()))
    assert hidden.status_code == absent.status_code == 404
    assert hidden.content.replace(str(person).encode(), b"") == absent.content or (
        b"KEO" not in hidden.content and len(hidden.content) == len(absent.content)
    )


def test_opening_a_file_is_written_down_and_can_be_read(cast: Cast, dara: Client) -> None:
    person = enter_person(cast.dara, "KEO DARA")
    dara.get(_address(person))
    events = [entry.event for entry in events_of_person(cast.vannak, person)]
    assert events.count("registry:person:read") == 1
    page = _plain(dara.get(reverse("office_registry:looks", args=[person])).content)
    assert "Opened the file" in page
    assert "Dara" in page
    assert "Office of dara" in page


def test_the_read_log_is_for_those_who_may_and_hides_other_provinces(cast: Cast) -> None:
    person = enter_person(cast.dara, "KEO DARA", province="01", for_cases=True)
    looks = reverse("office_registry:looks", args=[person])
    statuses = {
        name: signed_in(cast, name).get(looks).status_code
        for name in ("dara", "bopha", "vannak", "chenda", "sokha", "sreymom")
    }
    assert statuses == {
        "dara": 200,
        "bopha": 404,
        "vannak": 200,
        "chenda": 403,
        "sokha": 403,
        "sreymom": 403,
    }


def test_undo_from_the_file_restores_both(cast: Cast, dara: Client) -> None:
    first = enter_person(cast.dara, "KEO DARA", sex=1)
    second = enter_person(cast.dara, "CHAN MONY", sex=2)
    pair = propose(cast.dara, second, first)
    decision = decide_pair(actor=cast.dara, candidate_id=pair, verdict="same")
    joined = _plain(dara.get(_address(second)).content)
    assert "CHAN MONY" in joined
    assert "KEO DARA" in joined
    assert "Undo this decision" in joined
    undone = dara.post(
        reverse("office_registry:undo", args=[decision.id]), {"back": str(second)}, follow=True
    )
    assert undone.status_code == 200
    alone = _plain(undone.content)
    assert "CHAN MONY" in alone
    assert "KEO DARA" not in alone.split('id="decided"')[0]
    assert "CHAN MONY" not in _plain(dara.get(_address(first)).content).split('id="decided"')[0]


def test_flags_are_never_in_a_file(cast: Cast) -> None:
    from polakor.protection.models import Screening

    person = enter_person(cast.dara, "KEO DARA", for_cases=True)
    with acting_as(cast.vannak.also_seeing("C")):
        Screening.objects.create(
            person_id=person,
            flags=["trafficking_indicators", "pregnant"],
            needs=["medical"],
            urgency="now",
            rule="test",
            due_at="2025-08-06T00:00:00Z",
            screened_on=date(2025, 8, 6),
            screened_by=cast.dara.account_id,
            scopes=["C", "C01", "N", "P01"],
        )
    for name in ("dara", "vannak", "chenda"):
        page = _plain(signed_in(cast, name).get(_address(person)).content).lower()
        assert "trafficking" not in page
        assert "pregnant" not in page


def test_a_file_promises_its_queries(
    cast: Cast, dara: Client, django_assert_max_num_queries: Queries
) -> None:
    person = enter_person(
        cast.dara,
        "KEO DARA",
        documents=[("passport", f"N00{number}", "employer") for number in range(9)],
    )
    with django_assert_max_num_queries(30):
        dara.get(_address(person))


def test_khmer_pages_of_a_file_hold_no_english(cast: Cast, khmer_words: None) -> None:
    person = enter_person(
        cast.dara, "ស៊ុន សុភាព", birth=PartialDate(1991), documents=[("nid", "010000001", "police")]
    )
    page = _plain(signed_in(cast, "dara", language="km").get(_address(person)).content)
    for english in ("Born", "year only", "the police", "Household", "word for word", "Home"):
        assert english not in page
