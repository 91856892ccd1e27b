"""Many pairs at once say exactly what one pair says."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz.distance import Levenshtein

from namebridge.alignment import likeness
from namebridge.batch import Words
from namebridge.skeletons import Skeletons
from namebridge.sound_columns import SoundColumns
from namebridge.sounds import MOST_UNITS, WordSounds, joined, word_sounds

khmer = st.text(st.characters(min_codepoint=0x1780, max_codepoint=0x17DD), max_size=12)
thai = st.text(st.characters(min_codepoint=0x0E01, max_codepoint=0x0E4E), max_size=12)
latin = st.text("aeiouykhmnrstpcdlvbgw", max_size=14)
word = st.one_of(khmer, thai, latin, st.text(max_size=8))
token = st.lists(word, min_size=1, max_size=3).map(lambda words: joined(tuple(words)))


@settings(deadline=None, max_examples=60)
@given(st.lists(st.tuples(token, token), max_size=40))
def test_many_pairs_are_worth_what_each_pair_is(pairs: list[tuple[WordSounds, WordSounds]]) -> None:
    words = Words(SoundColumns.of([word for pair in pairs for word in pair]))
    left = np.arange(0, len(words), 2, dtype=np.int32)
    shares, centibits = words.likeness(left, left + 1)
    assert [(int(s), int(c)) for s, c in zip(shares, centibits, strict=True)] == [
        likeness(a, b) for a, b in pairs
    ]


@settings(deadline=None)
@given(token, token)
def test_likeness_is_symmetric_and_bounded(a: WordSounds, b: WordSounds) -> None:
    assert likeness(a, b) == likeness(b, a)
    assert 0 <= likeness(a, b)[0] <= 1000


def test_all_pairs_of_words_in_every_script_agree_with_the_single_comparison() -> None:
    words = [
        word_sounds(w) for w in ("សុខ", "កែវ", "រតនៈ", "Sok", "Keo", "Ratanak", "แก้ว", "金", "")
    ]
    words += [joined(("Chan", "Thol")), joined(("ច័ន្ទ", "ថុល")), word_sounds("ក" * 3 * MOST_UNITS)]
    left, right = (grid.ravel() for grid in np.meshgrid(*[np.arange(len(words))] * 2))
    shares, centibits = Words(SoundColumns.of(words)).likeness(
        left.astype(np.int32), right.astype(np.int32)
    )
    for place, (a, b) in enumerate(zip(left, right, strict=True)):
        assert (shares[place], centibits[place]) == likeness(words[a], words[b])


@given(st.lists(st.text("KTP", max_size=20), min_size=1, max_size=12, unique=True))
def test_many_distances_are_what_each_is(texts: list[str]) -> None:
    left, right = (grid.ravel() for grid in np.meshgrid(*[np.arange(len(texts))] * 2))
    found = Skeletons(texts).distance(left.astype(np.int32), right.astype(np.int32))
    single = [Levenshtein.distance(texts[a], texts[b]) for a, b in zip(left, right, strict=True)]
    assert found.tolist() == single
