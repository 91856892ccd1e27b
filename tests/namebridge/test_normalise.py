"""Cleaning and parsing: one sequence of code points, nothing lost, nothing raised."""

from __future__ import annotations

import random
import time
from collections import Counter
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.namebridge.wrong_typings import TYPINGS, other_of_da_and_ta

from namebridge import Script, clean, parse, shape
from namebridge.normalise import _clean_once
from namebridge.scripts import khmer, thai
from namebridge.sounds import joined

khmer_text = st.text(st.characters(min_codepoint=0x1780, max_codepoint=0x17DD), max_size=30)
thai_text = st.text(st.characters(min_codepoint=0x0E01, max_codepoint=0x0E4E), max_size=30)
any_text = st.one_of(st.text(max_size=60), khmer_text, thai_text)


def letters(text: str) -> Counter[str]:
    text = text.replace("\u17a3", "\u17a2").replace("\u17a4", "\u17a2")  # obsolete twins
    return Counter(letter for letter in text if "\u1780" <= letter <= "\u17a2")


@settings(deadline=None)
@given(any_text)
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    assert clean(clean(text)) == clean(text)


@settings(deadline=None)
@given(st.from_regex(khmer.IN_ORDER, fullmatch=True) | st.from_regex(thai.IN_ORDER, fullmatch=True))
def test_what_is_seen_to_be_in_order_is_what_cleaning_would_leave(text: str) -> None:
    assert _clean_once(text) == text


@settings(deadline=None)
@given(khmer_text)
def test_no_khmer_consonant_is_lost(text: str) -> None:
    assert letters(clean(text)) == letters(text)


@settings(deadline=None)
@given(st.text(st.characters(categories=["Ll", "Lu"], max_codepoint=0x24F), max_size=30))
def test_no_latin_letter_is_lost(text: str) -> None:
    assert sum(map(str.isalpha, clean(text))) == sum(map(str.isalpha, clean(clean(text))))
    assert clean(text).count("a") == text.count("a")


@settings(deadline=None)
@given(any_text, st.sampled_from(["family_first", "given_first", "unknown"]))
def test_parsing_keeps_the_original_and_never_raises(text: str, order: str) -> None:
    name = parse(text, order=order)  # type: ignore[arg-type]
    assert name.original == text
    assert name.text == " ".join(name.words)
    assert all(word == clean(word) for word in name.words)


@pytest.mark.parametrize(
    ("typed", "canonical"),
    [
        ("ម៉ា", "ម៉ា"),
        ("មា៉", "ម៉ា"),
        ("ចាន្ដា", "ចាន្ដា"),
        ("ចានា្ដ", "ចាន្ដា"),
        ("ស្រ្តី", "ស្ត្រី"),
        ("សេាភា", "សោភា"),
        ("េីត", "េីត"),
        ("តេីន", "តើន"),
        ("កំាង", "កាំង"),
        ("សុីណា", "ស៊ីណា"),
        ("មុី", "ម៉ី"),
        ("កែវ\u200bៗ", "កែវៗ"),
        ("ស្រី\u2060ណា", "ស្រីណា"),
        ("\u17a4", "អា"),
    ],
)
def test_same_looking_khmer_becomes_the_same_code_points(typed: str, canonical: str) -> None:
    assert clean(typed) == canonical


@pytest.mark.parametrize(
    ("typed", "canonical"),
    [("น้ํา", "น้ำ"), ("เเก้ว", "แก้ว"), ("ก่ิง", "กิ่ง"), ("จันทร์์", "จันทร์")],
)
def test_same_looking_thai_becomes_the_same_code_points(typed: str, canonical: str) -> None:
    assert clean(typed) == canonical


def test_subscript_da_and_ta_stay_as_they_were_written_and_are_one_shape() -> None:
    assert clean("ចិន្ដា") != clean("ចិន្តា")
    assert shape("ចិន្ដា") == shape("ចិន្តា") == "ចិន្តា"
    assert shape("កណ្តាល") == "កណ្ដាល"
    assert shape("ប៊ិន") == shape("ប៉ិន")
    # Which shifter ុ stands for under ប is a guess; the shape is one either way.
    assert shape(clean("ចំបុី")) == shape("ចំប៉ី")
    assert joined(("ចិន្ដា",)).units == joined(("ចិន្តា",)).units


WORDS = """
ម៉ា ស៊ីណា ហ៊ុន ស្រីពៅ ចាន្តា ស្ត្រី សោភា តើន ឈើ កាំង សាំង ចិន្តា កណ្ដាល ហ៊ឹម អ៊ើយ ប៉ិច ប៊ី រ៉ាវី
ព្រំ គាំ មុំ ម៉ៅ យ៉ែម ប៉ូលីន សុវណ្ណារិទ្ធ ច័ន្ទ សម្បត្តិ កេរ្តិ៍ ម៉ី ញ៉ឹម វ៉ើន ផ្ដេក ក្រោម ស្រ៊ុន
"""


