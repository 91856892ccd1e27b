"""A batch of family tokens on plain A4 paper, for a printer that is not a good one."""

import io
import json
from pathlib import Path

import segno
import typst
from django.utils import translation
from django.utils.translation import gettext as _

from polakor.doors.office.evidence.paper import font_folders
from polakor.intake.models import TokenBatch
from polakor.intake.rules.tokens import make_token, signed_text
from polakor.intake.token_keys import batch_key

TEMPLATE = Path(__file__).parent / "typst" / "tokens.typ"
CORRECTION = "m"  # a seventh of the code may be smeared or torn
MASK = 3
"""One pattern for all: choosing the best of eight for each took five times as long."""
QUIET = 4  # light modules round a code, without which cheap cameras do not find it


def tokens_pdf(batch: TokenBatch) -> bytes:
    """Every sheet of a batch, in both languages. Raises ``BatchKeyGone``.

    Two and a half thousand tokens take five seconds of processor. Signatures differ from one
    printing to the next and are all good.
    """
    compiled: bytes = typst.compile(
        str(TEMPLATE),
        font_paths=font_folders(),
        ignore_system_fonts=True,
        sys_inputs=set_in_type(batch),
    )
    return compiled


def set_in_type(batch: TokenBatch) -> dict[str, str]:
    """What the template is given. Raises ``BatchKeyGone``."""
    private = batch_key(batch.code)
    numbers = range(batch.first, batch.last + 1)
    tokens = [make_token(batch.code, number) for number in numbers]
    data = {
        "title": f"Polakor · {batch.code} · {tokens[0]} – {tokens[-1]}",
        "km": _words("km"),
        "en": _words("en"),
        "tokens": [
            {"token": token, "picture": _code(signed_text(token, private))} for token in tokens
        ],
    }
    return {"data": json.dumps(data, ensure_ascii=False)}


def _words(language: str) -> str:
    with translation.override(language):
        return _("Keep this paper. Show it at every desk.")


def _code(text: str) -> str:
    drawn = io.BytesIO()
    made = segno.make_qr(text, error=CORRECTION, boost_error=False, mask=MASK)
    made.save(drawn, kind="svg", border=QUIET, xmldecl=False, svgclass=None, lineclass=None)
    return drawn.getvalue().decode()
