"""Pages for what could not be done, in both languages, without a database."""

import pytest
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from tests.doors.ui.reading import english_left

from polakor.access.errors import PermissionRefused
from polakor.doors.ui import errors


def request() -> HttpRequest:
    return RequestFactory().get("/x/")


def pages() -> dict[int, HttpResponse]:
    return {
        400: errors.bad_request(request(), SuspiciousOperation()),
        403: errors.forbidden(request()),
        404: errors.not_found(request()),
        413: errors.bad_request(request(), RequestDataTooBig()),
        500: errors.server_error(request()),
    }


@pytest.mark.usefixtures("english")
def test_each_page_has_its_status_and_one_head() -> None:
    for status, answer in pages().items():
        assert answer.status_code == status
        assert answer.content.decode().count("<h1>") == 1


@pytest.mark.usefixtures("khmer")
def test_no_english_on_a_khmer_error_page() -> None:
    for status, answer in {**pages(), 409: errors.forbidden_form(request())}.items():
        assert not english_left(answer.content.decode()), status


def test_a_refused_permission_is_the_plain_403() -> None:
    assert errors.refused(request(), PermissionRefused()).status_code == 403
