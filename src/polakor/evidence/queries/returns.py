"""Returns by whatever is asked: registrations and gate tallies side by side, never added."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import product
from typing import Any

from django.db import connection

from polakor.access.context import acting_as
from polakor.access.rules.actors import Actor
from polakor.access.rules.scopes import NATION
from polakor.evidence.errors import UnknownQuestion
from polakor.evidence.permissions import EvidencePermission
from polakor.evidence.queries.cuts import Cuts
from polakor.evidence.queries.places_in_log import LOCK, NOWHERE, place_in_log
from polakor.evidence.queries.situation import FEMALE, Situation, situation
from polakor.evidence.queries.snapshots import one_snapshot
from polakor.evidence.rules.disclosure import protect_cells
from polakor.evidence.rules.figures import Figure, Shown
from polakor.evidence.rules.period import Period
from polakor.evidence.rules.sources import METHODS, SOURCES
from polakor.reference.queries.codes import entries

DIMENSIONS = ("day", "gate", "sex", "age", "mode", "province")
OF_TALLIES = ("day", "gate", "sex", "age")
PROTECTED = frozenset({"age", "province"})
SEXES = {0: "unknown", 1: "male", 2: "female", 9: "not_applicable"}

# Which rollup answers what; anything else is counted from the crossings themselves.
ROLLUPS: tuple[tuple[str, frozenset[str]], ...] = (
    ("evidence_byday", frozenset({"day", "gate", "mode"})),
    ("evidence_byprofile", frozenset({"day", "gate", "sex", "age"})),
    ("evidence_bydestination", frozenset({"day", "gate", "province"})),
)
# Our own words for columns: nothing an asker wrote is ever put into a statement.
COLUMNS = {"day": "day", "gate": "gate", "sex": "sex", "age": "band", "mode": "mode"} | {
    "province": "province"
}
BAND = (
    "CASE WHEN c.age IS NULL THEN -1"
    " ELSE (%(bands)s::smallint[])[width_bucket(c.age, %(bands)s::smallint[])] END"
)
CROSSINGS = f"""
  SELECT c.crossed_on AS day, c.gate_id AS gate, c.direction, c.mode, c.sex, {BAND} AS band,
         left(c.destination, %(province_digits)s) AS province, {{n}} AS n
  FROM {{rows}}
