"""What a form of these pages sends, with its type."""

from uuid import UUID

from django.http import Http404


def id_from(text: str) -> UUID:
    """An id sent by a form; anything else is a page that does not exist."""
    try:
        return UUID(text)
    except ValueError:
        raise Http404 from None
