"""The same people and questions asked of tuned pg_trgm, on a PostgreSQL that has it.

A server of its own with the distribution's binaries, the same shared buffers and no row security
(which would cost it its index). Every written name of a person is a row, so that a question in
Khmer is held against Khmer and one in Latin against Latin. Tuned: GIN index, threshold 0.3, year
and province as bonus in the order, the ten best persons; all in one statement, prepared.
"""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg

THRESHOLD = 0.3
_ASK = """
SELECT person FROM (
  SELECT person, max(similarity(name, %(name)s)
    + CASE WHEN %(year)s::int IS NULL OR year IS NULL THEN 0
           WHEN year = %(year)s THEN 0.3 WHEN abs(year - %(year)s) <= 2 THEN 0.1 ELSE -0.2 END
    + CASE WHEN %(province)s = '' THEN 0 WHEN province = %(province)s THEN 0.15 ELSE -0.05 END)
    AS worth
  FROM person_name WHERE name %% %(name)s GROUP BY person) found
ORDER BY worth DESC, person LIMIT 10
"""


def binaries() -> Path | None:
    """Where a PostgreSQL with pg_trgm lies, the newest; None where there is none."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda p: p.parts[-3])
    return found[-1].parent if found else None


def _as_postgres(command: list[str]) -> None:
    """Run as somebody who is not root, whom the server would refuse."""
    user = pwd.getpwnam("postgres") if os.geteuid() == 0 else None
    subprocess.run(
        command,
        check=True,
        stdout=subprocess.DEVNULL,
        user=user.pw_uid if user else None,
        group=user.pw_gid if user else None,
        cwd="/",
    )


def measure(register: Any, questions: list[Any], asked_all: Callable[..., Any]) -> dict[str, Any]:
    """Load, ask all, take the server down again."""
    place = binaries()
    if place is None:
        return {"left_out": "no PostgreSQL with pg_trgm on this machine"}
    folder = Path(tempfile.mkdtemp(prefix="polakor-trgm-"))
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres")
    data, log = str(folder / "data"), str(folder / "log")
    options = ["-A", "trust", "-U", "bench", "-E", "UTF8", "--locale", "C.UTF-8"]
    _as_postgres([str(place / "initdb"), "-D", data, *options])
    settings = (
        f"-c shared_buffers=1GB -c listen_addresses='' -k {folder} -c max_wal_size=4GB -c jit=off"
    )
    _as_postgres([str(place / "pg_ctl"), "-D", data, "-l", log, "-w", "-o", settings, "start"])
    try:
        with psycopg.connect(
            host=str(folder), user="bench", dbname="postgres", autocommit=True
        ) as db:
            return _measured(db, register, questions, asked_all)
    finally:
        _as_postgres([str(place / "pg_ctl"), "-D", data, "-m", "immediate", "stop"])
        shutil.rmtree(folder, ignore_errors=True)


def _measured(
    db: Any, register: Any, questions: list[Any], asked_all: Callable[..., Any]
) -> dict[str, Any]:
    began = time.monotonic()
    db.execute("CREATE EXTENSION pg_trgm")
    db.execute("CREATE TABLE person_name (person int, name text, year smallint, province text)")
    done = 0
    for block in register.blocks():
        with db.cursor().copy("COPY person_name FROM STDIN") as copy:
            for at in range(len(block["id"])):
                year = block["birth_date"][at][:4] or None
                for column in ("name_km", "name_latin", "name_th"):
                    if name := block[column][at]:
                        home = block["home_place_code"][at][:2]
                        copy.write_row((done + at, name.lower(), year, home))
        done += len(block["id"])
        print(f"pg_trgm {done:>10,} people", file=sys.stderr, flush=True)
    db.execute("SET maintenance_work_mem = '1GB'")
    db.execute("CREATE INDEX ON person_name USING gin (name gin_trgm_ops)")
    db.execute("VACUUM ANALYZE person_name")
    loaded = time.monotonic() - began
    db.execute(f"SET pg_trgm.similarity_threshold = {THRESHOLD}")

    def ask(question: Any) -> list[int]:
        told = {"name": question.name, "year": question.year, "province": question.province}
        return [row[0] for row in db.execute(_ASK, told, prepare=True).fetchall()]

    result: dict[str, Any] = asked_all(questions, ask, lambda q: q.person, "pg_trgm")
    version = db.execute("SHOW server_version").fetchone()[0].split()[0]
    return {**result, "loading_seconds": round(loaded, 1), "server": f"PostgreSQL {version}"}
