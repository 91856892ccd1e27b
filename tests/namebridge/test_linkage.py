"""A whole list linked: what is called "same" is, and the kept weights are whole and complete."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

from namebridge.fact_codes import FACT_CODES
from namebridge.weights import weights, word_weights
from namebridge.word_match import LEVELS, RELATIONS

ROOT = Path(__file__).resolve().parents[2]
LISTS = ROOT.parent / "shared" / "data" / "lists"


def load_linkage() -> ModuleType:
    path = ROOT / "bench" / "names" / "linkage.py"
    spec = importlib.util.spec_from_file_location("bench_names_linkage", path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    before = list(sys.path)
    spec.loader.exec_module(module)
    module.paths = list(sys.path)  # type: ignore[attr-defined]
    sys.path[:] = before
    return module


def test_every_finding_and_level_has_its_weights() -> None:
    assert set(FACT_CODES) - {""} <= set(weights())
    assert len(word_weights()) == len(RELATIONS)
    assert all(len(levels) == LEVELS for levels in word_weights())


def test_invented_people_are_linked_with_few_errors(monkeypatch: pytest.MonkeyPatch) -> None:
    linkage = load_linkage()
    monkeypatch.setattr(sys, "path", linkage.paths)
    figures = linkage.measure(linkage.task_of_invented(3_000, 800))
    assert figures["precision"] >= 0.985
    assert figures["recall"] >= 0.70
    assert figures["candidates"] >= 0.80


@pytest.mark.skipif(not LISTS.is_dir(), reason="the shared lists are not here")
def test_the_development_list_is_linked_as_well_as_measured() -> None:
    linkage = load_linkage()
    figures = linkage.measure(linkage.task_of_folder(LISTS, 2_000))
    assert figures["precision"] >= 0.985
    assert figures["f1"] >= 0.95
    assert figures["candidates"] >= 0.975
