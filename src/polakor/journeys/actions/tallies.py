"""Enter counts at a gate without names, and correct them without losing what was said first."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone

from polakor.access.actions.events import EventDraft, record_events
from polakor.access.context import acting_as
from polakor.access.rules.actors import Actor
from polakor.journeys.errors import (
    EmergencyEndsTooEarly,
    EmergencyNotFound,
    GateNotYours,
    TallyImpossible,
)
from polakor.journeys.models import INWARD, Emergency, GateTally
from polakor.journeys.permissions import JourneysPermission
from polakor.journeys.queries.tallies import gates_of_duty

Counts = Mapping[tuple[int, str], int]
"""People by (ISO 5218 sex, age group ``adult``/``child``/``child_alone``/``unknown``)."""


def enter_tallies(
    *,
    actor: Actor,
    gate: str,
    day: date,
    counts: Counts,
    hour: int | None = None,
    method: str = "tally",
    source: str = "",
) -> list[UUID]:
    """Enter the counts of one gate and day (or hour). Returns the ids of what is now in force.

    A count for the same gate, day, hour, sex, age group and source replaces the earlier one; the
    same figure twice changes nothing. Needs ``journeys:tally:enter`` and a duty where the gate
    lies. Raises ``TallyImpossible``, ``GateNotYours``.
    """
    actor.require(JourneysPermission.TALLY_ENTER)
    if gate not in gates_of_duty(actor):
        raise GateNotYours
    if any(count < 0 for count in counts.values()) or day > timezone.localdate():
        raise TallyImpossible
    ids: list[UUID] = []
    written: list[EventDraft] = []
    with acting_as(actor), transaction.atomic():
        _take_turns(gate, day)
        standing = {
            (tally.sex, tally.age_group): tally
            for tally in GateTally.objects.filter(
                gate_id=gate,
                day=day,
                hour=hour,
                source=source,
                direction=INWARD,
                replaced_by__isnull=True,
            )
        }
        for (sex, age_group), count in counts.items():
            before = standing.get((sex, age_group))
            if before is not None and before.count == count and before.method == method:
                ids.append(before.id)
                continue
            tally = GateTally.objects.create(
                gate_id=gate,
                day=day,
                hour=hour,
                sex=sex,
                age_group=age_group,
                count=count,
                method=method,
                source=source,
                entered_by=actor.account_id,
                replaces=before,
            )
            ids.append(tally.id)
            act = "corrected" if before else "entered"
            written.append(EventDraft(f"journeys:tally:{act}", "gate_tally", str(tally.id)))
        record_events(actor=actor, drafts=written)
    return ids


def _take_turns(gate: str, day: date) -> None:
    """Two officers entering the same gate and day must see each other's figure."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"tally {gate} {day}"])


def declare_emergency(
    *,
    actor: Actor,
    code: str,
    name_km: str,
    name_en: str,
    begins_on: date,
    ends_on: date | None = None,
    gates: tuple[str, ...] = (),
    mode: str = "normal",
) -> Emergency:
    """Name a period of returns, or change the name, days, gates or mode of a named one.

    Changing a closed one opens it again. Needs ``evidence:emergency:manage``: those who answer for
    the report open it.
    """
    actor.require("evidence:emergency:manage")
    with acting_as(actor):
        emergency, _ = Emergency.objects.update_or_create(
            code=code,
            defaults={
                "name_km": name_km,
                "name_en": name_en,
                "begins_on": begins_on,
                "ends_on": ends_on,
                "gates": list(gates),
                "mode": mode,
                "closed_at": None,
                "closed_by": None,
            },
        )
        record_events(
            actor=actor,
            drafts=[EventDraft("journeys:emergency:declared", "emergency", code)],
        )
    return emergency


def close_emergency(*, actor: Actor, code: str, ends_on: date) -> None:
    """Say that an emergency is over, and which was its last day.

    Needs ``evidence:emergency:manage``. Raises ``EmergencyNotFound``, ``EmergencyEndsTooEarly``.
    """
    actor.require("evidence:emergency:manage")
    with acting_as(actor):
        emergency = Emergency.objects.select_for_update().filter(code=code).first()
        if emergency is None:
            raise EmergencyNotFound
        if ends_on < emergency.begins_on:
            raise EmergencyEndsTooEarly
        emergency.ends_on = ends_on
        emergency.closed_at = timezone.now()
        emergency.closed_by = actor.account_id
        emergency.save(update_fields=["ends_on", "closed_at", "closed_by"])
        record_events(
            actor=actor, drafts=[EventDraft("journeys:emergency:closed", "emergency", code)]
        )
