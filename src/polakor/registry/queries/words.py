"""The words of all names, held in memory: which of them may be the word asked for.

Each process keeps what it has read and asks, at every search, only for words of later
transactions, so a new name is found in the answer to the commit that wrote it. New words stand in
small lists of their own until there are enough to join them with the larger one. A process that
begins reads the words of most people first (about a second), the many rare ones beside its work.
"""

import threading
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import takewhile
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from django.db import connection, connections

from namebridge.vocabulary import Vocabulary
from polakor.access.context import acting_as
from polakor.access.rules.actors import Actor
from polakor.access.rules.scopes import NATION

Numbers = npt.NDArray[np.int64]
Ints = npt.NDArray[np.int32]
Floats = npt.NDArray[np.float32]

# So many words are read while the asker waits (about 0.2 s); more are read beside them.
AT_ONCE = 5_000
# Lists of later words, before all of them are made one.
_MOST_TIERS = 8
SAMPLE = 200_000
# Words aligned at most for a word asked for: beyond the likest consonants hardly any is near.
ALIGNED_AT_MOST, PARTS_AT_MOST = 3_000, 1_000
# Words a slip may have been made in, whose other spellings are looked for.
SLIPS_AT_MOST, AGREEING_AT_MOST = 4, 500
# Centibits. A slip of the finger: one word in eight has one, of some twenty that are as likely.
SLIPPED = -650
# A part of a name said for the whole.
PART = -550
# Words no further off than this may well be one word, spelt by two.
SOUNDS_SAME = -120
# A word met in no sample row is taken to stand in so many.
_UNSEEN = 0.3

_LATER = """
SELECT number, text FROM registry_nameword WHERE tx >= %s
UNION ALL SELECT NULL, pg_snapshot_xmin(pg_current_snapshot())::text
"""


class Near(NamedTuple):
    """Words like one asked for: numbers, what they fall short of sounding equal (centibits, <= 0).

    ``as_family`` and ``as_given``: in about how many readings each stands in that place.
    """

    numbers: Numbers
    worth: Ints
    as_family: Floats
    as_given: Floats

    def of(self, kept: npt.NDArray[np.int64] | npt.NDArray[np.bool_]) -> "Near":
        """Those at some places."""
        return Near(self.numbers[kept], self.worth[kept], self.as_family[kept], self.as_given[kept])


@dataclass(frozen=True)
class Counts:
    """How often words stand as family and as given name in a sample; readings in all."""

    family: Counter[int]
    given: Counter[int]
    readings: float = 0.0

    @cached_property
    def _times(self) -> float:
        return max(1.0, self.readings / max(1, self.family.total()))

    def columns(self, numbers: Sequence[int]) -> tuple[Floats, Floats]:
        """About how many readings hold each word as family name, and as given name."""
        return (
            np.array([(self.family[n] or _UNSEEN) * self._times for n in numbers], np.float32),
            np.array([(self.given[n] or _UNSEEN) * self._times for n in numbers], np.float32),
        )


