"""Records whose name may be the one asked for: words that may be meant, then who bears two of them.

All look-ups are equalities on indexed columns, because other operators lose their index under row
security. A look-up asks for a list of family words and a list of given words at once; how wide the
lists may be follows from how many people are to be expected, so what is read does not grow with the
register. Wider look-ups are made only when the first found nobody who fits.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple
from uuid import UUID

import numpy as np
import numpy.typing as npt
from django.db import connection

from polakor.registry.queries.words import (
    SOUNDS_SAME,
    Ints,
    Near,
    Numbers,
    WordIndex,
    joined_near,
)
from polakor.registry.rules.readings import NO_WORD, Reading

MOST_WORDS, MOST_ALONE = (30, 120), 300
"""Family words and given words in one look-up at most."""
ROWS = 300
"""Rows one look-up may lead to, as far as can be foreseen; it reads half as many more at most."""
_LIMIT = ROWS + ROWS // 2
YEARS_OFF = 2
# In centibits: what a fact adds to, or takes from, the likeness of two words.
_YEAR_SAME, _YEAR_NEAR, _YEAR_FAR = 500, 150, -450
_PROVINCE_SAME, _PROVINCE_OTHER = 250, -200
_OTHER_WORD, _WORD_MISSING = -1700, -600
_TURNED, _SHORTENED = -60, -120
_LETTER_TO_COME, WORDS_BEGUN = -70, 40
_FITS = -450
# A word as near as this was heard well, whatever became of the other.
_WELL = SOUNDS_SAME
# How far off words may be, from wide to narrow.
_STEPS = (-100_000, -1_200, -900, -700, -500, -350, -250, -150, -80, -30, 0)
# About what part of people are born in one year, and in no year that is known.
_OF_ONE_YEAR, _OF_NO_YEAR, _OF_ONE_PROVINCE = 0.03, 0.07, 0.06
_ALL_YEARS = (*range(1920, 2046), 0)

_COLUMNS = "r.person_id::text, r.family, r.given, r.born, r.province"
# Lists stand in sub-selects: then the server plans without looking at each of their numbers.
_BORN = "r.born = ANY (%s::smallint[])"
_FAMILY = "r.family = ANY (%s::bigint[])"
_GIVEN = "r.given = ANY (%s::bigint[])"
_HOME = "r.province = %s"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked: readings of the name (likeliest first), a year or 0, a province or ``""``.

    ``last_word`` may be the beginning of a word only: somebody is typing. ``otherwise``: readings
    if the words of a place are part of the name; looked for where nobody fits without them.
    """

    readings: tuple[Reading, ...]
    year: int
    province: str
    last_word: str = ""
    otherwise: tuple[Reading, ...] = ()


@dataclass(slots=True)
class Look:
    """One look-up: who bears a family word and a given word of these (``None``: any)."""

    family: Near | None
    given: Near | None
    years: Sequence[int] = ()
    province: str = ""
    foreseen: float = 0.0
    everybody: bool = False

    def __len__(self) -> int:
        """How many words it asks for, or pairs of them."""
        sides = [len(near.numbers) for near in (self.family, self.given) if near is not None]
        return sides[0] * sides[-1] if len(sides) > 1 else sides[0]

    def statement(self) -> tuple[str, list[str]]:
        """SQL with its values."""
        told = [
            (_BORN, _listed(self.years) if self.years else None),
            (_FAMILY, _listed(self.family.numbers.tolist()) if self.family else None),
            (_GIVEN, _listed(self.given.numbers.tolist()) if self.given else None),
            (_HOME, self.province or None),
        ]
        where = " AND ".join(condition for condition, value in told if value is not None)
        # Put together of the constants above alone; what was asked travels as values.
        sql = f"(SELECT {_COLUMNS} FROM registry_namereading r WHERE {where} LIMIT {_LIMIT})"  # noqa: S608
        return sql, [value for _, value in told if value is not None]


