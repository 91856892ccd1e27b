"""What the country pack says that this room holds its rows against."""

from collections.abc import Mapping
from dataclasses import dataclass

from polakor.recruitment.errors import CodeUnknown
from polakor.reference.queries.codes import CodeEntry, entries
from polakor.reference.queries.pack import pack_settings


@dataclass(frozen=True, slots=True)
class Checklist:
    """A checklist of inspections in force: its key, with the version, and its points in order."""

    key: str
    items: tuple[CodeEntry, ...]


def number_prefix() -> str:
    """First letters of a recruiter's human number. One query."""
    return str(pack_settings()["recruitment"]["number_prefix"])


def currencies() -> tuple[str, ...]:
    """Currencies that amounts may be in, the country's own first. One query."""
    pack: Mapping[str, object] = pack_settings()["pack"]
    others = pack["other_currencies"]
    assert isinstance(others, list)
    return (str(pack["currency"]), *map(str, others))


def must_know(list_name: str, code: str) -> None:
    """Raises ``CodeUnknown`` unless the pack's list has the code. One query."""
    if code not in {one.code for one in entries(list_name)}:
        raise CodeUnknown(code=code)


def checklist(key: str) -> Checklist:
    """A checklist with its points, retired ones too. One query. Raises ``CodeUnknown``."""
    items = tuple(one for one in entries("checklist_items") if one.attributes["checklist"] == key)
    if not items:
        raise CodeUnknown(code=key)
    return Checklist(key, items)
