"""How far the logs have been counted."""

from dataclasses import dataclass
from typing import Any

from polakor.evidence.models import LogPlace

FAR_AHEAD = 1 << 62
LOCK = 4_611_686_018_431
"""Who folds holds this advisory lock; who must read in peace shares it."""


@dataclass(frozen=True, slots=True)
class Place:
    """The last entries counted, and how ages and places were cut when they were."""

    tx: int
    number: int
    move_tx: int
    move_number: int
    bands: tuple[int, ...]
    province_digits: int

    def logs(self) -> tuple[int, int, int, int]:
        """The place in the log of crossings, then in the log of moves."""
        return self.tx, self.number, self.move_tx, self.move_number

    def as_parameters(self) -> dict[str, Any]:
        """The same as parameters of the named SQL."""
        names = ("tx", "number", "move_tx", "move_number")
        return dict(zip(names, self.logs(), strict=True))

    def to_the_end(self) -> dict[str, Any]:
        """Parameters for reading everything after this place."""
        ends = ("end_tx", "end_number", "end_move_tx", "end_move_number")
        return {**self.as_parameters(), **dict.fromkeys(ends, FAR_AHEAD)}


NOWHERE = Place(0, 0, 0, 0, (), 0)


def place_in_log() -> Place | None:
    """The place reached; None before the first count. One query."""
    row = LogPlace.objects.filter(pk=1).first()
    if row is None:
        return None
    return Place(
        row.tx, row.number, row.move_tx, row.move_number, tuple(row.bands), row.province_digits
    )
