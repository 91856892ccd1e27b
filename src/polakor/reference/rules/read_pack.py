"""Reads a country pack from the bytes of its files, or says everything that is wrong with it."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from polakor.reference.rules.forms import AGE_BANDS
from polakor.reference.rules.kinds import SPOKEN, fits
from polakor.reference.rules.pack_types import Entry, Fault, FormEntry, GateEntry, Pack
from polakor.reference.rules.read_forms import FOLDER, read_forms
from polakor.reference.rules.read_gates import gate_entries, gate_faults
from polakor.reference.rules.read_words import WORDS, word_faults
from polakor.reference.rules.shapes import (
    DATED,
    ENTITLEMENT_WORDS,
    LISTS,
    SCREENING_RULE,
    SETTINGS,
    URGENCIES,
)
from polakor.reference.rules.tables import (
    File,
    Table,
    code_faults,
    dated_faults,
    label_faults,
    pointing_faults,
    read_file,
    shape_faults,
    tables,
    trust_faults,
    with_defaults,
)

NOT_LISTS = ("pack.toml", "gates.toml")
ELSEWHERE = frozenset({WORDS, "demo.toml", "scenarios.toml"})
"""Used by others, those who read lists of people and the demonstration; tested here for form."""
_SPOKEN_ELSEWHERE = frozenset({"code", "label", *DATED})


@dataclass(slots=True)
class Reading:
    """What has been read so far."""

    files: dict[str, File] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    codes: dict[str, dict[str, int]] = field(default_factory=dict)
    entries: list[Entry] = field(default_factory=list)
    gates: tuple[GateEntry, ...] = ()
    forms: list[FormEntry] = field(default_factory=list)
    languages: tuple[str, ...] = ()
    words: File | None = None


def read_pack(contents: Mapping[str, bytes]) -> tuple[Pack | None, list[Fault]]:
    """Read the files of a pack, given by name.

    Returns the pack and no fault, or None and every fault found, in order of file and line.
    """
    reading = Reading()
    for name in sorted(contents):
        if not name.endswith(".toml"):
            continue
        file = read_file(name, contents[name])
        if isinstance(file, Fault):
            reading.faults.append(file)
        elif name == WORDS:
            reading.words = file
        elif name not in ELSEWHERE:
            reading.files[name] = file
    for name in ("pack.toml", WORDS):
        if name not in contents:
            reading.faults.append(Fault(name, 1, "this file is missing"))
    if reading.faults:
        return None, sorted(reading.faults)
    _read_settings(reading)
    lists = _read_lists(reading)
    _read_gates(reading)
    for table, name in lists:
        reading.faults += pointing_faults(table, LISTS[name], reading.codes)
    if reading.words is not None:
        reading.faults += word_faults(reading.words)
    _read_forms(reading)
    _test_screening(reading)
    _test_tiles(lists, reading)
    _test_help(lists, reading)
    if reading.faults:
        return None, sorted(set(reading.faults))
    return _pack(reading, contents), []


def _read_settings(reading: Reading) -> None:
    file = reading.files["pack.toml"]
    about = file.data.get("pack")
    languages = about.get("languages") if isinstance(about, dict) else None
    if isinstance(languages, list) and languages and fits("texts", languages, ()):
        reading.languages = tuple(languages)
    for section in file.data:
        if section not in SETTINGS:
            reading.faults.append(
                Fault(file.name, _section_line(file, section), f"unknown section {section}")
            )
    for section, wanted in SETTINGS.items():
        rows = file.data.get(section)
        if not isinstance(rows, dict):
            reading.faults.append(Fault(file.name, 1, f"the section [{section}] is missing"))
            continue
        table = Table(file, _section_line(file, section), rows)
        reading.faults += _setting_faults(table, wanted, reading.languages)


def _section_line(file: File, section: str) -> int:
    lines = file.text.splitlines()
    return next(
        (n for n, line in enumerate(lines, 1) if line.strip().startswith(f"[{section}]")), 1
    )


def _setting_faults(
    table: Table, wanted: Mapping[str, str], languages: tuple[str, ...]
) -> Iterator[Fault]:
    for key in table.data:
        if key not in wanted:
            yield table.fault(key, f"{key} is not a setting of this section")
    for key, kind in wanted.items():
        if key not in table.data:
            yield table.fault(key, f"{key} is missing")
        elif not fits(kind, table.data[key], languages):
            yield table.fault(key, f"{key} must be {SPOKEN[kind]}")
    yield from trust_faults(table)


def _read_lists(reading: Reading) -> list[tuple[Table, str]]:
    """Read every list; returns its tables with the list they belong to."""
    kept: list[tuple[Table, str]] = []
    for file in reading.files.values():
        if file.name in NOT_LISTS or file.name.startswith(FOLDER):
            continue
        name = file.data.get("list")
        top = Table(file, 0, file.data)
        if not isinstance(name, str) or name not in LISTS:
            reading.faults.append(top.fault("list", f"list must be one of {', '.join(LISTS)}"))
            continue
        if name in reading.codes:
            reading.faults.append(top.fault("list", f"another file holds the list {name}"))
            continue
        kept += [(table, name) for table in _read_list(file, name, reading)]
    for name, shape in LISTS.items():
        if shape.needed and name not in reading.codes:
            reading.faults.append(Fault(f"{name}.toml", 1, f"the list {name} is missing"))
    return kept


def _read_list(file: File, name: str, reading: Reading) -> list[Table]:
    seen: dict[str, int] = {}
    reading.codes[name] = seen
    found = _file_tables(file, "entry", reading)
    for position, table in enumerate(found):
        before = len(reading.faults)
        reading.faults += code_faults(table, seen)
        reading.faults += label_faults(table, reading.languages)
        reading.faults += dated_faults(table)
        reading.faults += shape_faults(
            table, LISTS[name], reading.languages, also=_SPOKEN_ELSEWHERE
        )
        if len(reading.faults) == before:
            reading.entries.append(_entry(table, name, position))
    return found


def _file_tables(file: File, header: str, reading: Reading) -> list[Table]:
    """The tables of a list file, with the file's defaults; anything else in it is a fault."""
    defaults = file.data.get("defaults", {})
    for key in file.data:
        if key not in ("list", "defaults", header):
            reading.faults.append(Table(file, 0, file.data).fault(key, f"{key} has no place here"))
    if not isinstance(defaults, dict) or not set(defaults) <= set(DATED):
        reading.faults.append(
            Fault(
                file.name, _section_line(file, "defaults"), f"defaults may hold {', '.join(DATED)}"
            )
        )
        defaults = {}
    found = tables(file, header, file.data.get(header))
    if not found:
        reading.faults.append(Fault(file.name, 1, f"there is no [[{header}]] in it"))
    return [with_defaults(table, defaults) for table in found]


