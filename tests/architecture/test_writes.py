"""Every write is a named function with an actor, and leaves an audit event."""

import ast
from pathlib import Path

import pytest

from tests.architecture.house import ROOMS, SOURCE, modules, public_functions

# Work of the machine itself: it changes nothing anybody told us, so nobody acts.
NO_ACTOR = {
    "access/actions/seals.py": {"seal_events", "verify_chain"},
    "recruitment/actions/ledger.py": {"seal_days"},
    "reference/actions/load.py": {"load_default"},
    "reference/actions/reading.py": {"read_pack_at", "places_of_pack", "read_places_at"},
    "registry/actions/clusters.py": {"recompute_clusters", "join_records", "rejoin"},
    "registry/actions/persons.py": {"edge_by_rule", "reasons_as_json"},
    "registry/actions/readings.py": {"file_readings"},
    "registry/actions/records.py": {"numbers_for"},
}

# Parts of one act on the busiest path: the envelope's own event is of the whole of it.
WRITTEN_DOWN_WITH_THE_ENVELOPE = {
    "intake/actions/envelopes.py": {"queue_contact"},
    "journeys/actions/crossings.py": {"queue_returns"},
    "registry/actions/records.py": {"queue_records"},
}


def actions() -> list[tuple[Path, ast.FunctionDef]]:
    found = []
    for room in ROOMS:
        for path, tree in modules(SOURCE / room / "actions"):
            found += [(path, function) for function in public_functions(tree)]
    return found


def exempt(path: Path, name: str) -> bool:
    return name in NO_ACTOR.get(str(path.relative_to(SOURCE)), set())


@pytest.mark.parametrize(
    ("path", "function"), actions(), ids=lambda value: getattr(value, "name", None)
)
def test_every_action_takes_its_actor_by_keyword_and_it_cannot_be_left_out(
    path: Path, function: ast.FunctionDef
) -> None:
    if exempt(path, function.name) or "evidence" in path.parts:
        return
    named = [argument.arg for argument in function.args.kwonlyargs]
    assert "actor" in named, f"{path.name}: {function.name} has no keyword-only actor"
    default = function.args.kw_defaults[named.index("actor")]
    assert default is None, f"{function.name}: the actor may not have a default"
    assert not function.args.args, f"{function.name}: actions take keywords only"


def records(name: str, calls: dict[str, set[str]], seen: frozenset[str] = frozenset()) -> bool:
    """Whether the function records an event itself or through a function of its room."""
    if name in {"record_event", "record_events", "queue_events"}:
        return True
    return name not in seen and any(
        records(other, calls, seen | {name}) for other in calls.get(name, ())
    )


def calls_inside(room: str) -> dict[str, set[str]]:
    """For each function of a room's actions, the plain names it calls."""
    return {
        node.name: {
            call.func.id
            for call in ast.walk(node)
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Name)
        }
        for _, tree in modules(SOURCE / room / "actions")
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef)
    }


def test_every_action_leaves_an_audit_event() -> None:
    """By the syntax tree: it records an event itself or calls a function of its room that does."""
    without = []
    for path, function in actions():
        room = path.relative_to(SOURCE).parts[0]
        # reference is written by the owner, and the command that loads records the event;
        # evidence folds what is recorded already.
        if room in {"reference", "evidence"} or exempt(path, function.name):
            continue
        if function.name in WRITTEN_DOWN_WITH_THE_ENVELOPE.get(str(path.relative_to(SOURCE)), ()):
            continue
        if not records(function.name, calls_inside(room)):
            without.append(f"{room}: {function.name}")
    assert not without, "\n".join(without)


def test_nobody_reaches_past_a_rooms_queries_and_actions_into_its_tables() -> None:
    wrong = []
    for path, tree in modules(SOURCE):
        inside = path.relative_to(SOURCE).parts
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and node.attr == "objects":
                if inside[0] in ROOMS and inside[1].removesuffix(".py") in {
                    "models",
                    "queries",
                    "actions",
                    "jobs",
                }:
                    continue
                wrong.append(f"{path.relative_to(SOURCE)}:{node.lineno}")
    assert not wrong, "\n".join(wrong)


def catches_everything(handler: ast.ExceptHandler) -> bool:
    """A handler without a named error, unless it lets go of what it does not know by ``raise``."""
    wide = handler.type is None or (
        isinstance(handler.type, ast.Name) and handler.type.id in {"Exception", "BaseException"}
    )
    last = handler.body[-1]
    return wide and not (isinstance(last, ast.Raise) and last.exc is None)


def test_rooms_catch_only_what_they_can_name() -> None:
    wrong = [
        f"{path.relative_to(SOURCE)}:{node.lineno}"
        for room in [*ROOMS, "flows"]
        for path, tree in modules(SOURCE / room)
        for node in ast.walk(tree)
        if isinstance(node, ast.ExceptHandler) and catches_everything(node)
    ]
    assert not wrong, "\n".join(wrong)


def test_every_public_action_query_and_rule_says_what_it_does() -> None:
    silent = []
    for room in ROOMS:
        for part in ("actions", "queries", "rules"):
            for path, tree in modules(SOURCE / room / part):
                silent += [
                    f"{path.relative_to(SOURCE)}: {function.name}"
                    for function in public_functions(tree)
                    if not ast.get_docstring(function)
                ]
    assert not silent, "\n".join(silent)
