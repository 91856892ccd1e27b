"""``python -m polakor``: the same command as ``polakor``."""

import sys

from polakor.doors.command.main import main

if __name__ == "__main__":
    sys.exit(main())
