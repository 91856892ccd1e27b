"""How the matching rules fared: counted over the nation, read as it was kept."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from importlib.resources import files
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils import timezone

from polakor import __version__
from polakor.access.queries.accounts import account_names
from polakor.access.rules.actors import Actor
from polakor.registry.models import RuleCheck
from polakor.registry.permissions import RegistryPermission
from polakor.registry.rules.health import BOUNDS, Alarm, Measures, Rate, is_stale
from polakor.registry.rules.linking import RULE

SINCE = timedelta(days=365)
WEEK = timedelta(days=7)

_BANDS = """
SELECT width_bucket(d.probability, %(bounds)s::float8[]) AS band,
       count(*) FILTER (WHERE d.verdict <> 'unsure'),
       count(*) FILTER (WHERE d.verdict = 'different'),
       count(*) FILTER (WHERE d.verdict = 'unsure'),
       coalesce(avg(1 - d.probability) FILTER (WHERE d.verdict <> 'unsure'), 0)
FROM registry_matchdecision d
WHERE d.basis = 'person' AND d.undoes_id IS NULL AND d.confirms_id IS NULL
  AND d.probability IS NOT NULL AND d.decided_at >= %(since)s
  AND NOT EXISTS (SELECT 1 FROM registry_matchdecision u WHERE u.undoes_id = d.id)
GROUP BY band
"""
_JOINS = """
SELECT count(*),
       count(*) FILTER (WHERE EXISTS (
         SELECT 1 FROM registry_matchdecision u WHERE u.undoes_id = d.id)),
       coalesce(avg(1 - d.probability), 0)
FROM registry_matchdecision d
WHERE d.basis = 'rule' AND d.undoes_id IS NULL AND d.decided_at >= %(since)s
"""
_WEEK = """
SELECT count(*),
       count(*) FILTER (WHERE
         EXISTS (SELECT 1 FROM registry_matchcandidate c WHERE c.subject_id = p.id)
         OR EXISTS (SELECT 1 FROM registry_matchdecision d WHERE d.subject_id = p.id))
FROM registry_person p WHERE p.id >= %(first)s
"""
_CONTRADICTIONS = """
SELECT count(*) FROM registry_matchdecision d
JOIN registry_person s ON s.id = d.subject_id JOIN registry_person o ON o.id = d.other_id
WHERE d.verdict = 'different' AND d.undoes_id IS NULL
  AND coalesce(s.canonical_id, s.id) = coalesce(o.canonical_id, o.id)
  AND NOT EXISTS (SELECT 1 FROM registry_matchdecision u WHERE u.undoes_id = d.id)
"""
_WAITING = "SELECT count(DISTINCT subject_id) FROM registry_matchcandidate WHERE open"


@dataclass(frozen=True, slots=True)
class Failure:
    """A golden pair that no longer comes out as it was agreed."""

    pair: str
    expected: str
    got: str


@dataclass(frozen=True, slots=True)
class CheckLine:
    """One check as it was kept. ``by`` is a name of staff, empty for the machine itself."""

    checked_at: datetime
    by: str
    occasion: str
    version: str
    pairs: int
    failures: tuple[Failure, ...]
    measures: Measures
    alarms: tuple[Alarm, ...]


def measured() -> Measures:
    """Count over all rows the transaction sees; meant for ``check_rules``, which sees the nation.

    Five queries; the one over the week's persons reads them along their ids, which sort by time.
    """
    asked = {
        "bounds": list(BOUNDS),
        "since": timezone.now() - SINCE,
        "first": _first_id_of(timezone.now() - WEEK),
    }
    bands = {row[0]: row[1:] for row in _rows(_BANDS, asked)}
    (joins,) = _rows(_JOINS, asked)
    ((registered, flagged),) = _rows(_WEEK, asked)
    ((contradictions,),) = _rows(_CONTRADICTIONS, asked)
    ((waiting,),) = _rows(_WAITING, asked)
    return Measures(
        bands=tuple(_rate(*bands.get(band, (0, 0, 0, 0.0))) for band in range(len(BOUNDS) + 1)),
        joins=_rate(joins[0], joins[1], 0, joins[2]),
        registered=registered,
        flagged=flagged,
        contradictions=contradictions,
        waiting=waiting,
    )


def _rows(statement: str, asked: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, asked)
        return list(cursor.fetchall())


def _rate(decided: int, wrong: int, unsure: int, expected: float) -> Rate:
    return Rate(decided, wrong, unsure, round(float(expected), 5))


def _first_id_of(moment: datetime) -> UUID:
    """The smallest id that can be made at ``moment`` (UUIDv7 begins with the milliseconds)."""
    return UUID(int=int(moment.timestamp() * 1000) << 80 | 0x7 << 76 | 0x2 << 62)


def rule_checks(actor: Actor, *, limit: int = 30) -> list[CheckLine]:
    """The newest checks, newest first. Needs ``registry:rules:read``. Two queries."""
    actor.require(RegistryPermission.RULES_READ)
    rows = list(RuleCheck.objects.order_by("-checked_at", "-id")[:limit])
    names = account_names({row.checked_by for row in rows if row.occasion == "asked"})
    return [_line(row, names) for row in rows]


def _line(row: RuleCheck, names: dict[UUID, str]) -> CheckLine:
    return CheckLine(
        checked_at=row.checked_at,
        by=names.get(row.checked_by, ""),
        occasion=row.occasion,
        version=row.version,
        pairs=row.pairs,
        failures=tuple(Failure(**one) for one in row.failures),
        measures=Measures.from_json(row.measures),
        alarms=tuple(Alarm(word) for word in row.alarms),
    )


def rule_alarms(actor: Actor) -> tuple[Alarm, ...]:
    """What the newest check raised, for the pages that must say so; and its absence.

    Needs ``registry:rules:read``. One query.
    """
    actor.require(RegistryPermission.RULES_READ)
    row = RuleCheck.objects.order_by("-checked_at", "-id").first()
    stale = is_stale(row.checked_at if row else None, timezone.now())
    found = [Alarm(word) for word in row.alarms] if row else []
    return (*found, *((Alarm.NOT_CHECKED,) if stale else ()))


@cache
def rules_version() -> str:
    """Which rules were tried: the product's version, the rule, and a mark of the name tables.

    The mark changes with any weight or sound, so that two results of different rules are never
    taken for two results of one.
    """
    digest = hashlib.sha256()
    tables = files("namebridge").joinpath("tables")
    for table in sorted(tables.iterdir(), key=lambda one: one.name):
        if table.is_file():
            digest.update(table.name.encode() + table.read_bytes())
    return f"{__version__} {RULE} {digest.hexdigest()[:8]}"


def last_checked_at() -> datetime | None:
    """When the rules were last checked, by whomever. One query."""
    return RuleCheck.objects.order_by("-checked_at").values_list("checked_at", flat=True).first()
