"""Keep ``canonical`` equal to what the decisions in force say, and log every move for counting."""

from collections.abc import Collection, Iterable, Sequence
from uuid import UUID

from django.db import connection
from django.db.models import Exists, OuterRef, Q

from polakor.access.context import acting_as
from polakor.access.rules.actors import Actor
from polakor.access.rules.scopes import NATION
from polakor.registry.models import ClusterMove, MatchDecision, Person, Verdict
from polakor.registry.rules.clusters import canonical_records


def _same_edges(records: Collection[UUID]) -> list[tuple[UUID, UUID]]:
    """Edges in force that touch ``records``: decided same, not undone, not an undoing.

    One that needs a second officer counts while a confirmation of it stands.
    """
    confirmed = Exists(
        MatchDecision.objects.filter(
            confirms=OuterRef("pk"), undone_by__isnull=True, undoes__isnull=True
        )
    )
    return list(
        MatchDecision.objects.filter(
            Q(second_needed=False) | confirmed,
            Q(subject_id__in=records) | Q(other_id__in=records),
            verdict=Verdict.SAME,
            confirms__isnull=True,
            undoes__isnull=True,
            undone_by__isnull=True,
        ).values_list("subject_id", "other_id")
    )


def recompute_clusters(records: Iterable[UUID]) -> int:
    """Work out ``canonical`` anew for all records reachable from ``records``. Returns moves made.

    Must run where the whole nation is visible; follows edges outward until no new record appears.
    """
    reached = set(records)
    # A record that was joined before stands under its old canonical: those belong to the question.
    reached |= set(Person.objects.filter(Q(canonical_id__in=reached)).values_list("id", flat=True))
    reached |= {
        c
        for c in Person.objects.filter(id__in=reached).values_list("canonical_id", flat=True)
        if c is not None
    }
    edges: set[tuple[UUID, UUID]] = set()
    frontier = set(reached)
    while frontier:
        found = set(_same_edges(frontier))
        edges |= found
        ends = {end for edge in found for end in edge}
        frontier = ends - reached
        reached |= ends
    target = canonical_records(reached, edges)
    # Locked in the order of ids, so that two officers deciding at once cannot lock each other out.
    people = list(
        Person.objects.select_for_update().filter(id__in=reached).order_by("id").only("canonical")
    )
    moved = []
    moves = []
    for person in people:
        before = person.canonical_id or person.id
        after = target[person.id]
        if before != after:
            person.canonical_id = None if after == person.id else after
            moved.append(person)
            moves.append(
                ClusterMove(person_id=person.id, before_id=before, after_id=after, scopes=[NATION])
            )
    Person.objects.bulk_update(moved, ["canonical"])
    ClusterMove.objects.bulk_create(moves)
    return len(moves)


def join_records(pairs: Collection[tuple[UUID, UUID]]) -> None:
    """After new "same" edges: bring all touched records under their canonical record."""
    if pairs:
        recompute_clusters({end for pair in pairs for end in pair})


def rejoin(actor: Actor, decisions: Sequence[MatchDecision]) -> None:
    """After "same" edges were added or undone: bring their records where they now belong.

    Records of one human may lie in several provinces: joining them needs sight of all.
    """
    if not decisions:
        return
    with acting_as(actor.also_seeing(NATION)), connection.cursor() as cursor:
        # Joins of overlapping groups take turns; deciding is rare beside registering.
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('registry_clusters'))")
        recompute_clusters({end for d in decisions for end in (d.subject_id, d.other_id)})
