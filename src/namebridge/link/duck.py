"""DuckDB as the engine of the joins, on one machine."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from namebridge.link.blocking import LEAST, MOST, joins, years_near
from namebridge.link.output import Pairs, worth_telling
from namebridge.link.scoring import score_pairs
from namebridge.link.words import Ints

if TYPE_CHECKING:
    from namebridge.link.run import Prepared, Tell

Long = npt.NDArray[np.int64]
# Bits of a packed pair: register row, score; the list row takes the rest.
_ROW, _SCORE = 30, 14
_MIDDLE = 1 << (_SCORE - 1)


# List rows joined at once: bounds the memory of the pairs before the best are kept.
_PAIRS_AT_ONCE = 20_000_000
_PAIRS_A_ROW_AND_MILLION = 100
_FEWEST_AT_ONCE = 1000
# List rows whose pairs are told apart together: few enough to stay in the processor's cache.
_ROWS_AT_ONCE = 512


class DuckEngine:
    """Joins the blocking tables in DuckDB, keeps the best pairs of each row and scores them."""

    def __init__(self, connection: Any, prepared: Prepared) -> None:
        self.connection, self.prepared = connection, prepared
        # Read where they lie; a copy would cost as much as the joins that read it.
        for name, columns in prepared.tables.items():
            connection.register(name, columns)
        for name, made in years_near().items():
            connection.execute(f"create temp table {name} as {made}")

    def pairs(self, most: int, told: int, tell: Tell) -> Pairs:
        """See `run.Engine`."""
        prepared = self.prepared
        rows, known = len(prepared.listed.side), len(prepared.register.side)
        size = max(
            _FEWEST_AT_ONCE,
            int(_PAIRS_AT_ONCE / (_PAIRS_A_ROW_AND_MILLION * max(known / 1e6, 0.1))),
        )
        found = []
        for lo in range(0, rows, size):
            tell(f"looking for candidates ({lo:,} of {rows:,} rows)", 0.5 + 0.2 * lo / rows)
            found.append(self.candidates(lo, min(rows, lo + size), most))
        left, right = (np.concatenate(part) for part in zip(*found, strict=True))
        tell(f"comparing {len(left):,} pairs", 0.7)
        people = prepared.listed, prepared.register
        scores = score_pairs(prepared.language, people, left, right)
        tell("deciding", 0.93)
        return worth_telling(left, right, scores, told, prepared.bare)

    def close(self) -> None:
        """Nothing was started."""

    def candidates(self, lo: int, hi: int, most: int) -> tuple[Ints, Ints]:
        """(list rows, register rows) of the best `most` candidates of each row, in order."""
        parts = [self._packed(statement, lo) for statement in joins(lo, hi)]
        left, right = best_of(np.concatenate(parts), most)
        return left + np.int32(lo), right

    def _packed(self, statement: str, lo: int) -> Long:
        packed = (
            f"select ((l - {lo})::bigint << {_ROW + _SCORE}) | (r::bigint << {_SCORE}) | "
            f"(greatest({LEAST}, least({MOST}, score)) + {_MIDDLE})::bigint as packed "
            f"from ({statement})"
        )
        found = self.connection.execute(packed).fetchnumpy()["packed"]
        return np.asarray(found, dtype=np.int64)


def best_of(packed: Long, most: int) -> tuple[Ints, Ints]:
    """The best pairs of each list row by (score, then the lower register row), each pair once."""
    packed.sort()
    last = int(packed[-1]) >> (_ROW + _SCORE) if len(packed) else 0
    edges = np.arange(_ROWS_AT_ONCE, last + 1, _ROWS_AT_ONCE, dtype=np.int64)
    some = np.split(packed, np.searchsorted(packed, edges << (_ROW + _SCORE)))
    found = [_best_of_some(pairs, most) for pairs in some]
    left, right = (np.concatenate(part) for part in zip(*found, strict=True))
    return left, right


def _best_of_some(packed: Long, most: int) -> tuple[Ints, Ints]:
    """`best_of` of some list rows, whose pairs are sorted."""
    pair = packed >> _SCORE
    last = np.ones(len(pair), dtype=bool)
    last[:-1] = pair[1:] != pair[:-1]
    packed = packed[last]
    score = packed & ((1 << _SCORE) - 1)
    row = (packed >> _SCORE) & ((1 << _ROW) - 1)
    turned = (packed >> (_ROW + _SCORE) << (_ROW + _SCORE)) | (2 * _MIDDLE - score) << _ROW | row
    turned.sort()
    left = (turned >> (_ROW + _SCORE)).astype(np.int32)
    starts = np.flatnonzero(np.diff(left, prepend=-1))
    place = np.arange(len(left)) - np.repeat(starts, np.diff(np.append(starts, len(left))))
    kept = place < most
    return left[kept], (turned[kept] & ((1 << _ROW) - 1)).astype(np.int32)
