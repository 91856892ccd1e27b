"""Give every request its actor, and every view its transaction in the actor's name."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from polakor.access.context import acting_as
from polakor.access.errors import NoDuty
from polakor.access.models import Account
from polakor.access.queries.actors import actor_for
from polakor.access.rules.policy import READS_PERSONS
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
        """Run the view in the actor's name. Accounts that read persons need a second factor."""
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
        if actor.role in READS_PERSONS and not settings.DEMO and not _has_factor(account):
            return redirect("mfa_activate_totp")
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


def _has_factor(account: Account) -> bool:
    from allauth.mfa.utils import is_mfa_enabled

    return bool(is_mfa_enabled(account))
