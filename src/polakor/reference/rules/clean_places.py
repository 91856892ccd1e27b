"""Cleans the rows of a gazetteer: keeps what can be told apart, and reports every defect.

Nothing is hidden and nothing is invented. A row whose code names two places cannot be pointed to,
so it is set aside; the place above it stays, and stays the deepest that is certain.
"""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

KINDS = {
    "malformed_code": "the code is not of the length its level has, or not of digits",
    "duplicate_code": "another row carries the same code",
    "unknown_parent": "the row names a parent that is not in the file",
    "code_not_under_parent": "the code does not begin with the code of the parent it names",
    "zero_width": "the name holds signs that cannot be seen",
    "odd_spaces": "the name begins, ends or is broken by odd spaces",
    "no_name": "the row has no name",
    "no_children": "nothing lies in it, though others of its level hold places",
    "same_name_beside": "another place with the same parent has the same name",
}
SET_ASIDE = "set_aside"
KEPT = "kept"
MENDED = "mended"
MOVED_UP = "moved_up"  # kept below the nearest known place its code begins with

_ZERO_WIDTH = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
_SPACES = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """One row as the file has it. ``parent`` is ``""`` at the top; ``line`` counts from 1."""

    file: str
    line: int
    level: int
    code: str
    parent: str
    name_km: str
    name_latin: str
    other_names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CleanPlace:
    """A place ready to be kept: its parent exists, its code is its own."""

    code: str
    level: int
    parent: str
    province: str
    name_km: str
    name_latin: str
    other_names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Defect:
    """What was wrong with a row, and what was done: a word of ``KINDS`` and a decision."""

    kind: str
    decision: str
    level: int
    code: str
    name: str
    file: str
    line: int


@dataclass(slots=True)
class CleanPlaces:
    """What came of a file: the places, upper levels first, and every defect found."""

    places: list[CleanPlace] = field(default_factory=list)
    defects: list[Defect] = field(default_factory=list)

    @property
    def set_aside(self) -> int:
        """How many rows were not kept."""
        return len({(d.file, d.line) for d in self.defects if d.decision == SET_ASIDE})

    def counts(self) -> dict[str, int]:
        """How many rows have each kind of defect."""
        return dict(Counter(defect.kind for defect in self.defects))


@dataclass(slots=True)
class _Cleaning:
    """The rows on their way: what is odd about each, and which cannot be kept."""

    rows: list[PlaceRow]
    digits: Sequence[int]
    provinces: dict[str, str]
    odd: dict[int, list[str]] = field(default_factory=lambda: defaultdict(list))
    dropped: set[int] = field(default_factory=set)
    moved: set[int] = field(default_factory=set)
    places: list[CleanPlace] = field(default_factory=list)


def clean_places(
    rows: Iterable[PlaceRow], digits: Sequence[int], known: Mapping[str, str] | None = None
) -> CleanPlaces:
    """Clean ``rows``; ``digits`` gives the length of a code by level, from level 1.

    ``known`` are places already kept (code to province) that rows may hang below, for a file that
    holds the lower levels only. Every row is kept once or set aside once; every defect of a row is
    reported, also of one that is set aside.
    """
    work = _Cleaning(list(rows), digits, dict(known or {}))
    for index in range(len(work.rows)):
        _mend(work, index)
    _judge_codes(work)
    _judge_neighbours(work)
    for index in sorted(range(len(work.rows)), key=lambda index: work.rows[index].level):
        if index not in work.dropped:
            _hang(work, index)
    return CleanPlaces(work.places, list(_defects(work)))


def _mend(work: _Cleaning, index: int) -> None:
    """Put the names as they are read, and note where that is not how they are written."""
    row = work.rows[index]
    written = (row.name_km, row.name_latin, *row.other_names)
    seen = tuple(_ZERO_WIDTH.sub("", name) for name in written)
    plain = tuple(_SPACES.sub(" ", unicodedata.normalize("NFC", name)).strip() for name in seen)
    if seen != written:
        work.odd[index].append("zero_width")
    if any(name != _SPACES.sub(" ", name).strip() for name in seen):
        work.odd[index].append("odd_spaces")
    if not plain[0] and not plain[1]:
        work.odd[index].append("no_name")
        work.dropped.add(index)
    work.rows[index] = replace(
        row,
        code=row.code.strip(),
        parent=row.parent.strip() if row.level > 1 else "",
        name_km=plain[0],
        name_latin=plain[1],
        other_names=tuple(name for name in plain[2:] if name),
    )


