"""The longer interview at an office: kept, shown, held against what others were told."""

import re
from html import unescape
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse
from tests.cast import Cast
from tests.doors.office.records import enter_person, read_rows, signed_in
from tests.factories.devices import FieldDevice, enrolled, member

from polakor.access.context import acting_as
from polakor.flows.receive_envelopes import receive_envelopes
from polakor.flows.settle_arrivals import settle_arrivals
from polakor.intake.models import AnswerConflict, Outcome, Submission
from polakor.intake.queries.conflicts import conflicts_for
from polakor.registry.models import Told

pytestmark = pytest.mark.django_db

ANSWERS: dict[str, Any] = {
    "m-worked_in": "THA",
    "m-sector": "?refused",
    "m-channel": "?unknown",
    "m-months_abroad": "១៤",
    "m-worked_at?": "not_applicable",
    "m-reasons": ["job_loss"],
    "m-reasons_rest": ["other"],
    "m-wages_owed": "yes",
    "m-wages_amount": "1,250,000",
    "m-wages_currency": "KHR",
    "m-debt": "yes",
    "m-debt_lender": "broker",
    "m-wanted_place": "Battambang",
    "h-house": "rent",
}


@pytest.fixture
def woman(cast: Cast) -> UUID:
    return enter_person(cast.dara, "SOK SOPHEA")


def page_of(client: Client, person: UUID) -> str:
    answer = client.get(f"/people/{person}/interview/")
    assert answer.status_code == 200
    return unescape(answer.content.decode())


def begun(client: Client, person: UUID) -> dict[str, str]:
    """The hidden part of a new form."""
    made = dict(re.findall(r'name="(made|seen)"(?: value="([^"]*)")?', page_of(client, person)))
    assert set(made) == {"made", "seen"}
    return made


def ask(client: Client, person: UUID, told: dict[str, str] | None = None, **answers: Any) -> Any:
    sent = {**(told or begun(client, person)), **answers}
    return client.post(f"/people/{person}/interview/", sent)


def file_of(client: Client, person: UUID) -> str:
    return unescape(client.get(f"/people/{person}/").content.decode())


def at_a_gate(cast: Cast) -> tuple[FieldDevice, dict[str, Any], UUID]:
    """A family of one, registered by a device and settled."""
    device, person = enrolled(cast.sokha), member()
    family = device.payload(members=[person])
    bring(cast, device, family)
    return device, family, UUID(str(person["id"]))


def bring(cast: Cast, device: FieldDevice, told: dict[str, Any]) -> None:
    receive_envelopes(actor=cast.sokha, sealed=[device.seal(told)], device_id=device.id)
    settle_arrivals()


def about(device: FieldDevice, family: dict[str, Any], **answers: Any) -> dict[str, Any]:
    """A later desk's interview with the one person of a family."""
    person = {"id": family["members"][0]["id"], "answers": answers, "unanswered": {}}
    return device.payload(
        kind="enrich",
        form="profile/1",
        base=family["id"],
        household={"answers": {}, "unanswered": {}},
        members=[person],
    )


def test_what_is_answered_is_kept_with_its_form_and_the_four_kinds_of_no_answer(
    cast: Cast, woman: UUID
) -> None:
    client = signed_in(cast, "dara")
    answer = ask(client, woman, **ANSWERS)
    assert answer.status_code == 302, re.findall(r"<li>.*?</li>", answer.content.decode())
    with acting_as(cast.dara):
        kept = Submission.objects.get()
        assert (kept.source, kept.kind, kept.form, kept.base) == (
            "form",
            "enrich",
            "profile/1",
            None,
        )
        said = kept.raw["members"][0]
        assert said["id"] == str(woman)
        assert said["unanswered"] == {
            "sector": "refused",
            "channel": "unknown",
            "worked_at": "not_applicable",
        }
        assert said["answers"] == {
            "worked_in": "THA",
            "months_abroad": 14,
            "reasons": ["job_loss", "other"],
            "wages_owed": "yes",
            "wages_amount": 1250000,
            "wages_currency": "KHR",
            "debt": "yes",
            "debt_lender": "broker",
            "wanted_place": "02",
        }
        assert kept.raw["household"]["answers"] == {"house": "rent"}
        assert Told.objects.get().person_id == woman
    with acting_as(cast.bopha):
        assert not Submission.objects.exists(), "another province sees nothing of it"


def test_the_file_shows_the_answers_in_words_with_who_asked_and_the_version(
    cast: Cast, woman: UUID
) -> None:
    client = signed_in(cast, "dara")
    ask(client, woman, **ANSWERS)
    shown = file_of(client, woman)
    for said in (
        "Longer interview, version 1",
        "Dara",
        "Work abroad",
        "Thailand",
        "did not want to say",
        "1,250,000",
        "Battambang",
        "Rented",
    ):
        assert said in shown, said
    assert "job_loss" not in shown


def test_private_answers_are_for_case_workers_alone(cast: Cast, woman: UUID) -> None:
    """Whoever registered or looked on later reads that there are some, and no more."""
    ask(signed_in(cast, "dara"), woman, **ANSWERS)
    officer = signed_in(cast, "vannak")
    assert "Who lent it" not in file_of(officer, woman)
    assert "Case workers read those answers." in file_of(officer, woman)
    assert "Broker" not in page_of(officer, woman).split("<form")[0]
    assert "Answered before:</b> <b>Broker" not in page_of(officer, woman)
    worker_sees = person_for_case_workers(cast)
    ask(signed_in(cast, "dara"), worker_sees, **ANSWERS)
    worker = signed_in(cast, "maly")
    assert "Who lent it" in file_of(worker, worker_sees)
    assert "Case workers read those answers." not in file_of(worker, worker_sees)


