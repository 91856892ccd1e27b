"""What was told of one family so far: its registration, and what later desks added."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q

from polakor.intake.models import Submission

_LONGEST = 20
ANSWERED = ("accepted", "conflict")


@dataclass(frozen=True, slots=True)
class FamilyTold:
    """``root`` is the registration, ``told`` what was accepted of the family, oldest first."""

    root: Submission
    told: Sequence[Submission]

    def seen_from(self, base: UUID | None) -> frozenset[UUID]:
        """Envelopes somebody knew who goes on from ``base``: it, and what it went on from."""
        by_id = {one.id: one for one in self.told}
        seen: set[UUID] = set()
        while base is not None and base in by_id and base not in seen:
            seen.add(base)
            base = by_id[base].base
        return frozenset(seen)


def family_told(*, base: UUID | None, token: str) -> list[FamilyTold]:
    """The family an envelope goes on from: none (not here yet), one, or several with one token.

    Must run inside ``acting_as``. Some queries for each step between the envelope and the
    registration; mostly three.
    """
    if base is not None:
        root = _root(base)
        roots = [root] if root is not None else []
    else:
        roots = list(
            Submission.objects.filter(
                token=token, kind="register", outcome__state__in=ANSWERED
            ).order_by("received_at", "id")
        )
    return [FamilyTold(root, _told(root)) for root in roots]


def _root(base: UUID) -> Submission | None:
    for _ in range(_LONGEST):
        one = Submission.objects.filter(id=base, outcome__state__in=ANSWERED).first()
        if one is None or one.kind == "register":
            return one
        if one.base is None:
            return Submission.objects.filter(token=one.token, kind="register").first()
        base = one.base
    return None


def _told(root: Submission) -> list[Submission]:
    found = {root.id: root}
    while True:
        mine = Q(base__in=list(found))
        if root.token:
            mine |= Q(token=root.token, base__isnull=True)
        rows = Submission.objects.filter(mine, kind="enrich", outcome__state__in=ANSWERED)
        new = list(rows.exclude(id__in=list(found)))
        if not new:
            return sorted(found.values(), key=lambda one: (one.received_at, one.id))
        found |= {row.id: row for row in new}


Answers = dict[tuple[str | None, str], Any]


def answers_in(told: dict[str, Any]) -> Answers:
    """Answers of an envelope by (member or None, question)."""
    found: Answers = {}
    household = told.get("household") or {}
    for question, value in (household.get("answers") or {}).items():
        found[None, question] = value
    for member in told.get("members") or ():
        for question, value in (member.get("answers") or {}).items():
            found[str(member["id"]).lower(), question] = value
    return found
