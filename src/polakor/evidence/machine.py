"""The machine that counts: it sees every crossing and names nobody.

Its account has a fixed id, written down here and readable in the record of acts for ever.
"""

from uuid import UUID

from polakor.access.machine import MACHINE_OFFICE
from polakor.access.rules.actors import Actor
from polakor.access.rules.policy import Role
from polakor.access.rules.scopes import CASES, NATION

COUNTING_ACCOUNT = UUID("01900000-0000-7000-8000-000000000007")

COUNTER = Actor(
    account_id=COUNTING_ACCOUNT,
    name="counting",
    role=Role.ADMINISTRATOR,
    office_id=MACHINE_OFFICE,
    office_name="Polakor",
    areas=("*",),
    permissions=frozenset({"evidence:counts:fold"}),
    scopes=(NATION, CASES),
)
"""Turns the log of crossings into counts, in the worker. It cannot open a page."""