def person_for_case_workers(cast: Cast) -> UUID:
    return enter_person(cast.dara, "CHAN DARA", for_cases=True)


def test_sent_twice_it_is_told_once(cast: Cast, woman: UUID) -> None:
    client = signed_in(cast, "dara")
    form = begun(client, woman)
    first, again = (ask(client, woman, form, **ANSWERS) for _ in range(2))
    assert first.url == again.url == f"/people/{woman}/"
    with acting_as(cast.vannak):
        assert Submission.objects.count() == Told.objects.count() == 1


def test_what_is_wrong_stands_beside_its_question_and_nothing_is_kept(
    cast: Cast, woman: UUID
) -> None:
    client = signed_in(cast, "dara")
    answer = ask(
        client,
        woman,
        **{
            "m-months_abroad": "9000",
            "m-claims": ["none", "injury"],
            "m-worked_at?": "unknown",
            "m-worked_at": "Bangkok",
        },
    )
    html = unescape(answer.content.decode())
    assert answer.status_code == 422
    assert "The number is from 0 to 720." in html
    assert "“None” cannot stand beside another answer." in html
    nothing = ask(client, woman)
    assert nothing.status_code == 422
    assert "Nothing is answered yet." in nothing.content.decode()
    with acting_as(cast.vannak):
        assert not Submission.objects.exists()


def test_an_answer_that_was_seen_is_corrected_and_one_that_was_not_is_kept_beside(
    cast: Cast, woman: UUID
) -> None:
    one, other = signed_in(cast, "dara"), signed_in(cast, "vannak")
    early = begun(other, woman)
    ask(one, woman, **{"m-worked_in": "THA", "m-wages_owed": "no"})
    assert "Answered before:" in page_of(one, woman)
    ask(one, woman, **{"m-wages_owed": "yes"})
    with acting_as(cast.vannak):
        assert not AnswerConflict.objects.exists()
    answer = ask(other, woman, early, **{"m-worked_in": "MYS", "m-wages_owed": "yes"})
    assert answer.status_code == 302
    assert "1 answer differs from what others were told" in file_of(other, woman)
    with acting_as(cast.vannak):
        found = conflicts_for(cast.vannak).get()
        assert (found.question, found.first_answer, found.second_answer) == (
            "worked_in",
            "THA",
            "MYS",
        )
    page = unescape(other.get(reverse("office_devices:differences")).content.decode())
    for said in ("Which country they worked in", "Thailand", "Malaysia", "Office of dara"):
        assert said in page, said


def test_whoever_is_not_shown_a_private_answer_corrects_none(cast: Cast, woman: UUID) -> None:
    client = signed_in(cast, "dara")
    ask(client, woman, **{"m-debt": "yes"})
    assert "Answered before:" not in page_of(client, woman)
    ask(client, woman, **{"m-debt": "no"})
    with acting_as(cast.vannak):
        conflict = conflicts_for(cast.vannak).get()
        assert conflict.question == "debt"
    listed = client.get(reverse("office_devices:differences")).content.decode()
    assert "Do they have debts" in listed
    assert "≠" not in listed, "private answers are read on their own page"
    own = client.get(reverse("office_devices:difference", args=[conflict.id])).content.decode()
    assert "Office of dara" in own


def test_it_goes_on_from_what_a_device_registered_and_later_desks_are_held_against_it(
    cast: Cast,
) -> None:
    device, family, person = at_a_gate(cast)
    ask(signed_in(cast, "vannak"), person, **{"m-worked_in": "THA", "m-months_abroad": "5"})
    with acting_as(cast.vannak):
        kept = Submission.objects.get(form="profile/1")
        assert str(kept.base) == family["id"]
        assert Outcome.objects.get(submission=kept).state == "accepted"
    bring(cast, device, about(device, family, worked_in="MYS", months_abroad=5))
    with acting_as(cast.vannak):
        found = conflicts_for(cast.vannak).get()
        assert (found.question, found.first_id) == ("worked_in", kept.id)


def test_what_a_device_asked_stands_beside_the_question(cast: Cast) -> None:
    device, family, person = at_a_gate(cast)
    bring(cast, device, about(device, family, worked_in="MYS"))
    assert "Answered before: <b>Malaysia" in page_of(signed_in(cast, "vannak"), person)
    ask(signed_in(cast, "vannak"), person, **{"m-worked_in": "THA"})
    with acting_as(cast.vannak):
        assert not AnswerConflict.objects.exists()


def test_somebody_of_a_list_can_be_asked(cast: Cast) -> None:
    [listed] = read_rows(cast.dara, "name,sex,age", "SOK SOPHEA,F,30")
    assert ask(signed_in(cast, "dara"), listed, **{"m-worked_in": "THA"}).status_code == 302
    assert "Thailand" in file_of(signed_in(cast, "dara"), listed)


def test_who_may_not_see_the_person_or_add_to_a_file_has_no_such_page(
    cast: Cast, woman: UUID
) -> None:
    assert signed_in(cast, "bopha").get(f"/people/{woman}/interview/").status_code == 404
    assert signed_in(cast, "bopha").post(f"/people/{woman}/interview/", {}).status_code == 404
    assert signed_in(cast, "rith").get(f"/people/{woman}/interview/").status_code == 403
