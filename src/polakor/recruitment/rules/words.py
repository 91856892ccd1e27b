"""Words people write: names and reasons without stray spaces."""

from polakor.recruitment.errors import ReasonMissing


def tidy(text: str) -> str:
    """The text without stray spaces."""
    return " ".join(text.split())


def said(reason: str) -> str:
    """The reason, tidied. Raises ``ReasonMissing`` for nothing."""
    words = tidy(reason)
    if not words:
        raise ReasonMissing
    return words
