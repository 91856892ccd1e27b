"""Links a list with a register, from file to file."""

from __future__ import annotations

import gc
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, NamedTuple, Protocol

import numpy as np

from namebridge.link import columns, files, output
from namebridge.link.blocking import least_score
from namebridge.link.columns import Array, Side
from namebridge.link.half_numbers import halves_of_numbers
from namebridge.link.keys_table import (
    RARE,
    UNCOMMON,
    Both,
    Counts,
    Keyed,
    TokenKeys,
    pairs_borne,
    rarity_of_words,
    row_columns,
    words_borne,
    words_of_pairs,
)
from namebridge.link.names import cut_names, number_names, number_words, read_names
from namebridge.link.names_alone import pairs_of_names
from namebridge.link.output import Pairs
from namebridge.link.problems import LinkProblem
from namebridge.link.scoring import Language, Papers, People
from namebridge.link.word_readers import WordReaders, helpers_for
from namebridge.model import Language as Spoken

EngineName = Literal["duckdb", "spark"]
Tell = Callable[[str, float], None]
CANDIDATES = 3
# Pairs compared in earnest: as many a row as keep all of them below this, within bounds.
_PAIRS_IN_ALL, _FEWEST, _MOST = 1_600_000, 16, 64
_MOST_CANDIDATES = 50


class Engine(Protocol):
    """Finds the candidates of all list rows, compares them and decides among them."""

    def pairs(self, most: int, told: int, tell: Tell) -> Pairs:
        """The pairs worth telling, at most `told` a row, of the best `most` that are compared."""

    def close(self) -> None:
        """Ends what the engine started."""


@dataclass(frozen=True)
class Prepared:
    """Both files read: all an engine needs, in memory."""

    language: Language
    listed: People
    register: People
    # Rows of the list that say nothing but a name.
    bare: Array
    tables: dict[str, dict[str, Array]]


@dataclass(frozen=True)
class Summary:
    """What came of one run; `as_data` is what `--json` prints."""

    list_rows: int
    register_rows: int
    counts: dict[str, int]
    notes: tuple[str, ...]
    engine: str
    seconds: float

    def as_data(self) -> dict[str, Any]:
        """Plain data: counts of rows by decision, candidates written, seconds, notes."""
        return {
            "list_rows": self.list_rows,
            "register_rows": self.register_rows,
            **self.counts,
            "engine": self.engine,
            "seconds": round(self.seconds, 2),
            "notes": list(self.notes),
        }


def silent(stage: str, done: float) -> None:
    """Tells nobody."""


def link_files(
    register: Path,
    listed: Path,
    out: Path,
    *,
    candidates: int = CANDIDATES,
    engine: EngineName = "duckdb",
    language: Spoken = "en",
    tell: Tell = silent,
) -> Summary:
    """Writes for each row of `listed` who in `register` it may be; see README.md for the columns.

    `tell(stage, share of all the work done)` is called as the work goes on. Raises LinkProblem
    with one sentence where a file, an option or a missing package stands in the way.
    """
    import duckdb

    began = time.monotonic()
    if not 1 <= candidates <= _MOST_CANDIDATES:
        raise LinkProblem(f"--candidates must lie between 1 and {_MOST_CANDIDATES}")
    if not out.parent.is_dir():
        raise LinkProblem(f"there is no folder {out.parent} to write {out.name} into")
    if out.resolve() in (register.resolve(), listed.resolve()):
        raise LinkProblem(f"{out} is one of the files to read; name another for the pairs")
    sources = files.look_at(register, "id"), files.look_at(listed, "row")
    build = _engine(engine)
    with (
        _no_collector(),
        WordReaders(helpers_for((register, listed))) as readers,
        duckdb.connect(config={"preserve_insertion_order": True}) as connection,
    ):
        tell("reading the register", 0.0)
        known = files.load(connection, sources[0], "register")
        tell("reading the list", 0.15)
        rows = files.load(connection, sources[1], "list")
        prepared = prepare(connection, tell, readers)
        pairs = _pairs(connection, prepared, build, candidates, tell)
        tell("writing", 0.95)
        output.write(connection, out, pairs, ("list", "register"), language)
    return Summary(
        rows.rows,
        known.rows,
        output.counted(pairs, rows.rows),
        tuple(known.notes + rows.notes),
        engine,
        time.monotonic() - began,
    )


