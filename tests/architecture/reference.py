"""The reference pages, written from the code.

``python -m tests.architecture.reference`` renews them.
"""

import ast
import importlib
import re
from collections.abc import Iterator

from polakor.access.rules.policy import NEEDS_SECOND_FACTOR, PERMISSIONS, Role
from polakor.base.errors import Refusal
from tests.architecture.house import ROOT, SOURCE, modules

FOLDER = ROOT / "docs" / "reference"
NAME = re.compile(r"^[a-z]+:[a-z_]+:[a-z_]+$")


def refusals() -> list[type[Refusal]]:
    """Every refusal of every room, by number."""
    for path in sorted(SOURCE.glob("*/errors.py")):
        importlib.import_module(f"polakor.{path.parent.name}.errors")

    def below(cls: type[Refusal]) -> Iterator[type[Refusal]]:
        yield cls
        for child in cls.__subclasses__():
            yield from below(child)

    return sorted(below(Refusal), key=lambda refusal: refusal.number)


def permissions() -> list[str]:
    """Every permission somebody holds."""
    return sorted(frozenset().union(*PERMISSIONS.values()))


def events() -> list[str]:
    """Every event the code writes: names in the grammar that are no permission."""
    known = set(permissions())
    found = set()
    for path, tree in modules(SOURCE):
        if not {"actions", "queries"} & set(path.parts) and path.name != "loading.py":
            continue
        for node in ast.walk(tree):
            if (
                isinstance(node, ast.Constant)
                and isinstance(node.value, str)
                and NAME.match(node.value)
                and node.value not in known
            ):
                found.add(node.value)
    return sorted(found)


def pages() -> dict[str, str]:
    """File name to content."""
    made = "Written from the code; renew it with `python -m tests.architecture.reference`.\n"
    roles = list(Role)
    head = "| permission | " + " | ".join(role.value.replace("_", " ") for role in roles) + " |"
    rule = "|---|" + "|".join(":-:" for _ in roles) + "|"
    table = [
        f"| `{permission}` | "
        + " | ".join("✓" if permission in PERMISSIONS[role] else "" for role in roles)
        + " |"
        for permission in permissions()
    ]
    factor = ", ".join(sorted(role.value.replace("_", " ") for role in NEEDS_SECOND_FACTOR))
    return {
        "who-may-see-what.md": "\n".join(
            [
                "# Who may see what",
                "",
                made,
                "What a role may do. Which rows it may do it to is decided by scopes inside the",
                "database: see `src/polakor/access/rules/scopes.py`.",
                "",
                head,
                rule,
                *table,
                "",
                f"A second factor is required of: {factor}.",
                "",
            ]
        ),
        "events.md": "\n".join(
            [
                "# Events in the record of acts",
                "",
                made,
                *(f"- `{event}`" for event in events()),
                "",
            ]
        ),
        "refusals.md": "\n".join(
            [
                "# Refusals",
                "",
                made,
                "| number | name | sentence |",
                "|---|---|---|",
                *(f"| {r.number} | `{r.__name__}` | {r.sentence} |" for r in refusals()),
                "",
            ]
        ),
    }


def write() -> None:
    """Write all pages."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, text in pages().items():
        (FOLDER / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    import os

    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "polakor.settings.test")
    django.setup()
    write()
