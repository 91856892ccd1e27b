"""Ids made where the record is made, and the human number that goes on paper.

A UUIDv7 (RFC 9562) sorts by the millisecond it was made in, so rows written together lie
together on disk, and any device can make one without asking. The human number carries a check
digit so that a slip of the pen is caught before it opens somebody else's file.
"""

import os
import time
from uuid import UUID

ALPHABET = (
    "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # no 0/O, 1/I: they are read aloud and written by hand
)
_BASE = len(ALPHABET)
_WIDTH = 6
_SPREAD = 387_420_489  # odd, so that it permutes the numbers below 2**30
_PAIRS = [one + other for one in ALPHABET for other in ALPHABET]  # ten bits each
_SINGLE = {letter: value for value, letter in enumerate(ALPHABET)}
_DOUBLED = {letter: 2 * value // _BASE + 2 * value % _BASE for letter, value in _SINGLE.items()}


def uuid7() -> UUID:
    """Return a new UUID of version 7 (RFC 9562 section 5.7)."""
    milliseconds = time.time_ns() // 1_000_000
    value = int.from_bytes(os.urandom(10), "big")
    value &= ~(0xF << 76) & ((1 << 80) - 1)
    value |= milliseconds << 80
    value |= 0x7 << 76
    value &= ~(0x3 << 62)
    value |= 0x2 << 62
    return UUID(int=value)


def uuid7_texts(count: int) -> list[str]:
    """``count`` new UUIDs of version 7 as 32 hex digits each: for many rows written at once."""
    stamp = f"{time.time_ns() // 1_000_000:012x}"
    octets = os.urandom(10 * count).hex()
    return [
        f"{stamp}7{octets[at + 1 : at + 4]}{'89ab'[int(octets[at + 4], 16) & 3]}"
        f"{octets[at + 5 : at + 20]}"
        for at in range(0, 20 * count, 20)
    ]


def check_letter(body: str) -> str:
    """Return the check letter of ``body`` (Luhn mod N over ``ALPHABET``).

    It catches every single wrong letter and nearly every swap of two neighbours. Raises
    ``ValueError`` when ``body`` has a letter outside the alphabet.
    """
    total, doubled = 0, True
    try:
        for letter in reversed(body):
            total += (_DOUBLED if doubled else _SINGLE)[letter]
            doubled = not doubled
    except KeyError:
        raise ValueError(f"{body!r} has a letter outside the alphabet") from None
    return ALPHABET[-total % _BASE]


def human_number(sequence: int, prefix: str) -> str:
    """Turn a running number (0 to 2**30 - 1) into ``prefix-XXXXXX-C``.

    The order is scrambled: the next person at the desk must not be guessable from this card.
    """
    if not 0 <= sequence < 2**30:
        raise ValueError("a human number is made of a running number below 2**30")
    scrambled = (sequence * _SPREAD) % 2**30
    letters = "".join(_PAIRS[scrambled >> by & 1023] for by in (20, 10, 0))
    return f"{prefix}-{letters}-{check_letter(letters)}"


def read_human_number(text: str) -> str | None:
    """Return the number as it is stored when ``text`` is one with a right check letter, else None.

    Small letters, missing dashes and spaces are forgiven; a wrong letter is not.
    """
    bare = "".join(character for character in text.upper() if character.isalnum())
    prefix, rest = bare[: -_WIDTH - 1], bare[-_WIDTH - 1 :]
    if len(rest) != _WIDTH + 1 or not prefix.isalpha() or any(c not in ALPHABET for c in rest):
        return None
    if check_letter(rest[:-1]) != rest[-1]:
        return None
    return f"{prefix}-{rest[:-1]}-{rest[-1]}"


def receipt_number(submission_id: UUID) -> str:
    """Return what is written on the receipt of a submission: ``XXXX-XXXX-C``.

    Made of the 40 random bits at the end of its id, so whoever holds the id can say it again.
    """
    rest = submission_id.int % 2**40
    letters = "".join(_PAIRS[rest >> by & 1023] for by in (30, 20, 10, 0))
    return f"{letters[:4]}-{letters[4:]}-{check_letter(letters)}"
