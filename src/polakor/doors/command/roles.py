"""The two database roles: the owner changes tables, the app role works under the row rules."""

from dataclasses import dataclass
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

import psycopg
from psycopg import sql

from polakor.base.roles import APP_ROLE as APP
from polakor.doors.command.errors import CommandFailure
from polakor.doors.command.home import Home

OLDEST_SERVER = 150000


@dataclass(frozen=True)
class Addresses:
    """Both roles' addresses of one database."""

    owner: str
    app: str


def with_role(url: str, role: str, password: str) -> str:
    """Return ``url`` with another role and password in it."""
    parts = urlsplit(url)
    host = parts.netloc.rpartition("@")[2]
    query = urlencode(
        [(k, v) for k, v in parse_qsl(parts.query) if k not in {"user", "password"}],
        quote_via=quote,
    )
    return parts._replace(netloc=f"{role}:{quote(password, safe='')}@{host}", query=query).geturl()


def without_password(url: str) -> str:
    """Return ``url`` as it may be shown and written down."""
    parts = urlsplit(url)
    name = unquote(parts.username or "")
    return parts._replace(netloc=f"{name}@{parts.netloc.rpartition('@')[2]}").geturl()


def connect(url: str) -> psycopg.Connection[tuple[object, ...]]:
    """Connect, or raise CommandFailure with one line that says what is wrong with the address."""
    try:
        return psycopg.connect(url, autocommit=True, connect_timeout=10)
    except psycopg.Error as problem:
        reason = str(problem).strip().splitlines()[-1] if str(problem).strip() else "no answer"
        raise CommandFailure(
            f"the database {without_password(url)} cannot be reached ({reason}); "
            "check the address after --database-url and that the server runs"
        ) from problem


def make_database(url_of_postgres: str, name: str) -> None:
    """Make the database ``name`` if it is missing; UTF-8, whatever the machine's language."""
    with connect(url_of_postgres) as connection:
        row = connection.execute("select 1 from pg_database where datname = %s", [name]).fetchone()
        if row is None:
            connection.execute(sql.SQL("create database {}").format(sql.Identifier(name)))


def prepare(owner_url: str, home: Home, own_address: str | None = None) -> Addresses:
    """Make sure that the app role exists and can connect; return both addresses.

    ``own_address`` is an address of the app role that the administrator made by hand
    (POLAKOR_APP_DATABASE_URL); nothing is then changed.
    Raises CommandFailure with the SQL to run when the owner may not make roles.
    """
    with connect(owner_url) as connection:
        _check_server(connection)
        if own_address:
            connect(own_address).close()
            return Addresses(owner_url, own_address)
        password = home.secret("app_password")
        app_url = with_role(owner_url, APP, password)
        if not _can_connect(app_url):
            _make_app_role(connection, app_url, password)
        _check_app_role(connection)
    return Addresses(owner_url, app_url)


def _check_server(connection: psycopg.Connection[tuple[object, ...]]) -> None:
    if connection.info.server_version < OLDEST_SERVER:
        raise CommandFailure(
            f"the database server is PostgreSQL {connection.info.server_version // 10000}; "
            "Polakor needs 15 or newer"
        )
    if connection.info.parameter_status("server_encoding") != "UTF8":
        raise CommandFailure(
            "the database is not in UTF-8 and cannot hold Khmer; make one that is: "
            "CREATE DATABASE polakor ENCODING 'UTF8' TEMPLATE template0"
        )


def _can_connect(url: str) -> bool:
    try:
        psycopg.connect(url, connect_timeout=10).close()
    except psycopg.OperationalError:
        return False
    return True


def _make_app_role(
    connection: psycopg.Connection[tuple[object, ...]], app_url: str, password: str
) -> None:
    """Create the app role, or give it our password; only its scrambled form leaves this process."""
    exists = connection.execute("select 1 from pg_roles where rolname = %s", [APP]).fetchone()
    scrambled = connection.pgconn.encrypt_password(
        password.encode(), APP.encode(), b"scram-sha-256"
    ).decode()
    # Naming what only a superuser may change is refused even where nothing would change.
    verb, rights = ("alter", "") if exists else ("create", " nosuperuser nobypassrls nocreatedb")
    statement = sql.SQL(verb + " role {} login" + rights + " password {}").format(
        sql.Identifier(APP), sql.Literal(scrambled)
    )
    database = sql.Identifier(connection.info.dbname)
    try:
        connection.execute(statement)
        connection.execute(
            sql.SQL("grant connect on database {} to {}").format(database, sql.Identifier(APP))
        )
    except psycopg.errors.InsufficientPrivilege as problem:
        raise CommandFailure(
            f"role {connection.info.user} may not make the role {APP}; let the database "
            f"administrator run: {verb.upper()} ROLE {APP} LOGIN NOSUPERUSER NOBYPASSRLS PASSWORD "
            "'…'; and start with POLAKOR_APP_DATABASE_URL set to that role's address"
        ) from problem
    connect(app_url).close()


def _check_app_role(connection: psycopg.Connection[tuple[object, ...]]) -> None:
    row = connection.execute(
        "select rolsuper or rolbypassrls from pg_roles where rolname = %s", [APP]
    ).fetchone()
    if row is None or row[0]:
        raise CommandFailure(
            f"role {APP} may pass by the row rules; let the database administrator run: "
            f"ALTER ROLE {APP} NOSUPERUSER NOBYPASSRLS"
        )
