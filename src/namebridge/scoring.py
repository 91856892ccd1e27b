"""Scores many pairs at once, value for value what `compare` says of one. See `records.py`."""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

from namebridge.columns import NONE, PARTS, Int8, Int32, Int64, Records
from namebridge.fact_codes import (
    DOCUMENT,
    DOCUMENT_SAME,
    FACT_CODES,
    ONLY_NAME_KNOWN,
    fact_numbers,
)
from namebridge.name_match import CODE_NUMBER, NAMES_AGREE
from namebridge.token_pairs import TokenPairs
from namebridge.weights import ADDED, weights
from namebridge.word_match import CLOSE, SAME

# Pairs scored together: bounds the memory, which is about 1 kB a pair while it is worked on.
_TOGETHER = 1 << 16
# NumPy works outside the interpreter's lock, but not all the time: more would only wait.
_THREADS = min(4, os.cpu_count() or 1)
# One number holds a way: person, then -household, then the code; the largest is the best way.
_HALF = 1 << 20
_CODES = 16
_NO_WAY = np.int64(np.iinfo(np.int64).min)
Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Scores:
    """What was found of n pairs.

    `weight` int32[n] centibits of the odds; `verdict` int8[n] of each pair alone, before candidates
    of one record compete: 0 new, 1 maybe, 2 same; `name` int8[n] number of `NAME_CODES`; `facts`
    int8[n, 6] numbers of `FACT_CODES` by `FACTS` (0 is "").
    """

    weight: Int32
    verdict: Int8
    name: Int8
    contradicted: Bools
    facts: Int8

    @property
    def name_only(self) -> Bools:
        """Where nothing but the names could be compared; for `decide`."""
        return np.asarray(self.facts[:, -1] == ONLY_NAME_KNOWN)


@dataclass(frozen=True, slots=True)
class _Forms:
    """Pairs of written forms, one row each."""

    whole: tuple[Int32, Int32]
    family: tuple[Int32, Int32]
    given: tuple[Int32, Int32]


def _packed(person: Int32, household: Int32, code: Int64) -> Int64:
    high = (person.astype(np.int64) + _HALF) * (2 * _HALF)
    return np.asarray((high + (_HALF - household)) * _CODES + code)


def _unpacked(ways: Int64) -> tuple[Int32, Int32, Int8]:
    code = ways % _CODES
    rest = ways // _CODES
    person = rest // (2 * _HALF) - _HALF
    household = _HALF - rest % (2 * _HALF)
    return person.astype(np.int32), household.astype(np.int32), code.astype(np.int8)


def _pair_codes(family: Int8, given: Int8, turned: bool) -> Int64:
    low, high = np.minimum(family, given), np.maximum(family, given)
    code = np.full(len(low), CODE_NUMBER["name_differs"], dtype=np.int64)
    if turned:
        one = np.full(len(low), CODE_NUMBER["only_one_word"])
    else:
        by_family = family >= SAME
        names = CODE_NUMBER["only_family_name"], CODE_NUMBER["only_given_name"]
        one = np.where(by_family, *names)
    code = np.where(high >= SAME, one, code)
    code[low >= CLOSE] = CODE_NUMBER["name_sounds_close"]
    same = "name_sounds_same_turned" if turned else "name_sounds_same"
    code[low >= SAME] = CODE_NUMBER[same]
    return code


def _straight(words: TokenPairs, a: tuple[Int32, Int32], b: tuple[Int32, Int32]) -> Int64:
    family, family_person, _ = words.look_up(a[0], b[0])
    given, given_person, given_household = words.look_up(a[1], b[1])
    code = _pair_codes(family, given, False)
    return _packed(family_person + given_person, family_person + given_household, code)


def _turned(words: TokenPairs, a: tuple[Int32, Int32], b: tuple[Int32, Int32]) -> Int64:
    one, one_person, one_household = words.look_up(a[0], b[1])
    two, two_person, two_household = words.look_up(a[1], b[0])
    turned = weights()["name_turned"].person
    household = np.maximum(one_person + two_household, two_person + one_household)
    code = _pair_codes(one, two, True)
    return _packed(one_person + two_person + turned, household + turned, code)


