"""What was told of costs, debts and pay: kept side by side, judged, asked back, and counted."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from statistics import mean, median, quantiles
from typing import Any

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from polakor.access.context import acting_as
from polakor.access.errors import PermissionRefused
from polakor.access.rules.actors import Actor
from polakor.evidence.errors import UnknownCorridor
from polakor.evidence.queries.recruitment_cost import recruitment_cost
from polakor.evidence.rules.disclosure import withheld_groups
from polakor.recruitment.actions.money import (
    CostDraft,
    DebtDraft,
    StatementDraft,
    claim_refund,
    move_refund,
    tell_costs,
)
from polakor.recruitment.errors import (
    AnswerUnknown,
    CodeUnknown,
    DayToCome,
    NotMoney,
    NotYoursToTell,
    PlacementNotFound,
    RefundNotFound,
    RefundNotPossible,
    TermAbsurd,
)
from polakor.recruitment.models import Cost, Statement
from polakor.recruitment.queries.money import statements_of_person, statements_of_placement
from polakor.recruitment.queries.placements import placement_file
from polakor.recruitment.rules.contracts import FeeRule
from polakor.recruitment.rules.costs import Judged, judge
from polakor.recruitment.rules.ratios import (
    Paid,
    Told,
    left_out,
    months_between,
    quantile,
    ratio,
    spread,
)
from tests.cast import Cast, somebody_of
from tests.doors.office.records import enter_person
from tests.rooms.recruitment.agencies import today
from tests.rooms.recruitment.orders import an_agency_for_thailand, an_approved_order, signed

D = Decimal
USD = D(1)
TOLD = Told(
    told_on=date(2025, 6, 1),
    began_on=date(2024, 5, 1),
    employee="yes",
    moved="yes",
    costs=(Paid(D(300), USD), Paid(D(200), USD, "family"), Paid(D(900), USD, "employer")),
    interest=(Paid(D(40), USD),),
    income=D(250),
    taxes=D(10),
    recovered=D(10),
    rate=USD,
)


def test_the_ratio_worked_by_hand() -> None:
    """300 + 200 + 40 borne, the employer's 900 not; 250 + 10 + 10 earned: exactly two months."""
    assert left_out(TOLD) is None
    assert ratio(TOLD) == 2
    baht = replace(TOLD, income=D(9000), taxes=D(0), recovered=D(0), rate=D("0.03"))
    assert ratio(baht) == 2


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"employee": "no"}, "not_an_employee"),
        ({"employee": "unknown"}, "not_an_employee"),
        ({"moved": "no"}, "did_not_move"),
        ({"began_on": None}, "start_not_known"),
        ({"began_on": date(2022, 5, 1)}, "too_long_ago"),
        ({"began_on": date(2022, 6, 1)}, None),
        ({"income": None}, "no_income"),
        ({"income": D(0), "taxes": D(0), "recovered": D(0)}, "no_income"),
        ({"rate": None}, "no_rate"),
        ({"costs": (Paid(D(5), None),)}, "no_rate"),
        ({"costs": (Paid(D(5), None, "employer"),)}, None),
        ({"costs": (), "interest": ()}, None),
    ],
)
def test_who_is_left_out_and_why(change: dict[str, Any], reason: str | None) -> None:
    assert left_out(replace(TOLD, **change)) == reason


def test_a_worker_who_paid_nothing_counts_as_nought() -> None:
    free = replace(TOLD, costs=(), interest=())
    found = spread([ratio(free), ratio(TOLD)])
    assert found is not None
    assert (found.people, found.mean, found.median, found.free) == (2, 1, 1, D("0.5"))
    assert spread([]) is None


def test_months_between_days() -> None:
    assert months_between(date(2022, 1, 31), date(2022, 2, 28)) == 0
    assert months_between(date(2022, 1, 15), date(2025, 1, 15)) == 36
    assert months_between(date(2022, 1, 15), date(2025, 1, 14)) == 35


