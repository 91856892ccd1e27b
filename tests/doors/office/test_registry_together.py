"""Many pairs at once: the obvious ones, several candidates of one person, two officers, claims."""

from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse
from tests.cast import Cast
from tests.doors.office.records import enter_person, propose, signed_in

from polakor.access.context import acting_as
from polakor.base.dates import PartialDate
from polakor.registry.models import MatchCandidate, MatchDecision, Person

pytestmark = pytest.mark.django_db
BORN = PartialDate(1988, 5, 17)
BATCH = "/people/same/obvious/"
PAIRS = (("SOK VEASNA", "LY CHANTREA"), ("HENG THAVY", "OUK BORA"), ("PRAK SAMBATH", "TEP SOVANN"))


@pytest.fixture
def dara(cast: Cast) -> Client:
    return signed_in(cast, "dara")


@pytest.fixture
def asked(cast: Cast) -> list[UUID]:
    return [_pair(cast, one, two) for one, two in PAIRS]


def _pair(cast: Cast, one: str, two: str, birth: PartialDate = BORN) -> UUID:
    known = enter_person(cast.dara, two, sex=0, birth=BORN)
    return propose(cast.dara, enter_person(cast.dara, one, sex=0, birth=birth), known)


def _humans(cast: Cast) -> int:
    with acting_as(cast.vannak):
        return len({person.canonical_id or person.id for person in Person.objects.all()})


def test_the_obvious_are_ticked_confirmed_and_undone_together(
    cast: Cast, dara: Client, asked: list[UUID]
) -> None:
    page = dara.get(BATCH).content.decode()
    assert page.count('type="checkbox" name="pair"') == 3
    assert "checked" not in page.split("<main")[1].split("</main")[0]
    confirm = dara.post(BATCH, {"as": "same", "pair": asked[:2]}).content.decode()
    assert "Answer 2 pairs" in confirm
    assert _humans(cast) == 6
    done = dara.post(
        BATCH, {"as": "same", "pair": asked[:2], "confirmed": "1"}, follow=True
    ).content.decode()
    assert "2 pairs answered." in done
    assert _humans(cast) == 4
    with acting_as(cast.dara):
        (batch,) = set(MatchDecision.objects.values_list("batch", flat=True))
    address = reverse("office_registry:undo_together", args=[batch])
    assert address in done
    assert "Undone: 2 answers" in dara.post(address, follow=True).content.decode()
    assert _humans(cast) == 6


def test_nothing_ticked_is_said_and_a_stranger_changes_nothing(
    cast: Cast, dara: Client, asked: list[UUID]
) -> None:
    assert "Tick at least one" in dara.post(BATCH, {"as": "same"}).content.decode()
    assert dara.post(BATCH, {"as": "same", "pair": "no id"}).status_code == 404
    bopha = signed_in(cast, "bopha")
    page = bopha.post(BATCH, {"pair": asked, "confirmed": "1"}, follow=True).content.decode()
    assert "Nothing kept." in page
    assert _humans(cast) == 6
    assert signed_in(cast, "sokha").get(BATCH).status_code == 403


def test_several_candidates_stand_beside_one_record(cast: Cast, dara: Client) -> None:
    new = enter_person(cast.dara, "SOK VEASNA", sex=0, birth=BORN)
    known = [enter_person(cast.dara, name, sex=0, birth=BORN) for name in ("LY BO", "OUK BORA")]
    asked = [propose(cast.dara, new, one) for one in known]
    page = dara.get(reverse("office_registry:pair", args=[asked[0]])).content.decode()
    assert "0 of 2 decided" in page
    address = reverse("office_registry:together", args=[asked[0]])
    assert address in page
    page = dara.get(address).content.decode()
    for words in ("SOK VEASNA", "1 · ", "2 · ", "LY BO", "OUK BORA"):
        assert words in page
    assert "Give at least one answer" in dara.post(address, {}, follow=True).content.decode()
    given = {f"verdict-{asked[0]}": "same", f"verdict-{asked[1]}": "different"}
    assert "All done" in dara.post(address, given, follow=True).content.decode()
    assert _humans(cast) == 2
    assert dara.get(address).status_code == 302


def test_one_of_three_decided_and_the_next_of_them_follows(cast: Cast, dara: Client) -> None:
    new = enter_person(cast.dara, "SOK VEASNA", sex=0, birth=BORN)
    names = ("LY BO", "OUK BORA", "TEP SOVANN")
    asked = [
        propose(cast.dara, new, enter_person(cast.dara, name, sex=0, birth=BORN)) for name in names
    ]
    answer = reverse("office_registry:answer", args=[asked[1]])
    page = dara.post(answer, {"verdict": "different"}, follow=True).content.decode()
    assert "1 of 3 decided" in page
    assert "Is this the same person?" in page


def test_a_child_waits_for_a_second_officer_on_the_page(cast: Cast, dara: Client) -> None:
    from datetime import date

    asked = _pair(cast, "SOK VEASNA", "LY CHANTREA", PartialDate(date.today().year - 9))
    address = reverse("office_registry:pair", args=[asked])
    assert "may be under 18: after your" in dara.get(address).content.decode()
    answer = reverse("office_registry:answer", args=[asked])
    page = dara.post(answer, {"verdict": "same", "reason": "her aunt"}, follow=True)
    assert "Another officer looks at this pair too" in page.content.decode()
    assert "You said" in dara.get(address).content.decode()
    assert 'name="verdict"' not in dara.get(address).content.decode()
    vannak = signed_in(cast, "vannak")
    shown = vannak.get("/people/same/").content.decode()
    assert "Dara said" in shown
    assert "her aunt" in shown
    assert _humans(cast) == 2
    vannak.post(answer, {"verdict": "same"})
    assert _humans(cast) == 1
    with acting_as(cast.vannak):
        decision = MatchDecision.objects.order_by("id").first()
    assert decision is not None
    file = reverse("office_registry:person", args=[decision.subject_id])
    assert "waits for another officer" not in dara.get(file).content.decode()


