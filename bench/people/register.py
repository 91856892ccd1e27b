"""A register of invented people, as columns of numbers; texts are made of them when asked for.

``make_register(2_000_000, seed=1)`` takes seconds and about 100 bytes a person. The same count and
seed give the same people. Nobody is meant; phone numbers begin with a prefix nobody is given.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from people.words import SPELLINGS, Syllable, language

# Percent of people by province code 01..25, in round figures of the census of 2019.
PROVINCE_SHARES = [
    5.5, 6.4, 5.8, 3.4, 5.6, 4.4, 3.8, 7.7, 0.8, 2.4, 0.6, 14.7, 1.6,
    6.8, 2.7, 1.4, 6.5, 1.3, 1.0, 3.4, 5.8, 1.8, 0.3, 0.5, 5.2,
]  # fmt: skip
DISTRICTS, COMMUNES, VILLAGES = 8, 9, 9
THIS_YEAR = 2025
# Percent of people by age from 0 in steps of ten years, of those who cross to work and come back.
AGES = [6, 12, 31, 27, 14, 6, 3, 1]
DOCUMENTS = ("nid", "passport", "birth_cert", "border_pass")
DOCUMENT_SHARES = [0.45, 0.33, 0.12, 0.10]
# What is written down: shares of people.
HAS_KHMER, HAS_LATIN, HAS_THAI = 0.84, 0.78, 0.10
HAS_PHONE, HAS_DOCUMENT = 0.58, 0.45
FULL_DATE, YEAR_ALONE, FIRST_OF_JANUARY, NO_BIRTH = 0.62, 0.17, 0.14, 0.07
SAME_HOUSE, TWINS, FAMILY_SHARED = 0.32, 0.012, 0.75
SPACED_KHMER, SPACED_LATIN, CAPITALS = 0.06, 0.22, 0.6
HEAD = (
    "name_km",
    "name_latin",
    "name_th",
    "sex",
    "birth_date",
    "home_place_code",
    "phone",
    "document_kind",
    "document_number",
)


class Speller:
    """Draws spellings of syllables by their shares: ``choose(which, dice) -> spelling index``."""

    def __init__(self, words: Sequence[Syllable], script: str) -> None:
        self.texts = np.full((len(words) + 1, SPELLINGS), "", dtype=object)
        bounds = np.ones((len(words) + 1, SPELLINGS))
        for place, word in enumerate(words):
            texts, shares = getattr(word, script), getattr(word, f"{script}_shares")
            self.texts[place, : len(texts)] = texts
            # Clerks follow each other: the commonest spelling is commoner than chance makes it.
            sharp = np.array(shares) ** 1.6
            bounds[place, : len(texts)] = np.cumsum(sharp) / sharp.sum()
        self._bounds = bounds

    def choose(self, which: np.ndarray, dice: np.ndarray) -> np.ndarray:
        """Spelling index of each syllable; ``dice`` in 0..1, of the same shape."""
        return (dice[..., None] > self._bounds[which]).sum(-1).astype(np.int8)


@dataclass(frozen=True)
class Register:
    """Columns, one entry a person. ``given`` is (n, 3) with -1 where there is no more."""

    seed: int
    family: np.ndarray
    given: np.ndarray
    sex: np.ndarray
    year: np.ndarray
    month: np.ndarray
    day: np.ndarray
    precision: np.ndarray  # 0 none, 1 year, 2 first of January, 3 full date
    place: np.ndarray  # index into ``places``
    places: Sequence[str]
    phone: np.ndarray  # 0: none
    document: np.ndarray  # index into DOCUMENTS, -1: none
    number: np.ndarray
    written: np.ndarray  # bits: 1 Khmer, 2 Latin, 4 Thai

    def __len__(self) -> int:
        return len(self.family)

    @cached_property
    def spellers(self) -> dict[str, tuple[Speller, Speller]]:
        words = language()
        return {
            script: (Speller(words.families, script), Speller(words.syllables, script))
            for script in ("latin", "thai")
        }

    def khmer_names(self, people: np.ndarray, chance: np.random.Generator) -> list[str]:
        """Names in Khmer letters, family first, given syllables mostly written together."""
        words = language()
        families = np.array([word.khmer for word in words.families], dtype=object)
        syllables = np.array([word.khmer for word in words.syllables] + [""], dtype=object)
        spaced = chance.random(len(people)) < SPACED_KHMER
        return _together(families[self.family[people]], syllables[self.given[people]], spaced)

    def spelled_names(
        self, people: np.ndarray, chance: np.random.Generator, script: str = "latin"
    ) -> list[str]:
        """Names in Latin or Thai letters, each word as one clerk might spell it, family first."""
        family, given = self.spellers[script]
        who, what = self.family[people], self.given[people]
        first = family.texts[who, family.choose(who, chance.random(len(people)))]
        rest = given.texts[what, given.choose(what, chance.random(what.shape))]
        return _together(first, rest, chance.random(len(people)) < SPACED_LATIN)

    def birth_dates(self, people: np.ndarray) -> list[str]:
        """``YYYY-MM-DD``, ``YYYY`` or ``""`` as registered."""
        return [
            "" if how == 0 else f"{y}" if how == 1 else f"{y}-{m:02}-{d:02}"
            for how, y, m, d in zip(
                self.precision[people].tolist(),
                self.year[people].tolist(),
                np.where(self.precision[people] == 2, 1, self.month[people]).tolist(),
                np.where(self.precision[people] == 2, 1, self.day[people]).tolist(),
                strict=True,
            )
        ]

    def phones(self, people: np.ndarray) -> list[str]:
        return [f"+855{number}" if number else "" for number in self.phone[people].tolist()]

    def documents(self, people: np.ndarray) -> tuple[list[str], list[str]]:
        """Kinds and numbers, empty where there is none."""
        kinds = [DOCUMENTS[kind] if kind >= 0 else "" for kind in self.document[people].tolist()]
        numbers = [
            {"": "", "passport": f"N{number:08}"}.get(kind, f"{number:09}")
            for kind, number in zip(kinds, self.number[people].tolist(), strict=True)
        ]
        return kinds, numbers

    def blocks(self, size: int = 100_000) -> Iterator[dict[str, list[Any]]]:
        """The register in pieces: columns of ``HEAD`` and ``id`` as lists of text, in order."""
        for start in range(0, len(self), size):
            people = np.arange(start, min(start + size, len(self)))
            chance = np.random.default_rng([self.seed, 7, start])
            yield {"id": [f"P{one + 1}" for one in people.tolist()], **self.columns(people, chance)}

    def columns(self, people: np.ndarray, chance: np.random.Generator) -> dict[str, list[Any]]:
        """The columns of ``HEAD`` for these people, as the register has them."""
        kinds, numbers = self.documents(people)
        written = self.written[people]
        latin = self.spelled_names(people, chance)
        capitals = chance.random(len(people)) < CAPITALS
        return {
            "name_km": _where(written & 1, self.khmer_names(people, chance)),
            "name_latin": _where(
                written & 2,
                [
                    name.upper() if loud else name.title()
                    for name, loud in zip(latin, capitals.tolist(), strict=True)
                ],
            ),
            "name_th": _where(written & 4, self.spelled_names(people, chance, "thai")),
            "sex": ["M" if sex == 1 else "F" for sex in self.sex[people].tolist()],
            "birth_date": self.birth_dates(people),
            "home_place_code": [self.places[place] for place in self.place[people].tolist()],
            "phone": self.phones(people),
            "document_kind": kinds,
            "document_number": numbers,
        }


def _where(has: np.ndarray, texts: list[str]) -> list[str]:
    return [text if some else "" for some, text in zip(has.tolist(), texts, strict=True)]


def _together(family: np.ndarray, given: np.ndarray, spaced: np.ndarray) -> list[str]:
    return [
        f"{one} {a} {b}{c}" if space and b else f"{one} {a}{b}{c}"
        for one, (a, b, c), space in zip(
            family.tolist(), given.tolist(), spaced.tolist(), strict=True
        )
    ]


def made_places() -> list[str]:
    """Codes of eight digits with the real form: province, district, commune, village."""
    return [
        f"{province:02}{district:02}{commune:02}{village:02}"
        for province in range(1, 26)
        for district in range(1, DISTRICTS + 1)
        for commune in range(1, COMMUNES + 1)
        for village in range(1, VILLAGES + 1)
    ]


def _places(count: int, places: Sequence[str], chance: np.random.Generator) -> np.ndarray:
    """A village for each, provinces by their share of people."""
    provinces = np.array([int(code[:2]) for code in places])
    shares = np.array(PROVINCE_SHARES)[provinces - 1] / np.bincount(provinces)[provinces]
    return chance.choice(len(places), count, p=shares / shares.sum()).astype(np.int32)


def make_register(count: int, *, seed: int = 1, places: Sequence[str] | None = None) -> Register:
    """That many people. ``places``: codes to live at, or None for made ones of the same form."""
    chance = np.random.default_rng([seed, count])
    places = made_places() if places is None else places
    shares = language().family_shares
    family = chance.choice(len(shares), count, p=shares).astype(np.int16)
    words = language()
    given = words.given[chance.choice(len(words.given), count, p=words.given_shares)]
    age = 10 * chance.choice(len(AGES), count, p=np.array(AGES) / sum(AGES))
    year = (THIS_YEAR - age - chance.integers(0, 10, count)).astype(np.int16)
    month = chance.integers(1, 13, count).astype(np.int8)
    day = chance.integers(1, 29, count).astype(np.int8)
    place = _places(count, places, chance)
    phone = chance.integers(20_000_000, 99_999_999, count) * (chance.random(count) < HAS_PHONE)
    # A house is a head and those who follow; they share village, mostly name, some a phone.
    follows = chance.random(count) < SAME_HOUSE
    follows[0] = False
    head = np.maximum.accumulate(np.where(follows, 0, np.arange(count)))
    place = place[head]
    family = np.where(chance.random(count) < FAMILY_SHARED, family[head], family)
    phone = np.where(follows & (chance.random(count) < 0.4), phone[head], phone)
    twin = np.flatnonzero(follows & (chance.random(count) < TWINS / SAME_HOUSE))
    for column in (year, month, day, family):
        column[twin] = column[twin - 1]
    given[twin, 0] = given[twin - 1, 0]
    written = (
        (chance.random(count) < HAS_KHMER) * 1
        + (chance.random(count) < HAS_LATIN) * 2
        + (chance.random(count) < HAS_THAI) * 4
    ).astype(np.int8)
    written[written == 0] = 1
    return Register(
        seed=seed,
        family=family,
        given=given,
        sex=chance.integers(1, 3, count).astype(np.int8),
        year=year,
        month=month,
        day=day,
        precision=chance.choice(
            4, count, p=[NO_BIRTH, YEAR_ALONE, FIRST_OF_JANUARY, FULL_DATE]
        ).astype(np.int8),
        place=place,
        places=places,
        phone=phone,
        document=np.where(
            chance.random(count) < HAS_DOCUMENT,
            chance.choice(len(DOCUMENTS), count, p=DOCUMENT_SHARES),
            -1,
        ).astype(np.int8),
        number=chance.permutation(count) + 10_000_019,
        written=written,
    )  # fmt: skip
