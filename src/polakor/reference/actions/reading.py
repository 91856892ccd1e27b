"""Takes packs and places from disk or from a package, and refuses what the rules find wrong."""

import hashlib
from dataclasses import dataclass
from importlib import metadata, resources
from pathlib import Path

from polakor.reference.errors import PackMissing, PackRefused, PlacesRefused
from polakor.reference.rules.clean_places import PlaceRow
from polakor.reference.rules.pack_types import Pack
from polakor.reference.rules.place_files import read_place_file
from polakor.reference.rules.read_pack import read_pack


def read_pack_at(path: Path) -> Pack:
    """Read the pack in the folder ``path``.

    Raises ``PackMissing`` when there is none, ``PackRefused`` with the first fault's file and line
    (all faults in ``fields["faults"]``) when it is not sound.
    """
    if not (path / "pack.toml").is_file():
        raise PackMissing(path=path)
    contents = {
        file.relative_to(path).as_posix(): file.read_bytes()
        for file in (*path.iterdir(), *path.glob("forms/*"))
        if file.suffix in (".toml", ".csv") and file.is_file()
    }
    pack, faults = read_pack(contents)
    if pack is None:
        first, others = faults[0], len(faults) - 1
        raise PackRefused(
            file=path / first.file,
            line=first.line,
            reason=first.reason,
            more=f"And {others} more." if others else "",
            faults=tuple(faults),
        )
    return pack


@dataclass(frozen=True, slots=True)
class PlacesFound:
    """Rows of places as their source has them; ``source`` names it with its version."""

    rows: tuple[PlaceRow, ...]
    source: str


def places_of_pack(path: Path) -> PlacesFound | None:
    """Read the places the pack at ``path`` names: a package, a CSV beside it, or none (None).

    Raises ``PlacesRefused`` when they cannot be read.
    """
    about = read_pack_at(path).settings["places"]
    source, digits = str(about["source"]), tuple(about["code_digits"])
    if source == "none":
        return None
    if source.startswith("package:"):
        return _places_of_package(source.removeprefix("package:"), digits)
    return read_places_at(path / source, digits)


def _places_of_package(name: str, digits: tuple[int, ...]) -> PlacesFound:
    """The CSV files in the ``data`` folder of an installed package, untouched by its own code."""
    try:
        folder = resources.files(name.replace("-", "_")) / "data"
        version = metadata.version(name)
    except (ModuleNotFoundError, metadata.PackageNotFoundError) as problem:
        raise PlacesRefused(file=name, line=0, reason="the package is not installed") from problem
    rows: list[PlaceRow] = []
    for file in sorted(folder.iterdir(), key=lambda file: file.name):
        if file.name.endswith(".csv"):
            rows += _rows(file.name, file.read_bytes(), digits)
    return PlacesFound(tuple(rows), f"{name} {version}")


def read_places_at(path: Path, digits: tuple[int, ...]) -> PlacesFound:
    """Read one CSV file of places. Raises ``PlacesRefused`` with the line that stops it."""
    try:
        content = path.read_bytes()
    except OSError as problem:
        reason = problem.strerror or "it cannot be opened"
        raise PlacesRefused(file=path, line=0, reason=reason) from problem
    digest = hashlib.sha256(content).hexdigest()[:12]
    return PlacesFound(tuple(_rows(path.name, content, digits)), f"{path.name} {digest}")


def _rows(name: str, content: bytes, digits: tuple[int, ...]) -> list[PlaceRow]:
    wide = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    try:
        text = content.decode("utf-16" if wide else "utf-8-sig")
    except UnicodeDecodeError as problem:
        line = content[: problem.start].count(b"\n") + 1
        raise PlacesRefused(file=name, line=line, reason="it is not UTF-8 text") from problem
    rows, fault = read_place_file(name, text, digits)
    if fault is not None:
        raise PlacesRefused(file=fault.file, line=fault.line, reason=fault.reason)
    return rows
