"""`polakor link`: two files in, one out, and one sentence when it cannot be."""

import json
from pathlib import Path

import pytest
from tests.namebridge.link.people import (
    LIST_COLUMNS,
    REGISTER_COLUMNS,
    register_rows,
    seen_again,
    write,
)

from polakor.doors.command import main


def _words(folder: Path, *more: str) -> list[str]:
    return [
        "link",
        "--register",
        str(folder / "register.csv"),
        "--list",
        str(folder / "list.csv"),
        "--out",
        str(folder / "pairs.csv"),
        *more,
    ]


def _files(folder: Path) -> None:
    rows = register_rows(40)
    write(folder / "register.csv", REGISTER_COLUMNS, rows)
    write(folder / "list.csv", LIST_COLUMNS, seen_again(rows[:20]))


def test_a_list_is_linked_without_server_or_database(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _files(tmp_path)
    assert main.main(_words(tmp_path, "--json")) == 0
    said = capsys.readouterr()
    summary = json.loads(said.out)
    assert summary["list_rows"] == 20
    assert summary["same"] + summary["maybe"] + summary["new"] == 20
    assert "reading the register" in said.err
    lines = (tmp_path / "pairs.csv").read_text(encoding="utf-8").splitlines()
    assert lines[0] == "list_row,register_id,score,decision,why"


def test_a_bad_file_gets_one_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _files(tmp_path)
    (tmp_path / "list.csv").write_bytes(b"")
    assert main.main(_words(tmp_path)) == 1
    assert "is empty" in capsys.readouterr().err.splitlines()[-1]
    assert not (tmp_path / "pairs.csv").exists()
