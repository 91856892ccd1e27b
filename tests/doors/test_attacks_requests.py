"""Somebody sends what no page of ours sends."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from tests.cast import PASSWORD, Cast
from tests.doors.office.records import enter_person, propose, signed_in

pytestmark = pytest.mark.django_db

ODD = ("\0", "a\0b", "9" * 30, "-1", "0001-01-01", "9999-12-31", "'\"<>", "\u202e", "NaN", "٣", "²")
ASKED = [
    ("vannak", "/lists/", ("q", "page")),
    ("vannak", "/people/", ("q", "age", "province")),
    ("vannak", "/people/new/", ("name", "age", "home")),
    ("vannak", "/people/same/all/", ("page",)),
    ("vannak", "/gates/", ("gate", "day")),
    ("vannak", "/gates/enter/", ("gate", "day", "hour", "source")),
    ("vannak", "/report/", ("emergency", "from", "to")),
    ("rith", "/report/returns.csv", ("emergency", "from", "to")),
    ("thida", "/accounts/", ("q", "after")),
    ("sreymom", "/accounts/record/", ("event", "before")),
]


@pytest.mark.parametrize(("name", "path", "fields"), ASKED, ids=[one[1] for one in ASKED])
def test_no_question_breaks_a_page(
    cast: Cast, name: str, path: str, fields: tuple[str, ...]
) -> None:
    client = signed_in(cast, name)
    client.raise_request_exception = False
    for field in fields:
        for value in ODD:
            answer = client.get(path, {field: value})
            assert answer.status_code < 500, (field, value)


def test_no_answer_breaks_the_workbench(cast: Cast) -> None:
    pair = propose(cast.dara, enter_person(cast.dara, "KEO DARA"), enter_person(cast.dara, "X Y"))
    client = signed_in(cast, "dara")
    client.raise_request_exception = False
    address = reverse("office_registry:answer", args=[pair])
    answer = client.post(address, {"verdict": "unsure", "reason": "\0"})
    assert answer.status_code == 400


@pytest.mark.parametrize("length", ["68000000", "9" * 30, "-1", "x"])
def test_a_body_beyond_the_limit_is_refused_unread(length: str) -> None:
    class Unreadable:
        def read(self, size: int = -1) -> bytes:
            raise AssertionError("somebody began to read it")

        readline = read

    answer = Client(enforce_csrf_checks=True).generic(
        "POST",
        reverse("account_login"),
        content_type="multipart/form-data; boundary=x",
        CONTENT_LENGTH=length,
        **{"wsgi.input": Unreadable()},
    )
    assert answer.status_code == 413


def test_nobody_is_led_astray_after_signing_in(cast: Cast) -> None:
    for away in ("//evil.example", "https://evil.example/", "/\\evil.example", "javascript:x"):
        told = {"login": "rith", "password": PASSWORD, "next": away}
        answer = Client().post(reverse("account_login"), told)
        assert answer["Location"] == "/", away
    answer = Client().get("/", {"lang": "en"}, PATH_INFO="//evil.example/")
    assert answer["Location"].startswith("/evil"), "one slash: a path of our own"


def test_names_of_files_stay_inside_their_header_and_their_page(cast: Cast) -> None:
    client = signed_in(cast, "vannak")
    for number, name in enumerate(('a"; x="b.csv', "<img src=x onerror=alert(1)>.csv", "../x.csv")):
        content = f"name,sex\nSok Dara{'a' * number},M\n<script>alert(1)</script>,M\n".encode()
        told = {"file": SimpleUploadedFile("x", content), "gate": "KH-TH-PPT"}
        told["file"].name = name
        one = client.post("/lists/new/", told)["Location"].split("/")[2]
        answer = client.get(f"/lists/{one}/original/")
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Content-Type"] == "application/octet-stream"
        assert answer["Content-Disposition"].startswith("attachment; filename")
        for path in ("", "columns/", "aside/"):
            page = client.get(f"/lists/{one}/{path}", follow=True).content.decode()
            assert "<img src=x" not in page
            assert "<script>alert" not in page


def test_guesses_of_one_address_stop_no_other_behind_the_same_proxy(
    cast: Cast, settings: Any
) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    guesser, other = ({"X-Forwarded-For": f"203.0.113.{last}"} for last in (7, 8))
    address, said = reverse("portal:arrived"), "Too many wrong codes"
    visitor = Client()
    visitor.cookies["lang"] = "en"
    for _ in range(10):
        visitor.post(address, {"code": "AAAA-AAAA-A"}, headers=guesser)
    again = visitor.post(address, {"code": "AAAA-AAAA-A"}, headers=guesser)
    assert said in again.content.decode()
    first = visitor.post(address, {"code": "AAAA-AAAA-A"}, headers=other)
    assert said not in first.content.decode()


def test_without_a_trusted_proxy_nobody_names_an_address_of_their_own(cast: Cast) -> None:
    address, visitor = reverse("portal:arrived"), Client()
    visitor.cookies["lang"] = "en"
    for last in range(11):
        told = {"X-Forwarded-For": f"203.0.113.{last}"}
        page = visitor.post(address, {"code": "AAAA-AAAA-A"}, headers=told)
    assert "Too many wrong codes" in page.content.decode()
