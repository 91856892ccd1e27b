"""The lines at the bottom of a passport or card, read into the form for registering by hand.

They fill only what nobody answered yet, and only what their check digits vouch for; the officer
looks at it beside the paper before anything is registered.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from polakor.base.mrz import Mrz, Problem, parse_mrz
from polakor.doors.office.registry import wording
from polakor.doors.ui import languages
from polakor.reference.queries.codes import entries, labels

_EMPTY = frozenset({"", *wording.MISSING})
_MENDED = frozenset({"birth", "expiry"})
_FIELDS: dict[str, str | Promise] = {
    "number": _("Document number"),
    "birth": _("Born"),
    "expiry": _("Valid until"),
    "sex": _("Sex"),
    "names": _("Names"),
    "country": _("Issuing country"),
    "nationality": _("Nationality"),
}


@dataclass(frozen=True, slots=True)
class LinesRead:
    """What the lines gave: answers by field of the form, and what to tell the officer."""

    answers: dict[str, str]
    found: bool
    said: tuple[str, ...]


def read_lines(told: Mapping[str, str], today: date) -> LinesRead:
    """Read the lines in ``told["mrz"]`` beside what the form has already. Two queries at most."""
    zone = parse_mrz(told.get("mrz", ""), today)
    if zone is None:
        no = gettext(
            "These are not the lines of a passport or card: two lines of 44 or 36 signs, or three "
            "of 30. Look whether a whole line is missing."
        )
        return LinesRead({}, False, (no,))
    answers = {**_names(zone, told), **_facts(zone, told), **_paper(zone, told)}
    return LinesRead(answers, True, tuple(_said(zone)))


def _names(zone: Mrz, told: Mapping[str, str]) -> dict[str, str]:
    """The Latin name, into the first line that is free; not if it stands there already."""
    name = f"{zone.surname} {zone.given}".strip()
    lines = ("name", "name_2", "name_3")
    typed = {told.get(line, "").strip().upper() for line in lines}
    free = next((line for line in lines if not told.get(line, "").strip()), None)
    return {free: name} if name and free and name not in typed else {}


def _facts(zone: Mrz, told: Mapping[str, str]) -> dict[str, str]:
    found = {}
    if zone.sex and told.get("sex", "") in _EMPTY:
        found["sex"] = str(zone.sex)
    dated = any(told.get(f"birth_{part}", "").strip() for part in ("year", "month", "day"))
    if zone.birth and zone.checks["birth"] and not dated and not told.get("age", "").strip():
        parts = {"year": zone.birth.year, "month": zone.birth.month, "day": zone.birth.day}
        found.update({f"birth_{part}": str(value) for part, value in parts.items() if value})
    return found


def _paper(zone: Mrz, told: Mapping[str, str]) -> dict[str, str]:
    """The number, and the kind of paper where the pack knows one of this country and form."""
    found = {}
    if zone.checks["number"] and not told.get("document_number", "").strip():
        found["document_number"] = zone.number
    if told.get("document", "") in _EMPTY:
        kinds = (
            one.code
            for one in entries("document_kinds")
            if one.attributes.get("mrz") == zone.kind
            and one.attributes.get("issuing_country") == zone.country
        )
        kind = next(kinds, "")
        if kind:
            found["document"] = kind
    return found


def _said(zone: Mrz) -> list[str]:
    said = [gettext("Read from the lines. Look at every answer beside the paper, then register.")]
    if zone.nationality:
        country = labels("countries", languages.current()).get(zone.nationality, zone.nationality)
        said.append(gettext("Nationality on the paper: %(country)s.") % {"country": country})
    return [*said, *(text for text in map(_sentence, zone.problems) if text)]


def _sentence(problem: Problem) -> str:
    filling = {
        "what": _FIELDS.get(problem.field, problem.field),
        "found": problem.found,
        "proposal": problem.proposal,
    }
    if problem.field.endswith("_check") or problem.field in ("composite", "personal"):
        text = gettext("A check digit of the lines does not fit. Look at them once more.")
    elif problem.code == "length":
        text = gettext("Fillers (<) were missing or too many in a line; the rest was read.")
    elif problem.code == "maybe_cut":
        text = gettext("The name fills its line: it may be longer on the paper.")
    elif problem.code == "slip" and problem.field in _MENDED:
        text = gettext("%(what)s: “%(found)s” was read as “%(proposal)s”.")
    elif problem.proposal:
        text = gettext("%(what)s: “%(found)s” does not fit. Is it “%(proposal)s”?")
    else:
        text = gettext("%(what)s: “%(found)s” does not fit. Look at the paper once more.")
    return text % filling