def _of_two_words(words: TokenPairs, forms: _Forms) -> Int64:
    best = np.full(len(forms.whole[0]), _NO_WAY, dtype=np.int64)
    for part in range(PARTS):
        for other in range(PARTS):
            ours = forms.family[0][:, part], forms.given[0][:, part]
            theirs = forms.family[1][:, other], forms.given[1][:, other]
            rows = np.flatnonzero((ours[0] != NONE) & (theirs[0] != NONE))
            a, b = (ours[0][rows], ours[1][rows]), (theirs[0][rows], theirs[1][rows])
            way = _straight(words, a, b)
            best[rows] = np.maximum(best[rows], way)
            open_ = np.flatnonzero(way % _CODES != CODE_NUMBER["name_sounds_same"])
            rows, a, b = rows[open_], (a[0][open_], a[1][open_]), (b[0][open_], b[1][open_])
            best[rows] = np.maximum(best[rows], _turned(words, a, b))
    return best


def _part(words: TokenPairs, word: Int32, part: Int32, code: str) -> Int64:
    level, person, household = words.look_up(word, part)
    whole = code == "name_sounds_same"
    penalty = 0 if whole else weights()["name_in_part"].person
    theirs = person if code == "part_family_name" else household
    shown = np.where(level >= CLOSE, CODE_NUMBER[code], CODE_NUMBER["name_differs"])
    return _packed(person + penalty, theirs + penalty, shown.astype(np.int64))


def _of_one_word(words: TokenPairs, forms: _Forms, side: int) -> Int64:
    """A single word on `side` against a name of two words or more on the other."""
    word, other = forms.whole[side], 1 - side
    best = _part(words, word, forms.whole[other], "name_sounds_same")
    for part in range(PARTS):
        family, given = forms.family[other][:, part], forms.given[other][:, part]
        rows = np.flatnonzero(family != NONE)
        for tokens, code in ((family, "part_family_name"), (given, "part_given_name")):
            way = _part(words, word[rows], tokens[rows], code)
            best[rows] = np.maximum(best[rows], way)
    return best


def _alone(words: TokenPairs, forms: _Forms) -> Int64:
    level, person, _ = words.look_up(*forms.whole)
    person = person + weights()["name_one_word"].person
    names = CODE_NUMBER["one_word_same"], CODE_NUMBER["name_differs"]
    code = np.where(level >= SAME, *names)
    return _packed(person, person, code.astype(np.int64))


def _best_ways(words: TokenPairs, forms: _Forms) -> tuple[Int64, Bools]:
    """(best way of each pair of forms, whether both have two words or more)."""
    first = forms.family[0][:, 0] != NONE
    second = forms.family[1][:, 0] != NONE
    ways = np.full(len(first), _NO_WAY, dtype=np.int64)
    kinds: tuple[tuple[Bools, Callable[[_Forms], Int64]], ...] = (
        (first & second, lambda some: _of_two_words(words, some)),
        (~first & second, lambda some: _of_one_word(words, some, 0)),
        (first & ~second, lambda some: _of_one_word(words, some, 1)),
        (~first & ~second, lambda some: _alone(words, some)),
    )
    for chosen, work in kinds:
        rows = np.flatnonzero(chosen)
        if len(rows):
            some = _Forms(
                (forms.whole[0][rows], forms.whole[1][rows]),
                (forms.family[0][rows], forms.family[1][rows]),
                (forms.given[0][rows], forms.given[1][rows]),
            )
            ways[rows] = work(some)
    return ways, np.asarray(first & second)


