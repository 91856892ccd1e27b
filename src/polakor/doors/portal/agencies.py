"""The public register of agencies: is this one licensed today, and who recruits without a licence.

Anybody may ask; nothing is kept of who did. An answer carries a reference, with which the register
says again what it said (``recruitment/rules/references.py``).
"""

import csv
import io
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _

from polakor.doors.ui import figures, languages
from polakor.doors.ui.errors import sentence_of
from polakor.doors.ui.standing import (
    said_of,
    standing_day,
    standing_mark,
    standing_word,
    standing_words,
)
from polakor.doors.ui.tables import safe_cell
from polakor.recruitment.errors import RecruiterNotFound, ReferenceUnknown
from polakor.recruitment.queries.public import (
    Answer,
    answer_about,
    answer_again,
    find,
    whole_register,
)
from polakor.recruitment.queries.recruiters import RecruiterLine
from polakor.reference.queries.codes import labels_of_lists
from polakor.reference.queries.places import place_full_names

A_PAGE = 50
SECONDS = 60
"""How long a browser or a proxy may keep a page of the register."""
FIELDS = (
    "number",
    "kind",
    "name_km",
    "name_latin",
    "standing",
    "since",
    "until",
    "licence",
    "listed_on",
)


def search(request: HttpRequest) -> HttpResponse:
    """Find an agency or a listed broker by any spelling, number or licence."""
    asked = request.GET.get("q", "").strip()[:200]
    found = [_row(line) for line in find(asked)] if asked else []
    shown = {"q": asked, "found": found, "now": timezone.now()}
    return _open(request, render(request, "portal/agencies.html", shown))


def all_agencies(request: HttpRequest) -> HttpResponse:
    """All agencies with their standing today."""
    return _every(request, "agency")


def all_unlicensed(request: HttpRequest) -> HttpResponse:
    """Everybody on the public list of those who recruit without a licence."""
    return _every(request, "unlicensed")


def _every(request: HttpRequest, kind: str) -> HttpResponse:
    lines = whole_register(kind=kind)
    page = Paginator(lines, A_PAGE).get_page(request.GET.get("page"))
    licensed = sum(line.holds.standing == "licensed" for line in lines)
    shown = {
        "agencies": kind == "agency",
        "page": page,
        "rows": [_row(line) for line in page.object_list],
        "many": len(lines),
        "licensed": licensed,
        "now": timezone.now(),
    }
    return _open(request, render(request, "portal/agencies_all.html", shown))


def show(request: HttpRequest, number: str) -> HttpResponse:
    """One agency or listed broker: what the register says now, with its reference."""
    try:
        answer = answer_about(number.upper())
    except RecruiterNotFound as refusal:
        return _not_there(request, sentence_of(refusal))
    return _open(request, _answer(request, answer, again=False))


def prove(request: HttpRequest) -> HttpResponse:
    """Ask for the reference somebody shows."""
    asked = request.GET.get("q", "").strip()[:40]
    if not asked:
        return render(request, "portal/agency_proof.html", {"q": ""})
    try:
        answer = answer_again(asked)
    except ReferenceUnknown as refusal:
        shown = {"q": asked, "refused": sentence_of(refusal)}
        return render(request, "portal/agency_proof.html", shown, status=404)
    return redirect("portal:agency_said", reference=answer.reference)


def said(request: HttpRequest, reference: str) -> HttpResponse:
    """What the register said when it gave out this reference."""
    try:
        answer = answer_again(reference)
    except ReferenceUnknown as refusal:
        return _not_there(request, sentence_of(refusal))
    return _open(request, _answer(request, answer, again=True))


def as_json(request: HttpRequest) -> JsonResponse:
    """The whole register as open data."""
    data = {"as_of": timezone.now().isoformat(timespec="seconds"), "recruiters": _open_data()}
    answer = JsonResponse(data, json_dumps_params={"ensure_ascii": False})
    patch_cache_control(answer, public=True, max_age=SECONDS)
    return answer


def as_csv(request: HttpRequest) -> HttpResponse:
    """The same as a table."""
    text = io.StringIO()
    table = csv.DictWriter(text, FIELDS)
    table.writeheader()
    table.writerows({name: safe_cell(value) for name, value in one.items()} for one in _open_data())
    answer = HttpResponse("\ufeff" + text.getvalue(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="agencies.csv"'
    patch_cache_control(answer, public=True, max_age=SECONDS)
    return answer


def _open_data() -> list[dict[str, str]]:
    lines = [*whole_register(kind="agency"), *whole_register(kind="unlicensed")]
    return [
        {
            "number": line.number,
            "kind": line.kind,
            "name_km": line.name_km,
            "name_latin": line.name_latin,
            "standing": line.holds.standing if line.kind == "agency" else "unlicensed",
            "since": _iso(line.holds.since),
            "until": _iso(line.holds.until),
            "licence": line.holds.licence,
            "listed_on": _iso(line.listed_on),
        }
        for line in lines
    ]


def _iso(day: Any) -> str:
    return day.isoformat() if day else ""


def _row(line: RecruiterLine) -> dict[str, Any]:
    own = languages.current() == "km"
    names = [line.name_km, line.name_latin] if own else [line.name_latin, line.name_km]
    first, *others = [name for name in names if name]
    return {
        "line": line,
        "name": first,
        "other": others[0] if others else "",
        "mark": standing_mark(line),
        "word": standing_word(line),
        "day": standing_day(line),
        "words": standing_words(line),
    }


def _answer(request: HttpRequest, answer: Answer, *, again: bool) -> HttpResponse:
    language = languages.current()
    lists = labels_of_lists(("countries", "sectors"), language)
    where = place_full_names({one.place for one in answer.places if one.place}, language)
    row = _row(answer.line)
    shown = {
        **row,
        "answer": answer,
        "again": again,
        "address": request.build_absolute_uri(
            reverse("portal:agency_said", args=[answer.reference])
        ),
        "message": _message(row["name"], row["words"], answer),
        "permits": [
            (
                lists["countries"].get(country, country),
                lists["sectors"].get(sector, sector) if sector else _("every kind of work"),
            )
            for country, sector in answer.permits
        ],
        "offices": [
            (one, where.get(one.place) or lists["countries"].get(one.country, ""))
            for one in answer.places
        ],
        "decided": [
            {
                "when": figures.day(one.on_day),
                "what": said_of(one.what),
                "who": f"{one.decided_by} · {one.reference}" if one.reference else one.decided_by,
                "note": one.reason,
            }
            for one in answer.decided
        ],
    }
    return render(request, "portal/agency.html", shown)


def _message(name: str, words: str, answer: Answer) -> str:
    """The answer in the length of a short message; its reference stands behind it."""
    said_then = {"name": name, "words": words, "at": figures.moment(answer.at)}
    return _("%(name)s: %(words)s. As of %(at)s. Reference:") % said_then


def _open(request: HttpRequest, answer: HttpResponse) -> HttpResponse:
    if getattr(request, "actor", None) is None:
        patch_cache_control(answer, public=True, max_age=SECONDS)
    return answer


def _not_there(request: HttpRequest, sentence: str) -> HttpResponse:
    return render(request, "portal/agency_not_there.html", {"sentence": sentence}, status=404)
