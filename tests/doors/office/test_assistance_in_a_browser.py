"""Reception as an officer meets it: every page fits, speaks, is quiet; a family is brought home."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Browser, Page
from tests import browser
from tests.cast import Cast
from tests.doors.office.answering import HOME, opened
from tests.doors.office.records import signed_in
from tests.doors.ui.reading import english_left
from tests.rooms.assistance.way import FAR, POIPET, a_family, a_site, a_trip

from polakor.access.context import acting_as
from polakor.assistance.actions.arrivals import confirm_arrival, make_code
from polakor.assistance.actions.distributions import Gift, cancel_gift, give
from polakor.assistance.actions.health import enter_quarantine, record_test
from polakor.assistance.actions.parties import receive_party
from polakor.assistance.actions.rumours import AnswerDraft, answer_rumour, hear_rumour
from polakor.assistance.actions.sites import add_desk, announce_coming, open_site, plan_shift
from polakor.assistance.actions.trips import add_vehicle, depart
from polakor.assistance.models import Party, Trip
from polakor.base.ids import uuid7
from polakor.journeys.actions.tallies import declare_emergency

pytestmark = [pytest.mark.story, pytest.mark.django_db, pytest.mark.usefixtures("khmer_words")]


@pytest.fixture
def world(cast: Cast) -> dict[str, UUID]:
    """A busy site: families waiting, a trip planned, one late, gifts, rumours, quarantine."""
    site = a_site(cast.dara, "ចំណតប៉ោយប៉ែត")
    announce_coming(actor=cast.dara, site_id=site, people=240)
    a_family(cast.dara, "KHA-00472-Q", "ស៊ុន សុភាព", "ស៊ុន នារី", "ស៊ុន ដារ៉ា", home="0103")
    a_family(cast.bopha, "KHA-00473-N", "ឡុង វណ្ណា", "ឡុង សុខា", home=FAR)
    a_family(cast.bopha, "KHA-00474-L", "ជា វិចិត្រ", home=FAR)
    receive_party(actor=cast.dara, site_id=site, asked="KHA-00472-Q")
    far = receive_party(actor=cast.dara, site_id=site, asked="KHA-00473-N")
    near = receive_party(actor=cast.dara, site_id=site, people=3, home="0103")
    receive_party(actor=cast.dara, site_id=site, people=12, home="1705")
    planned = a_trip(cast.dara, site, far, near, seats=15)
    gone = receive_party(actor=cast.dara, site_id=site, asked="KHA-00474-L")
    other = receive_party(actor=cast.dara, site_id=site, people=4, home=FAR)
    late = a_trip(cast.dara, site, gone, other, name="2B-9876")
    depart(actor=cast.dara, trip_id=late)
    with acting_as(cast.dara):
        Trip.objects.filter(id=late).update(due_at=timezone.now() - timedelta(hours=3))
    confirm_arrival(actor=cast.bopha, party_id=other, arrived=3, note="ម្នាក់ចុះតាមផ្លូវ")
    add_vehicle(actor=cast.dara, name="2C-4410", kind="coach", seats=10)
    desk = add_desk(actor=cast.dara, site_id=site, name="១", task="register")
    add_desk(actor=cast.dara, site_id=site, name="២", task="transport")
    plan_shift(
        actor=cast.dara,
        desk_id=desk,
        account_id=cast.sokha.account_id,
        begins_at=timezone.now() - timedelta(hours=1),
        ends_at=timezone.now() + timedelta(hours=7),
    )
    gift = give(actor=cast.sokha, gift=Gift(id=uuid7(), item="way_home_cash", asked="KHA-00472-Q"))
    wrong = give(actor=cast.sokha, gift=Gift(id=uuid7(), item="family_kit", asked="KHA-00473-N"))
    cancel_gift(actor=cast.sokha, distribution_id=wrong.id, reason="ច្រឡំគ្រួសារ")
    rumour = hear_rumour(actor=cast.sokha, words="គេថាដីនឹងត្រូវដកហូតក្រោយថ្ងៃទី១០", place=POIPET)
    hear_rumour(actor=cast.sokha, words="គេថាអ្នកដែលមកក្រោយមិនទទួលបានលេខសម្គាល់")
    answer_rumour(
        actor=cast.vannak,
        rumour_id=rumour,
        draft=AnswerDraft(
            asked_km="តើដី ឬសញ្ជាតិនឹងត្រូវដកហូតទេ បើមិនទាន់ត្រឡប់មកវិញ?",
            asked_en="Will land or citizenship be taken from those who have not come back?",
            answer_km="ទេ។ គ្មាននរណាបាត់ដី ឬសញ្ជាតិដោយសារមិនទាន់ត្រឡប់មកវិញឡើយ។",
            answer_en="No. Nobody loses land or citizenship for not having come back.",
            said_by="ក្រសួងការងារ (សាកល្បង)",
            said_on=date(2025, 8, 8),
            source="សេចក្តីជូនដំណឹងលេខ ១២ (សាកល្បង)",
            published=True,
        ),
    )
    declare_emergency(
        actor=cast.vannak,
        code="KH-2025-07",
        name_km="ការវិលត្រឡប់ ខែកក្កដា ២០២៥",
        name_en="Return of July 2025",
        begins_on=date(2025, 7, 24),
        gates=("KH-TH-PPT", "KH-TH-DNG"),
        mode="mass",
    )
    school = open_site(
        actor=cast.dara,
        kind="quarantine",
        name_km="សាលាបឋម (សាកល្បង)",
        name_en="Primary school (demonstration)",
        place=POIPET,
        capacity=40,
    )
    stay = enter_quarantine(actor=cast.nary, site_id=school, reference="KHA-00480-T", bed="12")
    record_test(
        actor=cast.nary,
        stay_id=stay,
        number=1,
        taken_on=timezone.localdate(),
        result="negative",
    )
    record_test(actor=cast.nary, stay_id=stay, number=2, taken_on=timezone.localdate())
    return {
        "site": site,
        "planned": planned,
        "late": late,
        "far": far,
        "gone": gone,
        "gift": gift.id,
        "wrong": wrong.id,
        "rumour": rumour,
        "stay": stay,
    }


OFFICERS = {"Chenda", "Dara", "Maly", "Sokha"}
PAGES = [
    ("dara", "", "sites"),
    ("dara", "sites/{site}/", "site"),
    ("dara", "sites/{site}/family/", "family"),
    ("dara", "sites/{site}/desks/", "desks"),
    ("dara", "sites/{site}/desks/shift/", "shift"),
    ("dara", "sites/{site}/plan/", "plan"),
    ("vannak", "sites/open/", "open"),
    ("dara", "trips/", "trips"),
    ("dara", "trips/{planned}/", "trip"),
    ("bopha", "trips/{late}/", "late"),
    ("dara", "trips/{planned}/seats/", "seats"),
    ("dara", "trips/{planned}/leave/", "leave"),
    ("dara", "parties/{far}/off/", "off"),
    ("bopha", "parties/{gone}/account/", "account"),
    ("bopha", "missing/", "missing"),
    ("dara", "vehicles/", "vehicles"),
    ("sokha", "given/", "given"),
    ("sokha", "give/", "give"),
    ("sokha", "given/{gift}/", "receipt"),
    ("sokha", "given/{wrong}/", "cancelled"),
    ("vannak", "rumours/", "rumours"),
    ("vannak", "rumours/{rumour}/", "answer"),
    ("sokha", "rumours/poster/", "poster"),
    ("vannak", "emergencies/", "emergencies"),
    ("vannak", "emergencies/KH-2025-07/", "emergency"),
    ("nary", "quarantine/", "quarantine"),
    ("nary", "quarantine/{stay}/", "stay"),
]


def _meets(page: Page, name: str, language: str) -> None:
    browser.assert_fits(page)
    browser.assert_accessible(page)
    browser.assert_quiet(page)
    if language == "km":
        # a list of officers to choose from cannot carry a language for each name
        assert set(english_left(page.content())) <= OFFICERS
    for width in (browser.PHONE, browser.DESK):
        page.set_viewport_size({"width": width, "height": browser.HEIGHT[width]})
        browser.screenshot(page, f"reception-{name}.{language}-{width}")


@pytest.mark.parametrize("language", ["km", "en"])
def test_every_page_of_reception_fits_and_speaks(
    cast: Cast, chromium: Browser, world: dict[str, UUID], language: str
) -> None:
    pages: dict[str, Page] = {}
    for who, address, name in PAGES:
        if who not in pages:
            pages[who] = opened(
                chromium, signed_in(cast, who, language=language), language=language
            )
        page = pages[who]
        page.goto(f"{HOME}/reception/{address.format(**world)}")
        _meets(page, name, language)


@pytest.mark.parametrize("language", ["km", "en"])
def test_the_pages_for_everybody_fit_and_speak(
    cast: Cast, chromium: Browser, world: dict[str, UUID], language: str
) -> None:
    visitor = Client()
    visitor.cookies["lang"] = language
    page = opened(chromium, visitor, language=language)
    code = make_code(actor=cast.dara, trip_id=world["late"], district=FAR[:4])
    for address, name in (
        ("/answers/", "answers"),
        ("/arrived/", "arrived"),
        (f"/arrived/{code}/", "arrived-code"),
    ):
        page.goto(f"{HOME}{address}")
        assert "ជា វិចិត្រ" not in page.content()
        _meets(page, name, language)
    page.click(".act button")
    page.wait_for_selector(".message")
    _meets(page, "arrived-done", language)


def test_a_family_is_brought_home(cast: Cast, chromium: Browser, world: dict[str, UUID]) -> None:
    """From the token at the site to the commune's own word, with nothing but pages."""
    page = opened(chromium, signed_in(cast, "dara", language="en"), language="en")
    page.goto(f"{HOME}/reception/sites/{world['site']}/plan/")
    page.check("label:has-text('2C-4410') input")
    page.fill("[name=hour]", "15:30")
    page.click("text=Show who would sit where")
    page.wait_for_selector("[name=decide]")
    assert "too many for any vehicle" in page.inner_text("main")
    _meets(page, "proposal", "en")
    page.click("[name=decide]")
    page.wait_for_selector("text=It leaves now")
    page.click("text=It leaves now")
    page.click("button:has-text('It leaves')")
    page.wait_for_selector("text=On its way")
    page.click("text=Make an arrival code for this district")
    code = page.inner_text(".paper-code")
    assert "ស៊ុន" not in page.inner_text("main")
    _meets(page, "code", "en")
    visitor = Client()
    visitor.cookies["lang"] = "en"
    commune = opened(chromium, visitor, language="en")
    commune.goto(f"{HOME}/arrived/")
    commune.fill("[name=code]", code.lower().replace("-", " "))
    commune.click("main button[type=submit]")
    commune.wait_for_selector(".act button")
    assert "KHA-00472-Q" in commune.inner_text("main")
    commune.click(".act button")
    commune.wait_for_selector(".message.ok")
    assert "3 of 3 people have arrived" in commune.inner_text("main")
    with acting_as(cast.dara):
        assert Party.objects.get(token="KHA-00472-Q").outcome == "arrived"


def test_a_duplicate_is_refused_with_the_first_receipt(
    cast: Cast, chromium: Browser, world: dict[str, UUID]
) -> None:
    page = opened(chromium, signed_in(cast, "sokha", language="en"), language="en")
    page.goto(f"{HOME}/reception/give/")
    page.fill("[name=asked]", "kha00472q")
    page.check("label:has-text('Cash for the way home') input")
    page.click("text=Give it")
    page.wait_for_selector("text=The first receipt")
    assert "80,000" in page.content()
    browser.assert_fits(page)
    browser.assert_accessible(page)
    browser.screenshot(page, "reception-duplicate.en")
    page.check("label:has-text('Baby kit') input")
    page.click("text=Give it")
    page.wait_for_selector(".receipt-number")
