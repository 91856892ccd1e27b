"""How many devices are served at once: who would only wait is told so at once."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock
from uuid import UUID

AT_ONCE = 16
"""Devices served at once by one process. More only wait for each other and for the database."""


class Places:
    """Places for devices; one device has one, whatever it opens."""

    def __init__(self, most: int) -> None:
        self._lock = Lock()
        self._most = most
        self._taken: set[UUID] = set()

    @contextmanager
    def one_of(self, device: UUID) -> Iterator[bool | None]:
        """True with a place; False when the device has one already; None when none is left."""
        with self._lock:
            held: bool | None = device not in self._taken
            if held and len(self._taken) >= self._most:
                held = None
            if held:
                self._taken.add(device)
        try:
            yield held
        finally:
            if held:
                with self._lock:
                    self._taken.discard(device)


places = Places(AT_ONCE)