def nearby(index: WordIndex, wanted: Wanted, at_most: int) -> dict[UUID, int]:
    """Records that may be meant with their worth in centibits, likeliest first.

    0 is a name that sounds the same. One query, or two.
    """
    found = _Found(index, wanted)
    alone = not all(wanted.readings[0])
    looks = _first_looks(index, wanted, found, wanted.readings)
    if alone:
        looks += _first_looks(index, wanted, found, wanted.otherwise)
    found.ask(looks)
    if found.nobody and not alone:
        looks = _wider_looks(index, wanted, found)
        found.ask([*_first_looks(index, wanted, found, wanted.otherwise), *looks])
    return found.best(at_most)


def _first_looks(
    index: WordIndex, wanted: Wanted, found: "_Found", readings: Sequence[Reading]
) -> list[Look]:
    found.read(readings)
    looks: list[Look] = []
    for place, reading in enumerate(readings):
        if all(reading):
            looks += _of_two_words(index, wanted, found.words, reading, likeliest=not place)
        else:
            looks += _of_one_word(index, wanted, found, reading)
    return looks


def _of_two_words(
    index: WordIndex, wanted: Wanted, words: dict[str, Near], reading: Reading, *, likeliest: bool
) -> list[Look]:
    looks: list[Look] = []
    family, given = (words[token] for token in reading)
    left = _commonest(family, family.as_family, MOST_WORDS[0])
    right = _commonest(given, given.as_given, MOST_WORDS[1])
    for circle in _circles(wanted):
        added = _in_circle(left, right, circle, index.readings, narrowed=likeliest)
        looks += added
        if added[0].everybody:
            break
    if wanted.year and likeliest:
        # A year may be quite wrong; that helps where hardly anybody bears the name.
        circle = Circle((), wanted.province, 1.0)
        anybody = _both(_well(left), _well(right), circle, index.readings)
        looks += [anybody] if anybody.foreseen <= ROWS else []
    return looks


class Circle(NamedTuple):
    """Where to look: years (() for all), a province or ``""``, and what share of people that is."""

    years: tuple[int, ...]
    province: str
    share: float


def _circles(wanted: Wanted) -> list[Circle]:
    """The first holds the others, which are asked where it would lead to too many."""
    if wanted.year:
        year = wanted.year
        beside = (*(year + off for off in (-1, 1, -2, 2)), 0)
        around = 4 * _OF_ONE_YEAR + _OF_NO_YEAR
        return [
            Circle((year, *beside), "", _OF_ONE_YEAR + around),
            Circle((year,), "", _OF_ONE_YEAR),
            Circle(beside, "", around),
        ]
    home = [Circle((), wanted.province, _OF_ONE_PROVINCE)] if wanted.province else []
    return [Circle((), "", 1.0), *home]


def _in_circle(
    left: Near, right: Near, circle: Circle, readings: float, *, narrowed: bool
) -> list[Look]:
    looks = [_both(left, right, circle, readings)]
    if narrowed and not looks[0].everybody:
        # One word heard well, the other badly; and the other way round.
        looks.append(_both(_well(left), right, circle, readings))
        looks.append(_both(left, _well(right), circle, readings))
    return looks


def _well(near: Near) -> Near:
    return near.of(near.worth >= _WELL)


def _both(left: Near, right: Near, circle: Circle, readings: float) -> Look:
    """Both words, as far off as leads to ``ROWS`` rows in a register of so many readings."""
    within = readings / circle.share
    for least in _STEPS:
        one, other = left.worth >= least, right.worth >= least
        foreseen = float(left.as_family[one].sum()) * float(right.as_given[other].sum()) / within
        if foreseen <= ROWS:
            break
    every = bool(one.all() and other.all())
    return Look(left.of(one), right.of(other), circle.years, circle.province, foreseen, every)


def _commonest(near: Near, borne: npt.NDArray[np.float32], at_most: int) -> Near:
    """The words where somebody is likeliest: by likeness, and by how many bear them."""
    if len(near.numbers) <= at_most:
        return near
    worth = near.worth + 100 * np.log2(1 + borne)
    return near.of(np.argsort(-worth, kind="stable")[:at_most])


