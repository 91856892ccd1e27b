"""Apache Spark as the engine of the joins, for lists and registers past one machine.

The files are read and turned into whole numbers as for DuckDB; the tables are handed over as
Parquet. The joins are the same text, and every part of the list rows is compared and decided by the
same code, so the pairs are the same to the last row.

    NAMEBRIDGE_SPARK_MASTER   where Spark runs (default: local[*], this machine alone)
    NAMEBRIDGE_SPARK_FOLDER   a folder all its machines can read (default: a temporary one)
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from namebridge.facts import LONGEST_NUMBER
from namebridge.link.blocking import LEAST, MOST, all_joins, years_near
from namebridge.link.columns import FACTS, Array, Side
from namebridge.link.output import Pairs, worth_telling
from namebridge.link.problems import LinkProblem
from namebridge.link.scoring import Language, Papers, People, score_pairs

if TYPE_CHECKING:
    from namebridge.link.run import Prepared, Tell

_LOOPBACK = "127.0.0.1"
_NAME_COLUMNS = ("name0", "name1", "name2")
_PERSON = (*_NAME_COLUMNS, *FACTS, "number")


def need_spark() -> None:
    """Raises LinkProblem where Spark cannot run, with what to install."""
    try:
        import pyspark  # noqa: F401
    except ImportError:
        raise LinkProblem(
            "--engine spark needs pyspark; install it: pip install 'pyspark==4.*'"
        ) from None
    home = os.environ.get("JAVA_HOME")
    if not shutil.which("java") and not (home and Path(home, "bin", "java").exists()):
        raise LinkProblem("--engine spark needs Java 17; install it: apt install openjdk-17-jre")


class SparkEngine:
    """Joins the blocking tables in Spark; each part of the list is compared where it lies."""

    def __init__(self, connection: Any, prepared: Prepared) -> None:
        self.prepared = prepared
        place = os.environ.get("NAMEBRIDGE_SPARK_FOLDER") or None
        self.folder = Path(tempfile.mkdtemp(prefix="namebridge-", dir=place))
        self.session: Any = None
        try:
            for side in ("listed", "register"):
                prepared.tables[side] = _people_columns(getattr(prepared, side))
            prepared.tables["listed"]["bare"] = prepared.bare.astype(np.int32)
            self._hand_over(connection)
            self.session = _session(self.folder)
        except BaseException:
            self.close()
            raise

    def _hand_over(self, connection: Any) -> None:
        for name, columns in self.prepared.tables.items():
            connection.register("handed_over", columns)
            path = str(self.folder / f"{name}.parquet")
            connection.execute("copy (select * from handed_over) to $path (format parquet)",
                               {"path": path})  # fmt: skip
            connection.unregister("handed_over")

    def pairs(self, most: int, told: int, tell: Tell) -> Pairs:
        """See `run.Engine`."""
        from py4j.protocol import Py4JError
        from pyspark.errors import PySparkException

        try:
            return self._pairs(most, told, tell)
        except (PySparkException, Py4JError) as problem:
            # What Spark says can only be read while it runs.
            said = [line.strip() for line in str(problem).strip().splitlines() if line.strip()]
            raise LinkProblem(f"Spark gave up: {said[0]} {said[-1]}") from None

    def _pairs(self, most: int, told: int, tell: Tell) -> Pairs:
        session = self.session
        for name in self.prepared.tables:
            session.read.parquet(str(self.folder / f"{name}.parquet")).createOrReplaceTempView(name)
        self.prepared.tables.clear()
        for name, made in years_near().items():
            session.sql(made).createOrReplaceTempView(name)
        tell("comparing in Spark", 0.6)
        rows = len(self.prepared.listed.side)
        chosen = session.sql(_candidates(rows, most))
        parts = max(2, session.sparkContext.defaultParallelism, rows // 20_000)
        language = session.sparkContext.broadcast(self.prepared.language)
        found = (
            chosen.repartition(parts, "l")
            .rdd.mapPartitions(lambda part: _compare(part, language.value, told))
            .collect()
        )
        return _together(found)

    def close(self) -> None:
        """Ends Spark with every process it started, and removes what was handed over."""
        if self.session is not None:
            _end(self.session)
            self.session = None
        shutil.rmtree(self.folder, ignore_errors=True)


def _session(folder: Path) -> Any:
    from pyspark.sql import SparkSession

    source = str(Path(__file__).resolve().parents[2])
    path = os.pathsep.join(filter(None, (source, os.environ.get("PYTHONPATH"))))
    os.environ["SPARK_WORKER_DIR"] = str(folder / "work")
    os.environ["PYSPARK_PYTHON"] = os.environ["PYSPARK_DRIVER_PYTHON"] = sys.executable
    settings = {
        "spark.driver.bindAddress": _LOOPBACK,
        "spark.driver.host": _LOOPBACK,
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.log.level": "ERROR",
        "spark.local.dir": str(folder / "local"),
        "spark.sql.shuffle.partitions": "8",
        "spark.executorEnv.PYTHONPATH": path,
        # The joins are many: planning them again after each, and compiling each, costs more than
        # it saves.
        "spark.sql.adaptive.enabled": "false",
        "spark.sql.codegen.wholeStage": "false",
    }
    master = os.environ.get("NAMEBRIDGE_SPARK_MASTER", "local[*]")
    if not master.startswith("local"):
        for name in ("spark.driver.bindAddress", "spark.driver.host"):
            del settings[name]
    building = SparkSession.builder.master(master).appName("namebridge link")
    for name, value in settings.items():
        building = building.config(name, value)
    return building.getOrCreate()


def _end(session: Any) -> None:
    from pyspark import SparkContext

    session.stop()
    gateway = SparkContext._gateway
    if gateway is None:
        return
    process = getattr(gateway, "proc", None)
    gateway.shutdown()
    SparkContext._gateway = SparkContext._jvm = None
    if process is not None:
        process.stdin.close()
        try:
            process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            process.kill()


def _people_columns(people: People) -> dict[str, Array]:
    side = people.side
    number = np.full(len(side), "", dtype=object)
    number[people.papers.row] = [text.decode("ascii") for text in people.papers.number.tolist()]
    columns = {name: side.names[:, place] for place, name in enumerate(_NAME_COLUMNS)}
    facts = {name: getattr(side, name) for name in FACTS}
    return {"id": np.arange(len(side), dtype=np.int32), **columns, **facts, "number": number}


def _candidates(rows: int, most: int) -> str:
    """SQL: the best `most` candidates of each list row, beside all that is known of both."""
    ours = ", ".join(f"a.{name} as l_{name}" for name in _PERSON)
    theirs = ", ".join(f"b.{name} as r_{name}" for name in _PERSON)
    return f"""select best.l as l, best.r as r, a.bare as bare, {ours}, {theirs}
        from (select l, r from (select l, r,
                row_number() over (partition by l order by score desc, r) as place
            from (select l, r, greatest({LEAST}, least({MOST}, max(score))) as score
                from ({all_joins(0, rows)}) group by l, r))
            where place <= {most}) best
        join listed a on a.id = best.l join register b on b.id = best.r"""


def _compare(part: Iterable[Any], language: Language, told: int) -> Iterator[tuple[Any, ...]]:
    """Compares and decides one part of the list; whole rows of it, in any order."""
    rows = sorted((tuple(row) for row in part), key=lambda row: (row[0], row[1]))
    if not rows:
        return
    columns = list(zip(*rows, strict=True))
    wide = len(_PERSON)
    left, ours, i = _side(columns[0], columns[3 : 3 + wide])
    right, theirs, j = _side(columns[1], columns[3 + wide :])
    bare = np.zeros(len(left), dtype=bool)
    bare[i] = np.array(columns[2], dtype=bool)
    scores = score_pairs(language, (ours, theirs), i, j)
    pairs = worth_telling(i, j, scores, told, bare)
    for place in range(len(pairs.row)):
        yield (
            int(left[pairs.row[place]]),
            place,
            int(right[pairs.person[place]]),
            int(pairs.weight[place]),
            int(pairs.verdict[place]),
            pairs.reasons[int(pairs.why[place])],
        )


def _side(ids: tuple[int, ...], values: list[tuple[Any, ...]]) -> tuple[Array, People, Array]:
    """(row numbers of the file, the people behind them, place of every pair's person)."""
    numbers, first, place = np.unique(np.array(ids), return_index=True, return_inverse=True)
    chosen = [[column[at] for at in first.tolist()] for column in values]
    by_name = dict(zip(_PERSON, chosen, strict=True))
    names = np.array([by_name[name] for name in _NAME_COLUMNS], dtype=np.int32).T
    facts = {name: np.array(by_name[name], dtype=np.int64) for name in FACTS}
    number = np.array([text.encode("ascii") for text in by_name["number"]],
                      dtype=f"S{LONGEST_NUMBER}")  # fmt: skip
    has = np.flatnonzero(number != b"").astype(np.int32)
    side = Side(names.reshape(-1, len(_NAME_COLUMNS)), **facts)
    return numbers, People(side, Papers(has, number[has])), place.astype(np.int32)


def _together(found: list[tuple[Any, ...]]) -> Pairs:
    """The pairs of all parts, in the order of the list."""
    found.sort(key=lambda one: (one[0], one[1]))
    reasons: dict[tuple[str, ...], int] = {}
    why = [reasons.setdefault(tuple(one[5]), len(reasons)) for one in found]
    table = np.array([(one[0], *one[2:5]) for one in found], dtype=np.int32).reshape(-1, 4)
    return Pairs(
        table[:, 0].copy(),
        table[:, 1].copy(),
        table[:, 2].copy(),
        table[:, 3].astype(np.int8),
        np.array(why, dtype=np.int32),
        tuple(reasons),
    )
