"""The record of acts and looks, and the chain that seals it."""

import uuid
from typing import Any

import pytest
from django.db import connection, connections, transaction
from hypothesis import given
from hypothesis import strategies as st

from polakor.access.actions.events import record_event
from polakor.access.actions.seals import seal_events, verify_chain
from polakor.access.context import acting_as
from polakor.access.errors import PermissionRefused
from polakor.access.models import AuditEvent
from polakor.access.queries.events import events_of_person, events_visible_to
from polakor.access.rules.chain import GENESIS, link
from tests.cast import Cast, enter_cast


def write(cast: Cast, count: int = 1, target: str = "x") -> None:
    with acting_as(cast.vannak):
        for _ in range(count):
            record_event(
                actor=cast.vannak,
                event="registry:person:read",
                target_kind="person",
                target_id=target,
                detail={"n": 1, "list": ["a"]},
            )


def test_an_event_needs_somebody_acting(cast: Cast) -> None:
    with pytest.raises(Exception, match="row-level security"):
        record_event(actor=cast.vannak, event="a:b:c", target_kind="x", target_id="1")


def test_only_an_auditor_reads_the_record(cast: Cast) -> None:
    write(cast)
    assert events_visible_to(cast.sreymom)[0].event == "registry:person:read"
    for name, actor in cast.everyone().items():
        if name != "sreymom":
            with pytest.raises(PermissionRefused):
                events_visible_to(actor)
            with acting_as(actor):
                assert AuditEvent.objects.count() == 0, name


def test_a_persons_read_log_shows_that_person_alone(cast: Cast) -> None:
    person = uuid.uuid4()
    write(cast, 2, str(person))
    write(cast, 3)
    assert len(events_of_person(cast.vannak, person)) == 2


def test_the_record_costs_three_queries_however_long(
    cast: Cast, django_assert_max_num_queries: Any
) -> None:
    write(cast, 30)
    with django_assert_max_num_queries(7):  # three reads; the rest opens and closes the actor
        events_visible_to(cast.sreymom)


@pytest.fixture
def sealed(committed_db: str) -> Cast:
    cast = enter_cast()
    write(cast, 5)
    while seal_events(limit=3):
        pass
    return cast


def test_an_untouched_chain_holds(sealed: Cast) -> None:
    verdict = verify_chain()
    assert verdict.broken_at is None
    assert verdict.links >= 5


def test_sealing_twice_seals_nothing_twice(sealed: Cast) -> None:
    before = verify_chain().links
    assert seal_events() == 0
    assert verify_chain().links == before


@pytest.mark.owner
@pytest.mark.superuser
@pytest.mark.parametrize(
    ("attack", "why"),
    [
        ("UPDATE access_auditevent SET reason = 'x' WHERE number = {n}", "changed"),
        ("UPDATE access_auditevent SET account_id = office_id WHERE number = {n}", "changed"),
        (
            "UPDATE access_auditevent SET at = at + interval '1 second' WHERE number = {n}",
            "changed",
        ),
        ("UPDATE access_auditevent SET detail = '{{}}' WHERE number = {n}", "changed"),
        ("DELETE FROM access_auditevent WHERE number = {n}", "removed"),
        ("DELETE FROM access_auditseal WHERE event_number = {n}", "missing"),
    ],
)
def test_the_first_broken_link_is_named(sealed: Cast, attack: str, why: str) -> None:
    """Even somebody with every right in the database cannot change an event unseen."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('polakor.scopes', 'audit', true)")
        cursor.execute(
            "SELECT position, event_number FROM access_auditseal ORDER BY position DESC OFFSET 2"
        )
        position, number = cursor.fetchone()
        cursor.execute(attack.format(n=number))
    verdict = verify_chain()
    assert verdict.broken_at == position
    assert why in verdict.why


def test_an_event_that_commits_late_is_sealed_late_and_not_lost(sealed: Cast) -> None:
    """Its number is lower than those sealed before it; following numbers would miss it."""
    early = connections["default"].copy("early")
    try:
        early.set_autocommit(False)
        with early.cursor() as cursor:
            cursor.execute(
                "SELECT set_config('polakor.account', %s, true)", [str(sealed.vannak.account_id)]
            )
            cursor.execute(
                "INSERT INTO access_auditevent (id, account_id, role, office_id, event,"
                " target_kind, target_id, reason, detail)"
                " VALUES (gen_random_uuid(), %s, 'x', %s, 'late:late:late', 'x', 'x', '', '{}')",
                [sealed.vannak.account_id, sealed.vannak.office_id],
            )
        write(sealed, 2)
        assert seal_events() == 0  # nothing is sealed past a transaction still open
        early.commit()
        assert seal_events() == 3
    finally:
        early.close()
    assert verify_chain().broken_at is None


@given(st.lists(st.dictionaries(st.text(max_size=5), st.text(max_size=5)), min_size=2, max_size=8))
def test_any_reordering_changes_the_root(events: list[dict[str, str]]) -> None:
    def root(items: list[dict[str, str]]) -> bytes:
        previous = GENESIS
        for item in items:
            previous = link(previous, item)
        return previous

    turned = events[::-1]
    assert (root(events) == root(turned)) == (events == turned)
