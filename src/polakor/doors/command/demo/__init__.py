"""The demonstration: accounts, published figures and people who never lived, made on first start.

What is made is data of the country pack (``demo.toml``); how it is made is the same for every
country, and the same every time: it is drawn with a fixed seed. Everything passes through the
actions that real work passes through.
"""

import os
from pathlib import Path

from polakor.doors.command.demo.plan import Plan, read_plan
from polakor.doors.command.home import packs_folder


def plan() -> Plan | None:
    """The pack's demonstration, or None when the pack brings none."""
    path = packs_folder() / os.environ.get("POLAKOR_PACK", "kh") / "demo.toml"
    return read_plan(path) if path.is_file() else None


def accounts() -> list[tuple[str, str, str, str, str]]:
    """Who may sign in: (username, password, role, office, what to try), as the terminal says it."""
    found = plan()
    if found is None:
        return []
    offices = {office.code: office.name("en") for office in found.offices}
    return [
        (
            account.username,
            found.password,
            account.role.replace("_", " "),
            offices[account.office],
            account.what_to_try,
        )
        for account in found.accounts
    ]


def list_to_try(data: Path) -> Path | None:
    """The messy list that waits in the data folder to be brought in, if it is there."""
    found = plan()
    path = data / "demo" / found.messy.filename if found else None
    return path if path and path.is_file() else None


def make() -> None:
    """Make whatever of the demonstration is not there yet; a second run changes nothing."""
    from polakor.doors.command.demo.making import make_all
    from polakor.doors.command.home import home_at

    found = plan()
    if found is not None:
        make_all(found, home_at(None).folder / "demo")
