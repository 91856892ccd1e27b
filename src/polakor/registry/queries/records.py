"""Records as they stand by themselves, for those who add to them."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

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
    rows = Person.objects.filter(id__in=list(ids)).values_list(
        "id", "sex", "birth_year", "birth_month", "birth_day", "home_id", "scopes"
    )
    return {
        id_: RecordLine(id_, sex, (year, month, day), home or "", tuple(scopes))
        for id_, sex, year, month, day, home, scopes in rows
    }


def records_of_human(person_id: UUID) -> list[UUID]:
    """All visible records joined with this one, itself among them. One query.

    Must run inside ``acting_as``.
    """
    this = Person.objects.filter(id=person_id)
    rows = Person.objects.filter(
        Q(id=person_id)
        | Q(canonical_id=person_id)
        | Q(id__in=this.values("canonical_id"))
        | Q(canonical_id__in=this.filter(canonical__isnull=False).values("canonical_id"))
    )
    return list(rows.values_list("id", flat=True))
