"""Reads the register and the list: what they hold, and in plain words what is wrong with them.

Files are CSV in UTF-8 with a header row, separated by comma, semicolon or tab. They are read by
DuckDB in one pass, never into Python row by row; only the first lines are looked at here before.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from namebridge.link.problems import LinkProblem

NAMES = ("name_km", "name_latin", "name_th")
COLUMNS = (
    *NAMES,
    "sex",
    "birth_date",
    "age",
    "as_of",
    "home_place_code",
    "phone",
    "document_kind",
    "document_number",
)
# Without any of these nobody can be found.
_USABLE = (*NAMES, "phone", "document_number")
_OTHER_WORDS = {"list_date": "as_of"}
_HEAD = 1 << 16
_MARK = b"\xef\xbb\xbf"
_WIDE_MARKS = (b"\xff\xfe", b"\xfe\xff")


@dataclass(frozen=True)
class Source:
    """One file that can be read: where its columns are and how they are separated."""

    path: Path
    id_column: str
    separator: str
    header: tuple[str, ...]
    # name of ours -> position in the file
    positions: dict[str, int]


@dataclass
class Loaded:
    """What came of reading one file into the table `table`."""

    table: str
    source: Source
    rows: int
    unreadable: int = 0
    first_unreadable: int = 0
    notes: list[str] = field(default_factory=list)


def look_at(path: Path, id_column: str) -> Source:
    """The source behind `path`. Raises LinkProblem for a file nobody can be read from."""
    head = _head_of(path)
    if not head.strip():
        raise LinkProblem(f"{path} is empty; it needs a header row and at least one person")
    first_line = head.splitlines()[0]
    separator = max(",;\t", key=first_line.count)
    header = next(csv.reader(io.StringIO(first_line), delimiter=separator))
    told = [word.strip().lower() for word in header]
    told = [_OTHER_WORDS.get(word, word) if word not in COLUMNS else word for word in told]
    wanted = (id_column, *COLUMNS)
    for name in wanted:
        if told.count(name) > 1:
            raise LinkProblem(f"{path} has the column {name} twice; keep one of them")
    positions = {name: told.index(name) for name in wanted if name in told}
    if not any(name in positions for name in _USABLE):
        raise LinkProblem(
            f"{path} has no column to find a person by; its header must name at least one of "
            f"{', '.join(_USABLE)}"
        )
    return Source(path, id_column, separator, tuple(header), positions)


def _head_of(path: Path) -> str:
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD)
    except FileNotFoundError:
        raise LinkProblem(f"there is no file {path}; check the path") from None
    except OSError as problem:
        raise LinkProblem(f"{path} cannot be read: {problem.strerror}") from None
    if head.startswith(_WIDE_MARKS) or b"\0" in head:
        raise LinkProblem(f"{path} is not UTF-8 text (UTF-16 or no text at all); {_SAVE_AGAIN}")
    whole = len(head) < _HEAD
    cut = head.removeprefix(_MARK)
    try:
        # The last line may be cut in the middle of a letter.
        return (cut if whole else cut[: cut.rfind(b"\n") + 1] or cut).decode("utf-8")
    except UnicodeDecodeError as problem:
        line = head.count(b"\n", 0, problem.start) + 1
        raise LinkProblem(f"{path} is not UTF-8 text (line {line}); {_SAVE_AGAIN}") from None


_SAVE_AGAIN = "save it again as CSV in UTF-8"


def load(connection: Any, source: Source, table: str) -> Loaded:
    """Reads a source into `table`: `label` and the columns of COLUMNS as text, "" where absent.

    Rows keep their order (`rowid`). Lines that cannot be read are left out and counted.
    Raises LinkProblem where nothing can be read or an id stands twice.
    """
    _read(connection, source, table)
    loaded = Loaded(
        table, source, connection.execute(f"select count(*) from {table}").fetchone()[0]
    )
    unreadable = connection.execute(
        f"select count(distinct line), min(line) from {table}_errors"
    ).fetchone()
    loaded.unreadable, loaded.first_unreadable = unreadable[0], unreadable[1] or 0
    if not loaded.rows:
        raise LinkProblem(f"{source.path} has no readable row below its header")
    if loaded.unreadable:
        loaded.notes.append(
            f"{loaded.unreadable:,} lines of {source.path} could not be read and were left out "
            f"(the first is line {loaded.first_unreadable})"
        )
    _check_labels(connection, loaded)
    return loaded


def _read(connection: Any, source: Source, table: str) -> None:
    import duckdb

    names = [f"c{place}" for place in range(len(source.header))]
    columns = ", ".join(f"'{name}': 'VARCHAR'" for name in names)
    positions = source.positions
    chosen = [
        f"coalesce({names[positions[name]]}, '') as {name}"
        if name in positions
        else f"'' as {name}"
        for name in COLUMNS
    ]
    label = names[positions[source.id_column]] if source.id_column in positions else "''"
    options = (
        f"header=true, delim='{source.separator}', quote='\"', escape='\"', columns={{{columns}}}, "
        "auto_detect=false, null_padding=true, strict_mode=true, max_line_size=8388608, "
        f"store_rejects=true, rejects_table='{table}_errors', rejects_scan='{table}_scans'"
    )
    # Line breaks inside quotation marks can only be read by one reader.
    for also in ("", ", parallel=false"):
        for made in (table, f"{table}_errors", f"{table}_scans"):
            connection.execute(f"drop table if exists {made}")
        try:
            connection.execute(
                f"create table {table} as select coalesce({label}, '') as label, "
                f"{', '.join(chosen)} from read_csv(?, {options}{also})",
                [str(source.path)],
            )
            break
        except duckdb.Error as problem:
            if also:
                said = str(problem).strip().splitlines()[0]
                raise LinkProblem(f"{source.path} cannot be read: {said}") from None
    _refuse_errors(connection, source, table)


def _refuse_errors(connection: Any, source: Source, table: str) -> None:
    found = dict(
        connection.execute(
            f"select error_type::varchar, min(line) from {table}_errors group by 1"
        ).fetchall()
    )
    if "INVALID ENCODING" in found:
        line = found["INVALID ENCODING"]
        raise LinkProblem(f"{source.path} is not UTF-8 text (line {line}); {_SAVE_AGAIN}")
    if "UNQUOTED VALUE" in found:
        line = found["UNQUOTED VALUE"]
        raise LinkProblem(
            f"{source.path} has a quotation mark in the row that begins on line {line} that is "
            "never closed; close it or take it out"
        )


def _check_labels(connection: Any, loaded: Loaded) -> None:
    """Every row needs an id of its own; one without is called by its place in the file."""
    table, column = loaded.table, loaded.source.id_column
    missing = connection.execute(f"select count(*) from {table} where label = ''").fetchone()[0]
    if missing:
        connection.execute(
            f"update {table} set label = case when {missing} = {loaded.rows} then '' else '#' end"
            " || (rowid + 1)::varchar where label = ''"
        )
        loaded.notes.append(
            f"{missing:,} rows of {loaded.source.path} have no {column}; "
            "they are called by their place in the file"
        )
    twice = connection.execute(
        f"select label, count(*) from {table} group by label having count(*) > 1 "
        "order by min(rowid) limit 1"
    ).fetchone()
    if twice is not None:
        raise LinkProblem(
            f"{loaded.source.path} has the {column} {twice[0]!r} {twice[1]} times; "
            "every row needs one of its own"
        )
