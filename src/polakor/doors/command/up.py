"""Starts everything in order, says where it is, and stays until asked to end."""

import argparse
import os
import signal
import subprocess
import time
from typing import Any

from polakor.doors.command import (
    database,
    holding,
    prepare,
    processes,
    roles,
    server,
    surroundings,
    welcome,
)
from polakor.doors.command.errors import CommandFailure, say
from polakor.doors.command.home import Home, home_at
from polakor.doors.command.supervise import Program, Supervisor

PATIENCE_WITH_WEB = 60.0
QUICKLY = 0.5
"""Seconds in which a web server answers that is well; the watch waits so long for a new one."""


def run(options: argparse.Namespace) -> int:
    """Bring Polakor up and keep it up; 0 after a clean end."""
    home = home_at(options.data)
    home.make()
    try:
        hold = holding.Hold(home).take()
    except holding.Held:
        return _say_who_runs(home)
    with hold:
        _end_stranded(home)
        return Running(home, options).run()


def _say_who_runs(home: Home) -> int:
    found = holding.wait_for_hold(home, "url", 20.0)
    if isinstance(found, holding.Hold):
        found.__exit__(None, None, None)
        raise CommandFailure("the Polakor that was running here has just ended; start again")
    say(f"Polakor already runs for {home.folder}, at {found['url']} (process {found['pid']}).")
    return 0


def _end_stranded(home: Home) -> None:
    """End what a killed predecessor left behind in this folder, but nothing that is not its own."""
    note = home.read_note(holding.NOTE)
    mark = b"POLAKOR_DATA=" + os.fsencode(home.folder)
    for pid in note.get("programs", {}):
        processes.end_stranded(int(pid), mark)
    home.forget_note(holding.NOTE)


