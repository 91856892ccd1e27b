"""Records whose name may be the one asked for: words that sound alike, then who bears two of them.

All look-ups are equalities on indexed columns, because other operators lose their index under row
security, and none reads more than ``PER_PAIR`` rows. They are made in order of likeness, and those
that read more only when the first found nobody fitting.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

import numpy as np
from django.db import connection

from polakor.registry.queries.words import (
    NOTHING,
    Ints,
    Near,
    Numbers,
    WordIndex,
    joined_near,
)
from polakor.registry.rules.readings import NO_WORD, Reading

PER_PAIR, PER_GIVEN, PER_FAMILY = 24, 24, 200
"""Rows read at most for one pair of words, or for one word and year."""
PAIRS_AT_MOST, WORDS_IN_PAIRS = 1_800, 90
GIVEN_WORDS, FAMILY_WORDS = 40, 6
FEW = 3
YEARS_OFF = 2
# In centibits: what a fact adds to, or takes from, the likeness of two words.
_YEAR_SAME, _YEAR_NEAR, _YEAR_FAR = 500, 150, -450
_PROVINCE_SAME, _PROVINCE_OTHER = 250, -200
_OTHER_WORD, _PART_OF_WORD, _WORD_MISSING = -1700, -550, -600
_TURNED, _SHORTENED = -60, -120
_LETTER_TO_COME, WORDS_BEGUN = -70, 40
_FITS = -450

_COLUMNS = "n.person_id::text, n.family, n.given, n.born, n.province"
_PAIRS = """
(SELECT unnest(string_to_array(%(families)s, ',')::bigint[]) AS family,
        unnest(string_to_array(%(givens)s, ',')::bigint[]) AS given) AS asked
"""
# Years stand beside the words, so that both are equalities and the index on both is taken.
_WORDS = """
unnest(string_to_array(%(words)s, ',')::bigint[]) AS word,
unnest(string_to_array(%(years)s, ',')::smallint[]) AS year
"""
_FROM = "SELECT * FROM registry_namereading r WHERE "
_BOTH = f"{_FROM} r.given = asked.given AND r.family = asked.family"
_GIVEN = f"{_FROM} r.born = year AND r.given = word"
_FAMILY = f"{_FROM} r.born = year AND r.family = word"
_BORN = " AND r.born BETWEEN %(from)s AND %(to)s"
_HOME = " AND r.province = %(province)s"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked: readings of the name (likeliest first), a year or 0, a province or ``""``.

    ``last_word`` may be the beginning of a word only: somebody is typing.
    """

    readings: tuple[Reading, ...]
    year: int
    province: str
    last_word: str = ""


Row = tuple[str, int, int, int, str]


def nearby(index: WordIndex, wanted: Wanted, at_most: int) -> dict[UUID, int]:
    """Records that may be meant with their worth in centibits, likeliest first.

    0 is a name that sounds the same. One to eight queries.
    """
    likeness = {token: index.near(token) for pair in wanted.readings for token in pair if token}
    if wanted.last_word in likeness:
        near = likeness[wanted.last_word]
        likeness[wanted.last_word] = _also_begun(index, wanted.last_word, near)
    found = _Found(wanted)
    whole = all(all(pair) for pair in wanted.readings)
    if whole:
        _ask_pairs(found, _pairs(wanted, likeness))
    if found.few and (wanted.year or wanted.province or not whole):
        _ask_single_words(index, found, likeness)
    return found.best(at_most)


