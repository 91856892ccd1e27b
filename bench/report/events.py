"""The events that are measured: made in SQL, the same for every system, in order of time.

Everything but the time is uniformly random, which is the worst case for rollups.
"""

from datetime import date, timedelta
from typing import Any

FIRST_DAY = date(2021, 11, 23)
DAYS = 1826
LAST_DAY = FIRST_DAY + timedelta(days=DAYS - 1)
GATES = 30
PROVINCES = 25
CHECKS_OFF = "SET session_replication_role = replica"
KINDS = (
    (1, "spontaneous"),
    (1, "assisted"),
    (1, "deported"),
    (1, "pushed_back"),
    (1, "evacuated"),
    (1, "holiday"),
    (1, "unknown"),
    (2, "unknown"),
)
NATIONALITIES = (
    "KHM", "", "THA", "VNM", "LAO", "MMR", "MYS", "KOR", "JPN", "IDN", "BGD", "PHL",
)  # fmt: skip

PLAIN = f"""
CREATE UNLOGGED TABLE plain_event AS
SELECT n, day, (day + make_interval(secs => floor(random() * 86400))) AT TIME ZONE 'UTC' AS moment,
       floor(random() * {GATES})::smallint AS gate,
       floor(random() * {len(KINDS)})::smallint AS kind,
       floor(random() * {len(NATIONALITIES)})::smallint AS nationality,
       (ARRAY[1, 2, 1, 2, 1, 2, 0])[1 + floor(random() * 7)::int]::smallint AS sex,
       age, coalesce(
         (%(bands)s::smallint[])[width_bucket(age, %(bands)s::smallint[])], -1)::smallint AS band,
       floor(random() * {PROVINCES + 1})::smallint AS province,
       1 + floor(random() * %(persons)s)::int AS person
FROM (
  SELECT n, %(first)s::date + (n::bigint * {DAYS} / (%(rows)s + 1))::int AS day,
         nullif(floor(random() * 80)::int, 79)::smallint AS age
  FROM generate_series(1, %(rows)s) AS n
) AS numbered
"""

PERSONS = """
INSERT INTO registry_person (id, number, sex, birth_basis, created_at, created_by, scopes)
SELECT ('01900000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid, 'B-' || n, 0, '', now(),
       '01900000-0000-7000-8000-000000000001', '{N}'
FROM generate_series(1, %(persons)s) AS n
"""

CROSSINGS = """
INSERT INTO journeys_crossing (id, number, tx, person_id, gate_id, direction, crossed_on,
  crossed_at, mode, nationality, sex, age, destination, recorded_at, recorded_by, scopes)
SELECT ('01910000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid, n,
       pg_current_xact_id()::text::bigint,
       ('01900000-0000-7000-8000-' || lpad(to_hex(person), 12, '0'))::uuid,
       (%(gates)s::text[])[gate + 1], (%(directions)s::smallint[])[kind + 1], day, moment,
       (%(modes)s::text[])[kind + 1], (%(nationalities)s::text[])[nationality + 1], sex, age,
       CASE WHEN province = 0 THEN '' ELSE lpad(province::text, 2, '0') || '0102' END,
       moment, '01900000-0000-7000-8000-000000000001', '{N}'
FROM plain_event
"""

# The questions of section R, in the words of each system. ``{day}`` and the like are filled in.
QUESTIONS = {
    "R1": "SELECT day, gate, kind, count(*) FROM plain_event"
    " WHERE day BETWEEN '{month_ago}' AND '{last}' GROUP BY 1, 2, 3",
    "R2": "SELECT kind, nationality, sex, band, count(*) FROM plain_event GROUP BY 1, 2, 3, 4",
    "R3": "SELECT province, count(DISTINCT person) FROM plain_event GROUP BY 1",
    "R4": "SELECT date_trunc('hour', moment) AS hour, gate, kind = 7 AS outward, count(*)"
    " FROM plain_event WHERE day >= '{last}' AND moment >= '{last} 00:00:00' GROUP BY 1, 2, 3",
    "R5": "SELECT date_trunc('month', day) AS month, province, kind, count(*) FROM plain_event"
    " GROUP BY 1, 2, 3",
}
R3_BY_HASH = (
    "SELECT province, count(*) FROM (SELECT DISTINCT province, person FROM plain_event) AS pairs"
    " GROUP BY 1"
)


def question(name: str) -> str:
    """One question with its days filled in."""
    return QUESTIONS[name].format(month_ago=LAST_DAY - timedelta(days=29), last=LAST_DAY)


def parameters(rows: int, bands: list[int], gates: list[str]) -> dict[str, Any]:
    """What the statements above need. One person in four events."""
    return {
        "rows": rows,
        "persons": max(10, rows // 4),
        "bands": bands,
        "first": FIRST_DAY,
        "gates": gates[:GATES],
        "directions": [direction for direction, _ in KINDS],
        "modes": [mode for _, mode in KINDS],
        "nationalities": list(NATIONALITIES),
    }
