"""The words of a register that sound like a word asked for."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from namebridge import clean
from namebridge.alignment import likeness
from namebridge.slips import Slips
from namebridge.vocabulary import Vocabulary, token_sounds

WORDS = (
    "សុខា", "Sokha", "SOKHA", "Sukha", "โสกา", "កែវ", "Keo", "Kev", "แก้ว", "រតនៈ", "Ratanak",
    "Sam Ath", "សំអាត", "Dara", "ដារ៉ា", "Leakhena", "金",
)  # fmt: skip
VOCABULARY = Vocabulary(WORDS)


def found(token: str, limit: int = 50) -> list[str]:
    return [WORDS[place] for place, _, _ in VOCABULARY.nearest(token, limit)]


def test_a_word_is_found_in_every_script() -> None:
    assert {"សុខា", "Sokha", "SOKHA", "Sukha", "โสกา"} <= set(found("សុខា"))
    assert {"កែវ", "Keo", "Kev", "แก้ว"} <= set(found("Keo"))
    assert found("แก้ว")[0] == "แก้ว"


def test_several_words_are_read_as_one() -> None:
    assert {"Sam Ath", "សំអាត"} <= set(found("Samath"))
    assert {"Sam Ath", "សំអាត"} <= set(found("សំ អាត"))


def test_one_word_and_two_of_the_same_sounds_are_both_found() -> None:
    names = Vocabulary(["Sovathdy", "Sovath Dy", "Sokha"])
    assert [place for place, _, _ in names.nearest("Sovathdy")][:2] == [0, 1]


def test_what_is_found_is_worth_what_likeness_says() -> None:
    for word in WORDS:
        for place, share, centibits in VOCABULARY.nearest(word):
            assert (share, centibits) == likeness(token_sounds(word), token_sounds(WORDS[place]))


def test_an_empty_register_and_an_empty_word_find_nothing() -> None:
    assert Vocabulary([]).nearest("Sok") == []
    assert VOCABULARY.nearest("") == []
    assert VOCABULARY.nearest("123") == []


@settings(deadline=None)
@given(st.text(max_size=40))
def test_any_text_is_asked_for_without_trouble(text: str) -> None:
    rows = Vocabulary([*WORDS, clean(text)]).nearest(text, limit=3)
    assert len(rows) <= 3
    assert rows == sorted(rows, key=lambda row: (-row[1], -row[2], row[0]))


@settings(deadline=None)
@given(
    st.lists(st.text("abនណេ", max_size=5), max_size=30, unique=True), st.text("abនណេ", max_size=5)
)
def test_a_slip_finds_every_word_one_letter_away_and_no_other(words: list[str], asked: str) -> None:
    away = [
        place
        for place, word in enumerate(words)
        if word and asked and OSA.distance(asked, word) == 1
    ]
    assert Slips(words).of(asked).tolist() == away


@pytest.mark.parametrize(
    ("part", "whole"),
    [("kunthea", "sokunthea"), ("ra", "vanra"), ("រ៉ា", "វណ្ណរ៉ា"), ("sophea", "sopheaktra")],
)
def test_a_part_is_heard_at_the_beginning_or_the_end_of_a_word(part: str, whole: str) -> None:
    words = Vocabulary(["doeung", "chhunly", whole, "keo"])
    places, shares, _ = words.holding(part, np.zeros(4), 10)
    assert [words.tokens[place] for place in places.tolist()] == [whole]
    assert shares.min() >= 700


def test_vocabularies_are_joined_without_reading_words_again() -> None:
    parts = [Vocabulary(WORDS[:6]), Vocabulary(()), Vocabulary(WORDS[6:])]
    one = Vocabulary.joined(parts)
    assert one.tokens == list(WORDS)
    for word in WORDS:
        assert one.nearest(word) == VOCABULARY.nearest(word)
        assert set(one.slipped(word).tolist()) == set(VOCABULARY.slipped(word).tolist())


def test_words_of_the_same_consonants_are_worth_what_they_are_among_all() -> None:
    places, shares, centibits = VOCABULARY.agreeing("Sokha", 100)
    same = {place: row for place, *row in VOCABULARY.nearest("Sokha")}
    found = zip(places.tolist(), shares.tolist(), centibits.tolist(), strict=True)
    assert len(places) >= 3
    assert all(same[place] == [share, bits] for place, share, bits in found if share >= 300)
