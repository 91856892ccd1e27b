"""From what a row says to what is written down of it: its state, and where and when it crossed."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from polakor.base.dates import PartialDate
from polakor.intake.rules.readings import Reading, RowKind, RowReading
from polakor.intake.rules.workbooks import Row

ACCEPTED, QUARANTINED, NOT_A_PERSON = "accepted", "quarantined", "not_person"
GATE_UNKNOWN, DAY_UNKNOWN = "gate_not_known", "day_not_known"
REFUSED = "not_taken"
"""Reason of a row that could be read and that the register would not take."""
_PROTECTED = frozenset({"flags", "needs"})


@dataclass(frozen=True, slots=True)
class Passage:
    """Where, when and how somebody crossed; ``""`` and ``None`` where it is not said."""

    gate: str = ""
    day: date | None = None
    mode: str = ""


@dataclass(frozen=True, slots=True)
class RowDraft:
    """One row before it is written. ``passage`` is complete for an accepted row."""

    sheet: int
    row: int
    kind: str
    cells: tuple[str, ...]
    state: str
    reason: str = ""
    reading: Reading | None = None
    notices: tuple[str, ...] = ()
    passage: Passage = Passage()

    def set_aside(self, reason: str) -> "RowDraft":
        """The same row, set aside for ``reason``."""
        return replace(self, state=QUARANTINED, reason=reason)


def draft_of(
    sheet: int, row: Row, read: RowReading, told: Passage, gate_code: Callable[[str], str]
) -> RowDraft:
    """What is written of one row. ``told`` holds for the list; the row's own words win over it.

    ``gate_code`` turns a gate as written into its code, ``""`` if nobody calls a gate so.
    """
    draft = RowDraft(sheet, row.number, read.kind.value, row.cells, NOT_A_PERSON)
    if read.kind is RowKind.UNREADABLE:
        return draft.set_aside(read.reason or REFUSED)
    if read.kind is not RowKind.PERSON or read.reading is None:
        return draft
    passage, notices = _passage(read.reading, told, gate_code)
    draft = replace(
        draft,
        state=ACCEPTED,
        reading=read.reading,
        notices=(*read.notices, *notices),
        passage=passage,
    )
    if not passage.gate:
        return draft.set_aside(GATE_UNKNOWN)
    return draft if passage.day else draft.set_aside(DAY_UNKNOWN)


def _passage(
    reading: Reading, told: Passage, gate_code: Callable[[str], str]
) -> tuple[Passage, list[str]]:
    notices = []
    gate = gate_code(reading.gate) if reading.gate else ""
    if reading.gate and not gate:
        notices.append("gate_not_read")
    day = _whole_day(reading.returned_on)
    if reading.returned_on is not None and day is None:
        notices.append("day_not_read")
    return Passage(gate or told.gate, day or told.day, reading.mode or told.mode), notices


def _whole_day(told: PartialDate | None) -> date | None:
    if told is None or told.month is None or told.day is None:
        return None
    return date(told.year, told.month, told.day)


def kept_reading(reading: Reading, notices: tuple[str, ...]) -> dict[str, object]:
    """A reading as plain values to be kept with its row; what the row does not say is left out.

    Flags and needs are left out as well: they belong to those who protect, who keep them.
    """
    values: dict[str, object] = {
        name: getattr(reading, name)
        for name in Reading.__slots__
        if name not in _PROTECTED and getattr(reading, name)
    }
    for name in ("birth", "returned_on"):
        told = values.get(name)
        if isinstance(told, PartialDate):
            values[name] = told.iso
    if reading.age is not None:
        values["age"] = reading.age
    if notices:
        values["notices"] = list(notices)
    return values
