"""What a matching rule needs to know of a person: declared here, and held against every source.

A rule that is never given what it needs falls silent, and nobody hears it. So a form that leaves a
needed field out does not start, and a list whose columns leave it out is not read until somebody
has confirmed that the list has none.
"""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from polakor.registry.rules.linking import RULE


class Fact(StrEnum):
    """Something a source may tell of a person."""

    NAME = "name"
    BIRTH_DATE = "birth_date"
    BIRTH_YEAR = "birth_year"
    HOME = "home"
    PHONE = "phone"
    DOCUMENT = "document"


@dataclass(frozen=True, slots=True)
class RuleNeeds:
    """A rule by its name; any one of ``any_of``, told whole, lets it fire."""

    rule: str
    any_of: tuple[frozenset[Fact], ...]

    def can_fire(self, told: Collection[Fact]) -> bool:
        """Whether a source that tells these facts can ever make the rule fire.

        A whole birth date is a year of birth too.
        """
        known = set(told)
        if Fact.BIRTH_DATE in known:
            known.add(Fact.BIRTH_YEAR)
        return any(needed <= known for needed in self.any_of)


LINKING = RuleNeeds(
    rule=RULE,
    any_of=(
        frozenset({Fact.NAME, Fact.DOCUMENT}),
        frozenset({Fact.NAME, Fact.BIRTH_YEAR, Fact.HOME}),
        frozenset({Fact.NAME, Fact.BIRTH_YEAR, Fact.PHONE}),
    ),
)
"""The rule by which a new record is joined with a known one (``rules/linking.py``)."""

RULES = (LINKING,)


def silent_rules(told: Collection[Fact]) -> tuple[RuleNeeds, ...]:
    """The rules that a source telling only these facts could never make fire."""
    return tuple(rule for rule in RULES if not rule.can_fire(told))
