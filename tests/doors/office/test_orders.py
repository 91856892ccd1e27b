"""Pages about job orders and workers: declared, agreed to, signed, looked into, cleared, gone."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Browser
from tests import browser
from tests.cast import Cast, somebody_of
from tests.doors.office.answering import HOME, opened
from tests.doors.office.records import enter_person, signed_in, signed_in_as
from tests.doors.ui.reading import CURRENCIES, english_left
from tests.rooms.recruitment.agencies import today
from tests.rooms.recruitment.orders import (
    an_agency_for_thailand,
    an_approved_order,
    an_order,
    ready,
    signed,
)

from polakor.access.context import acting_as
from polakor.access.models import Account
from polakor.recruitment.actions.placements import clear_worker, record_departure
from polakor.recruitment.models import Cost, JobOrder, LedgerRow, Placement, Statement
from polakor.recruitment.queries.orders import order_file
from polakor.recruitment.queries.placements import placement_file
from polakor.registry.models import Person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("khmer_words")]


def day(offset: int = 0) -> str:
    return (today() + timedelta(days=offset)).strftime("%d/%m/%Y")


def sent(client: Client, address: str, /, **told: Any) -> str:
    answer = client.post(f"/orders/{address}", told, follow=True)
    return str(answer.content.decode())


JOB = {
    "employer": "Blue Bay Canning Co.",
    "country": "THA",
    "sector": "manufacturing",
    "wage": "12000",
    "currency": "THB",
    "pay_period": "month",
    "hours": "48",
    "rest_days": "1",
    "months": "24",
    "papers": "worker",
    "contract_languages": ["km"],
}
SIGNED = {
    "name": "Chan Sreyneang",
    "sex": "2",
    "birth_year": "1996",
    "home": "01",
    "passport": "N 7000001",
    "paper": "K-17",
    "signed_on": day(),
}


def test_a_job_goes_from_the_order_to_the_departure(cast: Cast) -> None:
    agency = an_agency_for_thailand(cast)
    srey, account = somebody_of(agency)
    clerk = signed_in_as(account, language="en")
    kosal, pheap = (signed_in(cast, name, language="en") for name in ("kosal", "pheap"))
    page = sent(clerk, "new/", agency=agency, people="60", leave_by=day(200), **JOB)
    assert "2 officers must still agree" in page
    with acting_as(srey):
        order = JobOrder.objects.get().number
    assert "1 officer must still agree" in sent(kosal, f"{order}/agree/", reason="")
    assert "Another officer must decide" in sent(kosal, f"{order}/agree/", reason="")
    assert "You agreed to the order." in sent(pheap, f"{order}/agree/", reason="looked into")
    page = sent(clerk, f"{order}/sign/", **JOB, **SIGNED)
    assert "The worker is entered." in page
    with acting_as(srey):
        worker = Placement.objects.get().number
    worse = {**JOB, "wage": "9000"}
    told = {"kind": "employment", "signed_on": day(), **worse}
    page = sent(clerk, f"workers/{worker}/contract/", **told)
    for words in ("Not as in the approved job order", "12000 THB", "9000 THB", "not as promised"):
        assert words in page, words
    assert "must be answered first" in sent(kosal, f"workers/{worker}/clear/")
    for contract in placement_file(cast.kosal, worker).contracts:
        for found in contract.findings:
            if found.stops:
                page = sent(kosal, f"workers/{worker}/answer/{found.id}/", answer="asked her")
                assert "Answered." in page
    assert "The worker may leave." in sent(kosal, f"workers/{worker}/clear/")
    assert "The departure is entered." in sent(clerk, f"workers/{worker}/departed/", on_day=day())
    page = sent(clerk, f"workers/{worker}/next/", state="arrived", on_day=day())
    assert "Written down." in page
    assert order_file(srey, order).line.counts.departed == 1


def test_a_form_sent_twice_places_one_worker(cast: Cast) -> None:
    agency = an_agency_for_thailand(cast)
    srey, account = somebody_of(agency)
    order = an_approved_order(cast, srey, agency)
    clerk = signed_in_as(account, language="en")
    made = "01900000-0000-7000-8000-0000000000aa"
    for _ in range(2):
        sent(clerk, f"{order}/sign/", made=made, **JOB, **SIGNED)
    with acting_as(cast.vannak):
        assert Person.objects.count() == 1
    assert order_file(srey, order).line.counts.contracted == 1


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"wage": "-5"}, "This cannot be right. Check the number."),
        ({"hours": "900"}, "This cannot be right. Check the number."),
        ({"wage": "twelve"}, "Enter a number."),
        ({"people": "0"}, "greater than or equal to 1"),
        ({"employer": ""}, "This field is required."),
        ({"country": "LAO"}, "may not send people to this country"),
        ({"leave_by": day(-2)}, "The last day comes before the first."),
        ({"fee-0-item": "FEE_AGENCY", "fee-0-amount": "-1"}, "This cannot be right."),
        ({"agency": "AG-222222-2"}, "There is no agency or broker with this number."),
    ],
)
def test_what_cannot_be_declared_is_said_and_nothing_is_kept(
    cast: Cast, change: dict[str, str], said: str
) -> None:
    agency = an_agency_for_thailand(cast)
    client = signed_in(cast, "kosal", language="en")
    told = {"agency": agency, "people": "5", **JOB, **change}
    answer = client.post("/orders/new/", told)
    assert (answer.status_code, said in answer.content.decode()) == (422, True)
    with acting_as(cast.kosal):
        assert not JobOrder.objects.exists()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"birth_year": "1996", "birth_month": "2", "birth_day": "31"}, "There is no such date."),
        ({"signed_on": day(3)}, "This day has not come yet."),
        ({"starts_on": day(5), "ends_on": day(2)}, "The last day comes before the first."),
        ({"name": ""}, "This field is required."),
    ],
)
def test_what_cannot_be_signed_is_said_and_takes_no_place(
    cast: Cast, change: dict[str, str], said: str
) -> None:
    agency = an_agency_for_thailand(cast)
    srey, account = somebody_of(agency)
    order = an_approved_order(cast, srey, agency)
    clerk = signed_in_as(account, language="en")
    answer = clerk.post(f"/orders/{order}/sign/", {**JOB, **SIGNED, **change})
    assert (answer.status_code, said in answer.content.decode()) == (422, True)
    with acting_as(cast.machine):
        assert (Placement.objects.count(), LedgerRow.objects.count()) == (0, 1)


def test_steps_are_taken_back_and_places_freed(cast: Cast) -> None:
    agency = an_agency_for_thailand(cast)
    srey, account = somebody_of(agency)
    order = an_approved_order(cast, srey, agency, 1)
    worker = ready(srey, order)
    clerk, kosal = signed_in_as(account, language="en"), signed_in(cast, "kosal", language="en")
    assert "The worker may leave." in sent(kosal, f"workers/{worker}/clear/")
    assert "Taken back." in sent(kosal, f"workers/{worker}/back/", reason="another was meant")
    page = sent(clerk, f"workers/{worker}/withdraw/", reason="fell ill")
    assert "The place is free again." in page
    page = kosal.get(f"/orders/{order}/").content.decode()
    assert "another was meant" in page
    assert "fell ill" in page
    assert "The order is closed." in sent(kosal, f"{order}/close/", reason="season over")
    assert clerk.get(f"/orders/{order}/sign/").status_code == 200
    assert "not open for that" in sent(clerk, f"{order}/sign/", **JOB, **SIGNED)
    other = an_order(srey, agency)
    assert "The order is taken back." in sent(clerk, f"{other}/withdraw/", reason="no")
    third = an_order(srey, agency)
    assert "The order is refused." in sent(kosal, f"{third}/refuse/", reason="wage too low")
    fourth = an_approved_order(cast, srey, agency)
    assert "The approval is taken back." in sent(kosal, f"{fourth}/revoke/", reason="closed")


@pytest.mark.parametrize(
    ("name", "may"), [("sokha", 403), ("dara", 403), ("rith", 403), ("vannak", 200), ("kosal", 200)]
)
def test_who_may_look(cast: Cast, name: str, may: int) -> None:
    agency = an_agency_for_thailand(cast)
    srey, _account = somebody_of(agency)
    order = an_approved_order(cast, srey, agency)
    worker = signed(srey, order)
    client = signed_in(cast, name)
    for address in ("", f"{order}/", "workers/", f"workers/{worker}/"):
        assert client.get(f"/orders/{address}").status_code == may, address
    if name != "kosal":
        for address in (f"{order}/agree/", f"workers/{worker}/back/", f"{order}/sign/"):
            assert client.get(f"/orders/{address}").status_code == 403, address


def test_another_agencys_pages_are_not_there(cast: Cast) -> None:
    agency, other = an_agency_for_thailand(cast), an_agency_for_thailand(cast, "Golden Rice")
    srey, _account = somebody_of(agency)
    _pisey, account = somebody_of(other, "pisey")
    order = an_approved_order(cast, srey, agency)
    worker = ready(srey, order)
    clear_worker(actor=cast.kosal, number=worker)
    client = signed_in_as(account, language="en")
    assert "No job order was declared yet" in client.get("/orders/").content.decode()
    for address in (f"{order}/", f"{order}/sign/", f"{order}/withdraw/", f"workers/{worker}/"):
        assert client.get(f"/orders/{address}").status_code == 404, address
    for address in ("departed/", "withdraw/", "contract/", "next/"):
        assert client.post(f"/orders/workers/{worker}/{address}").status_code == 404, address
    assert client.get("/people/").status_code == 403
    assert client.get("/recruiters/").status_code == 403


def test_an_account_of_an_agency_is_opened_on_its_page(cast: Cast) -> None:
    agency = an_agency_for_thailand(cast)
    thida = signed_in(cast, "thida", language="en")
    who = cast.accounts["maly"].id
    told = {"role": "agency", "office": str(cast.kosal.office_id)}
    page = thida.post(f"/accounts/{who}/duty/", told).content.decode()
    assert "Write the number of an agency in the register." in page
    page = thida.post(f"/accounts/{who}/duty/", {**told, "agency": "AG-222222-2"}).content.decode()
    assert "Write the number of an agency in the register." in page
    wrong = {**told, "role": "auditor", "agency": agency}
    page = thida.post(f"/accounts/{who}/duty/", wrong).content.decode()
    assert "Only a recruitment agency has a number." in page
    page = thida.post(
        f"/accounts/{who}/duty/", {**told, "agency": agency.lower()}, follow=True
    ).content.decode()
    assert agency in page


@pytest.mark.story
@pytest.mark.parametrize("language", ["km", "en"])
def test_the_pages_can_be_read_by_everybody(cast: Cast, chromium: Browser, language: str) -> None:
    agency = an_agency_for_thailand(cast)
    srey, account = somebody_of(agency)
    order = an_approved_order(cast, srey, agency, 60)
    waits = an_order(srey, agency, 70)
    clerk = signed_in_as(account, language=language)
    made = {**JOB, **SIGNED, "fee-0-item": "FEE_BROKER", "fee-0-amount": "150"}
    sent(clerk, f"{order}/sign/", **made, **{"fee-0-currency": "USD", "fee-0-payer": "worker"})
    with acting_as(srey):
        worker = Placement.objects.get().number
    worse = {**JOB, "wage": "9000", "papers": "employer"}
    sent(clerk, f"workers/{worker}/contract/", kind="employment", signed_on=day(), **worse)
    for at in range(1, 4):
        clear_worker(actor=cast.kosal, number=ready(srey, order, at))
    for who, pages in {
        "agency": {
            "list": "",
            "new": "new/",
            "sign": f"{order}/sign/",
            "contract": f"workers/{worker}/contract/",
            "next": f"workers/{worker}/next/",
        },
        "officer": {
            "order": f"{order}/",
            "waits": f"{waits}/",
            "agree": f"{waits}/agree/",
            "workers": "workers/",
            "worker": f"workers/{worker}/",
        },
    }.items():
        client = clerk if who == "agency" else signed_in(cast, "kosal", language=language)
        page = opened(chromium, client, width=browser.DESK)
        for name, address in pages.items():
            page.goto(f"{HOME}/orders/{address}")
            for width in (browser.DESK, browser.PHONE):
                browser.assert_readable(page, f"orders-{name}-{language}-{width}", width)
            browser.assert_quiet(page)
            if language == "km":
                left = set(english_left(page.content()))
                assert left <= CURRENCIES, (name, left)


TOLD = {
    "told_on": day(),
    "country": "THA",
    "began_on": day(-300),
    "employee": "yes",
    "moved": "yes",
    "income": "10000",
    "currency": "THB",
    "cost-0-item": "FEE_BROKER",
    "cost-0-amount": "400",
    "cost-0-currency": "USD",
    "cost-0-paid_by": "worker",
    "cost-0-paid_to": "broker",
    "cost-0-receipt": "no",
    "cost-0-official": "no",
    "lender": "lender",
    "principal": "600",
    "debt_currency": "USD",
    "interest_rate": "3",
    "per": "month_flat",
    "payment": "100",
    "security": ["papers"],
    "stuck": "on",
}


def test_agency_and_worker_tell_and_the_agency_reads_its_own_words(cast: Cast) -> None:
    agency = an_agency_for_thailand(cast)
    srey, account = somebody_of(agency)
    worker = signed(srey, an_approved_order(cast, srey, agency))
    clerk, kosal = signed_in_as(account, language="en"), signed_in(cast, "kosal", language="en")
    page = sent(clerk, f"workers/{worker}/told/", said_by="worker", **TOLD)
    assert "Select a valid choice" in page
    lower = {**TOLD, "cost-0-amount": "120", "lender": ""}
    assert "is kept" in sent(clerk, f"workers/{worker}/told/", said_by="agency", **lower)
    page = sent(kosal, f"workers/{worker}/told/", said_by="worker", **TOLD)
    for words in (
        "The worker told",
        "The agency declared",
        "400 USD",
        "120 USD",
        "no published cap",
        "no worker should pay this (ILO)",
        "Paying this much you work 8 months to be free of this debt.",
        "Your papers are kept until you have paid.",
    ):
        assert words in page, words
    page = clerk.get(f"/orders/workers/{worker}/").content.decode()
    assert "120 USD" in page
    for words in ("400 USD", "The worker told", "free of this debt"):
        assert words not in page, words


def test_a_cost_is_asked_back_on_its_page(cast: Cast) -> None:
    agency = an_agency_for_thailand(cast)
    srey, _account = somebody_of(agency)
    worker = signed(srey, an_approved_order(cast, srey, agency))
    kosal = signed_in(cast, "kosal", language="en")
    sent(kosal, f"workers/{worker}/told/", said_by="worker", **TOLD)
    with acting_as(cast.kosal):
        cost = Cost.objects.get().id
    assert "No more than 400.00 USD" in sent(kosal, f"refund/{cost}/", amount="500")
    page = sent(kosal, f"refund/{cost}/", amount="400", note="")
    assert "asked back: " in page
    assert "Write how much it was." in sent(kosal, f"refund/{cost}/", state="paid", paid="")
    page = sent(kosal, f"refund/{cost}/", state="paid", paid="300", note="")
    assert ("paid back: " in page, "300 USD" in page) == (True, True)
    _pisey, account = somebody_of(an_agency_for_thailand(cast, "Golden Rice"), "pisey")
    assert signed_in_as(account).get(f"/orders/refund/{cost}/").status_code == 404


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"cost-0-amount": ""}, "Write how much it was."),
        ({"cost-0-item": ""}, "Say what it was for."),
        ({"cost-0-amount": "-3"}, "This cannot be right."),
        ({"income": "-3"}, "This cannot be right."),
        ({"payment": ""}, "Write how much it was."),
        ({"interest_rate": "5000"}, "This cannot be right"),
        ({"told_on": day(4)}, "This day has not come yet."),
    ],
)
def test_what_cannot_be_told_is_said_and_nothing_is_kept(
    cast: Cast, change: dict[str, str], said: str
) -> None:
    person = enter_person(cast.dara, "SOK SREYNEANG")
    dara = signed_in(cast, "dara", language="en")
    answer = dara.post(f"/orders/told/{person}/new/", {**TOLD, "said_by": "worker", **change})
    assert (answer.status_code, said in answer.content.decode()) == (422, True)
    with acting_as(cast.machine):
        assert not Statement.objects.exists()


def test_somebody_without_an_agency_tells_from_their_file(cast: Cast) -> None:
    person = enter_person(cast.dara, "SOK SREYNEANG")
    dara = signed_in(cast, "dara", language="en")
    address = f"/orders/told/{person}/"
    assert address in dara.get(f"/people/{person}/").content.decode()
    assert "Nothing was told yet" in dara.get(address).content.decode()
    page = sent(dara, f"told/{person}/new/", said_by="worker", **TOLD)
    assert "400 USD" in page
    for name, status in (("bopha", 404), ("sokha", 403), ("rith", 403)):
        assert signed_in(cast, name).get(address).status_code == status, name


@pytest.mark.story
@pytest.mark.parametrize("language", ["km", "en"])
def test_the_pages_of_money_can_be_read_by_everybody(
    cast: Cast, chromium: Browser, language: str
) -> None:
    agency = an_agency_for_thailand(cast)
    srey, account = somebody_of(agency)
    worker = signed(srey, an_approved_order(cast, srey, agency))
    clerk = signed_in_as(account, language=language)
    kosal, dara = (signed_in(cast, name, language=language) for name in ("kosal", "dara"))
    sent(clerk, f"workers/{worker}/told/", said_by="agency", **{**TOLD, "lender": ""})
    sent(kosal, f"workers/{worker}/told/", said_by="worker", **TOLD)
    with acting_as(cast.kosal):
        cost = Cost.objects.order_by("-id")[0].id
    sent(kosal, f"refund/{cost}/", amount="400", note="")
    person = enter_person(cast.dara, "សុខ ស្រីនាង")
    sent(dara, f"told/{person}/new/", said_by="worker", **TOLD)
    for name, client, address in (
        ("tell", kosal, f"workers/{worker}/told/"),
        ("side-by-side", kosal, f"workers/{worker}/"),
        ("refund", kosal, f"refund/{cost}/"),
        ("person", dara, f"told/{person}/"),
    ):
        page = opened(chromium, client, width=browser.DESK)
        page.goto(f"{HOME}/orders/{address}")
        for width in (browser.DESK, browser.PHONE):
            browser.assert_readable(page, f"money-{name}-{language}-{width}", width)
        browser.assert_quiet(page)
        if language == "km":
            left = set(english_left(page.content()))
            assert left <= CURRENCIES | {"ILO"}, (name, left)


def abroad(cast: Cast) -> tuple[Account, str]:
    """The account of an agency, and the number of its worker who has left."""
    agency = an_agency_for_thailand(cast)
    srey, account = somebody_of(agency)
    worker = ready(srey, an_approved_order(cast, srey, agency))
    clear_worker(actor=cast.kosal, number=worker)
    record_departure(actor=cast.kosal, number=worker, on_day=today())
    return account, worker


FOUND = {"moment": "arrival", "channel": "visit", "told_on": day(), "currency": "THB"}


def test_what_a_worker_finds_there_stands_beside_the_promise(cast: Cast) -> None:
    account, worker = abroad(cast)
    clerk, kosal = signed_in_as(account, language="en"), signed_in(cast, "kosal", language="en")
    assert "was not asked yet" in kosal.get(f"/orders/workers/{worker}/").content.decode()
    told = {**FOUND, "wage": "8000", "pay_period": "month", "papers": "employer"}
    page = sent(kosal, f"workers/{worker}/found/", **told)
    for words in ("on arrival", "8,000 THB", "not as promised"):
        assert words in page, words
    page = clerk.get(f"/orders/workers/{worker}/").content.decode()
    assert "8,000 THB" not in page
    assert clerk.get(f"/orders/workers/{worker}/found/").status_code == 403
    wrong = sent(kosal, f"workers/{worker}/found/", **{**told, "wage": "-2"})
    assert "This cannot be right." in wrong


@pytest.mark.story
@pytest.mark.parametrize("language", ["km", "en"])
def test_the_pages_of_what_is_found_can_be_read_by_everybody(
    cast: Cast, chromium: Browser, language: str
) -> None:
    _account, worker = abroad(cast)
    kosal = signed_in(cast, "kosal", language=language)
    for moment, wage in (("arrival", "8000"), ("days_30", "9000"), ("days_90", "12000")):
        told = {**FOUND, "moment": moment, "wage": wage, "pay_period": "month"}
        sent(kosal, f"workers/{worker}/found/", **told)
    page = opened(chromium, kosal, width=browser.DESK)
    for name, address in (("found", "found/"), ("worker", "")):
        page.goto(f"{HOME}/orders/workers/{worker}/{address}")
        for width in (browser.DESK, browser.PHONE):
            browser.assert_readable(page, f"twin-{name}-{language}-{width}", width)
        browser.assert_quiet(page)
        if language == "km":
            assert set(english_left(page.content())) <= CURRENCIES
