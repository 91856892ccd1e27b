"""The two roles on a server that somebody else runs."""

import os
import secrets
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from polakor.doors.command import roles, tests_run
from polakor.doors.command.errors import CommandFailure
from polakor.doors.command.home import Home

pytestmark = pytest.mark.database


@pytest.fixture
def server() -> str:
    address = os.environ.get("POLAKOR_TEST_DATABASE_URL")
    if not address:
        pytest.skip("POLAKOR_TEST_DATABASE_URL names no server")
    return address


@pytest.fixture
def home(tmp_path: Path) -> Home:
    home = Home(tmp_path / "data")
    home.make()
    return home


@pytest.fixture
def small_owner(server: str) -> Iterator[str]:
    """Address of a role that owns nothing and may make no roles."""
    name, word = f"owner_{secrets.token_hex(4)}", secrets.token_hex(8)
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"create role {name} login password '{word}'")
    yield roles.with_role(server, name, word)
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"drop role {name}")


def test_an_address_changes_hands_without_losing_the_rest() -> None:
    address = "postgresql://own:er@db.example:6432/kh?sslmode=require&host=%2Ftmp%2Fa"
    other = roles.with_role(address, "polakor_app", "p@ss/w:rd")
    assert other == (
        "postgresql://polakor_app:p%40ss%2Fw%3Ard@db.example:6432/kh?sslmode=require&host=%2Ftmp%2Fa"
    )
    assert "er@" not in roles.without_password(address)


def test_without_the_right_to_make_roles_it_says_the_sql_to_run(
    small_owner: str, home: Home, monkeypatch
) -> None:
    monkeypatch.setattr(roles, "APP", f"app_{secrets.token_hex(4)}")
    with pytest.raises(CommandFailure, match=r"CREATE ROLE app_.* LOGIN NOSUPERUSER NOBYPASSRLS"):
        roles.prepare(small_owner, home)


def test_an_app_role_made_by_hand_is_taken_as_it_is(server: str, small_owner: str, home: Home):
    found = roles.prepare(server, home, small_owner)
    assert found == roles.Addresses(server, small_owner)
    assert home.known_secret("app_password") is None


@pytest.mark.superuser
def test_the_app_role_is_made_once_and_only_the_scrambled_password_travels(
    server: str, home: Home, monkeypatch
) -> None:
    name = f"app_{secrets.token_hex(4)}"
    monkeypatch.setattr(roles, "APP", name)
    try:
        first = roles.prepare(server, home)
        assert roles.prepare(server, home) == first
        with psycopg.connect(server) as connection:
            row = connection.execute(
                "select rolpassword like 'SCRAM-SHA-256$%%', rolsuper, rolbypassrls "
                "from pg_authid where rolname = %s",
                [name],
            ).fetchone()
        assert row == (True, False, False)
    finally:
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(f"drop owned by {name}")
            connection.execute(f"drop role {name}")


@pytest.mark.superuser
def test_a_role_that_passes_row_rules_by_is_refused(server: str, home: Home, monkeypatch) -> None:
    name = f"app_{secrets.token_hex(4)}"
    monkeypatch.setattr(roles, "APP", name)
    roles.prepare(server, home)
    try:
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(f"alter role {name} bypassrls")
        with pytest.raises(CommandFailure, match="NOBYPASSRLS"):
            roles.prepare(server, home)
    finally:
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(f"drop owned by {name}")
            connection.execute(f"drop role {name}")


def test_the_tests_say_beforehand_what_they_must_be_allowed(small_owner: str) -> None:
    with pytest.raises(CommandFailure, match="CREATEDB and CREATEROLE"):
        tests_run.may_make_databases(small_owner)
    with pytest.raises(CommandFailure, match="does not answer"):
        tests_run.may_make_databases("postgresql://nobody@127.0.0.1:1/none")
