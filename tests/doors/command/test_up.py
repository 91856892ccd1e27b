"""`polakor up` from outside: what a person at a terminal sees, and what is left afterwards."""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import time
from pathlib import Path

import pytest
from tests.doors.command.conftest import Site, alive


def modes(folder: Path) -> dict[str, int]:
    """Permissions of a folder and of every folder above it."""
    return {str(step): step.stat().st_mode & 0o7777 for step in [folder, *folder.parents]}


def test_a_second_start_serves_within_five_seconds_and_ends_without_a_trace(site: Site) -> None:
    before = modes(site.data)
    began = time.monotonic()
    site.start()
    taken = time.monotonic() - began
    assert site.page() == "polakor_app"
    assert set(site.programs()) == {"supervisor", "postgres", "server", "worker"}
    said = site.stop()
    assert f"http://127.0.0.1:{site.port}/" in said
    assert "Bringing" not in said
    assert taken < 5
    assert site.gone(2)
    assert site.note == {}
    assert modes(site.data) == before


def test_the_folder_is_closed_to_others_and_so_are_the_secrets(prepared: Path) -> None:
    assert prepared.stat().st_mode & 0o077 == 0
    secrets = list((prepared / "secrets").iterdir())
    assert {path.name for path in secrets} == {"app_password", "owner_password", "secret_key"}
    assert all(path.stat().st_mode & 0o777 == 0o600 for path in secrets)


def test_the_app_role_is_neither_superuser_nor_passes_row_rules_by(site: Site) -> None:
    site.start()
    rights = site.ask(
        "select rolsuper, rolbypassrls, rolcreatedb, rolcreaterole from pg_roles "
        "where rolname = 'polakor_app'"
    )
    assert rights == [(False, False, False, False)]
    site.stop()


def test_an_open_folder_keeps_its_permissions(prepared: Path, tmp_path: Path) -> None:
    site = Site(tmp_path / "open")
    shutil.copytree(prepared, site.data)
    site.data.chmod(0o755)
    site.start()
    site.stop()
    assert site.data.stat().st_mode & 0o777 == 0o755


@pytest.mark.parametrize("name", ["with spaces, and 'quotes'", "បញ្ជី", "d" * 120])
def test_it_runs_from_an_unusual_path(prepared: Path, tmp_path: Path, name: str) -> None:
    site = Site(tmp_path / name / "data")
    shutil.copytree(prepared, site.data)
    site.start()
    assert site.page() == "polakor_app"
    site.stop()
    assert site.gone(2)


def test_a_taken_port_is_said_and_the_next_is_used(site: Site) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", site.port))
        other.listen()
        site.start()
        assert site.page() == "polakor_app"
        said = site.stop()
    assert f"Port {site.port} is taken" in said


def test_the_second_start_says_that_the_first_runs_and_where(site: Site) -> None:
    site.start()
    second = site.command("up", "--port", str(site.port))
    said, fault = second.communicate(timeout=30)
    assert (second.returncode, fault) == (0, "")
    assert f"already runs for {site.data}, at http://127.0.0.1:{site.port}/" in said
    assert site.page() == "polakor_app"
    site.stop()


def test_two_starts_at_the_same_moment_give_one_server(site: Site) -> None:
    both = [site.command("up", "--port", str(site.port)) for _ in range(2)]
    until = time.monotonic() + 30
    while all(one.poll() is None for one in both) and time.monotonic() < until:
        time.sleep(0.05)
    ended = [one for one in both if one.poll() is not None]
    assert len(ended) == 1
    assert "already runs" in ended[0].communicate()[0]
    site.process = next(one for one in both if one.poll() is None)
    assert site.page() == "polakor_app"
    site.stop()


@pytest.mark.parametrize("name", ["postgres", "server", "worker"])
def test_a_killed_program_is_brought_back_and_nothing_is_lost(site: Site, name: str) -> None:
    site.start()
    site.ask("create table told (word text)")
    site.ask("insert into told values ('kept')")
    killed = site.programs()[name]
    os.kill(killed, signal.SIGKILL)
    until = time.monotonic() + 30
    while site.note.get("programs", {}).get(str(killed)) or len(site.note["programs"]) < 3:
        assert time.monotonic() < until
        time.sleep(0.1)
    assert site.page() == "polakor_app"
    assert site.ask("select word from told") == [("kept",)]
    assert "starting it again" in site.stop()
    assert site.gone(5)


