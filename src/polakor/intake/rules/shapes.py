"""Sheets that are not one table with headings on top, cut into sheets that are.

Offices set two tables side by side to save paper, put one below the other with other columns,
write husband and wife on one row, or let the headings run down the side as on a form. Read as one
table, such a sheet would lose every second person or make people of headings. Each piece keeps the
numbers of its rows and the places of its columns; what belongs to another piece is blank in it.
"""

from collections import Counter
from dataclasses import replace

from polakor.intake.rules.fields import NAME_FIELDS, PLACE_LEVELS, Field
from polakor.intake.rules.header_rows import (
    find_header,
    heading_score,
    is_group_row,
    labels_of,
    names_columns,
)
from polakor.intake.rules.headings import SURE, meaning
from polakor.intake.rules.notices import Notice
from polakor.intake.rules.text import fold
from polakor.intake.rules.vocabulary import Vocabulary
from polakor.intake.rules.workbooks import Merge, Piece, Row, Sheet, Workbook

_CLEARLY_TURNED = 3.0  # what headings down the side must name at least
_LARGEST_FORM = 80  # rows and columns of a sheet that may be a form
_OF_ONE_PERSON = frozenset({Field.SEX, Field.AGE, Field.BIRTH})
_OF_BOTH = frozenset({Field.PLACE, *PLACE_LEVELS, Field.HOUSEHOLD, Field.GATE, Field.RETURNED_ON})

Labels = list[tuple[str, str]]


def unfolded(book: Workbook, vocabulary: Vocabulary) -> Workbook:
    """`book` with every sheet cut into plain tables, and a notice for each that was.

    A book of plain tables comes back unchanged. Never raises.
    """
    sheets: list[Sheet] = []
    notices = list(book.notices)
    for at, sheet in enumerate(book.sheets):
        pieces = _pieces(sheet, at, vocabulary)
        if len(pieces) > 1:
            notices.append(Notice.of("several_tables", sheet=sheet.name))
        elif pieces[0].turned:
            notices.append(Notice.of("turned_table", sheet=sheet.name))
        for count, piece in enumerate(pieces, 1):
            name = sheet.name if count == 1 else f"{sheet.name} ({count})"
            sheets.append(replace(cut(sheet, piece), name=name, piece=piece))
    if len(notices) == len(book.notices):
        return book
    return replace(book, sheets=tuple(sheets), notices=tuple(notices))


def cut(sheet: Sheet, piece: Piece) -> Sheet:
    """The rows and columns of one piece, the others blank; rows below it are left out."""
    if piece.turned:
        sheet = _turned(sheet)
    last = piece.last_row or len(sheet.rows)
    kept = frozenset(piece.columns)
    rows = tuple(
        row
        if piece.first_row <= row.number and not kept
        else replace(row, cells=_kept(row, kept) if piece.first_row <= row.number else ())
        for row in sheet.rows[:last]
    )
    return replace(sheet, rows=rows)


def _kept(row: Row, columns: frozenset[int]) -> tuple[str, ...]:
    return tuple(cell if at in columns else "" for at, cell in enumerate(row.cells))


def _pieces(sheet: Sheet, at: int, vocabulary: Vocabulary) -> list[Piece]:
    """The plain tables of one sheet, from above and from the left."""
    whole = Piece(at)
    if sheet.hidden or not sheet.rows:
        return [whole]
    if _runs_down(sheet, vocabulary):
        return [replace(whole, turned=True)]
    found: list[Piece] = []
    for first, last in _stacked(sheet, vocabulary):
        table = replace(whole, first_row=first, last_row=last)
        part = cut(sheet, table)
        labels = labels_of(part, find_header(part, vocabulary))
        sides = _side_by_side(labels, vocabulary) or _couples(labels, vocabulary)
        found += [replace(table, columns=columns) for columns in sides] or [table]
    return found


# ------------------------------------------------------------------------- headings down the side


def _turned(sheet: Sheet) -> Sheet:
    """Columns as rows. A column's number becomes the number of its row."""
    width = max(len(row.cells) for row in sheet.rows)
    rows = tuple(
        Row(at + 1, tuple(row.cells[at] if at < len(row.cells) else "" for row in sheet.rows))
        for at in range(width)
    )
    merges = tuple(Merge(m.left, m.top, m.right, m.bottom) for m in sheet.merges)
    return replace(sheet, rows=rows, merges=merges)


