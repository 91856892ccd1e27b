"""Delimited text: which sign parts the cells, and records that one broken quote cannot swallow."""

import csv
import io
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import PurePath

from polakor.intake import errors
from polakor.intake.rules import encodings
from polakor.intake.rules.notices import Notice
from polakor.intake.rules.workbooks import Limits, Row, Sheet, Workbook, check_rows

_SIGNS = (",", ";", "\t", "|")
_MOST_LINES_IN_A_CELL = 12  # an address may run over a few lines; more is a quote left open
csv.field_size_limit(min(sys.maxsize, 2**31 - 1))


def open_delimited(content: bytes, filename: str, limits: Limits) -> Workbook:
    """Open text parted by comma, semicolon, tab or bar. Raises `UnknownEncoding` and limits."""
    decoded = encodings.decode(content)
    if decoded.text.count("\x00") > len(decoded.text) // 3:
        raise errors.UnknownEncoding()
    sign = find_sign(decoded.text)
    rows = []
    bad = open_quotes = 0
    for number, (cells, marks) in enumerate(_records(decoded.text, sign), 1):
        check_rows(number, len(cells), limits)
        if decoded.stray and any(encodings.is_stray(cell) for cell in cells):
            cells, marks = [encodings.mend(cell) for cell in cells], (*marks, "bad_bytes")
            bad += 1
        open_quotes += "unclosed_quote" in marks
        rows.append(Row(number, tuple(cells), marks))
    notices = [Notice.of("stray_bytes", rows=bad)] if bad else []
    if open_quotes:
        notices.append(Notice.of("unclosed_quotes", rows=open_quotes))
    sheet = Sheet(PurePath(filename).stem, tuple(rows))
    return Workbook("csv", (sheet,), decoded.encoding, tuple(notices))


def find_sign(text: str) -> str:
    """The sign that cuts most of the first lines into the same number of cells (default comma)."""
    lines = [line for line in text[:200_000].splitlines()[:60] if line.strip()]
    if lines and lines[0].lower().startswith("sep=") and len(lines[0].strip()) == 5:
        return lines[0].strip()[4]
    best, best_score = ",", 0.0
    for sign in _SIGNS:
        counts = Counter(_outside_quotes(line, sign) for line in lines)
        counts.pop(0, None)
        if not counts:
            continue
        cells, often = max(counts.items(), key=lambda item: (item[1], item[0]))
        score = often / len(lines) + min(cells, 20) * 0.02
        if score > best_score:
            best, best_score = sign, score
    return best


def _outside_quotes(line: str, sign: str) -> int:
    """How often `sign` stands outside quoted parts."""
    if '"' not in line:
        return line.count(sign)
    return sum(part.count(sign) for part in line.split('"')[::2])


def _records(text: str, sign: str) -> Iterator[tuple[list[str], tuple[str, ...]]]:
    """Cells and marks of each record, whatever the line ends."""
    if '"' not in text:
        for cells in csv.reader(io.StringIO(text, newline=""), delimiter=sign):
            yield cells, ()
        return
    lines = io.StringIO(text, newline="").readlines()
    at = 0
    while at < len(lines):
        taken = _record_length(lines, at)
        if taken:
            yield _cells("".join(lines[at : at + taken]), sign), ()
        else:
            taken = 1
            yield _broken(lines[at], sign)
        at += taken


def _record_length(lines: list[str], at: int) -> int:
    """How many lines make up the record that begins at `at`; 0 when its quote is never closed."""
    quotes = 0
    for length in range(1, _MOST_LINES_IN_A_CELL + 1):
        if at + length > len(lines):
            return 0
        quotes += lines[at + length - 1].count('"')
        if quotes % 2 == 0:
            return length
    return 0


def _cells(record: str, sign: str) -> list[str]:
    rows = list(csv.reader(io.StringIO(record, newline=""), delimiter=sign))
    return [cell for row in rows for cell in row] if len(rows) != 1 else rows[0]


def _broken(line: str, sign: str) -> tuple[list[str], tuple[str, ...]]:
    """A line with an odd number of quotes: fine when the quote stands inside a bare cell."""
    try:
        rows = list(csv.reader([line], delimiter=sign, strict=True))
    except csv.Error:
        return [line.rstrip("\r\n")], ("unclosed_quote",)
    return (rows[0] if rows else []), ()
