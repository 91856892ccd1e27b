"""What was told of one family so far: its registration, and what later desks added."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from polakor.intake.models import FamilyChoice, Submission
from polakor.intake.queries.conflicts import TOKEN_TWICE
from polakor.intake.queries.settling import Unsettled

_LONGEST = 20
ANSWERED = ("accepted", "conflict")
_HAS_TOKEN = ~Q(token="")
"""Said beside a list of tokens: of a long one the planner does not see it, nor then the index."""


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


def families_told(envelopes: Collection[Unsettled]) -> dict[UUID, list[FamilyTold]]:
    """The family each envelope goes on from: none (not here yet), one, or several with one token.

    Must run inside ``acting_as``. Some queries for each step between the envelopes and their
    registrations, however many they are; mostly four.
    """
    ends = _ends_of({one.base for one in envelopes if one.base is not None})
    by_token = _registered(
        {one.token for one in envelopes if one.base is None}
        | {end.token for end in ends.values() if end.kind != "register"}
    )
    roots: dict[UUID, list[Submission]] = {}
    for one in envelopes:
        if one.base is None:
            roots[one.id] = by_token.get(one.token, [])
        elif one.base not in ends:
            roots[one.id] = []
        else:
            end = ends[one.base]
            roots[one.id] = [end] if end.kind == "register" else by_token.get(end.token, [])[:1]
    told = _told({root.id: root for found in roots.values() for root in found})
    return {
        one: [FamilyTold(root, told[root.id]) for root in found] for one, found in roots.items()
    }


def _answered() -> QuerySet[Submission]:
    return Submission.objects.filter(outcome__state__in=ANSWERED)


def _ends_of(bases: Collection[UUID]) -> dict[UUID, Submission]:
    """Where each base leads, step by step: a registration, or the first that names a token."""
    known: dict[UUID, Submission] = {}
    wanted = set(bases)
    for _ in range(_LONGEST):
        if not wanted:
            break
        found = {one.id: one for one in _answered().filter(id__in=wanted).exclude(kind="counts")}
        known |= found
        wanted = {one.base for one in found.values() if one.base is not None} - known.keys()
    return {base: end for base in bases if (end := _end(base, known)) is not None}


def _end(base: UUID, known: Mapping[UUID, Submission]) -> Submission | None:
    for _ in range(_LONGEST):
        one = known.get(base)
        if one is None or one.kind == "register" or one.base is None:
            return one
        base = one.base
    return None


def _registered(tokens: Collection[str]) -> dict[str, list[Submission]]:
    """Registrations by their token, oldest first."""
    found: dict[str, list[Submission]] = defaultdict(list)
    named = {token for token in tokens if token}
    if named:
        rows = _answered().filter(_HAS_TOKEN, token__in=named, kind="register")
        for row in rows.order_by("received_at", "id"):
            found[row.token].append(row)
    return found


def _told(roots: Mapping[UUID, Submission]) -> dict[UUID, list[Submission]]:
    """Each registration with all that was added to it since, oldest first."""
    family = {root: {root} for root in roots}
    found: dict[UUID, Submission] = dict(roots)
    by_token: dict[str, set[UUID]] = defaultdict(set)
    for root in roots.values():
        if root.token:
            by_token[root.token].add(root.id)
    new, with_token = set(found), Q(_HAS_TOKEN, token__in=list(by_token), base__isnull=True)
    while new:
        added = _answered().filter(with_token | Q(base__in=new), kind="enrich")
        added = added.select_related("outcome", "family_choice")
        with_token, rows = Q(), [row for row in added if row.id not in found]
        for row in rows:
            found[row.id] = row
            if row.base is not None:
                family[row.id] = family[row.base]
            elif row.outcome.reason == TOKEN_TWICE:
                family[row.id] = _chosen(row) & roots.keys()
            else:
                family[row.id] = by_token[row.token]
        new = {row.id for row in rows}
    told: dict[UUID, list[Submission]] = {root: [] for root in roots}
    for one in sorted(found.values(), key=lambda one: (one.received_at, one.id)):
        for mine in family[one.id]:
            told[mine].append(one)
    return told


def _chosen(row: Submission) -> set[UUID]:
    """The family an officer chose for what was added under a paper of several; until then none."""
    choice: FamilyChoice | None = getattr(row, "family_choice", None)
    return {choice.family_id} if choice is not None and choice.family_id is not None else set()


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
