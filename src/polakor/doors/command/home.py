"""The data folder: everything Polakor keeps outside its database server and its source."""

import json
import os
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from polakor.doors.command import privileges
from polakor.doors.command.errors import CommandFailure

SOURCE_MARKS = ("polakor", "pyproject.toml", "requirements")


def source_tree() -> Path | None:
    """Return the root of the source tree this code runs from, or None when it was installed."""
    root = Path(__file__).resolve().parents[4]
    return root if all((root / mark).exists() for mark in SOURCE_MARKS) else None


def package_folder() -> Path:
    """Return the folder of the ``polakor`` package."""
    return Path(__file__).resolve().parents[2]


def packs_folder() -> Path:
    """Return where the country packs lie: beside the source, or inside the wheel."""
    root = source_tree()
    return root / "packs" if root else package_folder() / "packs"


@dataclass(frozen=True)
class Home:
    """One data folder and the names of what lies in it."""

    folder: Path

    @property
    def database(self) -> Path:
        """Files of the embedded PostgreSQL."""
        return self.folder / "database"

    @property
    def secrets(self) -> Path:
        """Passwords and keys, one file each, readable by their owner only."""
        return self.folder / "secrets"

    @property
    def log(self) -> Path:
        """What the programs said."""
        return self.folder / "log"

    @property
    def run(self) -> Path:
        """Who runs now, and what has been prepared."""
        return self.folder / "run"

    @property
    def lock(self) -> Path:
        """Locked by the one process that owns this folder's database and server."""
        return self.folder / "lock"

    def make(self) -> None:
        """Make what is missing, closed to others; what exists keeps its permissions.

        Raises CommandFailure when the folder cannot be made or written.
        """
        # Where PostgreSQL must run as another account, that account has to walk through.
        mode = 0o700 if privileges.for_postgres().uid is None else 0o711
        try:
            if not self.folder.is_dir():
                self.folder.parent.mkdir(parents=True, exist_ok=True)
                self.folder.mkdir(mode=mode, exist_ok=True)
            for part in (self.secrets, self.log, self.run):
                part.mkdir(mode=0o700, exist_ok=True)
            self.lock.touch(mode=0o600)
        except OSError as problem:
            raise CommandFailure(
                f"The data folder {self.folder} cannot be used ({problem.strerror}); "
                "name another: --data DIR"
            ) from problem

    def secret(self, name: str) -> str:
        """Return the secret called ``name``, made at random the first time it is asked for."""
        path = self.secrets / name
        known = self.known_secret(name)
        if known is not None:
            return known
        return self.keep_secret(path.name, secrets.token_urlsafe(36))

    def known_secret(self, name: str) -> str | None:
        """Return the secret called ``name`` if it has been made."""
        try:
            return (self.secrets / name).read_text(encoding="ascii").strip() or None
        except FileNotFoundError:
            return None

    def keep_secret(self, name: str, value: str) -> str:
        """Write ``value`` as the secret ``name`` in one move; return it."""
        unfinished = self.secrets / f"{name}.{os.getpid()}"
        handle = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(value + "\n")
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(self.secrets / name)
        return value

    def read_note(self, name: str) -> dict[str, Any]:
        """Return a small JSON note from ``run``; {} when absent or unreadable."""
        try:
            note = json.loads((self.run / f"{name}.json").read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return note if isinstance(note, dict) else {}

    def write_note(self, name: str, note: dict[str, Any]) -> None:
        """Replace a small JSON note in ``run`` in one move."""
        unfinished = self.run / f"{name}.json.{os.getpid()}"
        handle = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(note, file, indent=1)
        unfinished.replace(self.run / f"{name}.json")

    def forget_note(self, name: str) -> None:
        """Remove a note if it is there."""
        (self.run / f"{name}.json").unlink(missing_ok=True)


def home_at(named: str | None) -> Home:
    """Return the data folder: ``--data``, else POLAKOR_DATA, else beside the source or at home."""
    chosen = named or os.environ.get("POLAKOR_DATA")
    if chosen:
        return Home(Path(chosen).expanduser().absolute())
    root = source_tree()
    if root is not None:
        return Home(root / "data")
    share = os.environ.get("XDG_DATA_HOME") or str(Path.home() / ".local" / "share")
    return Home(Path(share) / "polakor")
