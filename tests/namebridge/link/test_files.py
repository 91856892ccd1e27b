"""What is said of files nobody can be read from, and what is made of odd ones."""

from pathlib import Path

import duckdb
import pytest

from namebridge.link.files import load, look_at
from namebridge.link.problems import LinkProblem


def _read(path: Path, content: str | bytes) -> list[tuple[str, ...]]:
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    with duckdb.connect() as connection:
        load(connection, look_at(path, "id"), "people")
        return connection.execute("select label, name_latin, phone from people").fetchall()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "is empty"),
        ("\n\n", "is empty"),
        ("id,name_latin\n", "no readable row"),
        ("id,colour\n1,red\n", "no column to find a person by"),
        ("id,name_latin,name_latin\n1,a,b\n", "twice"),
        ("id,name_latin\n1,Sok\n1,Keo\n", "'1' 2 times"),
        ('id,name_latin\n1,Sok\n2,"Keo\n3,Chan\n', "never closed"),
        ("id,name_latin\n1,Sok\n".encode("utf-16"), "not UTF-8"),
        (b"id,name_latin\n1,Caf\xe9\n", "not UTF-8 text (line 2)"),
        (b"id,name_latin\n" + b"1,Sok\n" * 20_000 + b"2,Caf\xe9\n", "not UTF-8 text (line 20002)"),
    ],
)
def test_a_file_nobody_can_be_read_from_is_refused_in_one_sentence(
    tmp_path: Path, content: str | bytes, said: str
) -> None:
    with pytest.raises(LinkProblem) as refused:
        _read(tmp_path / "people.csv", content)
    assert said in str(refused.value)
    assert "\n" not in str(refused.value)


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    with pytest.raises(LinkProblem, match="there is no file"):
        look_at(tmp_path / "nobody.csv", "id")
    with pytest.raises(LinkProblem, match="cannot be read"):
        look_at(tmp_path, "id")


def test_short_rows_line_breaks_and_other_separators_are_read(tmp_path: Path) -> None:
    content = 'ID;Name_Latin;phone\n1;Sok\n2;"Keo\nDara";12\n\n3;Chan "Bo" Bu;13\n'
    assert _read(tmp_path / "people.csv", content) == [
        ("1", "Sok", ""),
        ("2", "Keo\nDara", "12"),
        ("3", 'Chan "Bo" Bu', "13"),
    ]


def test_lines_that_cannot_be_read_are_left_out_and_told(tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_text("id,name_latin,x\n1,Sok,\n2,Keo,1,2,3\n3,Chan,\n", encoding="utf-8")
    with duckdb.connect() as connection:
        loaded = load(connection, look_at(path, "id"), "people")
    assert (loaded.rows, loaded.unreadable, loaded.first_unreadable) == (2, 1, 3)
    assert "left out" in loaded.notes[0]


def test_rows_without_an_id_are_called_by_their_place(tmp_path: Path) -> None:
    assert [row[0] for row in _read(tmp_path / "a.csv", "name_latin\nSok\nKeo\n")] == ["1", "2"]
    assert [row[0] for row in _read(tmp_path / "b.csv", "id,name_latin\n7,Sok\n,Keo\n")] == [
        "7",
        "#2",
    ]
