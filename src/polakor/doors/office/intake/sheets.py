"""What a list's columns and rows look like on a page: grouped, shortened, beside our reading."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from polakor.doors.office.intake import words
from polakor.doors.ui import figures, languages
from polakor.intake.models import ReceivedList, Submission
from polakor.intake.queries.words import ListReader
from polakor.intake.queries.words import layouts_of as kept_layouts
from polakor.intake.rules.drafts import ACCEPTED, QUARANTINED, RowDraft
from polakor.intake.rules.fields import GUARDED_FIELDS, NAME_FIELDS, PLACE_LEVELS, Field
from polakor.intake.rules.layouts import Column, Layout
from polakor.intake.rules.readings import Reading
from polakor.intake.rules.sheets import sample_rows
from polakor.reference.queries.places import place_full_names

PREVIEW = 20
MOST_COLUMNS = 16
"""Columns shown at once. A sheet with hundreds gets its known ones and a few of the rest."""
LONG = 80
"""Letters of a cell from which it is shortened or gets a larger field."""


@dataclass(frozen=True, slots=True)
class ShownColumn:
    """One column on the page; ``name`` is its form field, ``value`` what it becomes."""

    name: str
    header: str
    examples: tuple[str, ...]
    value: str
    word: str
    doubtful: bool
    kept: bool
    how: "How"


@dataclass(frozen=True, slots=True)
class How:
    """How a column is read: pairs (as written, as read), or how many spellings were read."""

    pairs: tuple[tuple[str, str], ...] = ()
    read: int = 0
    spellings: int = 0


@dataclass(frozen=True, slots=True)
class SheetGroup:
    """Sheets with the same columns. ``more`` columns are kept as written and not shown."""

    names: tuple[str, ...]
    columns: list[ShownColumn]
    more: int


@dataclass(frozen=True, slots=True)
class Cell:
    """One value of a preview: our reading, and the words it comes from where they differ."""

    head: str
    reading: str
    written: str = ""


@dataclass(frozen=True, slots=True)
class PreviewRow:
    """One row of the preview; ``reason`` for one that would be set aside."""

    row: int
    sheet: str
    cells: list[Cell]
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Preview:
    """The first people of a list as they will be understood."""

    heads: list[str]
    rows: list[PreviewRow]
    aside: int
    several_sheets: bool


@dataclass(frozen=True, slots=True)
class MendCell:
    """One cell of a row to mend."""

    name: str
    header: str
    value: str
    word: str
    known: bool
    long: bool = field(default=False)
    guarded: bool = field(default=False)


@dataclass(frozen=True, slots=True)
class _LookUp:
    """Words for codes: kinds of document, full names of places."""

    documents: Mapping[str, str]
    homes: Mapping[str, str]


def _key(layout: Layout) -> tuple[object, ...]:
    return tuple((c.index, c.header, c.field, c.detail) for c in layout.columns)


def _groups(layouts: Sequence[Layout | None]) -> list[list[int]]:
    """Sheets that have the same columns, by their places."""
    found: dict[tuple[object, ...], list[int]] = {}
    for at, layout in enumerate(layouts):
        if layout is not None:
            found.setdefault(_key(layout), []).append(at)
    return list(found.values())


def sheet_groups(
    received: ReceivedList,
    layouts: Sequence[Layout | None],
    documents: dict[str, str],
    *,
    everything: bool,
) -> list[SheetGroup]:
    """The columns to settle. ``everything`` shows those kept as written as well, however many."""
    kept = kept_layouts(received)
    drafts = sample_drafts(received, layouts)
    shown = []
    for places in _groups(kept):
        layout, first = layouts[places[0]], places[0]
        assert layout is not None
        people = [draft for at, draft in drafts if at in places and draft.reading]
        columns = list(layout.columns)
        if not everything and len(columns) > MOST_COLUMNS:
            known = [c for c in columns if c.field != Field.OTHER or c.doubtful]
            rest = [c for c in columns if c not in known]
            columns = sorted(
                [*known, *rest[: max(3, MOST_COLUMNS - len(known))]], key=lambda c: c.index
            )
        names = tuple(str(received.samples[at]["name"]) for at in places)
        shown.append(
            SheetGroup(
                names,
                [_shown(first, column, people, documents) for column in columns],
                len(layout.columns) - len(columns),
            )
        )
    return shown


def _shown(
    sheet: int, column: Column, people: Sequence[RowDraft], documents: dict[str, str]
) -> ShownColumn:
    detail = column.detail if words.has_detail(column.field, column.detail, documents) else ""
    return ShownColumn(
        name=f"c{sheet}-{column.index}",
        header=column.header,
        examples=()
        if column.field in GUARDED_FIELDS
        else tuple(_short(text) for text in column.examples),
        value=f"{column.field}:{detail}",
        word=words.field_word(column.field, detail, documents),
        doubtful=column.doubtful,
        kept=column.field == Field.OTHER,
        how=_how(column, people, documents),
    )


_SHOWN_PAIRS = 3
_PAIRED = frozenset({Field.SEX, Field.BIRTH, Field.DOCUMENT_KIND, Field.PHONE})
_COUNTED = frozenset({Field.PROVINCE, Field.PLACE, Field.PLACE_CODE})


def _how(column: Column, people: Sequence[RowDraft], documents: Mapping[str, str]) -> How:
    """What the first rows show of how a column is read."""
    told = [
        (draft.cells[column.index].strip(), draft.reading)
        for draft in people
        if draft.reading and column.index < len(draft.cells)
    ]
    told = [(written, reading) for written, reading in told if written]
    if column.field in _COUNTED:
        spellings = dict(told)
        return How(
            read=sum(bool(r.place_code) for r in spellings.values()), spellings=len(spellings)
        )
    if column.field not in _PAIRED:
        return How()
    part = {Field.SEX: "sex", Field.BIRTH: "born", Field.PHONE: "phone"}.get(
        Field(column.field), "kind"
    )
    pairs: dict[str, str] = {}
    for written, reading in told:
        said = (
            documents.get(reading.document_kind, "")
            if part == "kind"
            else _said(part, reading, _LookUp(documents, {}))
        )
        if said and said != written:
            pairs.setdefault(_short(written), said)
    shown = list(pairs.items()) if part in ("sex", "kind") else _unlike(pairs)
    return How(pairs=tuple(shown[:_SHOWN_PAIRS]))


def _unlike(pairs: Mapping[str, str]) -> list[tuple[str, str]]:
    """Pairs whose written forms look different from one another: one of each shape."""
    shapes: dict[str, tuple[str, str]] = {}
    for written, said in pairs.items():
        shape = "".join("0" if letter.isdecimal() else letter for letter in written)
        shapes.setdefault(shape, (written, said))
    return list(shapes.values())[:2]


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= LONG else f"{flat[:LONG]}…"


def chosen_fields(
    received: ReceivedList, posted: Mapping[str, str]
) -> list[dict[int, tuple[str, str]]]:
    """What was chosen on the page, for each sheet {column: (field, detail)}; only real changes.

    A choice for one sheet of a group holds for all of them.
    """
    layouts = kept_layouts(received)
    chosen: list[dict[int, tuple[str, str]]] = [{} for _ in layouts]
    for places in _groups(layouts):
        layout = layouts[places[0]]
        assert layout is not None
        for column in layout.columns:
            field_name, _, detail = posted.get(f"c{places[0]}-{column.index}", "").partition(":")
            if field_name not in words.FIELD_VALUES:
                continue
            for at in places:
                chosen[at][column.index] = (field_name, detail or _own(column, field_name))
    return chosen


def _own(column: Column, field_name: str) -> str:
    """A detail that no choice on the page shows is kept while the field stays the same."""
    return column.detail if column.field == field_name and field_name not in NAME_FIELDS else ""


def layouts_of(received: ReceivedList, posted: Mapping[str, str]) -> list[Layout | None]:
    """The layouts with what is chosen on the page, kept or not yet."""
    layouts = kept_layouts(received)
    for at, changes in enumerate(chosen_fields(received, posted)):
        layout = layouts[at]
        if layout is None:
            continue
        for index, (field_name, detail) in changes.items():
            column = next(c for c in layout.columns if c.index == index)
            if (column.field, column.detail) != (field_name, detail):
                layout = layout.with_column(index, field_name, detail)
        layouts[at] = layout
    return layouts


def sample_drafts(
    received: ReceivedList, layouts: Sequence[Layout | None]
) -> list[tuple[int, RowDraft]]:
    """The first rows of each sheet as they would be read, with the sheet's place."""
    reader = ListReader(received, list(layouts))
    return [
        (at, reader.read(at, row))
        for at, layout in enumerate(layouts)
        if layout is not None
        for row in sample_rows(received.samples[at])
    ]


