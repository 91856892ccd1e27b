"""What a desk knows of a family from its token or number: how many, where to, whether first."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from polakor.access.context import acting_as
from polakor.access.rules.actors import Actor
from polakor.access.rules.scopes import CASES, NATION
from polakor.assistance.permissions import AssistancePermission
from polakor.assistance.rules.boarding import BoardingRules, boards_first
from polakor.assistance.rules.codes import plain_token
from polakor.protection.queries.screenings import flags_of
from polakor.reference.queries.codes import hidden_flags
from polakor.reference.queries.pack import pack_settings
from polakor.registry.queries.family_members import Family, family_by_number, family_by_token


@dataclass(frozen=True, slots=True)
class Known:
    """A family as a desk may know it: no name, no flag. ``first``: boards before others."""

    household: UUID | None
    token: str
    members: tuple[UUID, ...]
    people: int
    home: str
    first: bool


def boarding_rules() -> BoardingRules:
    """Who boards first, and for how long things may take. Two queries."""
    return BoardingRules.from_pack(pack_settings(), hidden_flags())


def family_known(actor: Actor, asked: str, *, rules: BoardingRules, today: date) -> Known | None:
    """The family of a token or of a person's number, wherever it was registered; else None.

    A family that came through another office stands at this desk all the same: the token in its
    hand is what opens this, and what is said back names nobody. Needs ``assistance:site:read``.
    At most eleven queries.
    """
    actor.require(AssistancePermission.SITE_READ)
    with acting_as(actor.also_seeing(NATION)):
        family = family_by_token(plain_token(asked)) or family_by_number(asked)
    if family is None or not family.members:
        return None
    humans = tuple(member.person for member in family.members)
    with acting_as(actor.also_seeing(CASES)):
        flags = flags_of(humans) & rules.first_flags
    ages = [(m.sex, today.year - m.birth_year if m.birth_year else None) for m in family.members]
    return _known(family, humans, boards_first(rules, people=ages, flags=flags))


def _known(family: Family, humans: tuple[UUID, ...], first: bool) -> Known:
    return Known(family.household, family.token, humans, len(humans), family.home, first)