def test_a_case_shows_nowhere(cast: Cast, dara: Client) -> None:
    """Neither the queue nor the pair tells that a case worker has somebody in hand."""
    known = enter_person(cast.dara, "LY CHANTREA", sex=0, birth=BORN)
    plain = enter_person(cast.dara, "OUK BORA", sex=0, birth=BORN)
    case = enter_person(cast.dara, "SOK VEASNA", sex=0, birth=BORN, for_cases=True)
    pages = []
    for one in (plain, case):
        asked = propose(cast.dara, one, known)
        text = dara.get(reverse("office_registry:pair", args=[asked])).content.decode()
        pages.append("second officer" in text or "under 18" in text or "another officer" in text)
        with acting_as(cast.vannak):
            MatchCandidate.objects.filter(id=asked).update(open=False)
    assert pages == [False, False]


def test_others_see_who_is_looking_and_get_another_pair(
    cast: Cast, dara: Client, asked: list[UUID]
) -> None:
    dara.get(reverse("office_registry:pair", args=[asked[0]]))
    vannak = signed_in(cast, "vannak")
    assert "Dara is looking at it" in vannak.get("/people/same/all/").content.decode()
    page = vannak.get("/people/same/").content.decode()
    assert "Dara is looking at this record too" not in page
    shown = vannak.get(reverse("office_registry:pair", args=[asked[0]])).content.decode()
    assert "Dara is looking at this record too" in shown


def test_not_sure_is_put_aside_and_can_be_asked_again(
    cast: Cast, dara: Client, asked: list[UUID]
) -> None:
    answer = reverse("office_registry:answer", args=[asked[0]])
    dara.post(answer, {"verdict": "unsure", "reason": "no photo"})
    vannak = signed_in(cast, "vannak")
    page = vannak.get("/people/same/all/").content.decode()
    for words in ("Put aside as not sure", "SOK VEASNA", "LY CHANTREA", "no photo", "Dara"):
        assert words in page
    assert "Put aside" not in signed_in(cast, "bopha").get("/people/same/all/").content.decode()
    with acting_as(cast.dara):
        decision = MatchDecision.objects.get()
    vannak.post(reverse("office_registry:undo", args=[decision.id]))
    assert "Put aside" not in vannak.get("/people/same/all/").content.decode()
    with acting_as(cast.dara):
        assert MatchCandidate.objects.get(id=asked[0]).open


def test_the_rows_as_they_were_sent_are_a_click_away(dara: Client, asked: list[UUID]) -> None:
    page = dara.get(reverse("office_registry:pair", args=[asked[0]])).content.decode()
    assert "The rows as they were sent" in page
    assert 'data-key="n"' in page


@pytest.mark.parametrize("which", ["twins", "siblings", "one_household"])
def test_families_are_named_before_they_are_joined(cast: Cast, dara: Client, which: str) -> None:
    first = {"birth": PartialDate(1994, 7, 2), "home": "010301", "sex": 1}
    other = {**first, "birth": PartialDate(1996)} if which != "twins" else first
    names = {"twins": ("CHAN MANIT", "CHAN MANET")}.get(which, ("KEO SOPHEA", "KEO VIBOL"))
    one = enter_person(cast.dara, names[0], **first)  # type: ignore[arg-type]
    two = enter_person(cast.dara, names[1], **other)  # type: ignore[arg-type]
    assert _humans(cast) == 2
    if which == "one_household":
        from polakor.registry.actions.households import link_household

        link_household(actor=cast.dara, person_id=one, other_id=two, relation="sibling")
    with acting_as(cast.vannak):
        proposal = MatchCandidate.objects.filter(subject_id=two, other_id=one).first()
    asked = proposal.id if proposal and which == "twins" else _proposed_as_close(cast, two, one)
    page = dara.get(reverse("office_registry:pair", args=[asked])).content.decode()
    words = {
        "twins": "twins look like this",
        "siblings": "brothers and sisters look like this",
        "one_household": "two members of one household",
    }
    assert "Be careful" in page
    assert words[which] in page


def _proposed_as_close(cast: Cast, subject: UUID, other: UUID) -> UUID:
    asked = propose(cast.dara, subject, other)
    with acting_as(cast.vannak):
        row = MatchCandidate.objects.get(id=asked)
        row.reasons[0]["code"] = "name_sounds_close"
        row.save(update_fields=["reasons"])
    return asked


def test_khmer_pages_hold_no_english(cast: Cast, asked: list[UUID], khmer_words: None) -> None:
    khmer = signed_in(cast, "dara", language="km")
    for address in (BATCH, "/people/same/all/", "/people/rules/"):
        page = khmer.get(address).content.decode().split("<main")[1]
        for english in ("Tick", "Look at", "candidate", "Expected", "Rule ", "obvious"):
            assert english not in page.replace("obvious/", ""), (address, english)
