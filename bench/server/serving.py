"""One of the systems under granian, as ``polakor up`` starts it."""

import sys

from granian import Granian
from granian.constants import Interfaces

from polakor.doors.command.server import THREADS, WORKERS

TARGETS = {"polakor": "polakor.wsgi:application", "django": "bare:application"}

if __name__ == "__main__":
    Granian(
        TARGETS[sys.argv[1]],
        address="127.0.0.1",
        port=int(sys.argv[2]),
        interface=Interfaces.WSGI,
        workers=WORKERS,
        blocking_threads=THREADS,
        websockets=False,
    ).serve()