def _judge_codes(work: _Cleaning) -> None:
    """Note codes that are malformed, shared, or not under the parent their row names."""
    holders: dict[str, list[int]] = defaultdict(list)
    for index, row in enumerate(work.rows):
        holders[row.code].append(index)
        if not _well_formed(row, work.digits):
            work.odd[index].append("malformed_code")
            work.dropped.add(index)
        elif row.level > 1 and not row.code.startswith(row.parent):
            work.odd[index].append("code_not_under_parent")
    for same in holders.values():
        if len(same) > 1:
            owner = _owner(work, [index for index in same if index not in work.dropped])
            for index in same:
                work.odd[index].append("duplicate_code")
            work.dropped.update(index for index in same if index != owner)
    for index, row in enumerate(work.rows):
        if row.level > 1 and row.parent not in work.provinces and row.parent not in holders:
            work.odd[index].append("unknown_parent")


def _well_formed(row: PlaceRow, digits: Sequence[int]) -> bool:
    return (
        1 <= row.level <= len(digits)
        and len(row.code) == digits[row.level - 1]
        and row.code.isascii()
        and row.code.isdigit()
    )


def _owner(work: _Cleaning, same: Sequence[int]) -> int | None:
    """The one row whose code lies under its parent's code; None when several or none do.

    Rows that say the same in every word are one place written twice: the first is the owner.
    """
    rows = [work.rows[index] for index in same]
    if len({(row.level, row.parent, row.name_km, row.name_latin) for row in rows}) == 1:
        return same[0]
    agreeing = [
        index for index, row in zip(same, rows, strict=True) if row.code.startswith(row.parent)
    ]
    return agreeing[0] if len(agreeing) == 1 else None


def _judge_neighbours(work: _Cleaning) -> None:
    """Note what is odd only beside others: an empty unit, a name twice under one parent."""
    named = {row.parent for row in work.rows}
    deepest = max((row.level for row in work.rows), default=0)
    beside = Counter((row.level, row.parent, row.name_km) for row in work.rows)
    for index, row in enumerate(work.rows):
        if row.level < deepest and row.code not in named:
            work.odd[index].append("no_children")
        if row.name_km and beside[row.level, row.parent, row.name_km] > 1:
            work.odd[index].append("same_name_beside")


def _hang(work: _Cleaning, index: int) -> None:
    """Hang one row below its parent, or below the nearest place its code begins with."""
    row = work.rows[index]
    parent = row.parent
    if row.level > 1 and (parent not in work.provinces or len(parent) >= len(row.code)):
        above = work.digits[: row.level - 1]
        prefixes = (row.code[:size] for size in reversed(above))
        parent = next((prefix for prefix in prefixes if prefix in work.provinces), "")
        if "unknown_parent" not in work.odd[index]:
            work.odd[index].append("unknown_parent")
        if not parent:
            work.dropped.add(index)
            return
        work.moved.add(index)
    province = work.provinces[parent] if parent else row.code
    work.provinces[row.code] = province
    work.places.append(
        CleanPlace(
            row.code, row.level, parent, province, row.name_km, row.name_latin, row.other_names
        )
    )


def _defects(work: _Cleaning) -> Iterator[Defect]:
    for index in sorted(work.odd):
        row = work.rows[index]
        for kind in work.odd[index]:
            if index in work.dropped:
                decision = SET_ASIDE
            elif kind in ("zero_width", "odd_spaces"):
                decision = MENDED
            elif kind == "unknown_parent" and index in work.moved:
                decision = MOVED_UP
            else:
                decision = KEPT
            name = row.name_km or row.name_latin
            yield Defect(kind, decision, row.level, row.code, name, row.file, row.line)