def _of_one_word(index: WordIndex, wanted: Wanted, found: "_Found", reading: Reading) -> list[Look]:
    """Who bears a word that was said alone, or one that it is a part of."""
    family, given = reading
    words = found.words
    parts = index.holding(given)
    if given:
        found.also_like(given, parts)
    circles: list[tuple[Sequence[int], float]] = [(_ALL_YEARS, 1.0)]
    if wanted.year:
        beside = (*(wanted.year + off for off in (-1, 1)), 0)
        circles = [((wanted.year,), _OF_ONE_YEAR), (beside, 3 * _OF_ONE_YEAR)]
    looks = []
    for years, of_years in circles:
        share = of_years * (_OF_ONE_PROVINCE if wanted.province else 1.0)
        if family:
            # No index holds family name and province: all rows of the word are read.
            heard = _heard(words[family], words[family].as_family, of_years / 3)
            looks.append(Look(heard, None, years, wanted.province))
        else:
            for near in (words[given], parts):
                heard = _heard(near, near.as_given, share)
                looks.append(Look(None, heard, years, wanted.province))
    return looks


def _heard(near: Near, borne: npt.NDArray[np.float32], share: float) -> Near:
    """One word, as far off as leads to ``ROWS`` rows."""
    best = np.argsort(-near.worth, kind="stable")[:MOST_ALONE]
    kept, rows = near.of(best), borne[best]
    for least in _STEPS:
        some = kept.worth >= least
        if float(rows[some].sum()) * share <= ROWS:
            break
    return kept.of(some)


def _wider_looks(index: WordIndex, wanted: Wanted, found: "_Found") -> list[Look]:
    """Where nobody fits: another spelling of a word slipped in, a part of a word said for
    the whole, one of two words unknown."""
    family, given = wanted.readings[0]
    well = {token: _well(found.words[token]) for token in (family, given)}
    slipped = {token: index.slipped(token) for token in (family, given)}
    holding = index.holding(given)
    parts = _commonest(holding, holding.as_given, PARTS)
    for token, more in (*slipped.items(), (given, parts)):
        found.also_like(token, more)
    beside = (*(wanted.year + off for off in (-1, 1)), 0)
    years = (wanted.year, *beside) if wanted.year else ()
    home = "" if wanted.year else wanted.province
    looks = [Look(well[family], parts, years, home)]
    for left, right in ((family, given), (given, family)):
        looks.append(Look(well[left], slipped[right], years, home))
        looks.append(Look(slipped[left], well[right], years, home))
        if wanted.year:
            looks.append(Look(None, well[right], years[:1], wanted.province))
            looks.append(Look(well[left], None, years[:1], wanted.province))
        elif wanted.province:
            looks.append(Look(None, well[right], _ALL_YEARS, wanted.province))
    return looks


PARTS = 1_500


