"""One owner for each data folder: the lock that says who runs, and the note that says where."""

import fcntl
import os
import time
from types import TracebackType
from typing import Any

from polakor.doors.command.errors import CommandFailure
from polakor.doors.command.home import Home

NOTE = "running"


class Held(Exception):
    """Another process owns the data folder."""


class Hold:
    """The lock on a data folder; the kernel gives it back when its holder dies in any way."""

    def __init__(self, home: Home) -> None:
        self.home = home
        self._handle: int | None = None

    def take(self) -> "Hold":
        """Take the lock at once or raise Held."""
        handle = os.open(self.home.lock, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as problem:
            os.close(handle)
            raise Held from problem
        self._handle = handle
        return self

    def __enter__(self) -> "Hold":
        """Take the lock unless it is already ours."""
        return self if self._handle is not None else self.take()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        problem: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Give the lock back."""
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None


def note_of_holder(home: Home, wanted: str) -> dict[str, Any] | None:
    """Return the note of the process that holds ``home`` once it names ``wanted``, else None."""
    note = home.read_note(NOTE)
    return note if note.get(wanted) and is_alive(note) else None


def wait_for_hold(home: Home, wanted: str, patience: float) -> Hold | dict[str, Any]:
    """Return the lock when it is or becomes free, else its holder's note once it names ``wanted``.

    Raises CommandFailure when the holder has not come that far within ``patience`` seconds.
    """
    until = time.monotonic() + patience
    while True:
        try:
            return Hold(home).take()
        except Held:
            note = note_of_holder(home, wanted)
        if note is not None:
            return note
        if time.monotonic() > until:
            raise CommandFailure(
                f"another Polakor command works with {home.folder} and is not ready yet; "
                "wait for it to finish and try again"
            )
        time.sleep(0.1)


def is_alive(note: dict[str, Any]) -> bool:
    """Tell whether the process that wrote the note still runs."""
    try:
        os.kill(int(note["pid"]), 0)
    except (KeyError, ValueError, ProcessLookupError):
        return False
    except PermissionError:
        return True
    return True
