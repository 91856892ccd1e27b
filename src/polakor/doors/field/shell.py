"""What a browser keeps to run the app without a network: page, service worker, manifest.

The same bytes for everybody: they hold all words in every language, and nobody's data. The
version is a hash of all that is kept, so that a device has either one whole version or another.
"""

import hashlib
import json
from functools import cache
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import resolve_url
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from polakor.doors.field.words import words_by_language
from polakor.doors.ui import languages
from polakor.reference.queries.gates import gates_open_on

HERE = Path(__file__).resolve().parent
STYLES = ("ui/tokens.css", "ui/base.css", "ui/components.css", "ui/forms.css")
FONT = "built/noto-sans-khmer.woff2"
ICON = "ui/icon.svg"
ENROL = "intake:device:enrol"


def own_files() -> list[str]:
    """Names below ``static`` of the app's own modules and styles; the worker keeps itself."""
    folder = HERE / "static" / "field"
    files = sorted(path for path in folder.iterdir() if path.suffix in {".js", ".css"})
    return [f"field/{path.name}" for path in files if path.name != "worker.js"]


def shell(request: HttpRequest) -> HttpResponse:
    """The page the app lives in; rendered once, the same for whoever asks."""
    return HttpResponse(_page())


def worker(request: HttpRequest) -> HttpResponse:
    """The service worker, with the list of what it keeps before its own text."""
    body = (HERE / "static" / "field" / "worker.js").read_text(encoding="utf-8")
    kept = json.dumps({"version": version(), "files": kept_files(), "optional": [_static(FONT)]})
    answer = HttpResponse(f"const KEPT = {kept};\n{body}", content_type="text/javascript")
    answer["Cache-Control"] = "no-cache"
    answer["Service-Worker-Allowed"] = "/field/"
    return answer


def manifest(request: HttpRequest) -> JsonResponse:
    """What lets a browser install the app beside others."""
    with translation.override("km"):
        name, short = _("Polakor at the gate"), _("Polakor")
    return JsonResponse(
        {
            "id": "/field/",
            "name": name,
            "short_name": short,
            "lang": "km",
            "start_url": "/field/",
            "scope": "/field/",
            "display": "standalone",
            "orientation": "any",
            "background_color": "#ffffff",
            "theme_color": "#8e2430",
            "icons": [{"src": _static(ICON), "sizes": "any", "type": "image/svg+xml"}],
        },
        content_type="application/manifest+json",
    )


def begin(request: HttpRequest) -> JsonResponse:
    """Who would enrol this device, and at which gates; nothing about anybody else."""
    actor = getattr(request, "actor", None)
    if actor is None:
        sign_in = f"{resolve_url(settings.LOGIN_URL)}?next=/field/"
        return JsonResponse({"officer": None, "may": False, "gates": [], "sign_in": sign_in})
    gates = [
        {"code": gate.code, "km": gate.label("km"), "en": gate.label("en")}
        for gate in gates_open_on(timezone.localdate())
    ]
    officer = {"name": actor.name, "office": actor.office_name}
    return JsonResponse({"officer": officer, "may": actor.may(ENROL), "gates": gates})


@cache
def version() -> str:
    """Sixteen hex digits that change whenever anything the device keeps does."""
    template = HERE / "templates" / "field" / "shell.html"
    digest = hashlib.sha256(template.read_bytes())
    digest.update(json.dumps(words_by_language(), sort_keys=True).encode())
    for name in [*own_files(), "field/worker.js", *STYLES, ICON, FONT]:
        found = finders.find(name)
        digest.update(name.encode())
        digest.update(Path(found).read_bytes() if isinstance(found, str) else b"")
    return digest.hexdigest()[:16]


def kept_files() -> list[str]:
    """Addresses the device must hold before a version is its own."""
    return ["/field/", *(_static(name) for name in [*STYLES, ICON, *own_files()])]


@cache
def _page() -> str:
    with translation.override("km"):
        return render_to_string(
            "field/shell.html",
            {
                "words": words_by_language(),
                "languages": languages.OWN_NAMES,
                "styles": [_static(name) for name in [*STYLES, "field/field.css"]],
                "main": _static("field/main.js"),
                "icon": _static(ICON),
                "version": version(),
                "demo": settings.DEMO,
            },
        )


def _static(name: str) -> str:
    # Not the fingerprinted name: modules import one another by their plain names, and the worker
    # keeps whole versions by itself.
    return f"/{settings.STATIC_URL.strip('/')}/{name}"