class Tier:
    """A list of words that no longer changes."""

    def __init__(self, numbers: Numbers, vocabulary: Vocabulary, counts: Counts) -> None:
        self._numbers, self.vocabulary = numbers, vocabulary
        self._as_family, self._as_given = counts.columns(numbers.tolist())
        self._by_number = np.argsort(numbers)
        self._in_order = np.array(sorted(range(len(numbers)), key=vocabulary.tokens.__getitem__))
        self.near = lru_cache(maxsize=1024)(self._near)
        self.agreeing = lru_cache(maxsize=1024)(self._agreeing)
        self.holding = lru_cache(maxsize=256)(self._holding)

    @classmethod
    def of(cls, words: Sequence[tuple[int, str]], counts: Counts) -> "Tier":
        """Read the words: 25 µs each."""
        numbers = np.array([number for number, _ in words], dtype=np.int64)
        return cls(numbers, Vocabulary([text for _, text in words]), counts)

    @classmethod
    def joined(cls, tiers: Sequence["Tier"], counts: Counts) -> "Tier":
        """Several lists as one; no word is read again."""
        numbers = np.concatenate([tier._numbers for tier in tiers])
        return cls(numbers, Vocabulary.joined([tier.vocabulary for tier in tiers]), counts)

    def __len__(self) -> int:
        return len(self._numbers)

    def places(self, numbers: Numbers) -> Ints:
        """Where words stand; -1 for those of other lists."""
        if not len(self):
            return np.full(len(numbers), -1, dtype=np.int32)
        found = np.searchsorted(self._numbers, numbers, sorter=self._by_number)
        places = self._by_number[np.minimum(found, len(self) - 1)]
        return np.where(self._numbers[places] == numbers, places, -1).astype(np.int32)

    def worth_of(self, token: str, places: Ints) -> Ints:
        """What the words at some places fall short of sounding like ``token``, however far."""
        return _short(*self.vocabulary.likeness_to(token, places))

    def _near(self, token: str) -> Near:
        places, shares, centibits = self.vocabulary.near(token, ALIGNED_AT_MOST)
        slipped = self.vocabulary.slipped(token)
        worth = np.concatenate(
            [_short(shares, centibits), np.full(len(slipped), SLIPPED, dtype=np.int32)]
        )
        return self._rows(np.concatenate([places, slipped]), worth)

    def slips(self, token: str) -> list[tuple[float, str]]:
        """(readings that hold it, word) of words that one slip makes ``token`` of."""
        places = self.vocabulary.slipped(token)
        borne = (self._as_family[places] + self._as_given[places]).tolist()
        return [
            (many, self.vocabulary.tokens[place])
            for many, place in zip(borne, places.tolist(), strict=True)
        ]

    def _agreeing(self, token: str) -> Near:
        found = self.vocabulary.agreeing(token, AGREEING_AT_MOST)
        return self._rows(found[0], _short(*found[1:]))

    def _holding(self, token: str) -> Near:
        found = self.vocabulary.holding(token, self._as_given, PARTS_AT_MOST)
        return self._rows(found[0], PART + _short(*found[1:]))

    def _rows(self, places: Ints, worth: Ints) -> Near:
        return Near(self._numbers[places], worth, self._as_family[places], self._as_given[places])

    def beginning(self, token: str, at_most: int) -> list[tuple[str, int]]:
        """(word, place) of words that begin with ``token``, in the order of their letters."""
        text = self.vocabulary.tokens
        start = bisect_left(self._in_order, token, key=text.__getitem__)
        found = [(text[place], place) for place in self._in_order[start : start + at_most].tolist()]
        return list(takewhile(lambda pair: pair[0].startswith(token), found))

    def begun(self, token: str, at_most: int, letter: int) -> Near:
        """Words that ``token`` may be the beginning of; ``letter``: centibits a missing letter."""
        # The shortest first: they are the likeliest to be complete soon.
        found = sorted(self.beginning(token, at_most * 4), key=lambda pair: (len(pair[0]), pair))
        worth = [letter * (len(text) - len(token)) for text, _ in found[:at_most]]
        places = np.array([place for _, place in found[:at_most]], dtype=np.int32)
        return self._rows(places, np.array(worth, dtype=np.int32))


