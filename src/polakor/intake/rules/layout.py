"""How a sheet is laid out: where its headings are and what each column is.

A proposal: the officer sees it, corrects it, and it is remembered for the sender under the
fingerprint of the headings.
"""

import hashlib
from collections import Counter
from dataclasses import replace

from polakor.intake.rules import headings, profiles
from polakor.intake.rules.fields import NAME_FIELDS, PLACE_LEVELS, Field
from polakor.intake.rules.header_rows import find_header, is_tag_row, labels_of
from polakor.intake.rules.headings import SURE, Meaning
from polakor.intake.rules.layouts import Column, Layout
from polakor.intake.rules.row_kinds import RowKinds
from polakor.intake.rules.text import fold
from polakor.intake.rules.vocabulary import Vocabulary
from polakor.intake.rules.workbooks import Row, Sheet

__all__ = ["Column", "Layout", "propose_layout"]

_SAMPLE = 300  # rows looked at to judge what a column holds
_EXAMPLES = 3
_OF_A_PERSON = frozenset(
    {Field.SEX, Field.BIRTH, Field.BIRTH_YEAR, Field.AGE, Field.DOCUMENT_NUMBER, Field.PHONE}
)
_SEXES = {"male", "female"}
_FOOTER = 40  # rows at the end that are looked at for totals and signatures


def propose_layout(sheet: Sheet, vocabulary: Vocabulary) -> Layout:
    """Propose how `sheet` is to be read. Never raises; see `Layout.has_names`."""
    header = find_header(sheet, vocabulary)
    rows = _body(sheet, header)
    labels = labels_of(sheet, header)
    width = max((len(row.cells) for row in (*rows, *_at(sheet, header))), default=0)
    found = []
    for index in range(width):
        label, group = labels[index] if index < len(labels) else ("", "")
        values = [row.cells[index] for row in rows if index < len(row.cells)]
        found.append(_column(index, label, group, values, vocabulary))
    settled = _with_heads(_settle(found, vocabulary), rows, vocabulary)
    columns = _own(_with_orders(settled, rows, vocabulary), sheet)
    printed = tuple(row.cells for row in _at(sheet, header))
    layout = Layout(
        header_rows=header,
        columns=columns,
        name_order=_usual_order(columns),
        calendar=profiles.calendar(columns, rows, vocabulary),
        day_first=profiles.day_first(columns, rows),
        header_fingerprint=_fingerprint(printed),
        headings=printed,
        tag_rows=tuple(row.number for row in _at(sheet, header) if is_tag_row(row)),
        piece=sheet.piece,
    )
    return replace(layout, footer_from=_footer(sheet, layout, RowKinds(layout, vocabulary)))


def _footer(sheet: Sheet, layout: Layout, kinds: RowKinds) -> int:
    """Number of the first total or signature row below the last row of a person, 0 if none.

    Who signs below a list writes a name there, and is not a returnee.
    """
    first = 0
    head = max(layout.header_rows, default=0)
    names = [column.index for column in layout.columns if column.field in NAME_FIELDS]
    for row in reversed(sheet.rows[max(head, len(sheet.rows) - _FOOTER) :]):
        filled = [cell for cell in row.cells if cell.strip()]
        named = [row.cells[at] for at in names if _says(row, at)]
        ends = bool(filled) and (
            kinds.is_total(filled) or kinds.is_signature(filled) or kinds.is_sum_of(named, filled)
        )
        if not ends and _is_somebody(row, layout):
            break
        if len(filled) > (6 if ends else 3):
            break
        first = row.number if ends else first
    return first


def _is_somebody(row: Row, layout: Layout) -> bool:
    """A row with a name and a number in the list, a sex, an age or a birth: no signature."""
    named = any(_says(row, c.index) for c in layout.columns if c.field in NAME_FIELDS)
    return named and any(
        _says(row, column.index)
        for column in layout.columns
        if column.field in _OF_A_PERSON or column.field == Field.ROW_NUMBER
    )


def _at(sheet: Sheet, numbers: tuple[int, ...]) -> list[Row]:
    return [sheet.rows[number - 1] for number in numbers]


