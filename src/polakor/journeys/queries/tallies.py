"""Reading gate tallies and emergencies."""

from datetime import date

from polakor.access.context import acting_as
from polakor.access.rules.actors import Actor
from polakor.access.rules.scopes import EVERYWHERE
from polakor.journeys.models import Emergency, GateTally
from polakor.journeys.permissions import JourneysPermission
from polakor.reference.queries.gates import gate_provinces


def gates_of_duty(actor: Actor) -> frozenset[str]:
    """Codes of the gates whose count the actor may enter: those where the duty lies. One query."""
    everywhere = EVERYWHERE in actor.areas
    return frozenset(
        gate
        for gate, province in gate_provinces().items()
        if everywhere or (province and province in actor.areas)
    )


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


def emergency_of(code: str) -> Emergency | None:
    """One named period, or None. One query."""
    return Emergency.objects.filter(code=code).first()
