"""Decides among the candidates of each list row, and writes the pairs with their reasons."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from namebridge.explain import describe
from namebridge.link.columns import Array
from namebridge.link.problems import LinkProblem
from namebridge.link.words import Ints
from namebridge.model import Language, Reason
from namebridge.name_match import NAME_CODES as _NAMES
from namebridge.records import VERDICTS, Scores, codes_of, decide

HEADER = ("list_row", "register_id", "score", "decision", "why")
_NOBODY = {
    "en": "Nobody in the register is like this row",
    "km": "គ្មាននរណាម្នាក់ក្នុងបញ្ជីដូចជួរនេះទេ",
}
_MAYBE, _SAME = 1, 2


@dataclass(frozen=True)
class Pairs:
    """The pairs worth telling, in the order of the list and best first.

    `row`, `person` int32[n]; `weight` int32[n] centibits; `verdict` int8[n] (numbers of VERDICTS);
    `why` int32[n]: places in `reasons`, each a tuple of reason codes.
    """

    row: Ints
    person: Ints
    weight: Ints
    verdict: Array
    why: Ints
    reasons: tuple[tuple[str, ...], ...]


def worth_telling(left: Ints, right: Ints, scores: Scores, most: int, bare: Array) -> Pairs:
    """At most `most` pairs a row: one "same", the others "maybe", best first.

    `bare` bool[rows of the list]: rows that say nothing but a name. The odds of a name alone stay
    low in a large register; such rows keep their best candidates as "maybe".
    """
    decided = decide(
        left.astype(np.int64), right.astype(np.int64), scores.weight, most, scores.name_only
    )
    verdict = decided.verdict.copy()
    alike = np.array(
        [not code.startswith(("name_", "only_")) or "sounds" in code for code in _NAMES]
    )
    named = bare[left] & alike[scores.name] & (decided.rank < most)
    verdict[named & (verdict == 0)] = _MAYBE
    kept = np.flatnonzero(verdict > 0)
    kept = kept[np.lexsort((decided.rank[kept], left[kept]))]
    weight = np.where(verdict == _SAME, decided.weight, scores.weight)
    why, reasons = _reasons(scores, kept)
    return Pairs(
        left[kept], right[kept], weight[kept].astype(np.int32), verdict[kept], why, reasons
    )


def pairs_by_rank(left: Ints, right: Ints, weight: Ints, scores: Scores) -> Pairs:
    """Pairs that are ranked already, best first in each row: all of them "maybe"."""
    why, reasons = _reasons(scores, np.arange(len(left)))
    verdict = np.full(len(left), _MAYBE, dtype=np.int8)
    return Pairs(left, right, weight, verdict, why, reasons)


def _reasons(scores: Scores, kept: Array) -> tuple[Ints, tuple[tuple[str, ...], ...]]:
    """Distinct combinations of reasons among some pairs; few, however many the pairs."""
    columns = [scores.name[kept], scores.contradicted[kept], *scores.facts[kept].T]
    packed = np.zeros(len(kept), dtype=np.int64)
    for column in columns:
        packed = packed << 6 | column.astype(np.int64)
    _, first, place = np.unique(packed, return_index=True, return_inverse=True)
    return place.astype(np.int32), tuple(codes_of(scores, int(kept[one])) for one in first)


def sentence(codes: tuple[str, ...], language: Language) -> str:
    """The reasons of one pair as a clerk reads them, without the values compared."""
    told = (describe(Reason(code, None, 0.0), language) for code in codes)
    return "; ".join(text.split("៖")[0].split(":")[0].strip() for text in told)


def write(
    connection: Any, path: Path, pairs: Pairs, tables: tuple[str, str], language: Language
) -> None:
    """Writes the CSV whole or not at all; `tables` hold the labels of the list and the register."""
    import duckdb

    texts = [sentence(codes, language) for codes in pairs.reasons]
    given = {
        "row": pairs.row,
        "person": pairs.person,
        "score": pairs.weight,
        "verdict": pairs.verdict.astype(np.int32),
        "why": pairs.why,
        "place": np.arange(len(pairs.row), dtype=np.int32),
    }
    told = {"number": np.arange(len(texts), dtype=np.int32), "text": np.array(texts, dtype=object)}
    connection.register("told", given)
    connection.register("sentences", told)
    words = " ".join(f"when {number} then '{word}'" for number, word in enumerate(VERDICTS))
    listed, known = tables
    unfinished = path.with_name(path.name + ".unfinished")
    try:
        connection.execute(
            "copy (select l.label as list_row, r.label as register_id, "
            "case when t.row is null then null "
            "else printf('%.2f', t.score / 100.0) end as score, "
            f"case coalesce(t.verdict, 0) {words} end as decision, "
            "coalesce(s.text, $nobody) as why "
            f"from {listed} l left join told t on t.row = l.rowid "
            f"left join {known} r on r.rowid = t.person left join sentences s on s.number = t.why "
            "order by l.rowid, t.place) to $path (header, delimiter ',')",
            {"nobody": _NOBODY[language], "path": str(unfinished)},
        )
        unfinished.replace(path)
    except (duckdb.Error, OSError) as problem:
        unfinished.unlink(missing_ok=True)
        said = str(problem).strip().splitlines()[0]
        raise LinkProblem(f"{path} cannot be written: {said}") from None
    finally:
        connection.unregister("told")
        connection.unregister("sentences")


def counted(pairs: Pairs, rows: int) -> dict[str, int]:
    """How many rows were decided which way, and how many candidates are written."""
    best = Counter(pairs.verdict[np.unique(pairs.row, return_index=True)[1]].tolist())
    return {
        "same": best[_SAME],
        "maybe": best[_MAYBE],
        "new": rows - best[_SAME] - best[_MAYBE],
        "candidates": len(pairs.row),
    }
