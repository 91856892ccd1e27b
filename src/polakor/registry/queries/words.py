"""The words of all names, held in memory: which of them sound like the word asked for.

Each process keeps what it has read and asks, at every search, only for words of later
transactions, so a new name is found in the answer to the commit that wrote it. New words stand in
small lists of their own until there are enough to join them with the larger one.
"""

import threading
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Sequence
from functools import lru_cache
from itertools import takewhile
from math import log2
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from django.db import connection, connections

from namebridge.sounds import word_sounds
from namebridge.vocabulary import Vocabulary
from polakor.access.context import acting_as
from polakor.access.rules.actors import Actor
from polakor.access.rules.scopes import NATION

Numbers = npt.NDArray[np.int64]
Ints = npt.NDArray[np.int32]

# So many words are read while the asker waits (about 0.2 s); more are read beside them.
AT_ONCE = 5_000
# Lists of later words, before all of them are made one.
_MOST_TIERS = 8
SAMPLE = 200_000
# Words aligned at most for a word asked for: beyond the likest consonants hardly any is near.
ALIGNED_AT_MOST = 3_000

_LATER = """
SELECT number, text FROM registry_nameword WHERE tx >= %s
UNION ALL SELECT NULL, pg_snapshot_xmin(pg_current_snapshot())::text
"""


class Near(NamedTuple):
    """Words like one asked for: numbers, what they fall short of sounding equal (centibits, <= 0).

    ``as_family`` and ``as_given``: how common each is in that place (centibits, from a sample), to
    look first where somebody is likelier to be.
    """

    numbers: Numbers
    worth: Ints
    as_family: Ints
    as_given: Ints


Counts = tuple[Counter[int], Counter[int]]


