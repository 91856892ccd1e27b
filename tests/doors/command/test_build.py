"""What is made from the source before anything is served."""

import gettext
from pathlib import Path

import pytest

from polakor.doors.command import build
from polakor.doors.command.errors import CommandFailure

HEAD = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n'


def catalogue(folder: Path, room: str, body: str) -> Path:
    path = folder / room / "locale" / "km" / "LC_MESSAGES" / "django.po"
    path.parent.mkdir(parents=True)
    path.write_text(HEAD + body, encoding="utf-8")
    return path


def test_the_catalogues_of_all_rooms_become_one(tmp_path: Path, monkeypatch) -> None:
    catalogue(tmp_path / "source", "a", 'msgid "Save"\nmsgstr "រក្សាទុក"\n')
    catalogue(
        tmp_path / "source",
        "b",
        'msgid "Open"\nmsgstr "បើក"\n\n#, fuzzy\nmsgid "Close"\nmsgstr "?"\n\n'
        'msgid "%(n)s person"\nmsgid_plural "%(n)s people"\nmsgstr[0] "%(n)s នាក់"\n',
    )
    monkeypatch.setattr(build, "package_folder", lambda: tmp_path / "source")
    assert build.make_messages(tmp_path / "made") == 3
    made = gettext.translation("django", tmp_path / "made", ["km"])
    assert made.gettext("Save") == "រក្សាទុក"
    assert made.gettext("Open") == "បើក"
    assert made.gettext("Close") == "Close"
    assert made.ngettext("%(n)s person", "%(n)s people", 5) == "%(n)s នាក់"


def test_a_broken_catalogue_is_named(tmp_path: Path, monkeypatch) -> None:
    path = catalogue(tmp_path / "source", "a", 'msgid "Save"\nmsgstr "x"\nhello there\n')
    monkeypatch.setattr(build, "package_folder", lambda: tmp_path / "source")
    with pytest.raises(CommandFailure, match=str(path)):
        build.make_messages(tmp_path / "made")


def test_every_catalogue_of_the_source_compiles(tmp_path: Path) -> None:
    assert build.make_messages(tmp_path) > 0