class _Found:
    """Records found so far with the best of their worths."""

    def __init__(self, wanted: Wanted) -> None:
        self.wanted = wanted
        self._worth: dict[str, int] = {}
        self._fitting: set[str] = set()

    @property
    def few(self) -> bool:
        """Whether hardly anybody fits so far."""
        return len(self._fitting) < FEW

    def add(self, rows: Iterable[Row], worth: Mapping[tuple[int, int], int]) -> None:
        """Add rows; ``worth`` is that of each pair of words among them."""
        told = _YEAR_SAME if self.wanted.year else 0
        for person, family, given, born, province in rows:
            total = worth[family, given] + self._facts(born, province)
            if total > self._worth.get(person, -100_000):
                self._worth[person] = total
            if total - told >= _FITS:
                self._fitting.add(person)

    def _facts(self, born: int, province: str) -> int:
        total = 0
        if self.wanted.year and born:
            apart = abs(self.wanted.year - born)
            total += _YEAR_SAME if not apart else _YEAR_NEAR if apart <= YEARS_OFF else _YEAR_FAR
        if self.wanted.province and province:
            same = province == self.wanted.province
            total += _PROVINCE_SAME if same else _PROVINCE_OTHER
        return total

    def best(self, at_most: int) -> dict[UUID, int]:
        order = sorted(self._worth, key=lambda person: (-self._worth[person], person))
        return {UUID(person): self._worth[person] for person in order[:at_most]}


Likeness = dict[str, Near]
Numbers2 = tuple[int, int]


def _best(near: Near, worth: Ints, at_most: int) -> tuple[Numbers, Ints, Ints]:
    """The first words by ``worth``: their numbers, worths as given, and what they fall short."""
    order = np.argsort(-worth, kind="stable")[:at_most]
    return near.numbers[order], worth[order], near.worth[order]


def _also_begun(index: WordIndex, token: str, near: Near) -> Near:
    """With the words that ``token`` may be the beginning of."""
    begun = index.beginning(token, WORDS_BEGUN) if len(token) > 1 else []
    if not begun:
        return near
    missing = [_LETTER_TO_COME * (len(word) - len(token)) for word, _ in begun]
    none = np.zeros(len(begun), dtype=np.int32)
    more = Near(
        np.array([number for _, number in begun], dtype=np.int64),
        np.array(missing, dtype=np.int32),
        none,
        none,
    )
    return joined_near([near, more])


def _pairs(wanted: Wanted, likeness: Likeness) -> list[tuple[Numbers2, int]]:
    """Pairs of words to look up, family and given, each once; where somebody is likeliest first.

    With each pair what it falls short of sounding equal, whatever its place in the order.
    """
    families, givens, ranks, worths = [], [], [], []
    for place, (family, given) in enumerate(wanted.readings):
        left, right = likeness[family], likeness[given]
        one, one_rank, one_worth = _best(left, left.worth + left.as_family, WORDS_IN_PAIRS)
        other, other_rank, other_worth = _best(right, right.worth + right.as_given, WORDS_IN_PAIRS)
        more = _reading_worth(place)
        families.append(np.repeat(one, len(other)))
        givens.append(np.tile(other, len(one)))
        ranks.append((one_rank[:, None] + other_rank[None, :]).ravel() + more)
        worths.append((one_worth[:, None] + other_worth[None, :]).ravel() + more)
    rank = np.concatenate(ranks)
    if not len(rank):
        return []
    most = min(PAIRS_AT_MOST, len(rank))
    kept = np.argpartition(-rank, most - 1)[:most]
    pairs = zip(
        np.concatenate(families)[kept].tolist(), np.concatenate(givens)[kept].tolist(), strict=True
    )
    # The best worth of a pair that stands twice comes last, and stays.
    worth = np.concatenate(worths)[kept]
    found = sorted(zip(worth.tolist(), pairs, strict=True))
    return list({pair: value for value, pair in found}.items())


def _reading_worth(place: int) -> int:
    """Readings come as: family first, given first; then the same with words left out."""
    return (place % 2) * _TURNED + (place > 1) * _SHORTENED


def _rows(asked: str, branches: list[str], most: int, values: Mapping[str, int | str]) -> list[Row]:
    """Rows of each branch for each thing asked for, ``most`` at a time. One query."""
    united = " UNION ALL ".join(f"({branch} LIMIT {most})" for branch in branches)
    with connection.cursor() as cursor:
        # Put together of the constants above alone; what was asked travels in ``values``.
        cursor.execute(
            f"SELECT {_COLUMNS} FROM {asked} CROSS JOIN LATERAL ({united}) AS n",  # noqa: S608
            dict(values),
        )
        return list(cursor.fetchall())


