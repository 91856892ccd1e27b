"""The one way to declare a page: its address, and the permission it takes to open it."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import resolve_url
from django.urls import URLPattern, path

from polakor.doors.ui import errors

View = Callable[..., HttpResponseBase]


def page(route: str, view: View, *, name: str, permission: str | None) -> URLPattern:
    """Declare a page that opens only for an actor who holds ``permission``.

    ``permission=None`` makes it public; such pages also stand in the list that
    ``tests/architecture/public_pages.py`` keeps. The view that results carries ``.permission``.
    Nobody signed in: to the sign-in page and back. Signed in without it: a plain 403 page.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if permission is not None:
            actor = getattr(request, "actor", None)
            if actor is None:
                return sign_in(request)
            if not actor.may(str(permission)):
                return errors.forbidden(request)
        return view(request, *args, **kwargs)

    guarded.permission = permission  # type: ignore[attr-defined]
    return path(route, guarded, name=name)


def sign_in(request: HttpRequest) -> HttpResponse:
    """To the sign-in page, and afterwards back here; a part of a page sends the whole page."""
    if request.headers.get("HX-Request") == "true":
        # A swap would put the sign-in form inside the page; htmx obeys this header instead.
        response = HttpResponse(status=204)
        response["HX-Redirect"] = resolve_url(settings.LOGIN_URL)
        return response
    query = QueryDict(mutable=True)
    query["next"] = request.get_full_path() if request.method in {"GET", "HEAD"} else "/"
    return HttpResponseRedirect(f"{resolve_url(settings.LOGIN_URL)}?{query.urlencode(safe='/')}")
