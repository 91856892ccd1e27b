"""Rows of a list whose document number is known under another name."""

from dataclasses import dataclass
from uuid import UUID

from polakor.access.context import acting_as
from polakor.access.rules.actors import Actor
from polakor.access.rules.scopes import NATION
from polakor.intake.models import ReceivedList
from polakor.intake.permissions import IntakePermission
from polakor.registry.models import MatchCandidate, Person, Told

SHOWN = 50


@dataclass(frozen=True, slots=True)
class Clash:
    """One row: where it stands in the file, and its own person where the actor may open them.

    ``open``: nobody has decided yet.
    """

    sheet: int
    row: int
    person_id: UUID | None
    open: bool


def clashes_of_list(actor: Actor, received: ReceivedList) -> list[Clash]:
    """Rows with the document number of somebody whose name differs clearly, as the file goes.

    The other person may belong to another province: that there is one is said, nothing else of
    them. ``received`` must have been fetched in the actor's own scopes. Needs
    ``intake:list:read``. Three queries.
    """
    actor.require(IntakePermission.LIST_READ)
    with acting_as(actor.also_seeing(NATION)):
        told = (
            Told.objects.filter(
                submission__received_list=received,
                person_id__in=MatchCandidate.objects.filter(urgent=True).values("subject_id"),
            )
            .select_related("submission")
            .order_by("submission__sheet", "submission__row")[:SHOWN]
        )
        rows = [(one.person_id, *one.submission.place) for one in told]
        waiting = set(
            MatchCandidate.objects.filter(
                subject_id__in=[person for person, _sheet, _row in rows], urgent=True, open=True
            ).values_list("subject_id", flat=True)
        )
    with acting_as(actor):
        seen = set(
            Person.objects.filter(id__in=[person for person, _sheet, _row in rows]).values_list(
                "id", flat=True
            )
        )
    return [
        Clash(sheet, row, person if person in seen else None, person in waiting)
        for person, sheet, row in rows
    ]
