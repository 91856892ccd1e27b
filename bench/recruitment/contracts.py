"""Many contracts for the measurement: rows of orders, workers and ledger, made by the database."""

from dataclasses import replace
from datetime import date
from typing import Any

ORDER_OF = 100
"""Workers of one order."""

PEOPLE = """
INSERT INTO registry_person (id, number, sex, birth_basis, unanswered, created_at,
  created_by, scopes)
SELECT ('01900000-0000-7000-8001-' || lpad(to_hex(n), 12, '0'))::uuid, 'BN-' || n, 1 + n %% 2, '',
       '{}', now(), %(by)s, ARRAY['N'] FROM generate_series(1, %(people)s) AS n
"""
ORDERS = """
INSERT INTO recruitment_joborder (id, number, agency_id, country, employer, sector, occupation,
  people, leave_by, terms, needed, state, declared_at, declared_by, scopes)
SELECT ('01900000-0000-7000-8002-' || lpad(to_hex(n), 12, '0'))::uuid, 'JO-' || n, agency.id, 'THA',
       'Employer ' || n %% 700, 'manufacturing', '', %(each)s, NULL,
       '{"employer": "E", "country": "THA", "wage": "12000", "currency": "THB"}', 1, 'approved',
       now() - n * interval '1 minute', %(by)s, ARRAY['N', 'L', 'A' || agency.number]
FROM generate_series(1, %(orders)s) AS n
JOIN (SELECT id, number, row_number() OVER (ORDER BY number) - 1 AS at
      FROM recruitment_recruiter WHERE kind = 'agency') AS agency ON agency.at = n %% %(agencies)s
"""
DECISIONS = """
INSERT INTO recruitment_orderdecision (id, order_id, agreed, reason, decided_at, decided_by, scopes)
SELECT gen_random_uuid(), id, true, '', now(), %(by)s, scopes FROM recruitment_joborder
"""
PLACEMENTS = """
INSERT INTO recruitment_placement (id, number, order_id, person_id, name, sex, birth, state, since,
  due_on, recorded_at, recorded_by, scopes)
SELECT ('01900000-0000-7000-8003-' || lpad(to_hex(n), 12, '0'))::uuid, 'PW-' || n, job.id,
       ('01900000-0000-7000-8001-' || lpad(to_hex(n), 12, '0'))::uuid, 'Worker ' || n,
       1 + n %% 2, '1996', CASE WHEN n %% 2 = 0 THEN 'cleared' ELSE 'signed' END, %(day)s,
       %(day)s + n %% 60, now() - n * interval '1 second', %(by)s, job.scopes
FROM generate_series(1, %(people)s) AS n
JOIN recruitment_joborder job
  ON job.id = ('01900000-0000-7000-8002-' || lpad(to_hex((n - 1) / %(each)s + 1), 12, '0'))::uuid
"""
CONTRACTS = """
INSERT INTO recruitment_contract (id, placement_id, kind, paper, signed_on, terms, recorded_at,
  recorded_by, scopes)
SELECT gen_random_uuid(), id, 'placement', '', %(day)s,
       '{"employer": "E", "country": "THA", "wage": "12000", "currency": "THB"}', recorded_at,
       %(by)s, scopes FROM recruitment_placement
"""
# The trigger of the ledger reads each row against the one before it, here as everywhere.
LEDGER = """
WITH steps AS (
  SELECT id AS order_id, scopes, NULL::uuid AS placement_id, 'approved' AS step, 0 AS turn, 0 AS n
  FROM recruitment_joborder
  UNION ALL
  SELECT order_id, scopes, id, 'contracted', 1, substr(number, 4)::int FROM recruitment_placement
  UNION ALL
  SELECT order_id, scopes, id, 'cleared', 2, substr(number, 4)::int FROM recruitment_placement
  WHERE state = 'cleared'),
placed AS (
  SELECT *, row_number() OVER chain AS place,
         count(*) FILTER (WHERE step = 'contracted') OVER chain AS contracted,
         count(*) FILTER (WHERE step = 'cleared') OVER chain AS cleared
  FROM steps WINDOW chain AS (PARTITION BY order_id ORDER BY turn, n ROWS UNBOUNDED PRECEDING))
INSERT INTO recruitment_ledgerrow (id, order_id, place, step, placement_id, people, undoes,
  approvers, needed, by, at, day, approved, contracted, cleared, departed, previous, hash,
  key, signature, reason, scopes)
SELECT gen_random_uuid(), order_id, place, step, placement_id,
       CASE WHEN step = 'approved' THEN %(each)s ELSE 1 END, 0,
       CASE WHEN step = 'approved' THEN ARRAY[%(by)s::uuid] ELSE '{}' END, 1, %(by)s, now(),
       %(day)s,
       %(each)s, contracted, cleared, 0,
       CASE WHEN place = 1 THEN '' ELSE md5(order_id::text || (place - 1)) END,
       md5(order_id::text || place), 'bench', '', '', scopes
FROM placed ORDER BY order_id, place
"""


def fill(people: int, agencies: int, day: date) -> None:
    """So many workers with a contract each, a hundred an order, half of them cleared."""
    from django.db import connection

    from polakor.access.context import acting_as
    from polakor.access.machine import SETUP
    from polakor.access.rules.scopes import LICENSING

    values = {
        "people": people,
        "each": ORDER_OF,
        "orders": -(-people // ORDER_OF),
        "agencies": agencies,
        "by": SETUP.account_id,
        "day": day,
    }
    with acting_as(SETUP.also_seeing(LICENSING)), connection.cursor() as cursor:
        for statement in (PEOPLE, ORDERS, DECISIONS, PLACEMENTS, CONTRACTS, LEDGER):
            cursor.execute(statement, values)
    with connection.cursor() as cursor:
        for table in ("joborder", "placement", "contract", "ledgerrow"):
            cursor.execute(f"ANALYZE recruitment_{table}")


def looks(numbers: list[str], people: int) -> dict[str, Any]:
    """What officers and agencies read, as functions of a number drawn; row security is on."""
    from polakor.access.machine import SETUP
    from polakor.access.rules.policy import PERMISSIONS, Role
    from polakor.access.rules.scopes import LICENSING, agency_scope
    from polakor.recruitment.queries.ledger import lines_of_order
    from polakor.recruitment.queries.orders import order_file, orders_for
    from polakor.recruitment.queries.placements import placement_file, placements_for

    officer = replace(SETUP, permissions=PERMISSIONS[Role.LICENSING_OFFICER], scopes=(LICENSING,))

    orders = -(-people // ORDER_OF)

    def agency(at: int) -> Any:
        scope = agency_scope(numbers[at % len(numbers)])
        return replace(SETUP, permissions=PERMISSIONS[Role.AGENCY], scopes=(scope,))

    return {
        "orders of all": lambda at: orders_for(officer, offset=50 * (at % 20)),
        "one order": lambda at: order_file(officer, f"JO-{1 + at % orders}"),
        "its ledger": lambda at: lines_of_order(officer, f"JO-{1 + at % orders}"),
        "workers of all, longest due": lambda at: placements_for(officer),
        "workers of an order": lambda at: placements_for(officer, order=f"JO-{1 + at % orders}"),
        "one worker": lambda at: placement_file(officer, f"PW-{1 + at % people}"),
        "an agency's orders": lambda at: orders_for(agency(at)),
        "an agency's workers": lambda at: placements_for(agency(at)),
    }