@given(st.lists(st.decimals(0, 100, places=3), min_size=2, max_size=60))
def test_the_spread_is_that_of_the_statistics_of_the_language(values: list[Decimal]) -> None:
    found = spread(values)
    assert found is not None
    assert found.mean == mean(values)
    assert found.median == median(values)
    theirs = quantiles(values, n=5, method="inclusive")
    for ours, other in zip(found.quintiles, theirs, strict=True):
        assert abs(ours - other) < D("1e-9")
    assert quantile(sorted(values), D(0)) == min(values)
    assert quantile(sorted(values), D(1)) == max(values)


CAP = {
    "FEE_AGENCY": FeeRule("FEE_AGENCY", None, "", ("employer",)),
    "COST_ADMIN": FeeRule("COST_ADMIN", D(100), "USD", ("worker", "employer")),
}


@pytest.mark.parametrize(
    ("item", "amount", "currency", "payer", "found"),
    [
        ("FEE_AGENCY", 50, "USD", "worker", Judged(True, "not_the_workers")),
        ("FEE_AGENCY", 50, "USD", "employer", Judged(False, "allowed")),
        ("COST_ADMIN", 100, "USD", "worker", Judged(True, "allowed", D(100))),
        ("COST_ADMIN", 101, "USD", "worker", Judged(True, "above_cap", D(100))),
        ("COST_ADMIN", 3500, "THB", "family", Judged(True, "not_the_workers")),
        ("COST_ADMIN", 3500, "THB", "worker", Judged(True, "not_comparable", D(100))),
        ("FEE_BROKER", 5, "USD", "worker", Judged(True, "no_published_cap")),
    ],
)
def test_a_cost_is_held_against_principle_and_rule(
    item: str, amount: int, currency: str, payer: str, found: Judged
) -> None:
    group = "cost" if item == "COST_ADMIN" else "fee"
    judged = judge(
        item=item, amount=D(amount), currency=currency, payer=payer, group=group, rules=CAP
    )
    assert judged == found


def test_interest_and_what_is_nobodys_principle() -> None:
    judged = judge(
        item="FIN_INTEREST", amount=D(5), currency="USD", payer="worker", group="finance", rules={}
    )
    assert judged == Judged(False, "no_published_cap")


@given(st.dictionaries(st.text(max_size=3), st.integers(0, 30), max_size=6), st.integers(1, 10))
def test_no_single_group_is_missing_beside_others(sizes: dict[str, int], small: int) -> None:
    hidden = withheld_groups(sizes, small)
    assert all(key in hidden for key, size in sizes.items() if 0 < size < small)
    there = [key for key, size in sizes.items() if size]
    assert len(hidden) != 1 or len(there) == 1
    together = sum(sizes[key] for key in hidden)
    assert not hidden or together >= small or set(hidden) == set(there)


FEE = CostDraft("FEE_BROKER", D(400), "USD", paid_to="broker", receipt="no", official="no")
STORY = StatementDraft(
    said_by="worker",
    told_on=today(),
    country="THA",
    began_on=today() - timedelta(days=300),
    employee="yes",
    moved="yes",
    income=D(10000),
    currency="THB",
    costs=(FEE, CostDraft("COST_ADMIN", D(2000), "THB", refundable=True)),
    debts=(DebtDraft("lender", D(600), D(3), "month_flat", D(100), "USD", security=("papers",)),),
)


@pytest.fixture
def placed(cast: Cast) -> tuple[Actor, str]:
    """The agency's account and the number of its worker."""
    agency = an_agency_for_thailand(cast)
    srey, _ = somebody_of(agency)
    return srey, signed(srey, an_approved_order(cast, srey, agency))


