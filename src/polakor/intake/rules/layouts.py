"""The layout of a sheet: what each column is, and how its names and dates are written."""

from collections.abc import Sequence
from dataclasses import astuple, dataclass, replace
from typing import Any, Self

from polakor.intake.rules.fields import GUARDED_FIELDS, NAME_FIELDS, Field
from polakor.intake.rules.workbooks import Piece


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `field` is a `Field` value; `detail` a script, a kind of document or a level.

    `doubtful` asks the officer to check. `examples` are the first different values. `name_order`
    is set on columns of full names, which may differ: Khmer family first, English given first.
    """

    index: int
    header: str
    field: str
    examples: tuple[str, ...] = ()
    doubtful: bool = False
    detail: str = ""
    name_order: str = ""


@dataclass(frozen=True, slots=True)
class Layout:
    """How to read a sheet. Row numbers count from 1 as in `Row.number`.

    `name_order` is family_first or given_first; `calendar` ("be" or "ce") settles two-digit
    years; `headings` are the cells of each header row, by which repeats are known; `tag_rows` are
    the header rows that hold tags of the Humanitarian Exchange Language. From row `footer_from`
    (0: none) to the end there are only totals, signatures and notes. `piece` is the part of the
    file this is the layout of, None where it is the sheet in the same place.
    """

    header_rows: tuple[int, ...]
    columns: tuple[Column, ...]
    name_order: str = "family_first"
    calendar: str = "ce"
    day_first: bool = True
    header_fingerprint: str = ""
    headings: tuple[tuple[str, ...], ...] = ()
    tag_rows: tuple[int, ...] = ()
    footer_from: int = 0
    piece: Piece | None = None

    @property
    def has_names(self) -> bool:
        """True when some column holds names of people: without one this is no list."""
        return any(column.field in (*NAME_FIELDS, Field.MRZ) for column in self.columns)

    def columns_of(self, field: Field) -> tuple[Column, ...]:
        """The columns read as `field`, left to right."""
        return tuple(column for column in self.columns if column.field == field)

    def guarded(self) -> frozenset[int]:
        """Columns that tell of somebody's trouble, by their index."""
        return frozenset(c.index for c in self.columns if c.field in GUARDED_FIELDS)

    def open_cells(self, cells: Sequence[str]) -> list[str]:
        """The cells of a row as they may be shown: what is guarded is blank."""
        closed = self.guarded()
        return ["" if at in closed else cell for at, cell in enumerate(cells)]

    def with_guarded(self, mended: Sequence[str], written: Sequence[str]) -> list[str]:
        """A mended row with what its mender was not shown; what they wrote there anew stands."""
        closed = {at for at in self.guarded() if at < len(written) and written[at].strip()}
        cells = [*mended, *[""] * (max(closed, default=-1) + 1 - len(mended))]
        return [
            written[at] if at in closed and not cell.strip() else cell
            for at, cell in enumerate(cells)
        ]

    def without_examples(self) -> "Layout":
        """The layout without a word of the rows: to be kept beyond the list it was made for."""
        return replace(self, columns=tuple(replace(c, examples=()) for c in self.columns))

    def with_column(self, index: int, field: str, detail: str = "") -> "Layout":
        """The layout with one column corrected by the officer."""
        columns = tuple(
            replace(c, field=Field(field).value, detail=detail, doubtful=False)
            if c.index == index
            else c
            for c in self.columns
        )
        return replace(self, columns=columns)

    def with_name_order(self, order: str) -> "Layout":
        """The layout with every column of full names in one order, as the officer says."""
        columns = tuple(
            replace(c, name_order=order) if c.field == Field.NAME else c for c in self.columns
        )
        return replace(self, columns=columns, name_order=order)

    def as_json(self) -> dict[str, Any]:
        """Plain values, to be kept with the list or the sender; `from_json` reads them back."""
        return {
            "header_rows": list(self.header_rows),
            "columns": [
                [c.index, c.header, c.field, list(c.examples), c.doubtful, c.detail, c.name_order]
                for c in self.columns
            ],
            "name_order": self.name_order,
            "calendar": self.calendar,
            "day_first": self.day_first,
            "header_fingerprint": self.header_fingerprint,
            "headings": [list(row) for row in self.headings],
            "tag_rows": list(self.tag_rows),
            "footer_from": self.footer_from,
            "piece": list(astuple(self.piece)) if self.piece else None,
        }

    @classmethod
    def from_json(cls, values: dict[str, Any]) -> Self:
        """Read what `as_json` wrote. `KeyError`, `ValueError` for anything else."""
        columns = tuple(
            Column(index, header, Field(field).value, tuple(examples), doubtful, detail, order)
            for index, header, field, examples, doubtful, detail, order in values["columns"]
        )
        return cls(
            tuple(values["header_rows"]),
            columns,
            values["name_order"],
            values["calendar"],
            values["day_first"],
            values["header_fingerprint"],
            tuple(tuple(row) for row in values["headings"]),
            tuple(values["tag_rows"]),
            values["footer_from"],
            _piece(values.get("piece")),
        )

    def remembered(self, earlier: "Layout") -> "Layout":
        """This layout with the meanings an officer settled for the same headings earlier.

        Header rows and examples stay those of this sheet. Unchanged when fingerprints differ.
        """
        if not self.header_fingerprint or self.header_fingerprint != earlier.header_fingerprint:
            return self
        known = {column.index: column for column in earlier.columns}
        columns = tuple(
            replace(known[c.index], examples=c.examples, doubtful=False) if c.index in known else c
            for c in self.columns
        )
        return replace(
            self,
            columns=columns,
            name_order=earlier.name_order,
            calendar=earlier.calendar,
            day_first=earlier.day_first,
        )


def _piece(values: Sequence[Any] | None) -> Piece | None:
    if not values:
        return None
    sheet, first_row, last_row, columns, turned = values
    return Piece(sheet, first_row, last_row, tuple(columns), turned)
