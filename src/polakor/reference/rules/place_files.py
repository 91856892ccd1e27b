"""Reads the CSV files places come in: the official tables by level, or one plain table."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from io import StringIO

from polakor.reference.rules.clean_places import PlaceRow

LEVELS = ("province", "district", "commune", "village")
_PLAIN = ("code", "name_km", "name_latin")
_OFTEN = {
    "code": ("code", "pcode", "place_code", "admin_code"),
    "parent": ("parent", "parent_code"),
    "level": ("level",),
    "name_km": ("name_km", "name_kh", "name_local", "khmer", "local_name"),
    "name_latin": ("name_latin", "name_en", "latin", "english"),
    "other_names": ("other_names", "alternative_names"),
}


@dataclass(frozen=True, slots=True)
class FileFault:
    """Why a file of places cannot be read; ``line`` counts from 1."""

    file: str
    line: int
    reason: str


def read_place_file(
    name: str, text: str, digits: Sequence[int]
) -> tuple[list[PlaceRow], FileFault | None]:
    """Read one CSV text. Returns its rows, or no row and the fault that stops the reading.

    Two forms are known. Official tables have columns such as ``commune_code``, ``commune_kh``,
    ``commune_en`` and the codes of the levels above; the deepest one names the level. Plain tables
    have ``code``, ``name_km``, ``name_latin`` and perhaps ``parent``, ``level`` and
    ``other_names`` (divided by ``;``); without them the length of the code says the level and its
    beginning the parent.
    """
    reader = csv.reader(StringIO(text.removeprefix("\ufeff")), strict=True)
    rows: list[PlaceRow] = []
    try:
        header = [cell.strip().lower() for cell in next(reader, [])]
        columns = _official(header) or _plain(header)
        if columns is None:
            reason = f"the first line must name the columns {', '.join(_PLAIN)}"
            return [], FileFault(name, 1, reason)
        for cells in reader:
            if not any(cell.strip() for cell in cells):
                continue
            if len(cells) != len(header):
                reason = f"{len(cells)} cells where the first line has {len(header)}"
                return [], FileFault(name, reader.line_num, reason)
            row = dict(zip(header, cells, strict=True))
            rows.append(_row(name, reader.line_num, row, columns, digits))
    except csv.Error as problem:
        return [], FileFault(name, reader.line_num, str(problem))
    if not rows:
        return [], FileFault(name, 1, "there is no place in it")
    return rows, None


def _official(header: Sequence[str]) -> dict[str, str] | None:
    deepest = max((n for n, name in enumerate(LEVELS) if f"{name}_code" in header), default=-1)
    if deepest < 0:
        return None
    name = LEVELS[deepest]
    code, latin = f"{name}_code", f"{name}_en"
    local = [cell for cell in header if cell.startswith(f"{name}_") and cell not in (code, latin)]
    if not local and latin not in header:
        return None
    columns = {"code": code, "name_latin": latin, "level": str(deepest + 1)}
    if local:
        columns["name_km"] = local[0]
    if deepest:
        columns["parent"] = f"{LEVELS[deepest - 1]}_code"
    return columns


def _plain(header: Sequence[str]) -> dict[str, str] | None:
    columns = {
        meaning: next(name for name in names if name in header)
        for meaning, names in _OFTEN.items()
        if any(name in header for name in names)
    }
    named = "name_km" in columns or "name_latin" in columns
    return columns if "code" in columns and named else None


def _row(
    file: str, line: int, row: dict[str, str], columns: dict[str, str], digits: Sequence[int]
) -> PlaceRow:
    def cell(meaning: str) -> str:
        return row.get(columns.get(meaning, ""), "")

    code = cell("code").strip()
    written = columns.get("level", "")
    level_text = written if written.isdigit() else cell("level").strip()
    level = int(level_text) if level_text.isdigit() else _level_of(code, digits)
    parent = cell("parent").strip()
    if not parent and 1 < level <= len(digits) and "parent" not in columns:
        parent = code[: digits[level - 2]]
    others = tuple(name.strip() for name in cell("other_names").split(";") if name.strip())
    return PlaceRow(file, line, level, code, parent, cell("name_km"), cell("name_latin"), others)


def _level_of(code: str, digits: Sequence[int]) -> int:
    return next((level for level, size in enumerate(digits, 1) if len(code) == size), 0)