def _entry(table: Table, name: str, position: int) -> Entry:
    data = table.data
    return Entry(
        list_name=name,
        code=data["code"],
        position=position,
        labels=dict(data["label"]),
        attributes={key: value for key, value in data.items() if key not in _SPOKEN_ELSEWHERE},
        valid_from=data["valid_from"],
        valid_to=data.get("valid_to"),
        source=data["source"],
        verification_status=data["verification_status"],
    )


def _read_gates(reading: Reading) -> None:
    file = reading.files.get("gates.toml")
    if file is None:
        reading.faults.append(Fault("gates.toml", 1, "this file is missing"))
        return
    found = _file_tables(file, "gate", reading)
    faults = list(gate_faults(found, reading.languages, reading.codes))
    reading.faults += faults
    if not faults:
        reading.gates = gate_entries(found)


def _read_forms(reading: Reading) -> None:
    files = [file for name, file in reading.files.items() if name.startswith(FOLDER)]
    bands = reading.files["pack.toml"].data.get("age_bands")
    bounds = bands.get("bounds") if isinstance(bands, dict) else None
    codes = {**reading.codes, AGE_BANDS: {str(bound): 0 for bound in bounds or []}}
    reading.forms, faults = read_forms(files, reading.languages, codes)
    reading.faults += faults