def _body(sheet: Sheet, header: tuple[int, ...]) -> list[Row]:
    """A sample of the rows below the headings: the first ones, then some from further down."""
    start = header[-1] if header else 0
    below = [row for row in sheet.rows[start : start + 20_000] if any(row.cells) and not row.marks]
    if len(below) <= _SAMPLE:
        return below
    step = max(1, len(below) // (_SAMPLE // 2))
    return below[: _SAMPLE // 2] + below[_SAMPLE // 2 :: step]


def _fingerprint(printed: tuple[tuple[str, ...], ...]) -> str:
    text = "\n".join("\t".join(map(fold, row)).rstrip("\t") for row in printed)
    return hashlib.sha256(text.encode()).hexdigest()[:32] if text.strip() else ""


def _column(
    index: int, label: str, group: str, values: list[str], vocabulary: Vocabulary
) -> tuple[Column, Meaning]:
    said = headings.meaning(label, group, vocabulary) if label or group else headings.NOTHING
    examples = tuple(dict.fromkeys(value for value in values if value.strip()))[:_EXAMPLES]
    header = label if not group or group == label else f"{group} / {label}".strip(" /")
    profile = profiles.profile(values, vocabulary)
    years = headings.says_year(label or group, vocabulary)
    field, detail, doubtful = profiles.reconcile(said, profile, bool(label or group), years)
    return Column(index, header, field.value, examples, doubtful, detail), said


def _own(columns: tuple[Column, ...], sheet: Sheet) -> tuple[Column, ...]:
    """The columns of this table, without those of the one beside it."""
    own = sheet.piece.columns if sheet.piece is not None else ()
    return tuple(column for column in columns if column.index in own) if own else columns


def _with_heads(
    columns: tuple[Column, ...], rows: list[Row], vocabulary: Vocabulary
) -> tuple[Column, ...]:
    """A head of household named in a column apart, on rows that name nobody else, is a person."""
    names = {column.index for column in columns if column.field == Field.NAME}
    heads = vocabulary.folded("columns", "head_name")

    def is_apart(column: Column) -> bool:
        if column.field != Field.OTHER or fold(column.header) not in heads:
            return False
        named = [row for row in rows if _says(row, column.index)]
        return bool(named) and not any(_says(row, at) for row in named for at in names)

    return tuple(
        replace(column, field=Field.NAME.value) if names and is_apart(column) else column
        for column in columns
    )


def _says(row: Row, index: int) -> bool:
    return index < len(row.cells) and bool(row.cells[index].strip())


def _with_orders(
    columns: tuple[Column, ...], rows: list[Row], vocabulary: Vocabulary
) -> tuple[Column, ...]:
    """Which name stands first, for each column of full names."""
    return tuple(
        replace(
            column,
            name_order=profiles.name_order(
                column.header,
                [row.cells[column.index] for row in rows if column.index < len(row.cells)],
                vocabulary,
            )
            or "family_first",
        )
        if column.field == Field.NAME
        else column
        for column in columns
    )


def _usual_order(columns: tuple[Column, ...]) -> str:
    orders = [column.name_order for column in columns if column.name_order]
    return "given_first" if orders and set(orders) == {"given_first"} else "family_first"


def _settle(found: list[tuple[Column, Meaning]], vocabulary: Vocabulary) -> tuple[Column, ...]:
    """Let columns that claim the same thing agree: one row number, one sex, one birth date."""
    columns = [column for column, _ in found]
    if not {column.field for column in columns} & _OF_A_PERSON:
        columns = [_unguessed(column, said) for column, said in found]
    scores = {column.index: said.score for column, said in found}
    columns = _with_ticks(columns, vocabulary)
    for field in (Field.ROW_NUMBER, Field.SEX, Field.BIRTH, Field.AGE, Field.MODE, Field.GATE):
        rivals = [column for column in columns if column.field == field]
        if len(rivals) > 1:
            if field in (Field.BIRTH, Field.AGE) and {c.detail for c in rivals} == _SEXES:
                continue  # one column for men, one for women
            best = max(rivals, key=lambda column: (scores[column.index], -column.index))
            for column in rivals:
                if column is not best:
                    other = _instead(columns, column)
                    columns[column.index] = replace(column, field=other.value, doubtful=True)
    return tuple(_settle_places(_settle_names(columns, scores, vocabulary), scores))


def _with_ticks(columns: list[Column], vocabulary: Vocabulary) -> list[Column]:
    """A column headed "male" beside one headed "female", each with ticks, say the sex."""
    if any(column.field == Field.SEX for column in columns):
        return columns
    found: dict[str, list[Column]] = {"male": [], "female": []}
    for column in columns:
        key = vocabulary.lookup("parts").get(fold(column.header), "")
        counts = any(text.isdecimal() and text != "1" for text in column.examples)
        if column.field == Field.OTHER and key in found and not counts:
            found[key].append(column)
    if any(len(one) != 1 for one in found.values()):
        return columns
    fields = {one[0].index: Field(f"sex_{key}").value for key, one in found.items()}
    return [
        replace(c, field=fields.get(c.index, c.field), doubtful=False) if c.index in fields else c
        for c in columns
    ]


def _instead(columns: list[Column], column: Column) -> Field:
    """A second "No." right of the kinds of documents is the number of the document."""
    left = columns[column.index - 1].field if column.index else ""
    numbers = column.field == Field.ROW_NUMBER and left == Field.DOCUMENT_KIND
    return Field.DOCUMENT_NUMBER if numbers else Field.OTHER


def _unguessed(column: Column, said: Meaning) -> Column:
    """Words alone, with neither a heading nor anything else about a person, are no names."""
    if column.field == Field.NAME and said.field is not Field.NAME:
        return replace(column, field=Field.OTHER.value, doubtful=False)
    return column


def _settle_names(
    columns: list[Column], scores: dict[int, float], vocabulary: Vocabulary
) -> list[Column]:
    """A lone "given name" beside no family name is simply the name; some words mean both."""
    columns = _without_rivals(columns, scores)
    fields = {column.field for column in columns}
    family = vocabulary.folded("columns", Field.FAMILY_NAME)
    if Field.GIVEN_NAME in fields and Field.FAMILY_NAME not in fields:
        columns = [
            replace(column, field=Field.FAMILY_NAME.value)
            if column.field == Field.NAME and fold(column.header) in family
            else column
            for column in columns
        ]
        fields = {column.field for column in columns}
    if Field.FAMILY_NAME in fields and Field.GIVEN_NAME not in fields:
        columns = _beside_family(columns)
        fields = {column.field for column in columns}
    columns = _alone_in_script(columns)
    alone = {Field.FAMILY_NAME, Field.GIVEN_NAME} - {column.field for column in columns}
    if len(alone) != 1 or Field.NAME in fields:
        return columns
    return [
        replace(column, field=Field.NAME.value, doubtful=scores[column.index] < SURE)
        if column.field in (Field.FAMILY_NAME, Field.GIVEN_NAME)
        else column
        for column in columns
    ]


def _alone_in_script(columns: list[Column]) -> list[Column]:
    """ "Name in English (given name first)" beside a Khmer name: a whole name of its script."""
    parts = (Field.FAMILY_NAME, Field.GIVEN_NAME)
    seen = Counter(c.detail for c in columns if c.field in (*parts, Field.NAME))
    others = any(column.field == Field.NAME for column in columns)
    return [
        replace(column, field=Field.NAME.value)
        if others and column.field in parts and column.detail and seen[column.detail] == 1
        else column
        for column in columns
    ]


def _beside_family(columns: list[Column]) -> list[Column]:
    """ "Name" next to "surname" is the given name, unless it holds the surname as well."""
    families = {column.index: column for column in columns if column.field == Field.FAMILY_NAME}
    beside = {index + step for index in families for step in (-1, 1)}

    def is_given(column: Column) -> bool:
        if column.field != Field.NAME or column.index not in beside:
            return False
        near = [families[i] for i in (column.index - 1, column.index + 1) if i in families]
        words = {fold(word) for text in column.examples for word in text.split()}
        return not any(fold(text) in words for family in near for text in family.examples)

    return [
        replace(column, field=Field.GIVEN_NAME.value) if is_given(column) else column
        for column in columns
    ]


def _without_rivals(columns: list[Column], scores: dict[int, float]) -> list[Column]:
    """Beside a column simply headed "name", a "name of the school" is not the person's."""
    named = [column for column in columns if column.field == Field.NAME]
    clear = {column.detail for column in named if scores[column.index] >= 90}
    return [
        replace(column, field=Field.OTHER.value, doubtful=True)
        if column in named and column.detail in clear and scores[column.index] < 80
        else column
        for column in columns
    ]


def _settle_places(columns: list[Column], scores: dict[int, float]) -> list[Column]:
    """The same level twice: the first stands for the home, the later is kept unread."""
    seen: set[str] = set()
    for column in columns:
        if column.field in PLACE_LEVELS:
            if column.field in seen:
                columns[column.index] = replace(column, field=Field.OTHER.value, doubtful=True)
            seen.add(column.field)
    return columns
