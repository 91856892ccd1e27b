"""Runs the tests on throw-away databases: the wheel's PostgreSQL, then the distribution's."""

import argparse
import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import psycopg

from polakor.doors.command import build, postgres, privileges
from polakor.doors.command.commands import check
from polakor.doors.command.database import named_address
from polakor.doors.command.errors import CommandFailure, say
from polakor.doors.command.home import Home, source_tree
from polakor.doors.command.postgres import Cluster

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")
JAVA = "openjdk-17-jre-headless"  # Spark runs on it
IN_A_DATABASE = "(django_db or database) and not story"
MOST_WORKERS = 4
SIDE_BY_SIDE = ("--dist", "loadfile", "--no-loadscope-reorder")
"""The tests of a file share a browser or a prepared folder, so they stay with one worker."""
NOTHING_SELECTED = 5  # pytest's answer when no test fits


@dataclass
class Runs:
    """What was run, how it ended, and what could not be run."""

    failed: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    times: list[str] = field(default_factory=list)


def run(words: list[str]) -> int:
    """Run everything, or only what ``words`` tell pytest; 0 when nothing failed."""
    root = source_tree()
    if root is None or not (root / "tests").is_dir():
        raise CommandFailure("this Polakor was installed without its tests; run them in a clone")
    runs = Runs()
    with _workshop() as folder:
        if words:
            _on_embedded(root, folder, words, runs)
        else:
            if outside := named_address(None):
                may_make_databases(outside)
            install_needs(runs, folder)
            _timed(runs, "check", lambda: check.run(argparse.Namespace()))
            _on_embedded(root, folder, [], runs)
            _on_distribution(root, folder, runs)
    for line in (*runs.times, *(f"NOT run: {name}" for name in runs.missing)):
        say(line)
    say(f"FAILED: {', '.join(runs.failed)}" if runs.failed else "All green.")
    return 1 if runs.failed else 0


@contextlib.contextmanager
def _workshop() -> Iterator[Path]:
    """A folder only for this run, removed whatever happens."""
    folder = Path(tempfile.mkdtemp(prefix="polakor-test-"))
    rights = privileges.for_postgres()
    if rights.uid is not None:
        folder.chmod(0o711)  # PostgreSQL runs as another account here and must walk through
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _timed(runs: Runs, name: str, work: Callable[[], int]) -> None:
    began = time.monotonic()
    say(f"== {name}")
    if work() != 0:
        runs.failed.append(name)
    runs.times.append(f"{name}: {time.monotonic() - began:.0f} s")


def install_needs(runs: Runs, folder: Path) -> None:
    """Install Chromium, a PostgreSQL and Java through apt where we may; else say what to."""
    wanted = []
    if not any(shutil.which(name) for name in BROWSERS):
        wanted.append("chromium")
    if postgres.distribution_binaries() is None and named_address(None) is None:
        wanted.append("postgresql")
    if shutil.which("java") is None:
        wanted.append(JAVA)
    if wanted and os.geteuid() == 0 and shutil.which("apt-get"):
        say(f"Installing {' and '.join(wanted)} for the tests ...")
        _apt(wanted, folder / "apt.log")
    if not any(shutil.which(name) for name in BROWSERS):
        runs.missing.append("stories in a browser; install it: apt install chromium")
    if postgres.distribution_binaries() is None and named_address(None) is None:
        runs.missing.append("the distribution's PostgreSQL; install it: apt install postgresql")
    if shutil.which("java") is None:
        runs.missing.append(
            f"linking in Spark, which needs Java 17; install it: apt install {JAVA}"
        )
    for line in runs.missing:
        say(f"Not here: {line}")


def _apt(packages: list[str], log: Path) -> None:
    """Install without starting any server: the tests make their own."""
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    folder = Path("/etc/postgresql-common/createcluster.d")
    no_server = folder / "polakor-tests.conf"
    made_folder = not folder.parent.exists()
    with log.open("ab") as words, contextlib.suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        no_server.write_text("create_main_cluster = false\n")
        try:
            for step in (
                ["apt-get", "update", "-q"],
                ["apt-get", "install", "-qy", "--no-install-recommends", *packages],
            ):
                subprocess.run(step, stdout=words, stderr=words, env=quiet)
        finally:
            no_server.unlink(missing_ok=True)
            if made_folder and not any(folder.parent.rglob("*.conf")):
                with contextlib.suppress(OSError):
                    folder.rmdir()


