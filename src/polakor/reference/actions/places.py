"""Imports places: cleaned by rule, written in bulk, every defect kept as a report."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.db import connection, transaction
from django.utils import timezone

from polakor.base.actors import ActorLike
from polakor.reference.actions.reading import read_places_at
from polakor.reference.errors import NoPackLoaded
from polakor.reference.models import PackState, Place, PlaceDefect
from polakor.reference.rules.clean_places import CleanPlace, Defect, PlaceRow, clean_places

SQL = Path(__file__).resolve().parent.parent / "sql"
ONE_IMPORT_AT_A_TIME = 7_205_002  # key of the advisory lock
_COLUMNS = "code, level, parent, province, name_km, name_latin, other_names"


@dataclass(frozen=True, slots=True)
class PlacesResult:
    """What an import did. ``defects`` counts rows by kind of defect (``clean_places.KINDS``)."""

    source: str
    read: int
    kept: int
    set_aside: int
    added: int
    changed: int
    retired: int
    defects: dict[str, int]

    @property
    def unchanged(self) -> int:
        """How many places were there already, word for word."""
        return self.kept - self.added - self.changed


def import_places(*, actor: ActorLike, rows: Iterable[PlaceRow], source: str) -> PlacesResult:
    """Clean ``rows`` and bring the places to what they say, in one transaction.

    Places beside those of ``rows`` (same level and parent) that they no longer hold are retired
    today with what lies in them, never deleted. The report of defects replaces the last one of
    ``source``. Raises ``NoPackLoaded``: the pack says how long a code is. The caller records the
    audit event.
    """
    given = list(rows)
    today = timezone.localdate()
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ONE_IMPORT_AT_A_TIME])
        known = dict(Place.objects.filter(retired_on__isnull=True).values_list("code", "province"))
        clean = clean_places(given, _digits(), known)
        _copy(clean.places)
        added, changed = _upsert(source)
        retired = _retire(today)
        _report(clean.defects, source)
        if added or changed or retired:
            PackState.objects.filter(in_force=True).update(places_at=timezone.now())
    return PlacesResult(
        source=source,
        read=len(given),
        kept=len(clean.places),
        set_aside=clean.set_aside,
        added=added,
        changed=changed,
        retired=retired,
        defects=clean.counts(),
    )


def import_place_file(*, actor: ActorLike, path: Path) -> PlacesResult:
    """Import the official file, or any CSV of the two forms ``rules/place_files.py`` knows.

    Raises ``PlacesRefused`` with the line that stops the reading; then nothing has changed.
    """
    found = read_places_at(path, _digits())
    return import_places(actor=actor, rows=found.rows, source=found.source)


def _digits() -> tuple[int, ...]:
    state = PackState.objects.filter(in_force=True).first()
    if state is None:
        raise NoPackLoaded
    return tuple(state.settings["places"]["code_digits"])


def _copy(places: Sequence[CleanPlace]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS pg_temp.incoming_place")
        cursor.execute(
            "CREATE TEMPORARY TABLE incoming_place (code text PRIMARY KEY, level smallint,"
            " parent text, province text, name_km text, name_latin text, other_names text[])"
            " ON COMMIT DROP"
        )
        with cursor.copy(f"COPY incoming_place ({_COLUMNS}) FROM STDIN") as copy:
            for place in places:
                copy.write_row(
                    (
                        place.code,
                        place.level,
                        place.parent,
                        place.province,
                        place.name_km,
                        place.name_latin,
                        list(place.other_names),
                    )
                )
        cursor.execute("ANALYZE incoming_place")


def _upsert(source: str) -> tuple[int, int]:
    with connection.cursor() as cursor:
        cursor.execute((SQL / "upsert_places.sql").read_text(), {"source": source})
        written = [row[0] for row in cursor.fetchall()]
    return sum(written), len(written) - sum(written)


def _retire(today: date) -> int:
    statement = (SQL / "retire_places.sql").read_text()
    retired = 0
    with connection.cursor() as cursor:
        for level in (2, 3, 4):
            cursor.execute(statement, {"today": today, "level": level})
            retired += cursor.rowcount
    return retired


def _report(defects: Sequence[Defect], source: str) -> None:
    PlaceDefect.objects.filter(source=source).delete()
    PlaceDefect.objects.bulk_create(
        [
            PlaceDefect(
                source=source,
                kind=defect.kind,
                decision=defect.decision,
                level=defect.level,
                code=defect.code,
                name=defect.name,
                file=defect.file,
                line=defect.line,
            )
            for defect in defects
        ]
    )
