"""Pages of those who license and inspect: entered, decided, taken back, inspected, put right."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Browser, expect
from tests import browser
from tests.cast import Cast
from tests.doors.office.answering import HOME, opened
from tests.doors.office.records import signed_in
from tests.doors.ui.reading import CURRENCIES, english_left
from tests.rooms.recruitment.agencies import a_licensed_agency, an_agency, decide, today

from polakor.access.context import acting_as
from polakor.recruitment.actions.recruiters import register_recruiter
from polakor.recruitment.models import Correction, Inspection, LicenceAct, Permit, Recruiter
from polakor.recruitment.queries.recruiters import recruiter_file

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("khmer_words")]


@pytest.fixture
def officer(cast: Cast) -> Client:
    """The licensing officer, who reads English."""
    return signed_in(cast, "kosal", language="en")


def day(offset: int = 0) -> str:
    return (today() + timedelta(days=offset)).strftime("%d/%m/%Y")


def sent(client: Client, address: str, /, **told: Any) -> str:
    answer = client.post(f"/recruiters/{address}", told, follow=True)
    return str(answer.content.decode())


ACT = {"decided_by": "Ministry of Labour", "reference": "Prakas 12"}


def test_an_agency_is_entered_and_licensed(officer: Client, cast: Cast) -> None:
    page = sent(
        officer, "new/", kind="agency", name_latin="Rose Hill Manpower", other="Phka\n\nRose"
    )
    assert "no licence" in page
    with acting_as(cast.kosal):
        number = Recruiter.objects.get().number
    page = sent(
        officer,
        f"{number}/decide/",
        act="granted",
        on_day=day(-10),
        until=day(365),
        licence="7/24",
        **ACT,
    )
    assert "The decision stands." in page
    assert recruiter_file(cast.kosal, number, on=today()).line.holds.standing == "licensed"
    assert recruiter_file(cast.kosal, number, on=today()).other_names == ("Phka", "Rose")


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({"kind": "agency"}, "Write at least one of the two names."),
        ({"kind": "sub_agent", "name_km": "តា"}, "Write the number of the agency it works under."),
        (
            {"kind": "sub_agent", "name_km": "តា", "works_for": "AG-222222-2"},
            "There is no agency or broker with this number.",
        ),
        ({"kind": "agency", "name_latin": "Twice"}, "This name is in the register already"),
    ],
)
def test_what_cannot_be_entered_is_said(
    officer: Client, cast: Cast, told: dict[str, str], said: str
) -> None:
    register_recruiter(actor=cast.kosal, kind="agency", name_latin="Twice")
    answer = officer.post("/recruiters/new/", told)
    assert (answer.status_code, said in answer.content.decode()) == (422, True)
    with acting_as(cast.kosal):
        assert Recruiter.objects.count() == 1


def test_a_decision_that_is_not_whole_is_said_beside_its_field(officer: Client, cast: Cast) -> None:
    number = a_licensed_agency(cast.kosal)
    for told, said in (
        ({"act": "suspended"}, "Write in a few words why."),
        ({"act": "renewed"}, "Write the number of the licence."),
        ({"act": "renewed", "licence": "8"}, "Write the last day of the licence."),
        (
            {"act": "suspended", "reason": "x", "until": day(-400)},
            "The last day comes before the first.",
        ),
        ({"act": "granted", "licence": "8", "until": day(9)}, "not one of the available choices"),
    ):
        page = sent(officer, f"{number}/decide/", on_day=day(), **ACT, **told)
        assert said in page, told
    with acting_as(cast.kosal):
        assert LicenceAct.objects.count() == 1


def test_a_mistake_is_taken_back_and_stays_readable(officer: Client, cast: Cast) -> None:
    number = a_licensed_agency(cast.kosal)
    decide(cast.kosal, number, "revoked", reason="another firm")
    act = recruiter_file(cast.kosal, number, on=today()).acts[0].act.id
    page = sent(officer, f"{number}/undo/{act}/", reason="another firm was meant")
    assert "another firm was meant" in page
    assert "<s>Licence revoked</s>" in page
    again = sent(officer, f"{number}/undo/{act}/", reason="once more")
    assert "This decision was taken back already." in again


def test_what_stands_about_an_agency_is_entered_and_ended(officer: Client, cast: Cast) -> None:
    number = a_licensed_agency(cast.kosal)
    for address, told in {
        "permit/": {"country": "THA", "from_day": day(-5), "reference": "12/24"},
        "deposit/": {"change": "paid_in", "amount": "1000", "currency": "USD", "on_day": day()},
        "measure/": {"kind": "warning", "on_day": day(), "reason": "late", **ACT},
        "office/": {"kind": "head", "address": "House 5", "from_day": day()},
        "answers/": {"role": "director", "name": "Made-up Director", "from_day": day()},
        "member/": {"association": "ACRA", "from_day": day()},
        "name/": {"name": "Phka Kolap"},
    }.items():
        assert 'role="alert"' not in sent(officer, f"{number}/{address}", **told), address
    page = officer.get(f"/recruiters/{number}/").content.decode()
    for words in ("Thailand", "1,000.00 USD", "late", "House 5", "Made-up Director", "Phka Kolap"):
        assert words in page, words
    with acting_as(cast.kosal):
        permit = Permit.objects.get()
    sent(officer, f"{number}/end/permit/{permit.id}/", until=day())
    with acting_as(cast.kosal):
        assert Permit.objects.get().until == today()
    drawn = {"change": "drawn", "amount": "2000", "currency": "USD", "on_day": day()}
    assert "The deposit holds 1000.00 USD only." in sent(
        officer, f"{number}/deposit/", reason="wages", **drawn
    )
    assert officer.get(f"/recruiters/{number}/end/cost/{permit.id}/").status_code == 404


def test_an_inspection_is_written_point_by_point_and_put_right(officer: Client, cast: Cast) -> None:
    number = a_licensed_agency(cast.kosal)
    results = {f"A{point}-result": "met" for point in range(1, 11)}
    told = {
        **results,
        "A11-result": "not_met",
        "A12-result": "not_seen",
        "on_day": day(),
        "kind": "regular",
        "inspectors": "Two inspectors",
        "checklist": "agency-2016",
    }
    wrong = sent(officer, f"{number}/inspect/", **told)
    assert "Say what was found." in wrong
    told |= {"A11-found": "nine in one room", "A11-correction": "four at most"}
    assert "Say until when." in sent(officer, f"{number}/inspect/", **told)
    page = sent(officer, f"{number}/inspect/", **told, **{"A11-due_on": day(14)})
    assert ("four at most" in page, ">90" in page) == (True, True)
    assert "four at most" in officer.get("/recruiters/corrections/").content.decode()
    with acting_as(cast.kosal):
        visit, correction = Inspection.objects.get(), Correction.objects.get()
    page = sent(officer, f"inspections/{visit.id}/{correction.id}/", on_day=day(), note="seen")
    assert "put right" in page
    assert "four at most" not in officer.get("/recruiters/corrections/").content.decode()


def test_a_name_is_listed_and_taken_off(officer: Client, cast: Cast) -> None:
    number = register_recruiter(actor=cast.kosal, kind="broker", name_latin="Uncle Moon")
    assert "not public" in officer.get("/recruiters/?q=uncle+mun").content.decode()
    sent(officer, f"{number}/list/", reason="took money")
    assert number in Client().get("/agencies/unlicensed/").content.decode()
    sent(officer, f"{number}/unlist/", reason="it was his brother")
    assert number not in Client().get("/agencies/unlicensed/").content.decode()


@pytest.mark.parametrize(
    ("name", "may"),
    [("sokha", 403), ("chenda", 403), ("dara", 200), ("vannak", 200), ("rith", 200)],
)
def test_who_may_look(cast: Cast, name: str, may: int) -> None:
    number = a_licensed_agency(cast.kosal)
    client = signed_in(cast, name)
    for address in ("", f"{number}/", "corrections/"):
        assert client.get(f"/recruiters/{address}").status_code == may
    for address in (f"{number}/decide/", "new/", f"{number}/deposit/"):
        assert client.get(f"/recruiters/{address}").status_code == 403


def test_a_brokers_name_is_seen_in_its_province_alone(cast: Cast) -> None:
    number = register_recruiter(
        actor=cast.kosal, kind="broker", name_latin="Uncle Moon", province="01"
    )
    for name, status in (("dara", 200), ("bopha", 404), ("rith", 404), ("vannak", 200)):
        client = signed_in(cast, name)
        assert client.get(f"/recruiters/{number}/").status_code == status, name
        found = number in client.get("/recruiters/?q=moon").content.decode()
        assert found is (status == 200), name


@pytest.mark.story
@pytest.mark.parametrize("language", ["km", "en"])
def test_the_pages_can_be_read_by_everybody(cast: Cast, chromium: Browser, language: str) -> None:
    number = a_licensed_agency(cast.kosal)
    an_agency(cast.kosal, "Golden Rice Labour Supply", "ស្រូវមាស")
    register_recruiter(actor=cast.kosal, kind="broker", name_km="មេខ្យល់ ដារ៉ា", province="01")
    decide(cast.kosal, number, "suspended", reason="កាន់លិខិតឆ្លងដែន")
    client = signed_in(cast, "kosal", language=language)
    sent(client, f"{number}/permit/", country="THA", from_day=day(-5), reference="12/24")
    sent(client, f"{number}/office/", kind="head", address="ផ្ទះលេខ ៥", from_day=day())
    sent(
        client,
        f"{number}/deposit/",
        change="paid_in",
        amount="100000",
        currency="USD",
        on_day=day(),
    )
    page = opened(chromium, client, width=browser.DESK)
    for name, address in {
        "list": "",
        "new": "new/",
        "file": f"{number}/",
        "decide": f"{number}/decide/",
        "inspect": f"{number}/inspect/",
    }.items():
        page.goto(f"{HOME}/recruiters/{address}")
        for width in (browser.DESK, browser.PHONE):
            browser.assert_readable(page, f"recruiters-{name}-{language}-{width}", width)
        browser.assert_quiet(page)
        if language == "km":
            left = set(english_left(page.content()))
            assert left <= CURRENCIES, (name, left)
    page.locator("#id_A11-result_2").check(force=True)
    page.locator("#id_on_day").fill(day())
    page.locator("#id_inspectors").fill("សុខ")
    page.get_by_role("button").last.click()
    expect(page.locator(".wrong").first).to_be_visible(timeout=30_000)
    browser.assert_readable(page, f"recruiters-wrong-{language}", browser.PHONE)
    page.locator("#id_A11-found").fill("ប្រាំបួននាក់ក្នុងបន្ទប់មួយ")
    page.locator("#id_A11-correction").fill("មិនលើសបួននាក់")
    page.locator("#id_A11-due_on").fill(day(14))
    page.get_by_role("button").last.click()
    expect(page.locator("#points")).to_be_visible(timeout=30_000)
    for width in (browser.DESK, browser.PHONE):
        browser.assert_readable(page, f"recruiters-inspection-{language}-{width}", width)
    page.goto(f"{HOME}/recruiters/corrections/")
    for width in (browser.DESK, browser.PHONE):
        browser.assert_readable(page, f"recruiters-corrections-{language}-{width}", width)
