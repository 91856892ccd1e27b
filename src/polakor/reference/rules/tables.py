"""Tables of a pack file with the line each stands on, and the tests every table must pass."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from polakor.reference.rules.kinds import SPOKEN, fits
from polakor.reference.rules.lines import header_lines, key_line
from polakor.reference.rules.pack_types import Fault
from polakor.reference.rules.shapes import DATED, VERIFICATION, Shape

CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,39}")
_WHERE = re.compile(r"\s*\(at (?:line (\d+), column \d+|end of document)\)$")


@dataclass(frozen=True, slots=True)
class File:
    """One file of a pack: its name, its text and what TOML makes of it."""

    name: str
    text: str
    data: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Table:
    """One table of a file; ``line`` is the line of its header (0: the beginning of the file).

    ``shared`` are the keys it takes from the file's ``[defaults]``.
    """

    file: File
    line: int
    data: Mapping[str, Any]
    shared: frozenset[str] = frozenset()

    def fault(self, key: str, reason: str) -> Fault:
        """A fault where ``key`` is written, or at the table's header where it is missing."""
        if key in self.shared:
            defaults = next(iter(header_lines(self.file.text, "[defaults]")), 0)
            return Fault(self.file.name, key_line(self.file.text, key, defaults), reason)
        return Fault(self.file.name, key_line(self.file.text, key, self.line), reason)


def read_file(name: str, content: bytes) -> File | Fault:
    """Read one TOML file; a Fault with its line when it is not UTF-8 or not TOML."""
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as problem:
        return Fault(name, content[: problem.start].count(b"\n") + 1, "is not UTF-8 text")
    try:
        return File(name, text, tomllib.loads(text))
    except tomllib.TOMLDecodeError as problem:
        said = str(problem)
        where = _WHERE.search(said)
        last = text.count("\n") + 1
        line = int(where[1]) if where and where[1] else last
        return Fault(name, line, _WHERE.sub("", said)[:1].lower() + _WHERE.sub("", said)[1:])


def tables(file: File, header: str, rows: object) -> list[Table]:
    """The tables under ``[[header]]``, each with its line."""
    if not isinstance(rows, list):
        return []
    lines = header_lines(file.text, f"[[{header}]]")
    placed = lines if len(lines) == len(rows) else [0] * len(rows)
    return [
        Table(file, line, row)
        for line, row in zip(placed, rows, strict=True)
        if isinstance(row, dict)
    ]


def nested(file: File, outer: str, inner: str, position: int, rows: object) -> list[Table]:
    """The tables ``[[outer.inner]]`` that belong to the ``[[outer]]`` number ``position``."""
    if not isinstance(rows, list):
        return []
    outers = [*header_lines(file.text, f"[[{outer}]]"), len(file.text.splitlines()) + 1]
    first, end = outers[position : position + 2] if position + 1 < len(outers) else (0, 0)
    lines = [line for line in header_lines(file.text, f"[[{outer}.{inner}]]") if first < line < end]
    placed = lines if len(lines) == len(rows) else [first] * len(rows)
    return [
        Table(file, line, row)
        for line, row in zip(placed, rows, strict=True)
        if isinstance(row, dict)
    ]


def with_defaults(table: Table, defaults: Mapping[str, Any]) -> Table:
    """The table with what its file says once for all entries."""
    shared = frozenset(defaults) - set(table.data)
    return Table(table.file, table.line, {**defaults, **table.data}, shared)


def shape_faults(
    table: Table, shape: Shape, languages: tuple[str, ...], *, also: frozenset[str]
) -> Iterator[Fault]:
    """What is missing, unknown or of the wrong kind; ``also`` names keys tested elsewhere."""
    for key in shape.must:
        if key not in table.data:
            yield table.fault(key, f"{key} is missing")
    for key, value in table.data.items():
        kind = shape.kinds.get(key)
        if kind is None:
            if key not in also:
                yield table.fault(key, f"{key} is not a word this table knows")
        elif not fits(kind, value, languages):
            yield table.fault(key, f"{key} must be {SPOKEN[kind]}")


def dated_faults(table: Table) -> Iterator[Fault]:
    """What is wrong with the days, the source and the trust of an entry."""
    data = table.data
    for key in DATED:
        if key != "valid_to" and key not in data:
            yield table.fault(key, f"{key} is missing")
    for key in ("valid_from", "valid_to"):
        if key in data and not fits("date", data[key], ()):
            yield table.fault(key, f"{key} must be {SPOKEN['date']}")
    first, last = data.get("valid_from"), data.get("valid_to")
    if isinstance(first, date) and isinstance(last, date) and last < first:
        yield table.fault("valid_to", "valid_to lies before valid_from")
    yield from trust_faults(table)


def trust_faults(table: Table) -> Iterator[Fault]:
    """What is wrong with the source and with how far it is trusted."""
    if "source" in table.data and not fits("text", table.data["source"], ()):
        yield table.fault("source", f"source must be {SPOKEN['text']}")
    status = table.data.get("verification_status")
    if status is not None and status not in VERIFICATION:
        yield table.fault(
            "verification_status", f"verification_status must be one of {', '.join(VERIFICATION)}"
        )


def code_faults(table: Table, seen: dict[str, int]) -> Iterator[Fault]:
    """What is wrong with the code itself; ``seen`` (code to line) is added to."""
    code = table.data.get("code")
    if not isinstance(code, str) or not CODE.fullmatch(code):
        yield table.fault("code", "code must be letters, digits, - and _, at most 40")
    elif code in seen:
        yield table.fault("code", f"{code} is already there, on line {seen[code]}")
    else:
        seen[code] = table.line


def label_faults(table: Table, languages: tuple[str, ...]) -> Iterator[Fault]:
    """Which words are missing."""
    label = table.data.get("label")
    if not isinstance(label, dict) or not fits("words", label, ()):
        yield table.fault("label", "label must give words by language")
        return
    for language in languages:
        if language not in label:
            yield table.fault("label", f"label has no words in {language}")


def pointing_faults(
    table: Table, shape: Shape, codes: Mapping[str, Mapping[str, int]]
) -> Iterator[Fault]:
    """Codes that point to an entry no list has."""
    for key, target in shape.points_to.items():
        value = table.data.get(key)
        named = value if isinstance(value, list) else [value]
        for code in named:
            if isinstance(code, str) and code not in codes.get(target, {}):
                yield table.fault(key, f"{key} names {code}, which {target} does not have")
