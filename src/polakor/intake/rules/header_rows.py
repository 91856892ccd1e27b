"""Where the headings of a sheet stand: under title rows, in one to three rows, merged or not."""

import re

from polakor.intake.rules.fields import NAME_FIELDS, Field
from polakor.intake.rules.headings import SURE, hxl_meaning, is_hxl, is_part, meaning
from polakor.intake.rules.text import fold, tidy
from polakor.intake.rules.vocabulary import Vocabulary
from polakor.intake.rules.workbooks import Row, Sheet

_DEPTH = 40  # rows searched
_WIDTH = 60  # columns looked at while searching
_LONGEST = 80  # letters of a heading
_CLEARLY = 0.6  # a later row must name this much more: the same headings may be repeated below
_PART = 0.6  # what a word like "male" or "total" adds to a row of headings
_DATA = re.compile(r"[\d\s.,:/\-+()]+|.*\d{4,}.*", re.DOTALL)


def find_header(sheet: Sheet, vocabulary: Vocabulary) -> tuple[int, ...]:
    """Numbers of the header rows, () when the sheet has none."""
    rows = list(sheet.rows[:_DEPTH])
    best, best_score = -1, 0.0
    for at, row in enumerate(rows):
        score = heading_score(row, vocabulary)
        if at + 1 < len(rows) and score:
            # Sub-headings below make a group row a better header than it looks by itself.
            score += 0.25 * heading_score(rows[at + 1], vocabulary)
        if score > best_score + _CLEARLY:
            best, best_score = at, score
    if best < 0 or best_score < 2.0:
        tags = next((row.number for row in rows if is_tag_row(row)), 0)
        return (tags,) if tags else _lone_name_heading(rows, vocabulary)
    return _whole_header(sheet, rows, best, vocabulary)


def heading_score(row: Row, vocabulary: Vocabulary) -> float:
    """How many different columns the cells of a row name, less what looks like data."""
    known: dict[tuple[str, str], float] = {}
    data = 0
    filled = [cell for cell in row.cells[:_WIDTH] if cell.strip()]
    if len(filled) < 2:
        return 0.0
    for cell in filled:
        if not _may_head(cell):
            data += 1
            continue
        found = meaning(cell, "", vocabulary)
        if found.score >= SURE and found.word != "hxl":
            key = (found.field.value, found.detail or found.word)
            known[key] = max(known.get(key, 0.0), found.score / 100.0)
        elif is_part(cell, vocabulary):
            known["part", fold(cell)] = _PART
    names = any(field in NAME_FIELDS for field, _ in known)
    return max(0.0, sum(known.values()) + (0.5 if names else 0.0) - data)


def names_columns(labels: list[str], vocabulary: Vocabulary) -> int:
    """How many of `labels` surely name a column."""
    return sum(meaning(x, "", vocabulary).score >= SURE for x in labels if _may_head(x))


def _may_head(cell: str) -> bool:
    text = tidy(cell)
    return len(text) <= _LONGEST and not _DATA.fullmatch(text)


def _lone_name_heading(rows: list[Row], vocabulary: Vocabulary) -> tuple[int, ...]:
    """A list may have nothing but a column of names under the word "name"."""
    for row in rows:
        filled = [cell for cell in row.cells if cell.strip()]
        named = [cell for cell in filled if _names(cell, vocabulary)]
        if named and len(filled) <= 2:
            return (row.number,)
    return ()


def _names(cell: str, vocabulary: Vocabulary) -> bool:
    found = meaning(cell, "", vocabulary)
    return found.score >= 90 and found.field in NAME_FIELDS


def _whole_header(
    sheet: Sheet, rows: list[Row], at: int, vocabulary: Vocabulary
) -> tuple[int, ...]:
    """The best row with the group row above it and the sub-headings and tags below it."""
    first = last = at
    if at > 0 and is_group_row(sheet, rows[at - 1], rows[at], vocabulary):
        first = at - 1
    while last + 1 < len(rows) and last - first < 3:
        below = rows[last + 1]
        if not (is_tag_row(below) or _is_sub_row(sheet, rows[last], below, vocabulary)):
            break
        last += 1
    return tuple(row.number for row in rows[first : last + 1])


def is_tag_row(row: Row) -> bool:
    """True for a row of Humanitarian Exchange Language tags."""
    filled = [cell for cell in row.cells if cell.strip()]
    return len(filled) >= 2 and sum(map(is_hxl, filled)) >= len(filled) * 0.7


