"""What has to be done again because something changed: fingerprints of what went in."""

import hashlib
from collections.abc import Iterable
from importlib import metadata
from pathlib import Path


def of_files(files: Iterable[Path], *words: str) -> str:
    """Return one fingerprint over the names and contents of ``files`` and over ``words``."""
    digest = hashlib.sha256()
    for file in sorted(files):
        digest.update(str(file).encode() + b"\0")
        digest.update(hashlib.sha256(file.read_bytes()).digest())
    for word in words:
        digest.update(word.encode() + b"\0")
    return digest.hexdigest()


def of_packages() -> str:
    """Return one fingerprint over the names and versions of all installed packages."""
    names = sorted(path.name for entry in _folders() for path in entry.glob("*.dist-info"))
    return hashlib.sha256("\n".join(names).encode()).hexdigest()


def _folders() -> set[Path]:
    return {Path(str(metadata.distribution("Django").locate_file("")))}


def files_below(folder: Path, *patterns: str) -> list[Path]:
    """Return the files below ``folder`` that fit one of the patterns."""
    found = {path for pattern in patterns for path in folder.rglob(pattern) if path.is_file()}
    return sorted(path for path in found if "__pycache__" not in path.parts)
