"""Code lists: words for a code, codes for a word."""

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from polakor.reference.models import Code
from polakor.reference.queries.pack import in_language


@dataclass(frozen=True, slots=True)
class CodeEntry:
    """One code as the pack has it. ``attributes`` are those of its list (``rules/shapes.py``)."""

    list_name: str
    code: str
    labels: Mapping[str, str]
    attributes: Mapping[str, Any]
    valid_from: date
    valid_to: date | None
    source: str
    verification_status: str
    retired_on: date | None

    def label(self, language: str) -> str:
        """Words in ``language``, else in English."""
        return in_language(self.labels, language)

    def short(self, language: str) -> str:
        """The short form, where the list has one; else the label."""
        return in_language(self.attributes.get("short", self.labels), language)


def labels(list_name: str, language: str) -> dict[str, str]:
    """Words for every code of one list, retired ones too (old records keep their words).

    In the order of the pack, those in use first. One query.
    """
    return {entry.code: entry.label(language) for entry in _read([list_name], retired=True)}


def labels_of_lists(list_names: Iterable[str], language: str) -> dict[str, dict[str, str]]:
    """The same for several lists with one query."""
    names = list(list_names)
    found: dict[str, dict[str, str]] = {name: {} for name in names}
    for entry in _read(names, retired=True):
        found[entry.list_name][entry.code] = entry.label(language)
    return found


def entries(list_name: str, *, on: date | None = None) -> list[CodeEntry]:
    """Codes of one list that may be chosen, in the order of the pack; ``on`` a day, or any day.

    One query.
    """
    return _read([list_name], on=on)


def choices(list_name: str, language: str, *, on: date | None = None) -> list[tuple[str, str]]:
    """``(code, words)`` of the codes that may be chosen, for a form. One query."""
    return [(entry.code, entry.label(language)) for entry in entries(list_name, on=on)]


def codes_by_word(list_name: str) -> dict[str, str]:
    """Codes by every way they are written: code, labels, short forms, other names.

    Keys are as ``word_key`` makes them. Of two codes written alike the first in the pack wins.
    One query.
    """
    found: dict[str, str] = {}
    for entry in _read([list_name]):
        words = [
            entry.code,
            *entry.labels.values(),
            *entry.attributes.get("short", {}).values(),
            *entry.attributes.get("other_names", []),
        ]
        for word in words:
            found.setdefault(word_key(word), entry.code)
    return found


def word_key(word: str) -> str:
    """A word without case, spaces, dashes, underscores and signs that cannot be seen."""
    plain = unicodedata.normalize("NFC", word).casefold()
    return "".join(
        character
        for character in plain
        if not character.isspace()
        and character not in "-_.'’"
        and unicodedata.category(character) != "Cf"
    )


def hidden_flags() -> frozenset[str]:
    """Flags that never appear on a list, a wristband, a manifest or an export. One query.

    Retired flags stay hidden.
    """
    return frozenset(
        Code.objects.filter(list_name="flags", attributes__hidden=True).values_list(
            "code", flat=True
        )
    )


def _read(
    list_names: Iterable[str], *, on: date | None = None, retired: bool = False
) -> list[CodeEntry]:
    rows: QuerySet[Code] = Code.objects.filter(list_name__in=list(list_names))
    if not retired:
        rows = rows.filter(retired_on__isnull=True)
    if on is not None:
        rows = rows.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=on), valid_from__lte=on)
    return [
        CodeEntry(
            row.list_name,
            row.code,
            row.labels,
            row.attributes,
            row.valid_from,
            row.valid_to,
            row.source,
            row.verification_status,
            row.retired_on,
        )
        for row in sorted(rows, key=lambda row: (row.retired_on is not None, row.position))
    ]
