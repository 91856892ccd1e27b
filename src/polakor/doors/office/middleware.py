"""Give every request its actor, and every view its transaction in the actor's name."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from polakor.access.context import acting_as
from polakor.access.errors import NoDuty
from polakor.access.models import Account
from polakor.access.queries.actors import actor_for
from polakor.access.rules.policy import NEEDS_SECOND_FACTOR
from polakor.base.errors import Refusal
from polakor.doors.ui.errors import refused


class ActorMiddleware:
    """Sets ``request.actor`` (or None), ``request.demo``, and wraps the view in ``acting_as``.

    The wrap is around the view alone, rendering included, so that a refusal or an error rolls back
    what the view wrote, and nothing protected can be read before or after it.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.demo = settings.DEMO  # type: ignore[attr-defined]
        request.actor = None  # type: ignore[attr-defined]
        return self.get_response(request)

    def process_view(
        self,
        request: HttpRequest,
        view: Callable[..., HttpResponse],
        args: tuple[object, ...],
        kwargs: dict[str, Any],
    ) -> HttpResponse | None:
        """Run the view in the actor's name, once its session has shown all its role needs."""
        account = request.user
        if not isinstance(account, Account):
            return None
        if getattr(view, "before_duty", False) or "allauth" in view.__module__:
            return None
        try:
            actor = actor_for(account)
        except NoDuty as refusal:
            return refused(request, refusal)
        request.actor = actor  # type: ignore[attr-defined]
        if actor.role in NEEDS_SECOND_FACTOR and not settings.DEMO:
            missing = _second_factor_missing(request, account)
            if missing is not None:
                request.actor = None  # type: ignore[attr-defined]
                return missing
        try:
            with acting_as(actor):
                response = view(request, *args, **kwargs)
                if hasattr(response, "render") and callable(response.render):
                    response = response.render()
                if response.status_code >= 500:
                    transaction.set_rollback(True)
        except Refusal as refusal:
            return refused(request, refusal)
        return response


def _second_factor_missing(request: HttpRequest, account: Account) -> HttpResponse | None:
    """Where to go for a second factor; None when this very session has shown one.

    That the account has one is not enough: a session begun with a stolen password before its owner
    set one up would pass.
    """
    from allauth.account.authentication import get_authentication_records
    from allauth.mfa.utils import is_mfa_enabled

    if not is_mfa_enabled(account):
        address = reverse("mfa_activate_totp")
    elif any(one.get("method") == "mfa" for one in get_authentication_records(request, account)):
        return None
    else:
        back = request.get_full_path() if request.method in {"GET", "HEAD"} else "/"
        address = f"{reverse('mfa_reauthenticate')}?{urlencode({'next': back})}"
    if request.headers.get("HX-Request") == "true":
        return HttpResponse(status=204, headers={"HX-Redirect": address})
    return redirect(address)
