"""Brings the country pack and its places in, in the name of set-up, and writes that down."""

from pathlib import Path

from polakor.access.actions.events import record_event
from polakor.access.context import acting_as
from polakor.access.machine import SETUP
from polakor.doors.command.errors import say
from polakor.reference.actions.load import LoadResult, load_default
from polakor.reference.actions.places import PlacesResult, import_place_file


def load_pack() -> LoadResult:
    """Load the pack named by POLAKOR_PACK with its places; one transaction, one event.

    Raises the refusals of ``reference.actions.load``; then nothing has changed.
    """
    with acting_as(SETUP) as actor:
        result = load_default(actor)
        record_event(
            actor=actor,
            event="reference:pack:loaded",
            target_kind="pack",
            target_id=result.pack,
            detail={"version": result.version, "content": result.content_hash},
        )
    return result


def load_places(path: Path) -> PlacesResult:
    """Load places from an official file; one transaction, one event."""
    with acting_as(SETUP) as actor:
        result = import_place_file(actor=actor, path=path)
        record_event(
            actor=actor,
            event="reference:places:imported",
            target_kind="places",
            target_id=result.source,
            detail={"kept": result.kept, "set_aside": result.set_aside},
        )
    return result


def describe(result: LoadResult) -> list[str]:
    """Return what a load did, as the terminal says it."""
    codes, gates, forms = result.codes, result.gates, result.forms
    lines = [
        f"pack {result.pack} {result.version}: "
        f"{codes.added + codes.changed + codes.restored} codes written, {codes.retired} retired, "
        f"{gates.added + gates.changed + gates.restored} gates written, {gates.retired} retired, "
        f"{forms.added + forms.changed + forms.restored} forms written, {forms.retired} retired"
    ]
    if result.places is not None:
        lines.append(describe_places(result.places))
    return lines


def describe_places(result: PlacesResult) -> str:
    """Return what an import of places did, defects included."""
    defects = ", ".join(f"{kind} {count}" for kind, count in sorted(result.defects.items()))
    return (
        f"places from {result.source}: {result.read} read, {result.kept} kept, "
        f"{result.set_aside} set aside" + (f" (defects: {defects})" if defects else "")
    )


def report(lines: list[str], mark: str = "") -> None:
    """Say each line."""
    for line in lines:
        say(mark + line)
