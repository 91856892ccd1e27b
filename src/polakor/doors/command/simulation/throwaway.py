"""A Polakor of a rehearsal's own: embedded database, web server, worker; accounts and devices."""

import contextlib
import json
import os
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from http.cookiejar import CookieJar
from pathlib import Path
from typing import Any
from uuid import UUID

from polakor.doors.command import holding, processes, roles, surroundings
from polakor.doors.command.errors import CommandFailure
from polakor.doors.command.home import Home, source_tree
from polakor.doors.command.simulation.devices import FieldDevice, Line
from polakor.intake.rules.sealing import Session, bytes_of, public_key

PATIENCE = 600.0
"""Seconds a first start may take on a busy machine."""
OFFICER = "rehearsal-desk"
SUPERVISOR = "rehearsal-office"
BEGAN = date(2014, 1, 1)


@dataclass
class Throwaway:
    """A running Polakor: where it answers, where its data lie, the process that holds it all."""

    home: Home
    url: str
    addresses: roles.Addresses
    process: subprocess.Popen[bytes]


@contextlib.contextmanager
def folder_for(named: str | None) -> Iterator[Path]:
    """An empty folder: the one named, which is kept, or a temporary one, which is not.

    Raises CommandFailure when the named one holds anything: no rehearsal touches real data.
    """
    if named:
        folder = Path(named).expanduser().absolute()
        if folder.exists() and any(folder.iterdir()):
            raise CommandFailure(f"{folder} is not empty; a rehearsal needs a folder of its own")
        yield folder
        return
    top = Path(tempfile.mkdtemp(prefix="polakor-rehearsal-"))
    top.chmod(0o711)  # where PostgreSQL runs as another account, that account walks through
    try:
        yield top / "data"
    finally:
        shutil.rmtree(top, ignore_errors=True)


@contextlib.contextmanager
def running(folder: Path) -> Iterator[Throwaway]:
    """``polakor up`` over ``folder`` until the end of the block, as an operator starts it."""
    process, home = start(folder), Home(folder)
    try:
        yield wait_until_up(process, home)
    finally:
        processes.end(process, signal.SIGINT, patience=90)


def start(folder: Path, port: int = 0) -> subprocess.Popen[bytes]:
    """Start ``polakor up`` without waiting, on ``port`` (0: a free one). It ends when we do."""
    home = Home(folder)
    home.make()
    home.forget_note(holding.NOTE)
    return processes.spawn(
        surroundings.python(
            "polakor", "up", "--no-demo", "--data", str(folder), "--port", str(port or free_port())
        ),
        log=home.log / "up.log",
        environment=_environment(),
    )


def wait_until_up(process: subprocess.Popen[bytes], home: Home) -> Throwaway:
    """Wait until it answers. Raises CommandFailure when it ends or takes too long."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and process.poll() is None:
        note = holding.note_of_holder(home, "url")
        if note is not None and note.get("pid") == process.pid:
            return Throwaway(home, note["url"], roles.Addresses(**note["addresses"]), process)
        time.sleep(0.1)
    words = (home.log / "up.log").read_text(encoding="utf-8", errors="replace").splitlines()
    raise CommandFailure(f"the Polakor of the rehearsal did not start: {' / '.join(words[-3:])}")


def _environment() -> dict[str, str]:
    """A stranger's shell: nothing of our own settings."""
    ours = ("POLAKOR_", "DJANGO_", "DATABASE_URL")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    root = source_tree()
    return {**kept, "PYTHONPATH": str(root / "src")} if root else kept


