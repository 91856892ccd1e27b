"""In bulk as for one pair: the same weights, verdicts and reasons, whatever the order."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from namebridge import Identity, compare, keys, parse, search_keys
from namebridge.readings import Form, Token, forms_of
from namebridge.records import (
    PACKAGED,
    VERDICTS,
    Records,
    TokenPairs,
    Tokens,
    WordShares,
    codes_of,
    decide,
    score,
)
from namebridge.word_match import consonants_agree

WORDS = [
    "សុខ",
    "Sok",
    "Sokh",
    "สุข",
    "ជា",
    "Chea",
    "កែវ",
    "Keo",
    "Kev",
    "แก้ว",
    "ដារ៉ា",
    "Dara",
    "Dararith",
    "ดารา",
    "សុភា",
    "Sophea",
    "Sophal",
    "Sophat",
    "សុផល",
    "ស្រីនាង",
    "Sreyneang",
    "ស្រីពៅ",
    "Sreypov",
    "រតនៈ",
    "Ratanak",
    "វិសាល",
    "Visal",
    "ហេង",
    "Heng",
    "金",
    "Иван",
    "X",
    "ុ",
]
NAMES = st.lists(st.sampled_from(WORDS), min_size=1, max_size=4).map(" ".join)
ANY_TEXT = st.text(max_size=30) | st.text(max_size=4).map(lambda text: text * 90)
PLACES = st.sampled_from(["", "08", "0801", "080101", "08010101", "080102", "1203", "x", "08x1"])
NUMBERS = st.sampled_from(["N90000011", "N90000012", "N9000001", "990000033", "990000303", "0"])
KINDS = st.sampled_from(["passport", "nid", "lost", "birth_cert"])
YEARS = st.none() | st.sampled_from([1990, 1991, 1992, 1980, 2533, 1919, 1909, 2000, 0, -5, 999999])


def people(names: st.SearchStrategy[str]) -> st.SearchStrategy[Identity]:
    return st.builds(
        Identity,
        names=st.lists(names.map(parse), max_size=3).map(tuple),
        sex=st.sampled_from([0, 1, 2, 9]),
        birth_year=YEARS,
        birth_month=st.none() | st.sampled_from([1, 3, 5, 13]),
        birth_day=st.none() | st.sampled_from([1, 3, 5, 40]),
        birth_basis=st.sampled_from(["date", "year", "age", "jan1", ""]),
        place=PLACES,
        phone=st.sampled_from(["", "+85510000011", "+85510000012", "12"]),
        documents=st.lists(st.tuples(KINDS, NUMBERS), max_size=2).map(tuple),
    )


def held_together(left: list[Identity], right: list[Identity], shares: WordShares | None) -> None:
    """Every pair, in bulk and one by one."""
    tokens = Tokens()
    ours, theirs = Records.of(left, tokens), Records.of(right, tokens)
    known = shares or theirs.word_shares()
    i = np.repeat(np.arange(len(left)), len(right))
    j = np.tile(np.arange(len(right)), len(left))
    scores = score(ours, theirs, i, j, TokenPairs(tokens, known))
    for pair, (a, b) in enumerate((a, b) for a in left for b in right):
        result = compare(a, b, known)
        assert scores.weight[pair] == round(result.weight * 100)
        assert VERDICTS[scores.verdict[pair]] == result.verdict
        assert sorted(codes_of(scores, pair)) == sorted(reason.code for reason in result.reasons)


@settings(max_examples=60, deadline=None)
@given(st.lists(people(NAMES), min_size=1, max_size=5), st.lists(people(NAMES), max_size=5))
def test_a_batch_says_what_one_pair_says(left: list[Identity], right: list[Identity]) -> None:
    held_together(left, right, PACKAGED)
    held_together(left, right, None)


@settings(max_examples=60, deadline=None)
@given(people(ANY_TEXT), people(ANY_TEXT))
def test_any_text_is_taken(a: Identity, b: Identity) -> None:
    held_together([a], [b], PACKAGED)
    one, other = compare(a, b), compare(b, a)
    assert (one.weight, one.verdict, one.certain) == (other.weight, other.verdict, other.certain)
    assert all(len(key) <= 40 and key.isascii() for key in keys(a) + search_keys(a))
    assert not one.certain or one.verdict == "same"


def _tokens(forms: list[Form]) -> set[Token]:
    parts = {token for form in forms for part in form.parts for token in part}
    return parts | {form.whole for form in forms}


@settings(max_examples=40, deadline=None)
@given(st.lists(people(NAMES), max_size=8))
def test_counting_in_columns_is_counting_people(register: list[Identity]) -> None:
    tokens = Tokens()
    columns = Records.of(register, tokens).word_shares()
    forms = [forms_of(person.names) for person in register]
    counted = WordShares.counted(_tokens(some) for some in forms if some)
    assert (columns.people, columns.texts, columns.skeletons) == (
        counted.people,
        counted.texts,
        counted.skeletons,
    )


PAIRS = st.lists(
    st.tuples(st.integers(0, 4), st.integers(0, 30), st.integers(-2000, 3000)),
    max_size=40,
    unique_by=lambda pair: pair[:2],
)


@settings(max_examples=100, deadline=None)
@given(PAIRS, st.randoms())
def test_decisions_do_not_depend_on_the_order(pairs: list[tuple[int, int, int]], dice) -> None:  # type: ignore[no-untyped-def]
    def decided(some: list[tuple[int, int, int]]) -> dict[tuple[int, int], tuple[int, int]]:
        columns = np.array(some, dtype=np.int64).reshape(-1, 3).T
        found = decide(columns[0], columns[1], columns[2].astype(np.int32))
        both = zip(found.verdict.tolist(), found.weight.tolist(), strict=True)
        return dict(zip([pair[:2] for pair in some], both, strict=True))

    shuffled = list(pairs)
    dice.shuffle(shuffled)
    first = decided(pairs)
    assert decided(shuffled) == first
    for row in {pair[0] for pair in pairs}:
        verdicts = [verdict for (r, _), (verdict, _) in first.items() if r == row]
        assert verdicts.count(2) <= 1
        assert sum(verdict > 0 for verdict in verdicts) <= 3


def verdicts_of(*weights: int, name_only: bool = False) -> list[str]:
    numbers = np.arange(len(weights))
    alone = np.full(len(weights), name_only)
    found = decide(numbers * 0, numbers, np.array(weights, np.int32), name_only=alone)
    return [VERDICTS[verdict] for verdict in found.verdict]


@pytest.mark.parametrize(
    ("weights", "verdicts"),
    [
        ((900, -2000), ["same", "new"]),
        ((900, 880), ["maybe", "maybe"]),
        ((900, -100), ["same", "new"]),
        ((-900,), ["new"]),
        ((100, 100, 100, 100), ["maybe", "maybe", "maybe", "new"]),
    ],
)
def test_a_close_rival_leaves_the_choice_to_a_person(
    weights: tuple[int, ...], verdicts: list[str]
) -> None:
    assert verdicts_of(*weights) == verdicts


def test_names_alone_rank_and_decide_nothing() -> None:
    assert verdicts_of(900, -800, name_only=True) == ["maybe", "maybe"]


def test_no_pairs_are_no_trouble() -> None:
    tokens = Tokens()
    nobody = Records.of([], tokens)
    empty = np.zeros(0, dtype=np.int64)
    scores = score(nobody, nobody, empty, empty)
    assert len(scores.weight) == len(decide(empty, empty, scores.weight).verdict) == 0


@given(st.text("NSRY", max_size=5), st.text("NSRY", max_size=5))
def test_consonants_agree_whichever_word_comes_first(one: str, other: str) -> None:
    assert consonants_agree(one, other) == consonants_agree(other, one)
