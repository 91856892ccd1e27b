"""What the middleware put on a request, with its type."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest

from polakor.access.rules.actors import Actor


def actor_of(request: HttpRequest) -> Actor:
    """The actor in whose name the page runs. ``page()`` let nobody in without one."""
    actor: Any = getattr(request, "actor", None)
    assert isinstance(actor, Actor)
    return actor


def id_from(text: str) -> UUID:
    """An id sent by a form; anything else is a page that does not exist."""
    try:
        return UUID(text)
    except ValueError:
        raise Http404 from None
