"""SDG indicator 10.7.1 from a register: what a job cost, in months of what it paid. Pure.

For each worker k the ratio is C / E: all that worker and family paid for the first job in the
country, fees kept back from wages and interest on what was borrowed among it, over the last month's
income in that job before tax and before what was kept back to pay for the recruitment. Method: ILO
and World Bank guidelines, metadata of 2018 and 2022. A register holds those who came to it, so the
result informs the indicator and is not the indicator: it is labelled "register-based".
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

WORKER = ("worker", "family")
RECALL_MONTHS = 36
"""First jobs that began longer ago are left out: who remembers what a passport cost?"""
LABEL = "register-based recruitment-cost ratio"

Left = Literal[
    "not_an_employee", "did_not_move", "too_long_ago", "start_not_known", "no_income", "no_rate"
]
REASONS: tuple[Left, ...] = (
    "not_an_employee",
    "did_not_move",
    "start_not_known",
    "too_long_ago",
    "no_income",
    "no_rate",
)
"""Why somebody is left out, in the order in which it is asked."""


@dataclass(frozen=True, slots=True)
class Paid:
    """An amount with the dollars of one unit that day; None where no rate was known."""

    amount: Decimal
    rate: Decimal | None
    payer: str = "worker"


@dataclass(frozen=True, slots=True)
class Told:
    """What one statement says. ``interest`` of loans so far; ``income`` None where not told."""

    told_on: date
    began_on: date | None
    employee: str
    moved: str
    costs: tuple[Paid, ...]
    interest: tuple[Paid, ...]
    income: Decimal | None
    taxes: Decimal
    recovered: Decimal
    rate: Decimal | None


def months_between(earlier: date, later: date) -> int:
    """Whole months from one day to another."""
    months = (later.year - earlier.year) * 12 + later.month - earlier.month
    return months - (later.day < earlier.day)


def left_out(told: Told) -> Left | None:
    """Why a statement does not count, None where it does."""
    if told.employee != "yes":
        return "not_an_employee"
    if told.moved != "yes":
        return "did_not_move"
    if told.began_on is None:
        return "start_not_known"
    if months_between(told.began_on, told.told_on) > RECALL_MONTHS:
        return "too_long_ago"
    if told.income is None or told.income + told.taxes + told.recovered <= 0:
        return "no_income"
    theirs = [one for one in told.costs if one.payer in WORKER]
    if told.rate is None or any(one.rate is None for one in (*theirs, *told.interest)):
        return "no_rate"
    return None


def ratio(told: Told) -> Decimal:
    """C / E of a statement that counts (``left_out`` is None), in months of income."""
    theirs = [one for one in told.costs if one.payer in WORKER]
    cost = sum(
        (one.amount * one.rate for one in (*theirs, *told.interest) if one.rate is not None),
        Decimal(0),
    )
    assert told.income is not None
    assert told.rate is not None
    return cost / ((told.income + told.taxes + told.recovered) * told.rate)


@dataclass(frozen=True, slots=True)
class Spread:
    """The ratios of a group: months of income. ``free``: the share that paid nothing at all."""

    people: int
    mean: Decimal
    median: Decimal
    quintiles: tuple[Decimal, Decimal, Decimal, Decimal]
    free: Decimal


def spread(ratios: Sequence[Decimal]) -> Spread | None:
    """Mean, median, P20 P40 P60 P80 (the last bounds the fourth quintile); None for nobody."""
    if not ratios:
        return None
    found = sorted(ratios)
    return Spread(
        people=len(found),
        mean=sum(found, Decimal(0)) / len(found),
        median=quantile(found, Decimal("0.5")),
        quintiles=(
            quantile(found, Decimal("0.2")),
            quantile(found, Decimal("0.4")),
            quantile(found, Decimal("0.6")),
            quantile(found, Decimal("0.8")),
        ),
        free=Decimal(sum(one == 0 for one in found)) / len(found),
    )


def quantile(ordered: Sequence[Decimal], share: Decimal) -> Decimal:
    """The value below which that share lies, between two neighbours in proportion (type 7)."""
    at = share * (len(ordered) - 1)
    low = int(at)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (at - low)


def counted_reasons(reasons: Iterable[Left]) -> dict[Left, int]:
    """How many were left out for each reason; reasons nobody has are left out too."""
    found = list(reasons)
    return {one: found.count(one) for one in REASONS if one in found}
