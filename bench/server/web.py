"""Web servers on the measured database, and what the processor spent."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil

HERE = Path(__file__).resolve().parent
SOURCE = HERE.parents[1] / "src"


@contextmanager
def served(target: str, *, modules: Path = HERE) -> Iterator[tuple[int, int]]:
    """A web server as in production (granian, two workers of two threads). Port and process.

    ``target``: one of ``serving.TARGETS``, found in the product or in the folder ``modules``.
    """
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    where = os.pathsep.join([str(SOURCE), str(modules)])
    process = subprocess.Popen(
        [sys.executable, str(HERE / "serving.py"), target, str(port)],
        env={**os.environ, "PYTHONPATH": where},
        stdout=subprocess.DEVNULL,
    )
    try:
        _wait(port)
        yield port, process.pid
    finally:
        process.terminate()
        process.wait(15)


def _wait(port: int) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError("the web server does not answer")


def spent(*roots: int) -> float:
    """Processor seconds of these processes and all below them so far."""
    total = 0.0
    for root in roots:
        try:
            top = psutil.Process(root)
            family = [top, *top.children(recursive=True)]
        except psutil.NoSuchProcess:
            continue
        for one in family:
            try:
                times = one.cpu_times()
            except psutil.NoSuchProcess:
                continue
            # What ended children took is in their parent's sum.
            total += times.user + times.system
    return total


def busy() -> float:
    """Processor seconds the whole machine has been busy."""
    times = psutil.cpu_times()
    return float(sum(times) - times.idle - times.iowait - times.guest - times.guest_nice)


def postmaster(folder: Path) -> int:
    """The process of the database server."""
    return int(next(folder.rglob("postmaster.pid")).read_text().split()[0])