@contextlib.contextmanager
def throw_away(folder: Path, name: str, binaries: Path) -> Iterator[Cluster]:
    """A running server whose data nobody will miss."""
    cluster = Cluster(
        folder / name,
        folder / f"{name}.log",
        "tests-only",
        binaries,
        {**postgres.THROW_AWAY, "max_connections": "100"},
    )
    cluster.make()
    cluster.start()
    try:
        yield cluster
    finally:
        cluster.stop()


def _workers() -> int:
    """How many run tests at once: each has a server and sometimes a browser of its own."""
    return max(1, min(os.cpu_count() or 1, MOST_WORKERS))


def may_make_databases(address: str) -> None:
    """Raise CommandFailure unless the tests may make databases and roles at the address."""
    try:
        with psycopg.connect(address, connect_timeout=10) as server:
            row = server.execute(
                "SELECT rolsuper OR (rolcreatedb AND rolcreaterole) FROM pg_roles"
                " WHERE rolname = current_user"
            ).fetchone()
    except psycopg.OperationalError as error:
        raise CommandFailure(
            f"DATABASE_URL does not answer: {str(error).splitlines()[0]}"
        ) from None
    if row is None or not row[0]:
        raise CommandFailure(
            "the tests make databases and roles: DATABASE_URL must name a superuser, or a role with"
            " CREATEDB and CREATEROLE, of a server that holds nothing of worth"
        )


@contextlib.contextmanager
def _servers(folder: Path, name: str, binaries: Path, many: int) -> Iterator[str]:
    """A throw-away server for each worker. Yields their addresses, parted by spaces."""
    with contextlib.ExitStack() as stack:
        yield " ".join(
            stack.enter_context(throw_away(folder, f"{name}-{at}", binaries)).url("postgres")
            for at in range(many)
        )


def _on_embedded(root: Path, folder: Path, words: list[str], runs: Runs) -> None:
    many = 1 if words else _workers()
    with _servers(folder, "embedded", postgres.wheel_binaries(), many) as addresses:
        _timed(runs, "tests", lambda: _pytest(root, folder, addresses, words))


def _on_distribution(root: Path, folder: Path, runs: Runs) -> None:
    words = ["-m", IN_A_DATABASE]
    outside = named_address(None)
    if outside is not None:
        # One worker: what two do at once on one server makes each other's folding wait.
        _timed(runs, "tests on DATABASE_URL", lambda: _pytest(root, folder, outside, words))
        return
    binaries = postgres.distribution_binaries()
    if binaries is None:
        return
    name = f"tests on PostgreSQL {postgres.version_of(binaries)}"
    with _servers(folder, "distribution", binaries, _workers()) as addresses:
        _timed(runs, name, lambda: _pytest(root, folder, addresses, words))


def _pytest(root: Path, folder: Path, addresses: str, words: list[str]) -> int:
    """Run pytest, with as many workers as there are servers to test on."""
    home = Home(folder / "data")
    home.make()
    if not (home.folder / "messages").is_dir():
        build.make_messages(home.folder / "messages")
        build.make_fonts(home)
    environment = {
        **os.environ,
        "POLAKOR_TEST_DATABASE_URL": addresses,
        "POLAKOR_DATA": str(home.folder),
        "DJANGO_SETTINGS_MODULE": "polakor.settings.test",
        "PYTHONPATH": str(root / "src"),
    }
    environment.pop("DATABASE_URL", None)
    many = len(addresses.split())
    workers = ["-n", str(many), *SIDE_BY_SIDE] if many > 1 else []
    process = subprocess.Popen(
        [sys.executable, "-m", "pytest", *workers, *words], cwd=root, env=environment
    )
    while True:
        try:
            code = process.wait()
            return 0 if code == NOTHING_SELECTED and not words else code
        except KeyboardInterrupt:
            continue  # pytest heard it too and ends; we stop the database after it