@pytest.mark.django_db
def test_agency_and_worker_tell_two_things_and_neither_is_lost(
    cast: Cast, placed: tuple[Actor, str]
) -> None:
    srey, worker = placed
    declared = replace(
        STORY, said_by="agency", placement=worker, income=None, costs=(FEE,), debts=()
    )
    tell_costs(actor=srey, draft=replace(declared, costs=(replace(FEE, amount=D(100)),)))
    tell_costs(actor=cast.kosal, draft=replace(STORY, placement=worker))
    assert [one.statement.said_by for one in statements_of_placement(srey, worker)] == ["agency"]
    both = statements_of_placement(cast.kosal, worker)
    assert [(one.statement.said_by, one.borne) for one in both] == [
        ("worker", {"USD": D(400), "THB": D(2000)}),
        ("agency", {"USD": D(100)}),
    ]
    debt = both[0].debts[0]
    assert debt.burden.months == 8
    assert {"papers_kept", "dear"} <= set(debt.signs)
    with acting_as(srey):
        assert Statement.objects.count() == 1
        assert Cost.objects.count() == 1
    with pytest.raises(NotYoursToTell):
        tell_costs(actor=srey, draft=replace(STORY, placement=worker))


@pytest.mark.django_db
def test_who_tells_again_replaces_and_both_stay(cast: Cast, placed: tuple[Actor, str]) -> None:
    _srey, worker = placed
    told = replace(STORY, placement=worker)
    tell_costs(actor=cast.kosal, draft=told)
    tell_costs(actor=cast.kosal, draft=replace(told, costs=(replace(FEE, amount=D(450)),)))
    lines = statements_of_placement(cast.kosal, worker)
    assert [(one.borne["USD"], one.replaced) for one in lines] == [
        (D(450), False),
        (D(400), True),
    ]


@pytest.mark.django_db
def test_who_cannot_see_that_theirs_was_replaced_still_tells_again(
    cast: Cast, placed: tuple[Actor, str]
) -> None:
    _srey, worker = placed
    person = placement_file(cast.kosal, worker).person_id
    theirs = replace(STORY, person_id=person, province="01")
    tell_costs(actor=cast.dara, draft=theirs)
    tell_costs(actor=cast.kosal, draft=replace(STORY, placement=worker))
    tell_costs(actor=cast.dara, draft=theirs)
    assert [one.replaced for one in statements_of_person(cast.kosal, person)] == [
        False,
        False,
        True,
    ]


@pytest.mark.django_db
def test_the_rate_of_the_day_stays_with_the_amount(cast: Cast, placed: tuple[Actor, str]) -> None:
    _srey, worker = placed
    early = replace(FEE, currency="THB", paid_on=date(2023, 5, 1))
    late = replace(FEE, currency="THB", paid_on=date(2024, 5, 1))
    draft = replace(STORY, placement=worker, costs=(early, late))
    statement = tell_costs(actor=cast.kosal, draft=draft)
    with acting_as(cast.kosal):
        rates = set(Cost.objects.filter(statement_id=statement).values_list("rate", flat=True))
    assert rates == {D("0.0285"), D("0.0283")}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"costs": (replace(FEE, amount=D(-4)),)}, TermAbsurd),
        ({"costs": (replace(FEE, amount=D(0)),)}, TermAbsurd),
        ({"costs": (replace(FEE, amount=D("0.001")),)}, TermAbsurd),
        ({"costs": (replace(FEE, amount=D("NaN")),)}, TermAbsurd),
        ({"income": D("Infinity")}, TermAbsurd),
        ({"costs": (replace(FEE, amount=D("1e14")),)}, TermAbsurd),
        ({"costs": (replace(FEE, currency="ZZZ"),)}, NotMoney),
        ({"costs": (replace(FEE, item="NOTHING"),)}, CodeUnknown),
        ({"costs": (replace(FEE, paid_by="cat"),)}, AnswerUnknown),
        ({"costs": (replace(FEE, paid_on=today() + timedelta(days=2)),)}, DayToCome),
        ({"told_on": today() + timedelta(days=2)}, DayToCome),
        ({"country": "ZZZ"}, CodeUnknown),
        ({"income": D(-1)}, TermAbsurd),
        ({"currency": "ZZZ"}, NotMoney),
        ({"debts": (replace(STORY.debts[0], payment=D(0)),)}, TermAbsurd),
        ({"debts": (replace(STORY.debts[0], interest_rate=D(2000)),)}, TermAbsurd),
        ({"debts": (replace(STORY.debts[0], lender="dog"),)}, AnswerUnknown),
        ({"placement": "PW-222222-2"}, PlacementNotFound),
        ({"said_by": "agency"}, PlacementNotFound),
    ],
)
def test_what_cannot_be_meant_is_refused_whole(
    cast: Cast, change: dict[str, Any], refusal: type[Exception]
) -> None:
    person = enter_person(cast.dara, "SOK SREYNEANG")
    with pytest.raises(refusal):
        tell_costs(actor=cast.machine, draft=replace(STORY, person_id=person, **change))
    with acting_as(cast.machine):
        assert not Statement.objects.exists()


