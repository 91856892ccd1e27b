"""The languages a page can be read in, and how each names itself."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.translation import get_language

COOKIE = "lang"
DEFAULT = "km"
OWN_NAMES = {"km": "ភាសាខ្មែរ", "en": "English"}
# Babel's plain "en" writes dates month first; offices here write the day first.
BABEL_LOCALES = {"km": "km", "en": "en_GB"}


@dataclass(frozen=True, slots=True)
class LanguageLink:
    """One language offered at the head of a page."""

    code: str
    own_name: str
    address: str


def current() -> str:
    """Code of the language being written now; Khmer when nothing is active."""
    code = (get_language() or DEFAULT).split("-")[0]
    return code if code in OWN_NAMES else DEFAULT


def babel_locale() -> str:
    """Babel's name for the language being written now."""
    return BABEL_LOCALES[current()]


def links(request: HttpRequest) -> list[LanguageLink]:
    """The other languages of this very page; each address keeps the page's own question."""
    found = []
    for code, own_name in OWN_NAMES.items():
        if code == current():
            continue
        query = request.GET.copy()
        query["lang"] = code
        address = f"{one_slash(request.path)}?{query.urlencode()}"
        found.append(LanguageLink(code, own_name, address))
    return found


def one_slash(path: str) -> str:
    """The path with a single leading slash: ``//host`` would lead to another site."""
    return "/" + path.lstrip("/\\")