@contextmanager
def _no_collector() -> Iterator[None]:
    """Nothing here is made in circles; the collector would walk through all words over and over."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def _pairs(
    connection: Any,
    prepared: Prepared,
    build: Callable[[Any, Prepared], Engine],
    candidates: int,
    tell: Tell,
) -> Pairs:
    if prepared.bare.all():
        return pairs_of_names(prepared, candidates, tell)
    running = build(connection, prepared)
    try:
        compared = _compared(len(prepared.listed.side), candidates)
        return running.pairs(compared, candidates, tell)
    finally:
        running.close()


def _engine(name: EngineName) -> Callable[[Any, Prepared], Engine]:
    if name == "spark":
        from namebridge.link.spark import SparkEngine, need_spark

        need_spark()
        return SparkEngine
    from namebridge.link.duck import DuckEngine

    return DuckEngine


def _compared(rows: int, candidates: int) -> int:
    return max(min(_MOST, max(_FEWEST, _PAIRS_IN_ALL // max(rows, 1))), 2 * candidates)


def prepare(connection: Any, tell: Tell = silent, readers: WordReaders | None = None) -> Prepared:
    """Reads the loaded tables `register` and `list` into columns and blocking tables."""
    both = ("register", "list")
    tell("reading the names", 0.18)
    names = number_names(connection, both, files.NAMES)
    distinct = cut_names(connection)
    with ThreadPoolExecutor(1) as beside:
        # The words are read in Python, the columns by DuckDB: neither waits for the other.
        cut = beside.submit(number_words, connection.cursor())
        columns_read = beside.submit(_read_columns, connection.cursor(), both, names)
        read = (readers or WordReaders(0)).read(distinct)
        table = read_names(connection, distinct, read, cut.result())
        kinds, (known, asked), halves = columns_read.result()
    tell("making keys", 0.35)
    tokens, sides = TokenKeys.of(table), (known.side, asked.side)
    with ThreadPoolExecutor(1) as beside:
        # Sorting, which is most of it, needs no interpreter.
        pairs = beside.submit(pairs_borne, table, tokens, sides)
        words = words_borne(table, tokens, sides)
        counts = Counts.of(table, tokens, known.side, words[0])
        borne = Borne(words, pairs.result(), tokens)
        tables = blocking_tables(borne, (known, asked), halves, counts.shift)
    bare = _bare(asked.side, known.side)
    return Prepared(Language(table, counts, kinds), asked, known, bare, tables)


def _read_columns(
    connection: Any, tables: tuple[str, ...], names: list[Array]
) -> tuple[tuple[str, ...], list[People], list[dict[str, Array]]]:
    """(kinds of documents, the people of each table, the halves of their papers' numbers)."""
    with connection:
        kinds = columns.read_dictionaries(connection, tables)
        people = [
            People(columns.read_side(connection, table, numbers), _papers(connection, table))
            for table, numbers in zip(tables, names, strict=True)
        ]
    return kinds, people, [halves_of_numbers(one) for one in people]


def _papers(connection: Any, table: str) -> Papers:
    found = connection.execute(f"select row, number from {table}_numbers order by row").fetchnumpy()
    number = np.array(found["number"], dtype=Papers.none().number.dtype)
    return Papers(found["row"].astype(np.int32), number)


class Borne(NamedTuple):
    """Who bears which words and pairs, and the keys of these."""

    words: Both
    pairs: Both
    tokens: TokenKeys


def blocking_tables(
    borne: Borne,
    people: tuple[People, People],
    halves: list[dict[str, Array]],
    shift: int,
) -> dict[str, dict[str, Array]]:
    """The tables that `blocking.py` joins, as columns; see there. `halves` of papers' numbers."""
    words, pairs = borne.words, borne.pairs
    known, asked = people
    register, listed = known.side, asked.side
    ours, theirs = row_columns(listed), row_columns(register)
    least = np.full(len(listed), least_score(shift), dtype=np.int32)
    least[_bare(listed, register)] = np.iinfo(np.int16).min
    ours["least"] = least
    rarity = rarity_of_words(words[0], len(register), borne.tokens.many)
    one, other = words_of_pairs(pairs[1].key, borne.tokens)
    weight = rarity[words[1].key]
    return {
        "reg": {"r": np.arange(len(register), dtype=np.int32), **theirs},
        "rpairs": _table("r", pairs[0], {**theirs, **halves[0]}),
        "rwords": _table("r", words[0], theirs),
        "lst": {"l": np.arange(len(listed), dtype=np.int32), **ours},
        "lpairs": _table(
            "l",
            pairs[1],
            {**ours, **halves[1]},
            w=rarity[one] + rarity[other],
        ),
        "lwords": _table(
            "l",
            words[1],
            ours,
            w=weight,
            uncommon=(weight >= UNCOMMON).astype(np.int32),
            rare=(weight >= RARE).astype(np.int32),
        ),
    }


def _table(row: str, keyed: Keyed, facts: dict[str, Array], **more: Array) -> dict[str, Array]:
    carried = {name: column.take(keyed.row) for name, column in facts.items()}
    return {row: keyed.row, "k": keyed.key, **more, **carried}


def _bare(listed: Side, register: Side) -> Array:
    """Rows that say nothing but a name, or nothing else that the register could answer."""
    bare = np.ones(len(listed), dtype=bool)
    for name in ("year", "depth", "phone", "document"):
        if getattr(register, name).any():
            bare &= getattr(listed, name) == 0
    return bare


def told_on(stream: Any = sys.stderr) -> Tell:
    """A `tell` that writes stage, share and time left, over one line on a terminal."""
    began = last = time.monotonic()
    live = stream.isatty()

    def tell(stage: str, done: float) -> None:
        nonlocal last
        now = time.monotonic()
        if not live and 0.0 < done < 1.0 and now - last < 2.0:
            return
        last = now
        left = f", about {(now - began) / done * (1 - done):,.0f} s left" if done > 0.05 else ""
        line = f"{done:4.0%}  {stage}{left}"
        stream.write(f"\r{line:<70}" if live else line + "\n")
        stream.flush()

    return tell
