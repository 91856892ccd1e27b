"""Two lists read at the same moment: nobody on both stays two people that nobody is asked about."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any

import pytest
from django.db import connection

from polakor.access.context import acting_as
from polakor.access.errors import PermissionRefused
from polakor.access.rules.actors import Actor
from polakor.flows.read_list import read_whole_list
from polakor.intake.actions.lists import receive_list, start_reading
from polakor.registry.actions.persons import register_persons
from polakor.registry.actions.proposals import compare_side_by_side
from polakor.registry.jobs import WORKER
from polakor.registry.models import MatchCandidate, MatchDecision, Person, Registering
from tests.cast import enter_cast
from tests.rooms.registry.people import draft

WORDS = ("CHEA", "VUTHY", "SOK", "SREYNEANG", "SREY", "NEANG", "MEAS", "PISEY", "HENG", "VISAL")
HEAD = "Name,Sex,Date of birth,Province,Passport\n"


def _meanwhile(work: Callable[[], None]) -> None:
    """Do ``work`` in another process' stead: a thread with a connection of its own."""

    def run() -> None:
        try:
            work()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as other:
        other.submit(run).result(60)


def _known_words(actor: Actor) -> None:
    """Words of names are shared by all: who brings a new one makes the next with it wait."""
    for word in WORDS:
        register_persons(actor=actor, drafts=[draft(actor, word, sex=1, birth="1930")])
    compare_side_by_side(actor=WORKER)


def _list(actor: Actor, name: str, rows: str) -> Any:
    received = receive_list(
        actor=actor,
        filename=name,
        content=(HEAD + rows).encode(),
        gate="KH-TH-PPT",
        crossed_on=date(2025, 8, 6),
    )
    start_reading(actor=actor, list_id=received.id, queue=False)
    return received.id


def _compare() -> int:
    return compare_side_by_side(actor=WORKER)


def _state(actor: Actor) -> tuple[Any, ...]:
    with acting_as(actor):
        return (
            Person.objects.count(),
            Person.objects.filter(canonical__isnull=True).count(),
            sorted(MatchCandidate.objects.values_list("subject__number", "other__number")),
            MatchDecision.objects.count(),
        )


def test_one_after_the_other_leaves_nothing_to_compare(committed_db: str) -> None:
    vannak = enter_cast().vannak
    for _ in range(2):
        register_persons(actor=vannak, drafts=[draft(vannak, "CHEA VUTHY", birth="1991")])
    before = _state(vannak)
    assert _compare() == 2
    assert _state(vannak) == before
    assert _compare() == 0


def test_two_interleaved_imports_find_whom_both_lists_name(committed_db: str) -> None:
    vannak = enter_cast().vannak
    _known_words(vannak)
    others = _state(vannak)[0]
    sure = "CHEA VUTHY,M,14/03/1991,Siem Reap,N90004217\n"
    one = _list(vannak, "a.csv", sure + "SOK SREYNEANG,F,1990,Siem Reap,\nMEAS PISEY,F,1988,,\n")
    two = _list(vannak, "b.csv", sure + "SOK SREY NEANG,F,1990,Siem Reap,\nHENG VISAL,M,1970,,\n")

    def read_second() -> None:
        read_whole_list(actor=vannak, list_id=two)

    with acting_as(vannak):  # one transaction, open until the other list has been read whole
        read_whole_list(actor=vannak, list_id=one)
        _meanwhile(read_second)
    people, humans, proposed, joined = _state(vannak)
    assert (people - others, humans - others, proposed, joined) == (6, 6, [], 0)

    assert _compare() == 2
    after = _state(vannak)
    assert after[0] - others == 6
    assert after[1] - others == 5, "the same passport, name and birth join by the written rule"
    assert len(after[2]) == 1, "the likeness waits for a person"
    with acting_as(vannak):
        Registering.objects.update(compared_at=None)
    assert _compare() > 2
    assert _state(vannak) == after, "doing it again changes nothing"


def test_two_desks_at_one_moment_are_compared_too(committed_db: str) -> None:
    cast = enter_cast()
    _known_words(cast.vannak)

    def other_desk() -> None:
        register_persons(actor=cast.bopha, drafts=[draft(cast.bopha, "CHEA VUTHY", province="17")])

    with acting_as(cast.dara):
        register_persons(actor=cast.dara, drafts=[draft(cast.dara, "CHEA VUTHY", province="01")])
        _meanwhile(other_desk)
    _compare()
    with acting_as(cast.vannak):
        pair = MatchCandidate.objects.get()
        assert pair.subject.created_at is not None
        assert pair.subject_id.int > pair.other_id.int
    for nobody in (cast.dara, cast.bopha):
        with acting_as(nobody):
            assert not MatchCandidate.objects.exists(), "only who sees both may see the pair"


def test_what_was_decided_is_not_asked_again(committed_db: str) -> None:
    from polakor.registry.actions.decisions import decide_pair

    vannak = enter_cast().vannak
    _known_words(vannak)
    with acting_as(vannak):
        register_persons(actor=vannak, drafts=[draft(vannak, "CHEA VUTHY", birth="1991")])
        _meanwhile(
            lambda: (
                register_persons(actor=vannak, drafts=[draft(vannak, "CHEA VUTHY", birth="1991")])
                and None
            )
        )
    _compare()
    with acting_as(vannak):
        pair = MatchCandidate.objects.get()
    decide_pair(actor=vannak, candidate_id=pair.id, verdict="different")
    with acting_as(vannak):
        Registering.objects.update(compared_at=None)
    _compare()
    with acting_as(vannak):
        assert MatchCandidate.objects.filter(open=True).count() == 0
        assert MatchCandidate.objects.count() == 1


@pytest.mark.django_db
def test_no_role_may_run_it(cast: Any) -> None:
    for actor in cast.everyone().values():
        with pytest.raises(PermissionRefused):
            compare_side_by_side(actor=actor)
