"""One round: a fresh Polakor under load, faults spread over all of it, then the history checked."""

import contextlib
import os
import random
import shutil
import signal
import subprocess
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import psutil
from history import GATE, check
from load import Sender, Wanted
from proxy import KINDS, FaultProxy
from tablet import Tablet

from polakor.doors.command import processes
from polakor.doors.command.errors import CommandFailure, tell
from polakor.doors.command.home import Home
from polakor.doors.command.simulation import throwaway
from polakor.doors.command.simulation.devices import Line, until_heard
from polakor.doors.command.simulation.truth import Truth

EMPTY = b'{"made": 0, "app": "probe", "envelopes": []}'
DISK = "1500m"
LONGEST_FULL = 30.0
"""Seconds a disk stays full at most while the database needs no more room."""
REFUSED_AFTER = 2.0
"""Seconds without one receipt, though records wait, after which a full disk has been felt."""
ENOUGH_TO_FILL = 500
"""Records waiting to be made while the disk is full: few would find room in pages half empty."""
WHOLE = {"web": 2, "worker": 1, "database": 1}
"""How many processes of a kind run when all is well."""
BEGINNING = {"web": 3.0}
"""Seconds after which a process of a kind serves: killing it before would prove nothing."""
STUCK_AFTER = 180.0
"""Seconds without one receipt after which the service did not come back."""


@dataclass(frozen=True)
class Round:
    """What one round is made of. ``longest_stall`` in seconds."""

    faults: tuple[str, ...]
    records: int
    devices: int = 12
    longest_stall: float = 30.0
    seed: int = 1


@dataclass
class Storm:
    """A round that is under way."""

    plan: Round
    found: throwaway.Throwaway
    port: int
    proxy: FaultProxy
    senders: list[Sender]
    probe: Line
    truth: Truth
    dice: random.Random
    pair: list[Sender]
    papers: list[str]
    tablet: Tablet | None
    wanted: Wanted = field(default_factory=Wanted)
    happened: Counter[str] = field(default_factory=Counter)
    found_full: int = 0
    back_after: dict[str, list[float]] = field(default_factory=dict)

    def blow(self) -> None:
        """Send all records in as many parts as there are faults; each strikes amid its part."""
        threads = [
            threading.Thread(target=one.run, args=(self.wanted,), daemon=True)
            for one in self.senders
        ]
        for thread in threads:
            thread.start()
        part = self.plan.records // (len(self.plan.faults) + 1)
        for kind in self.plan.faults:
            self._wait_for(lambda kind=kind: self._is_whole(kind))
            goal = self.truth.acknowledged + part // 2
            self.wanted.more(part)
            self._wait_for(lambda goal=goal: self._has_come(goal))
            self._let_loose(kind)
        self.wanted.more(self.plan.records - part * len(self.plan.faults))
        while self.proxy.waiting:
            self.wanted.more(1)
            time.sleep(0.1)
        self.wanted.close()
        self._wait_for(lambda: not any(thread.is_alive() for thread in threads))

    def _is_whole(self, kind: str) -> bool:
        """Whether everything of this kind runs that should: only then it is worth killing."""
        return kind not in WHOLE or len(victims_of(self.found.process.pid, kind)) >= WHOLE[kind]

    def _has_come(self, goal: int) -> bool:
        """Whether so many have their receipt, or all others are with devices that are stalled."""
        rest = sum(len(one.outbox) for one in self.senders if not one.stalled)
        return self.truth.acknowledged >= goal or not (self.wanted.left or rest)

    def _let_loose(self, kind: str) -> None:
        if kind in KINDS:
            self.proxy.arm(kind)
            # What hits nobody now hits the first request of the next part.
            self._wait_for(lambda: not (self.proxy.waiting and self.wanted.left))
            return
        self.happened[kind] += 1
        if kind == "token":
            return self._one_paper_for_two(self.papers.pop())
        if kind == "tab":
            assert self.tablet, "opened for a round with such faults"
            return self.tablet.write_down_and_die(self.papers.pop())
        began = time.monotonic()
        if kind == "clock":
            device = self.dice.choice(self.senders).device
            device.skew += timedelta(hours=self.dice.choice((-48, 48)))
        elif kind == "disk":
            self._fill_disk()
        else:
            self._kill(kind)
        # A receipt that was under way says nothing: ask anew, past the bad network.
        until_heard(self.probe, "/field/sync/", EMPTY, STUCK_AFTER)
        self.back_after.setdefault(kind, []).append(round(time.monotonic() - began, 2))

    def _one_paper_for_two(self, paper: str) -> None:
        """Two devices write a family down under the same paper, at the same moment."""
        both = [threading.Thread(target=one.bring, args=(paper,)) for one in self.pair]
        for one in both:
            one.start()
        for one in both:
            one.join()

    def _wait_for(self, true: Callable[[], bool]) -> None:
        """Wait as long as receipts come. Raises CommandFailure when they stop for long."""
        last, since = -1, time.monotonic()
        while not true():
            now = self.truth.acknowledged
            if now != last:
                last, since = now, time.monotonic()
            if time.monotonic() - since > STUCK_AFTER:
                raise CommandFailure(f"no receipt for {STUCK_AFTER:.0f} s, at {now:,} records")
            time.sleep(0.02)

    def _kill(self, kind: str) -> None:
        """As a power cut would, one process or all of them, by their ids."""
        if kind == "all":
            tree = psutil.Process(self.found.process.pid).children(recursive=True)
            for one in (psutil.Process(self.found.process.pid), *tree):
                with contextlib.suppress(psutil.NoSuchProcess):
                    one.kill()
            self.found.process.wait(30)
            home = self.found.home
            process = throwaway.start(home.folder, self.port)
            self.found = throwaway.wait_until_up(process, home)
            return
        os.kill(self.dice.choice(victims_of(self.found.process.pid, kind)), signal.SIGKILL)

    def _fill_disk(self) -> None:
        """Fill the disk, bring more until the database finds no room, then make room again."""
        ballast = self.found.home.folder.parent / "ballast"
        with contextlib.suppress(OSError), ballast.open("wb", buffering=0) as file:
            while True:
                file.write(bytes(1 << 20))
        self.found_full += self._refused_for_want_of_room()
        time.sleep(self.dice.uniform(0, 2))
        ballast.unlink()

    def _refused_for_want_of_room(self) -> bool:
        """Whether receipts stop while much is brought. The log cannot say so: it is full too."""
        last, since = self.truth.acknowledged, time.monotonic()
        end = since + LONGEST_FULL
        while time.monotonic() < end:
            if self.wanted.left < ENOUGH_TO_FILL:
                self.wanted.more(ENOUGH_TO_FILL)
            if self.truth.acknowledged != last:
                last, since = self.truth.acknowledged, time.monotonic()
            if time.monotonic() - since > REFUSED_AFTER:
                return True
            time.sleep(0.1)
        return False