def _short(shares: Ints, centibits: Ints) -> Ints:
    """Centibits short of what both words could earn; as far as can be for words quite unlike."""
    bits = np.where(shares > 0, centibits, 1_000)
    return (-(bits * (1000 - shares) // np.maximum(shares, 1))).astype(np.int32)


class WordIndex:
    """All words read so far. Threads may ask while one of them adds."""

    def __init__(self) -> None:
        self._tiers: tuple[Tier, ...] = ()
        self._counts = Counts(Counter(), Counter())
        self._read_to = 0
        self._complete = False
        self._lock = threading.Lock()
        self._busy = threading.Lock()

    def __len__(self) -> int:
        return sum(len(tier) for tier in self._tiers)

    @property
    def readings(self) -> float:
        """About how many readings of names there are."""
        return max(1.0, self._counts.readings)

    def refresh(self, actor: Actor) -> bool:
        """Read what was committed since the last time; False while rare words are still unread.

        One query, in the asker's transaction.
        """
        with self._lock:
            if not self._complete and self._many():
                self._beside(self._read_all, actor)
                return self._complete
            self._read()
            self._complete = True
        if len(self._tiers) > _MOST_TIERS:
            self._beside(self._make_one)
        return True

    def near(self, token: str) -> Near:
        """All words like ``token``, or one slip away, in no order; a word may stand twice."""
        return joined_near([tier.near(token) for tier in self._tiers])

    def slipped(self, token: str) -> Near:
        """Words that sound like one that a slip of the finger made ``token`` of."""
        ones = {text: borne for tier in self._tiers for borne, text in tier.slips(token)}
        likeliest = sorted(ones, key=lambda text: (-ones[text], text))[:SLIPS_AT_MOST]
        found = []
        for text in likeliest:
            near = joined_near([tier.agreeing(text) for tier in self._tiers])
            same = near.of(near.worth >= SOUNDS_SAME)
            found.append(same._replace(worth=same.worth + SLIPPED))
        return joined_near(found)

    def holding(self, token: str) -> Near:
        """The commonest words that begin or end like ``token``: a part said for the whole."""
        return joined_near([tier.holding(token) for tier in self._tiers])

    def begun(self, token: str, at_most: int, letter: int) -> Near:
        """Words that ``token`` may be the beginning of: it is still typed."""
        return joined_near([tier.begun(token, at_most, letter) for tier in self._tiers])

    def worth_of(self, token: str, numbers: Numbers, least: int) -> Ints:
        """What these words fall short of sounding like ``token``, centibits, ``least`` at least."""
        worth = np.full(len(numbers), least, dtype=np.int32)
        for tier in self._tiers:
            places = tier.places(numbers)
            known = np.flatnonzero(places >= 0)
            worth[known] = np.maximum(worth[known], tier.worth_of(token, places[known]))
        return worth

    def forget_answers(self) -> None:
        """Remember no word asked for: for measurements."""
        for tier in self._tiers:
            tier.near.cache_clear()
            tier.agreeing.cache_clear()
            tier.holding.cache_clear()

    def load(self, actor: Actor) -> None:
        """Read all words now, however many (seconds to a minute): for measurements."""
        self._read_all(actor)

    def _many(self) -> bool:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM registry_nameword LIMIT 1 OFFSET %s", [AT_ONCE])
            return cursor.fetchone() is not None

    def _unread(self) -> list[tuple[int, str]]:
        """Words committed since the last time."""
        with connection.cursor() as cursor:
            cursor.execute(_LATER, [self._read_to])
            *rows, (_, oldest_open) = cursor.fetchall()
        # Transactions still open may yet commit: what they wrote is read again the next time.
        self._read_to = int(oldest_open)
        if not rows:
            return []
        numbers = np.array([number for number, _ in rows], dtype=np.int64)
        known = np.zeros(len(rows), dtype=bool)
        for tier in self._tiers:
            known |= tier.places(numbers) >= 0
        return [row for row, old in zip(rows, known.tolist(), strict=True) if not old]

    def _read(self) -> None:
        words = self._unread()
        if not words:
            return
        # Lists of like length grow together while that is quick.
        tiers, added = list(self._tiers), [Tier.of(words, self._counts)]
        many = len(words)
        while tiers and len(tiers[-1]) <= 2 * many and len(tiers[-1]) + many < AT_ONCE:
            many += len(tiers[-1])
            added.insert(0, tiers.pop())
        one = added[0] if len(added) == 1 else Tier.joined(added, self._counts)
        self._tiers = (*tiers, one)

    def _beside(self, work: Callable[..., None], *args: object) -> None:
        """Do long work in a thread of its own, one at a time."""
        if self._busy.acquire(blocking=False):

            def run() -> None:
                try:
                    work(*args)
                finally:
                    self._busy.release()
                    connections.close_all()

            threading.Thread(target=run, name="words of names", daemon=True).start()

    def _read_all(self, actor: Actor) -> None:
        """Read every word: those of most people first, and let them be asked for at once."""
        self._tiers, self._read_to = (), 0
        with acting_as(actor.also_seeing(NATION)):
            counts = _sampled()
            words = self._unread()
        seen = counts.family + counts.given
        words.sort(key=lambda word: -seen[word[0]])
        first = sum(number in seen for number, _ in words)
        self._counts = counts
        tiers: list[Tier] = []
        for start in (0, *range(first, len(words), READ_TOGETHER)):
            end = first if start < first else start + READ_TOGETHER
            if words[start:end]:
                tiers.append(Tier.of(words[start:end], counts))
                if len(tiers) == 1:
                    self._tiers = (tiers[0],)
        one = tuple(tiers[:1]) if len(tiers) < 2 else (Tier.joined(tiers, counts),)
        with self._lock:
            self._tiers, self._complete = one, True

    def _make_one(self) -> None:
        before = self._tiers
        one = Tier.joined(before, self._counts)
        with self._lock:
            # Words added meanwhile may have joined the last list: they are taken once more.
            later = [tier for tier in self._tiers if all(tier is not old for old in before)]
            self._tiers = (one, *later)


READ_TOGETHER = 50_000
NOTHING = Near(
    np.zeros(0, dtype=np.int64),
    np.zeros(0, dtype=np.int32),
    np.zeros(0, dtype=np.float32),
    np.zeros(0, dtype=np.float32),
)


def joined_near(parts: Sequence[Near]) -> Near:
    """Several lists of words as one."""
    if len(parts) == 1:
        return parts[0]
    return Near(*(np.concatenate(columns) for columns in zip(NOTHING, *parts, strict=True)))


def _sampled() -> Counts:
    """How often words stand as family and as given name in a sample of about ``SAMPLE`` rows."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT reltuples FROM pg_class WHERE oid = 'registry_namereading'::regclass"
        )
        rows = cursor.fetchone()
        readings = max(0.0, float(rows[0]) if rows else 0.0)
        share = min(100.0, 100.0 * SAMPLE / max(1.0, readings))
        cursor.execute(
            "SELECT family, given FROM registry_namereading TABLESAMPLE SYSTEM (%s)", [share]
        )
        pairs = cursor.fetchall()
    return Counts(
        Counter(family for family, _ in pairs), Counter(given for _, given in pairs), readings
    )


_indexes: dict[str, WordIndex] = {}


def word_index() -> WordIndex:
    """The words of the database in use. Ask it to ``refresh`` before asking it anything."""
    return _indexes.setdefault(str(connection.settings_dict["NAME"]), WordIndex())
