"""The devices' own line past what is made for people in browsers."""

from collections.abc import Callable
from functools import lru_cache

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import Resolver404, ResolverMatch, resolve


class DeviceLineMiddleware:
    """Answers requests that show a device's secret without session, language, token and the rest.

    A device has none of them, and on the worst day looking for them would cost a third of the
    work. The views check the secret themselves (``device.by_device``) and no view for people is
    reached this way, whatever a request shows.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Call the device's view, or let the request go its ordinary way."""
        if request.META.get("HTTP_AUTHORIZATION", "").startswith("Device "):
            found = _view_at(request.path_info)
            if found is not None:
                response: HttpResponseBase = found.func(request, *found.args, **found.kwargs)
                if isinstance(response, HttpResponse):
                    response.headers.setdefault("Content-Length", str(len(response.content)))
                response.headers.setdefault("Cache-Control", "no-store")
                return response
        return self.get_response(request)


@lru_cache(maxsize=256)
def _view_at(path: str) -> ResolverMatch | None:
    """The view for devices at this address, if there is one."""
    try:
        found = resolve(path)
    except Resolver404:
        return None
    return found if getattr(found.func, "for_devices", False) else None
