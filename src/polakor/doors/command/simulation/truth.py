"""What really happened: every record a device made, and what was heard of it."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from threading import Lock
from typing import Any
from uuid import UUID


@dataclass(slots=True)
class Made:
    """A record as its device made it. ``people``: (record id, human) of those it registers.

    ``receipt`` is the first one heard, ``state`` the last; "" while nothing was heard.
    """

    id: UUID
    kind: str
    gate: str
    day: date
    people: tuple[tuple[UUID, int], ...]
    token: str = ""
    base: UUID | None = None
    never_sent: bool = False
    receipt: str = ""
    received_at: str = ""
    state: str = ""


@dataclass
class Truth:
    """All records by id; written by many devices at once."""

    made: dict[UUID, Made] = field(default_factory=dict)
    acknowledged: int = 0
    changed_receipts: int = 0
    heard: Counter[str] = field(default_factory=Counter)
    _lock: Lock = field(default_factory=Lock)

    def note(self, one: Made) -> None:
        """A device made a record."""
        with self._lock:
            self.made[one.id] = one

    def hear(self, receipts: Iterable[Mapping[str, Any]]) -> list[UUID]:
        """Receipts came; those of a repeat must be the first ones. Returns what may be dropped.

        What could not be opened is not among these: it was damaged on the way and is sent again.
        """
        taken = []
        with self._lock:
            for told in receipts:
                one = self.made.get(UUID(told["id"])) if told["id"] else None
                self.heard[told["state"]] += 1
                if one is None or not told["sha256"]:
                    continue
                if one.receipt and (told["receipt"], told["received_at"]) != (
                    one.receipt,
                    one.received_at,
                ):
                    self.changed_receipts += 1
                self.acknowledged += not one.receipt
                one.receipt = one.receipt or told["receipt"]
                one.received_at = one.received_at or told["received_at"]
                one.state = told["state"]
                taken.append(one.id)
        return taken

    def lose(self, ids: Iterable[UUID]) -> None:
        """Records went with their device and never were sent."""
        with self._lock:
            for one in ids:
                self.made[one].never_sent = True
