"""Backup and restore of the database as one file."""

import argparse
import os
import subprocess
from pathlib import Path

from psycopg import sql

from polakor.doors.command import database, holding, postgres, prepare, roles
from polakor.doors.command.errors import CommandFailure, say
from polakor.doors.command.home import Home, home_at
from polakor.doors.command.postgres import Cluster

EPOCH = 2**32  # transaction numbers that one turn of PostgreSQL's counter gives


def backup(target: Path) -> None:
    """Write the database the environment names into ``target`` (0600), whole or not at all.

    Raises CommandFailure when the file exists or the role may not read every row.
    """
    if target.exists():
        raise CommandFailure(f"{target} exists already; name a new file")
    unfinished = target.with_name(target.name + ".unfinished")
    try:
        os.close(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600))
    except OSError as problem:
        raise CommandFailure(f"{unfinished} cannot be written: {problem.strerror}") from problem
    address = os.environ["POLAKOR_DATABASE_URL"]
    words = [
        str(postgres.wheel_binaries() / "pg_dump"),
        "--format=custom",
        f"--file={unfinished}",
        "--no-owner",
        "--exclude-table-data=django_session",  # whoever holds a copy must not be signed in by it
    ]
    answer = subprocess.run(words, env=_connection(address), capture_output=True, text=True)
    if answer.returncode != 0:
        unfinished.unlink(missing_ok=True)
        reason = (answer.stderr.strip().splitlines() or ["no reason was given"])[-1]
        if "row-level security" in answer.stderr:
            reason = "the owner may not read every row; use a role with BYPASSRLS or pg_basebackup"
        raise CommandFailure(f"the backup was not written: {reason}")
    unfinished.rename(target)
    say(f"Written: {target} ({target.stat().st_size / 1e6:.1f} MB). Keep secrets and keys too.")


def _connection(address: str) -> dict[str, str]:
    """Hand the address over by environment: words of a program are visible to all."""
    from psycopg.conninfo import conninfo_to_dict

    names = {
        "host": "PGHOST",
        "port": "PGPORT",
        "user": "PGUSER",
        "password": "PGPASSWORD",
        "dbname": "PGDATABASE",
        "sslmode": "PGSSLMODE",
    }
    facts = conninfo_to_dict(address)
    given = {names[key]: str(value) for key, value in facts.items() if key in names}
    return {**os.environ, **given}


def restore(options: argparse.Namespace) -> None:
    """Fill the data folder (or outside database) of ``options`` from a backup and prepare it.

    Raises CommandFailure when it is not empty, in use, or the file is no backup.
    """
    if not options.file.is_file():
        raise CommandFailure(f"there is no file {options.file}; check the path")
    home = home_at(options.data)
    home.make()
    try:
        hold = holding.Hold(home).take()
    except holding.Held as problem:
        raise CommandFailure(f"Polakor runs for {home.folder}; stop it first") from problem
    with hold:
        address = database.named_address(options.database_url)
        if address:
            _fill(database.open_named(home, address), home, options.file)
        else:
            opened = database.start_embedded(home)
            try:
                _fill(opened, home, options.file)
            finally:
                if opened.cluster is not None:
                    opened.cluster.stop()
    home.write_note("kind", {"kind": "real"})
    say(f"Restored into {home.folder}. Put the backup's folder secrets/secret_key beside it.")


def _fill(opened: database.Opened, home: Home, file: Path) -> None:
    owner = opened.addresses.owner
    with roles.connect(owner) as connection:
        row = connection.execute("select to_regclass('django_migrations')").fetchone()
    if row and row[0]:
        raise CommandFailure(
            f"{home.folder} holds a database already; restore into a new folder: --data NEW"
        )
    program = str(postgres.wheel_binaries() / "pg_restore")
    facts = _connection(owner)
    answer = subprocess.run(
        [program, "--no-owner", "--single-transaction", f"--dbname={facts['PGDATABASE']}", file],
        env=facts,
        capture_output=True,
        text=True,
    )
    if answer.returncode != 0:
        reason = (answer.stderr.strip().splitlines() or ["no reason was given"])[0]
        raise CommandFailure(f"nothing was restored: {reason}")
    _move_transactions_on(opened)
    prepare.bring_up_to_date(home, opened.addresses, demo=False)


def _move_transactions_on(opened: database.Opened) -> None:
    """Let new transactions be numbered after the restored ones.

    Readers follow some tables by the number of the writing transaction. A new server counts from
    the beginning again, so what is written next would lie before what they have read already.
    """
    highest, now = _numbers(opened.addresses.owner)
    if highest < now:
        return
    if opened.cluster is None:
        raise CommandFailure(
            "the rows are restored, but this server numbers its transactions lower than the old "
            f"one did; stop it, run pg_resetwal --epoch={highest // EPOCH + 1} on its data folder, "
            "and start it again before Polakor is used"
        )
    _turn_epoch(opened.cluster, highest // EPOCH + 1)


def _numbers(owner: str) -> tuple[int, int]:
    """Return the highest transaction number kept in any table, and the server's next one."""
    with roles.connect(owner) as connection:
        columns = connection.execute(
            "select n.nspname, c.relname, a.attname from pg_attrdef d "
            "join pg_attribute a on a.attrelid = d.adrelid and a.attnum = d.adnum "
            "join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace "
            "where pg_get_expr(d.adbin, d.adrelid) like '%pg_current_xact_id%'"
        ).fetchall()
        highest = 0
        for schema, table, column in columns:
            question = sql.SQL("select coalesce(max({}), 0) from {}").format(
                sql.Identifier(str(column)), sql.Identifier(str(schema), str(table))
            )
            row = connection.execute(question).fetchone()
            highest = max(highest, int(str(row[0])) if row else 0)
        row = connection.execute("select pg_current_xact_id()::text").fetchone()
    return highest, int(str(row[0])) if row else 0


def _turn_epoch(cluster: Cluster, epoch: int) -> None:
    cluster.stop()
    cluster.run_program("pg_resetwal", f"--epoch={epoch}", str(cluster.folder))
    cluster.start()