def test_after_a_killed_supervisor_everything_ends_and_the_next_start_recovers(site: Site) -> None:
    site.start()
    site.ask("create table told (word text)")
    site.ask("insert into told values ('kept')")
    os.kill(site.note["pid"], signal.SIGKILL)
    assert site.process is not None
    site.process.communicate()
    site.start()
    assert site.page() == "polakor_app"
    assert site.ask("select word from told") == [("kept",)]
    os.kill(site.note["pid"], signal.SIGKILL)
    site.process.communicate()
    assert site.gone(20)


def test_after_killing_all_at_once_the_next_start_recovers(site: Site) -> None:
    site.start()
    site.ask("create table told (word text)")
    for turn in range(3):
        site.ask("insert into told values (%s)", str(turn))
        for pid in site.everything():
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        assert site.process is not None
        site.process.communicate()
        site.start()
    assert site.ask("select word from told order by 1") == [("0",), ("1",), ("2",)]
    site.stop()
    assert site.gone(5)


def test_sigterm_ends_it_cleanly_even_while_it_starts(site: Site) -> None:
    process = site.command("up", "--port", str(site.port))
    time.sleep(0.6)
    process.send_signal(signal.SIGTERM)
    _, fault = process.communicate(timeout=30)
    assert "Traceback" not in fault
    assert not alive(process.pid)
    assert site.gone(5)


def test_a_command_uses_the_running_database_and_leaves_it_running(site: Site) -> None:
    site.start()
    other = site.command("migrate")
    said, fault = other.communicate(timeout=60)
    assert other.returncode == 0, fault
    assert "up to date" in said
    assert site.page() == "polakor_app"
    site.stop()


def test_a_command_starts_the_database_for_itself_and_stops_it(site: Site) -> None:
    command = site.command("migrate")
    _, fault = command.communicate(timeout=60)
    assert command.returncode == 0, fault
    assert site.gone(1)


def refused(site: Site, *words: str) -> str:
    """The one line a command ends with when it cannot be done."""
    command = site.command(*words)
    said, fault = command.communicate(timeout=60)
    assert command.returncode == 1, said
    assert "Traceback" not in fault
    assert fault.count("\n") == 1
    assert fault.startswith("polakor: ")
    return fault


def test_a_database_that_cannot_be_reached_is_one_line(site: Site) -> None:
    line = refused(site, "up", "--database-url", "postgresql://owner:word@127.0.0.1:1/none")
    assert "cannot be reached" in line
    assert "word" not in line


def test_an_address_that_is_none_is_one_line(site: Site) -> None:
    assert "postgresql://" in refused(site, "migrate", "--database-url", "mysql://x")


def test_a_file_where_the_folder_should_be_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("")
    assert "--data DIR" in refused(Site(tmp_path / "data"), "up")


def test_lost_secrets_are_one_line(site: Site) -> None:
    (site.data / "secrets" / "owner_password").unlink()
    assert "put back the secrets" in refused(site, "up")
    assert site.gone(2)


def test_an_unknown_command_is_one_line(site: Site) -> None:
    assert "no command" in refused(site, "upp")


def test_real_work_is_never_started_over_a_demonstration(site: Site) -> None:
    assert "invented people" in refused(site, "up", "--no-demo")


def test_a_broken_web_server_is_said_with_its_log(site: Site) -> None:
    environment = dict(os.environ)
    os.environ["POLAKOR_WEB_WORKERS"] = "none"
    try:
        line = refused(site, "up", "--port", str(site.port))
    finally:
        os.environ.clear()
        os.environ.update(environment)
    assert "web.log" in line
    assert site.gone(5)


def test_no_password_is_in_the_process_list(site: Site) -> None:
    site.start()
    words = subprocess.run(["ps", "axww", "-o", "args"], capture_output=True, text=True).stdout
    for secret in (site.data / "secrets").iterdir():
        assert secret.read_text().strip() not in words
    site.stop()


def test_it_recovers_from_being_killed_at_any_moment_of_its_start(site: Site) -> None:
    for pause in (0.2, 0.5, 0.8, 1.1):
        process = site.command("up", "--port", str(site.port))
        time.sleep(pause)
        os.kill(process.pid, signal.SIGKILL)
        process.communicate()
    site.start()
    assert site.page() == "polakor_app"
    assert site.note["url"] == f"http://127.0.0.1:{site.port}/"
    site.stop()
    assert site.gone(5)
