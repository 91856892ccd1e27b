"""The answers to rumours as an A4 poster in the country's language, set by Typst."""

import json
from collections.abc import Sequence
from pathlib import Path

import typst
from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from polakor.assistance.queries.rumours import Answer
from polakor.doors.office.evidence.paper import font_folders
from polakor.doors.ui import figures
from polakor.reference.queries.pack import pack_settings

TEMPLATE = Path(__file__).parent / "typst" / "poster.typ"


def poster_pdf(answers: Sequence[Answer], address: str) -> bytes:
    """The poster as a PDF; ``address`` is the public page's.

    Everything written comes in as data, never as markup.
    """
    language = str(pack_settings()["pack"]["languages"][0])
    with translation.override(language):
        data = {
            "language": language,
            "title": _("What is said, and what is true"),
            "demo": _("DEMO: all names and figures are invented") if settings.DEMO else "",
            "as_of": _("As of %(moment)s") % {"moment": figures.moment(timezone.now())},
            "more": _("Ask an officer, or read more at %(address)s") % {"address": address},
            "empty": _("No answer has been published yet."),
            "answers": [
                {
                    "asked": one.asked_km,
                    "answer": one.answer_km,
                    "who": f"{one.said_by} · {figures.day(one.said_on)} · {one.source}",
                }
                for one in answers
            ],
        }
    compiled: bytes = typst.compile(
        str(TEMPLATE),
        font_paths=font_folders(),
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        pdf_standards=["ua-1"],
    )
    return compiled