def free_port() -> int:
    """A port nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def speak_django(found: Throwaway) -> None:
    """Let this process use the actions and queries of the running Polakor, as the app role."""
    os.environ.update(surroundings.environment(found.home, found.addresses.app))
    import django

    django.setup()


@dataclass(frozen=True, slots=True)
class Credentials:
    """What the officer signs in with: a password and the secret of a one-time code."""

    password: str
    totp_secret: str


def open_accounts() -> Credentials:
    """An officer for the devices and a supervisor for the office, who never signs in.

    Needs ``speak_django``.
    """
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

    from polakor.access.actions.accounts import give_duty, open_account, open_office
    from polakor.access.machine import SETUP
    from polakor.access.rules.policy import Role

    told = Credentials(secrets.token_urlsafe(18), generate_totp_secret())
    office = open_office(
        actor=SETUP,
        organisation=("REHEARSAL", "ការហាត់សម", "Rehearsal"),
        office=("REHEARSAL-1", "ច្រកហាត់សម", "Rehearsal gate"),
    )
    for name, role, word in (
        (OFFICER, Role.BORDER_OFFICER, told.password),
        (SUPERVISOR, Role.NATIONAL_SUPERVISOR, None),
    ):
        account = open_account(actor=SETUP, username=name, name=name, password=word)
        give_duty(
            actor=SETUP, account=account, office=office, role=role, areas=("*",), valid_from=BEGAN
        )
        if word:
            TOTP.activate(account, told.totp_secret)
    return told


class Officer:
    """A signed-in session of the officer, who takes devices into service as the app does."""

    def __init__(self, url: str, told: Credentials) -> None:
        """Sign in over HTTP with both factors. Raises CommandFailure when that is refused."""
        from allauth.mfa.totp.internal import auth

        self._url = url.rstrip("/")
        self.cookies = CookieJar()
        self._opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.cookies))
        self._ask("/account/sign-in/")
        asked = self._ask("/account/sign-in/", {"login": OFFICER, "password": told.password})
        if 'name="code"' not in asked:
            raise CommandFailure("the officer of the rehearsal was not asked for a code")
        # Twice: the half minute of the first code may end on its way.
        for _ in range(2):
            counter = next(iter(auth.yield_hotp_counters_from_time()))
            code = auth.format_hotp_value(auth.hotp_value(told.totp_secret, counter))
            if 'name="code"' not in self._ask("/account/second-factor/", {"code": code}):
                break

    def enrol(self, name: str, gate: str) -> tuple[FieldDevice, Line]:
        """Take a device into service at a gate. Raises CommandFailure when it is refused."""
        answer = self._ask("/field/enrol/", {"name": name, "gate": gate})
        try:
            told: dict[str, Any] = json.loads(answer)
        except ValueError:
            raise CommandFailure("the officer of the rehearsal may not enrol a device") from None
        session = Session(public_key(bytes_of(told["server_key"])))
        device = FieldDevice(UUID(told["device"]), told["secret"], gate, session)
        return device, Line(self._url, device.headers, bytes_of(told["sign_key"]))

    def _ask(self, path: str, form: dict[str, str] | None = None) -> str:
        token = next((one.value for one in self.cookies if one.name == "csrftoken"), None)
        asked = urllib.request.Request(
            self._url + path,
            data=urllib.parse.urlencode(form).encode() if form else None,
            headers={"X-CSRFToken": token or ""},
        )
        try:
            with self._opener.open(asked, timeout=60) as answer:
                return str(answer.read().decode())
        except urllib.error.HTTPError as refused:
            raise CommandFailure(f"{path} answers {refused.code}") from refused


def issue_papers(count: int) -> list[str]:
    """Numbers of so many family papers, issued by the office. Needs ``speak_django``."""
    from polakor.access.queries.actors import actor_by_name
    from polakor.intake.actions.tokens import A_SHEET, MOST_SHEETS, issue_tokens
    from polakor.intake.rules.tokens import make_token

    office = actor_by_name(SUPERVISOR)
    found: list[str] = []
    while len(found) < count:
        sheets = min(MOST_SHEETS, -(-(count - len(found)) // A_SHEET))
        batch = issue_tokens(actor=office, sheets=sheets)
        found += [make_token(batch.code, n) for n in range(batch.first, batch.last + 1)]
    return found[:count]


def bar(device: UUID) -> None:
    """Bar a lost device, as the office does. Needs ``speak_django``."""
    from polakor.access.queries.actors import actor_by_name
    from polakor.intake.actions.devices import bar_device

    bar_device(actor=actor_by_name(SUPERVISOR), device_id=device, reason="lost in a rehearsal")


def provinces() -> list[str]:
    """Codes of the provinces of the pack. Needs ``speak_django``."""
    from polakor.reference.queries.places import province_names

    return list(province_names("en"))
