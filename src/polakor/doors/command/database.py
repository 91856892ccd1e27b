"""Which database a command works with: the running server's, one by address, or its own."""

import contextlib
import os
from collections.abc import Iterator
from dataclasses import dataclass

from polakor.doors.command import holding, postgres, prepare, roles
from polakor.doors.command.errors import CommandFailure
from polakor.doors.command.home import Home
from polakor.doors.command.postgres import Cluster

PATIENCE_WITH_ANOTHER = 120.0


@dataclass
class Opened:
    """A database that answers, and the server under it when it is our own."""

    addresses: roles.Addresses
    cluster: Cluster | None = None


def named_address(option: str | None) -> str | None:
    """Return the owner's address of an outside database: the option, else DATABASE_URL."""
    address = option or os.environ.get("DATABASE_URL") or None
    if address and not address.startswith(("postgresql://", "postgres://")):
        raise CommandFailure(
            "the database address must look like postgresql://OWNER:PASSWORD@HOST:5432/NAME"
        )
    return address


def cluster_of(home: Home) -> Cluster:
    """Return the embedded server of a data folder, not started."""
    return Cluster(home.database, home.log / "postgres.log", home.secret("owner_password"))


def start_embedded(home: Home) -> Opened:
    """Make the embedded database if needed, start it, and make sure that both roles exist."""
    cluster = cluster_of(home)
    cluster.make()
    cluster.start()
    try:
        roles.make_database(cluster.url("postgres"), postgres.DATABASE)
        return Opened(roles.prepare(cluster.url(), home), cluster)
    except BaseException:
        cluster.stop()
        raise


def open_named(home: Home, address: str) -> Opened:
    """Connect to an outside database by its owner's address and make sure of the app role."""
    own = os.environ.get("POLAKOR_APP_DATABASE_URL") or None
    return Opened(roles.prepare(address, home, own))


@contextlib.contextmanager
def for_command(home: Home, address: str | None) -> Iterator[roles.Addresses]:
    """Give a command its database: prepared, and stopped afterwards if it was started for it."""
    home.make()
    found = holding.wait_for_hold(home, "addresses", PATIENCE_WITH_ANOTHER)
    if isinstance(found, holding.Hold):
        with found:
            yield from _own(home, address)
    elif address:
        yield open_named(home, address).addresses
    else:
        yield roles.Addresses(**found["addresses"])


def _own(home: Home, address: str | None) -> Iterator[roles.Addresses]:
    opened = open_named(home, address) if address else start_embedded(home)
    try:
        home.write_note(
            holding.NOTE, {"pid": os.getpid(), "addresses": vars(opened.addresses), "url": None}
        )
        prepare.bring_up_to_date(home, opened.addresses, demo=False)
        yield opened.addresses
    finally:
        home.forget_note(holding.NOTE)
        if opened.cluster is not None:
            opened.cluster.stop()
