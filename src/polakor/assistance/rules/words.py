"""Reasons people write: without them nothing is taken back."""

from polakor.assistance.errors import ReasonMissing


def said(reason: str) -> str:
    """The reason without stray spaces. Raises ``ReasonMissing`` for nothing."""
    words = " ".join(reason.split())
    if not words:
        raise ReasonMissing
    return words
