"""Records as they stand by themselves, for those who add to them."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from polakor.registry.models import Person


@dataclass(frozen=True, slots=True)
class RecordLine:
    """What a record says: sex, birth (year, month, day), home, and who may see it."""

    id: UUID
    sex: int
    birth: tuple[int | None, int | None, int | None]
    home: str
    scopes: tuple[str, ...]


def records_of(ids: Collection[UUID]) -> dict[UUID, RecordLine]:
    """Records by id, as far as visible. One query. Must run inside ``acting_as``."""
    return {
        row.id: RecordLine(
            row.id,
            row.sex,
            (row.birth_year, row.birth_month, row.birth_day),
            row.home_id or "",
            tuple(row.scopes),
        )
        for row in Person.objects.filter(id__in=list(ids))
    }
