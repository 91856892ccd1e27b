"""Terms of a job held side by side, and the rules that look at a contract."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polakor.base.dates import PartialDate
from polakor.recruitment.rules.contracts import RULES, Book, FeeRule, MinimumPay, check
from polakor.recruitment.rules.deployment import (
    ABROAD,
    BEFORE,
    BY_LEDGER,
    OVER,
    STATES,
    due,
    following,
    may_follow,
)
from polakor.recruitment.rules.terms import (
    KEEPS_PAPERS,
    PAY_PERIODS,
    PROVIDED,
    Deduction,
    Fee,
    Terms,
    absurd,
    differences,
    terms_of,
)
from polakor.reference.queries.codes import labels
from tests.rooms.recruitment.orders import TERMS

D = Decimal
amounts = st.decimals(0, 10**6, places=2)
terms = st.builds(
    Terms,
    employer=st.sampled_from(["", "Blue Bay", "Red Hill"]),
    country=st.sampled_from(["", "THA", "MYS"]),
    wage=st.none() | amounts,
    currency=st.sampled_from(["THB", "USD"]),
    pay_period=st.sampled_from(PAY_PERIODS),
    hours=st.none() | st.decimals(1, 168, places=1),
    rest_days=st.none() | st.decimals(0, 6, places=1),
    months=st.none() | st.integers(1, 120),
    room=st.sampled_from(["", *PROVIDED]),
    food=st.sampled_from(["", *PROVIDED]),
    papers=st.sampled_from(["", *KEEPS_PAPERS]),
    languages=st.lists(st.sampled_from(["km", "th", "en"]), unique=True).map(tuple),
    deductions=st.lists(
        st.builds(Deduction, st.sampled_from(["room", "food"]), amounts), max_size=2
    ).map(tuple),
    fees=st.lists(
        st.builds(
            Fee,
            st.sampled_from(["FEE_AGENCY", "COST_ADMIN"]),
            amounts,
            st.sampled_from(["USD", "THB"]),
            st.sampled_from(["worker", "employer"]),
        ),
        max_size=3,
    ).map(tuple),
)


@given(terms)
def test_terms_are_kept_and_read_again_whole(told: Terms) -> None:
    assert absurd(told) == ""
    again = terms_of(told.as_data())
    period = told.pay_period if told.wage is not None else "month"
    assert again == replace(told, pay_period=period)


@given(terms)
def test_nothing_differs_from_itself_and_silence_is_no_difference(told: Terms) -> None:
    one_each = replace(told, deductions=told.deductions[:1])
    assert differences(one_each, one_each) == ()
    assert differences(told, Terms()) == ()
    assert differences(Terms(), told) == ()


@given(terms, terms)
def test_what_is_worse_one_way_is_better_the_other(one: Terms, other: Terms) -> None:
    there = {found.term: found.turn for found in differences(one, other)}
    back = {found.term: found.turn for found in differences(other, one)}
    for term in ("wage", "hours", "rest_days", "room", "food", "papers"):
        turned = {"worse": "better", "better": "worse"}.get(there.get(term, ""), there.get(term))
        assert back.get(term) == turned, term


@pytest.mark.parametrize(
    ("told", "monthly"),
    [
        (Terms(wage=D(12000), currency="THB"), D(12000)),
        (Terms(wage=D(300), pay_period="week"), D(1300)),
        (Terms(wage=D(337), pay_period="day", rest_days=D(1)), D(8762)),
        (Terms(wage=D(10), pay_period="hour", hours=D(40)), D("1733.33")),
        (Terms(wage=D(10), pay_period="hour"), D(2080)),
        (Terms(), None),
    ],
)
def test_a_wage_by_the_month_worked_by_hand(told: Terms, monthly: Decimal | None) -> None:
    found = told.monthly()
    assert (found.quantize(D("0.01")) if found is not None else None) == monthly


def test_a_quarter_less_pay_is_a_quarter() -> None:
    found = differences(TERMS, replace(TERMS, wage=D(9000)))
    assert [(one.term, one.turn, one.share) for one in found] == [("wage", "worse", D("0.250"))]
    daily = replace(TERMS, wage=D(450), pay_period="day")
    assert [one.turn for one in differences(TERMS, daily)] == ["worse"]
    other = differences(TERMS, replace(TERMS, currency="USD"))
    assert [(one.term, one.turn) for one in other] == [("wage", "other")]


BOOK = Book(
    adult_age=18,
    language="km",
    minimum=(
        MinimumPay("THA", D(337), "THB", "day"),
        MinimumPay("THA", D(400), "THB", "day", place="Phuket"),
    ),
    hours=D(48),
    deductions={"social_security": 10, "advance": 10},
    all_deductions=20,
    groups={"FEE_AGENCY": "fee", "COST_ADMIN": "cost", "FIN_INTEREST": "finance"},
    fees={
        "FEE_AGENCY": FeeRule("FEE_AGENCY", None, "", ("employer",)),
        "COST_ADMIN": FeeRule("COST_ADMIN", D(50), "USD", ("worker",)),
    },
)
ADULT = PartialDate(1996, 5, 17)


def rules(told: Terms, birth: PartialDate | None = ADULT, **against: Terms) -> set[tuple[str, str]]:
    found = check(
        told,
        against=list(against.items()),
        birth=birth,
        starts_on=date(2026, 12, 1),
        book=BOOK,
    )
    return {(one.rule, one.about) for one in found}


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ({}, set()),
        ({"wage": D(8000)}, {("wage_below_minimum", "wage")}),
        ({"place": "Phuket", "wage": D(10000)}, {("wage_below_minimum", "wage")}),
        ({"currency": "USD"}, {("wage_not_comparable", "wage")}),
        ({"country": "MYS"}, {("no_minimum_known", "wage")}),
        ({"hours": D(49)}, {("hours_above_limit", "hours")}),
        ({"papers": "agency"}, {("papers_not_with_worker", "papers")}),
        ({"languages": ("th",)}, {("not_in_own_language", "languages")}),
        ({"deductions": (Deduction("fine", D(5)),)}, {("deduction_not_allowed", "deduction:fine")}),
        ({"deductions": (Deduction("advance", D(1200)),)}, set()),
        (
            {"deductions": (Deduction("advance", D(700)), Deduction("advance", D(600)))},
            {("deduction_too_high", "deduction:advance")},
        ),
        (
            {
                "deductions": (
                    Deduction("advance", D(1200)),
                    Deduction("social_security", D(1200.5)),
                )
            },
            {
                ("deduction_too_high", "deduction:social_security"),
                ("deductions_too_high", "deductions"),
            },
        ),
        ({"fees": (Fee("FEE_AGENCY", D(100), "USD", "employer"),)}, set()),
        (
            {"fees": (Fee("FEE_AGENCY", D(100), "USD", "worker"),)},
            {("worker_pays", "fee:FEE_AGENCY:USD"), ("fee_not_the_workers", "fee:FEE_AGENCY:USD")},
        ),
        (
            {"fees": (Fee("COST_ADMIN", D(30), "USD", "worker"),) * 2},
            {("worker_pays", "fee:COST_ADMIN:USD"), ("fee_above_cap", "fee:COST_ADMIN:USD")},
        ),
        (
            {"fees": (Fee("COST_ADMIN", D(900), "THB", "worker"),)},
            {("worker_pays", "fee:COST_ADMIN:THB"), ("fee_not_comparable", "fee:COST_ADMIN:THB")},
        ),
        (
            {"fees": (Fee("FIN_INTEREST", D(9), "USD", "family"),)},
            {("no_published_cap", "fee:FIN_INTEREST:USD")},
        ),
    ],
)
def test_each_rule_finds_what_it_is_for(
    change: dict[str, Any], found: set[tuple[str, str]]
) -> None:
    assert rules(replace(TERMS, **change)) == found


@pytest.mark.parametrize(
    ("birth", "found"),
    [
        (PartialDate(2008, 12, 1), set()),
        (PartialDate(2008, 12, 2), {("under_age", "age")}),
        (PartialDate(2008), {("age_not_known", "age")}),
        (PartialDate(2009), {("under_age", "age")}),
        (PartialDate(2007), set()),
        (None, {("age_not_known", "age")}),
    ],
)
def test_age_at_the_start_of_the_work(
    birth: PartialDate | None, found: set[tuple[str, str]]
) -> None:
    assert rules(TERMS, birth) == found


def test_a_fact_is_found_once_though_two_papers_promised_it() -> None:
    worse = replace(TERMS, wage=D(11000), room="own", food="free")
    found = rules(worse, worse_than_order=TERMS, contracts_differ=TERMS)
    assert found == {("worse_than_order", "wage"), ("worse_than_order", "room")}
    better = replace(TERMS, wage=D(11500))
    found = rules(worse, worse_than_order=TERMS, contracts_differ=better)
    assert ("contracts_differ", "wage") in found


@pytest.mark.django_db
def test_every_rule_and_state_has_its_words_in_the_pack() -> None:
    assert set(labels("contract_rules", "en")) == set(RULES)
    assert set(labels("deployment_steps", "en")) == set(STATES)


def test_the_way_goes_forward_and_what_the_ledger_counts_has_an_act_of_its_own() -> None:
    for state in STATES:
        then = following(state)
        assert not set(then) & BY_LEDGER
        assert all(may_follow(state, one) for one in then)
    assert following("signed") == BEFORE[1:]
    assert following("oriented") == ()
    assert following("cleared") == ()
    assert following("departed") == ("arrived", "missing", "deceased", "returned")
    assert set(following("employed")) == set(ABROAD[2:]) | {"deceased", "returned"}
    assert following("returned") == ("closed",)
    assert all(following(state) == () for state in OVER if state != "returned")


def test_when_the_next_step_is_due() -> None:
    assert due("signed", date(2026, 11, 1), {"signed": 30}) == date(2026, 12, 1)
    assert due("employed", date(2026, 11, 1), {"signed": 30}) is None
