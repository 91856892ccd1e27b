"""Opens a list whatever it is called: xlsx, xls, ods, delimited text or a web table.

What a file is, is told by its content and never by its ending. Nothing is evaluated, fetched or
run: formulas are read as the values stored beside them, macros are left where they are.
"""

from polakor.intake import errors
from polakor.intake.rules import delimited, packages, sniff, spreadsheets, webtables
from polakor.intake.rules.notices import Notice
from polakor.intake.rules.workbooks import MB, Limits, Merge, Row, Sheet, Workbook

__all__ = ["Limits", "Merge", "Notice", "Row", "Sheet", "Workbook", "open_table_file"]


def open_table_file(content: bytes, filename: str, limits: Limits | None = None) -> Workbook:
    """Open `content`. `filename` only names the sheet of a text file; it is never believed.

    Raises a `polakor.intake.errors.FileRefusal` that says what to do next; nothing else.
    """
    limits = limits or Limits()
    if not content.strip(b" \t\r\n\x00\xef\xbb\xbf\xff\xfe"):
        raise errors.EmptyFile()
    if len(content) > limits.max_bytes:
        raise errors.FileTooLarge(size=len(content) // MB + 1, limit=limits.max_bytes // MB)
    kind = sniff.sniff(content)
    if kind == "zip":
        return packages.open_package(content, limits)
    if kind == "ole":
        return spreadsheets.open_old_workbook(content, limits)
    if kind == "html":
        return webtables.open_web_table(content, limits)
    return delimited.open_delimited(content, filename, limits)
