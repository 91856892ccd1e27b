"""The situation report on paper: the page's figures set by Typst, its charts as pictures.

Everything written comes in as data, so that nothing a user typed is ever read as markup. Pictures
are drawn before, because a PDF engine sets the letters of an embedded drawing wrongly.
"""

import json
from pathlib import Path
from typing import Any

import fontpkg
import resvg_py
import typst
from django.conf import settings
from django.utils.translation import gettext as _

from polakor.doors.office.evidence import pictures
from polakor.doors.office.evidence.asked import Asked
from polakor.doors.office.evidence.content import bubble_map, content
from polakor.doors.ui import charts, figures
from polakor.evidence.queries.situation import Situation

FAMILIES = ("Noto Sans Khmer", "Noto Sans Thai")
TEMPLATE = Path(__file__).parent / "typst" / "returns.typ"
SHARPNESS = 2.0


def font_folders() -> list[str]:
    """Folders of the fonts of this installation; fonts of the machine are never used."""
    return [str(Path(fontpkg.path(family)).parent) for family in FAMILIES]


def report_pdf(shown: Situation, asked: Asked, language: str) -> bytes:
    """The report as a PDF in the language in force. Every letter must be in the fonts."""
    page = content(shown, asked, language)
    drawing = charts.draw(
        charts.BROAD,
        page["day_words"],
        page["day_registered"],
        page["day_tallied"],
        unfinished_last=shown.ongoing,
        write=figures.number,
    )
    curve = pictures.curve_on_paper(drawing)
    data = {
        **_data(shown, page, language),
        "curve": _picture(str(curve)),
        "map": _picture(str(bubble_map(shown, language, paper=True))),
    }
    compiled: bytes = typst.compile(
        str(TEMPLATE),
        font_paths=font_folders(),
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        pdf_standards=["ua-1"],
    )
    return compiled


def _picture(svg: str) -> list[int]:
    """A PNG as numbers: the one form in which bytes travel inside JSON without a file."""
    drawn: bytes = resvg_py.svg_to_bytes(
        svg_string=svg, font_dirs=font_folders(), skip_system_fonts=True, zoom=SHARPNESS
    )
    return list(drawn)


def _data(shown: Situation, page: dict[str, Any], language: str) -> dict[str, Any]:
    return {
        "language": language,
        "demo": _("DEMO: all names and figures are invented") if settings.DEMO else "",
        "product": _("Polakor"),
        "kicker": _("Situation report"),
        "title": page["title"],
        "period": page["period"],
        "as_of": _("As of %(moment)s · revision %(revision)s")
        % {"moment": figures.moment(shown.as_of), "revision": shown.revision},
        "empty": page["empty"],
        "empty_words": _("Nobody has been registered or counted in these days"),
        "figures": [
            [figure.label, f"{figure.value} {figure.beside}".strip(), figure.note, figure.source]
            for figure in page["figures"]
        ],
        "tables": [table for table in _tables(shown, page) if table["rows"]],
        "by_day": _("By day"),
        "by_day_words": _("Columns: registered. Line: gate tally."),
        "registered": bool(shown.total.value),
        "map_title": _("Province they are going to"),
        "map_words": _(
            "Each circle is a province with its number; its area is the number of people."
        ),
        "pair_words": page["pair"]["words"],
        "both_sources": page["both_sources"],
        "method_title": _("How it is counted"),
        "methods": page["methods"],
        "again": _(
            "Counting the same records again gives the same figures and the same revision "
            "%(revision)s."
        )
        % {"revision": shown.revision},
    }


def _tables(shown: Situation, page: dict[str, Any]) -> list[dict[str, Any]]:
    """Title, head, rows, sum and note of every table, all as text."""
    protection = shown.cuts.protection
    rounded = _("Rounded to %(base)s; <%(small)s is fewer than %(small)s people.") % {
        "base": protection.base,
        "small": protection.small,
    }
    return [
        *_help_tables(page, rounded),
        *_gate_tables(shown, page),
        *_people_tables(shown, page, rounded),
    ]


def _help_tables(page: dict[str, Any], rounded: str) -> list[dict[str, Any]]:
    return [
        {
            "title": _("Needs help now"),
            "head": [_("Reason"), _("All"), _("Waiting")],
            "rows": [[flag.name, flag.persons, flag.waiting] for flag in page["flags"]],
            "note": f"{rounded} {_('One person can have several reasons.')}"
            f" {page['screening_line']}",
        },
        {
            "title": _("What they need"),
            "head": [_("What they need"), _("All"), _("Waiting")],
            "rows": [[need.name, need.persons, need.waiting] for need in page["needs"]],
            "note": f"{rounded} {page['screening_line']}",
        },
    ]


def _gate_tables(shown: Situation, page: dict[str, Any]) -> list[dict[str, Any]]:
    number, signed = figures.number, figures.signed
    return [
        {
            "title": _("By border gate"),
            "head": [_("Gate"), _("Registered"), _("Gate tally"), _("Difference")],
            "rows": [
                [
                    gate.name,
                    number(gate.line.registered),
                    number(gate.line.tallied),
                    signed(gate.difference),
                ]
                for gate in page["gates"]
            ],
            "sum": [
                _("All gates"),
                number(shown.total.value),
                number(shown.tallied.value),
                signed(shown.difference),
            ],
            "note": f"{page['pair']['words']} {page['both_sources']}",
        },
    ]


def _people_tables(shown: Situation, page: dict[str, Any], rounded: str) -> list[dict[str, Any]]:
    number, percent = figures.number, figures.percent
    return [
        {
            "title": _("Age and sex, registered"),
            "head": [_("Age"), *(column["name"] for column in page["sexes"])],
            "rows": [[row["name"], *row["cells"]] for row in page["ages"] if shown.total.value],
            "sum": [_("All"), *(number(column["total"]) for column in page["sexes"])],
            "note": f"{rounded} {page['source_line']}",
        },
        {
            "title": _("How they came, registered"),
            "head": [_("Way"), _("People"), _("Share")],
            "rows": [
                [row["name"], number(row["value"]), percent(row["share"], 1)]
                for row in page["modes"]
            ],
            "note": page["source_line"],
        },
        {
            "title": _("Counted at the gates, without names"),
            "head": [_("Group"), _("People"), _("Share")],
            "rows": [
                [row["name"], number(row["value"]), percent(row["share"], 1)]
                for row in page["tallied"]
            ],
            "note": page["both_sources"],
        },
        {
            "title": _("Province they are going to"),
            "head": [_("Province"), _("Number"), _("People")],
            "rows": [
                [row.name, row.code or "–", row.value]
                for row in page["provinces"]
                if row.value != "0" and shown.total.value
            ],
            "note": f"{rounded} {page['source_line']}",
        },
    ]
