"""Candidates of one record against each other: at most one can be the same person."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from namebridge.columns import Int8, Int32, Int64
from namebridge.weights import ADDED, weights

# So many candidates of a record, the best ones, compete; the others hardly count.
_COMPETING = 8
_NEVER = np.int32(-1_000_000)
NEW, MAYBE, SAME = 0, 1, 2
VERDICTS = ("new", "maybe", "same")


@dataclass(frozen=True, slots=True)
class Decisions:
    """What became of n pairs.

    `verdict` int8[n]: 0 new, 1 maybe, 2 same (numbers of VERDICTS), one "same" a record at most;
    `weight` int32[n]: centibits of the odds of this candidate against all others and "nobody";
    `rank` int32[n]: place among the candidates of the record, 0 the best.
    """

    verdict: Int8
    weight: Int32
    rank: Int32


def _either(one: Int32, other: Int32) -> Int32:
    added = np.array((*ADDED, 0), dtype=np.int32)
    distance = np.minimum(np.abs(one - other), len(ADDED))
    return np.asarray(np.maximum(one, other) + added[distance], dtype=np.int32)


def _against_rivals(table: Int32) -> Int32:
    """table[groups, competing] of odds, best first -> odds against nobody and all the others."""
    found = np.empty_like(table)
    for place in range(table.shape[1]):
        others = np.zeros(len(table), dtype=np.int32)
        for rival in range(table.shape[1]):
            if rival != place:
                others = _either(others, table[:, rival])
        found[:, place] = table[:, place] - others
    return found


def decide(
    rows: Int64,
    candidates: Int64,
    weight: Int32,
    at_most: int = 3,
    name_only: npt.NDArray[np.bool_] | None = None,
) -> Decisions:
    """Weighs the candidates of each record (`rows[k]`) against each other.

    `weight` is that of `score`. "same" needs the threshold of the weights table against all rivals
    and nobody together, so a close rival makes the best candidate "maybe". Beyond the best
    `at_most` every candidate is "new". `name_only` (`Scores.name_only`) marks pairs of which only
    the names could be compared: never "same", and shown from lower odds on. Equal weights go by
    the lower number in `candidates`. The order of the pairs does not matter. Linear memory.
    """
    order = np.lexsort((candidates, -weight.astype(np.int64), rows))
    sorted_rows = rows[order]
    begins = np.ones(len(order), dtype=bool)
    begins[1:] = sorted_rows[1:] != sorted_rows[:-1]
    starts = np.flatnonzero(begins)
    group = np.cumsum(begins) - 1
    place = np.arange(len(order)) - starts[group] if len(order) else group
    odds = weight[order].astype(np.int32)
    table = np.full((len(starts), _COMPETING), _NEVER, dtype=np.int32)
    competing = place < _COMPETING
    table[group[competing], place[competing]] = odds[competing]
    against = _against_rivals(table)
    settled = odds.copy()
    settled[competing] = against[group[competing], place[competing]]
    rank = np.empty(len(order), dtype=np.int32)
    found = np.empty(len(order), dtype=np.int32)
    rank[order], found[order] = place, settled
    alone = np.zeros(len(rows), dtype=bool) if name_only is None else name_only
    return Decisions(_verdicts(found, weight, rank < at_most, alone), found, rank)


def _verdicts(
    found: Int32, weight: Int32, shown: npt.NDArray[np.bool_], alone: npt.NDArray[np.bool_]
) -> Int8:
    known = weights()
    maybe = weight >= known["maybe_from"].person
    maybe &= found >= known["maybe_from"].person + known["rival_costs"].person
    maybe |= alone & (weight >= known["name_only_from"].person)
    same = ~alone & (found >= known["same_from"].person)
    return np.where(same, SAME, np.where(maybe & shown, MAYBE, NEW)).astype(np.int8)
