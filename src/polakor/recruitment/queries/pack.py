"""What the country pack says that this room holds its rows against."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from polakor.recruitment.errors import CodeUnknown
from polakor.recruitment.rules.loans import Limits
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


def debt_limits() -> Limits:
    """From when a debt is a sign of bondage. One query."""
    found = pack_settings()["debt"]
    return Limits(int(found["months_of_pay"]), int(found["annual_rate"]))


def must_know(list_name: str, code: str) -> None:
    """Raises ``CodeUnknown`` unless the pack's list has the code. One query."""
    if code not in {one.code for one in entries(list_name)}:
        raise CodeUnknown(code=code)


def items_of_checklists(keys: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Points of checklists by their keys, in order. One query."""
    found: dict[str, list[str]] = {key: [] for key in keys}
    for one in entries("checklist_items"):
        if one.attributes["checklist"] in found:
            found[one.attributes["checklist"]].append(one.code)
    return {key: tuple(items) for key, items in found.items()}


def checklist_in_force(day: date) -> str:
    """The key of the checklist inspectors use on a day: the newest in force; "" for none."""
    found = sorted(entries("checklists", on=day), key=lambda one: one.valid_from)
    return found[-1].code if found else ""


def checklist(key: str) -> Checklist:
    """A checklist with its points, retired ones too. One query. Raises ``CodeUnknown``."""
    items = tuple(one for one in entries("checklist_items") if one.attributes["checklist"] == key)
    if not items:
        raise CodeUnknown(code=key)
    return Checklist(key, items)
