"""A small house of addresses for the navigation tests."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from polakor.doors.ui.routes import page


def _blank(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


_PEOPLE = [
    page("", _blank, name="search", permission="registry:person:read"),
    page("same/", _blank, name="decide", permission="registry:match:decide"),
]
_LISTS = [page("", _blank, name="lists", permission="intake:list:read")]

urlpatterns = [
    path("account/sign-in/", _blank, name="account_login"),
    path("account/sign-out/", _blank, name="account_logout"),
    path("people/", include((_PEOPLE, "office_registry"))),
    path("lists/", include((_LISTS, "office_intake"))),
]
