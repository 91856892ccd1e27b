"""Reading gate tallies and emergencies."""

from datetime import date

from polakor.access.context import acting_as
from polakor.access.rules.actors import Actor
from polakor.journeys.models import Emergency, GateTally
from polakor.journeys.permissions import JourneysPermission


def tallies_entered(
    actor: Actor, *, gate: str = "", day: date | None = None, limit: int = 200
) -> list[GateTally]:
    """Tallies in force, newest day first. Needs ``journeys:tally:read``. One query."""
    actor.require(JourneysPermission.TALLY_READ)
    with acting_as(actor):
        rows = GateTally.objects.filter(replaced_by__isnull=True)
        if gate:
            rows = rows.filter(gate_id=gate)
        if day is not None:
            rows = rows.filter(day=day)
        return list(rows.order_by("-day", "gate_id", "hour", "sex", "age_group")[:limit])


def emergencies() -> list[Emergency]:
    """All named periods of returns, newest first. They hold nothing about persons. One query."""
    return list(Emergency.objects.order_by("-begins_on", "code"))
