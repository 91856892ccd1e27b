"""What a job abroad cost, in months of what it paid (SDG 10.7.1), from what workers told.

What workers told and what agencies declared stand side by side and are never averaged.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils import timezone

from polakor.access.context import acting_as
from polakor.access.rules.actors import Actor
from polakor.access.rules.scopes import NATION
from polakor.evidence.errors import UnknownCorridor
from polakor.evidence.permissions import EvidencePermission
from polakor.evidence.queries.snapshots import one_snapshot
from polakor.evidence.rules.disclosure import withheld_groups
from polakor.recruitment.queries.money import Counted, told_of_country
from polakor.recruitment.rules.ratios import (
    LABEL,
    RECALL_MONTHS,
    Left,
    Spread,
    counted_reasons,
    left_out,
    ratio,
    spread,
)
from polakor.reference.queries.codes import entries
from polakor.reference.queries.pack import pack_settings

BY = ("", "sex", "sector")
SEXES = {0: "unknown", 1: "male", 2: "female", 9: "not_applicable"}
TELLERS = ("worker", "agency")
METHOD = (
    "C / E of each worker: costs borne by worker and family for the first job in the country, "
    "among them what was kept back from wages for it and interest paid so far, over the income of "
    "the last month in that job before tax and before what was kept back to pay for recruitment; "
    "in dollars at the rate kept with each amount. One statement a human: the newest. "
    "Quantiles between neighbours in proportion (type 7)."
)
PLACES = Decimal("0.0001")


@dataclass(frozen=True, slots=True)
class Group:
    """A group's spread; None where it is withheld because it is small, or where nobody counts."""

    name: str
    people: int | None
    spread: Spread | None


@dataclass(frozen=True, slots=True)
class OfTeller:
    """What one kind of teller said: everybody together, by groups, and who was left out and why."""

    whole: Group
    groups: tuple[Group, ...]
    left_out: Mapping[Left, int]


@dataclass(frozen=True, slots=True)
class RecruitmentCost:
    """The ratio of one corridor (two country codes of two letters)."""

    corridor: str
    by: str
    at: datetime
    small: int
    tellers: Mapping[str, OfTeller] = field(default_factory=dict)

    def as_data(self) -> dict[str, Any]:
        """For JSON: ratios as numbers with four places, what is withheld as null."""
        return {
            "indicator": "10.7.1",
            "label": LABEL,
            "corridor": self.corridor,
            "by": self.by or None,
            "as_of": self.at.isoformat(timespec="seconds"),
            "source": "statements of costs, debts and pay in the register",
            "method": METHOD,
            "recall_months": RECALL_MONTHS,
            "smallest_group": self.small,
            "told_by": {
                name: {
                    "all": _group_data(one.whole),
                    "groups": {group.name: _group_data(group) for group in one.groups},
                    "left_out": dict(one.left_out),
                }
                for name, one in self.tellers.items()
            },
            "note": "told by workers and declared by agencies: two statements, never averaged",
        }


def recruitment_cost(*, actor: Actor, corridor: str, by: str = "") -> RecruitmentCost:
    """Costs in months of income for a corridor such as ``KH-TH``, in all and ``by`` sex or sector.

    Needs ``evidence:report:read``. Sees the nation and shows groups, none smaller than the pack
    allows. Raises ``UnknownCorridor`` for a corridor from another country or a word of ``BY`` that
    is none. Seven queries for two thousand statements.
    """
    actor.require(EvidencePermission.REPORT_READ)
    if by not in BY:
        raise UnknownCorridor(asked=by)
    settings = pack_settings()
    country = destination(corridor, str(settings["pack"]["country"]))
    small = int(settings["limits"]["small_cell"])
    with one_snapshot(), acting_as(actor.also_seeing(NATION)):
        found = _newest(country)
    tellers = {
        teller: _of_teller([one for one in found if one.said_by == teller], by, small)
        for teller in TELLERS
    }
    return RecruitmentCost(corridor.upper(), by, timezone.now(), small, tellers)


def destination(corridor: str, own: str) -> str:
    """The country a corridor leads to; the first must be this pack's own. One query.

    Raises ``UnknownCorridor``.
    """
    letters = {
        str(one.attributes["alpha2"]): one.code
        for one in entries("countries")
        if "alpha2" in one.attributes
    }
    first, _dash, other = corridor.upper().partition("-")
    if letters.get(first) != own or other not in letters or letters[other] == own:
        raise UnknownCorridor(asked=corridor)
    return letters[other]


def _newest(country: str) -> list[Counted]:
    """The newest statement of each human by each teller: joined records are one human."""
    found: dict[tuple[object, str], Counted] = {}
    for one in told_of_country(country):
        found.setdefault((one.human, one.said_by), one)
    return list(found.values())


def _of_teller(found: list[Counted], by: str, small: int) -> OfTeller:
    reasons: list[Left] = []
    ratios: dict[str, list[Decimal]] = defaultdict(list)
    for one in found:
        reason = left_out(one.told)
        if reason is not None:
            reasons.append(reason)
            continue
        name = {"sex": SEXES.get(one.sex, "unknown"), "sector": one.sector or "unknown"}.get(by, "")
        ratios[name].append(ratio(one.told))
    everybody = [value for values in ratios.values() for value in values]
    hidden = withheld_groups({name: len(values) for name, values in ratios.items()}, small)
    groups = tuple(
        Group(name, None, None) if name in hidden else Group(name, len(values), spread(values))
        for name, values in sorted(ratios.items())
        if by
    )
    few = 0 < len(everybody) < small
    whole = Group("", None, None) if few else Group("", len(everybody), spread(everybody))
    return OfTeller(whole, groups, counted_reasons(reasons))


def _group_data(group: Group) -> dict[str, Any]:
    if group.spread is None:
        return {"people": group.people, "withheld": group.people is None}
    found = group.spread
    return {
        "people": found.people,
        "withheld": False,
        "mean": _number(found.mean),
        "median": _number(found.median),
        "p20": _number(found.quintiles[0]),
        "p40": _number(found.quintiles[1]),
        "p60": _number(found.quintiles[2]),
        "p80": _number(found.quintiles[3]),
        "share_without_cost": _number(found.free),
    }


def _number(value: Decimal) -> float:
    return float(value.quantize(PLACES))
