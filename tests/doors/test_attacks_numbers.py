"""Somebody asks for numbers until they say something about one person."""

from collections import defaultdict
from itertools import product
from typing import Any

import pytest
from tests.cast import Cast
from tests.rooms.evidence.people import counting, cross, screen
from tests.rooms.evidence.test_returns import NOON, PERIOD

from polakor.evidence.queries.situation import Situation, situation
from polakor.evidence.rules.disclosure import Protection, protect_cells
from polakor.evidence.rules.figures import Shown


@pytest.mark.parametrize("protection", [Protection(5, 10), Protection(3, 5), Protection(3, 1)])
def test_who_knows_the_rule_cannot_turn_it_round(protection: Protection) -> None:
    """Every table is protected; those that come out alike must differ in each small cell."""
    alike: dict[object, list[tuple[int, ...]]] = defaultdict(list)
    for counts in product(range(16), repeat=3):
        shown = protect_cells(dict(enumerate(counts)), protection)
        alike[sum(counts), tuple(shown.values())].append(counts)
    for (total, _shown), tables in alike.items():
        if total > 15:
            continue  # beyond what was tried for one cell
        for place in range(3):
            values = {table[place] for table in tables}
            if len(values) == 1 and tables[0] != (protection.small - 1,) * 3:
                assert not 0 < values.pop() < protection.small, (total, tables[0])


def asked(cast: Cast) -> Situation:
    return situation(actor=cast.rith, period=PERIOD, now=NOON)


@pytest.mark.django_db
def test_a_day_on_which_one_person_came_says_nothing_of_that_person(cast: Cast) -> None:
    with counting():
        screen(cross(age=9), "violence_survivor", "pregnant", needs=("medical",), at=NOON)
    shown = asked(cast)
    assert shown.total.value == 1
    assert shown.flags == ()
    assert shown.needs == ()
    assert shown.children == Shown("withheld", None)


@pytest.mark.django_db
def test_the_first_hidden_flag_changes_nothing_a_reader_sees(cast: Cast) -> None:
    with counting():
        for _ in range(20):
            cross()
    before = {line.flag: line for line in asked(cast).flags}
    with counting():
        screen(cross(), "trafficking_indicators", at=NOON)
    after = {line.flag: line for line in asked(cast).flags}
    assert before["*"] == after["*"]
    assert before["*"].persons == Shown("below", 5)


@pytest.mark.django_db
def test_a_revision_cannot_be_tried_out_elsewhere(cast: Cast, settings: Any) -> None:
    with counting():
        cross()
    here = asked(cast).revision
    assert here == asked(cast).revision
    settings.SECRET_KEY = "somebody else's"
    assert here != asked(cast).revision
