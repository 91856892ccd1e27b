"""Full names found by names alone."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from namebridge import parse
from namebridge.retrieve import NameIndex

NAMES = (
    "Sok Dara", "Keo Ratanak", "Chan Thol", "Heng Sam Ath", "កែវ រតនៈ", "แก้ว รัตนะ", "Prum Bopha",
    "Dara",
    "Sok Sophea", "Chea Leakhena", "Mao Vuthy", "金 山", "Sok Vanna",
)  # fmt: skip
INDEX = NameIndex([parse(name).words for name in NAMES])


def found(name: str, limit: int = 5) -> list[str]:
    return [NAMES[place] for place, _ in INDEX.ranked(parse(name).words, limit)]


def test_a_name_is_found_in_every_script_best_first() -> None:
    for asked in ("កែវ រតនៈ", "Keo Ratanak", "แก้ว รัตนะ", "Kev Rattanak"):
        assert set(found(asked, 3)) == {"Keo Ratanak", "កែវ រតនៈ", "แก้ว รัตนะ"}


def test_a_name_turned_round_or_split_is_found() -> None:
    assert found("Ratanak Keo", 3)[0] == "Keo Ratanak"
    assert found("ហេង សំអាត")[0] == "Heng Sam Ath"
    assert found("Heng Samath")[0] == "Heng Sam Ath"
    assert found("ចាន់ ថុល")[0] == "Chan Thol"


def test_one_word_finds_those_who_bear_it_and_a_registered_word_alone_is_found() -> None:
    assert "Prum Bopha" in found("បុប្ផា")
    assert found("ដារ៉ា")[0] == "Dara"
    assert "Dara" in found("Sok Dara", 3)


def test_a_rare_word_tells_more_than_a_common_one() -> None:
    best = dict(INDEX.ranked(parse("Sok Leakhena").words, 12))
    assert best[NAMES.index("Chea Leakhena")] > best[NAMES.index("Sok Sophea")]


def test_people_other_facts_rule_out_are_left_out() -> None:
    among = np.array([name != "Keo Ratanak" for name in NAMES])
    best = INDEX.ranked(parse("Keo Ratanak").words, 3, among=among)
    assert NAMES.index("Keo Ratanak") not in dict(best)
    assert {"កែវ រតនៈ", "แก้ว รัตนะ"} <= {NAMES[place] for place, _ in best}


def test_a_person_of_several_names_comes_once() -> None:
    index = NameIndex([("Keo", "Dara"), ("កែវ", "ដារ៉ា"), ("Sok", "Dara")], owners=[7, 7, 3])
    assert [owner for owner, _ in index.ranked(("แก้ว", "ดารา"))] == [7, 3]


def test_no_names_and_no_words_find_nobody() -> None:
    assert NameIndex([]).ranked(("Sok",)) == []
    assert INDEX.ranked(()) == []
    assert INDEX.ranked(parse("123").words) == []


@settings(deadline=None, max_examples=60)
@given(st.text(max_size=40))
def test_any_text_is_asked_for_without_trouble(text: str) -> None:
    best = INDEX.ranked(parse(text).words, 4)
    assert len(best) <= 4
    assert [score for _, score in best] == sorted((score for _, score in best), reverse=True)