@pytest.mark.parametrize("typing", TYPINGS, ids=lambda typing: str(typing.__name__))
def test_words_typed_in_another_order_are_repaired(typing: Callable[[str], str | None]) -> None:
    typed = [(word, typing(word)) for word in WORDS.split()]
    assert any(wrong for _, wrong in typed)
    for word, wrong in typed:
        assert clean(word) == word
        assert wrong is None or shape(wrong) == shape(word)
        # What one letter looks like cannot be told from another: cleaning keeps it.
        assert wrong is None or typing is other_of_da_and_ta or clean(wrong) == word


@settings(deadline=None)
@given(khmer_text, st.sampled_from(TYPINGS))
def test_any_khmer_typed_in_another_order_keeps_its_letters(
    text: str, typing: Callable[[str], str | None]
) -> None:
    wrong = typing(text)
    if wrong is not None:
        assert letters(clean(wrong)) == letters(wrong)
        assert shape(shape(wrong)) == shape(wrong)


@pytest.mark.parametrize("start", range(0, 0x11000, 0x800))
def test_every_block_is_cleaned_parsed_and_read_in_linear_time(start: int) -> None:
    chance = random.Random(start)
    points = [p for p in range(start, start + 0x800) if not 0xD800 <= p <= 0xDFFF]
    if not points:
        return
    began = time.process_time()
    for length in (1, 5, 300, 3000):
        text = "".join(chr(chance.choice(points)) for _ in range(length))
        name = parse(text)
        assert clean(clean(text)) == clean(text)
        assert joined(name.words[:6]).skeleton.isascii()
    assert time.process_time() - began < 2.0


@pytest.mark.parametrize(
    ("text", "words", "titles", "sex"),
    [
        ("លោកស្រី កែវ រតនៈ", ("កែវ", "រតនៈ"), ("លោកស្រី",), "female"),
        ("លោកសុខ ដារ៉ា", ("សុខ", "ដារ៉ា"), ("លោក",), "male"),
        ("នាង កែវ រតនៈ", ("កែវ", "រតនៈ"), ("នាង",), "female"),
        ("កញ្ញា សុខ", ("កញ្ញា", "សុខ"), (), None),
        ("នាង សុខ", ("នាង", "សុខ"), (), None),
        ("นางสาวแก้ว สุดา", ("แก้ว", "สุดา"), ("นางสาว",), "female"),
        ("น.ส. แก้ว สุดา", ("แก้ว", "สุดา"), ("น.ส.",), "female"),
        ("นายสม วันนา", ("สม", "วันนา"), ("นาย",), "male"),
        ("MR. SOK, DARA", ("SOK", "DARA"), ("MR",), "male"),
        ("Ms Sok Dara", ("Sok", "Dara"), ("Ms",), "female"),
        ("Msok Dara", ("Msok", "Dara"), (), None),
        ("SOK<<DARA", ("SOK", "DARA"), (), None),
        ("Sok Dara (lost his bag)", ("Sok", "Dara"), (), None),
        ("Mr", ("Mr",), (), None),
        ("12345 !?", (), (), None),
        ("", (), (), None),
    ],
)
def test_titles_are_taken_off_and_kept(
    text: str, words: tuple[str, ...], titles: tuple[str, ...], sex: str | None
) -> None:
    name = parse(text)
    assert (name.words, name.titles, name.sex_hint) == (words, titles, sex)


def test_given_name_first_is_turned_round() -> None:
    assert parse("Dara Sok", order="given_first").text == "Sok Dara"
    assert parse("Chan Thol Sok", order="given_first").words == ("Sok", "Chan", "Thol")
    assert parse("Sok, Dara", order="given_first").text == "Sok Dara"


def test_a_zero_width_space_stands_for_a_space_only_between_words() -> None:
    assert parse("កែវ\u200bរតនៈ").words == ("កែវ", "រតនៈ")
    assert parse("ពៅ\u200bសុផល").words == ("ពៅ", "សុផល")
    assert parse("លី\u200bហួរ").words == ("លី", "ហួរ")
    assert parse("ក\u200bសុផល").words == ("កសុផល",)
    assert parse("បញ្\u200bញានាថ").words == ("បញ្ញានាថ",)
    assert parse("កែវ រត\u200bនៈ").words == ("កែវ", "រតនៈ")


def test_the_script_is_that_of_most_letters() -> None:
    assert parse("កែវ រតនៈ").script is Script.KHMR
    assert parse("แก้ว รัตนะ").script is Script.THAI
    assert parse("Keo Ratanak").script is Script.LATN
    assert parse("Кео").script is Script.OTHER
    assert [str(script) for script in Script] == ["khmr", "latn", "thai", "other"]
