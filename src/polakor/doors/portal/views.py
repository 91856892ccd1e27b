"""Pages anybody may open. They show nothing about any person."""

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.translation import get_language

from polakor import __version__
from polakor.assistance.queries.rumours import published_answers
from polakor.doors.ui import languages
from polakor.doors.ui.navigation import links_for
from polakor.reference.queries.pack import in_language, pack_in_force


def home(request: HttpRequest) -> HttpResponse:
    """The front door: signed in, straight to the first page of one's work; else what this is."""
    if getattr(request, "actor", None) is not None:
        links = links_for(request)
        if links:
            return redirect(links[0].address)
    return render(request, "portal/home.html", {"demo": settings.DEMO})


def about(request: HttpRequest) -> HttpResponse:
    """Where place names and words come from, under which licence, and which version runs."""
    pack = pack_in_force()
    attribution = pack.settings.get("places", {}).get("attribution", {})
    return render(
        request,
        "portal/about.html",
        {
            "version": __version__,
            "pack": pack,
            "country": in_language(pack.settings["pack"]["name"], get_language() or "km"),
            "attribution": in_language(attribution, get_language() or "km"),
        },
    )


def rumours(request: HttpRequest) -> HttpResponse:
    """What is said and what is officially answered: for everybody, on any phone."""
    own = languages.current() == "km"
    answers = [
        {
            "asked": (one.asked_km if own else one.asked_en) or one.asked_km,
            "answer": (one.answer_km if own else one.answer_en) or one.answer_km,
            "one": one,
        }
        for one in published_answers()
    ]
    answer = render(request, "portal/rumours.html", {"answers": answers, "now": timezone.now()})
    if getattr(request, "actor", None) is None:
        patch_cache_control(answer, public=True, max_age=60)
    return answer


def health(request: HttpRequest) -> JsonResponse:
    """Whether a page could be served now: the database answers. Says nothing else."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"ok": True})
