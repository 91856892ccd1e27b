"""Keeps the programs of one Polakor running, the database first, and ends them all together."""

import signal
import subprocess
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from types import FrameType

from polakor.doors.command import processes
from polakor.doors.command.errors import CommandFailure, say

LONGEST_PAUSE = 30.0
STEADY_AFTER = 60.0
BEAT = 0.1


@dataclass
class Program:
    """A child program and how to bring it back."""

    name: str
    start: Callable[[], subprocess.Popen[bytes]]
    end_with: signal.Signals = signal.SIGTERM
    patience: float = 10.0
    answers: Callable[[], bool] = lambda: False
    """Whether it answers; asked while it runs until it does, so it must be quick to say no."""
    process: subprocess.Popen[bytes] | None = None
    answered: bool = False
    fell: int = 0
    up_since: float = 0.0
    again_at: float = 0.0

    def launch(self) -> None:
        """Start the program now."""
        self.process = self.start()
        self.up_since = time.monotonic()
        self.answered = False

    def alive(self) -> bool:
        """Tell whether the program runs."""
        return self.process is not None and self.process.poll() is None

    def end(self) -> None:
        """End the program and whatever it started."""
        if self.process is not None:
            processes.end(self.process, self.end_with, self.patience)
            self.process = None

    def note_end(self, now: float) -> float:
        """The program ended: return the pause before it is started again.

        One that had answered, or stood a minute, was cut down and is missed: no pause. One that
        falls before that is broken and waits longer each time.
        """
        if self.answered or now - self.up_since > STEADY_AFTER:
            self.fell = 0
            self.again_at = now
            return 0.0
        return self.note_fall(now)

    def note_fall(self, now: float) -> float:
        """Count a fall and return the pause before the next start: 0.5 s, doubling, at most 30."""
        self.fell += 1
        pause = min(LONGEST_PAUSE, 0.5 * 2.0 ** min(self.fell - 1, 10))
        self.again_at = now + pause
        return pause


@dataclass
class Supervisor:
    """Watches programs in order; the first is what the others stand on."""

    programs: Sequence[Program]
    after_change: Callable[[], None] = lambda: None
    ending: bool = False
    _old: dict[int, object] = field(default_factory=dict)

    def listen(self) -> None:
        """From now on Ctrl-C, SIGTERM and a closed terminal end everything cleanly."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            self._old[number] = signal.signal(number, self._asked)

    def _asked(self, number: int, frame: FrameType | None) -> None:
        self.ending = True

    def watch(self) -> None:
        """Bring back what falls until asked to end."""
        while not self.ending:
            self.look(time.monotonic())
            time.sleep(BEAT)

    def look(self, now: float) -> None:
        """Notice falls and start again what is due; nothing starts before what it stands on."""
        for program in self.programs:
            if program.alive():
                program.answered = program.answered or program.answers()
                continue
            if program.process is not None:
                code = program.process.returncode
                processes.end_group(program.process.pid)
                program.process = None
                pause = program.note_end(now)
                when = f"in {pause:g} s" if pause else "at once"
                say(f"The {program.name} ended ({code}); starting it again {when}.")
            if now >= program.again_at:
                try:
                    program.launch()
                except CommandFailure as problem:
                    pause = program.note_fall(now)
                    say(f"The {program.name} did not start: {problem}. Again in {pause:g} s.")
                    return
                self.after_change()
            else:
                return

    def end(self) -> None:
        """End every program, the last started first."""
        for program in reversed(self.programs):
            program.end()
