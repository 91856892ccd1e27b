"""What a loan costs and how long it binds, with interest as people say it. Pure.

Unpaid interest is added to the debt. The effective annual rate is the yearly rate at which all that
is repaid is worth what was lent (the monthly internal rate of return, twelve times compounded), so
that a flat village loan and a bank's can be held side by side.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

Per = Literal["month", "month_flat", "ten_days", "year"]
WAYS: tuple[Per, ...] = ("month", "month_flat", "ten_days", "year")
"""Of what is still owed, each month; of all that was borrowed, each month, however much is repaid;
of what is still owed, each ten days; of what is still owed, each year."""

LENDERS = ("bank", "lender", "family", "recruiter", "employer", "other")
SECURITIES = ("land", "papers", "other")
MOST_MONTHS = 600
CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Loan:
    """``principal`` above 0; ``rate`` in per cent, 0 or more; ``payment`` a month, above 0."""

    principal: Decimal
    rate: Decimal
    per: Per
    payment: Decimal


@dataclass(frozen=True, slots=True)
class Burden:
    """What comes of it. ``months`` is None where it is never repaid (``total`` is then None too).

    ``interest``: of the first month; ``annual``: effective annual rate in whole per cent.
    """

    months: int | None
    total: Decimal | None
    interest: Decimal
    annual: int


def burden(loan: Loan) -> Burden:
    """Repay a loan month by month until nothing is owed. At most 600 months."""
    owed = loan.principal
    paid: list[Decimal] = []
    first = _interest(loan, owed)
    while owed > 0 and len(paid) < MOST_MONTHS:
        owed += _interest(loan, owed)
        payment = min(loan.payment, owed)
        paid.append(payment)
        owed -= payment
    annual = _annual(loan, paid if owed <= 0 else [])
    if owed > 0:
        return Burden(None, None, _cents(first), annual)
    return Burden(len(paid), _cents(sum(paid, Decimal(0))), _cents(first), annual)


def _monthly(loan: Loan) -> Decimal:
    share = loan.rate / 100
    return {
        "month": share,
        "month_flat": share,
        "ten_days": 3 * share,
        "year": share / 12,
    }[loan.per]


def _interest(loan: Loan, owed: Decimal) -> Decimal:
    base = loan.principal if loan.per == "month_flat" else owed
    return base * _monthly(loan)


def _annual(loan: Loan, paid: Sequence[Decimal]) -> int:
    """Whole per cent. Of a loan that is never repaid, the rate that is asked."""
    monthly = float(_monthly(loan))
    if loan.per == "month_flat" and paid:
        monthly = _return(float(loan.principal), [float(one) for one in paid])
    return round(((1 + monthly) ** 12 - 1) * 100)


def _return(lent: float, paid: Sequence[float]) -> float:
    """The monthly rate at which the payments are worth what was lent (bisection)."""
    low, high = 0.0, 10.0
    for _ in range(80):
        middle = (low + high) / 2
        worth = 0.0
        for one in reversed(paid):
            worth = (worth + one) / (1 + middle)
        low, high = (middle, high) if worth > lent else (low, middle)
    return low


def _cents(amount: Decimal) -> Decimal:
    return amount.quantize(CENT, ROUND_HALF_UP)


@dataclass(frozen=True, slots=True)
class Limits:
    """From when a debt is a sign of bondage: months of pay, and per cent a year (the pack's)."""

    months_of_pay: int
    annual_rate: int


def signs_of_bondage(
    loan: Loan,
    found: Burden,
    *,
    wage: Decimal,
    lender: str,
    security: Collection[str],
    may_leave: bool,
    limits: Limits,
) -> tuple[str, ...]:
    """Codes of what makes a debt a bond. One is a reason to ask somebody; none proves anything.

    ``owed_to_recruiter``, ``papers_kept``, ``may_not_leave``, ``never_ends``, ``many_months``,
    ``dear``.
    """
    signs = {
        "owed_to_recruiter": lender in ("recruiter", "employer"),
        "papers_kept": "papers" in security,
        "may_not_leave": not may_leave,
        "never_ends": found.months is None,
        "many_months": wage > 0 and loan.principal > limits.months_of_pay * wage,
        "dear": found.annual > limits.annual_rate,
    }
    return tuple(code for code, there in signs.items() if there)
