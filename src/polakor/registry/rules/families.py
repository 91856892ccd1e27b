"""What two files say together that neither says alone: brothers, sisters, twins, namesakes.

Families are where careful matching goes wrong: twins share everything but a given name, a village
has five women of one name. Nothing here decides; each finding is a sentence beside the reasons of
the comparison, so that the officer who decides has read it.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

import namebridge

Finding = Literal["one_household", "twins", "siblings", "namesakes"]
SIBLING_YEARS = 20
"""Brothers and sisters are seldom born further apart."""


@dataclass(frozen=True, slots=True)
class Member:
    """One of the two people compared.

    ``names`` in any script, family name first; ``birth`` ISO text as exact as told; ``home`` a
    place code; ``household``: ids of those linked with them; ``ids``: their own records.
    """

    ids: Collection[UUID]
    names: Sequence[str]
    birth: str
    home: str
    household: Collection[UUID]


def family_findings(
    one: Member, other: Member, *, sound_same: bool, same_name_here: int = 0
) -> list[Finding]:
    """What to beware of before calling two records one person, the gravest first.

    ``sound_same``: the names sound the same, so that another spelling is likelier than a sister;
    of twins it is said all the same. ``same_name_here``: how many known people of this name live
    in the place of ``other``.
    """
    found: list[Finding] = []
    if set(one.household) & set(other.ids) or set(other.household) & set(one.ids):
        found.append("one_household")
    if _only_given_name_differs(one.names, other.names):
        if len(one.birth) == 10 and one.birth == other.birth:
            found.append("twins")
        elif not sound_same and _near(one, other):
            found.append("siblings")
    if same_name_here > 1:
        found.append("namesakes")
    return found


def _near(one: Member, other: Member) -> bool:
    """Born within a generation, and living in one district as far as either is known."""
    dated = bool(one.birth and other.birth)
    if dated and abs(int(one.birth[:4]) - int(other.birth[:4])) > SIBLING_YEARS:
        return False
    shared = min(len(one.home), len(other.home), 4)
    return shared == 4 and one.home[:4] == other.home[:4]


def _only_given_name_differs(ours: Sequence[str], theirs: Sequence[str]) -> bool:
    """One family name, another given name, in a script both are written in."""
    for one in map(namebridge.parse, ours):
        for other in map(namebridge.parse, theirs):
            if one.script != other.script or min(len(one.words), len(other.words)) < 2:
                continue
            family = one.words[0].casefold() == other.words[0].casefold()
            given = "".join(one.words[1:]).casefold() == "".join(other.words[1:]).casefold()
            return family and not given
    return False
