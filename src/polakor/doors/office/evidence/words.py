"""The words of the report: sexes, sources, methods, and counts that are not shown exactly."""

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from polakor.doors.ui.figures import number
from polakor.evidence.rules.figures import Shown
from polakor.evidence.rules.sources import (
    GATE_TALLY,
    LISTS,
    MESSAGES,
    REGISTRATION,
    SCREENING,
)

SEXES: dict[int, Promise] = {
    2: gettext_lazy("Female"),
    1: gettext_lazy("Male"),
    0: gettext_lazy("Not known"),
    9: gettext_lazy("Not applicable"),
}
AGE_GROUPS: dict[str, Promise] = {
    "adult": gettext_lazy("Adults"),
    "child": gettext_lazy("Children"),
    "child_alone": gettext_lazy("Children alone"),
    "unknown": gettext_lazy("Age not noted"),
}
SOURCES: dict[str, Promise] = {
    REGISTRATION: gettext_lazy("registration"),
    GATE_TALLY: gettext_lazy("gate tally"),
    SCREENING: gettext_lazy("quick screening"),
    LISTS: gettext_lazy("lists received"),
    MESSAGES: gettext_lazy("messages of gates"),
}
METHODS: dict[str, Promise] = {
    "crossings": gettext_lazy("crossings inwards recorded, less those withdrawn"),
    "persons": gettext_lazy("records decided to be one person count once"),
    "tallies": gettext_lazy("people counted without names; a correction replaces the count before"),
    "aside": gettext_lazy("rows that a clerk has to correct"),
}


def sex_word(sex: int) -> str:
    """A sex in words."""
    return str(SEXES.get(sex, SEXES[0]))


def shown_word(shown: Shown) -> str:
    """``1,230``, ``<5``, or ``…`` where nothing may be shown."""
    if shown.value is None:
        return "…"
    return f"<{shown.value}" if shown.kind == "below" else number(shown.value)


def about_word(shown: Shown) -> str:
    """The same where it stands alone: a rounded count says so by ``≈``."""
    return f"≈{shown_word(shown)}" if shown.kind == "rounded" else shown_word(shown)


def band_words(bands: tuple[int, ...]) -> dict[int, str]:
    """Age bands by lower bound: ``0–4``, ``60 and over``, and -1 in words."""
    bounds = [band for band in bands if band >= 0]
    words = {
        low: _("%(age)s and over") % {"age": low}
        if at + 1 == len(bounds)
        else f"{low}–{bounds[at + 1] - 1}"
        for at, low in enumerate(bounds)
    }
    return {**words, -1: _("Not known")}
