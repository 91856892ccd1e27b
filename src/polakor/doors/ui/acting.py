"""Who asks: what every view of a signed-in page begins with."""

from django.http import HttpRequest

from polakor.access.rules.actors import Actor


def actor_of(request: HttpRequest) -> Actor:
    """The actor on duty behind a request to a page that names a permission.

    ``AttributeError`` or ``AssertionError`` on a public page, where nobody acts: a mistake in the
    declaration of the page, never something a visitor can cause.
    """
    actor = getattr(request, "actor", None)
    assert isinstance(actor, Actor)
    return actor
