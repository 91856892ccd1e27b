"""Khmer is complete: every sentence a page can show has its Khmer, and none is glued together."""

import ast
import re
from pathlib import Path

from babel.messages.pofile import read_po

from polakor.base.errors import Refusal
from tests.architecture.house import SOURCE, modules

TRANSLATE = {
    "_",
    "gettext",
    "gettext_lazy",
    "ngettext",
    "ngettext_lazy",
    "pgettext",
    "pgettext_lazy",
}
IN_TEMPLATE = re.compile(
    r"""\{%\s*(?:translate|trans)\s+(?P<q>["'])(?P<text>.+?)(?P=q)|_\((?P<q2>["'])(?P<call>.+?)(?P=q2)\)"""
)
BLOCK = re.compile(r"\{%\s*blocktranslate.*?%\}(.*?)\{%\s*endblocktranslate", re.S)
PLURAL = re.compile(r"\{%\s*plural\s*%\}")
HOLE = re.compile(r"\{\{\s*(\w+)\s*\}\}")


def as_tuple(value: object) -> tuple[str, ...]:
    """One text or several, as several."""
    return tuple(map(str, value)) if isinstance(value, tuple | list) else (str(value),)


def khmer() -> dict[str, str]:
    """Every message with its Khmer, over the catalogues of all rooms and doors."""
    found: dict[str, str] = {}
    for path in sorted(SOURCE.rglob("locale/km/LC_MESSAGES/*.po")):
        with path.open("rb") as file:
            for message in read_po(file, locale="km"):
                texts = as_tuple(message.string)
                for one in as_tuple(message.id):
                    if one and "fuzzy" not in message.flags and all(texts):
                        found[one] = texts[0]
    return found


def template_messages() -> set[tuple[str, str]]:
    found = set()
    for path in sorted(SOURCE.rglob("templates/**/*")):
        if path.suffix not in {".html", ".txt", ".typ"}:
            continue
        text = path.read_text(encoding="utf-8")
        for match in IN_TEMPLATE.finditer(text):
            found.add((path.name, match["text"] or match["call"]))
        for block in BLOCK.findall(text):
            found |= {(path.name, HOLE.sub(r"%(\1)s", one)) for one in PLURAL.split(block)}
    return found


def code_messages() -> set[tuple[str, str]]:
    found = set()
    for path, tree in modules(SOURCE):
        for node in ast.walk(tree):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and node.func.id in TRANSLATE
            ):
                plural = node.func.id.startswith("ngettext")
                start = 1 if node.func.id.startswith("pgettext") else 0
                for argument in node.args[start : start + (2 if plural else 1)]:
                    if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                        found.add((path.name, argument.value))
    return found


def refusals() -> list[type[Refusal]]:
    import importlib

    for path, _ in modules(SOURCE):
        if path.name == "errors.py" and path.parent.parent == SOURCE:
            importlib.import_module(f"polakor.{path.parent.name}.errors")

    def below(cls: type[Refusal]) -> list[type[Refusal]]:
        return [cls, *(one for child in cls.__subclasses__() for one in below(child))]

    return below(Refusal)


def test_every_message_of_templates_and_code_has_its_khmer() -> None:
    known = khmer()
    missing = sorted(
        f"{where}: {text}"
        for where, text in template_messages() | code_messages()
        if text.replace("%", "%%") not in known and text not in known
    )
    assert not missing, "\n".join(missing)


def test_every_refusal_has_its_khmer_and_a_number_of_its_own() -> None:
    known = khmer()
    numbers = [refusal.number for refusal in refusals()]
    assert len(numbers) == len(set(numbers)), "two refusals share a number"
    missing = [r.sentence for r in refusals() if r.sentence not in known]
    assert not missing, "\n".join(missing)


def test_khmer_is_written_in_khmer() -> None:
    """A translation left in English would pass every other test."""
    letters = re.compile(r"[\u1780-\u17ff]")
    names = re.compile(
        r"^[\W\d_]*$|^(%\(\w+\)s|[A-Z]{2,}|CSV|PDF|JSON|XLSX|TOTP|DEMO|English|Polakor|\W|\d)+$"
    )
    latin = [
        f"{text} -> {word}"
        for text, word in khmer().items()
        if not letters.search(word) and not names.match(word)
    ]
    assert not latin, "\n".join(latin)


PLACES = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")


def test_a_translation_fills_only_places_its_sentence_has() -> None:
    """An unknown place in a translation is an error on the page, not a typo."""
    wrong = []
    for path in sorted(SOURCE.rglob("locale/km/LC_MESSAGES/*.po")):
        with path.open("rb") as file:
            for message in read_po(file, locale="km"):
                ids, texts = as_tuple(message.id), as_tuple(message.string)
                there = {place for one in ids for place in PLACES.findall(one)}
                used = {place for one in texts for place in PLACES.findall(one)}
                if used - there:
                    wrong.append(f"{path.relative_to(SOURCE)}: {ids[0]}")
    assert not wrong, "\n".join(wrong)


def test_no_refusal_loses_a_fact_in_translation() -> None:
    known = khmer()
    wrong = [
        refusal.sentence
        for refusal in refusals()
        if set(PLACES.findall(refusal.sentence)) != set(PLACES.findall(known[refusal.sentence]))
    ]
    assert not wrong, "\n".join(wrong)


def test_no_sentence_is_formatted_or_joined_inside_a_translation_call() -> None:
    wrong = []
    for path, tree in modules(SOURCE):
        for node in ast.walk(tree):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and node.func.id in TRANSLATE
                and node.args
                and isinstance(node.args[0], ast.JoinedStr | ast.BinOp)
            ):
                wrong.append(f"{path.relative_to(SOURCE)}:{node.lineno}")
    assert not wrong, wrong


def test_no_catalogue_is_compiled_into_the_source() -> None:
    tracked = Path(SOURCE.parent.parent / ".gitignore").read_text(encoding="utf-8")
    assert "*.mo" in tracked