MARKS = {"web": "command.server", "worker": "command.worker", "database": "bin/postgres"}


def victims_of(pid: int, kind: str) -> list[int]:
    """Processes of a kind below ``pid``: the web workers, the worker, PostgreSQL itself."""
    found = []
    for one in psutil.Process(pid).children(recursive=True):
        with contextlib.suppress(psutil.NoSuchProcess):
            # What the command itself started is the web server's head, and PostgreSQL's.
            own = one.ppid() == pid
            old = time.time() - one.create_time() >= BEGINNING.get(kind, 0)
            if MARKS[kind] in " ".join(one.cmdline()) and own == (kind != "web") and old:
                found.append(one.pid)
    return found


@contextlib.contextmanager
def place(top: Path, faults: Sequence[str]) -> Iterator[Path]:
    """Where the round's data lie: for a full disk, a file system of its own, limited in size."""
    top.mkdir(parents=True, exist_ok=True)
    top.chmod(0o711)
    if "disk" not in faults:
        yield top / "data"
        return
    words = ["mount", "-t", "tmpfs", "-o", f"size={DISK},mode=711", "tmpfs", str(top)]
    if subprocess.run(words, capture_output=True, check=False).returncode:
        raise CommandFailure("a full disk needs the right to mount a small file system (root)")
    try:
        yield top / "data"
    finally:
        subprocess.run(["umount", "-l", str(top)], check=False)


def run(plan: Round, top: Path) -> dict[str, Any]:
    """Play a round below ``top``, which is emptied. The figures, and whether all promises held."""
    began = time.monotonic()
    try:
        with place(top, plan.faults) as folder:
            storm = _prepare(plan, folder)
            try:
                ready = time.monotonic()
                storm.blow()
                if storm.tablet:
                    storm.tablet.deliver()
                sent = time.monotonic()
                tell(
                    f"{len(storm.truth.made):,} records sent in {sent - ready:.0f} s; checking ..."
                )
                devices = (*storm.senders, *storm.pair)
                given_up = {one for sender in devices for one in sender.abandoned}
                by_hand = storm.tablet.papers if storm.tablet else ()
                told = check(storm.found, storm.truth, given_up, by_hand)
            finally:
                if storm.tablet:
                    storm.tablet.close()
                storm.proxy.close()
                processes.end(storm.found.process, signal.SIGINT, patience=90)
    finally:
        shutil.rmtree(top, ignore_errors=True)
    return {
        "faults": dict(storm.happened + storm.proxy.happened),
        "back_after_s": {kind: sorted(times) for kind, times in storm.back_after.items()},
        "disk_found_full": storm.found_full,
        "tabs": storm.tablet.figures if storm.tablet else {},
        **told,
        "records_a_second": round(len(storm.truth.made) / (sent - ready)),
        "seconds": round(time.monotonic() - began, 1),
    }


def _prepare(plan: Round, folder: Path) -> Storm:
    port = throwaway.free_port()
    found = throwaway.wait_until_up(throwaway.start(folder, port), Home(folder))
    throwaway.speak_django(found)
    officer = throwaway.Officer(found.url, throwaway.open_accounts())
    papers = throwaway.issue_papers(sum(plan.faults.count(kind) for kind in ("token", "tab")))
    proxy = FaultProxy(port, plan.longest_stall, plan.seed)
    truth, dice = Truth(), random.Random(plan.seed)
    senders = []
    for number in range(plan.devices + 2):
        device, line = officer.enrol(f"desk {number + 1}", GATE)
        line.address = proxy.address
        senders.append(Sender(device, line, truth, random.Random(f"{plan.seed} {number}")))
    _, probe = officer.enrol("probe", GATE)
    tablet = None
    if "tab" in plan.faults:
        tablet = Tablet(folder.parent / "browser", found.url.rstrip("/"), dice)
        tablet.enrol(officer.cookies, GATE)
    pair = [senders.pop(), senders.pop()]
    return Storm(plan, found, port, proxy, senders, probe, truth, dice, pair, papers, tablet)
