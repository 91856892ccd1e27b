"""Blocking keys: shared in spite of the usual noise, short, and always the same."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from namebridge import Identity, compare, keys, parse, search_keys

identities = st.builds(
    Identity,
    names=st.lists(st.text(max_size=30).map(parse), max_size=3).map(tuple),
    sex=st.sampled_from([0, 1, 2, 9]),
    birth_year=st.none() | st.integers(1900, 2600),
    birth_month=st.none() | st.integers(1, 12),
    birth_day=st.none() | st.integers(1, 31),
    birth_basis=st.sampled_from(["date", "year", "age", "jan1", ""]),
    place=st.sampled_from(["", "08", "0801", "080101", "08010101"]),
    phone=st.sampled_from(["", "+85510000001"]),
    documents=st.lists(st.tuples(st.just("passport"), st.text(max_size=12)), max_size=2).map(tuple),
)


def identity(name: str, **facts: object) -> Identity:
    return Identity((parse(name),), **facts)  # type: ignore[arg-type]


@settings(deadline=None)
@given(identities)
def test_keys_are_short_ascii_sorted_and_repeatable(person: Identity) -> None:
    found = keys(person)
    assert found == keys(person) == tuple(sorted(set(found)))
    assert all(key.isascii() and 0 < len(key) <= 40 for key in found)
    assert set(found) <= set(search_keys(person))


@settings(deadline=None)
@given(identities, identities)
def test_comparing_is_symmetric_and_never_raises(a: Identity, b: Identity) -> None:
    one, other = compare(a, b), compare(b, a)
    assert (one.verdict, one.weight) == (other.verdict, other.weight)
    assert 0.0 <= one.probability <= 1.0


def test_another_script_order_and_year_share_a_key() -> None:
    khmer = identity("កែវ រតនៈ", birth_year=1990, place="080101")
    for other in (
        identity("Keo Ratanak", birth_year=1990),
        identity("Ratanak Keo", birth_year=1992),
        identity("Kev Rattanak", birth_year=1988),
        identity("Keo Ratanak", place="08"),
        identity("Ratanak", birth_year=1990, place="08"),
    ):
        assert set(keys(khmer)) & set(keys(other)), other


def test_a_misread_name_is_found_by_commune_and_year() -> None:
    one = identity("កែវ រតនៈ", birth_year=1990, place="08010101")
    assert set(keys(one)) & set(keys(identity("Xyz", birth_year=1990, place="080101")))


def test_a_number_is_found_whatever_its_signs_and_kind() -> None:
    one = identity("កែវ រតនៈ", documents=(("passport", "n 9000-0001"),))
    other = identity("Sok Dara", documents=(("other", "N90000001"),))
    assert set(keys(one)) & set(keys(other))
    lost = identity("Sok Dara", documents=(("lost", ""),))
    assert not any(key.startswith("d") for key in keys(lost))


def test_a_counter_search_without_a_year_finds_the_filed_keys() -> None:
    filed = keys(identity("កែវ រតនៈ", birth_year=1987, place="080101"))
    assert set(filed) & set(search_keys(identity("Keo Ratanak")))


def test_an_age_told_covers_the_year_before() -> None:
    filed = keys(identity("រតនៈ", birth_year=1990, place="080101"))
    told = keys(identity("Ratanak", birth_year=1991, birth_basis="age", place="0802"))
    assert set(filed) & set(told)


def test_keys_are_the_same_in_another_process() -> None:
    source = Path(__file__).resolve().parents[2] / "src"
    code = (
        "import namebridge as n;"
        "print(n.keys(n.Identity((n.parse('កែវ រតនៈ'),), 2, 1990, 5, 12, 'date', '080101')))"
    )
    surroundings = {**os.environ, "PYTHONPATH": str(source), "PYTHONHASHSEED": "7"}
    printed = subprocess.run(
        [sys.executable, "-c", code], env=surroundings, capture_output=True, text=True, check=True
    )
    here = keys(Identity((parse("កែវ រតនៈ"),), 2, 1990, 5, 12, "date", "080101"))
    assert printed.stdout.strip() == str(here)
