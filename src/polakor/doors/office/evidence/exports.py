"""The report as a file: PDF for paper, CSV with HXL tags for exchange, JSON for programs."""

import csv
import io
import json
from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse

from polakor.doors.office.evidence.asked import Asked, asked_for
from polakor.doors.office.evidence.content import Names, names_in
from polakor.doors.office.evidence.paper import report_pdf
from polakor.doors.ui import languages
from polakor.doors.ui.acting import actor_of
from polakor.doors.ui.tables import safe_cell
from polakor.evidence.actions.readings import record_reading
from polakor.evidence.queries.situation import FEMALE, MALE, Situation, situation
from polakor.evidence.rules.figures import Figure, Shown
from polakor.evidence.rules.sources import METHODS, SOURCES

# One row a gate and one a day; what a column is, HXL says in the second row.
COLUMNS: tuple[tuple[str, str], ...] = (
    ("as_of", "#date+reported"),
    ("period_start", "#date+start"),
    ("period_end", "#date+end"),
    ("kind", "#meta+row"),
    ("code", "#loc+code"),
    ("name", "#loc+name"),
    ("registered", "#affected+returnees+ind"),
    ("registered_female", "#affected+returnees+f"),
    ("registered_male", "#affected+returnees+m"),
    ("gate_tally", "#affected+returnees+ind+tally"),
    ("suppressed", "#meta+suppressed"),
    ("source", "#meta+source"),
    ("method", "#meta+method"),
    ("revision", "#meta+revision"),
)


def _ask(request: HttpRequest, form: str) -> tuple[Asked, Situation]:
    actor = actor_of(request)
    asked = asked_for(request.GET.dict())
    shown = situation(actor=actor, period=asked.period)
    record_reading(actor=actor, period=asked.period, form=form, revision=shown.revision)
    return asked, shown


