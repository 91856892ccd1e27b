"""What a desk knows of a family from its token or number: how many, where to, whether first."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from polakor.access.context import acting_as
from polakor.access.rules.actors import Actor
from polakor.access.rules.scopes import CASES, NATION
from polakor.assistance.errors import (
    TokenBarred,
    TokenForeign,
    TokenForged,
    TokenOfSeveral,
    TokenSlip,
)
from polakor.assistance.permissions import AssistancePermission
from polakor.assistance.rules.boarding import BoardingRules, boards_first
from polakor.base.errors import Refusal
from polakor.base.ids import read_human_number
from polakor.intake.queries.tokens import stands_for_several, token_shown
from polakor.intake.rules.tokens import Verdict
from polakor.protection.queries.screenings import flags_of
from polakor.reference.queries.codes import hidden_flags
from polakor.reference.queries.pack import pack_settings
from polakor.registry.queries.family_members import Family, family_by_number, family_by_token

REFUSED: Mapping[Verdict, type[Refusal]] = {
    Verdict.SLIP: TokenSlip,
    Verdict.FOREIGN: TokenForeign,
    Verdict.FORGED: TokenForged,
}


@dataclass(frozen=True, slots=True)
class Known:
    """A family as a desk may know it: no name, no flag. ``first``: boards before others.

    Of a good paper nobody was written down under (yet) the token alone: nobody is in it.
    """

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
    """The family of a token or of a person's number, wherever it was registered.

    A family that came through another office stands at this desk all the same: the token in its
    hand is what opens this, and what is said back names nobody. None for a number that is nobody's.
    Needs ``assistance:site:read``. At most fourteen queries. Raises what ``good_token`` raises.
    """
    actor.require(AssistancePermission.SITE_READ)
    number = read_human_number(asked)
    token = "" if number else good_token(asked)
    with acting_as(actor.also_seeing(NATION)):
        family = family_by_number(number) if number else family_by_token(token)
    if family is None or not family.members:
        return Known(None, token, (), 0, "", first=False) if token else None
    humans = tuple(member.person for member in family.members)
    with acting_as(actor.also_seeing(CASES)):
        flags = flags_of(humans) & rules.first_flags
    ages = [(m.sex, today.year - m.birth_year if m.birth_year else None) for m in family.members]
    return _known(family, humans, boards_first(rules, people=ages, flags=flags))


def good_token(asked: str) -> str:
    """The token that was typed or scanned, as it is stored, if a family may be known by it.

    At most four queries. Raises ``TokenSlip``, ``TokenForeign``, ``TokenForged``, ``TokenBarred``
    and, where several families stand under one paper, ``TokenOfSeveral``.
    """
    shown = token_shown(asked)
    if shown.verdict is Verdict.BARRED:
        raise TokenBarred(reason=shown.reason)
    if shown.verdict is not Verdict.GOOD:
        raise REFUSED[shown.verdict]
    if stands_for_several(shown.token):
        raise TokenOfSeveral
    return shown.token


def _known(family: Family, humans: tuple[UUID, ...], first: bool) -> Known:
    return Known(family.household, family.token, humans, len(humans), family.home, first)
