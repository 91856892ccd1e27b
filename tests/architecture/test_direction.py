"""Which room uses which: one direction, imports for typing counted."""

import functools

import grimp
import pytest

from tests.architecture.house import INSIDE, ORDER, ROOMS


@functools.cache
def graph() -> grimp.ImportGraph:
    return grimp.build_graph("polakor", "namebridge", exclude_type_checking_imports=False)


def room_of(module: str) -> str:
    parts = module.split(".")
    return parts[1] if len(parts) > 1 else ""


def imports() -> list[tuple[str, str]]:
    found = graph()
    return [
        (importer, imported)
        for importer in found.modules
        for imported in found.find_modules_directly_imported_by(importer)
    ]


def test_each_room_uses_only_rooms_to_its_left() -> None:
    wrong = [
        f"{a} uses {b}"
        for a, b in imports()
        if room_of(a) in ORDER
        and room_of(b) in ORDER
        and ORDER.index(room_of(b)) > ORDER.index(room_of(a))
    ]
    assert not wrong, "\n".join(wrong)


def test_the_name_library_knows_nobody() -> None:
    wrong = [
        f"{a} uses {b}"
        for a, b in imports()
        if a.startswith("namebridge") and b.startswith("polakor")
    ]
    assert not wrong


def test_nobody_imports_a_door_but_the_shared_look() -> None:
    def door(module: str) -> str:
        parts = module.split(".")
        return parts[2] if len(parts) > 2 and parts[1] == "doors" else ""

    allowed_to_all = {"ui"}
    wrong = [
        f"{a} uses {b}"
        for a, b in imports()
        if door(b)
        and door(b) not in allowed_to_all
        and door(a) != door(b)
        and not a.startswith(("polakor.doors.command", "polakor.__main__", "polakor.doors.urls"))
    ]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("room", ROOMS)
def test_inside_a_room_each_file_uses_only_those_above_it(room: str) -> None:
    def place(module: str) -> int | None:
        parts = module.split(".")
        if len(parts) < 3 or parts[1] != room or parts[2] not in INSIDE:
            return None
        return INSIDE.index(parts[2])

    wrong = []
    for a, b in imports():
        here, there = place(a), place(b)
        if here is not None and there is not None and there > here:
            wrong.append(f"{a} uses {b}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("room", ROOMS)
def test_rules_are_pure(room: str) -> None:
    touched = {"django", "psycopg", "procrastinate"}
    wrong = [
        module
        for module in graph().modules
        if module.startswith(f"polakor.{room}.rules")
        and any(
            line.lstrip().startswith((f"import {name}", f"from {name}"))
            for name in touched
            for line in _lines(module)
        )
    ]
    assert not wrong, wrong


def _lines(module: str) -> list[str]:
    from tests.architecture.house import SOURCE

    base = SOURCE.parent / module.replace(".", "/")
    path = base / "__init__.py" if base.is_dir() else base.with_suffix(".py")
    return path.read_text(encoding="utf-8").splitlines()
