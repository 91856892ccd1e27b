"""Lines and files as a page shows them: words for codes, names in the reader's language first."""

from typing import Any

from django.utils.translation import gettext as _

from polakor.doors.office.recruitment.words import (
    DEPOSIT,
    KINDS,
    OFFICES,
    RESULT_MARKS,
    RESULTS,
    ROLES,
    VISITS,
)
from polakor.doors.ui import figures, languages
from polakor.doors.ui.standing import (
    said_of,
    standing_day,
    standing_mark,
    standing_word,
    standing_words,
)
from polakor.recruitment.queries.inspections import FindingLine, InspectionLine
from polakor.recruitment.queries.recruiters import RecruiterFile, RecruiterLine
from polakor.reference.queries.codes import labels, labels_of_lists
from polakor.reference.queries.places import place_full_names, province_names


def names_of(line: RecruiterLine) -> tuple[str, str]:
    """The name in the reader's language, and the other one or ""."""
    own = languages.current() == "km"
    names = (line.name_km, line.name_latin) if own else (line.name_latin, line.name_km)
    first, *others = [name for name in names if name]
    return first, others[0] if others else ""


def name_of(line: RecruiterLine) -> str:
    """The name in the reader's language."""
    return names_of(line)[0]


def row(line: RecruiterLine, provinces: dict[str, str]) -> dict[str, Any]:
    """A recruiter in a list."""
    first, other = names_of(line)
    closed = line.kind != "agency" and line.listed_on is None
    return {
        "line": line,
        "name": first,
        "other": other,
        "kind": KINDS[line.kind],
        "province": provinces.get(line.province, ""),
        "mark": "kept" if closed else standing_mark(line),
        "word": _("not public") if closed else standing_word(line),
        "day": standing_day(line),
        "words": _("not public") if closed else standing_words(line),
    }


def file_words(file: RecruiterFile) -> dict[str, Any]:
    """Everything about one, in words."""
    language = languages.current()
    provinces = province_names(language)
    lists = labels_of_lists(("countries", "sectors", "institutions"), language)
    places = place_full_names({one.place for one in file.offices if one.place}, language)
    countries = lists["countries"]
    return {
        **row(file.line, provinces),
        "file": file,
        "works_for": row(file.works_for, provinces) if file.works_for else None,
        "sub_agents": [row(one, provinces) for one in file.sub_agents],
        "acts": [(one, said_of(one.act.act)) for one in file.acts],
        "permits": [
            (
                one,
                countries.get(one.country, one.country),
                lists["sectors"].get(one.sector, one.sector) or _("every kind of work"),
            )
            for one in file.permits
        ],
        "offices": [
            (one, OFFICES[one.kind], places.get(one.place) or countries.get(one.country, ""))
            for one in file.offices
        ],
        "responsible": [
            (one, ROLES[one.role], countries.get(one.country, "")) for one in file.responsible
        ],
        "memberships": [
            (one, lists["institutions"].get(one.association, one.association))
            for one in file.memberships
        ],
        "measures": [(one, said_of(one.kind)) for one in file.measures],
        "deposit": [(one, DEPOSIT[one.change]) for one in file.deposit],
        "balance": [
            f"{figures.number(amount, 2)} {currency}" for currency, amount in file.balance.items()
        ],
    }


def visit(line: InspectionLine) -> dict[str, Any]:
    """An inspection in a list."""
    return {"line": line, "kind": VISITS[line.kind]}


def findings(found: tuple[FindingLine, ...]) -> list[dict[str, Any]]:
    """What was seen at each point, in words."""
    points = labels("checklist_items", languages.current())
    return [
        {
            "line": one,
            "point": points.get(one.item, one.item),
            "mark": RESULT_MARKS[one.result],
            "word": RESULTS[one.result],
        }
        for one in found
    ]
