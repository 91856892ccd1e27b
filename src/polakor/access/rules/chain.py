"""The hash chain over the record of acts: pure arithmetic, so that an outsider can repeat it."""

import hashlib
import json
from collections.abc import Mapping

GENESIS = b"\x00" * 32


def event_bytes(event: Mapping[str, object]) -> bytes:
    """One event as the bytes that are hashed: JSON, keys sorted, UTF-8, no spaces."""
    text = json.dumps(event, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode()


def link(previous: bytes, event: Mapping[str, object]) -> bytes:
    """SHA-256 over the previous hash (32 bytes) and the event."""
    return hashlib.sha256(previous + event_bytes(event)).digest()
