"""Verdicts: "same" only where nobody could be harmed by it, and every reason readable."""

from __future__ import annotations

import csv
import importlib.util
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from namebridge import Identity, compare, describe, keys, parse
from namebridge.reading import rows

ROOT = Path(__file__).resolve().parents[2]
LISTS = ROOT.parent / "shared" / "data" / "lists"


def load(name: str) -> ModuleType:
    path = ROOT / "bench" / "names" / f"{name}.py"
    spec = importlib.util.spec_from_file_location(f"bench_names_{name}", path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


CASES = load("cases").run()


def test_there_are_enough_cases() -> None:
    assert len(CASES) >= 150


@pytest.mark.parametrize(
    "outcome",
    [outcome for outcome in CASES if outcome.case["strength"] == "STRONG"],
    ids=lambda outcome: outcome.case["why"],
)
def test_strong_cases_hold(outcome: Any) -> None:
    assert outcome.good, outcome


def test_the_kept_result_of_the_cases_is_that_of_now() -> None:
    assert load("cases").changes(CASES) == []


def test_medium_cases_do_not_fall_behind() -> None:
    missed = sum(not o.good for o in CASES if o.case["strength"] == "MEDIUM")
    assert missed <= 6


def test_reasons_have_sentences_in_both_languages() -> None:
    codes = {row[0] for row in rows("weights.tsv") if row[1] != "set"}
    for outcome in CASES:
        for reason in outcome.result.reasons:
            codes.add(reason.code)
            for language in ("km", "en"):
                sentence = describe(reason, language)
                assert sentence != reason.code, outcome.case
                assert "{" not in sentence
    assert codes <= {row[0] for row in rows("reasons.tsv")}


@pytest.mark.parametrize(
    ("one", "other", "sentence"),
    [
        (
            "แก้ว สุดา",
            "កែវ សុដា",
            "The names sound the same: แก้ว สุดา and កែវ សុដា (Thai and Khmer spelling)",
        ),
        (
            "Chea Sophal",
            "Chea Sophat",
            "The family name sounds the same, the given name alike: Chea Sophal and Chea Sophat",
        ),
        (
            "Sok Sokha",
            "Sok Sokha",
            "The names are written the same: Sok Sokha (many people bear this name)",
        ),
    ],
)
def test_a_name_is_explained_by_its_parts_and_scripts(one: str, other: str, sentence: str) -> None:
    found = compare(Identity((parse(one),)), Identity((parse(other),)))
    assert sentence in [describe(reason, "en") for reason in found.reasons]


def test_khmer_sentences_hold_no_english() -> None:
    for code, km, _ in rows("reasons.tsv"):
        sentence = km.replace("{a}", "").replace("{b}", "")
        assert not any("a" <= letter <= "z" for letter in sentence.lower()), code


def test_what_is_missing_says_nothing() -> None:
    full = Identity((parse("Keo Ratanak"),), 2, 1990, 5, 12, "date", "080101", "+85510000001")
    bare = Identity((parse("កែវ រតនៈ"),))
    result = compare(full, bare)
    assert [r.code for r in result.reasons] == ["name_sounds_same", "only_name_known"]
    assert result.verdict != "same"


def test_a_default_first_of_january_is_only_a_year() -> None:
    a = Identity((parse("Keo Ratanak"),), 2, 1990, 1, 1, "jan1")
    b = Identity((parse("Keo Ratanak"),), 2, 1990, 1, 1, "date")
    assert "birth_year_same" in {reason.code for reason in compare(a, b).reasons}


@pytest.mark.parametrize(
    ("year", "code"),
    [
        (1978, "birth_day_same_year_off"),
        (1977, "birth_day_same_year_off"),
        (1879, "birth_year_differs"),
        (1981, "birth_year_differs"),
    ],
)
def test_figures_of_a_year_exchanged_are_a_slip(year: int, code: str) -> None:
    a = Identity((parse("Keo Ratanak"),), 2, 1987, 5, 12, "date")
    b = Identity((parse("Keo Ratanak"),), 2, year, 5, 12, "date")
    for result in (compare(a, b), compare(b, a)):
        assert code in {reason.code for reason in result.reasons}


def test_an_identity_number_misread_in_one_figure_speaks_for_one_person() -> None:
    def with_number(name: str, day: int, number: str) -> Identity:
        papers = (("nid", number),)
        return Identity((parse(name),), 2, 1990, 5, day, "date", place="08", documents=papers)

    kept = with_number("Keo Ratanak", 12, "990000123")
    assert compare(kept, with_number("Keo Ratanak", 15, "990000128")).verdict == "same"
    assert compare(kept, with_number("Keo Ratanak", 15, "990000456")).verdict != "same"
    twin = compare(kept, with_number("Keo Sophal", 12, "990000124"))
    assert twin.verdict != "same"


def test_values_are_shown_in_the_order_asked() -> None:
    a = Identity((parse("Keo Ratanak"),), birth_year=1990)
    b = Identity((parse("កែវ រតនៈ"),), birth_year=1991)
    named = {reason.code: reason for reason in compare(a, b).reasons}
    assert named["name_sounds_same"].values == ("Keo Ratanak", "កែវ រតនៈ")
    assert named["birth_year_off"].values == ("1990", "1991")


@pytest.mark.skipif(not LISTS.is_dir(), reason="the shared lists are not here")
def test_measured_on_a_register_and_a_list() -> None:
    figures = load("measure").measure(LISTS, 1500)
    assert figures["blocking_recall"] >= 0.97
    assert figures["candidates_per_row"] <= 60
    assert figures["same_precision"] >= 0.995
    assert figures["same_recall"] >= 0.55
    assert figures["same_or_maybe_recall"] >= 0.96


@pytest.mark.skipif(not LISTS.is_dir(), reason="the shared lists are not here")
def test_twins_siblings_and_namesakes_are_never_joined_by_machine() -> None:
    measure = load("measure")
    with (LISTS / "list_truth.csv").open(encoding="utf-8", newline="") as file:
        kin = ("twin", "namesake", "sibling")
        kinds = {r["row"] for r in csv.DictReader(file) if any(k in r["noise"] for k in kin)}
    people = [measure.identity_of(row) for row in measure.read(LISTS / "register.csv")]
    index: dict[str, list[int]] = {}
    for place, person in enumerate(people):
        for key in keys(person):
            index.setdefault(key, []).append(place)
    for row in measure.read(LISTS / "list_canonical.csv"):
        if row["row"] in kinds:
            person = measure.identity_of(row)
            met = {place for key in keys(person) for place in index.get(key, ())}
            assert not any(compare(person, people[place]).certain for place in met), row
