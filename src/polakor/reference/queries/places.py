"""Places: names, paths upwards, provinces with their square on the tile grid, the import report."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from django.db import connection
from django.db.models import Count

from polakor.reference.models import Place, PlaceDefect
from polakor.reference.queries.codes import entries
from polakor.reference.queries.pack import in_language, pack_settings

SQL = Path(__file__).resolve().parent.parent / "sql"


@dataclass(frozen=True, slots=True)
class PlaceName:
    """A place by its names. ``level`` counts from 1 (province) down."""

    code: str
    level: int
    parent: str
    province: str
    name_km: str
    name_latin: str

    def name(self, *, local: bool) -> str:
        """The name in the country's own script, or in Latin letters; the other where one lacks."""
        wanted, other = (self.name_km, self.name_latin)[:: 1 if local else -1]
        return wanted or other


@dataclass(frozen=True, slots=True)
class Province:
    """A province for maps and tables. ``centroid`` is (latitude, longitude) in degrees."""

    code: str
    name: str
    short: str
    row: int
    column: int
    centroid: tuple[float, float]


def provinces(language: str) -> list[Province]:
    """The provinces in use, in the order of the pack, with tile and centroid. One query."""
    return [
        Province(
            code=entry.code,
            name=entry.label(language),
            short=entry.short(language),
            row=entry.attributes["tile"][0],
            column=entry.attributes["tile"][1],
            centroid=(entry.attributes["centroid"][0], entry.attributes["centroid"][1]),
        )
        for entry in entries("provinces")
    ]


def province_names(language: str) -> dict[str, str]:
    """Names of the provinces in use by code, in the order of the pack. One query."""
    return {entry.code: entry.label(language) for entry in entries("provinces")}


def places_named(codes: Iterable[str]) -> dict[str, PlaceName]:
    """Places by code, retired ones too; codes nobody knows are left out. One query."""
    return {row.code: _name(row) for row in Place.objects.filter(code__in=set(codes))}


def place_path(code: str) -> list[PlaceName]:
    """The place and what it lies in, province first; empty when nobody knows the code.

    One query.
    """
    return place_paths([code]).get(code, [])


def place_paths(codes: Iterable[str]) -> dict[str, list[PlaceName]]:
    """Paths of several places, province first, by code. One query."""
    wanted = sorted(set(codes))
    if not wanted:
        return {}
    found: dict[str, list[PlaceName]] = {}
    with connection.cursor() as cursor:
        cursor.execute((SQL / "place_paths.sql").read_text(), {"codes": wanted})
        for start, *place in cursor.fetchall():
            found.setdefault(start, []).append(PlaceName(*place))
    return found


def place_full_name(code: str, language: str) -> str:
    """The place with all it lies in, smallest first, divided by commas; ``""`` if unknown.

    Two queries.
    """
    return place_full_names([code], language).get(code, "")


def place_full_names(codes: Iterable[str], language: str) -> dict[str, str]:
    """Full names of several places by code. Two queries."""
    local = language == pack_settings()["pack"]["languages"][0]
    return {
        code: ", ".join(place.name(local=local) for place in reversed(path))
        for code, path in place_paths(codes).items()
    }


def place_names(codes: Iterable[str], language: str) -> dict[str, str]:
    """Names of several places alone, without what they lie in. Two queries."""
    local = language == pack_settings()["pack"]["languages"][0]
    return {code: place.name(local=local) for code, place in places_named(codes).items()}


def provinces_of(codes: Iterable[str]) -> dict[str, str]:
    """Province by place code; codes nobody knows are left out. One query."""
    rows = Place.objects.filter(code__in=set(codes))
    return dict(rows.values_list("code", "province"))


def places_below(parent: str | None) -> list[PlaceName]:
    """Places in use right below ``parent`` (None: the provinces), by code. One query."""
    rows = Place.objects.filter(parent_id=parent, retired_on__isnull=True)
    return [_name(row) for row in rows.order_by("code")]


def places_at(level: int) -> list[PlaceName]:
    """Places in use of one level (1: provinces), by code: for a form. One query."""
    rows = Place.objects.filter(level=level, retired_on__isnull=True)
    return [_name(row) for row in rows.order_by("code")]


def place_index_rows() -> Iterator[tuple[str, str, str, list[str]]]:
    """``(code, name_km, name_latin, other_names)`` of every place in use, by level and code.

    For those who read places out of lists: the whole gazetteer in one query, to be kept.
    """
    rows = Place.objects.filter(retired_on__isnull=True).order_by("level", "code")
    yield from rows.values_list("code", "name_km", "name_latin", "other_names")


def place_parents() -> dict[str, str]:
    """The code a place lies in, by code, for every place in use below the top. One query.

    A few places do not lie where the beginning of their code says.
    """
    rows = Place.objects.filter(retired_on__isnull=True, parent__isnull=False)
    return {code: parent or "" for code, parent in rows.values_list("code", "parent_id")}


def level_name(level: int, language: str) -> str:
    """What a place of ``level`` is called, such as "Commune". One query."""
    levels = pack_settings()["places"]["levels"]
    return in_language(levels[level - 1], language) if 1 <= level <= len(levels) else ""


@dataclass(frozen=True, slots=True)
class DefectLine:
    """One line of the import report."""

    kind: str
    decision: str
    level: int
    code: str
    name: str
    file: str
    line: int


def place_defect_counts() -> dict[tuple[str, str, str], int]:
    """Rows by (source, kind, decision) as the last imports found them. One query."""
    rows = PlaceDefect.objects.values_list("source", "kind", "decision")
    counted = rows.annotate(rows=Count("id")).order_by("source", "kind", "decision")
    return {(source, kind, decision): number for source, kind, decision, number in counted}


def place_defects(source: str | None = None) -> list[DefectLine]:
    """Every defect of one source, or of all, in order of kind, file and line. One query."""
    rows = (
        PlaceDefect.objects.all() if source is None else PlaceDefect.objects.filter(source=source)
    )
    return [
        DefectLine(row.kind, row.decision, row.level, row.code, row.name, row.file, row.line)
        for row in rows.order_by("kind", "file", "line")
    ]


def _name(row: Place) -> PlaceName:
    return PlaceName(
        row.code, row.level, row.parent_id or "", row.province, row.name_km, row.name_latin
    )
