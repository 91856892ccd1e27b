"""Which proposals two officers have to look at, and where pairs stand."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from polakor.access.context import acting_as
from polakor.access.rules.actors import Actor
from polakor.access.rules.scopes import NATION
from polakor.reference.queries.pack import pack_in_force
from polakor.registry.models import MatchCandidate, MatchDecision, Person
from polakor.registry.permissions import RegistryPermission
from polakor.registry.rules.second_look import Touched, Why, second_look
from polakor.registry.rules.standing import Edge, Standing, standing_of

Pair = tuple[UUID, UUID]


def second_looks(actor: Actor, candidates: Collection[MatchCandidate]) -> dict[UUID, Why]:
    """``{candidate id: why another officer has to look}``; those that need none are left out.

    A child's other record may lie in another province, so this one question sees the nation; of
    the answer only ``Why.CHILD`` may be shown. Needs ``registry:match:decide``. Three queries.
    """
    actor.require(RegistryPermission.MATCH_DECIDE)
    if not candidates:
        return {}
    ends = {end for one in candidates for end in (one.subject_id, one.other_id)}
    with acting_as(actor.also_seeing(NATION)):
        rows = Person.objects.filter(id__in=ends).values_list("id", "canonical_id")
        human_of = {record: canonical or record for record, canonical in rows}
        records = _records_of(set(human_of.values()))
        adult_age = pack_in_force().limits["adult_age"]
    today = timezone.localdate()
    found = {}
    for one in candidates:
        touched = [
            record
            for human in {human_of.get(one.subject_id), human_of.get(one.other_id)}
            if human is not None
            for record in records[human]
        ]
        why = second_look(one.id, touched, on=today, adult_age=adult_age)
        if why is not None:
            found[one.id] = why
    return found


def _records_of(humans: Collection[UUID]) -> dict[UUID, list[Touched]]:
    records: dict[UUID, list[Touched]] = defaultdict(list)
    for record, canonical, year, month, day, basis, scopes in Person.objects.filter(
        Q(id__in=humans) | Q(canonical_id__in=humans)
    ).values_list(
        "id", "canonical_id", "birth_year", "birth_month", "birth_day", "birth_basis", "scopes"
    ):
        records[canonical or record].append(Touched((year, month, day), basis, scopes))
    return records


def standings_of(pairs: Iterable[Pair]) -> dict[Pair, Standing]:
    """Where each pair (subject, other) stands, as far as visible. One query.

    For the actions of this room, which lock what they change.
    """
    wanted = set(pairs)
    edges: dict[Pair, list[Edge]] = defaultdict(list)
    rows = MatchDecision.objects.filter(
        subject_id__in={subject for subject, _ in wanted},
        other_id__in={other for _, other in wanted},
        undoes__isnull=True,
    ).values_list(
        "subject_id",
        "other_id",
        "id",
        "verdict",
        "decided_by",
        "second_needed",
        "confirms_id",
        "undone_by__id",
    )
    for subject, other, one, verdict, by, needed, confirms, undone in rows:
        edge = Edge(one, verdict, by, needed, confirms, undone is not None)
        edges[subject, other].append(edge)
    return {pair: standing_of(edges[pair]) for pair in wanted}
