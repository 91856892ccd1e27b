"""The words and places lists are read with, kept by every process until they change."""

import tomllib
from collections.abc import Callable, Collection
from datetime import date, datetime
from functools import cache
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.utils import timezone

from polakor.access.context import acting, acting_as
from polakor.access.rules.scopes import NATION
from polakor.intake.models import ReceivedList
from polakor.intake.rules.drafts import Passage, RowDraft, draft_of
from polakor.intake.rules.layouts import Layout
from polakor.intake.rules.places import PlaceIndex
from polakor.intake.rules.reading import RowReader
from polakor.intake.rules.vocabulary import Vocabulary
from polakor.intake.rules.workbooks import Row
from polakor.reference.packs import pack_path
from polakor.reference.queries.codes import word_key
from polakor.reference.queries.gates import gates_by_word
from polakor.reference.queries.pack import pack_in_force
from polakor.reference.queries.places import place_index_rows

_indexes: dict[tuple[str, datetime | None], PlaceIndex] = {}


_LABELLED = {
    "documents": "document_kinds",
    "modes": "return_modes",
    "flags": "flags",
    "needs": "needs",
}
"""Tables of words for codes, and the list of the pack whose labels are words for them too."""


@cache
def _of_pack(code: str) -> Vocabulary:
    pack = pack_path(code)
    words = Vocabulary.from_toml((pack / "words.toml").read_text(encoding="utf-8"))
    return words.also({table: _labels(pack / f"{name}.toml") for table, name in _LABELLED.items()})


def _labels(path: Path) -> dict[str, tuple[str, ...]]:
    """What a list of the pack calls its codes, in every language it knows."""
    entries = tomllib.loads(path.read_text(encoding="utf-8"))["entry"]
    return {entry["code"]: tuple(entry["label"].values()) for entry in entries}


def vocabulary() -> Vocabulary:
    """The vocabulary of the pack. No query; a few files the first time in a process."""
    return _of_pack(settings.PACK)


def places() -> PlaceIndex:
    """The gazetteer of the pack in force. One query, and one more when places have changed."""
    pack = pack_in_force()
    key = (pack.content_hash, pack.places_at)
    if key not in _indexes:
        rows = [(code, km, latin, *others) for code, km, latin, others in place_index_rows()]
        index = PlaceIndex.from_rows(rows, vocabulary())
        if not rows:
            return index
        _indexes.clear()
        _indexes[key] = index
    return _indexes[key]


def layouts_of(received: ReceivedList) -> list[Layout | None]:
    """The layouts of a list's sheets as they were settled. No query."""
    return [None if one is None else Layout.from_json(one) for one in received.layouts]


def layouts_of_lists(ids: Collection[UUID]) -> dict[UUID, list[Layout | None]]:
    """Layouts by list, of lists the asker may not see as well. One query.

    Whoever sees a row may know what its columns were called, and must not be shown what is
    guarded. Must run inside ``acting_as``.
    """
    if not ids:
        return {}
    with acting_as(acting().also_seeing(NATION)):
        found = ReceivedList.objects.filter(id__in=ids).only("layouts")
        return {received.id: layouts_of(received) for received in found}


class ListReader:
    """Reads rows of one list. Prepared once; three queries at most."""

    def __init__(
        self,
        received: ReceivedList,
        layouts: list[Layout | None] | None = None,
        today: date | None = None,
    ) -> None:
        gates = gates_by_word()
        self.told = Passage(received.gate_id or "", received.crossed_on, received.mode)
        self._gate: Callable[[str], str] = lambda text: gates.get(word_key(text), "")
        day = today or received.crossed_on or timezone.localdate(received.received_at)
        words, index = vocabulary(), places()
        self._readers = [
            None if layout is None else RowReader(layout, words, index, day)
            for layout in (layouts if layouts is not None else layouts_of(received))
        ]

    def read(self, sheet: int, row: Row) -> RowDraft:
        """What is to be written of one row."""
        reader = self._readers[sheet]
        assert reader is not None, "this sheet is not read"
        return draft_of(sheet, row, reader.read(row), self.told, self._gate)
