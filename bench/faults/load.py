"""Devices that never stop sending, through whatever the network does to them."""

import random
import threading
import time
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from polakor.doors.command.simulation.devices import FieldDevice, Line, NotHeard, member
from polakor.doors.command.simulation.truth import Made, Truth

LARGEST_BATCH = 60
STALLED_AFTER = 1.0
ABANDONED = 0.1
"""Of batches whose first sending got no answer: they are never sent again, as by a lost device."""
FAMILY = ("សុខ", "ចាន់", "កែវ", "ហេង", "ជា", "ប្រាក់", "នួន", "អ៊ុក")
GIVEN = ("ដារា", "វណ្ណា", "សុភា", "បុប្ផា", "រិទ្ធី", "ស្រីមុំ", "ពិសិដ្ឋ", "ចន្ថា")


@dataclass
class Sender:
    """One device: makes records until told to stop, sends them until each has its receipt."""

    device: FieldDevice
    line: Line
    truth: Truth
    dice: random.Random
    outbox: dict[UUID, dict[str, Any]] = field(default_factory=dict)
    abandoned: set[UUID] = field(default_factory=set)
    _tried: bool = False
    _asked_at: float = 0.0

    def run(self, more: "Wanted") -> None:
        """Work until no more records are wanted and nothing is left to send."""
        while True:
            if not self.outbox:
                count = more.take(self.dice.randint(1, LARGEST_BATCH))
                if not count:
                    return
                for _ in range(count):
                    self._write()
            self._send()

    def bring(self, paper: str) -> None:
        """Write one family down under a paper and send it."""
        self._write(paper)
        while self.outbox:
            self._send()

    def _write(self, paper: str = "") -> None:
        dice = self.dice
        who = member(
            sex=dice.choice("12"),
            age=dice.randrange(1, 70),
            name_km=f"{dice.choice(FAMILY)} {dice.choice(GIVEN)}{dice.choice(GIVEN)}",
        )
        told = self.device.payload(members=[who], token=paper or None)
        identifier = UUID(told["id"])
        today = today_at_the_gate()
        person = UUID(who["id"])
        people = ((person, person.int),)
        self.truth.note(Made(identifier, "register", self.device.gate, today, people, token=paper))
        self.outbox[identifier] = self.device.seal(told)

    @property
    def stalled(self) -> bool:
        """Whether it has waited for an answer for longer than any other does."""
        return bool(self._asked_at) and time.monotonic() - self._asked_at > STALLED_AFTER

    def _send(self) -> None:
        self._asked_at = time.monotonic()
        try:
            self._ask()
        finally:
            self._asked_at = 0.0

    def _ask(self) -> None:
        try:
            receipts = self.line.post(
                "/field/sync/", self.device.request(list(self.outbox.values()))
            )
        except NotHeard as silence:
            if not self._tried and self.dice.random() < ABANDONED:
                self.abandoned.update(self.outbox)
                self.outbox.clear()
            self._tried = bool(self.outbox)
            time.sleep(silence.wait)
            return
        self._tried = False
        for one in self.truth.hear(receipts):
            self.outbox.pop(one, None)


def today_at_the_gate() -> date:
    """The day it is where the devices stand."""
    return (datetime.now(UTC) + timedelta(hours=7)).date()


@dataclass
class Wanted:
    """How many records are to be made now, shared by all devices; ``close`` when no more come."""

    left: int = 0
    closed: bool = False
    _change: threading.Condition = field(default_factory=threading.Condition)

    def more(self, count: int) -> None:
        """Ask for so many more."""
        with self._change:
            self.left += count
            self._change.notify_all()

    def close(self) -> None:
        """Ask for no more."""
        with self._change:
            self.closed = True
            self._change.notify_all()

    def take(self, count: int) -> int:
        """Reserve up to ``count`` of them; waits while none is asked for, 0 at the end."""
        with self._change:
            self._change.wait_for(lambda: self.left or self.closed)
            count = min(count, self.left)
            self.left -= count
            return count
