"""The documents are held to the code: reference pages, room cards, glossary, decisions."""

import re

import pytest
from django.apps import apps

from tests.architecture.house import ROOMS, ROOT, SOURCE
from tests.architecture.reference import FOLDER, pages


@pytest.mark.parametrize("name", sorted(pages()))
def test_the_reference_says_what_the_code_does(name: str) -> None:
    written = (FOLDER / name).read_text(encoding="utf-8")
    assert written == pages()[name], f"renew docs/reference/{name}: {__doc__}"


@pytest.mark.parametrize("room", ROOMS)
def test_every_room_has_a_card_that_lists_its_tables(room: str) -> None:
    card = (SOURCE / room / "README.md").read_text(encoding="utf-8")
    missing = [
        model.__name__
        for model in apps.get_app_config(room).get_models()
        if f"`{model.__name__}`" not in card
    ]
    assert not missing, f"{room}: the card does not name {missing}"
    assert len(card.splitlines()) <= 60, f"{room}: a card is under one page"


def test_the_map_shows_every_room_that_is_open() -> None:
    text = (ROOT / "docs" / "house.md").read_text(encoding="utf-8")
    assert all(f"| `{room}` |" in text for room in ROOMS)


def test_decisions_are_numbered_without_gaps() -> None:
    numbers = sorted(int(path.name[:4]) for path in (ROOT / "docs" / "decisions").glob("[0-9]*.md"))
    assert numbers == list(range(1, len(numbers) + 1))


def test_nobody_is_called_illegal() -> None:
    wrong = [
        str(path.relative_to(ROOT))
        for folder in ("src", "packs")
        for path in (ROOT / folder).rglob("*")
        if path.suffix in {".py", ".html", ".toml", ".po"}
        and re.search(r"\billegal\b", path.read_text(encoding="utf-8"), re.IGNORECASE)
    ]
    assert not wrong, wrong


def test_every_setting_is_in_the_reference_and_no_other() -> None:
    said = set(re.findall(r"`(POLAKOR_[A-Z_]+)`", (FOLDER / "settings.md").read_text("utf-8")))
    places = [ROOT / "polakor", *SOURCE.rglob("*.py"), *(ROOT / "tests").rglob("*.py")]
    used = {
        name
        for path in places
        if path.name != "test_reference.py"
        for name in re.findall(r"\bPOLAKOR_[A-Z]+(?:_[A-Z]+)*\b", path.read_text("utf-8"))
    }
    assert said == used
