"""The workbench: three equal answers, a pair of another province does not exist, undo restores."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.urls import reverse
from tests.cast import Cast
from tests.doors.office.records import enter_person, propose, signed_in

from polakor.access.context import acting_as
from polakor.base.dates import PartialDate
from polakor.registry.actions.decisions import decide_pair
from polakor.registry.models import MatchDecision, Person

pytestmark = pytest.mark.django_db
DECIDE = "/people/same/"
Queries = Callable[[int], AbstractContextManager[object]]


@pytest.fixture
def dara(cast: Cast) -> Client:
    return signed_in(cast, "dara")


@pytest.fixture
def pair(cast: Cast) -> UUID:
    return _pair(cast, "SUN SOPHEAP", "LONG VANNAK")


def _pair(cast: Cast, one: str, two: str) -> UUID:
    known = enter_person(
        cast.dara, two, sex=1, phone="+85512000118", birth=PartialDate(1991, 3, 14)
    )
    new = enter_person(cast.dara, one, sex=2, phone="+85512000481", birth=PartialDate(1992))
    return propose(cast.dara, new, known)


def _answer(client: Client, pair: UUID, verdict: str) -> str:
    address = reverse("office_registry:answer", args=[pair])
    return client.post(address, {"verdict": verdict}, follow=True).content.decode()


def _humans(cast: Cast) -> set[UUID]:
    with acting_as(cast.vannak):
        return {person.canonical_id or person.id for person in Person.objects.all()}


def test_both_records_reasons_and_three_equal_answers(dara: Client, pair: UUID) -> None:
    page = dara.get(DECIDE).content.decode()
    for words in ("SUN SOPHEAP", "LONG VANNAK", "Points to the same", "Points to different"):
        assert words in page
    for verdict, key in (("same", "s"), ("different", "d"), ("unsure", "u")):
        assert f'value="{verdict}" data-key="{key}"' in page
    answers = page.split('class="act"')[1]
    assert "button-main" not in answers
    assert "<mark>" in page


def test_it_works_with_plain_forms(dara: Client, pair: UUID) -> None:
    page = dara.get(DECIDE).content.decode()
    assert f'action="{reverse("office_registry:answer", args=[pair])}"' in page
    assert 'type="submit" name="verdict"' in page


@pytest.mark.parametrize("verdict", ["same", "different", "unsure"])
def test_an_answer_leads_on_and_stays_in_reach(
    cast: Cast, dara: Client, pair: UUID, verdict: str
) -> None:
    page = _answer(dara, pair, verdict)
    assert "All done" in page
    assert 'data-key="z"' in page
    assert len(_humans(cast)) == (1 if verdict == "same" else 2)


def test_undo_brings_both_back_and_the_pair_waits_again(
    cast: Cast, dara: Client, pair: UUID
) -> None:
    before = _humans(cast)
    _answer(dara, pair, "same")
    with acting_as(cast.dara):
        decision = MatchDecision.objects.get()
    page = dara.post(
        reverse("office_registry:undo", args=[decision.id]), follow=True
    ).content.decode()
    assert _humans(cast) == before
    assert "Undone" in page
    assert "SUN SOPHEAP" in page
    assert "LONG VANNAK" in page
    assert 'data-key="z"' not in page


def test_somebody_else_was_quicker(cast: Cast, dara: Client, pair: UUID) -> None:
    decide_pair(actor=cast.vannak, candidate_id=pair, verdict="different")
    page = _answer(dara, pair, "same")
    assert "decided this pair already" in page
    assert len(_humans(cast)) == 2


def test_a_decided_pair_can_be_looked_at_without_answers(
    cast: Cast, dara: Client, pair: UUID
) -> None:
    decide_pair(actor=cast.vannak, candidate_id=pair, verdict="different")
    page = dara.get(reverse("office_registry:pair", args=[pair])).content.decode()
    assert "decided already" in page
    assert 'name="verdict"' not in page


def test_an_answer_of_no_kind_changes_nothing(cast: Cast, dara: Client, pair: UUID) -> None:
    assert "Choose one of the three" in _answer(dara, pair, "perhaps")
    with acting_as(cast.dara):
        assert not MatchDecision.objects.exists()


def test_nothing_waits_is_said(dara: Client) -> None:
    assert "All done" in dara.get(DECIDE).content.decode()


def test_another_provinces_pair_does_not_exist(cast: Cast, pair: UUID) -> None:
    bopha = signed_in(cast, "bopha")
    assert "All done" in bopha.get(DECIDE).content.decode()
    for each in (pair, uuid4()):
        assert bopha.get(reverse("office_registry:pair", args=[each])).status_code == 404
        answer = reverse("office_registry:answer", args=[each])
        assert bopha.post(answer, {"verdict": "same"}).status_code == 404
    assert len(_humans(cast)) == 2


def test_another_provinces_decision_cannot_be_undone(cast: Cast, pair: UUID) -> None:
    decision = decide_pair(actor=cast.dara, candidate_id=pair, verdict="same")
    undo = reverse("office_registry:undo", args=[decision.id])
    assert signed_in(cast, "bopha").post(undo).status_code == 404
    assert len(_humans(cast)) == 1


def test_looking_at_an_address_of_an_act_changes_nothing(dara: Client, pair: UUID) -> None:
    assert dara.get(reverse("office_registry:answer", args=[pair])).status_code == 405


@pytest.mark.parametrize(
    ("name", "status"),
    [("dara", 200), ("vannak", 200), ("sokha", 403), ("chenda", 403), ("rith", 403)],
)
def test_who_may_decide(cast: Cast, name: str, status: int) -> None:
    client = signed_in(cast, name)
    assert client.get(DECIDE).status_code == status
    assert client.get(DECIDE + "all/").status_code == status


def test_the_workbench_promises_its_queries_whatever_the_queue(
    cast: Cast, dara: Client, django_assert_max_num_queries: Queries
) -> None:
    for letter in "ABCDEFGH":
        _pair(cast, f"SUN {letter * 4}", f"LONG {letter * 3}")
    with django_assert_max_num_queries(76):
        page = dara.get(DECIDE).content.decode()
    assert page.count("data-row ") + page.count("data-row>") == 7
    assert "See all" in page


def test_khmer_workbench_holds_no_english(cast: Cast, pair: UUID, khmer_words: None) -> None:
    page = signed_in(cast, "dara", language="km").get(DECIDE).content.decode()
    for english in ("Is this", "Points to", "Just now", "Same", "not told", "Result"):
        assert english not in page
