"""Finding a firm by any spelling of its name."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from polakor.recruitment.rules.finding import NamesOfFirms, words_of

NAMES = NamesOfFirms(
    [
        ("rose", "Rose Hill Manpower Co., Ltd."),
        ("rose", "ភ្នំផ្កាកុលាប"),
        ("rice", "Golden Rice Labour Supply"),
        ("rice", "ក្រុមហ៊ុនស្រូវមាស"),
        ("sok", "Sok Sabay Manpower"),
        ("sok", "សុខ សប្បាយ"),
        *((f"m{number}", f"Manpower {number} Co., Ltd.") for number in range(40)),
    ]
)


@pytest.mark.parametrize(
    ("asked", "first"),
    [
        ("rose hill", "rose"),
        ("ROSE-HILL MANPOWER", "rose"),
        ("hill rose", "rose"),
        ("rose hil manpwr", "rose"),
        ("ros", "rose"),
        ("ផ្កាកុលាប", "rose"),
        ("gold rise", "rice"),
        ("ស្រូវមាស", "rice"),
        ("សុខសប្បាយ", "sok"),
        ("Suk Sabbay", "sok"),
        ("soksabay", "sok"),
        ("สุข สบาย", "sok"),
    ],
)
def test_any_spelling_finds_the_firm_first(asked: str, first: str) -> None:
    assert NAMES.ranked(asked)[:1] == [first]


@pytest.mark.parametrize("asked", ["", " ", "co ltd zzz", "Jade Moon", "💚", "ម", "...", "%"])
def test_what_fits_nobody_finds_nobody(asked: str) -> None:
    assert not {"rose", "rice", "sok"} & set(NAMES.ranked(asked))


def test_a_common_word_decides_nothing() -> None:
    assert NAMES.ranked("golden manpower")[0] == "rice"


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=300))
def test_anything_may_be_asked(asked: str) -> None:
    assert len(words_of(asked)) <= 8
    assert len(NAMES.ranked(asked, limit=5)) <= 5
