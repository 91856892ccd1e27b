"""How two names agree: family with family, given with given, turned round, joined or in part.

Every written form of one person is held against every form of the other; the best way counts. Each
way has a weight for one person and one for two people of a household, who share the family name
and not the given name.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from namebridge.model import Name, Reason
from namebridge.readings import Form, Token, forms_of
from namebridge.weights import weights
from namebridge.word_match import (
    CLOSE,
    SAME,
    VERY_SAME,
    level_of,
    match_tokens,
    script_of,
)
from namebridge.word_shares import PACKAGED, WordShares

# In this order among ways of equal weight: the last named is shown.
NAME_CODES = (
    "name_missing",
    "name_differs",
    "only_one_word",
    "only_given_name",
    "only_family_name",
    "part_family_name",
    "part_given_name",
    "one_word_same",
    "name_sounds_close",
    "name_sounds_same_turned",
    "name_sounds_same",
)
# Codes of whole names that sound the same.
NAMES_AGREE = frozenset({"name_sounds_same", "name_sounds_same_turned"})
CODE_NUMBER = {code: number for number, code in enumerate(NAME_CODES)}


@dataclass(frozen=True, slots=True)
class NameMatch:
    """The best way two names agree. Weights in centibits against two strangers.

    `sure` and `rarity` are for the gate of `compare`: whether nothing in the sounds leaves a
    doubt, and how rare the agreeing words are. `partial`: a single word is on one side.
    """

    code: str
    person: int
    household: int
    sure: bool
    partial: bool
    rarity: int
    values: tuple[str, str]
    contradicted: bool = False


Way = tuple[int, int, int, bool, int]  # person, -household, code number, sure, rarity


def _penalty(code: str) -> int:
    return weights()[code].person


def _is_sure(level: int, a: Token, b: Token) -> bool:
    """Records of one script leave less room: one letter may be another name."""
    return level >= (VERY_SAME if script_of(a) == script_of(b) else SAME)


def _rarity(a: Token, b: Token, shares: WordShares) -> int:
    return min(1000, shares.rarity(a)[1] - 32, shares.rarity(b)[1] - 32)


def pair_code(family: int, given: int, turned: bool) -> str:
    """Reason code of two readings, from the levels of their words."""
    low = min(family, given)
    if low >= SAME:
        return "name_sounds_same_turned" if turned else "name_sounds_same"
    if low >= CLOSE:
        return "name_sounds_close"
    if max(family, given) < SAME:
        return "name_differs"
    if turned:
        return "only_one_word"
    return "only_family_name" if family >= SAME else "only_given_name"


def _straight(a: tuple[Token, Token], b: tuple[Token, Token], shares: WordShares) -> Way:
    family, family_person, _ = match_tokens(a[0], b[0], shares)
    given, given_person, given_household = match_tokens(a[1], b[1], shares)
    sure = _is_sure(family, a[0], b[0]) and _is_sure(given, a[1], b[1])
    return (
        family_person + given_person,
        -(family_person + given_household),
        CODE_NUMBER[pair_code(family, given, False)],
        sure,
        _rarity(a[0], b[0], shares) + _rarity(a[1], b[1], shares),
    )


def _turned(a: tuple[Token, Token], b: tuple[Token, Token], shares: WordShares) -> Way:
    """Family against given: which of the two is the family name is not known."""
    one, one_person, one_household = match_tokens(a[0], b[1], shares)
    two, two_person, two_household = match_tokens(a[1], b[0], shares)
    sure = _is_sure(one, a[0], b[1]) and _is_sure(two, a[1], b[0])
    turned = _penalty("name_turned")
    return (
        one_person + two_person + turned,
        -(max(one_person + two_household, two_person + one_household) + turned),
        CODE_NUMBER[pair_code(one, two, True)],
        sure,
        _rarity(a[0], b[1], shares) + _rarity(a[1], b[0], shares),
    )


def _of_two_words(a: Form, b: Form, shares: WordShares) -> Way:
    ways = []
    for one in a.parts:
        for other in b.parts:
            straight = _straight(one, other, shares)
            ways.append(straight)
            if straight[2] != CODE_NUMBER["name_sounds_same"]:
                ways.append(_turned(one, other, shares))
    return max(ways)


def part_levels(a: Form, b: Form) -> tuple[int, int]:
    """Levels of family and given name of the readings that agree best; (0, 0) of single words."""
    found = [
        (level_of(one[0], other[0]), level_of(one[1], other[1]))
        for one in a.parts
        for other in b.parts
    ]
    return max(found, key=lambda levels: (min(levels), max(levels)), default=(0, 0))


def _of_one_word(word: Form, other: Form, shares: WordShares) -> Way:
    """A single word against a name of any number of words."""
    if not other.parts:
        level, person, _ = match_tokens(word.whole, other.whole, shares)
        code = "one_word_same" if level >= SAME else "name_differs"
        sure = _is_sure(level, word.whole, other.whole)
        rarity = _rarity(word.whole, other.whole, shares)
        alone = _penalty("name_one_word")
        return person + alone, -(person + alone), CODE_NUMBER[code], sure, rarity
    ways = [_part(word.whole, other.whole, "name_sounds_same", shares)]
    for family, given in other.parts:
        ways.append(_part(word.whole, family, "part_family_name", shares))
        ways.append(_part(word.whole, given, "part_given_name", shares))
    return max(ways)


def _part(word: Token, part: Token, code: str, shares: WordShares) -> Way:
    level, person, household = match_tokens(word, part, shares)
    penalty = 0 if code == "name_sounds_same" else _penalty("name_in_part")
    sure = _is_sure(level, word, part) and code != "part_family_name"
    theirs = person if code == "part_family_name" else household
    shown = code if level >= CLOSE else "name_differs"
    rarity = _rarity(word, part, shares)
    return person + penalty, -(theirs + penalty), CODE_NUMBER[shown], sure, rarity


def _match_forms(a: Form, b: Form, shares: WordShares) -> Way:
    if a.parts and b.parts:
        return _of_two_words(a, b, shares)
    return _of_one_word(b, a, shares) if a.parts else _of_one_word(a, b, shares)


_match_from_table = lru_cache(maxsize=65536)(lambda a, b: _match_forms(a, b, PACKAGED))


def match_names(
    a: tuple[Name, ...], b: tuple[Name, ...], shares: WordShares = PACKAGED
) -> NameMatch:
    """The best match over all written forms; contradicted when forms of one script differ."""
    ours, theirs = forms_of(a), forms_of(b)
    if not ours or not theirs:
        missing = _penalty("no_name")
        return NameMatch("name_missing", missing, missing, False, True, 0, ("", ""))
    best: Way | None = None
    values, partial, contradicted = ("", ""), True, False
    for one in ours:
        for other in theirs:
            way = (
                _match_from_table(one, other)
                if shares is PACKAGED
                else _match_forms(one, other, shares)
            )
            both = bool(one.parts and other.parts)
            if one.script == other.script and both and way[0] < 0:
                contradicted = True
            if best is None or way > best:
                best, values = way, (one.text, other.text)
                partial = not both and NAME_CODES[way[2]] != "name_sounds_same"
    assert best
    person, household, code, sure, rarity = best
    return NameMatch(
        NAME_CODES[code],
        person,
        -household,
        sure,
        partial,
        rarity,
        values,
        contradicted and person > 0,
    )


def reason_of(match: NameMatch) -> Reason:
    """The reason shown for a match of names."""
    if match.code == "name_missing":
        return Reason(match.code, None, 0.0)
    supports = True if match.person > 100 else False if match.person < -100 else None
    return Reason(match.code, supports, match.person / 100, match.values)


__all__ = ["NAME_CODES", "NameMatch", "match_names", "pair_code", "part_levels", "reason_of"]
