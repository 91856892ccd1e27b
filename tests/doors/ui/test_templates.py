"""Habits of the templates and the styles that the content policy and the readers rely on."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from polakor.doors.command.build import message_files

DOORS = Path(settings.PACKAGE) / "doors"
UI = DOORS / "ui"
TEMPLATES = sorted(DOORS.glob("**/templates/**/*.html"))
STYLES = sorted(DOORS.glob("**/static/**/*.css"))
FORBIDDEN = {
    "a style attribute": re.compile(r"\sstyle\s*=", re.IGNORECASE),
    "a handler attribute": re.compile(r"\son[a-z]+\s*=\s*[\"']", re.IGNORECASE),
    "an evaluated htmx attribute": re.compile(r"hx-on|[\"']js:", re.IGNORECASE),
    "an inline script": re.compile(r"<script(?![^>]*\ssrc=)[^>]*>", re.IGNORECASE),
    "an inline style": re.compile(r"<style", re.IGNORECASE),
    "a foreign address": re.compile(r"(?:src|href|action)=[\"'](?:https?:)?//", re.IGNORECASE),
}


def name(path: Path) -> str:
    return path.relative_to(DOORS).as_posix()


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_a_template_holds_nothing_the_content_policy_forbids(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert not [what for what, pattern in FORBIDDEN.items() if pattern.search(text)]


@pytest.mark.parametrize("path", STYLES, ids=name)
def test_a_style_sheet_stays_readable_and_at_home(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count("\n") <= 500
    assert "@import" not in text
    assert not re.search(r"url\([\"']?(?:https?:)?//", text)


def test_every_colour_is_a_token() -> None:
    found = {
        name(path): re.findall(r"#[0-9a-f]{3,8}\b", path.read_text(encoding="utf-8"))
        for path in STYLES
        if path.name not in {"tokens.css", "print.css"}
    }
    # The one exception: a code to scan is dark on white whatever the theme.
    assert {key: set(values) for key, values in found.items() if values} == {
        "ui/static/ui/forms.css": {"#fff"}
    }


def test_both_themes_define_the_same_colours() -> None:
    text = (UI / "static/ui/tokens.css").read_text(encoding="utf-8")
    light, dark = text.split("@media screen and (prefers-color-scheme: dark)")
    colours = re.compile(r"(--[a-z0-9-]+):\s*#")
    paper = {"--sheet", "--sheet-ink", "--sheet-quiet", "--sheet-rule", "--sheet-shade"}
    same_in_both = {"--glow"} | paper
    assert set(colours.findall(light)) - set(colours.findall(dark)) == same_in_both
    assert set(colours.findall(dark)) <= set(colours.findall(light))


WORDS = [
    re.compile(r"{% translate \"([^\"]+)\""),
    re.compile(r"(?<![a-z])_\(\s*\"([^\"]+)\"", re.DOTALL),
]


def test_every_word_of_the_shared_look_is_in_the_khmer_catalogue() -> None:
    from babel.messages.pofile import read_po

    with next(iter(message_files("km"))).open("rb") as file:
        catalogue = read_po(file, locale="km")
    known = {
        part
        for message in catalogue
        if message.string and not message.fuzzy
        for part in (message.id if isinstance(message.id, tuple) else (message.id,))
    }
    sources = [*UI.glob("**/*.html"), *UI.glob("*.py")]
    used = {
        word
        for path in sources
        for pattern in WORDS
        for word in pattern.findall(path.read_text(encoding="utf-8"))
    }
    assert used
    assert used <= known, used - known