def preview_of(received: ReceivedList, layouts: list[Layout | None]) -> Preview:
    """The first people of the list, our reading beside the words it comes from."""
    drafts = [
        one for one in sample_drafts(received, layouts) if one[1].state in (ACCEPTED, QUARANTINED)
    ][:PREVIEW]
    look_up = _LookUp(
        words.document_words(),
        place_full_names(
            {d.reading.place_code for _, d in drafts if d.reading and d.reading.place_code},
            languages.current(),
        ),
    )
    parts = [part for part in _PARTS if any(_says(part, d, layouts[at]) for at, d in drafts)]
    rows = [
        PreviewRow(
            draft.row,
            str(received.samples[at]["name"]),
            [_cell(part, draft, layouts[at], look_up) for part in parts],
            draft.reason,
        )
        for at, draft in drafts
    ]
    aside = sum(bool(row.reason) for row in rows)
    several = len({at for at, _ in drafts}) > 1
    return Preview([str(words.PARTS[part]) for part in parts], rows, aside, several)


_PARTS = ("name_km", "name_latin", "name_th", "born", "sex", "home", "document", "phone")
_FIELDS: dict[str, tuple[Field, ...]] = {
    "born": (Field.BIRTH, Field.BIRTH_DAY, Field.BIRTH_MONTH, Field.BIRTH_YEAR, Field.AGE),
    "sex": (Field.SEX, Field.SEX_MALE, Field.SEX_FEMALE, Field.NAME_TITLE),
    "home": (Field.PLACE_CODE, Field.PLACE, *reversed(PLACE_LEVELS), Field.BIRTH_PLACE),
    "document": (Field.DOCUMENT, Field.DOCUMENT_KIND, Field.DOCUMENT_NUMBER),
    "phone": (Field.PHONE,),
}