@pytest.mark.django_db
def test_a_worker_without_an_agency_tells_too_and_who_may_read_it(cast: Cast) -> None:
    person = enter_person(cast.dara, "SOK SREYNEANG")
    tell_costs(actor=cast.dara, draft=replace(STORY, person_id=person, province="01"))
    for reader in (cast.dara, cast.chenda, cast.maly, cast.kosal, cast.vannak):
        assert len(statements_of_person(reader, person)) == 1, reader.name
    assert statements_of_person(cast.bopha, person) == []
    for other in (cast.sokha, cast.rith, cast.sreymom, cast.thida):
        with pytest.raises(PermissionRefused):
            statements_of_person(other, person)


@pytest.mark.django_db
def test_a_cost_is_asked_back_agreed_and_paid(cast: Cast, placed: tuple[Actor, str]) -> None:
    _srey, worker = placed
    tell_costs(actor=cast.kosal, draft=replace(STORY, placement=worker))
    cost = statements_of_placement(cast.kosal, worker)[0].costs[0].cost
    with pytest.raises(RefundNotFound):
        move_refund(actor=cast.kosal, cost_id=cost.id, state="agreed")
    with pytest.raises(RefundNotPossible):
        claim_refund(actor=cast.kosal, cost_id=cost.id, amount=cost.amount + 1)
    claim_refund(actor=cast.kosal, cost_id=cost.id, amount=D(300))
    with pytest.raises(RefundNotPossible):
        claim_refund(actor=cast.kosal, cost_id=cost.id, amount=D(300))
    move_refund(actor=cast.kosal, cost_id=cost.id, state="agreed")
    with pytest.raises(RefundNotPossible):
        move_refund(actor=cast.kosal, cost_id=cost.id, state="paid", paid=D(301))
    with pytest.raises(AnswerUnknown):
        move_refund(actor=cast.kosal, cost_id=cost.id, state="lost")
    move_refund(actor=cast.kosal, cost_id=cost.id, state="paid", paid=D(250), note="in cash")
    with pytest.raises(RefundNotPossible):
        move_refund(actor=cast.kosal, cost_id=cost.id, state="agreed")
    refund = statements_of_placement(cast.kosal, worker)[0].costs[0].refund
    assert refund is not None
    assert (refund.state, refund.paid) == ("paid", D(250))


def tellings(cast: Cast) -> None:
    """Twelve women, seven men and two who do not count, each with costs of their own."""
    for at in range(21):
        sex = 2 if at < 12 else 1
        person = enter_person(cast.dara, f"SOK NUMBER {'ABCDEFGHIJKLMNOPQRSTU'[at]}", sex=sex)
        costs = tuple(
            CostDraft("COST_ADMIN", D(50 + 37 * at * part), "USD" if part % 2 else "THB")
            for part in range(1, 1 + at % 4)
        )
        debts = STORY.debts if at % 3 else ()
        draft = replace(
            STORY,
            person_id=person,
            sector="construction" if at % 2 else "fishing",
            income=D(9000 + 200 * at),
            recovered=D(100 * (at % 5)),
            costs=costs,
            debts=tuple(replace(one, interest=D(7 * at)) for one in debts),
            employee="no" if at == 20 else "yes",
            began_on=today() - timedelta(days=1500 if at == 19 else 200),
        )
        tell_costs(actor=cast.machine, draft=draft)
        if at == 3:
            tell_costs(actor=cast.machine, draft=replace(draft, income=D(7000)))


