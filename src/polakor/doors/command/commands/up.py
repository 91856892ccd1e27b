"""``polakor up``: everything, until Ctrl-C."""

import argparse

from polakor.doors.command import up

HELP = "start Polakor: database, web server and worker, until Ctrl-C"
needs_database = False


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The web address and whether this is a demonstration."""
    parser.add_argument("--port", type=int, default=8000, help="web port (default 8000)")
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on")
    parser.add_argument("--no-demo", action="store_true", help="no demonstration data: real work")


def run(options: argparse.Namespace) -> int:
    """Start and stay."""
    return up.run(options)
