"""Letters to sounds, and how well two words agree."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from namebridge.alignment import likeness
from namebridge.normalise import clean
from namebridge.scripts import latin_sounds
from namebridge.sounds import joined, read_tokens, word_sounds
from namebridge.word_match import SHARES

SAME, CLOSE = SHARES[1] / 1000, 0.5


def share(a: str, b: str) -> float:
    return likeness(word_sounds(clean(a)), word_sounds(clean(b)))[0] / 1000


@pytest.mark.parametrize(
    ("word", "units"),
    [
        ("សុខា", "s u1 kh aa1"),
        ("ចន្ទ", "c o1 n. t-"),
        ("ធារ៉ា", "th aa2 r aa1"),
        ("រិទ្ធ", "r i2 t."),
        ("គង់", "k o2 ng."),
        ("តាំង", "t aa1 ng."),
        ("ស្រី", "s r ii1"),
        ("រតនៈ", "r o2 t o1? n o2 k?"),
        ("ហ្វា", "f aa1"),
        ("ឧសភា", "q u1 s o1? ph aa2"),
        ("ជ័យ", "c ai2 y."),
        ("ឆៃលី", "ch ai1 y. l ii2"),
        ("ច័ន្ទនី", "c as1 n. t- n ii2"),
        ("មង្គល", "m o2 ng. k o2? l."),
        ("ស្រីពៅ", "s r ii1 p au2 v."),
    ],
)
def test_khmer_is_read_by_its_rules(word: str, units: str) -> None:
    assert " ".join(word_sounds(word).units) == units


@pytest.mark.parametrize(
    ("word", "units"),
    [
        ("เขียว", "kh~ ie~ v."),
        ("แก้ว", "k ae~ v."),
        ("จันทร์", "c as~ n."),
        ("สุวรรณ", "s u~ v as~ n."),
        ("เกิม", "k oe~ m."),
        ("รังสี", "r as~ ng. s ii~"),
        ("ศรี", "s r ii~"),
        ("สีหนุ", "s ii~ h o1? n u~"),
        ("นโรดม", "n o~ r ao~ d~ o~ m."),
        ("โกสุมะ", "k ao~ s u~ m as~ k?"),
        ("อึง", "q y~ ng."),
    ],
)
def test_thai_is_read_as_the_sounds_of_khmer(word: str, units: str) -> None:
    assert " ".join(word_sounds(word).units) == units


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("កែវ", "Keo"),
        ("សុខ", "Sokh"),
        ("ឈឹម", "Chhoem"),
        ("ស្រីពៅ", "Sreypov"),
        ("រតនៈ", "Ratanak"),
        ("ចិន្ដា", "ចិន្តា"),
        ("ធន", "Thorn"),
        ("រស្មី", "Reaksmey"),
        ("ព្រហ្ម", "Prum"),
        ("ព្រហ្មា", "Promma"),
        ("ពេជ្រមុនី", "Pichmony"),
        ("ឧត្តម", "Oudom"),
        ("សុភក្តិ", "Sopheak"),
        ("វណ្ណសក្ដិ", "Vannasak"),
        ("ភក្ដី", "Pheakdey"),
        ("Vuthy", "Vuthi"),
        ("ដារ៉ា", "ดารา"),
        ("ខៀវ", "เขียว"),
    ],
)
def test_spellings_of_one_word_agree(a: str, b: str) -> None:
    assert share(a, b) >= SAME


@pytest.mark.parametrize(
    ("a", "b"),
    [("ស្រីពៅ", "Sreymao"), ("សុផល", "Sophat"), ("Vuthy", "Vutha"), ("វណ្ណា", "វណ្ណី")],
)
def test_names_of_brothers_and_sisters_do_not_agree(a: str, b: str) -> None:
    assert share(a, b) < SAME


def test_unlike_words_are_far_apart() -> None:
    assert share("សុខ", "Leakhena") < CLOSE
    assert share("", "Sok") == 0.0
    assert share("金", "Sok") == 0.0
    assert share("金", "金") == 1.0


def test_likeness_is_symmetric() -> None:
    for a, b in [("កែវ", "Keo"), ("Dara", "Tara"), ("แก้ว", "Kaew"), ("Sophea", "Sopheap")]:
        assert share(a, b) == share(b, a)


def test_a_very_long_word_takes_no_time() -> None:
    assert 0.0 <= share("សុខ" * 400, "Sok" * 400) <= 1.0


@given(st.text("aeiouywhknrgqtd", max_size=12))
def test_a_latin_word_is_read_by_pieces_as_it_is_read_whole(word: str) -> None:
    whole = latin_sounds._of_piece((latin_sounds._each_once(word), ""))
    assert latin_sounds.chunks(word) == whole


def test_many_tokens_are_read_as_each_is() -> None:
    tokens = [("Sok",), (), ("សុខ", "រតនៈ"), ("Chan", "ថុល"), ("金",), ("Sok", "Sok"), ("ដា", "X")]
    assert read_tokens(tokens) == [joined(token) for token in tokens]
