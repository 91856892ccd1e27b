"""What every test stands on: a database made once and cloned, and the cast everybody knows.

The connection under test is the running role ``polakor_app``, which row security binds; a test
that must write as the owner (loading packs, migrations) says ``@pytest.mark.owner``. A test that
must really commit asks for ``committed_db`` and gets a database of its own.
"""

import hashlib
import os
import uuid
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.db import connections
from psycopg import sql

from polakor.base.roles import APP_ROLE

APP_PASSWORD = "tests only: not secret"
ROOT = Path(__file__).resolve().parent.parent
OWNER: dict[str, Any] = dict(settings.DATABASES["default"])
_wanted = "app"
_ready = False


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "owner: runs as the owner of the database")
    config.addinivalue_line("markers", "superuser: does what only a superuser of the server may")


LONG_FIRST = (
    "/test_list_kill.py",
    "/test_up.py",
    "/test_own_server.py",
    "/test_mass_return.py",
    "stories/",
    "doors/command/",
    "in_a_browser",
)


def _turn(item: pytest.Item) -> int:
    """Files that take minutes begin first, so that no worker is left alone with one at the end."""
    path = item.path.as_posix()
    return next((at for at, name in enumerate(LONG_FIRST) if name in path), len(LONG_FIRST))


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    global _wanted
    if item.get_closest_marker("superuser") and not _owner_is_superuser():
        pytest.skip("needs a superuser of the server; DATABASE_URL names none")
    _wanted = "owner" if item.get_closest_marker("owner") else "app"
    if _ready:
        _log_in_as(_wanted)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=_turn)
    for item in items:
        names = getattr(item, "fixturenames", ())
        if item.get_closest_marker("django_db") or {"db", "committed_db"} & set(names):
            item.add_marker("database")


def _server() -> psycopg.Connection[Any]:
    return psycopg.connect(
        host=OWNER["HOST"] or None,
        port=OWNER["PORT"] or None,
        user=OWNER["USER"] or None,
        password=OWNER["PASSWORD"] or None,
        dbname="postgres",
        autocommit=True,
    )


@cache
def _owner_is_superuser() -> bool:
    if not os.environ.get("POLAKOR_TEST_DATABASE_URL"):
        return True  # skipped for want of a server, with the words for that
    with _server() as server:
        row = server.execute(
            "SELECT rolsuper FROM pg_roles WHERE rolname = current_user"
        ).fetchone()
    return bool(row and row[0])


def _run(statement: str, *names: str) -> None:
    with _server() as server:
        server.execute(sql.SQL(statement).format(*(sql.Identifier(name) for name in names)))


def _log_in_as(role: str, name: str = "") -> None:
    connection = connections["default"]
    wanted = (
        {"USER": OWNER["USER"], "PASSWORD": OWNER["PASSWORD"]}
        if role == "owner"
        else {"USER": APP_ROLE, "PASSWORD": APP_PASSWORD}
    )
    if name:
        wanted["NAME"] = name
    if any(connection.settings_dict[key] != value for key, value in wanted.items()):
        connection.close()
        connection.settings_dict.update(wanted)


def _schema_hash() -> str:
    """Changes whenever a migration or a pack does, and the template is made anew."""
    digest = hashlib.sha256()
    for pattern in ("src/polakor/*/migrations/*.py", "packs/**/*", "src/polakor/reference/**/*.py"):
        for path in sorted(ROOT.glob(pattern)):
            if path.is_file() and "__pycache__" not in path.parts:
                digest.update(path.name.encode() + path.read_bytes())
    digest.update((ROOT / "src/polakor/access/rls.py").read_bytes())
    return digest.hexdigest()[:12]


def _make_template(name: str) -> None:
    from django.core.management import call_command

    from polakor.access.machine import SETUP
    from polakor.reference.actions.load import load_default

    building = f"{name}_{os.getpid()}"
    _run("CREATE DATABASE {}", building)
    _log_in_as("owner", building)
    call_command("migrate", verbosity=0, interactive=False)
    load_default(actor=SETUP)
    connections["default"].close()
    _run(f"ALTER ROLE {APP_ROLE} LOGIN PASSWORD '{APP_PASSWORD}'")
    try:
        _run("ALTER DATABASE {} RENAME TO {}", building, name)
    except psycopg.errors.DuplicateDatabase:
        _run("DROP DATABASE {}", building)


def _template() -> str:
    name = f"polakor_template_{_schema_hash()}"
    with _server() as server:
        # Several workers start at once: the first makes it, the others wait and find it.
        server.execute("SELECT pg_advisory_lock(4610)")
        found = server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone()
        if not found:
            _make_template(name)
    return name


def _clone(template: str) -> str:
    name = f"polakor_test_{uuid.uuid4().hex[:12]}"
    with _server() as server:
        # Cloning wants the template to itself; several runs at once take turns.
        server.execute("SELECT pg_advisory_lock(4611)")
        server.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(
                sql.Identifier(name), sql.Identifier(template)
            )
        )
    return name


@pytest.fixture(scope="session")
def database_template(django_db_blocker: Any) -> str:
    """Name of a database with all migrations and the default pack, to be cloned."""
    if not os.environ.get("POLAKOR_TEST_DATABASE_URL"):
        pytest.skip("no database: run the tests with ./polakor test")
    with django_db_blocker.unblock():
        return _template()


@pytest.fixture(scope="session")
def django_db_setup(database_template: str, django_db_blocker: Any) -> Iterator[None]:
    """One database for all tests that roll back."""
    global _ready
    with django_db_blocker.unblock():
        name = _clone(database_template)
        _log_in_as(_wanted, name)
        _ready = True
        yield
        connections["default"].close()
        _run("DROP DATABASE IF EXISTS {} WITH (FORCE)", name)


@pytest.fixture
def committed_db(
    database_template: str, django_db_setup: None, django_db_blocker: Any
) -> Iterator[str]:
    """A database of the test's own, in which it may commit. Yields its name."""
    before = connections["default"].settings_dict["NAME"]
    with django_db_blocker.unblock():
        name = _clone(database_template)
        _log_in_as(_wanted, name)
        try:
            yield name
        finally:
            connections.close_all()
            _log_in_as(_wanted, before)
            _run("DROP DATABASE IF EXISTS {} WITH (FORCE)", name)


from tests.cast import Cast, enter_cast  # noqa: E402


@pytest.fixture
def cast(db: None) -> Cast:
    """The accounts every test knows (``tests/cast.py``)."""
    return enter_cast()


@pytest.fixture(autouse=True)
def no_lot(monkeypatch: pytest.MonkeyPatch) -> None:
    """No pair is drawn for a second look: a lot that falls otherwise each time proves nothing."""
    monkeypatch.setattr("polakor.registry.rules.second_look.drawn", lambda candidate_id: False)
    monkeypatch.setattr("polakor.registry.queries.queue.LOT", 10**9)