def _names(
    words: TokenPairs, left: Records, right: Records, i: Int64, j: Int64
) -> tuple[Int32, Int32, Int8, Bools]:
    """(person, household, code, contradicted) of the names of the pairs i, j."""
    ours = left.form_start[i + 1] - left.form_start[i]
    theirs = right.form_start[j + 1] - right.form_start[j]
    counts = ours * theirs
    pair = np.repeat(np.arange(len(i)), counts)
    start = np.cumsum(counts) - counts
    place = np.arange(len(pair)) - start[pair]
    a = left.form_start[i][pair] + place // theirs[pair]
    b = right.form_start[j][pair] + place % theirs[pair]
    forms = _Forms(
        (left.form_whole[a], right.form_whole[b]),
        (left.form_family[a], right.form_family[b]),
        (left.form_given[a], right.form_given[b]),
    )
    ways, both = _best_ways(words, forms)
    has = np.flatnonzero(counts)
    person = np.full(len(i), weights()["no_name"].person, dtype=np.int32)
    household = person.copy()
    code = np.zeros(len(i), dtype=np.int8)
    contradicted = np.zeros(len(i), dtype=bool)
    if len(has):
        best = np.maximum.reduceat(ways, start[has])
        person[has], household[has], code[has] = _unpacked(best)
        against = both & (left.form_script[a] == right.form_script[b]) & (_unpacked(ways)[0] < 0)
        contradicted[has] = np.logical_or.reduceat(against, start[has])
    return person, household, code, contradicted & (person > 0)


@cache
def _fact_weights() -> Int32:
    """int32[codes, 3]: person, household and namesake centibits of FACT_CODES."""
    known = weights()
    return np.array(
        [
            (known[c].person, known[c].household, known[c].namesake) if c else (0, 0, 0)
            for c in FACT_CODES
        ],
        dtype=np.int32,
    )


def _either(one: Int32, other: Int32) -> Int32:
    added = np.array((*ADDED, 0), dtype=np.int32)
    distance = np.minimum(np.abs(one - other), len(ADDED))
    return np.asarray(np.maximum(one, other) + added[distance])


def _score_some(words: TokenPairs, left: Records, right: Records, i: Int64, j: Int64) -> Scores:
    person, household, name, contradicted = _names(words, left, right, i, j)
    facts = fact_numbers(left, right, i, j)
    found = _fact_weights()[facts].sum(axis=1, dtype=np.int32)
    disagree = weights()["forms_disagree"]
    prior, shift = weights()["prior"], words.shares.shift
    namesake = person + found[:, 2] + np.int32(disagree.namesake) * contradicted
    person = person + found[:, 0] + np.int32(disagree.person) * contradicted
    household = household + found[:, 1] + np.int32(disagree.household) * contradicted
    others = _either(np.zeros_like(person), household + np.int32(prior.household + shift))
    others = _either(others, namesake + np.int32(prior.namesake))
    weight = (person + np.int32(prior.person + shift) - others).astype(np.int32)
    least = np.int32(weights()["maybe_from"].person)
    one_paper = facts[:, DOCUMENT] == DOCUMENT_SAME
    weight = np.where(one_paper, np.maximum(weight, least), weight)
    alone = facts[:, -1] == ONLY_NAME_KNOWN
    agree = np.isin(name, [CODE_NUMBER[code] for code in NAMES_AGREE])
    from_ = np.where(agree, weights()["look_from"].person, least)
    from_ = np.where(alone, weights()["name_only_from"].person, from_)
    verdict = (weight >= from_).astype(np.int8)
    verdict[~alone & (weight >= weights()["same_from"].person)] = 2
    return Scores(weight, verdict, name, contradicted, facts)


def score(
    left: Records, right: Records, i: Int64, j: Int64, words: TokenPairs | None = None
) -> Scores:
    """Compares identity i[k] of `left` with identity j[k] of `right`, for every k.

    `words` holds the tokens of both sides ready for comparing and says how common they are; without
    it they are read here, and the packaged word shares hold. Memory: the scores, and about 60 MB a
    thread.
    """
    known = words or TokenPairs(left.tokens)
    i, j = np.asarray(i, dtype=np.int64), np.asarray(j, dtype=np.int64)

    def some(at: int) -> Scores:
        return _score_some(known, left, right, i[at : at + _TOGETHER], j[at : at + _TOGETHER])

    with ThreadPoolExecutor(_THREADS) as threads:
        parts = list(threads.map(some, range(0, max(1, len(i)), _TOGETHER)))
    return Scores(
        np.concatenate([part.weight for part in parts]),
        np.concatenate([part.verdict for part in parts]),
        np.concatenate([part.name for part in parts]),
        np.concatenate([part.contradicted for part in parts]),
        np.concatenate([part.facts for part in parts]),
    )
