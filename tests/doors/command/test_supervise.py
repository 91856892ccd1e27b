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


def test_what_had_answered_is_started_again_at_once_every_time() -> None:
    program = Program("database", ended, answers_once_started=True, process=ended())
    assert looked_at(program, 1, 2, 3, 4) == [1, 2, 3, 4]


def test_what_answered_but_does_not_start_again_waits_longer_each_time() -> None:
    program = Program("database", broken, answers_once_started=True, process=ended())
    # However long it stood before it fell.
    assert looked_at(program, 100, 101, 103) == [100.5, 102, 105]


def test_what_falls_soon_after_its_start_waits_longer_each_time() -> None:
    program = Program("worker", ended, process=ended())
    assert looked_at(program, 1, 1.5, 2, 3, 3.5) == [1.5, 1.5, 3, 3, 5.5]


def test_what_stood_a_minute_is_started_again_at_once() -> None:
    program = Program("worker", ended, process=ended(), fell=9)
    assert looked_at(program, STEADY_AFTER + 1) == [STEADY_AFTER + 1]
