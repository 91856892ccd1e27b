"""What is typed wrong is answered in one line that says what to do next."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.db.utils import ProgrammingError
from django.utils import timezone
from psycopg.errors import UndefinedColumn

from polakor.doors.command.commands import import_list
from polakor.doors.command.errors import CommandFailure
from polakor.doors.command.main import main, names


@pytest.mark.parametrize(
    "words",
    [
        ["nonsense"],
        ["import"],
        ["import", "list.csv", "--kind", "bananas"],
        ["audit"],
        ["backup"],
        ["report"],
        ["up", "--port", "abc"],
        ["up", "--bogus"],
    ],
    ids=" ".join,
)
def test_a_word_typed_wrong_is_one_line(
    words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(words) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith("polakor: ")
    assert said.err.count("\n") == 1
    assert "help" in said.err


@pytest.mark.parametrize("name", sorted(set(names()) - {"test", "bench"}))
def test_every_command_says_what_it_takes(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        main([name, "--help"])
    assert end.value.code == 0
    assert "usage: polakor" in capsys.readouterr().out


def test_a_list_is_not_of_a_day_that_has_not_come() -> None:
    tomorrow = timezone.localdate() + timedelta(days=1)
    with pytest.raises(CommandFailure, match="has not come yet"):
        import_list._day(tomorrow.isoformat())
    assert import_list._day(timezone.localdate().isoformat()) == timezone.localdate()


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "nothing.csv"):
        with pytest.raises(CommandFailure, match="check the path"):
            import_list._bytes_of(path)


def test_tables_older_than_the_program_are_told_from_other_failures(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    problem = ProgrammingError("column reference_packstate.places_at does not exist")
    problem.__cause__ = UndefinedColumn()

    def fail(words: list[str]) -> int:
        raise problem

    monkeypatch.setattr("polakor.doors.command.main.run", fail)
    assert main(["report", "returns"]) == 1
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert "./polakor up" in said
