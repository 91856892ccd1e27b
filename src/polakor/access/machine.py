"""The accounts of the machine itself: what sets Polakor up, and the command line.

Setting up has to act before any account exists, so its actor has a fixed id, written down here and
readable in the record for ever.
"""

from uuid import UUID

from polakor.access.rules.actors import Actor
from polakor.access.rules.policy import PERMISSIONS, Role
from polakor.access.rules.scopes import NATION

SETUP_ACCOUNT = UUID("01900000-0000-7000-8000-000000000001")
MACHINE_OFFICE = UUID("01900000-0000-7000-8000-000000000002")
COMMAND_LINE_ACCOUNT = UUID("01900000-0000-7000-8000-000000000003")
BEARER_ACCOUNT = UUID("01900000-0000-7000-8000-000000000006")
COMMAND_LINE_NAME = "command-line"

SETUP = Actor(
    account_id=SETUP_ACCOUNT,
    name="setup",
    role=Role.ADMINISTRATOR,
    office_id=MACHINE_OFFICE,
    office_name="Polakor",
    areas=("*",),
    permissions=frozenset({"access:account:manage", "reference:pack:load", "reference:place:load"}),
    scopes=(NATION,),
)
"""Acts during set-up only: loads packs and opens the first accounts. It cannot open a person."""


def bearer(scope: str) -> Actor:
    """Whoever holds a paper code, and sees what carries ``scope``: nothing else, nobody's name."""
    return Actor(
        account_id=BEARER_ACCOUNT,
        name="bearer",
        role=Role.BEARER,
        office_id=MACHINE_OFFICE,
        office_name="Polakor",
        areas=(),
        permissions=PERMISSIONS[Role.BEARER],
        scopes=(scope,),
    )
