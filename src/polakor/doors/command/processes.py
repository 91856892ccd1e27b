"""Child programs that never outlive us: started in their own group, told to end when we die."""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

SET_DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG in linux/prctl.h


def die_with_parent(number: int, parent: int) -> None:
    """Ask the kernel to send ``number`` to this process when ``parent`` dies; Linux only.

    The parent may have died before we asked, so its id is compared afterwards.
    """
    if not sys.platform.startswith("linux"):
        return
    ctypes.CDLL(None, use_errno=True).prctl(SET_DEATH_SIGNAL, number, 0, 0, 0)
    if os.getppid() != parent:
        os.kill(os.getpid(), number)


def _tied_to(parent: int, number: int) -> Callable[[], None]:
    def tie() -> None:
        die_with_parent(number, parent)

    return tie


def spawn(
    arguments: Sequence[str],
    *,
    log: Path,
    environment: Mapping[str, str] | None = None,
    end_with: signal.Signals = signal.SIGTERM,
    uid: int | None = None,
    gid: int | None = None,
    cwd: Path | None = None,
) -> subprocess.Popen[bytes]:
    """Start a program in its own group with its words going to ``log`` (appended, 0600).

    Must be called from the main thread: the kernel ties the child to the thread that made it.
    """
    handle = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        return subprocess.Popen(
            list(arguments),
            stdin=subprocess.DEVNULL,
            stdout=handle,
            stderr=handle,
            env=dict(environment) if environment is not None else None,
            cwd=cwd,
            start_new_session=True,
            user=uid,
            group=gid,
            extra_groups=None if uid is None else [],
            preexec_fn=_tied_to(os.getpid(), end_with),
        )
    finally:
        os.close(handle)


def end(
    process: subprocess.Popen[bytes],
    number: signal.Signals = signal.SIGTERM,
    patience: float = 10.0,
) -> None:
    """Ask a program to end, wait ``patience`` seconds, then end whatever is left of its group."""
    if process.poll() is None:
        with contextlib.suppress(ProcessLookupError):
            process.send_signal(number)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(patience)
    end_group(process.pid)
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(5)


def end_group(leader: int) -> None:
    """Kill what is left of the group of a program that has ended or would not end."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(leader, signal.SIGKILL)


def start_time(pid: int) -> str | None:
    """Return when the kernel started ``pid`` (clock ticks), or None when it is gone or a zombie."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return None
    return None if fields[0] in {"Z", "X"} else fields[19]


def end_stranded(group: int, mark: bytes, patience: float = 5.0) -> None:
    """End what is left of a group that a killed predecessor started; others are not touched.

    ``mark`` is in the environment of every program that is ours. The programs were told to end
    when their supervisor died, so they are given ``patience`` seconds to do it in order.
    """
    until = time.monotonic() + patience
    while members := _members(group, mark):
        if time.monotonic() > until:
            for pid in members:
                with contextlib.suppress(ProcessLookupError, PermissionError):
                    os.kill(pid, signal.SIGKILL)
        time.sleep(0.05)


def _members(group: int, mark: bytes) -> list[int]:
    found = []
    for pid in _all():
        try:
            facts = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            ours = int(facts[2]) == group and facts[0] not in {"Z", "X"}
            if ours and mark in Path(f"/proc/{pid}/environ").read_bytes().split(b"\0"):
                found.append(pid)
        except OSError:
            continue
    return found


def _all() -> list[int]:
    proc = Path("/proc")
    if not (proc / "self" / "stat").exists():
        return []
    return [int(entry.name) for entry in proc.iterdir() if entry.name.isdigit()]


def living_in(folder: Path) -> list[int]:
    """Return the ids of live programs that work inside ``folder``, as PostgreSQL's always do."""
    found = []
    wanted = str(folder.resolve())
    for pid in _all():
        try:
            place = os.readlink(f"/proc/{pid}/cwd")
        except OSError:
            continue
        if place == wanted and start_time(pid) is not None:
            found.append(pid)
    return found
