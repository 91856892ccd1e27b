"""Pages for what could not be done. They ask the database nothing: it may be the trouble."""

import logging

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext

from polakor.access.errors import PermissionRefused
from polakor.base.errors import Refusal

log = logging.getLogger(__name__)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400, or 413 when what was sent is too large."""
    if isinstance(exception, RequestDataTooBig):
        return too_large(request)
    return _page(request, 400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: signed in, but this is not part of the account's work."""
    return _page(request, 403)


def forbidden_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: a form too old to be trusted. Django's own reason goes to the log, not to the reader."""
    log.warning("form refused: %s", reason)
    return _page(request, 403, template="ui/errors/stale_form.html")


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: also the answer for what exists but may not be seen."""
    return _page(request, 404)


def too_large(request: HttpRequest) -> HttpResponse:
    """413: the file or form is larger than Polakor takes."""
    return _page(request, 413)


def server_error(request: HttpRequest) -> HttpResponse:
    """500: our fault, said plainly."""
    return _page(request, 500)


def refused(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """The refusal's own sentence and number, 409; 403 when it is about who may.

    Whoever caught the refusal has left its transaction already: nothing of it was kept.
    """
    if isinstance(refusal, PermissionRefused):
        return _page(request, 403)
    context = {"sentence": sentence_of(refusal), "number": refusal.number}
    return _page(request, 409, template="ui/errors/refused.html", context=context)


def sentence_of(refusal: Refusal) -> str:
    """The refusal in the reader's language, its places filled."""
    return gettext(refusal.sentence) % refusal.fields


def _page(
    request: HttpRequest,
    status: int,
    *,
    template: str = "",
    context: dict[str, str] | None = None,
) -> HttpResponse:
    return render(request, template or f"ui/errors/{status}.html", context or {}, status=status)
