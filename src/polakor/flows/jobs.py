"""What crosses several rooms and is done in the background: settle what devices brought."""

from polakor.flows.settle_arrivals import settle_arrivals
from polakor.reference.errors import NoPackLoaded

TURNS = 5
"""Transactions in one turn at most, so that the worker can be told to end."""


def tick() -> int:
    """Twice a second in the worker. Returns envelopes settled."""
    settled = 0
    for _ in range(TURNS):
        try:
            done = settle_arrivals()
        except NoPackLoaded:
            return settled
        settled += done
        if not done:
            break
    return settled
