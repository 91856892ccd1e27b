"""Fill a register with invented people by COPY, filed exactly as registering files them."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

import psycopg
from people.register import Register

from namebridge import clean
from polakor.base.ids import human_number
from polakor.registry.rules.readings import VERSION, filed_readings, word_number

ACCOUNT = UUID(int=1)
DAY = "20250806"
BATCH = 50_000
INDEXED = (
    "registry_person",
    "registry_personname",
    "registry_namereading",
    "registry_phone",
    "registry_document",
    "registry_nameword",
)
SCRIPTS = {"name_km": "khmr", "name_latin": "latn", "name_th": "thai"}


@lru_cache(maxsize=2_000_000)
def _word(text: str) -> str:
    return clean(text)


def person_id(place: int) -> UUID:
    """Ids sort as they would had the people been registered one after the other."""
    return UUID(int=(0x0198 << 112) | (0x7 << 76) | (0x2 << 62) | place)


def _drop_indexes(db: psycopg.Connection[Any]) -> list[str]:
    """Take off what can be built faster afterwards; returns the statements that bring it back."""
    rows = db.execute(
        "SELECT i.indexrelid::regclass::text, pg_get_indexdef(i.indexrelid)"
        " FROM pg_index i WHERE i.indrelid::regclass::text = ANY (%s) AND NOT i.indisprimary"
        " AND NOT EXISTS (SELECT 1 FROM pg_constraint c WHERE c.conindid = i.indexrelid)",
        [list(INDEXED)],
    ).fetchall()
    for name, _ in rows:
        db.execute(f"DROP INDEX {name}")
    return [definition for _, definition in rows]


def _birth(text: str) -> tuple[int | None, int | None, int | None, str]:
    parts = [int(part) for part in text.split("-")] if text else []
    if not parts:
        return None, None, None, ""
    if len(parts) == 1:
        return parts[0], None, None, "year"
    year, month, day = parts
    return year, month, day, "jan1" if (month, day) == (1, 1) else "date"


def _rows(register: Register) -> Iterator[dict[str, list[tuple[Any, ...]]]]:
    now = datetime(2025, 8, 6, tzinfo=UTC)
    place = 0
    words: set[int] = set()
    for block in register.blocks(BATCH):
        out: dict[str, list[tuple[Any, ...]]] = {table: [] for table in INDEXED}
        for at in range(len(block["id"])):
            who = person_id(place)
            home = block["home_place_code"][at]
            scopes = ["N", f"S{ACCOUNT.hex}:{DAY}", f"P{home[:2]}"]
            year, month, day, basis = _birth(block["birth_date"][at])
            number = human_number(place + 1, "PK")
            sex = 1 if block["sex"][at] == "M" else 2
            out["registry_person"].append(
                (who, number, sex, year, month, day, basis, home, now, ACCOUNT, scopes)
            )
            readings: dict[tuple[str, str], None] = {}
            for position, (column, script) in enumerate(SCRIPTS.items()):
                if text := block[column][at]:
                    parts = tuple(_word(word) for word in text.split(" "))
                    named = (_id(place, 1 + position), who, position, script, " ".join(parts))
                    out["registry_personname"].append((*named, text, scopes))
                    readings.update(dict.fromkeys(filed_readings(parts)))
            for family, given in readings:
                pair = word_number(family), word_number(given)
                out["registry_namereading"].append(
                    (who, *pair, year or 0, home[:2], VERSION, scopes)
                )
                for number_of, token in zip(pair, (family, given), strict=True):
                    if token and number_of not in words:
                        words.add(number_of)
                        out["registry_nameword"].append((number_of, token))
            if phone := block["phone"][at]:
                out["registry_phone"].append((_id(place, 5), who, phone, scopes))
            if kind := block["document_kind"][at]:
                out["registry_document"].append(
                    (_id(place, 6), who, kind, block["document_number"][at], scopes)
                )
            place += 1
        yield out


def _id(place: int, what: int) -> UUID:
    return UUID(int=(0x0198 << 112) | (0x7 << 76) | (0x2 << 62) | place | (what << 48))


COLUMNS = {
    "registry_person": "id, number, sex, birth_year, birth_month, birth_day, birth_basis,"
    " home_id, created_at, created_by, scopes",
    "registry_personname": "id, person_id, position, script, text, original, scopes",
    "registry_namereading": "person_id, family, given, born, province, version, scopes",
    "registry_nameword": "number, text",
    "registry_phone": "id, person_id, number, scopes",
    "registry_document": "id, person_id, kind, number, scopes",
}


def place_codes(address: str) -> list[str]:
    """Codes of the smallest places of the pack, where people can live."""
    with psycopg.connect(address) as db:
        rows = db.execute(
            "SELECT code FROM reference_place WHERE level ="
            " (SELECT max(level) FROM reference_place) ORDER BY code"
        )
        return [row[0] for row in rows]


def fill(address: str, register: Register) -> dict[str, float]:
    """Write the whole register as the owner; seconds by step. Row security stands again after."""
    began = time.monotonic()
    with psycopg.connect(address, autocommit=True) as db:
        for table in INDEXED:
            db.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
            db.execute(f"ALTER TABLE {table} DISABLE TRIGGER ALL")
        again = _drop_indexes(db)
        db.execute("SET synchronous_commit = off")
        done = 0
        for block in _rows(register):
            with db.transaction():
                for table, rows in block.items():
                    with db.cursor().copy(f"COPY {table} ({COLUMNS[table]}) FROM STDIN") as copy:
                        for row in rows:
                            copy.write_row(row)
            done += len(block["registry_person"])
            print(f"{done:>10,} people", file=sys.stderr, flush=True)
        written = time.monotonic()
        db.execute("SET maintenance_work_mem = '1GB'")
        db.execute(f"SELECT setval('registry_person_number', {len(register) + 1})")
        for statement in again:
            db.execute(statement)
        for table in INDEXED:
            db.execute(f"ALTER TABLE {table} ENABLE TRIGGER ALL")
            db.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
            db.execute(f"VACUUM ANALYZE {table}")
    return {
        "write_seconds": round(written - began, 1),
        "index_seconds": round(time.monotonic() - written, 1),
    }


if __name__ == "__main__":
    print(json.dumps({"tables": COLUMNS}, indent=1))
