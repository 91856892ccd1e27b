"""What a web worker loads: the application, in a process that ends when its server is killed."""

import os
import signal

from polakor.doors.command.processes import die_with_parent
from polakor.doors.command.server import MAIN

die_with_parent(signal.SIGTERM, int(os.environ.get(MAIN, os.getppid())))

from polakor.wsgi import application  # noqa: E402

__all__ = ["application"]
