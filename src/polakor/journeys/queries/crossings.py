"""Reading crossings of known persons."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from polakor.access.context import acting_as
from polakor.access.rules.actors import Actor
from polakor.journeys.models import Crossing


@dataclass(frozen=True, slots=True)
class CrossingLine:
    """One crossing in a person's history."""

    id: UUID
    gate: str
    direction: int
    crossed_on: date
    crossed_at: datetime | None
    mode: str
    age: int | None
    destination: str
    withdrawn: str


def crossings_of(actor: Actor, person_ids: Collection[UUID]) -> list[CrossingLine]:
    """Crossings of these person records, newest first, as far as the actor may see. One query.

    Whoever may open a person may see their crossings; rows outside the actor's scopes are absent.
    """
    with acting_as(actor):
        rows = (
            Crossing.objects.filter(person_id__in=list(person_ids))
            .select_related("withdrawal")
            .order_by("-crossed_on", "-id")
        )
        return [
            CrossingLine(
                id=row.id,
                gate=row.gate_id,
                direction=row.direction,
                crossed_on=row.crossed_on,
                crossed_at=row.crossed_at,
                mode=row.mode,
                age=row.age,
                destination=row.destination,
                withdrawn=row.withdrawal.reason if hasattr(row, "withdrawal") else "",
            )
            for row in rows
        ]


def crossings_told_by(submissions: Collection[UUID]) -> dict[UUID, UUID]:
    """Crossing by person, of those these submissions tell of. One query. Inside ``acting_as``."""
    rows = Crossing.objects.filter(submission_id__in=list(submissions))
    return dict(rows.values_list("person_id", "id"))
