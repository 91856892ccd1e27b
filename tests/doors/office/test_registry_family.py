"""A family on one page: kept word for word, everybody registered, nothing twice."""

import re
from typing import Any

import pytest
from django.test import Client
from tests.cast import Cast
from tests.doors.office.records import signed_in

from polakor.access.context import acting_as
from polakor.intake.models import Submission
from polakor.journeys.models import Crossing
from polakor.protection.models import Screening
from polakor.registry.models import HouseholdMember, Person, PersonName

pytestmark = pytest.mark.django_db

FAMILY = {
    "gate": "KH-TH-PPT",
    "h-return_mode": "deported",
    "h-destination": "Battambang",
    "h-phone": "០១២ ៣៤៥ ៦៧៨",
    "h-needs": ["food", "water"],
    "m0-sex": "2",
    "m0-age": "៣០",
    "m0-name_km": "សុខ សុភា",
    "m0-flags": ["pregnant"],
    "m0-flags_apart": ["trafficking_indicators"],
    "m0-document": "nid",
    "m0-document_number": "012345678",
    "m1-sex": "1",
    "m1-birth": "17/05/2020",
    "m1-relation": "child",
    "m2-name_latin": "",
}


def begun(client: Client) -> dict[str, str]:
    """The hidden part of a new form."""
    html = client.get("/people/family/").content.decode()
    made = dict(re.findall(r'name="(made|people)" value="([^"]+)"', html))
    assert set(made) == {"made", "people"}
    return made


def sent(client: Client, **changed: Any) -> Any:
    return client.post("/people/family/", {**begun(client), **FAMILY, **changed})


def test_a_family_of_two_becomes_two_people_who_belong_together(cast: Cast) -> None:
    client = signed_in(cast, "sokha")
    answer = sent(client)
    assert answer.status_code == 302, re.findall(r"<li>.*?</li>", answer.content.decode())
    with acting_as(cast.vannak):
        kept = Submission.objects.get()
        assert (kept.source, kept.form) == ("form", "arrival/1")
        assert kept.raw["household"]["answers"]["needs"] == ["food", "water"]
        assert [one["answers"]["sex"] for one in kept.raw["members"]] == ["2", "1"]
        ids = [one["id"] for one in kept.raw["members"]]
        people = {str(person.id): person for person in Person.objects.all()}
        assert set(people) == set(ids)
        mother, child = (people[one] for one in ids)
        assert (mother.sex, mother.home_id, child.home_id) == (2, "02", "02")
        assert (child.birth_year, child.birth_month, child.birth_day) == (2020, 5, 17)
        assert mother.unanswered == {}
        assert child.unanswered == {"phone": "not_asked", "document": "not_asked"}
        assert list(PersonName.objects.values_list("text", flat=True)) == ["សុខ សុភា"]
        crossings = Crossing.objects.order_by("person_id")
        assert {one.mode for one in crossings} == {"deported"}
        assert {str(one.submission_id) for one in crossings} == {str(kept.id)}
        linked = {(one.relation, one.related_to_id) for one in HouseholdMember.objects.all()}
        assert linked == {("", None), ("child", mother.id)}
    with acting_as(cast.maly):
        screened = Screening.objects.get()
        assert set(screened.flags) == {"pregnant", "trafficking_indicators"}
    assert answer.url == f"/people/{ids[0]}/"
    shown = client.get(answer.url).content.decode()
    assert "2 people registered together." in shown
    assert "trafficking" not in shown.lower()
    # What was told stands in the form's own words, for this person alone, troubles left out.
    for said in ("How they came back", "Deported", "Battambang", "Khmer identity card"):
        assert said in shown
    assert "Pregnant" not in shown


def test_sent_twice_it_is_told_once(cast: Cast) -> None:
    client = signed_in(cast, "sokha")
    told = {**begun(client), **FAMILY}
    first = client.post("/people/family/", told)
    again = client.post("/people/family/", told)
    assert first.url == again.url
    with acting_as(cast.vannak):
        assert Submission.objects.count() == 1
        assert Person.objects.count() == Crossing.objects.count() == 2


def test_what_is_wrong_stands_beside_its_answer_and_nothing_is_kept(cast: Cast) -> None:
    client = signed_in(cast, "sokha")
    answer = sent(
        client,
        gate="",
        **{
            "h-return_mode": "",
            "h-destination": "Atlantis",
            "m0-age": "300",
            "m1-birth": "tomorrow",
        },
    )
    html = answer.content.decode()
    assert answer.status_code == 422
    for said in (
        "Choose how they came back.",
        "Choose the gate they came through.",
        "Choose a place from the list.",
        "An age is from 0 to 120 years.",
        "Write a year, a month or a day",
    ):
        assert said in html
    assert "សុខ សុភា" in html
    with acting_as(cast.vannak):
        assert not Submission.objects.exists()


def test_the_least_is_a_mode_of_return_and_a_sex(cast: Cast) -> None:
    client = signed_in(cast, "sokha")
    least = {"gate": "KH-TH-PPT", "h-return_mode": "spontaneous", "m0-sex": "1"}
    answer = client.post("/people/family/", {**begun(client), **least})
    assert answer.status_code == 302
    nobody = client.post("/people/family/", {**begun(client), **least, "m0-sex": ""})
    assert "There is nobody in it yet." in nobody.content.decode()


def test_why_there_is_no_answer_is_kept_apart_from_not_asked(cast: Cast) -> None:
    client = signed_in(cast, "sokha")
    why = {
        "m0-sex": "",
        "m0-sex?": "refused",
        "m0-age?": "unknown",
        "h-phone": "",
        "h-phone?": "refused",
    }
    answer = sent(client, **{**why, "m0-age": ""})
    assert answer.status_code == 302
    with acting_as(cast.vannak):
        raw = Submission.objects.get().raw
        assert raw["members"][0]["unanswered"] == {"sex": "refused", "age": "unknown"}
        head = Person.objects.get(id=raw["members"][0]["id"])
        assert head.unanswered == {"sex": "refused", "birth": "unknown", "phone": "refused"}


def test_room_for_more_people_loses_nothing(cast: Cast) -> None:
    client = signed_in(cast, "sokha")
    answer = sent(client, add="1")
    html = answer.content.decode()
    assert answer.status_code == 200
    assert 'name="m5-sex"' in html
    assert 'name="m6-sex"' not in html
    assert "សុខ សុភា" in html
    assert re.search(r'name="h-needs" value="food"[^>]*checked', html)
    assert not re.search(r'role="alert"', html)
    with acting_as(cast.vannak):
        assert not Submission.objects.exists()


def test_who_may_not_register_sees_no_such_page(cast: Cast) -> None:
    assert signed_in(cast, "rith").get("/people/family/").status_code == 403
