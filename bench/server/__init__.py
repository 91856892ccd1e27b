"""A throw-away server with the real tables in it, for every measurement that needs one."""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any


@contextmanager
def running(folder: Path, settings: Mapping[str, str]) -> Iterator[Any]:
    """The embedded server over ``folder``; stopped at the end."""
    from polakor.doors.command import home, postgres

    at = home.Home(folder)
    at.make()
    cluster = postgres.Cluster(
        at.database, at.log / "bench.log", at.secret("owner_password"), settings=settings
    )
    cluster.make()
    cluster.start()
    try:
        yield cluster
    finally:
        cluster.stop()


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
    connection.close()
    from polakor.settings.database import from_url

    for key, value in from_url(addresses.app).items():
        connection.settings_dict[key] = value
    os.environ["POLAKOR_DATABASE_URL"] = addresses.app
    return addresses
