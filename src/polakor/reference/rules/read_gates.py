"""Reads the gates of a pack and their periods."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta

from polakor.reference.rules.pack_types import Fault, GateEntry, StatusPeriod
from polakor.reference.rules.shapes import DATED, GATE, GATE_CLASSES, GATE_STATES, PERIOD
from polakor.reference.rules.tables import (
    Table,
    code_faults,
    dated_faults,
    label_faults,
    nested,
    pointing_faults,
    shape_faults,
    trust_faults,
)

_ELSEWHERE = frozenset({"code", "label", "status", *DATED})
_IN_COLUMNS = frozenset({*_ELSEWHERE, "class", "province", "country", "position"})
_TRUST = ("source", "verification_status")


def gate_faults(
    gates: Sequence[Table],
    languages: tuple[str, ...],
    codes: Mapping[str, Mapping[str, int]],
) -> Iterator[Fault]:
    """Everything wrong with the gates and their periods."""
    seen: dict[str, int] = {}
    for position, table in enumerate(gates):
        yield from code_faults(table, seen)
        yield from label_faults(table, languages)
        yield from dated_faults(table)
        yield from shape_faults(table, GATE, languages, also=_ELSEWHERE)
        yield from pointing_faults(table, GATE, codes)
        if table.data.get("class") not in GATE_CLASSES:
            yield table.fault("class", f"class must be one of {', '.join(GATE_CLASSES)}")
        yield from _period_faults(_periods(table, position), languages)


def _periods(gate: Table, position: int) -> list[Table]:
    return nested(gate.file, "gate", "status", position, gate.data.get("status"))


def _period_faults(periods: Sequence[Table], languages: tuple[str, ...]) -> Iterator[Fault]:
    free_from: date | None = None
    closed_off = False
    for table in periods:
        yield from shape_faults(table, PERIOD, languages, also=frozenset(_TRUST))
        yield from trust_faults(table)
        if table.data.get("state") not in GATE_STATES:
            yield table.fault("state", f"state must be one of {', '.join(GATE_STATES)}")
        first, last = table.data.get("from"), table.data.get("to")
        if not isinstance(first, date):
            continue
        if isinstance(last, date) and last < first:
            yield table.fault("to", "to lies before from")
        if closed_off or (free_from is not None and first < free_from):
            yield table.fault("from", "this period begins before the one above it has ended")
        closed_off = last is None
        free_from = last + timedelta(days=1) if isinstance(last, date) else None


def gate_entries(gates: Sequence[Table]) -> tuple[GateEntry, ...]:
    """The gates of tables without a fault."""
    return tuple(_gate(table, position) for position, table in enumerate(gates))


def _gate(table: Table, position: int) -> GateEntry:
    data = table.data
    spot = data.get("position")
    return GateEntry(
        code=data["code"],
        position=position,
        labels=dict(data["label"]),
        province=data.get("province", ""),
        country=data.get("country", ""),
        gate_class=data["class"],
        latitude=float(spot[0]) if spot else None,
        longitude=float(spot[1]) if spot else None,
        attributes={key: value for key, value in data.items() if key not in _IN_COLUMNS},
        valid_from=data["valid_from"],
        valid_to=data.get("valid_to"),
        source=data["source"],
        verification_status=data["verification_status"],
        periods=tuple(_period(period, table) for period in _periods(table, position)),
    )


def _period(table: Table, gate: Table) -> StatusPeriod:
    data = table.data
    return StatusPeriod(
        starts_on=data["from"],
        ends_on=data.get("to"),
        state=data["state"],
        hours=data.get("hours", ""),
        who=dict(data.get("who", {})),
        source=data.get("source", gate.data["source"]),
        verification_status=data.get("verification_status", gate.data["verification_status"]),
    )
