"""A sealed attachment: one line that says what it belongs to, then the picture, sealed.

The line is JSON in UTF-8, ended by a line feed, and is bound into the seal whole, so that nobody on
the way can give a picture to another record. What is named by SHA-256 are the bytes as they travel.
"""

import json
import re
from dataclasses import dataclass
from uuid import UUID

from polakor.intake.rules.sealing import SealError, bytes_of

LONGEST_LINE = 2000
SHA256 = re.compile(r"[0-9a-f]{64}")
_RANGE = re.compile(r"bytes ([0-9]{1,12})-([0-9]{1,12})/([0-9]{1,12})")


@dataclass(frozen=True, slots=True)
class Head:
    """What stands before the picture. ``line`` is the line itself, without its end.

    ``submission`` and ``person`` are ids made on the device; they may be here later than this.
    """

    device: UUID
    submission: UUID
    person: UUID
    server_key: str
    session: str
    iv: bytes
    line: bytes


def read_head(content: bytes) -> Head | None:
    """The head of a sealed attachment; None for bytes that are none. Never raises."""
    line, end, _ = content[: LONGEST_LINE + 1].partition(b"\n")
    try:
        told = json.loads(line) if end else None
        if not isinstance(told, dict):
            return None
        device, submission, person = (UUID(told[n]) for n in ("device", "submission", "person"))
        key, session, iv = (told[name] for name in ("server_key", "session", "iv"))
        if not (isinstance(key, str) and isinstance(session, str)):
            return None
        return Head(device, submission, person, key, session, bytes_of(iv), line)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError, SealError):
        return None


def sealed_part(content: bytes, head: Head) -> bytes:
    """The picture as it is sealed, behind its line."""
    return content[len(head.line) + 1 :]


def read_range(header: str, length: int, most: int) -> tuple[int, int] | None:
    """First byte and size of the whole, of a ``Content-Range`` that fits ``length`` bytes."""
    found = _RANGE.fullmatch(header)
    if not found:
        return None
    first, last, total = (int(text) for text in found.groups())
    fits = first <= last < total <= most and last - first + 1 == length
    return (first, total) if fits else None