def is_group_row(sheet: Sheet, above: Row, header: Row, vocabulary: Vocabulary) -> bool:
    """A row of wide headings over narrower ones: merged sideways, or known and mostly blank."""
    filled = [i for i, cell in enumerate(above.cells) if cell.strip()]
    if len(filled) < 2 or any(not _may_head(above.cells[i]) for i in filled):
        return False
    known = _known(above, filled, vocabulary)
    blank_below = [i for i in filled if not _cell(header, i).strip()]
    wide = [m for m in sheet.merges if m.top == above.number - 1 and m.right > m.left]
    if len(wide) >= 2 or (known and len(blank_below) * 2 >= len(filled)):
        return True
    # Files without merges: few headings over many, most of them known.
    below = sum(1 for cell in header.cells if cell.strip())
    return len(known) * 2 > len(filled) and len(filled) * 2 <= below


def _is_sub_row(sheet: Sheet, header: Row, below: Row, vocabulary: Vocabulary) -> bool:
    """A second row of headings: only headings, and at least one under a wide or blank one."""
    filled = [i for i, cell in enumerate(below.cells) if cell.strip()]
    if not filled or any(not _may_head(below.cells[i]) for i in filled):
        return False
    if len(filled) > 2 and len({fold(below.cells[i]) for i in filled} - {""}) < len(filled) // 2:
        return False
    if [fold(c) for c in below.cells] == [fold(c) for c in header.cells]:
        return False  # the header once more, not a part of it
    if (
        heading_score(below, vocabulary) >= 2.5
        and len(_known(below, filled, vocabulary)) * 5 >= len(filled) * 3
    ):
        return True  # the same headings in a second language
    tall = [m for m in sheet.merges if m.top == header.number - 1 and m.bottom > m.top]
    if len(tall) >= 2 and any(m.bottom >= below.number - 1 for m in tall):
        return True
    known = [i for i in filled if _under(header, below, i, vocabulary) >= SURE]
    wide = [i for i in filled if not _cell(header, i).strip()]
    return bool(wide) and len(known) * 2 > len(filled) and len(filled) < len(below.cells)


def _known(row: Row, filled: list[int], vocabulary: Vocabulary) -> list[int]:
    return [i for i in filled if meaning(row.cells[i], "", vocabulary).score >= SURE]


def _under(header: Row, below: Row, index: int, vocabulary: Vocabulary) -> float:
    group = next((header.cells[i] for i in range(index, -1, -1) if _cell(header, i).strip()), "")
    return meaning(below.cells[index], group, vocabulary).score


def _cell(row: Row, index: int) -> str:
    return row.cells[index] if index < len(row.cells) else ""


def labels_of(sheet: Sheet, header: tuple[int, ...]) -> list[tuple[str, str]]:
    """Per column its own heading and the wider one above it ("" where there is none).

    A blank cell of an upper row belongs to the heading on its left when the two are merged, or,
    in files that keep no merges, when something stands below it.
    """
    rows = [sheet.rows[number - 1] for number in header]
    tags = [row for row in rows if is_tag_row(row)]
    rows = [row for row in rows if row not in tags] or rows
    width = max((len(row.cells) for row in (*rows, *tags)), default=0)
    spread = [_spread(sheet, row, rows[depth + 1 :], width) for depth, row in enumerate(rows)]
    labels = []
    for index in range(width):
        said = [text for text in (line[index] for line in spread) if text]
        own = said[-1] if said else ""
        # Over three rows the middle one may only say the same in another language.
        wider = list(dict.fromkeys(text for text in said[:-1] if text != own))
        group = " ".join(wider) if len(rows) > 2 else wider[-1] if wider else ""
        tag = next((_cell(row, index).strip() for row in tags if _cell(row, index).strip()), "")
        labels.append((own, group) if not tag or _plain(tag) else (tag, ""))
    return labels


def _plain(tag: str) -> bool:
    """A tag this reader gives no meaning leaves the human heading its say."""
    found = hxl_meaning(tag)
    return found is None or found.field is Field.OTHER


def _spread(sheet: Sheet, row: Row, below: list[Row], width: int) -> list[str]:
    """The texts of a header row, each spread over the columns it stands above."""
    cells = [_cell(row, index).strip() for index in range(width)]
    merged = {
        index: merge.left
        for merge in sheet.merges
        if merge.top == row.number - 1
        for index in range(merge.left, min(merge.right, width - 1) + 1)
    }
    said = ""
    for index in range(width):
        if cells[index]:
            said = cells[index]
        elif index in merged:
            cells[index] = cells[merged[index]]
        elif below and not merged and said and any(_cell(low, index).strip() for low in below):
            cells[index] = said
    return cells
