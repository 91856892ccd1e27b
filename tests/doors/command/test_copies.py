"""Backup and restore, as a person at a terminal does them."""

from pathlib import Path

from tests.doors.command.conftest import Site


def ended(site: Site, *words: str) -> tuple[int, str, str]:
    """How a command ended and what it said."""
    command = site.command(*words)
    said, fault = command.communicate(timeout=120)
    assert "Traceback" not in fault
    return command.returncode, said, fault


def test_a_backup_restores_every_row_and_goes_on_numbering(site: Site, tmp_path: Path) -> None:
    copy = tmp_path / "copy of today.polakor"
    site.start()
    site.ask("create table told (word text, at bigint default pg_current_xact_id()::text::bigint)")
    for word in ("one", "two", "ប្រាំ"):
        site.ask("insert into told (word) values (%s)", word)
    highest = site.ask("select max(at) from told")[0][0]
    assert ended(site, "backup", str(copy))[0] == 0
    site.stop()
    assert copy.stat().st_mode & 0o777 == 0o600

    other = Site(tmp_path / "new" / "data")
    assert ended(other, "restore", str(copy))[0] == 0
    other.start()
    assert other.page() == "polakor_app"
    assert site_words(other) == ["one", "two", "ប្រាំ"]
    assert other.ask("insert into told (word) values ('next') returning at")[0][0] > highest
    other.stop()
    assert other.gone(5)


def site_words(site: Site) -> list[str]:
    """The words in the order they were told."""
    return [row[0] for row in site.ask("select word from told order by at")]


def test_a_restore_never_writes_over_a_database(site: Site, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    assert ended(site, "backup", str(copy))[0] == 0
    code, _, fault = ended(site, "restore", str(copy))
    assert (code, fault.count("\n")) == (1, 1)
    assert "holds a database already" in fault


def test_a_backup_never_writes_over_a_file(site: Site, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    copy.write_text("other")
    code, _, fault = ended(site, "backup", str(copy))
    assert code == 1
    assert "exists already" in fault
    assert copy.read_text() == "other"


def test_a_file_that_is_no_backup_is_one_line(tmp_path: Path) -> None:
    other = Site(tmp_path / "data")
    (tmp_path / "letter").write_text("hello")
    code, _, fault = ended(other, "restore", str(tmp_path / "letter"))
    assert (code, fault.count("\n")) == (1, 1)
    assert "nothing was restored" in fault
