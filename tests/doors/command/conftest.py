"""A Polakor of one page, started as a stranger would start it, in a folder of its own."""

import contextlib
import http.client
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
TINY = Path(__file__).with_name("tiny")
PATIENCE = 120.0


def free_port() -> int:
    """A port nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def alive(pid: int) -> bool:
    """Whether a process runs; a zombie does not."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return False
    return fields[0] not in {"Z", "X"}


@dataclass
class Site:
    """One data folder and the `polakor up` over it."""

    data: Path
    port: int = field(default_factory=free_port)
    words: list[str] = field(default_factory=list)
    process: subprocess.Popen[str] | None = None

    @property
    def note(self) -> dict:
        try:
            return json.loads((self.data / "run" / "running.json").read_text())
        except (OSError, ValueError):
            return {}

    def command(self, *words: str) -> subprocess.Popen[str]:
        """Start any polakor command over this folder."""
        environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "tiny_settings",
            "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{TINY}",
        }
        for name in ("POLAKOR_DATA", "DATABASE_URL", "POLAKOR_DATABASE_URL"):
            environment.pop(name, None)
        return subprocess.Popen(
            [sys.executable, "-m", "polakor", *words, "--data", str(self.data)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=environment,
        )

    def start(self) -> None:
        """Start and wait until a page is served."""
        self.process = self.command("up", "--port", str(self.port), *self.words)
        until = time.monotonic() + PATIENCE
        while not self.serves():
            assert self.process.poll() is None, self.process.communicate()
            assert time.monotonic() < until, "it did not start in time"
            time.sleep(0.05)

    def serves(self) -> bool:
        """Whether this very process, not one before it, has said where it is."""
        note = self.note
        return (
            bool(note.get("url")) and self.process is not None and note["pid"] == self.process.pid
        )

    def page(self) -> str:
        """The page as a browser gets it, asked again while a program is being brought back."""
        until = time.monotonic() + PATIENCE
        port = int(self.note["url"].rsplit(":", 1)[1].strip("/"))
        while True:
            line = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
            with contextlib.suppress(OSError, http.client.HTTPException):
                line.request("GET", "/")
                answer = line.getresponse()
                text = answer.read().decode()
                if answer.status == 200:
                    return text
            assert time.monotonic() < until, "no page in time"
            time.sleep(0.1)

    def ask(self, statement: str, *values: object) -> list[tuple]:
        """Ask the database as its owner."""
        import psycopg

        with psycopg.connect(self.note["addresses"]["owner"], autocommit=True) as connection:
            cursor = connection.execute(statement, values)
            return cursor.fetchall() if cursor.description else []

    def programs(self) -> dict[str, int]:
        """Process ids by what they are."""
        found = {"supervisor": self.note["pid"]}
        for pid in self.note["programs"]:
            words = Path(f"/proc/{pid}/cmdline").read_text()
            kind = next(
                k for k in ("postgres", "server", "worker") if k in words.partition("-D")[0]
            )
            found[kind] = int(pid)
        return found

    def everything(self) -> list[int]:
        """All live processes that belong to this folder."""
        found = []
        for entry in Path("/proc").iterdir():
            if not entry.name.isdigit() or int(entry.name) == os.getpid():
                continue
            with contextlib.suppress(OSError):
                words = (entry / "cmdline").read_bytes() + (entry / "environ").read_bytes()
                place = os.readlink(entry / "cwd")
                mine = os.fsencode(self.data) in words or place.startswith(str(self.data))
                if mine and alive(int(entry.name)):
                    found.append(int(entry.name))
        return found

    def stop(self) -> str:
        """Ctrl-C, and what was said."""
        assert self.process is not None
        self.process.send_signal(signal.SIGINT)
        said, fault = self.process.communicate(timeout=PATIENCE)
        assert fault == ""
        return said

    def gone(self, patience: float = 20.0) -> bool:
        """Whether everything of this folder ends in time."""
        until = time.monotonic() + patience
        while self.everything():
            if time.monotonic() > until:
                return False
            time.sleep(0.1)
        return True


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder that was started once and stopped: the others are copies of it."""
    site = Site(tmp_path_factory.mktemp("first") / "data")
    site.start()
    site.stop()
    return site.data


@pytest.fixture
def site(prepared: Path, tmp_path: Path) -> Iterator[Site]:
    """A stopped site of its own; whatever the test leaves running is ended."""
    site = Site(tmp_path / "data")
    shutil.copytree(prepared, site.data, copy_function=shutil.copy2)
    yield site
    for pid in site.everything():
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    if site.process is not None:
        site.process.communicate()
