"""A throw-away PostgreSQL with the real tables, a bare table beside them, and web servers on it."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psutil

HERE = Path(__file__).resolve().parent
SOURCE = HERE.parents[1] / "src"
SETTINGS = {"shared_buffers": "4GB", "max_wal_size": "8GB", "checkpoint_timeout": "15min"}
"""``fsync``, ``synchronous_commit`` and ``full_page_writes`` stay on: what counts is on disk."""
BARE = """
CREATE TABLE bare_record (
  id uuid PRIMARY KEY, device uuid NOT NULL, sequence integer NOT NULL, form text NOT NULL,
  gate text NOT NULL, made_at timestamptz NOT NULL, name_km text NOT NULL, name_latin text NOT NULL,
  sex smallint NOT NULL, age smallint, destination text NOT NULL, phone text NOT NULL,
  answers jsonb NOT NULL);
CREATE INDEX ON bare_record (device, sequence);
CREATE INDEX ON bare_record (made_at);
GRANT SELECT, INSERT ON bare_record TO polakor_app;
"""


@contextmanager
def running(folder: Path) -> Iterator[Any]:
    """The embedded server over ``folder``; stopped at the end."""
    from polakor.doors.command import home, postgres

    at = home.Home(folder)
    at.make()
    found = postgres.Cluster(
        at.database, at.log / "bench.log", at.secret("owner_password"), settings=SETTINGS
    )
    found.make()
    found.start()
    try:
        yield found
    finally:
        found.stop()


def prepare(cluster: Any, folder: Path) -> Any:
    """Tables, roles, pack; then Django speaks to them as the app role. Returns the addresses."""
    from polakor.doors.command import home, roles

    at = home.Home(folder)
    roles.make_database(cluster.url("postgres"), "polakor")
    addresses = roles.prepare(cluster.url(), at)
    (folder / "static").mkdir(exist_ok=True)
    os.environ["POLAKOR_DATA"] = str(folder)
    os.environ["POLAKOR_DATABASE_URL"] = addresses.owner
    os.environ["POLAKOR_SECRET_KEY"] = "a measurement, not a secret, and long enough for Django"
    os.environ["DJANGO_SETTINGS_MODULE"] = "polakor.settings.production"
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    call_command("migrate", interactive=False, verbosity=0)
    from polakor.access.machine import SETUP
    from polakor.reference.actions.load import load_default

    load_default(actor=SETUP)
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS bare_record")
        cursor.execute(BARE)
    connection.close()
    from polakor.settings.database import from_url

    for key, value in from_url(addresses.app).items():
        connection.settings_dict[key] = value
    os.environ["POLAKOR_DATABASE_URL"] = addresses.app
    return addresses


@contextmanager
def served(target: str) -> Iterator[tuple[int, int]]:
    """A web server as in production (granian, two workers of two threads). Port and process."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    where = os.pathsep.join([str(SOURCE), str(HERE)])
    process = subprocess.Popen(
        [sys.executable, str(HERE / "serving.py"), target, str(port)],
        env={**os.environ, "PYTHONPATH": where},
        stdout=subprocess.DEVNULL,
    )
    try:
        _wait(port)
        yield port, process.pid
    finally:
        process.terminate()
        process.wait(15)


def _wait(port: int) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError("the web server does not answer")


def spent(*roots: int) -> float:
    """Processor seconds of these processes and all below them so far."""
    total = 0.0
    for root in roots:
        try:
            top = psutil.Process(root)
            family = [top, *top.children(recursive=True)]
        except psutil.NoSuchProcess:
            continue
        for one in family:
            try:
                times = one.cpu_times()
            except psutil.NoSuchProcess:
                continue
            # What ended children took is in their parent's sum.
            total += times.user + times.system
    return total


def busy() -> float:
    """Processor seconds the whole machine has been busy."""
    times = psutil.cpu_times()
    return float(sum(times) - times.idle - times.iowait - times.guest - times.guest_nice)


def postmaster(folder: Path) -> int:
    """The process of the database server."""
    return int(next(folder.rglob("postmaster.pid")).read_text().split()[0])
