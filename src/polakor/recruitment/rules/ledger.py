"""The ledger of a job order: how many may go, signed, were cleared and left. Pure.

One chain for each order, one row for each step, held together by hashes and signed with a key that
is not in the database. Nothing is changed: a step that was wrong is undone by a row of its own.
At the end of a day the heads of the chains that moved make its root, which is published.

``tools/verify_ledger.py`` says the same in its own words, so that nobody has to believe these.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import UTC, date, datetime
from typing import Literal
from uuid import UUID

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import (
    decode_dss_signature,
    encode_dss_signature,
)

Step = Literal["approved", "contracted", "cleared", "departed", "undone"]
STAGES: tuple[Step, ...] = ("contracted", "cleared", "departed")
"""What one worker passes through, in order."""
VERSION = 1
_WIDTH = 32


@dataclass(frozen=True, slots=True)
class Counts:
    """People of one order: each number is at most the one before it."""

    approved: int = 0
    contracted: int = 0
    cleared: int = 0
    departed: int = 0

    def hold(self) -> bool:
        """Whether approved ≥ contracted ≥ cleared ≥ departed ≥ 0."""
        return self.approved >= self.contracted >= self.cleared >= self.departed >= 0

    def moved(self, step: str, by: int) -> "Counts":
        """The counts after ``by`` people more at ``step`` (fewer where negative)."""
        return replace(self, **{step: getattr(self, step) + by})


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a chain as it is hashed.

    ``place`` counts from 1; ``placement`` is the number of a contract or ""; ``people``: how many
    the step is about (1 but for an approval); ``undoes``: the place of the row it takes back, else
    0; ``approvers``: accounts that agreed, of which ``needed`` must differ; ``by``: the account
    that acts; ``previous``: hash of the row before, "" of the first.
    """

    order: str
    place: int
    step: Step
    placement: str
    people: int
    undoes: int
    approvers: tuple[UUID, ...]
    needed: int
    agency: str
    country: str
    by: UUID
    at: datetime
    day: date
    counts: Counts
    previous: str

    def as_said(self) -> dict[str, object]:
        """The row in words and numbers, as it is hashed and exported."""
        return {
            "order": self.order,
            "place": self.place,
            "step": self.step,
            "placement": self.placement,
            "people": self.people,
            "undoes": self.undoes,
            "approvers": sorted(str(one) for one in self.approvers),
            "needed": self.needed,
            "agency": self.agency,
            "country": self.country,
            "by": str(self.by),
            "at": self.at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
            "day": self.day.isoformat(),
            **asdict(self.counts),
            "previous": self.previous,
        }

    def hash(self) -> str:
        """SHA-256 of the row, 64 hex digits."""
        return digest(self.as_said())


def digest(said: Mapping[str, object]) -> str:
    """SHA-256 of the words in the order of their names, without spaces."""
    text = json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Root:
    """What a day came to: ``heads`` are (order, place, hash) of the chains that moved that day.

    ``rows``: all rows until its end; the counts are of all orders together.
    """

    day: date
    heads: tuple[tuple[str, int, str], ...]
    rows: int
    counts: Counts
    previous: str

    def as_said(self) -> dict[str, object]:
        """The root in words and numbers, as it is hashed."""
        return {
            "day": self.day.isoformat(),
            "heads": [list(one) for one in sorted(self.heads)],
            "rows": self.rows,
            **asdict(self.counts),
            "previous": self.previous,
        }

    def hash(self) -> str:
        """SHA-256 of the root, 64 hex digits."""
        return digest(self.as_said())


def totals(of: Iterable[Counts]) -> Counts:
    """All of them together."""
    found = Counts()
    for one in of:
        found = Counts(
            found.approved + one.approved,
            found.contracted + one.contracted,
            found.cleared + one.cleared,
            found.departed + one.departed,
        )
    return found


def sign(key: ec.EllipticCurvePrivateKey, hashed: str) -> str:
    """The signature of a hash: both numbers of ECDSA on P-256, 128 hex digits."""
    one, other = decode_dss_signature(key.sign(hashed.encode(), ec.ECDSA(hashes.SHA256())))
    return f"{one:064x}{other:064x}"


def is_signed(key: ec.EllipticCurvePublicKey, hashed: str, signature: str) -> bool:
    """Whether the key signed that hash."""
    if len(signature) != 4 * _WIDTH:
        return False
    try:
        halves = int(signature[: 2 * _WIDTH], 16), int(signature[2 * _WIDTH :], 16)
        key.verify(encode_dss_signature(*halves), hashed.encode(), ec.ECDSA(hashes.SHA256()))
    except (ValueError, InvalidSignature):
        return False
    return True


def public_words(key: ec.EllipticCurvePublicKey) -> str:
    """The public half as it is exported: x and y, 128 hex digits."""
    numbers = key.public_numbers()
    return f"{numbers.x:064x}{numbers.y:064x}"
