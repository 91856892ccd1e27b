"""What this room does in the background."""

import time

from polakor.recruitment.actions.ledger import seal_days

LOOKED_EVERY = 60.0
"""Seconds: days end seldom, and the worker's turn comes twice a second."""
_looked = -LOOKED_EVERY


def tick() -> int:
    """Once a minute in the worker: make the roots of days of the ledger that are over."""
    global _looked
    if time.monotonic() - _looked < LOOKED_EVERY:
        return 0
    _looked = time.monotonic()
    return seal_days()
