"""Row-level security holds, pitfall by pitfall. The connection here is the running role."""

import uuid
from collections.abc import Sequence
from datetime import date

import psycopg
import pytest
from django.db import ProgrammingError, connection, connections, transaction

import namebridge
from polakor.access.context import acting_as
from polakor.access.rules.actors import Actor
from polakor.access.rules.scopes import person_scopes
from polakor.registry.actions.persons import PersonDraft, register_persons
from polakor.registry.models import NameKey, Person, PersonName
from tests.cast import Cast

TODAY = date.today()


def register(actor: Actor, *provinces: str, name: str = "Chan Sophea") -> list[uuid.UUID]:
    drafts = [
        PersonDraft(
            names=(namebridge.parse(f"{name}{i}"),),
            scopes=tuple(person_scopes(province=province, account_id=actor.account_id, day=TODAY)),
        )
        for i, province in enumerate(provinces)
    ]
    return [one.person_id for one in register_persons(actor=actor, drafts=drafts)]


def seen_by(actor: Actor) -> set[uuid.UUID]:
    with acting_as(actor):
        return set(Person.objects.values_list("id", flat=True))


def test_a_context_outside_any_transaction_shows_nothing(cast: Cast) -> None:
    register(cast.vannak, "01")
    assert Person.objects.count() == 0
    assert PersonName.objects.count() == 0


def test_an_empty_or_missing_setting_means_no_rows(cast: Cast) -> None:
    register(cast.vannak, "01")
    with transaction.atomic(), connection.cursor() as cursor:
        for value in ("", ",", "*", "P", "%"):
            cursor.execute("SELECT set_config('polakor.scopes', %s, true)", [value])
            cursor.execute("SELECT count(*) FROM registry_person")
            assert cursor.fetchone() == (0,), value


def test_each_sees_the_rows_of_their_own_scope(cast: Cast) -> None:
    one, seventeen, unknown = register(cast.vannak, "01", "17", "")
    assert seen_by(cast.vannak) == {one, seventeen, unknown}
    assert seen_by(cast.dara) == {one}
    assert seen_by(cast.bopha) == {seventeen}
    for nobody in (cast.rith, cast.sreymom, cast.thida, cast.maly, cast.sokha):
        assert seen_by(nobody) == set()


def test_a_border_officer_reads_back_only_what_they_entered(cast: Cast) -> None:
    register(cast.vannak, "01")
    (own,) = register(cast.sokha, "01", name="Sok Dara")
    assert seen_by(cast.sokha) == {own}


def test_the_scope_ends_with_the_transaction(cast: Cast) -> None:
    register(cast.vannak, "01")
    seen_by(cast.vannak)
    assert Person.objects.count() == 0


def test_a_nested_actor_gives_the_connection_back(cast: Cast) -> None:
    one, seventeen = register(cast.vannak, "01", "17")
    with acting_as(cast.dara):
        assert set(Person.objects.values_list("id", flat=True)) == {one}
        with acting_as(cast.bopha):
            assert set(Person.objects.values_list("id", flat=True)) == {seventeen}
        assert set(Person.objects.values_list("id", flat=True)) == {one}


def test_an_error_in_a_nested_actor_gives_the_connection_back(cast: Cast) -> None:
    (one,) = register(cast.vannak, "01")
    with acting_as(cast.dara):
        with pytest.raises(ValueError, match="inside"), acting_as(cast.bopha):
            raise ValueError("inside")
        assert set(Person.objects.values_list("id", flat=True)) == {one}


def test_nobody_writes_a_row_they_could_not_see(cast: Cast) -> None:
    with pytest.raises(ProgrammingError, match="row-level security"), acting_as(cast.dara):
        Person.objects.create(number="PK-XXXXXX-X", created_by=cast.dara.account_id, scopes=["P17"])


def test_nobody_moves_a_row_out_of_or_into_their_sight(cast: Cast) -> None:
    _, seventeen = register(cast.vannak, "01", "17")
    with acting_as(cast.dara):
        assert Person.objects.filter(id=seventeen).update(sex=1) == 0
    with pytest.raises(ProgrammingError, match="row-level security"), acting_as(cast.dara):
        Person.objects.update(scopes=["P17"])