_ALL_YEARS = range(1920, 2046)


def _years(wanted: Wanted, off: int) -> str:
    """The years to look in, and 0 for those whose year is not known."""
    year = wanted.year
    return _listed([*(range(year - off, year + off + 1) if year else _ALL_YEARS), 0])


def _facts(wanted: Wanted) -> dict[str, int | str]:
    return {
        "from": wanted.year - YEARS_OFF,
        "to": wanted.year + YEARS_OFF,
        "province": wanted.province,
    }


def _listed(numbers: Iterable[int]) -> str:
    return ",".join(map(str, numbers))


def _narrower(wanted: Wanted) -> list[str]:
    """What narrows a look-up that leads to too many: year, province, both."""
    told = ([_BORN] if wanted.year else []) + ([_HOME] if wanted.province else [])
    return [*told, _BORN + _HOME] if len(told) == 2 else told


def _ask_pairs(found: _Found, pairs: list[tuple[Numbers2, int]]) -> None:
    """Who bears both words; where many do, once more in the years and province asked for."""
    if not pairs:
        return
    worth = dict(pairs)
    rows = _rows(_PAIRS, [_BOTH], PER_PAIR, _asked(found, worth))
    found.add(rows, worth)
    many = [pair for pair, times in Counter(r[1:3] for r in rows).items() if times >= PER_PAIR]
    branches = [_BOTH + narrower for narrower in _narrower(found.wanted)]
    if many and branches:
        found.add(_rows(_PAIRS, branches, PER_PAIR, _asked(found, many)), worth)


def _asked(found: _Found, pairs: Iterable[Numbers2]) -> dict[str, int | str]:
    families, givens = zip(*pairs, strict=True)
    return {**_facts(found.wanted), "families": _listed(families), "givens": _listed(givens)}


class _Sum(dict[tuple[int, int], int]):
    """Worth of a pair: of its family word and its given word, or what another word costs."""

    def __init__(
        self, index: WordIndex, reading: Reading, likeness: Likeness, more: int, missing: int
    ) -> None:
        super().__init__()
        self._index, self._asked = index, reading[1]
        self._family, self._given = (_by_number(likeness.get(token, NOTHING)) for token in reading)
        self._more, self._other = more, missing

    def __missing__(self, pair: tuple[int, int]) -> int:
        family = _WORD_MISSING if pair[0] == NO_WORD else self._other
        given = self._given.get(pair[1])
        if given is None:
            part = self._asked and self._index.is_part(self._asked, pair[1])
            given = _PART_OF_WORD if part else self._other
        self[pair] = self._family.get(pair[0], family) + given + self._more
        return self[pair]


def _by_number(near: Near) -> dict[int, int]:
    # From the least alike, so that the best of a word that stands twice remains.
    order = np.argsort(near.worth, kind="stable")
    return dict(zip(near.numbers[order].tolist(), near.worth[order].tolist(), strict=True))


def _ask_single_words(index: WordIndex, found: _Found, likeness: Likeness) -> None:
    """Who bears one of the words, in the years and province asked for; any second word."""
    wanted = found.wanted
    wider = [] if wanted.province and not wanted.year else [""]
    for more in ([_HOME] if wanted.province else []) + wider:
        if not found.few:
            return
        for place, reading in enumerate(wanted.readings[:2]):
            missing = _OTHER_WORD if all(reading) else _WORD_MISSING
            worth = _Sum(index, reading, likeness, _reading_worth(place), missing)
            family, given = (likeness.get(token, NOTHING) for token in reading)
            sides = (
                (_GIVEN, _best(given, given.worth, GIVEN_WORDS)[0], PER_GIVEN, YEARS_OFF),
                (_FAMILY, _best(family, family.worth, FAMILY_WORDS)[0], PER_FAMILY, 0),
            )
            for sql, numbers, most, off in sides:
                if len(numbers):
                    values = {
                        "words": _listed(numbers.tolist()),
                        "years": _years(wanted, off),
                        "province": wanted.province,
                    }
                    found.add(_rows(_WORDS, [sql + more], most, values), worth)