RAW = """
SELECT p.sex, s.told_on, s.began_on, s.employee, s.moved,
       (s.income + s.taxes + s.recovered) * s.rate AS earned,
       COALESCE((SELECT sum(c.amount * c.rate) FROM recruitment_cost c
                 WHERE c.statement_id = s.id AND c.paid_by IN ('worker', 'family')), 0)
       + COALESCE((SELECT sum(d.interest * d.rate) FROM recruitment_debt d
                   WHERE d.statement_id = s.id), 0) AS borne
FROM recruitment_statement s JOIN registry_person p ON p.id = s.person_id
WHERE s.said_by = 'worker' AND s.country = 'THA'
  AND NOT EXISTS (SELECT FROM recruitment_statement n WHERE n.replaces_id = s.id)
  AND s.employee = 'yes' AND s.moved = 'yes'
  AND s.began_on > s.told_on - interval '36 months' - interval '1 month'
  AND s.income + s.taxes + s.recovered > 0
"""


@pytest.mark.django_db
def test_the_report_equals_a_recomputation_from_the_raw_rows(cast: Cast) -> None:
    tellings(cast)
    report = recruitment_cost(actor=cast.rith, corridor="kh-th", by="sex").as_data()
    with acting_as(cast.vannak), connection.cursor() as cursor:
        cursor.execute(RAW)
        rows = cursor.fetchall()
    again: dict[str, list[Decimal]] = {"female": [], "male": []}
    for sex, _told, _began, _employee, _moved, earned, borne in rows:
        again["female" if sex == 2 else "male"].append(borne / earned)
    told = report["told_by"]["worker"]
    assert told["left_out"] == {"not_an_employee": 1, "too_long_ago": 1}
    for name, values in {**again, "all": again["female"] + again["male"]}.items():
        group = told["all"] if name == "all" else told["groups"][name]
        assert group["people"] == len(values)
        assert group["mean"] == pytest.approx(float(mean(values)), abs=1e-4)
        assert group["median"] == pytest.approx(float(median(values)), abs=1e-4)
        fifths = quantiles(values, n=5, method="inclusive")
        for word, value in zip(("p20", "p40", "p60", "p80"), fifths, strict=True):
            assert group[word] == pytest.approx(float(value), abs=1e-4)
        free = sum(value == 0 for value in values) / len(values)
        assert group["share_without_cost"] == pytest.approx(free, abs=1e-4)
    assert report["told_by"]["agency"]["all"] == {"people": 0, "withheld": False}
    assert report["label"].startswith("register-based")


@pytest.mark.django_db
def test_small_groups_and_strange_corridors_are_not_shown(cast: Cast) -> None:
    for at in range(4):
        person = enter_person(cast.dara, f"SOK NUMBER {'ABCD'[at]}")
        tell_costs(actor=cast.machine, draft=replace(STORY, person_id=person))
    report = recruitment_cost(actor=cast.rith, corridor="KH-TH", by="sex").as_data()
    assert report["told_by"]["worker"]["all"] == {"people": None, "withheld": True}
    for corridor, by in (("TH-KH", ""), ("KH-KH", ""), ("KH-ZZ", ""), ("", ""), ("KH-TH", "name")):
        with pytest.raises(UnknownCorridor):
            recruitment_cost(actor=cast.rith, corridor=corridor, by=by)
    with pytest.raises(PermissionRefused):
        recruitment_cost(actor=cast.thida, corridor="KH-TH")
