"""Counts at a gate that a device brought, made tallies."""

from collections.abc import Sequence
from uuid import UUID

from django.utils import timezone

from polakor.access.rules.actors import Actor
from polakor.flows.settling_people import forms_of
from polakor.intake.queries.settling import Unsettled
from polakor.intake.rules.arrivals import counts_in
from polakor.journeys.actions.tallies import enter_tallies
from polakor.journeys.errors import GateNotYours, TallyImpossible


def enter_counts(actor: Actor, envelopes: Sequence[Unsettled]) -> dict[UUID, tuple[str, str]]:
    """Enter each count in the actor's name; what became of it by envelope.

    Who counted is the device unless the form says: two that count at one gate add up. What a fast
    clock dates after the day it was received is counted on that day.
    """
    outcomes = {}
    forms = forms_of(envelopes)
    for one in envelopes:
        counted = counts_in(forms[one.form], one.told)
        try:
            enter_tallies(
                actor=actor,
                gate=counted.gate,
                day=min(counted.day, timezone.localdate(one.received_at)),
                counts=counted.counts,
                hour=counted.hour,
                method=counted.method,
                source=counted.source or one.device,
            )
        except TallyImpossible:
            outcomes[one.id] = ("returned", "counts_impossible")
        except GateNotYours:
            outcomes[one.id] = ("returned", "gate_of_others")
        else:
            outcomes[one.id] = ("accepted", "")
    return outcomes
