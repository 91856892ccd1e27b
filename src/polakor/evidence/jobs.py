"""What this room does in the background."""

from polakor.evidence.actions.folding import fold_log
from polakor.evidence.machine import COUNTER
from polakor.reference.errors import NoPackLoaded


def tick() -> int:
    """Twice a second in the worker: fold what was recorded since. Returns entries folded."""
    try:
        return fold_log(actor=COUNTER)
    except NoPackLoaded:
        return 0
