"""What a country pack says once it has been read and found sound."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One thing wrong in a pack: ``line`` counts from 1; ``reason`` is a plain English clause."""

    file: str
    line: int
    reason: str

    def __str__(self) -> str:
        return f"{self.file}, line {self.line}: {self.reason}"


@dataclass(frozen=True, slots=True)
class Entry:
    """One code of one list. ``position`` is its order in the file, from 0."""

    list_name: str
    code: str
    position: int
    labels: Mapping[str, str]
    attributes: Mapping[str, Any]
    valid_from: date
    valid_to: date | None
    source: str
    verification_status: str


@dataclass(frozen=True, slots=True)
class StatusPeriod:
    """What a gate was like from ``starts_on`` to ``ends_on`` (None: it goes on)."""

    starts_on: date
    ends_on: date | None
    state: str
    hours: str
    who: Mapping[str, str]
    source: str
    verification_status: str


@dataclass(frozen=True, slots=True)
class GateEntry:
    """One gate with its periods, in order of time."""

    code: str
    position: int
    labels: Mapping[str, str]
    province: str
    country: str
    gate_class: str
    latitude: float | None
    longitude: float | None
    attributes: Mapping[str, Any]
    valid_from: date
    valid_to: date | None
    source: str
    verification_status: str
    periods: tuple[StatusPeriod, ...]


@dataclass(frozen=True, slots=True)
class FormEntry:
    """One version of a form. ``definition`` is its JSON without the lists it uses; ``meaning`` a
    hash of all that may not change within a version.
    """

    key: str
    code: str
    version: int
    tier: int
    position: int
    definition: Mapping[str, Any]
    meaning: str
    valid_from: date
    valid_to: date | None
    source: str
    verification_status: str


@dataclass(frozen=True, slots=True)
class Pack:
    """A sound pack. ``settings`` is pack.toml with dates as ISO text, ready for JSON."""

    code: str
    version: str
    languages: tuple[str, ...]
    settings: Mapping[str, Any]
    entries: tuple[Entry, ...]
    gates: tuple[GateEntry, ...]
    forms: tuple[FormEntry, ...]
    content_hash: str
