"""The way of a worker who is sent: which state may follow which. Pure.

How many days a state may last before the next is due is the pack's (list ``deployment_steps``).
"""

from collections.abc import Mapping
from datetime import date, timedelta

BEFORE = ("signed", "training", "documents", "contract_signed", "oriented")
"""Until the worker is cleared: the contract with the agency, training, papers, the contract with
the employer, orientation before leaving. Some are not needed everywhere, none goes back."""
ABROAD = (
    "arrived",
    "employed",
    "employer_changed",
    "left_employer",
    "in_distress",
    "detained",
    "hospitalised",
    "missing",
    "return_planned",
)
OVER = ("withdrawn", "deceased", "returned", "closed")
"""Nobody is bound any more."""
STATES = (*BEFORE, "cleared", "departed", *ABROAD, *OVER)
BY_LEDGER = frozenset({"signed", "cleared", "departed", "withdrawn"})
"""States that come with a row of the ledger, by an act of their own."""


def may_follow(state: str, then: str) -> bool:
    """Whether somebody in ``state`` may come into ``then`` without a row of the ledger."""
    if then in BY_LEDGER or state in OVER[:2] or state == "closed":
        return False
    if state in BEFORE:
        return then in BEFORE and BEFORE.index(then) > BEFORE.index(state)
    if state == "cleared":
        return False
    if state == "returned":
        return then == "closed"
    if state == "departed":
        return then in ("arrived", "missing", "deceased", "returned")
    return then in (*ABROAD[1:], "deceased", "returned") and then != state


def following(state: str) -> tuple[str, ...]:
    """States that may follow, in the order of the way."""
    return tuple(then for then in STATES if may_follow(state, then))


def due(state: str, since: date, days: Mapping[str, int]) -> date | None:
    """Until when the next state must follow; None where the pack sets no limit."""
    return since + timedelta(days=days[state]) if state in days else None