def _runs_down(sheet: Sheet, vocabulary: Vocabulary) -> bool:
    """Whether the headings stand in one of the first columns and no row has as many."""
    filled = [row for row in sheet.rows[: _LARGEST_FORM + 1] if any(map(str.strip, row.cells))]
    width = max((len(row.cells) for row in filled), default=0)
    if not 3 <= len(filled) <= _LARGEST_FORM or not 2 <= width <= _LARGEST_FORM:
        return False
    across = max(heading_score(row, vocabulary) for row in filled)
    down = 0.0
    for at in range(min(3, width - 1)):
        labels = tuple(row.cells[at] if at < len(row.cells) else "" for row in filled)
        said = [label for label in labels if label.strip()]
        if names_columns(said, vocabulary) * 5 >= len(said) * 3:
            down = max(down, heading_score(Row(1, labels), vocabulary))
    return down >= _CLEARLY_TURNED and down > across * 1.5


# --------------------------------------------------------------------------- one below the other


def _stacked(sheet: Sheet, vocabulary: Vocabulary) -> list[tuple[int, int]]:
    """First and last row of each table, in a sheet of tables with different headings.

    A further table is known by words that head columns of the one above it, in other places.
    """
    header = find_header(sheet, vocabulary)
    if not header:
        return [(1, 0)]
    starts, known = [1], [sheet.rows[number - 1] for number in header]
    words = {cell for row in known for cell in row.cells if fold(cell)}
    for row in sheet.rows[header[-1] :]:
        if words.isdisjoint(row.cells):
            continue  # most rows are people
        shared = [at for at, cell in enumerate(row.cells) if cell in words]
        moved = [at for at in shared if all(_cell(old, at) != row.cells[at] for old in known)]
        if len(shared) < 2 or len(moved) * 2 < len(shared):
            continue
        if heading_score(row, vocabulary) < _CLEARLY_TURNED:
            continue
        above = sheet.rows[row.number - 2]
        starts.append(row.number - is_group_row(sheet, above, row, vocabulary))
        known = [row]
    ends = [start - 1 for start in starts[1:]] + [0]
    return list(zip(starts, ends, strict=True))


def _cell(row: Row, at: int) -> str:
    return row.cells[at] if at < len(row.cells) else ""


# ------------------------------------------------------------------------------------ side by side


def _side_by_side(labels: Labels, vocabulary: Vocabulary) -> list[tuple[int, ...]]:
    """The columns of each table where the same headings stand two or more times in one row."""
    keys = [(fold(own), fold(group)) for own, group in labels]
    often = Counter(key for key in keys if key[0])
    named = [at for at, label in enumerate(labels) if _means(label, vocabulary) in NAME_FIELDS]
    times = max((often[keys[at]] for at in named if keys[at] in often), default=1)
    again = {key for key, count in often.items() if count == times}
    people = [
        label
        for label, key in zip(labels, keys, strict=True)
        if key in again and _means(label, vocabulary) in _OF_ONE_PERSON
    ]
    if times < 2 or not people:
        return []
    first = next(key for key in keys if key in again)
    return _blocks([at for at, key in enumerate(keys) if key == first], keys, again)


def _blocks(
    starts: list[int], keys: list[tuple[str, str]], again: set[tuple[str, str]]
) -> list[tuple[int, ...]]:
    """Each block from its first heading to the next; what stands once belongs to every block."""
    ends = [*starts[1:], len(keys)]
    shared = [at for at, key in enumerate(keys) if key[0] and key not in again]
    blocks = [
        [at for at in range(start, end) if keys[at] in again]
        for start, end in zip(starts, ends, strict=True)
    ]
    return [tuple(sorted({*block, *shared})) for block in blocks]


def _couples(labels: Labels, vocabulary: Vocabulary) -> list[tuple[int, ...]]:
    """The columns of husband and of wife, where a row holds both; where they live is of both."""
    found = [
        [at for at, label in enumerate(labels) if _is_of(label, key, vocabulary)]
        for key in ("husband", "wife")
    ]
    if not all(found) or any(len(columns) > 3 for columns in found):
        return []
    starts = sorted(columns[0] for columns in found)
    first = _means(labels[starts[0]], vocabulary)
    if not {first, _means(labels[starts[1]], vocabulary)} & NAME_FIELDS:
        return []
    sides: list[list[int]] = [[], []]
    for at, label in enumerate(labels):
        if at < starts[0] or _means(label, vocabulary) in _OF_BOTH:
            sides[0].append(at)
            sides[1].append(at)
        elif fold(label[0]):
            sides[at >= starts[1]].append(at)
    return [tuple(side) for side in sides]


def _is_of(label: tuple[str, str], key: str, vocabulary: Vocabulary) -> bool:
    said = fold(f"{label[1]} {label[0]}")
    others = [word for other in ("husband", "wife") for word in vocabulary.folded("couples", other)]
    longest = max((word for word in others if word in said), key=len, default="")
    return bool(longest) and longest in vocabulary.folded("couples", key)


def _means(label: tuple[str, str], vocabulary: Vocabulary) -> Field:
    found = meaning(label[0], label[1], vocabulary)
    return found.field if found.score >= SURE else Field.OTHER
