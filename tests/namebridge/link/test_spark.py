"""Spark and DuckDB give the same pairs, byte for byte."""

import shutil
import subprocess
import time
from pathlib import Path

import pytest
from tests.namebridge.link.people import (
    LIST_COLUMNS,
    REGISTER_COLUMNS,
    register_rows,
    seen_again,
    write,
)

from namebridge.link import LinkProblem, link_files
from namebridge.link.spark import need_spark


def _sparks() -> list[str]:
    answer = subprocess.run(["pgrep", "-f", "org.apache.spark"], capture_output=True, text=True)
    return answer.stdout.split()


def test_two_spark_workers_give_the_pairs_of_duckdb(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if shutil.which("java") is None:
        pytest.skip("Java is not here: apt install openjdk-17-jre-headless")
    monkeypatch.setenv("NAMEBRIDGE_SPARK_MASTER", "local-cluster[2,1,1024]")
    for name in ("SPARK_WORKER_DIR", "PYSPARK_PYTHON", "PYSPARK_DRIVER_PYTHON"):
        monkeypatch.setenv(name, "")
    rows = register_rows(200)
    register = write(tmp_path / "register.csv", REGISTER_COLUMNS, rows)
    listed = write(tmp_path / "list.csv", LIST_COLUMNS, seen_again(rows[:80]))
    before = _sparks()
    link_files(register, listed, tmp_path / "duckdb.csv")
    link_files(register, listed, tmp_path / "spark.csv", engine="spark")
    assert (tmp_path / "spark.csv").read_bytes() == (tmp_path / "duckdb.csv").read_bytes()
    assert b",same," in (tmp_path / "spark.csv").read_bytes()
    until = time.monotonic() + 60
    while not set(_sparks()) <= set(before) and time.monotonic() < until:
        time.sleep(0.2)
    assert set(_sparks()) <= set(before)


def test_without_pyspark_it_is_said_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "pyspark", None)
    with pytest.raises(LinkProblem, match="pip install"):
        need_spark()


def test_without_java_it_is_said_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("JAVA_HOME", raising=False)
    monkeypatch.setenv("PATH", "")
    with pytest.raises(LinkProblem, match="Java 17"):
        need_spark()
