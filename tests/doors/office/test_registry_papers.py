"""Papers and who holds them, and who belongs together: added on the page, never written over."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from uuid import UUID, uuid4

import pytest
from django.db import DatabaseError
from django.test import Client
from django.urls import reverse
from tests.cast import Cast
from tests.doors.office.records import enter_person, signed_in

from polakor.access.context import acting_as
from polakor.access.queries.events import events_of_person
from polakor.registry.models import Custody, Document, HouseholdMember, MatchCandidate, Person
from polakor.registry.queries.search import search_persons

pytestmark = pytest.mark.django_db
Queries = Callable[[int], AbstractContextManager[object]]


@pytest.fixture
def dara(cast: Cast) -> Client:
    return signed_in(cast, "dara")


@pytest.fixture
def keo(cast: Cast) -> UUID:
    return enter_person(cast.dara, "KEO DARA", documents=[("passport", "N0000421", "employer")])


def _address(name: str, *args: object) -> str:
    return reverse(f"office_registry:{name}", args=args)


def _page(client: Client, person: UUID) -> str:
    return client.get(_address("person", person)).content.decode()


def _paper(cast: Cast, person: UUID) -> Document:
    with acting_as(cast.vannak):
        return Document.objects.filter(person_id=person).order_by("-id")[0]


def _number(cast: Cast, person: UUID) -> str:
    with acting_as(cast.vannak):
        return Person.objects.get(id=person).number


def test_a_document_is_added_with_who_holds_it(cast: Cast, dara: Client, keo: UUID) -> None:
    told = {
        "kind": "nid",
        "number": "010 000 007",
        "holder": "embassy",
        "since": "06/08/2025",
        "against_will": "no",
    }
    answer = dara.post(_address("document_add", keo), told, follow=True)
    page = answer.content.decode()
    assert "Receipt" in page
    assert "010000007" in page
    assert "the embassy or consulate" in page
    assert "6 August 2025" in page
    assert "kept with the person's agreement".replace("'", "&#x27;") in page or "agreement" in page
    assert "registry:document:added" in [e.event for e in events_of_person(cast.vannak, keo)]


def test_a_new_document_finds_the_person_at_once(cast: Cast, dara: Client, keo: UUID) -> None:
    told = {"kind": "nid", "number": "010000007", "holder": "worker"}
    dara.post(_address("document_add", keo), told)
    from tests.doors.office.records import TODAY

    found = search_persons(cast.dara, on=TODAY, document="010000007")
    assert [hit.person.id for hit in found] == [keo]


def test_a_new_document_known_under_another_name_is_proposed_as_urgent(
    cast: Cast, dara: Client, keo: UUID
) -> None:
    other = enter_person(cast.dara, "CHEA VUTHY", documents=[("nid", "010000007", "")])
    told = {"kind": "nid", "number": "010000007", "holder": "worker"}
    dara.post(_address("document_add", keo), told)
    with acting_as(cast.vannak):
        pair = MatchCandidate.objects.get()
    assert {pair.subject_id, pair.other_id} == {keo, other}
    assert pair.urgent
    assert pair.open


def test_the_holder_changes_and_the_earlier_answer_stays(
    cast: Cast, dara: Client, keo: UUID
) -> None:
    paper = _paper(cast, keo)
    for holder in ("police", "lost"):
        dara.post(
            _address("document_holder", keo, paper.id), {"holder": holder, "against_will": "yes"}
        )
    page = _page(dara, keo)
    papers = page.split('id="papers"')[1].split("</section>")[0]
    assert re.search(r"<b>nobody: it is lost</b>", papers)
    earlier = papers.split("<details")[1]
    assert earlier.index("the police or immigration") < earlier.index("the employer")
    with acting_as(cast.vannak):
        assert list(Custody.objects.order_by("told_at", "id").values_list("holder", flat=True)) == [
            "employer",
            "police",
            "lost",
        ]


def test_what_was_told_of_papers_cannot_be_written_over(cast: Cast, keo: UUID) -> None:
    for rows, change in (
        (Document, {"number": "X"}),
        (Custody, {"holder": "lost"}),
        (HouseholdMember, {"relation": "child"}),
    ):
        with pytest.raises(DatabaseError), acting_as(cast.vannak):
            rows.objects.update(**change)


def test_a_wrong_number_is_corrected_and_stays_readable(
    cast: Cast, dara: Client, keo: UUID
) -> None:
    paper = _paper(cast, keo)
    told = {"what": "miswritten", "kind": "passport", "number": "n0000422", "reason": "misread"}
    answer = dara.post(_address("document_correct", keo, paper.id), told, follow=True)
    papers = answer.content.decode().split('id="papers"')[1].split("</section>")[0]
    assert papers.index("N0000422") < papers.index("N0000421")
    assert "misread" in papers
    assert "the employer" in papers
    again = dara.post(_address("document_correct", keo, paper.id), told)
    assert again.status_code == 404


def test_a_document_that_was_never_theirs_is_taken_out_and_no_longer_finds(
    cast: Cast, dara: Client, keo: UUID
) -> None:
    paper = _paper(cast, keo)
    told = {"what": "not_theirs", "reason": "her sister's"}
    page = dara.post(_address("document_correct", keo, paper.id), told, follow=True)
    assert "Taken out" in page.content.decode()
    told = {"name": "CHEA VUTHY", "document": "passport", "document_number": "N0000421"}
    asked = dara.post(_address("register"), told, follow=True).content.decode()
    assert "Is it one of these?" not in asked


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({"kind": "passport", "number": "n 0000421", "holder": "worker"}, "stands in the file"),
        ({"kind": "none", "holder": "worker"}, "Document"),
        ({"kind": "nid", "holder": "neighbour"}, "Who holds it"),
        ({"kind": "nid", "holder": "worker", "since": "01/01/2999"}, "has not come yet"),
        ({"kind": "nid", "holder": "worker", "since": "yesterday"}, "day/month/year"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_kept(
    cast: Cast, dara: Client, keo: UUID, told: dict[str, str], said: str
) -> None:
    answer = dara.post(_address("document_add", keo), told)
    assert answer.status_code == 422
    assert said in answer.content.decode().split("</header>")[1]
    with acting_as(cast.vannak):
        assert Document.objects.count() == 1


def test_a_paper_on_joined_records_is_one_and_is_corrected_on_all(
    cast: Cast, dara: Client, keo: UUID
) -> None:
    again = enter_person(cast.dara, "KEO DARA", documents=[("passport", "N0000421", "")])
    assert _page(dara, again).count("N0000421</span></h3>") == 1
    with acting_as(cast.vannak):
        assert Person.objects.get(id=again).canonical_id == keo
    papers = _paper(cast, again)
    told = {"what": "miswritten", "kind": "passport", "number": "N0000422"}
    dara.post(_address("document_correct", keo, papers.id), told)
    page = _page(dara, keo)
    assert page.count("N0000422</span></h3>") == 1
    assert "N0000421</span></h3>" not in page


def test_the_same_form_twice_adds_one_document(cast: Cast, dara: Client, keo: UUID) -> None:
    told = {"kind": "nid", "number": "010000007", "holder": "worker", "made": str(uuid4())}
    for _ in range(2):
        answer = dara.post(_address("document_add", keo), told, follow=True)
    assert "received already" in answer.content.decode()
    with acting_as(cast.vannak):
        assert Document.objects.filter(kind="nid").count() == 1


def test_what_was_told_of_a_paper_stands_word_for_word(cast: Cast, dara: Client, keo: UUID) -> None:
    dara.post(_address("document_holder", keo, _paper(cast, keo).id), {"holder": "police"})
    told = _page(dara, keo).split('id="told"')[1].split("</section>")[0]
    assert "Who holds a document" in told
    assert "N0000421" in told
    assert "the police or immigration" in told
    assert "Office of dara" in told


def test_a_family_is_linked_shown_from_both_sides_and_ended(cast: Cast, dara: Client) -> None:
    mother = enter_person(cast.dara, "KEO SOPHEAP", sex=2)
    child = enter_person(cast.dara, "KEO RITHY", sex=1)
    number = _number(cast, child)
    search = dara.get(_address("household_link", mother), {"q": number}).content.decode()
    assert number in search
    told = {"link": "1", "q": number, "other": number, "relation": "child"}
    answer = dara.post(_address("household_link", mother), told, follow=True)
    assert "Receipt" in answer.content.decode()
    assert re.search(r"KEO RITHY.*<b>child</b>", _page(dara, mother), re.S)
    assert re.search(r"KEO SOPHEAP.*<b>father or mother</b>", _page(dara, child), re.S)
    twice = dara.post(
        _address("household_link", child), told | {"q": (m := _number(cast, mother)), "other": m}
    )
    assert "linked already" in twice.content.decode()
    with acting_as(cast.vannak):
        member = HouseholdMember.objects.get(related_to__isnull=False)
    dara.post(_address("household_end", child, member.id), {"ending": "mistake"})
    page = _page(dara, mother)
    family = page.split('id="family"')[1].split("</section>")[0]
    assert "Nobody is known to belong to it." in family
    assert "It was written by mistake" in family
    assert dara.post(_address("household_end", child, member.id)).status_code == 404
    events = [entry.event for entry in events_of_person(cast.vannak, mother)]
    assert {"registry:household:linked", "registry:household:ended"} <= set(events)


def test_three_of_a_family_see_one_another(cast: Cast, dara: Client) -> None:
    mother, one, two = (
        enter_person(cast.dara, name) for name in ("KEO SOPHEAP", "CHAN RITHY", "MEAS THIDA")
    )
    for child in (one, two):
        number = _number(cast, child)
        told = {"link": "1", "q": number, "other": number, "relation": "child"}
        dara.post(_address("household_link", mother), told)
    family = _page(dara, one).split('id="family"')[1].split("</section>")[0]
    assert "KEO SOPHEAP" in family
    assert "MEAS THIDA" in family
    assert family.count("End this link") == 1


def test_a_relative_of_another_province_is_not_shown(cast: Cast, dara: Client) -> None:
    mother = enter_person(cast.vannak, "KEO SOPHEAP", province="01")
    child = enter_person(cast.vannak, "CHAN RITHY", province="17")
    number = _number(cast, child)
    told = {"link": "1", "q": number, "other": number, "relation": "child"}
    supervisor = signed_in(cast, "vannak")
    supervisor.post(_address("household_link", mother), told)
    assert "CHAN RITHY" in _page(supervisor, mother)
    assert "CHAN RITHY" not in _page(dara, mother)
    hidden = dara.post(_address("household_link", mother), told)
    assert hidden.status_code == 422


def test_nobody_is_linked_with_themselves(cast: Cast, dara: Client) -> None:
    mother = enter_person(cast.dara, "KEO SOPHEAP")
    number = _number(cast, mother)
    told = {"link": "1", "q": number, "other": number, "relation": "child"}
    assert dara.post(_address("household_link", mother), told).status_code == 422
    with acting_as(cast.vannak):
        assert not HouseholdMember.objects.exists()


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("sokha", 404),
        ("dara", 200),
        ("vannak", 200),
        ("bopha", 404),
        ("chenda", 404),
        ("rith", 403),
    ],
)
def test_who_may_add_to_a_file(cast: Cast, keo: UUID, name: str, status: int) -> None:
    client = signed_in(cast, name)
    for page in ("document_add", "household_link"):
        assert client.get(_address(page, keo)).status_code == status


def test_a_case_worker_writes_who_holds_the_passport_of_her_case(cast: Cast) -> None:
    person = enter_person(
        cast.dara, "KEO DARA", documents=[("passport", "N0000421", "")], for_cases=True
    )
    chenda = signed_in(cast, "chenda")
    paper = _paper(cast, person)
    chenda.post(_address("document_holder", person, paper.id), {"holder": "employer"})
    assert "the employer" in _page(chenda, person)


def test_a_full_file_promises_its_queries(
    cast: Cast, dara: Client, keo: UUID, django_assert_max_num_queries: Queries
) -> None:
    paper = _paper(cast, keo)
    for holder in ("police", "lost", "family"):
        dara.post(_address("document_holder", keo, paper.id), {"holder": holder})
    for name in ("CHAN RITHY", "MEAS THIDA"):
        number = _number(cast, enter_person(cast.dara, name))
        told = {"link": "1", "q": number, "other": number, "relation": "child"}
        dara.post(_address("household_link", keo), told)
    with django_assert_max_num_queries(40):
        _page(dara, keo)


def test_khmer_pages_of_papers_and_family_hold_no_english(
    cast: Cast, keo: UUID, khmer_words: None
) -> None:
    client = signed_in(cast, "dara", language="km")
    paper = _paper(cast, keo)
    client.post(_address("document_holder", keo, paper.id), {"holder": "police"})
    pages = [
        _page(client, keo),
        *(
            client.get(address).content.decode()
            for address in (
                _address("document_add", keo),
                _address("document_holder", keo, paper.id),
                _address("document_correct", keo, paper.id),
                _address("household_link", keo),
            )
        ),
    ]
    words = ("Who holds", "Add a document", "Receipt", "Somebody", "Choose", "Correct", "word")
    for page in pages:
        for english in words:
            assert english not in page, english
