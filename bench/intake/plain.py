"""PostgreSQL itself: the bare insert without a web server, and what lies on disk."""

import json
import threading
import time
from typing import Any
from uuid import UUID, uuid4

import psycopg
from load import Sent

TABLE = """
DROP TABLE IF EXISTS bare_record;
CREATE TABLE bare_record (
  id uuid PRIMARY KEY, device uuid NOT NULL, sequence integer NOT NULL, form text NOT NULL,
  gate text NOT NULL, made_at timestamptz NOT NULL, name_km text NOT NULL, name_latin text NOT NULL,
  sex smallint NOT NULL, age smallint, destination text NOT NULL, phone text NOT NULL,
  answers jsonb NOT NULL);
CREATE INDEX ON bare_record (device, sequence);
CREATE INDEX ON bare_record (made_at);
GRANT SELECT, INSERT ON bare_record TO polakor_app;
"""
INSERT = """
INSERT INTO bare_record (id, device, sequence, form, gate, made_at, name_km, name_latin, sex, age,
                         destination, phone, answers)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
"""
TABLES = (
    "intake_submission",
    "intake_delivery",
    "intake_outcome",
    "registry_person",
    "registry_personname",
    "registry_namekey",
    "registry_namereading",
    "registry_phone",
    "registry_document",
    "registry_told",
    "registry_registering",
    "journeys_crossing",
    "access_auditevent",
)


def make_table(address: str) -> None:
    """The bare table, anew, beside the real ones. ``address``: of the owner."""
    with psycopg.connect(address, autocommit=True) as owner:
        owner.execute(TABLE)


def drive(address: str, told: list[dict[str, Any]], clients: int, seconds: float) -> Sent:
    """One durable row at a time over ``clients`` connections, prepared."""
    sent, lock = Sent(), threading.Lock()
    rows = [_row(one) for one in told]

    def work() -> None:
        took = []
        with psycopg.connect(address, autocommit=True) as connection:
            connection.prepare_threshold = 1
            until = time.perf_counter() + seconds
            at = 0
            while (began := time.perf_counter()) < until:
                row = (uuid4(), *rows[at % len(rows)])
                connection.execute(INSERT, row)
                took.append((time.perf_counter() - began) * 1000)
                at += 1
        with lock:
            sent.took += took
            sent.statuses[200] = sent.statuses.get(200, 0) + len(took)

    threads = [threading.Thread(target=work) for _ in range(clients)]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    sent.seconds = time.perf_counter() - began
    return sent


def _row(told: dict[str, Any]) -> tuple[object, ...]:
    said, family = told["members"][0]["answers"], told["household"]["answers"]
    return (
        UUID(told["device"]),
        told["seq"],
        told["form"],
        told["gate"],
        told["made_at"],
        said["name_km"],
        said["name_latin"],
        int(said["sex"]),
        said["age"],
        family["destination"],
        family["phone"],
        json.dumps(family),
    )


def count(address: str) -> int:
    """Registrations in the database, each with its record and its crossing."""
    with psycopg.connect(address, autocommit=True) as owner:
        owner.execute("SELECT set_config('polakor.scopes', 'N', false)")
        rows = [
            owner.execute(f"SELECT count(*) FROM {table}").fetchone()
            for table in ("intake_submission", "registry_person", "journeys_crossing")
        ]
    found = {row[0] for row in rows if row}
    assert len(found) == 1, f"submissions, records and crossings differ: {found}"
    return int(found.pop())


def octets(address: str) -> int:
    """Bytes of the tables a registration is written to, with their indexes."""
    with psycopg.connect(address, autocommit=True) as owner:
        row = owner.execute(
            "SELECT sum(pg_total_relation_size(name::regclass))::bigint"
            " FROM unnest(%s::text[]) AS name WHERE to_regclass(name) IS NOT NULL",
            [list(TABLES)],
        ).fetchone()
    return int(row[0]) if row else 0
