"""When one officer's "same" is not enough: where a child, money or a case is touched.

Two records that are wrongly joined harm two people; for a child the harm may not be mended. So
there the first "same" waits for another officer, and joins nothing before.

That a case worker has somebody in hand must not show, not even by who is asked twice. So pairs
drawn by lot are treated like them: of those asked a second time without a child in sight, nobody
can tell which. The lot is read from the proposal's id, is the same for everybody, and gives the
measured error rates a sample that two people looked at.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from polakor.access.rules.scopes import CASES

ONE_IN = 10
"""Of so many pairs one is drawn for a second look."""

HANDLED_SCOPES = frozenset({CASES})
"""Words in a record's scopes that say another room guards it. A room that will pay money leaves
its word here, as the room of cases does."""


class Why(StrEnum):
    """Why a second officer looks. ``OTHER`` is a guarded record or the lot, and says no more."""

    CHILD = "child"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Touched:
    """What of a record the question depends on. ``birth``: year, month, day as far as known."""

    birth: tuple[int | None, int | None, int | None]
    basis: str
    scopes: Collection[str]


def may_be_child(
    birth: tuple[int | None, int | None, int | None], basis: str, *, on: date, adult_age: int
) -> bool:
    """Whether somebody so born may be under ``adult_age`` on ``on``: the youngest they can be.

    A year alone, or 1 January written for a year, may be its last day; an age that was told may be
    a year more. Nothing known of the birth: no.
    """
    year, month, day = birth
    if year is None:
        return False
    if basis == "age":
        year += 1
    if month is None or basis in ("jan1", "age", "year"):
        month, day = 12, 31
    ahead = (on.month, on.day) < (month, day or 31)
    return on.year - year - ahead < adult_age


def drawn(candidate_id: UUID) -> bool:
    """Whether the lot asks for a second look at this proposal."""
    return (candidate_id.int & 0xFFFF) % ONE_IN == 0


def second_look(
    candidate_id: UUID, records: Iterable[Touched], *, on: date, adult_age: int
) -> Why | None:
    """Why a "same" for this proposal needs another officer, or None.

    ``records``: all records of both humans, wherever they lie.
    """
    all_records = list(records)
    if any(may_be_child(r.birth, r.basis, on=on, adult_age=adult_age) for r in all_records):
        return Why.CHILD
    if any(HANDLED_SCOPES & set(r.scopes) for r in all_records) or drawn(candidate_id):
        return Why.OTHER
    return None
