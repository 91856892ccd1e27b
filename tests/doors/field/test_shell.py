"""What a device keeps: all of it, in both languages, nobody's data, one version at a time."""

import json
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from tests.doors.ui.reading import english_left

from polakor.doors.field import shell
from polakor.doors.field.words import WORDS, words_by_language

STATIC = Path(shell.HERE) / "static" / "field"
MODULES = sorted(STATIC.glob("*.js"))
SAID = re.compile(r"""\bt\(\s*(?:[^"`)]*\?\s*)?"([a-z0-9_]+)\"""")
NAMED = re.compile(r'"([a-z0-9_]+)"')
OPEN_ENDED = ("level_", "month_", "mrz_", "reason_", "sex_", "token_", "state_", "mean_", "key_")


def kept() -> dict[str, list[str]]:
    body = Client().get("/field/worker.js").content.decode()
    told = re.match(r"const KEPT = (.+);\n", body)
    assert told
    found: dict[str, list[str]] = json.loads(told[1])
    return found


@pytest.mark.django_db
def test_the_worker_keeps_every_module_style_and_the_page_itself() -> None:
    files = kept()["files"]
    assert "/field/" in files
    for path in [*MODULES, STATIC / "field.css"]:
        expected = path.name != "worker.js"
        assert (f"/static/field/{path.name}" in files) is expected, path.name


def test_every_module_that_is_imported_is_there() -> None:
    names = {path.name for path in MODULES}
    for path in MODULES:
        wanted = re.findall(r'from "\./([a-z]+\.js)"', path.read_text("utf-8"))
        assert set(wanted) <= names, path.name


@pytest.mark.django_db
@pytest.mark.usefixtures("khmer_words")
def test_the_page_is_the_same_for_everybody_and_holds_both_languages() -> None:
    first, second = Client(), Client()
    second.cookies["lang"] = "en"
    one, other = (client.get("/field/").content for client in (first, second))
    assert one == other
    assert not english_left(re.sub(r"<script.*?</script>", "", one.decode(), flags=re.DOTALL))


def test_every_word_the_app_says_is_there_and_none_is_left_over() -> None:
    sources = "\n".join(path.read_text("utf-8") for path in MODULES)
    missing = sorted(set(SAID.findall(sources)) - set(WORDS))
    assert not missing
    strings = set(NAMED.findall(sources))
    unused = [name for name in WORDS if name not in strings and not name.startswith(OPEN_ENDED)]
    assert not unused


@pytest.mark.usefixtures("khmer_words")
def test_both_languages_fill_the_same_places() -> None:
    khmer, english = words_by_language()["km"], words_by_language()["en"]
    place = re.compile(r"\{\w+\}")
    for name in WORDS:
        assert set(place.findall(khmer[name])) == set(place.findall(english[name])), name


def test_the_version_changes_with_what_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shell.version.cache_clear()
    before = shell.version()
    changed = tmp_path / "main.js"
    changed.write_text("// another", encoding="utf-8")
    found = finders.find
    monkeypatch.setattr(
        finders,
        "find",
        lambda name: str(changed) if name == "field/main.js" else found(name),
    )
    shell.version.cache_clear()
    assert shell.version() != before
    shell.version.cache_clear()


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.name)
def test_a_module_stays_small(path: Path) -> None:
    assert path.read_text("utf-8").count("\n") <= 350
