"""Loans as people tell of them: examples checked by hand, and what must always hold."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polakor.recruitment.rules.loans import (
    WAYS,
    Burden,
    Limits,
    Loan,
    Per,
    burden,
    signs_of_bondage,
)

LIMITS = Limits(6, 60)


def loan(principal: str, rate: str, per: Per, payment: str) -> Loan:
    return Loan(Decimal(principal), Decimal(rate), per, Decimal(payment))


@pytest.mark.parametrize(
    ("told", "months", "total", "interest", "annual"),
    [
        # 900, 797, 690.91, 581.64, 469.09, 353.16, 233.75, 110.77, then 114.09
        (loan("1000", "3", "month", "130"), 9, "1154.09", "30.00", 43),
        # thirty stay interest, a hundred are repaid; 130 ten times is 5.08 % a month
        (loan("1000", "3", "month_flat", "130"), 10, "1300.00", "30.00", 81),
        # 18 % a year is 1.5 % a month: 500, then 507.50
        (loan("1000", "18", "year", "515"), 2, "1022.50", "15.00", 20),
        # ten in the hundred each ten days is thirty a month: 90, 77, 60.1, 38.13, 9.57, 12.44
        (loan("100", "10", "ten_days", "40"), 6, "212.44", "30.00", 2230),
        (loan("600", "0", "month", "100"), 6, "600.00", "0.00", 0),
        (loan("50", "5", "month", "500"), 1, "52.50", "2.50", 80),
    ],
)
def test_examples_checked_by_hand(
    told: Loan, months: int, total: str, interest: str, annual: int
) -> None:
    assert burden(told) == Burden(months, Decimal(total), Decimal(interest), annual)


@pytest.mark.parametrize(
    "told", [loan("1000", "10", "month", "100"), loan("1000", "10", "month_flat", "90")]
)
def test_a_debt_whose_interest_eats_the_payment_never_ends(told: Loan) -> None:
    assert (burden(told).months, burden(told).total) == (None, None)


amounts = st.decimals("1", "100000", places=2)
loans = st.builds(Loan, amounts, st.decimals("0", "60", places=2), st.sampled_from(WAYS), amounts)


@given(loans)
def test_nobody_repays_less_than_was_lent(told: Loan) -> None:
    found = burden(told)
    assert found.total is None or found.total >= told.principal
    assert found.annual >= 0


@given(loans, amounts)
def test_who_pays_more_is_free_no_later_and_pays_no_more(told: Loan, more: Decimal) -> None:
    slow, fast = (
        burden(told),
        burden(Loan(told.principal, told.rate, told.per, told.payment + more)),
    )
    if slow.months is not None and slow.total is not None:
        assert fast.months is not None
        assert fast.total is not None
        assert (fast.months <= slow.months, fast.total <= slow.total) == (True, True)


@given(loans.filter(lambda one: one.per == "month"))
def test_flat_interest_is_never_cheaper(told: Loan) -> None:
    flat = burden(Loan(told.principal, told.rate, "month_flat", told.payment))
    if flat.months is not None and flat.total is not None:
        fair = burden(told).total
        assert fair is not None
        assert flat.total >= fair


def signs(told: Loan, **about: object) -> tuple[str, ...]:
    asked = {
        "wage": Decimal(350),
        "lender": "bank",
        "security": (),
        "may_leave": True,
        "limits": LIMITS,
        **about,
    }
    return signs_of_bondage(told, burden(told), **asked)  # type: ignore[arg-type]


def test_a_bank_loan_that_ends_is_no_bond() -> None:
    assert signs(loan("1000", "1.5", "month", "130")) == ()


def test_each_sign_is_named() -> None:
    mild = loan("1000", "1.5", "month", "130")
    assert signs(mild, lender="recruiter") == ("owed_to_recruiter",)
    assert signs(mild, lender="employer") == ("owed_to_recruiter",)
    assert signs(mild, security=("land", "papers")) == ("papers_kept",)
    assert signs(mild, may_leave=False) == ("may_not_leave",)
    assert signs(mild, wage=Decimal(100)) == ("many_months",)
    assert signs(mild, wage=Decimal(0)) == ()
    assert signs(loan("1000", "10", "month", "100")) == ("never_ends", "dear")
    assert signs(loan("100", "10", "ten_days", "40")) == ("dear",)