class _Found:
    """Records found so far with the best of their worths."""

    def __init__(self, index: WordIndex, wanted: Wanted) -> None:
        self.words: dict[str, Near] = {}
        self._index, self._wanted = index, wanted
        self._readings: list[tuple[int, Reading]] = []
        self._sorted: dict[str, _Sorted] = {}
        self._worth: dict[str, int] = {}
        self._wide = False

    def read(self, readings: Sequence[Reading]) -> None:
        """Take these readings of the name into account from now on, likeliest first."""
        self._readings += enumerate(readings)
        for token in {token for pair in readings for token in pair if token} - set(self.words):
            near = self._index.near(token)
            if token == self._wanted.last_word and len(token) > 1:
                begun = self._index.begun(token, WORDS_BEGUN, _LETTER_TO_COME)
                near = joined_near([near, begun])
            self.words[token], self._sorted[token] = near, _Sorted(near)

    @property
    def nobody(self) -> bool:
        """Whether nobody fits so far."""
        least = _FITS + (_YEAR_SAME if self._wanted.year else 0)
        return all(worth < least for worth in self._worth.values())

    def also_like(self, token: str, more: Near) -> None:
        """More words that may be meant; from now on unlike words are held against it in full."""
        self._sorted[token] = _Sorted(joined_near([self._sorted[token].near, more]))
        self._wide = True

    def ask(self, looks: Iterable[Look]) -> None:
        """Make these look-ups in one query, and add whom they find."""
        made = [look.statement() for look in looks if len(look)]
        if not made:
            return
        with connection.cursor() as cursor:
            cursor.execute(
                " UNION ALL ".join(sql for sql, _ in made),
                [value for _, values in made for value in values],
            )
            rows = cursor.fetchall()
        if rows:
            self._add(*zip(*rows, strict=True))

    def _add(
        self,
        people: Sequence[str],
        family: Sequence[int],
        given: Sequence[int],
        born: Sequence[int],
        province: Sequence[str],
    ) -> None:
        numbers, back = np.unique(np.array([family, given], dtype=np.int64), return_inverse=True)
        left, right = back.reshape(2, -1)
        best = np.full(len(people), -100_000, dtype=np.int32)
        for place, (one, other) in self._readings:
            worth = self._worths(one, numbers)[left] + self._worths(other, numbers)[right]
            best = np.maximum(best, worth + _reading_worth(place))
        best = best + self._facts(np.array(born), province)
        for person, total in zip(people, best.tolist(), strict=True):
            if total > self._worth.get(person, -100_000):
                self._worth[person] = total

    def _worths(self, token: str, numbers: Numbers) -> Ints:
        """What each of these words is worth as ``token``."""
        if not token:
            return np.where(numbers == NO_WORD, 0, _WORD_MISSING).astype(np.int32)
        worth = self._sorted[token].worth_of(numbers)
        unlike = np.flatnonzero(worth < _OTHER_WORD)
        worth[unlike] = (
            self._index.worth_of(token, numbers[unlike], _OTHER_WORD) if self._wide else _OTHER_WORD
        )
        worth[numbers == NO_WORD] = _WORD_MISSING
        return worth

    def _facts(self, born: Ints, province: Sequence[str]) -> Ints:
        total = np.zeros(len(born), dtype=np.int32)
        if self._wanted.year:
            apart = np.abs(born - self._wanted.year)
            near = np.where(apart <= YEARS_OFF, _YEAR_NEAR, _YEAR_FAR)
            total += np.where(born == 0, 0, np.where(apart == 0, _YEAR_SAME, near))
        if self._wanted.province:
            told = {"": 0, self._wanted.province: _PROVINCE_SAME}
            total += np.array([told.get(one, _PROVINCE_OTHER) for one in province], dtype=np.int32)
        return total

    def best(self, at_most: int) -> dict[UUID, int]:
        order = sorted(self._worth, key=lambda person: (-self._worth[person], person))
        return {UUID(person): self._worth[person] for person in order[:at_most]}


class _Sorted:
    """Words with their worths, to be asked for by number."""

    def __init__(self, near: Near) -> None:
        self.near = near
        # The best of a word that stands twice comes last among its equals.
        order = np.lexsort((near.worth, near.numbers))
        self._numbers, self._worth = near.numbers[order], near.worth[order]

    def worth_of(self, numbers: Numbers) -> Ints:
        """The worth of each; -100,000 for words that are not among them."""
        if not len(self._numbers):
            return np.full(len(numbers), -100_000, dtype=np.int32)
        place = np.searchsorted(self._numbers, numbers, side="right") - 1
        known = self._numbers[place] == numbers
        return np.where(known, self._worth[place], -100_000).astype(np.int32)


def _reading_worth(place: int) -> int:
    """Readings come as: family first, given first; then the same with words left out."""
    return (place % 2) * _TURNED + (place > 1) * _SHORTENED


def _listed(numbers: Iterable[int]) -> str:
    return f"{{{','.join(map(str, numbers))}}}"
