"""The tables hold the rules: pointers go left, are indexed, and rows about persons are closed."""

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection, models

from polakor.access.models import ScopedModel
from polakor.base.roles import APP_ROLE
from tests.architecture.house import ORDER, ROOMS


def ours() -> list[type[models.Model]]:
    return [model for room in ROOMS for model in apps.get_app_config(room).get_models()]


def test_every_foreign_key_points_left_or_stays_in_its_room() -> None:
    wrong = [
        f"{model.__name__}.{field.name} -> {field.related_model.__name__}"
        for model in ours()
        for field in model._meta.get_fields()
        if isinstance(field, models.ForeignKey)
        and field.related_model._meta.app_label in ORDER
        and ORDER.index(field.related_model._meta.app_label) > ORDER.index(model._meta.app_label)
    ]
    assert not wrong, wrong


def points_to_a_person(model: type[models.Model], seen: frozenset[str] = frozenset()) -> bool:
    """Whether following the foreign keys of ``model`` leads to a person."""
    name = model._meta.label
    if name == "registry.Person":
        return True
    if name in seen:
        return False
    return any(
        points_to_a_person(field.related_model, seen | {name})
        for field in model._meta.get_fields()
        if isinstance(field, models.ForeignKey) and field.related_model._meta.app_label in ROOMS
    )


def test_every_table_about_a_person_carries_scopes() -> None:
    open_tables = [
        model.__name__
        for model in ours()
        if points_to_a_person(model)
        and not issubclass(model, ScopedModel)
        and model._meta.app_label != "evidence"
    ]
    assert not open_tables, open_tables


@pytest.mark.django_db
def test_every_scoped_table_enforces_row_security_even_on_its_owner() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relrowsecurity AND relforcerowsecurity")
        closed = {row[0] for row in cursor.fetchall()}
    scoped = {model._meta.db_table for model in ours() if issubclass(model, ScopedModel)}
    assert scoped - closed == set()


@pytest.mark.django_db
def test_the_running_role_can_take_nothing_back() -> None:
    """No DELETE and no TRUNCATE on any table of ours: policies do not cover them all."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, privilege_type FROM information_schema.role_table_grants"
            " WHERE grantee = %s AND privilege_type IN ('DELETE', 'TRUNCATE')",
            [APP_ROLE],
        )
        granted = cursor.fetchall()
    tables = {model._meta.db_table for model in ours() if issubclass(model, ScopedModel)}
    assert [row for row in granted if row[0] in tables] == []


@pytest.mark.django_db
def test_the_running_role_is_no_superuser_and_passes_no_row_security_by() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_user, session_user, rolsuper, rolbypassrls FROM pg_roles"
            " WHERE rolname = current_user"
        )
        assert cursor.fetchone() == (APP_ROLE, APP_ROLE, False, False)


@pytest.mark.django_db
def test_every_foreign_key_has_an_index() -> None:
    """Asked of PostgreSQL itself: some index must begin with the columns of each foreign key.

    One of the rows alone that point anywhere is one: nobody looks for those that point nowhere.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT c.conrelid::regclass::text, c.conname FROM pg_constraint c
            WHERE c.contype = 'f' AND NOT EXISTS (
              SELECT 1 FROM pg_index i JOIN pg_attribute a
                ON a.attrelid = i.indrelid AND a.attnum = c.conkey[1]
              WHERE i.indrelid = c.conrelid AND (i.indpred IS NULL
                OR pg_get_expr(i.indpred, i.indrelid) = format('(%I IS NOT NULL)', a.attname))
              AND (i.indkey::int2[])[0:cardinality(c.conkey) - 1] @> c.conkey)
            """
        )
        bare = [row for row in cursor.fetchall() if row[0].split("_")[0] in ROOMS]
    assert not bare, bare


@pytest.mark.django_db
@pytest.mark.owner
def test_no_migration_is_missing() -> None:
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)