def _file(content: bytes, kind: str, asked: Asked, ending: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    period = asked.period
    name = f"returns-{period.emergency or f'{period.since}-{period.until}'}.{ending}"
    safe = "".join(c if c.isalnum() or c in "-." else "-" for c in name)
    response["Content-Disposition"] = f'attachment; filename="{safe}"'
    return response


def as_csv(request: HttpRequest) -> HttpResponse:
    """Table with a head in English and a row of HXL tags, in UTF-8 with a mark for spreadsheets."""
    asked, shown = _ask(request, "csv")
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow([name for name, _ in COLUMNS])
    writer.writerow([tag for _, tag in COLUMNS])
    for row in _csv_rows(shown):
        writer.writerow([safe_cell(row.get(name, "")) for name, _ in COLUMNS])
    return _file(("\ufeff" + text.getvalue()).encode(), "text/csv; charset=utf-8", asked, "csv")


def _csv_rows(shown: Situation) -> Iterator[dict[str, Any]]:
    names = names_in(languages.current())
    base = {
        "as_of": shown.as_of.date().isoformat(),
        "period_start": shown.period.since.isoformat(),
        "period_end": shown.period.until.isoformat(),
        "source": f"{SOURCES['registration']}; {SOURCES['gate_tally']}",
        "method": f"{METHODS['crossings']}; {METHODS['tallies']}",
        "revision": shown.revision,
        "suppressed": "no",
    }
    yield {
        **base,
        "kind": "total",
        "registered": shown.total.value,
        "registered_female": shown.by_sex.get(FEMALE, 0),
        "registered_male": shown.by_sex.get(MALE, 0),
        "gate_tally": shown.tallied.value,
    }
    for gate in shown.gates:
        yield {
            **base,
            "kind": "gate",
            "code": gate.gate,
            "name": names.gates.get(gate.gate, ""),
            "registered": gate.registered,
            "gate_tally": gate.tallied,
        }
    for day in shown.days:
        if day.registered or day.tallied is not None:
            yield {
                **base,
                "kind": "day",
                "code": day.day.isoformat(),
                "registered": day.registered,
                "gate_tally": day.tallied,
            }
    yield from _csv_of_people(shown, names, base)


def _csv_of_people(
    shown: Situation, names: Names, base: dict[str, Any]
) -> Iterator[dict[str, Any]]:
    """Rows that say something about people: protected, and said to be."""
    known = {province.code: province.name for province in names.provinces}
    for code, cell in shown.by_province.items():
        yield {
            **base,
            "kind": "province",
            "code": code or "unknown",
            "name": known.get(code, ""),
            "registered": _open_value(cell),
            "suppressed": "no" if cell.kind == "exact" else cell.kind,
        }
    for kind, words, line in (
        *(("flag", names.flags, line) for line in shown.flags),
        *(("need", names.needs, line) for line in shown.needs),
    ):
        yield {
            **base,
            "kind": kind,
            "code": "protected" if line.flag == "*" else line.flag,
            "name": words.get(line.flag, ""),
            "registered": _open_value(line.persons),
            "suppressed": "no" if line.persons.kind == "exact" else line.persons.kind,
            "source": SOURCES["screening"],
            "method": METHODS["flags"],
        }


def _open_value(cell: Shown) -> Any:
    return f"<{cell.value}" if cell.kind == "below" else cell.value


def as_json(request: HttpRequest) -> HttpResponse:
    """Everything the page shows, for a program."""
    asked, shown = _ask(request, "json")
    content = json.dumps(as_data(shown), ensure_ascii=False, indent=1).encode()
    return _file(content, "application/json", asked, "json")


def as_data(shown: Situation) -> dict[str, Any]:
    """The report as plain values. Counts that are not shown exactly say how they are shown."""
    return {
        "from": str(shown.period.since),
        "to": str(shown.period.until),
        "emergency": shown.period.emergency or None,
        "as_of": shown.as_of.isoformat(timespec="seconds"),
        "revision": shown.revision,
        "protection": {
            "fewer_than": shown.cuts.protection.small,
            "rounded_to": shown.cuts.protection.base,
        },
        "figures": {
            name: _figure(figure)
            for name, figure in (
                ("registered", shown.total),
                ("persons", shown.persons),
                ("registered_today", shown.registered_today),
                ("gate_tally", shown.tallied),
                ("gate_tally_today", shown.tallied_today),
                ("lists_with_rows_set_aside", shown.lists_aside),
                ("rows_set_aside", shown.rows_aside),
            )
            if figure is not None
        },
        "difference": shown.difference,
        "waiting": {
            **_cell(shown.waiting),
            "longest_minutes": round(shown.longest_wait.total_seconds() / 60)
            if shown.longest_wait
            else None,
        },
        "children": _cell(shown.children),
        **_breakdowns(shown),
    }


def _breakdowns(shown: Situation) -> dict[str, Any]:
    return {
        "by_sex": {str(sex): number for sex, number in shown.by_sex.items()},
        "by_sex_and_age": [
            {"sex": sex, "from_age": None if band < 0 else band, **_cell(cell)}
            for (sex, band), cell in shown.by_age.items()
        ],
        "by_mode": dict(shown.by_mode),
        "by_province": [
            {"province": code or None, **_cell(cell)} for code, cell in shown.by_province.items()
        ],
        "by_gate": [
            {
                "gate": gate.gate,
                "registered": gate.registered,
                "gate_tally": gate.tallied,
                "last_message": gate.last_at.isoformat(timespec="seconds")
                if gate.last_at
                else None,
                "silent": gate.silent,
            }
            for gate in shown.gates
        ],
        "by_day": [
            {"day": str(day.day), "registered": day.registered, "gate_tally": day.tallied}
            for day in shown.days
        ],
        "gate_tally_by_sex_and_age": [
            {"sex": sex, "age": group, "count": number}
            for (sex, group), number in shown.tally_profile.items()
        ],
        "flags": [
            {
                "flag": "protected" if line.flag == "*" else line.flag,
                **_cell(line.persons),
                "waiting": _cell(line.waiting),
            }
            for line in shown.flags
        ],
        "needs": [
            {"need": line.flag, **_cell(line.persons), "waiting": _cell(line.waiting)}
            for line in shown.needs
        ],
    }


def _figure(figure: Figure) -> dict[str, Any]:
    return {
        "value": figure.value,
        "as_of": figure.as_of.isoformat(timespec="seconds"),
        "source": SOURCES[figure.source],
        "method": METHODS[figure.method],
        "revision": figure.revision,
    }


def _cell(cell: Shown) -> dict[str, Any]:
    return {"count": cell.value if cell.kind != "below" else None, "shown": cell.kind}


def as_pdf(request: HttpRequest) -> HttpResponse:
    """The report for paper, in the language of the page."""
    asked, shown = _ask(request, "pdf")
    pdf = report_pdf(shown, asked, languages.current())
    return _file(pdf, "application/pdf", asked, "pdf")
