"""One request of a device at a time: a second would only wait for the first."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock
from uuid import UUID


class Places:
    """Devices that this process serves right now."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._taken: set[UUID] = set()

    @contextmanager
    def one_of(self, device: UUID) -> Iterator[bool]:
        """Whether there is a place: False when the device has one already."""
        with self._lock:
            held = device not in self._taken
            if held:
                self._taken.add(device)
        try:
            yield held
        finally:
            if held:
                with self._lock:
                    self._taken.discard(device)


places = Places()
