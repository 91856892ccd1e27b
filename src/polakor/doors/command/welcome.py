"""What the terminal says when everything runs."""

from importlib import import_module, util

from polakor.doors.command.errors import say
from polakor.doors.command.home import Home


def greet(url: str, home: Home, *, demo: bool) -> None:
    """Say where Polakor is, who may sign in, and what to try first."""
    say()
    say(f"Polakor runs at {url}")
    say(f"Data: {home.folder}")
    if demo:
        _accounts()
    else:
        say("Real work: sign in with the accounts your administrator opened.")
    say("Ctrl-C stops everything.")


def _accounts() -> None:
    """Print the demonstration's accounts, when the demonstration brings them.

    ``demo.accounts()`` gives rows of (name, password, role, office) without a database.
    """
    name = "polakor.doors.command.demo"
    if util.find_spec(name) is None:
        return
    accounts = getattr(import_module(name), "accounts", list)
    rows = [tuple(str(cell) for cell in row) for row in accounts()]
    if not rows:
        return
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    say()
    say("Demonstration accounts (invented people; never use them for real work):")
    for row in rows:
        say("  " + "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)))
    say()
    say("Try first: sign in as the supervisor, open the situation report, then bring in a list")
    say("of returning workers (a spreadsheet as it arrives) and watch the numbers change.")
