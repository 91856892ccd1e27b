"""Somebody looks for what a row of a list said of a person's trouble, or of another province."""

import io
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import load_workbook
from tests.cast import Cast
from tests.doors.office.records import enter_person, signed_in

from polakor.access.context import acting_as
from polakor.access.models import AuditEvent
from polakor.flows.read_list import read_whole_list
from polakor.flows.read_sent_back import read_whole_sent_back
from polakor.intake.models import RememberedLayout, SentBack, Submission
from polakor.protection.queries.screenings import waiting_for
from polakor.registry.models import Person, Told

pytestmark = pytest.mark.django_db

SECRETS = ("violence_survivor", "trafficking", "lgbti", "kept as a slave", "a safe bed")
CONTENT = b"""name,sex,age,province,passport,flags,needs,remarks
Sok Dararith,M,31,Banteay Meanchey,N9988771,violence_survivor,a safe bed,kept as a slave
Mr,F,24,Banteay Meanchey,N9988772,trafficking,a safe bed,kept as a slave
Mrs,F,25,Siem Reap,N9988773,lgbti,a safe bed,kept as a slave
"""


def handed_in(cast: Cast, name: str = "vannak", content: bytes = CONTENT) -> str:
    told = {"gate": "KH-TH-PPT", "crossed_on": "2025-08-06", "sender": "Testing"}
    file = SimpleUploadedFile("list.csv", content)
    answer = signed_in(cast, name).post("/lists/new/", {"file": file, **told})
    assert answer.status_code == 302, answer.content.decode()
    return str(answer.url).split("/")[2]


def read(cast: Cast, one: str) -> None:
    client = signed_in(cast, "vannak")
    assert client.post(f"/lists/{one}/read/").status_code == 302
    read_whole_list(actor=cast.vannak, list_id=UUID(one))


def secrets_in(content: bytes) -> list[str]:
    text = content.decode(errors="replace")
    return [word for word in SECRETS if word in text]


@pytest.mark.parametrize("name", ["vannak", "dara"])
def test_no_page_of_a_list_shows_what_was_flagged(cast: Cast, name: str) -> None:
    one = handed_in(cast)
    client = signed_in(cast, name)
    assert secrets_in(client.get(f"/lists/{one}/columns/?all").content) == []
    read(cast, one)
    with acting_as(cast.vannak):
        aside = list(Submission.objects.filter(state="quarantined"))
    assert aside
    pages = [f"/lists/{one}/", f"/lists/{one}/progress/", f"/lists/{one}/aside/"]
    pages += [f"/lists/{one}/aside/{row.id}/" for row in aside]
    for path in pages:
        answer = client.get(path)
        assert answer.status_code == 200, path
        assert secrets_in(answer.content) == [], path


def test_no_file_shows_what_was_flagged(cast: Cast) -> None:
    with acting_as(cast.vannak):
        person = Told.objects.filter(submission__kind="person")
    read(cast, handed_in(cast))
    with acting_as(cast.vannak):
        ids = list(person.values_list("person_id", flat=True))
    assert ids
    for name in ("vannak", "dara", "maly"):
        for person_id in ids:
            answer = signed_in(cast, name).get(f"/people/{person_id}/")
            assert secrets_in(answer.content) == [], name
    shown = signed_in(cast, "vannak").get(f"/people/{ids[0]}/").content.decode()
    assert "N9988771" in shown, "what is not guarded stays word for word"


def test_the_spreadsheet_of_rows_set_aside_leaves_it_out_and_gives_it_back(cast: Cast) -> None:
    one = handed_in(cast)
    read(cast, one)
    client = signed_in(cast, "vannak")
    book = load_workbook(io.BytesIO(client.get(f"/lists/{one}/aside/file/").content))
    sheet = book.worksheets[0]
    cells = [str(cell.value or "") for row in sheet.iter_rows() for cell in row]
    assert [word for word in SECRETS if any(word in cell for cell in cells)] == []
    sheet["D2"] = "Chan Sreypov"
    out = io.BytesIO()
    book.save(out)
    file = SimpleUploadedFile("mended.xlsx", out.getvalue())
    client.post(f"/lists/{one}/aside/sent-back/", {"file": file})
    with acting_as(cast.vannak):
        sent = SentBack.objects.get()
    read_whole_sent_back(actor=cast.vannak, sent_back_id=sent.id)
    with acting_as(cast.vannak):
        mended = Submission.objects.get(corrects__isnull=False)
    assert mended.raw[0] == "Chan Sreypov"
    assert mended.raw[5:8] == ["trafficking", "a safe bed", "kept as a slave"]
    assert any("trafficking_indicators" in one.flags for one in waiting_for(cast.maly))


def test_mending_in_place_keeps_what_the_mender_was_not_shown(cast: Cast) -> None:
    one = handed_in(cast)
    read(cast, one)
    with acting_as(cast.vannak):
        row = Submission.objects.filter(state="quarantined").order_by("row").first()
    assert row is not None
    client = signed_in(cast, "dara")
    client.post(f"/lists/{one}/aside/{row.id}/", {"cell-0": "Chan Sreypov"})
    with acting_as(cast.vannak):
        mended = Submission.objects.get(corrects=row)
    assert mended.raw[5:8] == ["trafficking", "a safe bed", "kept as a slave"]


def test_the_original_is_for_the_one_who_handed_it_in(cast: Cast) -> None:
    one = handed_in(cast)
    assert signed_in(cast, "vannak").get(f"/lists/{one}/original/").content == CONTENT
    answer = signed_in(cast, "dara").get(f"/lists/{one}/original/")
    assert answer.status_code == 403
    assert secrets_in(answer.content) == []
    page = signed_in(cast, "dara").get(f"/lists/{one}/columns/").content.decode()
    assert "/original/" not in page


def test_what_is_remembered_of_a_sender_holds_no_word_of_a_row(cast: Cast) -> None:
    one = handed_in(cast)
    told = {"gate": "KH-TH-PPT", "crossed_on": "2025-08-06", "c0-0": "name:"}
    signed_in(cast, "vannak").post(f"/lists/{one}/columns/", told)
    kept = str([layout.layout for layout in RememberedLayout.objects.all()])
    assert "passport" in kept
    assert [word for word in (*SECRETS, "Sok Dararith", "N9988771") if word in kept] == []


def test_the_log_of_a_file_does_not_say_that_a_case_worker_looks_after_it(cast: Cast) -> None:
    person = enter_person(cast.dara, "KEO DARA", for_cases=True)
    signed_in(cast, "chenda").get(f"/people/{person}/")
    with acting_as(cast.sreymom):
        assert AuditEvent.objects.filter(target_id=person, role="case_worker").exists()
    for name in ("dara", "vannak"):
        page = signed_in(cast, name).get(f"/people/{person}/looks/").content.decode()
        assert "Chenda" not in page
        assert "Office of chenda" not in page


def test_a_file_opens_where_the_record_that_speaks_for_it_may_not_be_seen(cast: Cast) -> None:
    theirs = enter_person(cast.bopha, "KEO DARA", province="17")
    ours = enter_person(cast.dara, "KEO DARA", province="01")
    with acting_as(cast.vannak):
        Person.objects.filter(id=ours).update(canonical_id=theirs)
    dara: Client = signed_in(cast, "dara")
    assert dara.get(f"/people/{theirs}/").status_code == 200
    page = dara.get(f"/people/{theirs}/").content.decode()
    with acting_as(cast.vannak):
        number = Person.objects.get(id=theirs).number
    assert number not in page
    assert dara.get("/people/?q=KEO+DARA", follow=True).status_code == 200
