"""What this room does in the background."""

from polakor.access.actions.seals import seal_events


def tick() -> int:
    """Twice a second in the worker: seal the record of acts. Returns events sealed."""
    return seal_events()