class Tier:
    """A list of words that no longer changes."""

    def __init__(self, words: Sequence[tuple[int, str]], counts: Counts) -> None:
        self.words = words
        self._numbers = np.array([number for number, _ in words], dtype=np.int64)
        self._vocabulary = Vocabulary([text for _, text in words])
        self._as_family, self._as_given = (
            np.array([_commonness(count[number]) for number, _ in words], dtype=np.int32)
            for count in counts
        )
        self._sorted = sorted((text, number) for number, text in words)
        self.near = lru_cache(maxsize=1024)(self._near)

    def __len__(self) -> int:
        return len(self.words)

    def _near(self, token: str) -> Near:
        places, shares, centibits = self._vocabulary.near(token, ALIGNED_AT_MOST)
        worth = -(centibits * (1000 - shares) // np.maximum(shares, 1))
        return Near(self._numbers[places], worth, self._as_family[places], self._as_given[places])

    def beginning(self, token: str, at_most: int) -> list[tuple[str, int]]:
        """(word, number) of words that begin with ``token``, in the order of their letters."""
        start = bisect_left(self._sorted, (token,))
        found = self._sorted[start : start + at_most]
        return list(takewhile(lambda pair: pair[0].startswith(token), found))


class WordIndex:
    """All words read so far. Threads may ask while one of them adds."""

    def __init__(self) -> None:
        self._tiers: tuple[Tier, ...] = ()
        self._known: dict[int, str] = {}
        self._counts: Counts = (Counter(), Counter())
        self._read_to = 0
        self._lock = threading.Lock()
        self._busy = threading.Lock()

    def __len__(self) -> int:
        return sum(len(tier) for tier in self._tiers)

    def refresh(self, actor: Actor) -> bool:
        """Read what was committed since the last time; False while a long list is still read.

        One query, in the asker's transaction.
        """
        with self._lock:
            if not self._tiers and self._many():
                self._beside(self._read_all, actor)
                return False
            self._read()
        if len(self._tiers) > _MOST_TIERS:
            self._beside(self._make_one)
        return True

    def near(self, token: str) -> Near:
        """All words like ``token``, in no order."""
        found = [tier.near(token) for tier in self._tiers]
        if len(found) == 1:
            return found[0]
        return joined_near(found) if found else NOTHING

    def beginning(self, token: str, at_most: int) -> list[tuple[str, int]]:
        """(word, number) of the shortest words that begin with ``token``: it is still typed."""
        found = [pair for tier in self._tiers for pair in tier.beginning(token, at_most * 4)]
        return sorted(found, key=lambda pair: (len(pair[0]), pair))[:at_most]

    def is_part(self, token: str, number: int) -> bool:
        """Whether a word begins or ends like ``token``: somebody said a part of the name alone."""
        text = self._known.get(number, "")
        if text.startswith(token) or text.endswith(token):
            return True
        asked, known = word_sounds(token).skeleton, word_sounds(text).skeleton
        return len(asked) > 1 and (known.startswith(asked) or known.endswith(asked))

    def forget_answers(self) -> None:
        """Remember no word asked for: for measurements."""
        for tier in self._tiers:
            tier.near.cache_clear()

    def load(self, actor: Actor) -> None:
        """Read all words now, however many (seconds to half a minute): for measurements."""
        with acting_as(actor.also_seeing(NATION)), self._lock:
            self._counts = _sampled()
            self._read()

    def _many(self) -> bool:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM registry_nameword LIMIT 1 OFFSET %s", [AT_ONCE])
            return cursor.fetchone() is not None

    def _read(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute(_LATER, [self._read_to])
            *rows, (_, oldest_open) = cursor.fetchall()
        words = [row for row in rows if row[0] not in self._known]
        self._known.update(words)
        # Transactions still open may yet commit: what they wrote is read again the next time.
        self._read_to = int(oldest_open)
        if words:
            self._add(words)

    def _add(self, words: Sequence[tuple[int, str]]) -> None:
        """Lists of like length grow together while that is quick."""
        tiers = list(self._tiers)
        while tiers and len(tiers[-1]) <= 2 * len(words) and len(tiers[-1]) + len(words) < AT_ONCE:
            words = [*tiers.pop().words, *words]
        self._tiers = (*tiers, Tier(words, self._counts))

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
        fresh = WordIndex()
        fresh.load(actor)
        with self._lock:
            self._tiers, self._known = fresh._tiers, fresh._known
            self._read_to, self._counts = fresh._read_to, fresh._counts

    def _make_one(self) -> None:
        before = self._tiers
        one = Tier([word for tier in before for word in tier.words], self._counts)
        with self._lock:
            # Words added meanwhile may have joined the last list: they are read once more.
            later = [w for tier in self._tiers for w in tier.words][len(one) :]
            self._tiers = (one, *([Tier(later, self._counts)] if later else []))


NOTHING = Near(np.zeros(0, dtype=np.int64), *(np.zeros(0, dtype=np.int32) for _ in range(3)))


def joined_near(parts: Sequence[Near]) -> Near:
    """Several lists of words as one."""
    return Near(
        np.concatenate([part.numbers for part in parts]),
        np.concatenate([part.worth for part in parts]),
        np.concatenate([part.as_family for part in parts]),
        np.concatenate([part.as_given for part in parts]),
    )


def _commonness(seen: int) -> int:
    return round(100 * log2(1 + seen))


def _sampled() -> Counts:
    """How often words stand as family and as given name in a sample of about ``SAMPLE`` rows."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT reltuples FROM pg_class WHERE oid = 'registry_namereading'::regclass"
        )
        rows = cursor.fetchone()
        share = min(100.0, 100.0 * SAMPLE / max(1.0, rows[0] if rows else 0.0))
        cursor.execute(
            "SELECT family, given FROM registry_namereading TABLESAMPLE SYSTEM (%s)", [share]
        )
        pairs = cursor.fetchall()
    return Counter(family for family, _ in pairs), Counter(given for _, given in pairs)


_indexes: dict[str, WordIndex] = {}


def word_index() -> WordIndex:
    """The words of the database in use. Ask it to ``refresh`` before asking it anything."""
    return _indexes.setdefault(str(connection.settings_dict["NAME"]), WordIndex())
