"""What is to be said of one cost: by the principle, and by the rule of that day. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from polakor.recruitment.rules.contracts import EMPLOYER_PAYS, WORKER, FeeRule

Verdict = Literal["allowed", "above_cap", "not_the_workers", "no_published_cap", "not_comparable"]


@dataclass(frozen=True, slots=True)
class Judged:
    """``breach``: a worker bore what no worker should (ILO); ``verdict``: what the dated rule says.

    These are two questions: what no rule forbids may still breach the principle. ``most``: the cap.
    """

    breach: bool
    verdict: Verdict
    most: Decimal | None = None


def judge(
    *,
    item: str,
    amount: Decimal,
    currency: str,
    payer: str,
    group: str,
    rules: Mapping[str, FeeRule],
) -> Judged:
    """Hold a cost against the principle that employers pay, and against the rule of its day.

    ``rules``: those in force that day for the country, by item. No rule is "no published cap",
    which is not the same as allowed.
    """
    breach = payer in WORKER and group in EMPLOYER_PAYS
    rule = rules.get(item)
    if rule is None:
        return Judged(breach, "no_published_cap")
    if payer not in rule.payers:
        return Judged(breach, "not_the_workers" if payer in WORKER else "allowed")
    if rule.most is None:
        return Judged(breach, "allowed")
    if currency != rule.currency:
        return Judged(breach, "not_comparable", rule.most)
    return Judged(breach, "above_cap" if amount > rule.most else "allowed", rule.most)
