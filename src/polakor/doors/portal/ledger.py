"""The ledger's roots, for everybody: what each day came to, and the key that vouches for it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import patch_cache_control

from polakor.recruitment.queries.ledger import public_keys, roots

SHOWN = 60
SECONDS = 60


def ledger(request: HttpRequest) -> HttpResponse:
    """Sums and roots of the newest sealed days. Two queries; nothing of any worker."""
    days = roots(SHOWN)
    shown = {
        "days": days,
        "newest": days[0] if days else None,
        "keys": [(name, _grouped(words)) for name, words in public_keys()],
        "roots": [(day, _grouped(day.hash)) for day in days],
        "now": timezone.now(),
    }
    answer = render(request, "portal/ledger.html", shown)
    patch_cache_control(answer, public=True, max_age=SECONDS)
    return answer


def _grouped(digits: str) -> str:
    """Long digits in groups of eight, to be compared by eye and broken over lines."""
    return " ".join(digits[at : at + 8] for at in range(0, len(digits), 8))
