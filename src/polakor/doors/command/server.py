"""The web server: ``python -m polakor.doors.command.server HOST PORT``.

Two workers of two threads with lasting database connections were measured to be the right size for
a machine with two cores.
"""

import os
import socket
import sys
import time
from typing import Any

WORKERS = 2
THREADS = 2
TARGET = "polakor.doors.command.served:application"
MAIN = "POLAKOR_WEB_MAIN"
"""Names the server's own process to its workers, so that they never outlive it."""


def serve(host: str, port: int) -> None:
    """Serve until told to end; a worker that dies is replaced."""
    from granian import Granian
    from granian.constants import Interfaces

    os.environ[MAIN] = str(os.getpid())

    Granian(
        TARGET,
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=int(os.environ.get("POLAKOR_WEB_WORKERS", WORKERS)),
        blocking_threads=THREADS,
        websockets=False,
        respawn_failed_workers=True,
        respawn_interval=0.5,
        workers_kill_timeout=8,
    ).serve()


def is_free(host: str, port: int) -> bool:
    """Tell whether we could listen on ``port``: nobody listens there on our address or on all."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def free_port(host: str, wanted: int, patience: float = 0.0) -> int | None:
    """Return ``wanted`` if it is or becomes free in time, else the next free one, else None."""
    until = time.monotonic() + patience
    while True:
        if is_free(host, wanted):
            return wanted
        if time.monotonic() >= until:
            break
        time.sleep(0.1)
    others = range(wanted + 1, min(wanted + 100, 65536))
    return next((port for port in others if is_free(host, port)), None)


def answers(host: str, port: int, patience: float = 20.0) -> int | None:
    """Return the status of the first page, or None when nobody answers yet."""
    import http.client

    reach = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)
    line = http.client.HTTPConnection(reach, port, timeout=patience)
    try:
        line.request("GET", "/", headers={"Host": f"127.0.0.1:{port}", **_behind_proxy()})
        return line.getresponse().status
    except (OSError, http.client.HTTPException):
        return None
    finally:
        line.close()


def _behind_proxy() -> dict[str, Any]:
    return {"X-Forwarded-Proto": "https"}


if __name__ == "__main__":
    serve(sys.argv[1], int(sys.argv[2]))