def _says(part: str, draft: RowDraft, layout: Layout | None) -> bool:
    if part in _FIELDS:
        return bool(_written(part, draft, layout))
    return draft.reading is not None and bool(getattr(draft.reading, part))


def _written(part: str, draft: RowDraft, layout: Layout | None) -> str:
    """The row's own words for one part of our reading."""
    if layout is None:
        return ""
    indexes = [c.index for f in _FIELDS[part] for c in layout.columns_of(f)]
    cells = [draft.cells[i].strip() for i in indexes if i < len(draft.cells)]
    return _short(" · ".join(cell for cell in cells if cell))


def _cell(part: str, draft: RowDraft, layout: Layout | None, look_up: _LookUp) -> Cell:
    reading, head = draft.reading, str(words.PARTS[part])
    if part not in _FIELDS:
        return Cell(head, getattr(reading, part) if reading else "")
    written = _written(part, draft, layout)
    said = _said(part, reading, look_up) if reading else ""
    return Cell(head, said, "" if written == said else written)


def _said(part: str, reading: Reading, look_up: _LookUp) -> str:
    if part == "born":
        if reading.birth is not None:
            return figures.partial(reading.birth)
        return words.age(reading.age) if reading.age is not None else ""
    if part == "sex":
        return str(words.SEXES.get(reading.sex, ""))
    if part == "home":
        return look_up.homes.get(reading.place_code, "")
    if part == "document":
        kind = look_up.documents.get(reading.document_kind, "")
        return " ".join(text for text in (kind, reading.document_number) if text)
    return reading.phone


def _layout_at(received: ReceivedList, sheet: int) -> Layout | None:
    layouts = kept_layouts(received)
    return layouts[sheet] if sheet < len(layouts) else None


def heads_of(received: ReceivedList) -> list[list[str]]:
    """The headings of each sheet, column by column."""
    return [
        [] if layout is None else [column.header for column in layout.columns]
        for layout in kept_layouts(received)
    ]


def shown_cells(received: ReceivedList, row: Submission) -> list[str]:
    """The cells of a row without what is guarded (``Layout.open_cells``)."""
    layout = _layout_at(received, row.place[0])
    return list(row.raw) if layout is None else layout.open_cells(row.raw)


def written_cells(received: ReceivedList, row: Submission) -> list[tuple[str, str]]:
    """Heading and text of the filled cells of a row, shortened, those we read first."""
    layout = _layout_at(received, row.place[0])
    known = {c.index: c for c in layout.columns} if layout is not None else {}
    filled = [(at, text) for at, text in enumerate(shown_cells(received, row)) if text.strip()]
    filled.sort(key=lambda one: one[0] not in known or known[one[0]].field == Field.OTHER)
    return [(known[at].header if at in known else "", _short(text)) for at, text in filled[:8]]


def cells_to_mend(
    received: ReceivedList, row: Submission, posted: Mapping[str, str]
) -> list[MendCell]:
    """Every cell of a row as a field, with what was just typed in its place.

    A guarded cell is empty and no field: it stays as it was written.
    """
    layout = _layout_at(received, row.place[0])
    columns = {c.index: c for c in layout.columns} if layout is not None else {}
    documents = words.document_words()
    cells = []
    for at in range(max(len(row.raw), len(columns))):
        column = columns.get(at)
        guarded = column is not None and column.field in GUARDED_FIELDS
        written = row.raw[at] if at < len(row.raw) and not guarded else ""
        value = "" if guarded else posted.get(f"cell-{at}", written)
        known = column is not None and column.field not in (Field.OTHER, Field.ROW_NUMBER)
        cells.append(
            MendCell(
                name=f"cell-{at}",
                header=column.header if column is not None else "",
                value=value,
                word=words.field_word(column.field, column.detail, documents) if column else "",
                known=known,
                long=len(value) > LONG or "\n" in value,
                guarded=guarded,
            )
        )
    return cells
