"""Promised and real: how often workers found other terms than they were promised, and which.

Each worker counts once, by the last moment told: what is worse there than the contract with the
employer said.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils import timezone

from polakor.access.context import acting_as
from polakor.access.rules.actors import Actor
from polakor.access.rules.scopes import NATION
from polakor.evidence.errors import UnknownCorridor
from polakor.evidence.permissions import EvidencePermission
from polakor.evidence.queries.recruitment_cost import SEXES, destination
from polakor.evidence.queries.snapshots import one_snapshot
from polakor.evidence.rules.disclosure import withheld_groups
from polakor.recruitment.queries.placements import Twin, told_terms
from polakor.recruitment.rules.terms import differences
from polakor.reference.queries.pack import pack_settings

BY = ("", "agency", "employer", "sex", "sector")


@dataclass(frozen=True, slots=True)
class Substituted:
    """Of ``people`` who told, ``worse`` found a term worse; ``terms``: how many by term.

    ``pay``: the mean share of the promised wage that was missing, over those paid less. None where
    the group is withheld because it is small.
    """

    name: str
    people: int
    worse: int
    terms: dict[str, int]
    pay: Decimal | None


@dataclass(frozen=True, slots=True)
class Substitutions:
    """The rate of one corridor, in all and by groups; ``withheld``: names of small groups."""

    corridor: str
    by: str
    at: datetime
    small: int
    whole: Substituted | None
    groups: tuple[Substituted, ...]
    withheld: tuple[str, ...]

    def as_data(self) -> dict[str, Any]:
        """For JSON; what is withheld is null."""
        return {
            "indicator": "contract substitution",
            "corridor": self.corridor,
            "by": self.by or None,
            "as_of": self.at.isoformat(timespec="seconds"),
            "source": "terms told by workers, against the contract with the employer or the order",
            "smallest_group": self.small,
            "all": _data(self.whole) if self.whole else None,
            "groups": {one.name: _data(one) for one in self.groups}
            | dict.fromkeys(self.withheld, None),
        }


def substitutions(*, actor: Actor, corridor: str, by: str = "") -> Substitutions:
    """How often the terms found were worse than promised, for a corridor such as ``KH-TH``.

    Needs ``evidence:report:read``. Raises ``UnknownCorridor``. Eight queries for two thousand
    workers.
    """
    actor.require(EvidencePermission.REPORT_READ)
    if by not in BY:
        raise UnknownCorridor(asked=by)
    settings = pack_settings()
    country = destination(corridor, str(settings["pack"]["country"]))
    small = int(settings["limits"]["small_cell"])
    groups: dict[str, list[Twin]] = defaultdict(list)
    with one_snapshot(), acting_as(actor.also_seeing(NATION)):
        for one in told_terms(country):
            groups[_name(one, by)].append(one)
    hidden = withheld_groups({name: len(some) for name, some in groups.items()}, small)
    everybody = [one for some in groups.values() for one in some]
    return Substitutions(
        corridor=corridor.upper(),
        by=by,
        at=timezone.now(),
        small=small,
        whole=None if 0 < len(everybody) < small else _counted("", everybody),
        groups=tuple(
            _counted(name, some)
            for name, some in sorted(groups.items())
            if by and name not in hidden
        ),
        withheld=tuple(sorted(hidden)) if by else (),
    )


def _name(one: Twin, by: str) -> str:
    if by == "sex":
        return SEXES.get(one.sex, "unknown")
    return str(getattr(one, by)) or "unknown" if by else ""


def _counted(name: str, some: list[Twin]) -> Substituted:
    terms: Counter[str] = Counter()
    worse, missing = 0, []
    for one in some:
        found = [
            found
            for found in differences(one.promised, one.found[-1].terms)
            if found.turn == "worse"
        ]
        terms.update({found.term.split(":")[0] for found in found})
        worse += bool(found)
        missing += [f.share for f in found if f.term == "wage" and f.share is not None]
    pay = sum(missing, Decimal(0)) / len(missing) if missing else None
    return Substituted(name, len(some), worse, dict(terms.most_common()), pay)


def _data(one: Substituted) -> dict[str, Any]:
    return {
        "people": one.people,
        "found_worse": one.worse,
        "share": round(one.worse / one.people, 4) if one.people else None,
        "terms": one.terms,
        "pay_missing": round(float(one.pay), 4) if one.pay is not None else None,
    }
