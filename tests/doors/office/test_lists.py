"""The pages of a list, from handing it in to mending its last row."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.cast import Cast

from polakor.access.context import acting_as
from polakor.flows.read_list import read_whole_list
from polakor.flows.read_sent_back import read_whole_sent_back
from polakor.intake.models import ListState, ReceivedList, SentBack, Submission

pytestmark = pytest.mark.django_db

HEAD = "no,name,sex,birth,province,phone\n"
ROWS = [
    "1,Sok Dara,M,14/03/1991,Banteay Meanchey,012000111",
    "2,Chan Sreymom,F,1992,Battambang,",
    "3,Mr,M,1980,Siem Reap,",
    "4,=cmd|' /C calc'!A0,F,1985,Pursat,",
    "5,????? ??,M,1985,Pursat,",
    "Total,5,,,,",
]
CONTENT = (HEAD + "\n".join(ROWS) + "\n").encode()


def signed_in(cast: Cast, name: str, language: str = "en") -> Client:
    client = Client()
    client.force_login(cast.accounts[name])
    client.cookies["lang"] = language
    return client


def upload(client: Client, content: bytes = CONTENT, **told: str) -> str:
    told = {"gate": "KH-TH-PPT", "crossed_on": "2025-08-06", "sender": "Testing", **told}
    file = SimpleUploadedFile("list.csv", content)
    answer = client.post("/lists/new/", {"file": file, **told})
    assert answer.status_code == 302, answer.content.decode()
    return str(answer.url).split("/")[2]


def page(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, answer.content.decode()[:3000]
    return answer.content.decode()


def test_empty_state_then_the_list(cast: Cast) -> None:
    client = signed_in(cast, "vannak")
    assert "No list has come yet" in page(client, "/lists/")
    upload(client)
    assert "list.csv" in page(client, "/lists/")
    assert "columns to check" in page(client, "/lists/?q=list")
    assert "No list has these words" in page(client, "/lists/?q=nothing")


def test_columns_and_preview_before_anything_is_written(cast: Cast) -> None:
    client = signed_in(cast, "vannak")
    path = f"/lists/{upload(client)}/columns/"
    html = page(client, path)
    assert "What is each column?" in html
    assert "Sok Dara" in html
    assert "14 March 1991" in html
    assert "14/03/1991" in html
    with acting_as(cast.vannak):
        assert not Submission.objects.exists()


def test_a_changed_column_shows_in_the_preview_and_is_kept_only_when_sent(cast: Cast) -> None:
    client = signed_in(cast, "vannak")
    one = upload(client)
    answer = client.post(f"/lists/{one}/preview/", {"c0-1": "other:"})
    assert "The row has no name" in answer.content.decode()
    assert "Sok Dara" in client.post(f"/lists/{one}/preview/", {}).content.decode()
    refused = client.post(f"/lists/{one}/columns/", {"c0-1": "other:", "keep": "1"})
    assert refused.status_code == 422
    assert "which column holds the names" in refused.content.decode()


def read_all(cast: Cast, client: Client, one: str) -> ReceivedList:
    passage = {"gate": "KH-TH-PPT", "crossed_on": "2025-08-06", "mode": ""}
    answer = client.post(f"/lists/{one}/columns/", {"read": "1", **passage})
    assert answer.status_code == 302, answer.content.decode()
    with acting_as(cast.vannak):
        received = ReceivedList.objects.get(id=one)
    assert received.state == ListState.READING
    assert read_whole_list(actor=cast.vannak, list_id=received.id)
    with acting_as(cast.vannak):
        received.refresh_from_db()
    return received


def test_reading_shows_progress_and_then_what_came_of_it(cast: Cast) -> None:
    client = signed_in(cast, "vannak")
    one = upload(client)
    passage = {"gate": "KH-TH-PPT", "crossed_on": "2025-08-06", "mode": ""}
    client.post(f"/lists/{one}/columns/", {"read": "1", **passage})
    html = page(client, f"/lists/{one}/")
    assert 'hx-trigger="every 2s"' in html
    assert "0 of 7 rows read" in html
    assert read_whole_list(actor=cast.vannak, list_id=one)  # type: ignore[arg-type]
    part = page(client, f"/lists/{one}/progress/")
    assert "every 2s" not in part
    assert "7 of 7 rows read" in part
    assert "2 rows set aside" in part
    assert "There is only a title" in part


def test_a_row_set_aside_is_mended_in_place(cast: Cast) -> None:
    client = signed_in(cast, "vannak")
    one = upload(client)
    read_all(cast, client, one)
    html = page(client, f"/lists/{one}/aside/?reason=title_only")
    assert "Row 4" in html
    assert "Row 6" not in html
    with acting_as(cast.vannak):
        row = Submission.objects.get(received_list_id=one, row=4)
    where = f"/lists/{one}/aside/{row.id}/"
    assert 'value="Siem Reap"' in page(client, where)
    still = client.post(where, {"cell-1": "Mrs"}, follow=True).content.decode()
    assert "There is only a title" in still
    with acting_as(cast.vannak):
        again = Submission.objects.get(corrects=row)
    done = client.post(
        f"/lists/{one}/aside/{again.id}/", {"cell-1": "Mao Vichea"}, follow=True
    ).content.decode()
    assert "Row 4 is in the register" in done
    with acting_as(cast.vannak):
        received = ReceivedList.objects.get(id=one)
    assert (received.accepted, received.quarantined) == (4, 1)
    twice = client.post(where, {"cell-1": "Somebody Else"})
    assert "corrected already" in twice.content.decode()


def test_a_row_that_is_nobody_is_left_out(cast: Cast) -> None:
    client = signed_in(cast, "vannak")
    one = upload(client)
    read_all(cast, client, one)
    with acting_as(cast.vannak):
        row = Submission.objects.get(received_list_id=one, row=6)
    client.post(f"/lists/{one}/aside/{row.id}/out/")
    with acting_as(cast.vannak):
        received = ReceivedList.objects.get(id=one)
        assert Submission.objects.get(corrects=row).raw == row.raw
    assert (received.accepted, received.quarantined, received.not_people) == (3, 1, 3)


def test_rows_go_out_as_a_spreadsheet_and_come_back_mended(cast: Cast) -> None:
    from openpyxl import load_workbook

    client = signed_in(cast, "vannak")
    one = upload(client, (HEAD + "1,=Mr,M,1980,@Pursat,+85512\n2,????? ??,F,1985,Kep,\n").encode())
    read_all(cast, client, one)
    answer = client.get(f"/lists/{one}/aside/file/")
    book = load_workbook(io.BytesIO(answer.content))
    rows = [[str(cell.value or "") for cell in row] for row in book.worksheets[0].iter_rows()]
    assert rows[0][3:6] == ["no", "name", "sex"]
    assert all(
        cell.data_type == "s"
        for row in book.worksheets[0].iter_rows()
        for cell in row
        if cell.value is not None
    )
    written = {row[4] for row in rows[1:]}
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row), rows
    assert "????? ??" in written
    sheet = book.worksheets[0]
    for number, row in enumerate(rows, 1):
        if row[4] == "????? ??":
            sheet.cell(number, 5, "Keo Pisey")
    sent = io.BytesIO()
    book.save(sent)
    file = SimpleUploadedFile("mended.xlsx", sent.getvalue())
    said = client.post(f"/lists/{one}/aside/sent-back/", {"file": file}, follow=True)
    assert "are kept and are being read" in said.content.decode()
    assert "0 of " in said.content.decode()
    with acting_as(cast.vannak):
        kept = SentBack.objects.get()
        assert bytes(kept.content) == sent.getvalue()
    assert read_whole_sent_back(actor=cast.vannak, sent_back_id=kept.id)
    part = client.get(f"/lists/{one}/progress/").content.decode()
    assert "Mended rows" in part
    assert "hx-get" not in part
    with acting_as(cast.vannak):
        kept.refresh_from_db()
    assert (kept.accepted, kept.still_aside, kept.unchanged) == (1, 0, len(rows) - 2)
    other = SimpleUploadedFile("other.csv", CONTENT)
    said = client.post(f"/lists/{one}/aside/sent-back/", {"file": other}, follow=True)
    assert "not the one with the rows set aside" in said.content.decode()


def test_the_same_file_again_leads_to_the_first(cast: Cast) -> None:
    client = signed_in(cast, "vannak")
    one = upload(client)
    answer = client.post(
        "/lists/new/", {"file": SimpleUploadedFile("again.csv", CONTENT), "sender": "X"}
    )
    assert answer.status_code == 409
    assert "received before" in answer.content.decode()
    assert f"/lists/{one}/" in answer.content.decode()
    # Another office hears that it came, but not where it lies.
    stranger = signed_in(cast, "bopha")
    answer = stranger.post("/lists/new/", {"file": SimpleUploadedFile("again.csv", CONTENT)})
    assert answer.status_code == 409
    assert one not in answer.content.decode()


def test_a_file_that_cannot_be_taken_is_refused_beside_its_field(cast: Cast) -> None:
    client = signed_in(cast, "vannak")
    answer = client.post("/lists/new/", {"file": SimpleUploadedFile("photo.xlsx", b"\x89PNG\r\n")})
    assert answer.status_code == 422
    assert "This file is a picture" in answer.content.decode()
    with acting_as(cast.vannak):
        assert not ReceivedList.objects.exists()


def test_the_original_comes_back_byte_for_byte(cast: Cast) -> None:
    client = signed_in(cast, "vannak")
    one = upload(client)
    answer = client.get(f"/lists/{one}/original/")
    assert answer.content == CONTENT
    assert answer["Content-Disposition"].startswith("attachment")


def test_a_border_officer_sees_no_list_but_their_own(cast: Cast) -> None:
    theirs = upload(signed_in(cast, "vannak"))
    own = signed_in(cast, "sokha")
    mine = upload(own, CONTENT + b"\n6,Kim Thy,F,1990,Kep,\n")
    html = page(own, "/lists/")
    assert mine in html
    assert theirs not in html
    assert own.get(f"/lists/{theirs}/").status_code == 409
    assert own.get(f"/lists/{theirs}/original/").status_code == 409


def test_four_hundred_columns_make_no_page_of_four_hundred(cast: Cast) -> None:
    heads = ["name", "sex", *(f"x{n}" for n in range(398))]
    rows = [["Sok Dara", "M", *("v" for _ in range(398))] for _ in range(3)]
    content = "\n".join(",".join(row) for row in (heads, *rows)).encode()
    client = signed_in(cast, "vannak")
    html = page(client, f"/lists/{upload(client, content)}/columns/")
    assert html.count("<select") < 40
    assert "more columns are kept as written" in html


def test_query_counts(cast: Cast, django_assert_max_num_queries: object) -> None:
    client = signed_in(cast, "vannak")
    one = upload(client)
    read_all(cast, client, one)
    for number in range(3):
        upload(client, CONTENT + f"\n{number},Kim Thy,F,1990,Kep,\n".encode())
    for path, most in {
        "/lists/": 16,
        f"/lists/{one}/": 21,
        f"/lists/{one}/progress/": 15,
        f"/lists/{one}/aside/": 20,
    }.items():
        with django_assert_max_num_queries(most):  # type: ignore[operator]
            page(client, path)
