"""How soon what fell is started again: at once when it had been well, else later each time."""

import subprocess
import sys

import pytest

from polakor.doors.command import supervise
from polakor.doors.command.errors import CommandFailure
from polakor.doors.command.supervise import STEADY_AFTER, Program, Supervisor


def ended() -> subprocess.Popen[bytes]:
    """A program that has ended already."""
    process = subprocess.Popen([sys.executable, "-c", ""], start_new_session=True)
    process.wait()
    return process


def lasting() -> subprocess.Popen[bytes]:
    """A program that runs until it is ended."""
    words = [sys.executable, "-c", "import time; time.sleep(60)"]
    return subprocess.Popen(words, start_new_session=True)


def broken() -> subprocess.Popen[bytes]:
    raise CommandFailure("no room")


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """Everything starts at the moment 0."""
    monkeypatch.setattr(supervise.time, "monotonic", lambda: 0.0)


def looked_at(program: Program, *moments: float) -> list[float]:
    """When it is to be started again, after each look."""
    told = []
    for now in moments:
        Supervisor([program]).look(now)
        told.append(program.again_at)
    return told


def test_what_answers_is_started_again_at_once_however_often_it_falls() -> None:
    program = Program("web server", lasting, answers=lambda: True, process=lasting())
    supervisor = Supervisor([program])
    for now in (1, 2, 3, 4):
        supervisor.look(now)
        assert program.process is not None
        program.process.kill()
        program.process.wait()
        supervisor.look(now + 0.5)
        assert (program.again_at, program.alive()) == (now + 0.5, True)
    supervisor.end()


def test_what_answered_but_does_not_start_again_waits_longer_each_time() -> None:
    program = Program("database", broken, process=ended(), answered=True)
    # However long it stood before it fell.
    assert looked_at(program, 100, 101, 103) == [100.5, 102, 105]


def test_what_falls_soon_after_its_start_waits_longer_each_time() -> None:
    program = Program("worker", ended, process=ended())
    assert looked_at(program, 1, 1.5, 2, 3, 3.5) == [1.5, 1.5, 3, 3, 5.5]


def test_what_stood_a_minute_is_started_again_at_once() -> None:
    program = Program("worker", ended, process=ended(), fell=9)
    assert looked_at(program, STEADY_AFTER + 1) == [STEADY_AFTER + 1]
