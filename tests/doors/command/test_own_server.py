"""On a PostgreSQL that somebody else runs: the distribution's, by its owner's address."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import psycopg
import pytest
from tests.doors.command.conftest import Site

from polakor.doors.command import postgres
from polakor.doors.command.postgres import Cluster


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    binaries = postgres.distribution_binaries()
    if binaries is None:
        pytest.skip("no PostgreSQL of the distribution: apt install postgresql")
    folder = tmp_path_factory.mktemp("ministry")
    cluster = Cluster(
        folder / "cluster", folder / "log", "tests-only", binaries, postgres.THROW_AWAY
    )
    cluster.make()
    cluster.start()
    yield cluster
    cluster.stop()


@pytest.fixture
def address(server: Cluster) -> Iterator[str]:
    """Address of an owner who may make roles and nothing more."""
    with psycopg.connect(server.url("postgres"), autocommit=True) as connection:
        connection.execute("create role ministry login createrole password 'w/rd'")
        connection.execute("create database polakor owner ministry")
    yield f"postgresql://ministry:w%2Frd@/polakor?host={quote(str(server.socket_folder), safe='')}"
    with psycopg.connect(server.url("postgres"), autocommit=True) as connection:
        connection.execute("drop database polakor with (force)")
        connection.execute("drop role if exists polakor_app")
        connection.execute("drop role ministry")


def test_it_runs_there_and_makes_no_database_of_its_own(address: str, tmp_path: Path) -> None:
    site = Site(tmp_path / "data", words=["--database-url", address, "--no-demo"])
    site.start()
    assert site.page() == "polakor_app"
    assert "postgres" not in site.programs()
    assert not (site.data / "database").exists()
    site.stop()
    assert site.gone(2)
    site.start()
    said = site.stop()
    assert "Bringing" not in said


def test_a_new_data_folder_over_the_same_database_works_too(address: str, tmp_path: Path) -> None:
    for name in ("one", "two"):
        site = Site(tmp_path / name, words=["--database-url", address, "--no-demo"])
        site.start()
        assert site.page() == "polakor_app"
        site.stop()


def test_a_command_takes_the_address_too(address: str, tmp_path: Path) -> None:
    command = Site(tmp_path / "data").command("migrate", "--database-url", address)
    assert "polakor:" not in command.communicate(timeout=120)[1]
    assert command.returncode == 0


def test_a_running_server_on_it_is_used_without_naming_it_again(address: str, tmp_path: Path):
    site = Site(tmp_path / "data", words=["--database-url", address, "--no-demo"])
    site.start()
    command = site.command("migrate")
    assert "polakor:" not in command.communicate(timeout=120)[1]
    assert not (site.data / "database").exists()
    site.stop()


def test_a_backup_of_it_restores_into_the_embedded_one(address: str, tmp_path: Path) -> None:
    site = Site(tmp_path / "data", words=["--database-url", address, "--no-demo"])
    site.start()
    site.ask("create table told (word text)")
    site.ask("insert into told values ('kept')")
    backup = site.command("backup", str(tmp_path / "copy"))
    assert "polakor:" not in backup.communicate(timeout=120)[1]
    site.stop()
    other = Site(tmp_path / "other", words=["--no-demo"])
    restore = other.command("restore", str(tmp_path / "copy"))
    assert "polakor:" not in restore.communicate(timeout=120)[1]
    other.start()
    assert other.ask("select word from told") == [("kept",)]
    other.stop()