def _test_screening(reading: Reading) -> None:
    file = reading.files["pack.toml"]
    screening = file.data.get("screening")
    rows = screening.get("rule") if isinstance(screening, dict) else None
    seen: dict[str, int] = {}
    for table in tables(file, "screening.rule", rows):
        reading.faults += code_faults(table, seen)
        reading.faults += shape_faults(
            table, SCREENING_RULE, reading.languages, also=frozenset({"code", "label"})
        )
        reading.faults += pointing_faults(table, SCREENING_RULE, reading.codes)
        if table.data.get("urgency") not in URGENCIES:
            reading.faults.append(
                table.fault("urgency", f"urgency must be one of {', '.join(URGENCIES)}")
            )
        if not table.data.get("flags") and not table.data.get("needs"):
            reading.faults.append(table.fault("flags", "a rule needs flags or needs to speak"))


def _test_tiles(lists: list[tuple[Table, str]], reading: Reading) -> None:
    taken: dict[tuple[int, ...], str] = {}
    for table, name in lists:
        tile = table.data.get("tile")
        if name != "provinces" or not fits("square", tile, ()) or not isinstance(tile, list):
            continue
        square = tuple(tile)
        if square in taken:
            reading.faults.append(table.fault("tile", f"{taken[square]} already has this square"))
        taken[square] = str(table.data.get("code"))


def _test_help(lists: list[tuple[Table, str]], reading: Reading) -> None:
    """Who boards first must be sayable on a list; entitlements and the health mode have words."""
    file = reading.files["pack.toml"]
    transport, health = file.data.get("transport"), file.data.get("health")
    hidden = {t.data.get("code"): t.data.get("hidden") for t, name in lists if name == "flags"}
    named = transport.get("first_flags") if isinstance(transport, dict) else None
    table = Table(file, _section_line(file, "transport"), dict(transport or {}))
    for flag in named if isinstance(named, list) else []:
        if hidden.get(flag, True):
            fault = f"{flag} is hidden, or no flag: it cannot decide who boards first"
            reading.faults.append(table.fault("first_flags", fault))
    if isinstance(health, dict) and health.get("mode") not in ("on", "off"):
        table = Table(file, _section_line(file, "health"), health)
        reading.faults.append(table.fault("mode", "mode must be on or off"))
    for table in (table for table, name in lists if name == "entitlements"):
        reading.faults += [
            table.fault(key, f"{key} must be one of {', '.join(words)}")
            for key, words in ENTITLEMENT_WORDS.items()
            if table.data.get(key) not in words
        ]
        if table.data.get("kind") == "cash" and not (
            table.data.get("amount") and table.data.get("currency")
        ):
            reading.faults.append(table.fault("amount", "cash needs an amount and a currency"))


def _pack(reading: Reading, contents: Mapping[str, bytes]) -> Pack:
    settings = _plain(reading.files["pack.toml"].data)
    digest = hashlib.sha256()
    for name in sorted(name for name in contents if name not in ELSEWHERE):
        digest.update(name.encode() + b"\0" + contents[name] + b"\0")
    return Pack(
        code=settings["pack"]["code"],
        version=settings["pack"]["version"],
        languages=reading.languages,
        settings=settings,
        entries=tuple(reading.entries),
        gates=reading.gates,
        forms=tuple(reading.forms),
        content_hash=digest.hexdigest(),
    )


def _plain(value: Any) -> Any:
    """Days become ISO text, so that the settings can be kept as JSON."""
    if isinstance(value, dict):
        return {key: _plain(part) for key, part in value.items()}
    if isinstance(value, list):
        return [_plain(part) for part in value]
    return value.isoformat() if isinstance(value, date) else value
