"""One pair before an officer: two whole files, the reasons, and the other proposals beside it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils import timezone

import namebridge
from polakor.access.actions.events import EventDraft, record_events
from polakor.access.context import acting_as
from polakor.access.queries.accounts import account_names
from polakor.access.rules.actors import Actor
from polakor.registry.errors import PairNotFound
from polakor.registry.models import MatchCandidate, MatchDecision, Verdict
from polakor.registry.permissions import RegistryPermission
from polakor.registry.queries.persons import PersonFile, PersonSummary, file_of, summaries_by_record
from polakor.registry.queries.second import second_looks
from polakor.registry.rules.families import Finding, Member, family_findings
from polakor.registry.rules.second_look import Why

TOGETHER_AT_MOST = 5
"""Proposals of one record that are shown side by side."""


@dataclass(frozen=True, slots=True)
class Sibling:
    """A proposal for the same record. ``answered``: it is decided already."""

    candidate_id: UUID
    person: PersonSummary
    probability: float
    answered: bool


@dataclass(frozen=True, slots=True)
class FirstAnswer:
    """The "same" of another officer that waits to be confirmed."""

    by: str
    at: datetime
    reason: str
    mine: bool


@dataclass(frozen=True, slots=True)
class PairView:
    """Two whole files side by side, with the reasons for and against.

    ``siblings``: all proposals for the same record, this one included, likeliest first.
    ``held_by``: who else is looking at it; ``first``: the answer that waits for a second officer;
    ``young``: a "same" will need a second officer, because somebody may be a child.
    ``family``: what the two files say together (``rules/families.py``).
    """

    candidate_id: UUID
    subject_record: UUID
    subject: PersonFile
    other: PersonFile
    probability: float
    reasons: tuple[namebridge.Reason, ...]
    open: bool
    siblings: tuple[Sibling, ...]
    held_by: str
    held_until: datetime | None
    first: FirstAnswer | None
    young: bool
    family: tuple[Finding, ...]

    @property
    def answered(self) -> int:
        """How many of the proposals for this record are decided."""
        return sum(sibling.answered for sibling in self.siblings)


@dataclass(frozen=True, slots=True)
class LatestDecision:
    """What the actor decided last, for the undo in reach. ``batch``: it was one of several."""

    id: UUID
    verdict: str
    subject: str
    undone: bool
    waits: bool
    batch: UUID | None
    batch_size: int


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
        view = _view(actor, row, _group(row), {})
        record_events(
            actor=actor,
            drafts=[
                EventDraft("registry:person:read", "person", str(i), reason="match")
                for i in (row.subject_id, row.other_id)
            ],
        )
    return view


def get_pairs_for(actor: Actor, candidate_id: UUID) -> list[PairView]:
    """All open proposals for the record of one proposal, likeliest first, each as a pair.

    Every file shown is written down. Needs ``registry:match:decide``. Raises ``PairNotFound``
    when there is no such proposal; the list is empty when all are decided.
    """
    actor.require(RegistryPermission.MATCH_DECIDE)
    with acting_as(actor):
        asked = MatchCandidate.objects.filter(id=candidate_id).select_related("subject").first()
        if asked is None:
            raise PairNotFound
        group = _group(asked)
        rows = [row for row in group if row.open and not _settled(row)][:TOGETHER_AT_MOST]
        files: dict[UUID, PersonFile] = {}
        views = [_view(actor, row, group, files) for row in rows]
        seen = {asked.subject_id, *(row.other_id for row in rows)}
        record_events(
            actor=actor,
            drafts=[
                EventDraft("registry:person:read", "person", str(i), reason="match")
                for i in sorted(seen, key=str)
            ],
        )
    return views


def next_proposal(actor: Actor, candidate_id: UUID) -> UUID | None:
    """The likeliest proposal for the same record that the actor may answer next, or None.

    One that other answers have settled meanwhile is passed. Needs ``registry:match:decide``. One
    query.
    """
    actor.require(RegistryPermission.MATCH_DECIDE)
    with acting_as(actor):
        subject = MatchCandidate.objects.filter(id=candidate_id).values("subject_id")[:1]
        rows = (
            MatchCandidate.objects.filter(subject_id=subject, open=True)
            .exclude(first_by=actor.account_id)
            .select_related("subject", "other")
            .order_by("-probability", "id")
        )
        return next((row.id for row in rows if not _settled(row)), None)


def _settled(row: MatchCandidate) -> bool:
    """Whether both records stand under one human already."""
    ours = row.subject.canonical_id or row.subject_id
    return ours == (row.other.canonical_id or row.other_id)


def _group(row: MatchCandidate) -> list[MatchCandidate]:
    """All proposals for the record of ``row`` that still ask something or were answered."""
    rows = MatchCandidate.objects.filter(subject_id=row.subject_id)
    return list(rows.select_related("subject", "other").order_by("-probability", "id"))


def _view(
    actor: Actor, row: MatchCandidate, group: list[MatchCandidate], files: dict[UUID, PersonFile]
) -> PairView:
    subject = _file(row.subject.canonical_id or row.subject_id, files)
    other = _file(row.other.canonical_id or row.other_id, files)
    people = summaries_by_record([c.other_id for c in group])
    held = row.claimed_by if _held(row, actor) else None
    names = account_names([held]) if held else {}
    same_name = sum(
        1
        for c in group
        if c.other_id in people
        and people[c.other_id].home == other.summary.home != ""
        and set(people[c.other_id].names) & set(other.summary.names)
    )
    return PairView(
        candidate_id=row.id,
        subject_record=row.subject_id,
        subject=subject,
        other=other,
        probability=row.probability,
        reasons=reasons_from_json(row.reasons),
        open=row.open and subject.summary.id != other.summary.id,
        siblings=tuple(
            Sibling(c.id, people[c.other_id], c.probability, not c.open or _settled(c))
            for c in group
            if c.other_id in people
        ),
        held_by=names.get(held, "") if held else "",
        held_until=row.claimed_until if held else None,
        first=_first_answer(actor, row, row.first_by) if row.first_by else None,
        young=second_looks(actor, [row]).get(row.id) is Why.CHILD,
        family=tuple(
            family_findings(
                _member(subject),
                _member(other),
                sound_same=sound_same(row),
                same_name_here=same_name,
            )
        ),
    )


def sound_same(row: MatchCandidate) -> bool:
    """Whether the proposal was made because the whole names sound the same."""
    return any(str(one["code"]).startswith("name_sounds_same") for one in row.reasons)


def _file(human: UUID, files: dict[UUID, PersonFile]) -> PersonFile:
    if human not in files:
        files[human] = file_of(human)
    return files[human]


def _held(row: MatchCandidate, actor: Actor) -> bool:
    return (
        row.claimed_by not in (None, actor.account_id)
        and row.claimed_until is not None
        and row.claimed_until > timezone.now()
    )


def _member(file: PersonFile) -> Member:
    return Member(
        ids=file.record_ids,
        names=[text for _script, text in file.summary.names],
        birth=file.summary.birth,
        home=file.summary.home,
        household=[member.id for member in file.household],
    )


def _first_answer(actor: Actor, row: MatchCandidate, by: UUID) -> FirstAnswer | None:
    first = (
        MatchDecision.objects.filter(
            subject_id=row.subject_id,
            other_id=row.other_id,
            second_needed=True,
            decided_by=by,
            undone_by__isnull=True,
        )
        .order_by("-decided_at")
        .first()
    )
    if first is None:
        return None
    names = account_names([first.decided_by])
    return FirstAnswer(
        by=names.get(first.decided_by, "?"),
        at=first.decided_at,
        reason=first.reason,
        mine=first.decided_by == actor.account_id,
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
    """The last decision the actor made by hand, or None. At most six queries."""
    actor.require(RegistryPermission.MATCH_DECIDE)
    with acting_as(actor):
        mine = MatchDecision.objects.filter(
            decided_by=actor.account_id, basis="person", undoes__isnull=True
        )
        row = mine.select_related("undone_by").order_by("-decided_at", "-id").first()
        if row is None:
            return None
        together = mine.filter(batch=row.batch).count() if row.batch else 1
        waits = row.second_needed and not row.confirmations.filter(undone_by=None).exists()
        people = summaries_by_record([row.subject_id])
    summary = people.get(row.subject_id)
    return LatestDecision(
        id=row.id,
        verdict=row.verdict,
        subject=summary.names[0][1] if summary and summary.names else "",
        undone=hasattr(row, "undone_by"),
        waits=waits,
        batch=row.batch,
        batch_size=together,
    )


@dataclass(frozen=True, slots=True)
class Unsure:
    """A pair somebody was not sure of. Undoing ``decision`` of the officer ``by`` asks it again."""

    decision: UUID
    subject: PersonSummary
    other: PersonSummary
    by: str
    at: datetime
    reason: str


def unsure_pairs(actor: Actor, *, limit: int = 50) -> list[Unsure]:
    """Pairs put aside as "not sure", the latest first: nobody is asked about them any more.

    Each person named is written down as seen. Needs ``registry:match:decide``. Six queries.
    """
    actor.require(RegistryPermission.MATCH_DECIDE)
    with acting_as(actor):
        rows = list(
            MatchDecision.objects.filter(
                verdict=Verdict.UNSURE, undoes__isnull=True, undone_by__isnull=True
            ).order_by("-decided_at")[:limit]
        )
        people = summaries_by_record({e for row in rows for e in (row.subject_id, row.other_id)})
        rows = [row for row in rows if row.subject_id in people and row.other_id in people]
        names = account_names({row.decided_by for row in rows})
        record_events(
            actor=actor,
            drafts=[
                EventDraft("registry:person:listed", "person", str(person.id), reason="match")
                for person in people.values()
            ],
        )
    return [
        Unsure(
            row.id,
            people[row.subject_id],
            people[row.other_id],
            names.get(row.decided_by, "?"),
            row.decided_at,
            row.reason,
        )
        for row in rows
        if people[row.subject_id].id != people[row.other_id].id
    ]


def decided_today(actor: Actor) -> int:
    """How many pairs the actor answered since midnight. One query."""
    actor.require(RegistryPermission.MATCH_DECIDE)
    midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    with acting_as(actor):
        return MatchDecision.objects.filter(
            decided_by=actor.account_id,
            basis="person",
            undoes__isnull=True,
            undone_by__isnull=True,
            decided_at__gte=midnight,
        ).count()