def test_truncate_and_delete_are_refused(cast: Cast) -> None:
    register(cast.vannak, "01")
    for statement in ("DELETE FROM registry_person", "TRUNCATE registry_person CASCADE"):
        with (
            pytest.raises(ProgrammingError, match="permission denied"),
            acting_as(cast.vannak),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)


def test_row_security_cannot_be_switched_off_by_the_running_role(cast: Cast) -> None:
    register(cast.vannak, "01")
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL row_security = off")
        with pytest.raises(ProgrammingError, match="row-level security"):
            cursor.execute("SELECT count(*) FROM registry_person")
        transaction.set_rollback(True)


def test_no_view_and_no_function_reads_around_the_policies(cast: Cast) -> None:
    """A view of the owner's, or a SECURITY DEFINER function, would see every row."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
            " WHERE nspname = 'public' AND relkind IN ('v', 'm')"
        )
        assert cursor.fetchall() == []
        cursor.execute(
            "SELECT proname FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace"
            " WHERE nspname = 'public' AND prosecdef"
        )
        assert cursor.fetchall() == []


def plan(statement: str, parameters: Sequence[object]) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(f"EXPLAIN {statement}", parameters)
        return "\n".join(row[0] for row in cursor.fetchall())


HOT = [
    ("SELECT person_id FROM registry_namekey WHERE key = ANY(%s)", [["a", "b"]], "Index Cond"),
    ("SELECT id FROM registry_phone WHERE number = %s", ["+85500000000"], "persons_by_phone"),
    ("SELECT id FROM registry_document WHERE number = %s", ["N1"], "documents_by_number"),
    (
        "SELECT id FROM registry_matchcandidate WHERE open ORDER BY proposed_at, id LIMIT 20",
        [],
        "open_proposals_by_age",
    ),
    (
        "SELECT id FROM intake_submission WHERE received_list_id = %s AND state = 'quarantined'"
        " ORDER BY sheet, row LIMIT 50",
        [uuid.UUID(int=0)],
        "rows_of_a_list_by_state",
    ),
]


@pytest.mark.parametrize(("statement", "parameters", "index"), HOT)
def test_hot_queries_keep_their_index_as_the_running_role(
    cast: Cast, statement: str, parameters: list[object], index: str
) -> None:
    with acting_as(cast.dara):
        assert index in plan(statement, parameters), plan(statement, parameters)


def test_the_askers_scopes_are_worked_out_once_not_once_a_row(cast: Cast) -> None:
    with acting_as(cast.dara):
        assert "InitPlan" in plan("SELECT id FROM registry_person", [])


def test_an_existing_number_answers_like_a_missing_one(cast: Cast) -> None:
    """Unique errors must not tell of hidden rows: only our own ids are unique."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT i.indexrelid::regclass::text FROM pg_index i"
            " JOIN pg_class c ON c.oid = i.indrelid"
            " WHERE i.indisunique AND NOT i.indisprimary AND c.relname LIKE 'registry_%%'"
        )
        # A key over a row's own reference to another (…_id_key) holds nothing anybody told.
        unique = {row[0] for row in cursor.fetchall() if not row[0].endswith("_id_key")}
    assert not any("document" in name or "phone" in name for name in unique), unique


@pytest.mark.usefixtures("committed_db")
def test_a_pooled_connection_carries_no_scope_to_the_next_asker() -> None:
    with connection.cursor() as cursor:
        with transaction.atomic():
            cursor.execute("SELECT set_config('polakor.scopes', 'N', true)")
        cursor.execute("SELECT current_setting('polakor.scopes', true)")
        assert cursor.fetchone() in [("",), (None,)]


@pytest.mark.usefixtures("committed_db")
def test_another_connection_of_the_same_role_shares_no_scope() -> None:
    here = connections["default"].settings_dict
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('polakor.scopes', 'N', true)")
        with psycopg.connect(
            host=here["HOST"],
            port=here["PORT"] or None,
            user=here["USER"],
            password=here["PASSWORD"],
            dbname=here["NAME"],
        ) as other:
            row = other.execute("SELECT current_setting('polakor.scopes', true)").fetchone()
            assert row in [("",), (None,)]


def test_keys_lie_in_the_same_scope_as_the_person(cast: Cast) -> None:
    register(cast.vannak, "01", "17")
    with acting_as(cast.dara):
        people = set(Person.objects.values_list("id", flat=True))
        assert set(NameKey.objects.values_list("person_id", flat=True)) == people
