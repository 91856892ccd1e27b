"""How two names agree: family with family, given with given, turned round, joined or in part."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from math import log2

from rapidfuzz.distance import Levenshtein

from namebridge.alignment import likeness
from namebridge.model import Name, Reason
from namebridge.readings import Split, share_of_people, splits, usable, whole
from namebridge.sounds import WordSounds, word_sounds

# Shares of agreement (see alignment.likeness). Spellings of one word lie above SAME in four
# of five cases and above CLOSE in nineteen of twenty; two unlike words below FAR in 99 of 100.
SAME, CLOSE, FAR = 0.78, 0.5, 0.3
# Two records written in the same script leave less room: one letter may be another name.
SAME_SCRIPT_SAME = 0.88
_MOST_BITS = 10.0
_TURNED_ROUND = -1.0


@dataclass(frozen=True, slots=True)
class NameMatch:
    """The best way two names agree. `code` is a reason code; `sure` allows the verdict same."""

    code: str
    weight: float
    sure: bool
    partial: bool
    values: tuple[str, str]


_NOTHING = NameMatch("name_missing", 0.0, False, True, ("", ""))


@lru_cache(maxsize=262144)
def _word_weight(a: WordSounds, b: WordSounds) -> tuple[float, float]:
    """(share, bits of evidence) of two words held against each other."""
    share = likeness(a, b)[0] / 1000
    common = max(share_of_people(a.skeleton), share_of_people(b.skeleton))
    alike = min(_MOST_BITS, log2(0.8 / common))
    if share >= SAME:
        return share, alike * (0.85 + 0.15 * share)
    if share >= CLOSE:
        part = (share - CLOSE) / (SAME - CLOSE)
        return share, min(alike, 1.5 + part * (alike * 0.8 - 1.5))
    if share >= FAR:
        return share, -2.5 + 4.0 * (share - FAR) / (CLOSE - FAR)
    return share, -6.5 + 4.0 * share / FAR


@lru_cache(maxsize=65536)
def _consonants_agree(one: str, other: str) -> bool:
    """Whether no consonant class stands against another, nor one more at the end.

    In a long name one unlike consonant costs little of the whole, yet tells brothers apart.
    """
    if one == other:
        return True
    if abs(len(one) - len(other)) > 1 or one[-1:] != other[-1:]:
        return False
    return all(operation.tag != "replace" for operation in Levenshtein.editops(one, other))


def _words_agree(a: WordSounds, b: WordSounds) -> bool:
    return any(
        _consonants_agree(one, other)
        for one in {a.skeleton, a.short}
        for other in {b.skeleton, b.short}
    )


def _pair_of_splits(a: Split, b: Split, turned: bool) -> tuple[float, str, float, bool]:
    """(weight, code, smaller share, consonants agree) of two readings."""
    first, second = (b.given, b.family) if turned else (b.family, b.given)
    family_share, family = _word_weight(a.family, first)
    given_share, given = _word_weight(a.given, second)
    weight = family + given + (_TURNED_ROUND if turned else 0.0)
    low = min(family_share, given_share)
    if low >= SAME:
        code = "name_sounds_same_turned" if turned else "name_sounds_same"
    elif low >= CLOSE:
        code = "name_sounds_close"
    elif family_share >= SAME and not turned:
        code = "only_family_name"
    elif given_share >= SAME and not turned:
        code = "only_given_name"
    elif max(family_share, given_share) >= SAME:
        code = "only_one_word"
    else:
        code = "name_differs"
    agree = low >= SAME and _words_agree(a.family, first) and _words_agree(a.given, second)
    return weight, code, low, agree


def _one_word(word: str, other: tuple[str, ...], values: tuple[str, str]) -> NameMatch:
    """A single word against a name of any number of words."""
    sound = word_sounds(word)
    if len(other) == 1:
        share, weight = _word_weight(sound, word_sounds(other[0]))
        code = "one_word_same" if share >= SAME else "name_differs"
        return NameMatch(code, weight, share >= SAME, True, values)
    family, given = splits(other)[0].family, splits(other)[0].given
    tries = [
        (*_word_weight(sound, given), "part_given_name"),
        (*_word_weight(sound, family), "part_family_name"),
        (*_word_weight(sound, whole(other)), "name_sounds_same"),
    ]
    share, weight, code = max(tries, key=lambda found: found[1])
    if share < CLOSE:
        return NameMatch("name_differs", weight, False, True, values)
    partial = code != "name_sounds_same"
    sure = share >= SAME and code != "part_family_name"
    return NameMatch(code, weight - (1.0 if partial else 0.0), sure, partial, values)


@lru_cache(maxsize=65536)
def _match_words(a: tuple[str, ...], b: tuple[str, ...], same_script: bool) -> NameMatch:
    values = (" ".join(a), " ".join(b))
    if len(a) == 1:
        return _one_word(a[0], b, values)
    if len(b) == 1:
        return _one_word(b[0], a, values)
    ours, theirs = splits(a), splits(b)
    best = max(_pair_of_splits(one, other, False) for one in ours for other in theirs)
    if best[2] < SAME:
        turned = max(_pair_of_splits(one, other, True) for one in ours for other in theirs)
        best = max(best, turned)
    weight, code, low, agree = best
    if len(a) != len(b) and low < SAME:
        share, joined_weight = _word_weight(whole(a), whole(b))
        if share >= SAME and joined_weight > weight:
            weight, code, low = joined_weight, "name_sounds_same", share
            agree = _words_agree(whole(a), whole(b))
    sure = agree and low >= (SAME_SCRIPT_SAME if same_script else SAME)
    return NameMatch(code, weight, sure, False, values)


def match_names(a: tuple[Name, ...], b: tuple[Name, ...]) -> tuple[NameMatch, bool]:
    """(best match over all written forms, whether forms of one script contradict it)."""
    ours, theirs = usable(a), usable(b)
    if not ours or not theirs:
        return _NOTHING, False
    best: NameMatch | None = None
    contradicted = False
    for one in ours:
        for other in theirs:
            same_script = one.script == other.script
            match = _match_words(one.words, other.words, same_script)
            if same_script and not match.partial and match.weight < 0:
                contradicted = True
            if best is None or (match.weight, match.sure) > (best.weight, best.sure):
                best = match
    return best or _NOTHING, contradicted


def reason_of(match: NameMatch) -> Reason:
    """The reason shown for a match of names."""
    if match.code == "name_missing":
        return Reason(match.code, None, 0.0)
    supports = True if match.weight > 1 else False if match.weight < -1 else None
    return Reason(match.code, supports, round(match.weight, 2), match.values)
