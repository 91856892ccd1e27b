"""Words for what is stored as codes, and the choices forms offer."""

from itertools import groupby

from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from polakor.doors.ui import languages
from polakor.doors.ui.templatetags.ui import spoken
from polakor.reference.queries.pack import pack_settings
from polakor.reference.queries.places import PlaceName, place_names, places_at

Words = str | Promise
Grouped = list[tuple[str, list[tuple[str, str]]]]

SITE_KINDS: dict[str, Words] = {
    "transit": _("Transit place"),
    "reception": _("Reception place"),
    "quarantine": _("Quarantine place"),
}
TASKS: dict[str, Words] = {
    "register": _("Registering"),
    "triage": _("Who needs help first"),
    "transport": _("Transport"),
    "hand_out": _("Handing out"),
    "information": _("Information"),
}
TRIP_STATES: dict[str, tuple[str, Words]] = {
    "planned": ("kept", _("planned")),
    "going": ("going", _("on its way")),
    "late": ("now", _("not everybody has arrived")),
    "done": ("done", _("all accounted for")),
    "cancelled": ("silent", _("cancelled")),
}
OUTCOMES: dict[str, Words] = {
    "arrived": _("arrived"),
    "own_way": _("went by another way"),
    "stayed": _("stayed somewhere safe"),
    "mistake": _("was entered by mistake"),
}
LEFT_WAYS: dict[str, Words] = {
    "own_way": _("They go by another way"),
    "stayed": _("They stay here"),
    "mistake": _("They were entered by mistake"),
}
ACCOUNTS: dict[str, Words] = {
    "own_way": _("They reached home by another way"),
    "stayed": _("They got off on the way and are safe"),
    "mistake": _("They were not on this trip"),
}
WHY_TOLD: dict[str, Words] = {
    "fits_no_vehicle": _("too many for any vehicle chosen: find a larger one, or two side by side"),
    "no_seat_left": _("no seats left: choose another vehicle or a later trip"),
}
MODES: dict[str, Words] = {
    "normal": pgettext_lazy("mode of an emergency", "Ordinary"),
    "mass": pgettext_lazy("mode of an emergency", "Mass return: fast lines"),
    "health": pgettext_lazy("mode of an emergency", "Health measures"),
}
RESULTS: dict[str, tuple[str, Words]] = {
    "waiting": ("unknown", pgettext_lazy("test", "result not here yet")),
    "negative": ("done", pgettext_lazy("test", "negative")),
    "positive": ("now", pgettext_lazy("test", "positive")),
    "unclear": ("check", pgettext_lazy("test", "unclear")),
}
ENDINGS: dict[str, Words] = {
    "released": pgettext_lazy("quarantine", "Released with a paper"),
    "hospital": pgettext_lazy("quarantine", "Taken to hospital"),
    "left": pgettext_lazy("quarantine", "Left before the end"),
}


def spoken_label(text: str) -> SafeString:
    """A choice's words in one piece, each script of them with its ``lang``."""
    return format_html("<span>{}</span>", spoken(text))


def own_or_english(own: str, english: str) -> str:
    """Of two texts the one for the language being read, the other where it is empty."""
    return (own or english) if languages.current() == "km" else (english or own)


def district_choices(empty: Words) -> list[tuple[str, Words] | tuple[str, list[tuple[str, str]]]]:
    """Districts by province for a form, each province itself first; ``empty`` for none chosen."""
    local = languages.current() == pack_settings()["pack"]["languages"][0]
    provinces = {one.code: one for one in places_at(1)}
    choices: list[tuple[str, Words] | tuple[str, list[tuple[str, str]]]] = [("", empty)]
    for province, found in groupby(places_at(2), key=lambda one: one.province):
        top = provinces.get(province)
        if top is not None:
            choices.append((top.name(local=local), _group(top, list(found), local)))
    return choices


def _group(top: PlaceName, below: list[PlaceName], local: bool) -> list[tuple[str, str]]:
    inside = sorted((one.name(local=local), one.code) for one in below)
    return [(top.code, top.name(local=local)), *((code, name) for name, code in inside)]


def names_of_homes(codes: set[str], digits: tuple[int, ...]) -> dict[str, str]:
    """``District, Province`` by home code, as far as known. Two queries."""
    parts = {code[:width] for code in codes for width in digits[:2] if len(code) >= width}
    names = place_names(parts, languages.current()) if parts else {}
    found = {}
    for code in codes:
        path = [code[:width] for width in digits[:2] if len(code) >= width]
        found[code] = ", ".join(names.get(part, part) for part in reversed(path))
    return found
