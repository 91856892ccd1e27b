"""Who is looking at which pairs, so that two officers do not take the same ones."""

from datetime import timedelta
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from polakor.access.actions.events import record_event
from polakor.access.context import acting_as
from polakor.access.rules.actors import Actor
from polakor.registry.models import MatchCandidate
from polakor.registry.permissions import RegistryPermission

CLAIM = timedelta(minutes=5)
"""How long a look keeps others away. Every look begins it anew; walking away ends it."""


def take_up_pair(*, actor: Actor, candidate_id: UUID) -> bool:
    """Put the actor's claim on the open proposals of one record; True when it holds.

    False when somebody else is looking at them, or nothing is open. The actor's claim on any other
    record ends. A claim keeps nobody from deciding. Needs ``registry:match:decide``; at most three
    statements, and an event only when a claim begins.
    """
    actor.require(RegistryPermission.MATCH_DECIDE)
    now = timezone.now()
    with acting_as(actor):
        subject = MatchCandidate.objects.filter(id=candidate_id).values("subject_id")[:1]
        mine = Q(claimed_by=actor.account_id)
        MatchCandidate.objects.filter(mine).exclude(subject_id=subject).update(
            claimed_by=None, claimed_until=None
        )
        open_here = MatchCandidate.objects.filter(subject_id=subject, open=True)
        known = open_here.filter(mine, claimed_until__gt=now).exists()
        free = Q(claimed_until__isnull=True) | Q(claimed_until__lte=now) | mine
        taken = open_here.filter(free).update(
            claimed_by=actor.account_id, claimed_until=now + CLAIM
        )
        if taken and not known:
            record_event(
                actor=actor,
                event="registry:match:taken_up",
                target_kind="match_candidate",
                target_id=str(candidate_id),
            )
    return bool(taken)
