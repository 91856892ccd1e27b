"""For whom and for when a rule of giving counts."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal
from uuid import UUID


@dataclass(frozen=True, slots=True)
class GivingRule:
    """What the pack says of one thing: for each person or household, once or every day."""

    item: str
    kind: Literal["kit", "meal", "cash"]
    unit: Literal["person", "household"]
    every: Literal["once", "day"]
    amount: int | None
    currency: str

    @classmethod
    def from_entry(cls, code: str, attributes: Mapping[str, Any]) -> "GivingRule":
        """Read an entry of the list ``entitlements`` (checked when the pack came in)."""
        amount = attributes.get("amount")
        return cls(
            item=code,
            kind=attributes["kind"],
            unit=attributes["unit"],
            every=attributes["every"],
            amount=int(amount) if amount else None,
            currency=str(attributes.get("currency", "")) if amount else "",
        )

    def period(self, day: date) -> str:
        """When it counts: ``once``, or the day as ISO text."""
        return "once" if self.every == "once" else day.isoformat()


def recipient(*, token: str, household: UUID | None, person: UUID | None) -> str:
    """Under which name the rule counts: the token before the household before the person.

    A token is known at the desk before the register knows whose it is; were the household taken
    first, a family could be given the same thing once before and once after.
    """
    if token:
        return f"token:{token}"
    if household is not None:
        return f"household:{household}"
    if person is not None:
        return f"person:{person}"
    raise ValueError("nobody to give to")
