"""What every answer carries: its language, and the rules a browser must hold it to."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.http.response import HttpResponseBase
from django.utils import translation
from django.utils.cache import patch_vary_headers

from polakor.base.errors import Refusal
from polakor.doors.ui import errors, languages

GetResponse = Callable[[HttpRequest], HttpResponseBase]

CONTENT_POLICY = "; ".join(
    [
        "default-src 'self'",
        "img-src 'self' data:",
        "style-src 'self'",
        "script-src 'self'",
        "object-src 'none'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "form-action 'self'",
    ]
)
PERMISSIONS_POLICY = "camera=(self), geolocation=(), microphone=(), payment=(), usb=()"
YEAR = 365 * 24 * 60 * 60
LARGEST_BODY = 64 * 1024 * 1024
"""Bytes; a list of the largest size with the form around it."""


class LanguageMiddleware:
    """Khmer unless the reader chose otherwise; ``?lang=en`` chooses, and is remembered.

    The browser's own language setting is not asked: shared office machines are set to English by
    their sellers, not by the officers who use them.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer in the chosen language, or note a new choice and show the same page again."""
        chosen = request.GET.get("lang")
        if chosen in languages.OWN_NAMES and request.method in {"GET", "HEAD"}:
            return self._remember(request, chosen)
        code = request.COOKIES.get(languages.COOKIE, languages.DEFAULT)
        if code not in languages.OWN_NAMES:
            code = languages.DEFAULT
        translation.activate(code)
        request.LANGUAGE_CODE = code
        response = self.get_response(request)
        response.headers.setdefault("Content-Language", code)
        patch_vary_headers(response, ("Cookie",))
        return response

    @staticmethod
    def _remember(request: HttpRequest, code: str) -> HttpResponse:
        query = request.GET.copy()
        del query["lang"]
        address = languages.one_slash(request.path)
        if query:
            address = f"{address}?{query.urlencode()}"
        response = HttpResponseRedirect(address)
        response.set_cookie(
            languages.COOKIE,
            code,
            max_age=YEAR,
            httponly=True,
            samesite="Lax",
            secure=request.is_secure(),
        )
        return response


class ContentPolicyMiddleware:
    """The content policy on every answer; pages about people are never kept by a browser."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Add the headers to whatever the page answered."""
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", CONTENT_POLICY)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        if getattr(request, "actor", None) is not None:
            # A shared machine must not show the last officer's pages by "back" after sign-out.
            response.headers.setdefault("Cache-Control", "private, no-store")
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """A refusal nobody caught becomes its sentence on a plain page."""
        if isinstance(exception, Refusal):
            return errors.refused(request, exception)
        return None


class RequestGuardMiddleware:
    """Turns away what no page of ours ever sends, before a page works on it.

    A body too large is refused unread: the form's token lies inside it, so that anybody, signed in
    or not, could otherwise fill the disk. A NUL is no letter and no database takes it.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer 413 or 400, or let the request pass."""
        length = request.META.get("CONTENT_LENGTH") or "0"
        if not length.isdecimal() or int(length) > LARGEST_BODY:
            return errors.too_large(request)
        if _has_nul(request.GET):
            return errors.bad_request(request)
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: object, args: object, kwargs: object
    ) -> HttpResponse | None:
        """The same for forms, which the check of their token reads in any case."""
        return errors.bad_request(request) if _has_nul(request.POST) else None


def _has_nul(told: QueryDict) -> bool:
    return any("\0" in value for _name, values in told.lists() for value in values)