class Running:
    """One run of ``polakor up``."""

    def __init__(self, home: Home, options: argparse.Namespace) -> None:
        self.home = home
        self.options = options
        self.demo = self._decide_kind()
        self.opened: database.Opened | None = None
        self.port = options.port
        self.url: str | None = None
        self.supervisor = Supervisor([])

    def _decide_kind(self) -> bool:
        """A data folder is a demonstration or real work from its first start on, never both."""
        known = self.home.read_note("kind").get("kind")
        if self.options.no_demo and known == "demo":
            raise CommandFailure(
                f"{self.home.folder} holds the demonstration's invented people; "
                "name another folder for real work: --data DIR"
            )
        if known == "real" and not self.options.no_demo:
            say("This data folder is for real work: no demonstration data is added.")
        kind = known or ("real" if self.options.no_demo else "demo")
        self.home.write_note("kind", {"kind": kind})
        return bool(kind == "demo")

    def run(self) -> int:
        """Start in order, watch, and end in the opposite order whatever happens."""
        self.supervisor.listen()
        try:
            self._start_database()
            self._prepare()
            self._start_programs()
            self._greet()
            self.supervisor.watch()
            say("Stopping ...")
        except prepare.Interrupted:
            say("Stopping before everything was prepared ...")
        finally:
            self.supervisor.end()
            if self.opened is not None and self.opened.cluster is not None:
                self.opened.cluster.stop()
            self.home.forget_note(holding.NOTE)
        self.home.write_note("last", {"clean": True})
        say("Stopped.")
        return 0

    def _start_database(self) -> None:
        address = database.named_address(self.options.database_url)
        if address:
            self.opened = database.open_named(self.home, address)
        else:
            self.opened = database.start_embedded(self.home)
        self._note()

    @property
    def addresses(self) -> roles.Addresses:
        """Both roles' addresses of the database that runs."""
        if self.opened is None:
            raise CommandFailure("the database does not run")
        return self.opened.addresses

    def _prepare(self) -> None:
        prepare.bring_up_to_date(
            self.home,
            self.addresses,
            demo=self.demo,
            say=say,
            ending=lambda: self.supervisor.ending,
        )

    def _start_programs(self) -> None:
        patience = 5.0 if self.home.read_note("last").get("clean") is False else 0.0
        self.home.write_note("last", {"clean": False})
        port = server.free_port(self.options.host, self.options.port, patience)
        if port is None:
            raise CommandFailure(
                f"ports {self.options.port} to {self.options.port + 99} are all taken; "
                "name a free one: --port N"
            )
        if port != self.options.port:
            say(f"Port {self.options.port} is taken by another program; using {port} instead.")
        self.port = port
        programs = [
            Program("web server", self._start_web, answers=self._web_answers),
            Program("worker", self._start_worker),
        ]
        cluster = self.opened.cluster if self.opened else None
        if cluster is not None:
            again = self._start_database_again
            # Its start returns when it answers.
            first = Program("database", again, signal.SIGINT, 60, answers=lambda: True)
            first.process, first.up_since = cluster.process, time.monotonic()
            programs.insert(0, first)
        self.supervisor.programs = programs
        self.supervisor.after_change = self._note
        self.supervisor.look(time.monotonic())
        self._wait_for_web()

    def _start_database_again(self) -> subprocess.Popen[bytes]:
        cluster = self.opened.cluster if self.opened else None
        if cluster is None:
            raise CommandFailure("there is no embedded database")
        cluster.start()
        if cluster.process is None:
            raise CommandFailure("the database ended at once")
        return cluster.process

    def _environment(self) -> dict[str, str]:
        ours = surroundings.environment(self.home, self.addresses.app, demo=self.demo)
        hosts = {"127.0.0.1", "localhost", "[::1]", self.options.host}
        if self.options.host in {"0.0.0.0", "::"}:
            hosts = {"*"}
        ours.setdefault("POLAKOR_HOSTS", ",".join(sorted(hosts)))
        return ours

    def _start_web(self) -> subprocess.Popen[bytes]:
        return processes.spawn(
            surroundings.python("polakor.doors.command.server", self.options.host, str(self.port)),
            log=self.home.log / "web.log",
            environment=self._environment(),
        )

    def _web_answers(self) -> bool:
        return server.answers(self.options.host, self.port, QUICKLY) is not None

    def _start_worker(self) -> subprocess.Popen[bytes]:
        ours = self._environment()
        if self.opened is not None and self.opened.cluster is not None:
            ours["POLAKOR_ONLY_WORKER"] = "1"
        return processes.spawn(
            surroundings.python("polakor.doors.command.worker"),
            log=self.home.log / "worker.log",
            environment=ours,
        )

    def _wait_for_web(self) -> None:
        until = time.monotonic() + PATIENCE_WITH_WEB
        log = self.home.log / "web.log"
        while not self.supervisor.ending:
            status = server.answers(self.options.host, self.port)
            if status is not None:
                if status >= 500:
                    say(f"The first page answers with a fault ({status}); the reason is in {log}")
                return
            web = next(p for p in self.supervisor.programs if p.name == "web server")
            if not web.alive():
                raise CommandFailure(f"the web server did not start; the reason is in {log}")
            if time.monotonic() > until:
                raise CommandFailure(f"the web server does not answer; the reason is in {log}")
            time.sleep(0.05)

    def _note(self) -> None:
        note: dict[str, Any] = {"pid": os.getpid(), "url": self.url, "programs": {}}
        if self.opened is not None and self.url is not None:
            note["addresses"] = vars(self.opened.addresses)
        for program in self.supervisor.programs:
            if program.process is not None:
                pid = program.process.pid
                note["programs"][str(pid)] = processes.start_time(pid)
        self.home.write_note(holding.NOTE, note)

    def _greet(self) -> None:
        if self.supervisor.ending:
            return
        host = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(self.options.host, self.options.host)
        self.url = f"http://{host}:{self.port}/"
        self._note()
        welcome.greet(self.url, self.home, demo=self.demo)
