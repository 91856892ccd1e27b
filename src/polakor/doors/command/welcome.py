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
        _accounts(home)
    else:
        say("Real work: sign in with the accounts your administrator opened.")
    say("Ctrl-C stops everything.")


def _accounts(home: Home) -> None:
    """Print the demonstration's accounts, when the demonstration brings them.

    ``demo.accounts()`` gives rows of (name, password, role, office, what to try); no database.
    """
    name = "polakor.doors.command.demo"
    if util.find_spec(name) is None:
        return
    demo = import_module(name)
    rows = [tuple(str(cell) for cell in row) for row in demo.accounts()]
    if not rows:
        return
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    say()
    say("Demonstration accounts (invented people; never use them for real work):")
    for row in rows:
        cells = [cell.ljust(width) for cell, width in zip(row, widths, strict=True)]
        say(("  " + "  ".join(cells)).rstrip())
    say()
    say("Try first: sign in as the supervisor, open the situation report, then bring in a list")
    say("of returning workers (a spreadsheet as it arrives) and watch the numbers change.")
    file = demo.list_to_try(home.folder)
    if file is not None:
        say(f"A messy one to try with: {file}")
