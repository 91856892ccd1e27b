"""Cells of a table that leaves as a file."""


def safe_cell(value: object) -> object:
    """Text that a spreadsheet would take for a formula begins with an apostrophe; None is ""."""
    if isinstance(value, str) and value[:1] in {"=", "+", "-", "@", "\t", "\r"}:
        return f"'{value}"
    return "" if value is None else value
