"""The product as a person starts it, for stories: the command, its address, its end."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.architecture.house import ROOT

PATIENCE = 240
"""Seconds a first start may take on a busy machine before the story gives up."""


@dataclass
class Product:
    """A running Polakor: where it answers, where its data lie, and the process that holds it."""

    address: str
    data: Path
    process: subprocess.Popen[bytes]
    said: Path

    def word(self) -> str:
        """What the command has printed so far."""
        return self.said.read_text(encoding="utf-8", errors="replace")

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Another command beside the running server."""
        return subprocess.run(
            [sys.executable, "-m", "polakor", *arguments, "--data", str(self.data)],
            cwd=ROOT,
            env=environment(),
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )


def environment() -> dict[str, str]:
    """The surroundings of a stranger's shell: nothing of the test run's own settings."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("POLAKOR_", "DJANGO_"))}
    return {**kept, "PYTHONPATH": str(ROOT / "src")}


def free_port() -> int:
    """A port nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running(data: Path, *options: str) -> Iterator[Product]:
    """Start ``polakor up`` and stop it as Ctrl-C would; fails if it leaves a process behind."""
    data.mkdir(parents=True, exist_ok=True)
    said = data.parent / f"{data.name}.said"
    with said.open("wb") as file:
        process = subprocess.Popen(
            [
                sys.executable,
                "-m",
                "polakor",
                "up",
                "--data",
                str(data),
                "--port",
                str(free_port()),
                *options,
            ],
            cwd=ROOT,
            env=environment(),
            stdout=file,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    product = Product("", data, process, said)
    try:
        product.address = _address(product)
        yield product
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGINT)
            process.wait(timeout=60)


def _address(product: Product) -> str:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        found = re.search(r"http://127\.0\.0\.1:\d+", product.word())
        if found and "Ctrl-C" in product.word():
            return found[0]
        if product.process.poll() is not None:
            raise AssertionError(f"polakor up ended by itself:\n{product.word()}")
        time.sleep(0.2)
    raise AssertionError(f"polakor up did not come up in {PATIENCE} s:\n{product.word()}")
