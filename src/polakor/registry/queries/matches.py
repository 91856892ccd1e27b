"""The queue of pairs that wait for a person's answer."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import namebridge
from polakor.access.actions.events import EventDraft, record_events
from polakor.access.context import acting_as
from polakor.access.rules.actors import Actor
from polakor.registry.errors import PairNotFound
from polakor.registry.models import MatchCandidate, MatchDecision
from polakor.registry.permissions import RegistryPermission
from polakor.registry.queries.persons import PersonFile, PersonSummary, file_of, summaries_by_record


@dataclass(frozen=True, slots=True)
class WaitingPair:
    """One line of the queue: the newer record, its likeliest proposal, how many there are."""

    candidate_id: UUID
    subject: PersonSummary
    probability: float
    proposals: int
    waiting_since: datetime


@dataclass(frozen=True, slots=True)
class PairView:
    """Two whole files side by side, with the reasons for and against.

    ``siblings``: (candidate id, summary, probability) of all open proposals for the same record,
    this one included, likeliest first.
    """

    candidate_id: UUID
    subject: PersonFile
    other: PersonFile
    probability: float
    reasons: tuple[namebridge.Reason, ...]
    open: bool
    siblings: tuple[tuple[UUID, PersonSummary, float], ...]


@dataclass(frozen=True, slots=True)
class LatestDecision:
    """What the actor decided last, for the undo in reach."""

    id: UUID
    verdict: str
    subject: str
    undone: bool


def pairs_waiting(actor: Actor, *, limit: int = 20) -> list[WaitingPair]:
    """Records with open proposals that the actor may decide, longest waiting first.

    Each person named is written down as seen. Needs ``registry:match:decide``. Five queries.
    """
    actor.require(RegistryPermission.MATCH_DECIDE)
    with acting_as(actor):
        rows = list(
            MatchCandidate.objects.filter(open=True).order_by("proposed_at", "id")[: limit * 5]
        )
        groups: dict[UUID, list[MatchCandidate]] = {}
        for row in rows:
            groups.setdefault(row.subject_id, []).append(row)
        chosen = list(groups.items())[:limit]
        people = summaries_by_record([subject for subject, _ in chosen])
        record_events(
            actor=actor,
            drafts=[
                EventDraft("registry:person:listed", "person", str(person.id), reason="match")
                for person in people.values()
            ],
        )
    return [
        WaitingPair(
            candidate_id=max(group, key=lambda c: c.probability).id,
            subject=people[subject],
            probability=max(c.probability for c in group),
            proposals=len(group),
            waiting_since=min(c.proposed_at for c in group),
        )
        for subject, group in chosen
        if subject in people
    ]


def pairs_waiting_count(actor: Actor) -> int:
    """How many records wait for the actor's answer. One query over the open proposals alone."""
    actor.require(RegistryPermission.MATCH_DECIDE)
    with acting_as(actor):
        return MatchCandidate.objects.filter(open=True).values("subject_id").distinct().count()


def get_pair_for(actor: Actor, candidate_id: UUID) -> PairView:
    """Both files of one proposal; both looks are written down.

    Needs ``registry:match:decide``. Raises ``PairNotFound``.
    """
    actor.require(RegistryPermission.MATCH_DECIDE)
    with acting_as(actor):
        row = (
            MatchCandidate.objects.filter(id=candidate_id)
            .select_related("subject", "other")
            .first()
        )
        if row is None:
            raise PairNotFound
        subject = file_of(row.subject.canonical_id or row.subject_id)
        other = file_of(row.other.canonical_id or row.other_id)
        group = list(
            MatchCandidate.objects.filter(subject_id=row.subject_id, open=True).order_by(
                "-probability", "id"
            )
        )
        people = summaries_by_record([c.other_id for c in group])
        record_events(
            actor=actor,
            drafts=[
                EventDraft("registry:person:read", "person", str(i), reason="match")
                for i in (row.subject_id, row.other_id)
            ],
        )
    return PairView(
        candidate_id=row.id,
        subject=subject,
        other=other,
        probability=row.probability,
        reasons=reasons_from_json(row.reasons),
        open=row.open,
        siblings=tuple(
            (c.id, people[c.other_id], c.probability) for c in group if c.other_id in people
        ),
    )


def reasons_from_json(stored: list[dict[str, object]]) -> tuple[namebridge.Reason, ...]:
    """Reasons as they were when the proposal was made."""
    reasons = []
    for one in stored:
        values = one["values"]
        supports = one["supports"]
        assert isinstance(values, list)
        reasons.append(
            namebridge.Reason(
                code=str(one["code"]),
                supports=supports if isinstance(supports, bool) else None,
                weight=float(str(one["weight"])),
                values=(str(values[0]), str(values[1])),
            )
        )
    return tuple(reasons)


def latest_decision_of(actor: Actor) -> LatestDecision | None:
    """The last decision the actor made by hand, or None."""
    actor.require(RegistryPermission.MATCH_DECIDE)
    with acting_as(actor):
        row = (
            MatchDecision.objects.filter(
                decided_by=actor.account_id, basis="person", undoes__isnull=True
            )
            .select_related("undone_by")
            .order_by("-decided_at")
            .first()
        )
        if row is None:
            return None
        people = summaries_by_record([row.subject_id])
    summary = people.get(row.subject_id)
    name = summary.names[0][1] if summary and summary.names else ""
    return LatestDecision(row.id, row.verdict, name, hasattr(row, "undone_by"))
