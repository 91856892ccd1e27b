"""Small groups stay hidden from somebody who knows every other number and how we hide them."""

import itertools
from collections.abc import Iterator

from hypothesis import given, settings
from hypothesis import strategies as st

from polakor.evidence.rules.disclosure import (
    Protection,
    bounds,
    possible,
    protect_cells,
    protect_one,
)
from polakor.evidence.rules.figures import Shown

PACK = Protection(small=5, base=10)
protections = st.builds(Protection, small=st.integers(2, 6), base=st.sampled_from([1, 5, 10]))


def worlds(shown: list[Shown], total: int, protection: Protection) -> Iterator[tuple[int, ...]]:
    """Every table of counts that would have been shown like this beside this total."""
    ranges = [
        range(low, min(high, total) + 1)
        for low, high in (bounds(cell, protection) for cell in shown)
    ]
    for table in itertools.product(*ranges):
        if sum(table) == total:
            yield table


@given(st.lists(st.integers(0, 9), min_size=2, max_size=4), protections)
@settings(max_examples=400, deadline=None)
def test_no_small_cell_can_be_worked_out_from_the_others_and_the_total(
    counts: list[int], protection: Protection
) -> None:
    cells = dict(enumerate(counts))
    shown = protect_cells(cells, protection)
    total = sum(counts)
    fitting = list(worlds([shown[key] for key in cells], total, protection))
    assert tuple(counts) in fitting
    for key, count in cells.items():
        if 0 < count < protection.small:
            assert len({table[key] for table in fitting}) > 1, (counts, shown)


@given(st.lists(st.integers(0, 60), min_size=2, max_size=30), protections)
@settings(max_examples=300, deadline=None)
def test_what_a_reader_can_work_out_is_what_the_rule_thinks(
    counts: list[int], protection: Protection
) -> None:
    cells = dict(enumerate(counts))
    shown = protect_cells(cells, protection)
    for key, count in cells.items():
        low, high = possible(shown, key, sum(counts), protection)
        assert low <= count <= high
        if 0 < count < protection.small:
            assert low < high


@given(st.integers(0, 400), st.integers(0, 4))
@settings(max_examples=500, deadline=None)
def test_two_reports_that_differ_by_a_day_do_not_give_away_the_few_of_that_day(
    before: int, more: int
) -> None:
    """The difference of two shown counts fits several truths, whatever was added between."""
    first, second = protect_one(before, PACK), protect_one(before + more, PACK)
    low_1, high_1 = bounds(first, PACK)
    low_2, high_2 = bounds(second, PACK)
    differences = {
        second_true - first_true
        for first_true in range(low_1, high_1 + 1)
        for second_true in range(max(low_2, first_true), high_2 + 1)
    }
    assert more in differences
    if 0 < more < PACK.small and before + more >= 1:
        assert len(differences) > 1


@given(st.integers(0, 10_000), protections)
@settings(max_examples=500, deadline=None)
def test_a_shown_count_is_never_more_exact_than_its_bounds_say(
    count: int, protection: Protection
) -> None:
    low, high = bounds(protect_one(count, protection), protection)
    assert low <= count <= high


def test_nothing_is_nothing_and_few_are_few() -> None:
    assert protect_one(0, PACK) == Shown("exact", 0)
    assert protect_one(4, PACK) == Shown("below", 5)
    assert protect_one(207, PACK) == Shown("rounded", 210)
    assert protect_one(207, Protection(5, 1)) == Shown("exact", 207)


def test_a_cell_that_is_the_whole_total_takes_others_with_it() -> None:
    shown = protect_cells({"a": 2, "b": 0, "c": 0}, PACK)
    assert shown["a"].kind == "withheld"
    assert [cell.kind for cell in shown.values()].count("withheld") >= 2