"""  # noqa: S608 - our own columns
RECORDED = "journeys_crossing c WHERE (c.tx, c.number) > (%(tx)s, %(number)s)"
WITHDRAWN = (
    "journeys_crossingwithdrawal w CROSS JOIN LATERAL"
    " (SELECT * FROM journeys_crossing WHERE id = w.crossing_id OFFSET 0) AS c"
    " WHERE (w.tx, w.number) > (%(tx)s, %(number)s)"
)

Cell = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Returns:
    """Counts of one source. ``by`` holds one cell for each combination asked; keys are codes.

    ``share_female`` is the share of women and girls among those whose sex is known.
    ``by`` is None when this source does not know what was asked.
    """

    total: int | None
    share_female: float | None
    by: Mapping[Cell, Shown] | None


@dataclass(frozen=True, slots=True)
class CountedReturns:
    """Registrations and tallies of a period beside each other."""

    asked: tuple[str, ...]
    situation: Situation
    registrations: Returns
    tallies: Returns
    as_of: datetime

    @property
    def revision(self) -> str:
        """A word that stays the same as long as the counts do."""
        return self.situation.revision

    def as_data(self) -> dict[str, Any]:
        """The answer for a program: both sources beside each other, cells in words and codes."""
        whole = self.situation
        return {
            "from": str(whole.period.since),
            "to": str(whole.period.until),
            "emergency": whole.period.emergency or None,
            "as_of": self.as_of.isoformat(timespec="seconds"),
            "revision": self.revision,
            "by": list(self.asked),
            "registrations": self._source(self.registrations, whole.total),
            "tallies": self._source(self.tallies, whole.tallied),
            "persons": {"total": whole.persons.value, "method": METHODS["persons"]},
            "difference": whole.difference,
            "note": "shown side by side, never added up",
        }

    def _source(self, returns: Returns, figure: Figure) -> dict[str, Any]:
        return {
            "total": returns.total,
            "share_female": returns.share_female,
            "source": SOURCES[figure.source],
            "method": METHODS[figure.method],
            "by": None if returns.by is None else self._cells(returns),
        }

    def _cells(self, returns: Returns) -> list[dict[str, Any]]:
        cells: list[dict[str, Any]] = []
        if not self.asked:
            return cells
        for key, shown in sorted((returns.by or {}).items(), key=lambda cell: str(cell[0])):
            named_key = {
                word: _word(word, value) for word, value in zip(self.asked, key, strict=True)
            }
            cell = {**named_key, "count": shown.value if shown.kind == "exact" else None}
            if shown.kind == "rounded":
                cell["about"] = shown.value
            if shown.kind == "exact" and returns.total:
                cell["share"] = round((shown.value or 0) / returns.total, 4)
            cells.append({**cell, "shown": shown_text(shown)})
        return cells


def dimensions(asked: Iterable[str]) -> tuple[str, ...]:
    """The dimensions asked for, each once. Raises ``UnknownQuestion``."""
    wanted = tuple(dict.fromkeys(word.strip() for word in asked if word.strip()))
    for word in wanted:
        if word not in DIMENSIONS:
            raise UnknownQuestion(dimension=word, possible=", ".join(DIMENSIONS))
    return wanted


def count_returns(
    *, actor: Actor, period: Period, by: Sequence[str], now: datetime | None = None
) -> CountedReturns:
    """Returns of a period by any of ``DIMENSIONS``; cells about age and province are protected.

    Needs ``evidence:report:read``. Raises ``UnknownQuestion``.
    """
    actor.require(EvidencePermission.REPORT_READ)
    asked = dimensions(by)
    with one_snapshot():
        whole = situation(actor=actor, period=period, now=now)
        counts = _counts(actor, period, asked, whole.cuts)
        return CountedReturns(
            asked=asked,
            situation=whole,
            registrations=Returns(
                whole.total.value, _share(whole.by_sex), _protected(counts, asked, whole.cuts)
            ),
            tallies=_tallies(actor, period, asked, whole),
            as_of=whole.as_of,
        )


def _word(dimension: str, value: Any) -> Any:
    """How a program reads a value: sex in words, ages by the first year of their band."""
    if dimension == "sex":
        return SEXES.get(value, "unknown")
    if (dimension == "age" and value == -1) or value == "":
        return "unknown"
    return str(value) if dimension == "day" else value


def _share(by_sex: Mapping[int, int]) -> float | None:
    known = by_sex.get(FEMALE, 0) + by_sex.get(1, 0)
    return round(by_sex.get(FEMALE, 0) / known, 4) if known else None


def _tallies(actor: Actor, period: Period, asked: tuple[str, ...], whole: Situation) -> Returns:
    by_sex: dict[int, int] = {}
    for (sex, _), number in whole.tally_profile.items():
        by_sex[sex] = by_sex.get(sex, 0) + number
    cells = None
    if set(asked) <= set(OF_TALLIES):
        columns = {"day": "day", "gate": "gate_id", "sex": "sex", "age": "age_group"}
        keys = [columns[word] for word in asked]
        sql = f"""
          SELECT {", ".join([*keys, "sum(count)"])} FROM journeys_gatetally t
          WHERE direction = 1 AND day BETWEEN %(since)s AND %(until)s
            AND (%(gates)s::text[] IS NULL OR gate_id = ANY (%(gates)s::text[]))
            AND NOT EXISTS (SELECT FROM journeys_gatetally r WHERE r.replaces_id = t.id)
          {_grouped(keys)}
        """  # noqa: S608 - our own columns
        with acting_as(actor), connection.cursor() as cursor:
            cursor.execute(sql, _of_period(period))
            cells = {
                tuple(row[:-1]): Shown("exact", int(row[-1]))
                for row in cursor.fetchall()
                if row[-1] is not None
            }
    return Returns(whole.tallied.value, _share(by_sex), cells)


def _of_period(period: Period) -> dict[str, Any]:
    gates = list(period.gates) if period.gates is not None else None
    return {"since": period.since, "until": period.until, "gates": gates}


def _grouped(keys: Sequence[str]) -> str:
    names = ", ".join(keys)
    return f"GROUP BY {names} ORDER BY {names}" if keys else ""


def _counts(actor: Actor, period: Period, asked: tuple[str, ...], cuts: Cuts) -> dict[Cell, int]:
    """Rollup and live tail together, or the crossings where no rollup knows the answer."""
    keys = [COLUMNS[word] for word in asked]
    table = next((name for name, known in ROLLUPS if set(asked) <= known), None)
    parameters = {
        **_of_period(period),
        "bands": list(cuts.bands),
        "province_digits": cuts.province_digits,
    }
    with acting_as(actor.also_seeing(NATION)), connection.cursor() as cursor:
        # Reading in peace: between the place in the log and the counts nothing may be folded.
        cursor.execute("SELECT pg_advisory_xact_lock_shared(%s)", [LOCK])
        place = (place_in_log() if table else None) or NOWHERE
        cursor.execute(_statement(table, keys), {**parameters, **place.as_parameters()})
        return {tuple(row[:-1]): int(row[-1]) for row in cursor.fetchall() if row[-1]}


def _statement(table: str | None, keys: Sequence[str]) -> str:
    recorded = CROSSINGS.format(n="1", rows=RECORDED)
    withdrawn = CROSSINGS.format(n="-1", rows=WITHDRAWN)
    columns = ", ".join([*dict.fromkeys(["day", "gate", "direction", *keys]), "n"])
    parts = [f"SELECT {columns} FROM ({recorded} UNION ALL {withdrawn}) AS tail"]  # noqa: S608
    if table:
        parts.append(f"SELECT {columns} FROM {table}")  # noqa: S608
    return f"""
      SELECT {", ".join([*keys, "sum(n)"])} FROM ({" UNION ALL ".join(parts)}) AS counted
      WHERE direction = 1 AND day BETWEEN %(since)s AND %(until)s
        AND (%(gates)s::text[] IS NULL OR gate = ANY (%(gates)s::text[]))
      {_grouped(keys)}
    """  # noqa: S608 - our own columns


def _protected(counts: Mapping[Cell, int], asked: tuple[str, ...], cuts: Cuts) -> dict[Cell, Shown]:
    """Open cells as they are; within each of them, cells about age and province protected."""
    closed = [at for at, word in enumerate(asked) if word in PROTECTED]
    if not closed:
        return {cell: Shown("exact", number) for cell, number in counts.items()}
    groups: dict[Cell, dict[Cell, int]] = {}
    every = list(product(*(_classes(asked[at], cuts) for at in closed)))
    for cell, number in counts.items():
        key = tuple(value for at, value in enumerate(cell) if at not in closed)
        inside = groups.setdefault(key, dict.fromkeys(every, 0))
        inside[tuple(cell[at] for at in closed)] = number
    shown: dict[Cell, Shown] = {}
    for key, inside in groups.items():
        for part, cell_shown in protect_cells(inside, cuts.protection).items():
            if cell_shown == Shown("exact", 0):
                continue
            open_values, closed_values = iter(key), iter(part)
            whole = (
                next(closed_values if at in closed else open_values) for at in range(len(asked))
            )
            shown[tuple(whole)] = cell_shown
    return shown


def _classes(word: str, cuts: Cuts) -> list[Any]:
    if word == "age":
        return [*cuts.bands, -1]
    return [*(entry.code for entry in entries("provinces")), ""]


def shown_text(shown: Shown) -> str:
    """A count as plain text: ``1,234``, ``about 210``, ``<5``, ``not shown``."""
    if shown.value is None:
        return "not shown"
    if shown.kind == "below":
        return f"<{shown.value}"
    return f"{shown.value:,}" if shown.kind == "exact" else f"about {shown.value:,}"
