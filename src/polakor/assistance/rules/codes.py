"""Paper codes as a commune types them, and the pace of guessing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from polakor.base.ids import ALPHABET, check_letter

_LETTERS = 8


def code_of(numbers: Sequence[int]) -> str:
    """The paper code ``XXXX-XXXX-C`` of eight random numbers below 32."""
    body = "".join(ALPHABET[number] for number in numbers[:_LETTERS])
    return f"{body[:4]}-{body[4:]}-{check_letter(body)}"


def read_code(text: str) -> str | None:
    """The code as it was made, when ``text`` is one with a right check letter; else None.

    Small letters, spaces and missing dashes are forgiven.
    """
    bare = "".join(sign for sign in text.upper() if sign.isalnum())
    if len(bare) != _LETTERS + 1 or any(sign not in ALPHABET for sign in bare):
        return None
    if check_letter(bare[:-1]) != bare[-1]:
        return None
    return f"{bare[:4]}-{bare[4:8]}-{bare[8]}"


@dataclass(frozen=True, slots=True)
class Pace:
    """Wrong codes from one address, still remembered at ``at``."""

    level: float
    at: datetime


BURST, A_MINUTE = 10, 1
"""Wrong codes forgiven at once, and how many are forgotten in a minute."""


def slowed(pace: Pace, now: datetime) -> Pace:
    """The pace as it is ``now``: one wrong code is forgotten each minute."""
    passed = max((now - pace.at).total_seconds() / 60, 0.0)
    return Pace(max(pace.level - passed * A_MINUTE, 0.0), now)


def too_fast(pace: Pace, now: datetime) -> bool:
    """Whether another code may not even be tried now."""
    return slowed(pace, now).level > BURST - 1
