"""The situation report: its page, the part that keeps itself up, its files, who may open it."""

import csv
import io
import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from tests.cast import Cast
from tests.rooms.evidence.people import counting, cross, screen, tally

from polakor.access.models import AuditEvent
from polakor.journeys.actions.tallies import declare_emergency

pytestmark = pytest.mark.django_db
FORMS = ("csv", "json", "pdf")


def signed_in(cast: Cast, name: str, language: str = "en") -> Client:
    client = Client()
    client.force_login(cast.accounts[name])
    client.cookies["lang"] = language
    return client


@pytest.fixture
def people(cast: Cast) -> Cast:
    """A small return that is going on now, with a tally and a few who need somebody."""
    now = timezone.now()
    today = timezone.localdate()
    with counting():
        for number in range(40):
            crossing = cross(
                crossed_on=today - timedelta(days=number % 5),
                sex=1 + number % 2,
                age=number * 2,
                gate_id=["KH-TH-PPT", "KH-TH-DNG", "KH-TH-OSM"][number % 3],
                destination=["0102", "17", "02", ""][number % 4],
                mode=["spontaneous", "deported"][number % 2],
            )
            if number % 6 == 0:
                screen(crossing, "pregnant", at=now - timedelta(hours=1))
            if number % 9 == 0:
                screen(crossing, "trafficking_indicators", at=now - timedelta(hours=3))
        tally(today, count=25, sex=2)
        tally(today, "KH-TH-DNG", count=30, sex=1)
    declare_emergency(
        actor=cast.vannak,
        code="KH-2026-03",
        name_km="ពលករត្រឡប់ពីព្រំដែនថៃ",
        name_en="Workers returning across the Thai border",
        begins_on=today - timedelta(days=6),
    )
    return cast


def text_of(response: Any) -> str:
    assert response.status_code == 200, response.status_code
    return response.content.decode()


@pytest.mark.parametrize("language", ["km", "en"])
def test_the_page_shows_the_emergency_that_goes_on(people: Cast, language: str) -> None:
    page = text_of(signed_in(people, "rith", language).get("/report/"))
    assert "KH-2026-03" in page
    assert "<svg" in page
    assert 'hx-trigger="every 3s, wake"' in page
    assert "style=" not in page
    assert "trafficking" not in page


def test_a_crossing_is_on_the_page_at_once(people: Cast) -> None:
    client = signed_in(people, "rith")
    before = client.get("/report/").context["shown"].total.value
    with counting():
        cross(crossed_on=timezone.localdate())
    assert client.get("/report/live/").context["shown"].total.value == before + 1


def test_an_answer_without_news_is_empty_but_says_how_late_it_is(
    people: Cast, monkeypatch: Any
) -> None:
    from polakor.doors.office.evidence import views

    client = signed_in(people, "rith")
    page = client.get("/report/")
    monkeypatch.setattr(views, "seen", lambda shown: page.context["seen"])
    answer = client.get("/report/live/", {"seen": page.context["seen"]})
    assert (answer.status_code, answer.content) == (204, b"")
    assert len(answer["Polakor-As-Of"]) == 8
    assert client.get("/report/live/", {"seen": "else"}).status_code == 200


def test_opening_is_written_down_once_and_asking_again_is_not(people: Cast) -> None:
    client = signed_in(people, "rith")
    client.get("/report/")
    client.get("/report/live/")
    client.get("/report/returns.csv")
    from polakor.access.context import acting_as

    with acting_as(people.sreymom):
        events = AuditEvent.objects.filter(event__startswith="evidence:")
        found = sorted(events.values_list("event", "detail__form", "target_id"))
    assert found == [
        ("evidence:report:exported", "csv", "KH-2026-03"),
        ("evidence:report:read", "page", "KH-2026-03"),
    ]


def test_days_can_be_chosen_and_nonsense_is_refused_in_words(people: Cast) -> None:
    client = signed_in(people, "rith")
    chosen = client.get("/report/", {"from": "21/03/2020", "to": "2020-07-23"})
    assert "21 March 2020 to 23 July 2020" in text_of(chosen)
    assert "Nobody has been registered or counted" in text_of(chosen)
    for question in (
        {"from": "31/02/2020"},
        {"from": "2020-05-01", "to": "2020-04-01"},
        {"emergency": "none"},
        {"from": "1900-01-01"},
    ):
        assert client.get("/report/", question).status_code == 409, question


def test_who_may_not_read_it_is_told_so(people: Cast) -> None:
    for name in ("sreymom", "thida"):
        for address in ("", "live/", "returns.csv", "returns.json", "returns.pdf"):
            assert signed_in(people, name).get(f"/report/{address}").status_code == 403
    for form in FORMS:
        assert signed_in(people, "sokha").get(f"/report/returns.{form}").status_code == 403
    assert "returns.pdf" not in text_of(signed_in(people, "sokha").get("/report/"))
    assert Client().get("/report/").status_code == 302


def test_the_table_for_exchange_has_its_row_of_tags(people: Cast) -> None:
    response = signed_in(people, "rith").get("/report/returns.csv")
    rows = list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))
    tags, *lines = rows
    assert tags["registered"] == "#affected+returnees+ind"
    assert all(tag.startswith("#") for tag in tags.values())
    assert (lines[0]["kind"], lines[0]["registered"], lines[0]["gate_tally"]) == (
        "total",
        "40",
        "55",
    )
    assert sum(int(row["registered"]) for row in lines if row["kind"] == "gate") == 40
    flags = {row["code"]: row for row in lines if row["kind"] == "flag"}
    assert set(flags) == {"pregnant", "protected"}


def test_the_data_for_programs_says_what_it_hides(people: Cast) -> None:
    data = json.loads(signed_in(people, "rith").get("/report/returns.json").content)
    assert data["figures"]["registered"]["value"] == 40
    assert set(data["figures"]["registered"]) == {"value", "as_of", "source", "method", "revision"}
    assert data["difference"] == -15
    for cell in (*data["by_province"], *data["by_sex_and_age"]):
        assert cell["shown"] != "exact" or cell["count"] == 0
        assert cell["count"] is None or cell["count"] % 10 == 0


@pytest.mark.parametrize("language", ["km", "en"])
def test_the_paper_opens_with_its_own_letters_inside(people: Cast, language: str) -> None:
    from pypdf import PdfReader

    response = signed_in(people, "rith", language).get("/report/returns.pdf")
    reader = PdfReader(io.BytesIO(response.content))
    assert len(reader.pages) >= 2
    embedded = set()
    for page in reader.pages:
        for font in page["/Resources"]["/Font"].values():
            below = font.get_object()["/DescendantFonts"][0].get_object()
            descriptor = below["/FontDescriptor"].get_object()
            embedded.add(descriptor["/FontName"].split("+")[-1])
            assert {"/FontFile2", "/FontFile3"} & set(descriptor)
    assert any("NotoSansKhmer" in name for name in embedded)


def test_the_page_asks_the_same_few_questions_however_much_there_is(
    people: Cast, django_assert_max_num_queries: Any
) -> None:
    client = signed_in(people, "rith")
    client.get("/report/")
    with django_assert_max_num_queries(32):
        client.get("/report/")
    with django_assert_max_num_queries(30):
        client.get("/report/live/")
