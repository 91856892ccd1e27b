"""Who boards first, which district a place lies in: by the words of the pack (``[transport]``)."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

FEMALE = 2


@dataclass(frozen=True, slots=True)
class BoardingRules:
    """The pack's words, and what they lean on. ``digits``: lengths of place codes by level."""

    first_flags: frozenset[str]
    women_with_children_first: bool
    arrival_hours: int
    code_hours: int
    adult_age: int
    digits: tuple[int, ...]

    @classmethod
    def from_pack(cls, settings: Mapping[str, Any], hidden: Collection[str]) -> "BoardingRules":
        """Read a pack's settings. A hidden flag never decides an order that people can watch."""
        section = settings["transport"]
        return cls(
            first_flags=frozenset(section["first_flags"]) - frozenset(hidden),
            women_with_children_first=bool(section["women_with_children_first"]),
            arrival_hours=int(section["arrival_hours"]),
            code_hours=int(section["code_hours"]),
            adult_age=int(settings["limits"]["adult_age"]),
            digits=tuple(settings["places"]["code_digits"]),
        )

    @property
    def province_digits(self) -> int:
        """How many leading characters name a province."""
        return self.digits[0]

    def district(self, place: str) -> str:
        """The district a place lies in; the province, or ``""``, where no more is known."""
        width = self.digits[1] if len(self.digits) > 1 else self.digits[0]
        return place[:width]

    def province(self, place: str) -> str:
        """The province a place lies in, ``""`` if nobody knows."""
        return place[: self.province_digits]


def boards_first(
    rules: BoardingRules, *, people: Sequence[tuple[int, int | None]], flags: Collection[str]
) -> bool:
    """Whether a family is given seats before others.

    ``people``: (ISO 5218 sex, age in whole years or None) of each; ``flags`` of all of them.
    """
    if rules.first_flags & set(flags):
        return True
    if not rules.women_with_children_first:
        return False
    ages = [age for _, age in people if age is not None]
    children = any(age < rules.adult_age for age in ages)
    women = any(sex == FEMALE and (age is None or age >= rules.adult_age) for sex, age in people)
    return children and women
