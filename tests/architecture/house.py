"""The plan of the house that the other tests in this folder hold the code against."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
SOURCE = ROOT / "src" / "polakor"

ORDER = [
    "base",
    "reference",
    "access",
    "intake",
    "registry",
    "recruitment",
    "journeys",
    "skills",
    "protection",
    "assistance",
    "evidence",
    "flows",
    "doors",
]
"""Rooms from left to right. Each uses only those before it."""

ROOMS = [
    room
    for room in ORDER
    if room not in {"base", "flows", "doors"} and (SOURCE / room / "apps.py").exists()
]

INSIDE = ["errors", "permissions", "rules", "models", "rls", "context", "queries", "actions"]
"""Files inside a room, each using only those above it."""


def modules(folder: Path) -> Iterator[tuple[Path, ast.Module]]:
    """Every Python file below ``folder`` but migrations, with its syntax tree."""
    for path in sorted(folder.rglob("*.py")):
        if "migrations" not in path.parts:
            yield path, ast.parse(path.read_text(encoding="utf-8"))


def public_functions(tree: ast.Module) -> Iterator[ast.FunctionDef]:
    """Functions at the top of a module whose name does not begin with an underscore."""
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
            yield node
